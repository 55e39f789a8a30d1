package anypointapi

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// connection is the way to the platform.
type connection struct {
	base      string
	transport *transport.Client
}

// caller makes calls as whom they need.
type caller struct {
	connection *connection
	main       *account
	// management makes the calls of Access Management.
	management *account
}

// call is one call of an operation.
type call struct {
	operation
	// segments fill the operation's path, in order.
	segments []string
	query    url.Values
	header   http.Header
	// body is encoded as JSON; nil sends none.
	body any
}

// do makes a call and decodes its answer into out, unless out is nil. A session
// that has ended is renewed and the call repeated, once.
func (c *caller) do(ctx context.Context, made call, out any) error {
	path, err := expand(made.path, made.segments)
	if err != nil {
		return err
	}
	request, err := c.connection.request(made, path)
	if err != nil {
		return err
	}
	account := c.account(made.operation)
	answer, err := c.connection.send(ctx, account, request)
	if err != nil {
		return err
	}
	if answer.Status < 200 || answer.Status > 299 {
		return refused(made.operation, account, refusal(made.method, path, answer))
	}
	if out == nil {
		if answer.IsPage() {
			return unreadable(made.method, path, answer)
		}
		return nil
	}
	if err := json.Unmarshal(answer.Body, out); err != nil {
		return unreadable(made.method, path, answer)
	}
	return nil
}

func (c *caller) account(made operation) *account {
	if made.accessManagement {
		return c.management
	}
	return c.main
}

func (c *connection) request(made call, path string) (*transport.Request, error) {
	request := &transport.Request{
		Method: made.method, URL: c.base + path, Safe: made.safe,
		Header: http.Header{"Accept": {"application/json"}},
	}
	maps.Copy(request.Header, made.header)
	if len(made.query) > 0 {
		request.URL += "?" + made.query.Encode()
	}
	if made.body != nil {
		body, err := json.Marshal(made.body)
		if err != nil {
			return nil, fmt.Errorf("encoding the body of %s %s: %w", made.method, path, err)
		}
		request.Body = body
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

// send sends a request in the account's session.
func (c *connection) send(
	ctx context.Context, account *account, request *transport.Request,
) (*transport.Response, error) {
	current, err := account.session(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := c.sendAs(ctx, current, request)
	if err != nil || answer.Status != http.StatusUnauthorized || !renewable(account.credentials) {
		return answer, err
	}
	if current, err = account.sessions.Renew(ctx, current); err != nil {
		return nil, err
	}
	return c.sendAs(ctx, current, request)
}

func (c *connection) sendAs(
	ctx context.Context, current session, request *transport.Request,
) (*transport.Response, error) {
	request.Header.Set("Authorization", "Bearer "+current.token)
	request.Secrets = []string{current.token}
	return c.transport.Do(ctx, request)
}

// expand fills the {placeholders} of a path. A segment that is empty or made of
// dots would name another object, so it is refused.
func expand(pattern string, segments []string) (string, error) {
	var path strings.Builder
	rest := pattern
	for _, segment := range segments {
		if strings.Trim(segment, ".") == "" {
			return "", fmt.Errorf("%q is no id for %s", segment, pattern)
		}
		before, placeholder, _ := strings.Cut(rest, "{")
		_, rest, _ = strings.Cut(placeholder, "}")
		path.WriteString(before)
		path.WriteString(url.PathEscape(segment))
	}
	path.WriteString(rest)
	return path.String(), nil
}

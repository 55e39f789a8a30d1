package salesforceapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// call is one call of the REST interface.
type call struct {
	method string
	// path is below /services/data/vNN.0.
	path  string
	query url.Values
	body  any
	// safe tells that repeating the call does no harm.
	safe bool
}

// dataPath is where the REST interface of the configured version lives.
func (c *Client) dataPath() string { return "/services/data/v" + c.version }

// do makes a REST call and decodes its answer, unless into is nil. An answer
// that cannot be decoded counts as none.
func (c *Client) do(ctx context.Context, request call, into any) error {
	path := c.dataPath() + request.path
	var body []byte
	if request.body != nil {
		encoded, err := json.Marshal(request.body)
		if err != nil {
			return fmt.Errorf("encoding the request: %w", err)
		}
		body = encoded
	}
	target := path
	if len(request.query) > 0 {
		target += "?" + request.query.Encode()
	}
	answer, err := c.exchange(ctx, path, func(current *session) (*transport.Request, error) {
		return &transport.Request{
			Method: request.method, URL: current.instance + target,
			Header: restHeader(current, body != nil), Body: body, Safe: request.safe,
		}, nil
	})
	if err != nil {
		return err
	}
	if answer.Status >= http.StatusMultipleChoices {
		return refusal(request.method, path, answer)
	}
	if into == nil {
		if answer.IsPage() {
			return undecodable(request.method, path, answer)
		}
		return nil
	}
	if err := json.Unmarshal(answer.Body, into); err != nil {
		return undecodable(request.method, path, answer)
	}
	return nil
}

func restHeader(current *session, hasBody bool) http.Header {
	header := http.Header{
		"Authorization":       {"Bearer " + current.token},
		"Accept":              {"application/json"},
		"Sforce-Call-Options": {"client=" + clientName},
	}
	if hasBody {
		header.Set("Content-Type", "application/json")
	}
	return header
}

// undecodable is the error of a success whose body is not what the interface
// promises: something in between may have answered.
func undecodable(method, path string, answer *transport.Response) error {
	return &transport.Error{
		Service: service, Method: method, Path: path, Status: answer.Status, Kind: transport.NoAnswer,
		Message: "the answer could not be read: " + plainText(answer.Told()),
	}
}

// renewals is how often a session is renewed for one request. The second time is
// for one that ended while the request waited for it: several runs may share the
// credentials, and end each other's sessions.
const renewals = 2

// exchange sends a request within the current session. When the session has
// ended it is renewed, together with everybody who finds the same, and the
// request, which had no effect, is sent again.
func (c *Client) exchange(
	ctx context.Context, path string, build func(*session) (*transport.Request, error),
) (*transport.Response, error) {
	current, err := c.sessions.Get(ctx)
	if err != nil {
		return nil, err
	}
	for renewed := 0; ; renewed++ {
		answer, ended, err := c.send(ctx, path, current, build)
		switch {
		case err != nil || ended == nil:
			return answer, err
		case !c.signIn.renewable():
			return nil, fmt.Errorf("%w. The configured access token has ended or belongs to another instance; "+
				"it cannot be renewed: configure a new one, or a way to sign in", ended)
		case renewed == renewals:
			return nil, ended
		}
		if current, err = c.sessions.Renew(ctx, current); err != nil {
			return nil, err
		}
	}
}

// send sends a request once; ended tells that its session is over.
func (c *Client) send(
	ctx context.Context, path string, current *session, build func(*session) (*transport.Request, error),
) (answer *transport.Response, ended *transport.Error, err error) {
	request, err := build(current)
	if err != nil {
		return nil, nil, err
	}
	if err := c.budget.spend(request.Method, path); err != nil {
		return nil, nil, err
	}
	request.Secrets = []string{current.token}
	if answer, err = c.transport.Do(ctx, request); err != nil {
		return nil, nil, err
	}
	c.budget.note(answer.Header)
	if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusInternalServerError {
		if failed := refusal(request.Method, path, answer); failed.Kind == transport.Session {
			return answer, failed, nil
		}
	}
	return answer, nil, nil
}

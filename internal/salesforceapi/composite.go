package salesforceapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	compositePath = "/composite"
	// compositeLimit is how many queries, or collections, a composite call takes; it
	// counts as one call.
	compositeLimit = 5
)

// compositeRequest is one request within a composite call.
type compositeRequest struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	ReferenceID string `json:"referenceId"`
	Body        any    `json:"body,omitempty"`
}

// within is a call as a request within a composite one.
func (c *Client) within(single call) compositeRequest {
	target := c.dataPath() + single.path
	if len(single.query) > 0 {
		target += "?" + single.query.Encode()
	}
	return compositeRequest{Method: single.method, URL: target, Body: single.body}
}

// compositeAnswer is the answer to a composite call.
type compositeAnswer struct {
	Responses []struct {
		Body        json.RawMessage `json:"body"`
		Status      int             `json:"httpStatusCode"`
		ReferenceID string          `json:"referenceId"`
	} `json:"compositeResponse"`
}

// errUnanswered tells of a request that a composite answer says nothing of.
var errUnanswered = fmt.Errorf("the composite answer leaves the request out: %w", transport.ErrNoAnswer)

// composite makes requests in one call, and returns the outcome of each: POST
// /composite. One that fails does not undo the others. The call is repeated after a
// lost answer only if all of them are safe to repeat.
func (c *Client) composite(ctx context.Context, requests []compositeRequest, safe bool) ([]coalesce.Outcome[json.RawMessage], error) {
	outcomes := make([]coalesce.Outcome[json.RawMessage], len(requests))
	places := map[string]int{}
	for i := range requests {
		requests[i].ReferenceID = "r" + strconv.Itoa(i)
		places[requests[i].ReferenceID], outcomes[i].Err = i, errUnanswered
	}
	var answer compositeAnswer
	err := c.do(ctx, call{
		method: http.MethodPost, path: compositePath, body: map[string]any{"allOrNone": false, "compositeRequest": requests}, safe: safe,
	}, &answer)
	for _, response := range answer.Responses {
		i, asked := places[response.ReferenceID]
		switch {
		case !asked:
		case response.Status >= http.StatusMultipleChoices:
			path, _, _ := strings.Cut(requests[i].URL, "?")
			outcomes[i].Err = refusal(requests[i].Method, path, &transport.Response{Status: response.Status, Body: response.Body})
		default:
			outcomes[i] = coalesce.Outcome[json.RawMessage]{Value: response.Body}
		}
	}
	return outcomes, err
}

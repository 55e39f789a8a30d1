package salesforceapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	compositePath = "/composite"
	// compositeQueries is how many queries a composite call takes; it counts as one.
	compositeQueries = 5
	// queryCompany is how long the first pages of queries that start side by side
	// wait for each other.
	queryCompany = 20 * time.Millisecond
)

// queryGatherer lets the first pages of queries travel together.
type queryGatherer struct {
	started atomic.Int64
	batches coalesce.Batcher[int64, string, json.RawMessage]
}

// queryGathererKey is where a context holds a gatherer.
type queryGathererKey struct{}

// gatherQueries is a context under which queries that start side by side get
// their first pages five in a call: POST /composite.
func (c *Client) gatherQueries(ctx context.Context) context.Context {
	gatherer := &queryGatherer{batches: coalesce.Batcher[int64, string, json.RawMessage]{
		Limit: compositeQueries, Quiet: queryCompany, Longest: 5 * queryCompany, Run: c.queryTogether,
	}}
	return context.WithValue(ctx, queryGathererKey{}, gatherer)
}

// firstPage reads the first page of a query, in company where the context has it.
func (c *Client) firstPage(ctx context.Context, endpoint, soql string, into any) error {
	gatherer, gathers := ctx.Value(queryGathererKey{}).(*queryGatherer)
	if !gathers || endpoint != queryPath {
		return c.do(ctx, call{method: http.MethodGet, path: endpoint, query: url.Values{"q": {soql}}, safe: true}, into)
	}
	five := (gatherer.started.Add(1) - 1) / compositeQueries
	answer, err := gatherer.batches.Do(ctx, five, soql)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return undecodable(http.MethodGet, c.dataPath()+queryPath, &transport.Response{Status: http.StatusOK, Body: answer})
	}
	return nil
}

// compositeRequest is one request within a composite call.
type compositeRequest struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	ReferenceID string `json:"referenceId"`
}

// compositeAnswer is the answer to a composite call.
type compositeAnswer struct {
	Responses []struct {
		Body        json.RawMessage `json:"body"`
		Status      int             `json:"httpStatusCode"`
		ReferenceID string          `json:"referenceId"`
	} `json:"compositeResponse"`
}

// queryTogether reads the first pages of queries. One that fails in company for a
// reason that may pass is asked again alone, where it is repeated as it must be.
func (c *Client) queryTogether(ctx context.Context, _ int64, queries []string) []coalesce.Outcome[json.RawMessage] {
	if len(queries) == 1 {
		return []coalesce.Outcome[json.RawMessage]{c.queryAlone(ctx, queries[0])}
	}
	outcomes, err := c.composite(ctx, queries)
	if err != nil {
		return coalesce.Failed[json.RawMessage](len(queries), err)
	}
	for i, query := range queries {
		switch kind := transport.KindOf(outcomes[i].Err); {
		case outcomes[i].Err == nil, kind == transport.Permission, kind == transport.Invalid, kind == transport.NotFound:
		default:
			outcomes[i] = c.queryAlone(ctx, query)
		}
	}
	return outcomes
}

func (c *Client) queryAlone(ctx context.Context, query string) (outcome coalesce.Outcome[json.RawMessage]) {
	outcome.Err = c.do(ctx, call{
		method: http.MethodGet, path: queryPath, query: url.Values{"q": {query}}, safe: true,
	}, &outcome.Value)
	return outcome
}

// errUnanswered tells of a query that a composite answer says nothing of.
var errUnanswered = fmt.Errorf("the composite answer leaves the query out: %w", transport.ErrNoAnswer)

// composite asks queries in one call, and returns the outcome of each.
func (c *Client) composite(ctx context.Context, queries []string) ([]coalesce.Outcome[json.RawMessage], error) {
	requests := make([]compositeRequest, len(queries))
	outcomes := make([]coalesce.Outcome[json.RawMessage], len(queries))
	places := map[string]int{}
	for i, query := range queries {
		reference := "q" + strconv.Itoa(i)
		places[reference], outcomes[i].Err = i, errUnanswered
		requests[i] = compositeRequest{
			Method: http.MethodGet, ReferenceID: reference, URL: c.dataPath() + queryPath + "?" + url.Values{"q": {query}}.Encode(),
		}
	}
	var answer compositeAnswer
	err := c.do(ctx, call{
		method: http.MethodPost, path: compositePath, body: map[string]any{"allOrNone": false, "compositeRequest": requests}, safe: true,
	}, &answer)
	for _, response := range answer.Responses {
		i, asked := places[response.ReferenceID]
		switch {
		case !asked:
		case response.Status >= http.StatusMultipleChoices:
			told := &transport.Response{Status: response.Status, Body: response.Body}
			outcomes[i].Err = refusal(http.MethodGet, c.dataPath()+queryPath, told)
		default:
			outcomes[i] = coalesce.Outcome[json.RawMessage]{Value: response.Body}
		}
	}
	return outcomes, err
}

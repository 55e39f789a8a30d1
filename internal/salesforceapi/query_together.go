package salesforceapi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// queryCompany is how long the first pages of queries that start side by side
// wait for each other.
const queryCompany = 20 * time.Millisecond

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
		Limit: compositeLimit, Quiet: queryCompany, Longest: 5 * queryCompany, Run: c.queryTogether,
	}}
	return context.WithValue(ctx, queryGathererKey{}, gatherer)
}

// firstPage reads the first page of a query, in company where the context has it.
func (c *Client) firstPage(ctx context.Context, endpoint, soql string, into any) error {
	gatherer, gathers := ctx.Value(queryGathererKey{}).(*queryGatherer)
	if !gathers || endpoint != queryPath {
		return c.do(ctx, call{method: http.MethodGet, path: endpoint, query: url.Values{"q": {soql}}, safe: true}, into)
	}
	five := (gatherer.started.Add(1) - 1) / compositeLimit
	answer, err := gatherer.batches.Do(ctx, five, soql)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return undecodable(http.MethodGet, c.dataPath()+queryPath, &transport.Response{Status: http.StatusOK, Body: answer})
	}
	return nil
}

// queryTogether reads the first pages of queries. One that fails in company for a
// reason that may pass is asked again alone, where it is repeated as it must be.
func (c *Client) queryTogether(ctx context.Context, _ int64, queries []string) []coalesce.Outcome[json.RawMessage] {
	if len(queries) == 1 {
		return []coalesce.Outcome[json.RawMessage]{c.queryAlone(ctx, queries[0])}
	}
	requests := make([]compositeRequest, len(queries))
	for i, query := range queries {
		requests[i] = c.within(queryCall(query))
	}
	outcomes, err := c.composite(ctx, requests, true)
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
	outcome.Err = c.do(ctx, queryCall(query), &outcome.Value)
	return outcome
}

func queryCall(query string) call {
	return call{method: http.MethodGet, path: queryPath, query: url.Values{"q": {query}}, safe: true}
}

package salesforceapi

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	collectionsPath = "/composite/sobjects"
	// collectionLimit is how many rows one call about a collection takes.
	collectionLimit = 200
	// writeLimit is how many travel together.
	writeLimit = compositeLimit * collectionLimit
	// quiet and longest are how long a batch of writes waits for company: long
	// enough for what Terraform does side by side, too short for a person to notice.
	quiet   = 150 * time.Millisecond
	longest = 750 * time.Millisecond
	// readQuiet and readLongest are the same for a batch of reads. What comes too
	// late for one costs no more than a call of its own, while every plan of a
	// single object waits in vain, several times over.
	readQuiet   = 40 * time.Millisecond
	readLongest = 200 * time.Millisecond
)

// itemResult is what became of one row of a collection.
type itemResult struct {
	ID      ID            `json:"id"`
	Success bool          `json:"success"`
	Errors  []jsonFailure `json:"errors"`
}

// collectionBody is the body of a collection's creation or update. One row that
// fails does not undo the others.
type collectionBody struct {
	AllOrNone bool     `json:"allOrNone"`
	Records   []fields `json:"records"`
}

// createMany creates rows of one type: POST /composite/sobjects.
func (r *rows) createMany(ctx context.Context, object string, records []fields) []coalesce.Outcome[ID] {
	return writeMany(ctx, r.client, records, func(records []fields) call {
		return call{method: http.MethodPost, path: collectionsPath, body: collectionBody{Records: typed(object, records)}}
	})
}

// updateMany changes rows of one type: PATCH /composite/sobjects. It is safe to
// repeat, for it sets values and counts nothing.
func (r *rows) updateMany(ctx context.Context, object string, records []fields) []coalesce.Outcome[ID] {
	return writeMany(ctx, r.client, records, func(records []fields) call {
		return call{method: http.MethodPatch, path: collectionsPath, body: collectionBody{Records: typed(object, records)}, safe: true}
	})
}

// deleteMany deletes rows: DELETE /composite/sobjects.
func (r *rows) deleteMany(ctx context.Context, _ string, ids []ID) []coalesce.Outcome[ID] {
	return writeMany(ctx, r.client, ids, func(ids []ID) call {
		joined := make([]string, len(ids))
		for i, id := range ids {
			joined[i] = string(id)
		}
		return call{
			method: http.MethodDelete, path: collectionsPath,
			query: url.Values{"ids": {strings.Join(joined, ",")}, "allOrNone": {"false"}}, safe: true,
		}
	})
}

// writeMany makes a call about a collection and reads one outcome per row. More rows
// than one call takes are split, and the calls travel together.
func writeMany[I any](ctx context.Context, c *Client, rows []I, request func([]I) call) []coalesce.Outcome[ID] {
	if len(rows) > collectionLimit {
		return writeTogether(ctx, c, rows, request)
	}
	whole := request(rows)
	var results []itemResult
	if err := c.do(ctx, whole, &results); err != nil {
		return coalesce.Failed[ID](len(rows), err)
	}
	return c.outcomesOf(whole, results, len(rows))
}

// writeTogether makes several calls about collections in one: POST /composite.
func writeTogether[I any](ctx context.Context, c *Client, rows []I, request func([]I) call) []coalesce.Outcome[ID] {
	parts := slices.Collect(slices.Chunk(rows, collectionLimit))
	calls := make([]call, len(parts))
	requests := make([]compositeRequest, len(parts))
	for i, part := range parts {
		calls[i] = request(part)
		requests[i] = c.within(calls[i])
	}
	answers, err := c.composite(ctx, requests, calls[0].safe)
	if err != nil {
		return coalesce.Failed[ID](len(rows), err)
	}
	var outcomes []coalesce.Outcome[ID]
	for i, answer := range answers {
		if answer.Err != nil {
			outcomes = append(outcomes, coalesce.Failed[ID](len(parts[i]), answer.Err)...)
			continue
		}
		var results []itemResult
		_ = json.Unmarshal(answer.Value, &results) // what is no list tells of no rows
		outcomes = append(outcomes, c.outcomesOf(calls[i], results, len(parts[i]))...)
	}
	return outcomes
}

// outcomesOf are the outcomes of a call about so many rows.
func (c *Client) outcomesOf(request call, results []itemResult, count int) []coalesce.Outcome[ID] {
	path := c.dataPath() + request.path
	if len(results) != count {
		return coalesce.Failed[ID](count, &transport.Error{
			Service: service, Method: request.method, Path: path, Status: http.StatusOK, Kind: transport.NoAnswer,
			Message: fmt.Sprintf("the answer tells of %d rows instead of %d", len(results), count),
		})
	}
	outcomes := make([]coalesce.Outcome[ID], count)
	for i, result := range results {
		outcomes[i] = coalesce.Outcome[ID]{Value: result.ID, Err: result.failed(request.method, path)}
	}
	return outcomes
}

// failed is the error of a row, or nil.
func (i itemResult) failed(method, path string) error {
	if i.Success {
		return nil
	}
	told := []failure{{Message: "the row was refused without a reason"}}
	if len(i.Errors) > 0 {
		told = told[:0]
	}
	for _, one := range i.Errors {
		told = append(told, one.failure())
	}
	return platformError(method, path, http.StatusOK, told)
}

// typed adds to each row the name of its type.
func typed(object string, records []fields) []fields {
	named := make([]fields, len(records))
	for i, record := range records {
		named[i] = fields{"attributes": map[string]string{"type": object}}
		maps.Copy(named[i], record)
	}
	return named
}

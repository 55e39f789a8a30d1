package salesforceapi

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"path"
	"strings"
)

const (
	queryPath   = "/query"
	toolingPath = "/tooling/query"
)

// Query yields the rows of a SOQL query as T, page by page: GET /query. After an
// error it yields nothing more.
func Query[T any](ctx context.Context, client *Client, soql string) iter.Seq2[T, error] {
	return rowsOf[T](ctx, client, queryPath, soql)
}

// page is one page of a query's answer.
type page[T any] struct {
	TotalSize      int    `json:"totalSize"`
	Done           bool   `json:"done"`
	NextRecordsURL string `json:"nextRecordsUrl"`
	Records        []T    `json:"records"`
}

func rowsOf[T any](ctx context.Context, client *Client, endpoint, soql string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		turned := map[string]bool{}
		var current page[T]
		err := client.firstPage(ctx, endpoint, soql, &current)
		for {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, row := range current.Records {
				if !yield(row, nil) {
					return
				}
			}
			if current.Done {
				return
			}
			if turned[current.NextRecordsURL] {
				err = fmt.Errorf("the query's pages lead in a circle: %q", current.NextRecordsURL)
				continue
			}
			turned[current.NextRecordsURL] = true
			current, err = nextPage(ctx, client, current)
		}
	}
}

func nextPage[T any](ctx context.Context, client *Client, current page[T]) (following page[T], err error) {
	at, err := client.following(current.NextRecordsURL)
	if err == nil {
		err = client.do(ctx, call{method: http.MethodGet, path: at, safe: true}, &following)
	}
	return following, err
}

// following is the path of the next page below the version's path. It must stay
// on the same host and within the REST interface, because the session goes with it.
func (c *Client) following(next string) (string, error) {
	parsed, err := url.Parse(next)
	if err != nil || parsed.Host != "" || parsed.Scheme != "" || parsed.RawQuery != "" {
		return "", fmt.Errorf("the query's next page is not a path of the same host: %q", next)
	}
	within, ok := strings.CutPrefix(path.Clean(parsed.Path), c.dataPath()+"/")
	if !ok {
		return "", fmt.Errorf("the query's next page is outside of %s: %q", c.dataPath(), next)
	}
	return (&url.URL{Path: "/" + within}).EscapedPath(), nil
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, client *Client, endpoint, soql string) ([]T, error) {
	var found []T
	for row, err := range rowsOf[T](ctx, client, endpoint, soql) {
		if err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, nil
}

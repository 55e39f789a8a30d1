package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

const (
	compositeMaximum      = 25
	compositeQueryMaximum = 5
)

// subrequest marks the context of a request within a composite one.
type subrequest struct{}

// compositeRequest is the body of a composite request.
type compositeRequest struct {
	AllOrNone        bool `json:"allOrNone"`
	CompositeRequest []struct {
		Method      string            `json:"method"`
		URL         string            `json:"url"`
		ReferenceID string            `json:"referenceId"`
		Body        json.RawMessage   `json:"body"`
		HTTPHeaders map[string]string `json:"httpHeaders"`
	} `json:"compositeRequest"`
}

// compositeResult is the answer to one subrequest.
type compositeResult struct {
	Body           any               `json:"body"`
	HTTPHeaders    map[string]string `json:"httpHeaders"`
	HTTPStatusCode int               `json:"httpStatusCode"`
	ReferenceID    string            `json:"referenceId"`
}

// salesforceComposite runs subrequests one after the other; each may refer to
// the answers of those before it.
func salesforceComposite(c *salesforceCall) (salesforceReply, *salesforceError) {
	var composite compositeRequest
	if refused := c.decode(&composite); refused != nil {
		return salesforceReply{}, refused
	}
	if refused := checkComposite(composite); refused != nil {
		return salesforceReply{}, refused
	}
	results := make([]compositeResult, 0, len(composite.CompositeRequest))
	c.org.transact(func() bool {
		answers, failed := map[string]any{}, false
		for _, sub := range composite.CompositeRequest {
			target := substitute(sub.URL, answers, url.QueryEscape)
			body := substitute(string(sub.Body), answers, func(text string) string { return text })
			status, answer := c.subrequest(sub.Method, target, body, sub.HTTPHeaders)
			answers[sub.ReferenceID] = answer
			failed = failed || status >= http.StatusBadRequest
			results = append(results, compositeResult{answer, map[string]string{}, status, sub.ReferenceID})
		}
		if failed && composite.AllOrNone {
			halt(results)
			return false
		}
		return true
	})
	return ok(map[string]any{"compositeResponse": results}), nil
}

func checkComposite(composite compositeRequest) *salesforceError {
	queries := 0
	for _, sub := range composite.CompositeRequest {
		if strings.Contains(sub.URL, "/query") || strings.Contains(sub.URL, "/composite/sobjects") {
			queries++
		}
	}
	if len(composite.CompositeRequest) > compositeMaximum || queries > compositeQueryMaximum {
		return refusal("LIMIT_EXCEEDED", "The limit of %d subrequests, of which %d queries or collections, is exceeded.",
			compositeMaximum, compositeQueryMaximum)
	}
	return nil
}

// halt turns the successes of a rolled-back composite request into failures.
func halt(results []compositeResult) {
	halted := refusal("PROCESSING_HALTED", "The transaction was rolled back since another operation in the same "+
		"transaction failed.")
	for i := range results {
		if results[i].HTTPStatusCode < http.StatusBadRequest {
			results[i].Body, results[i].HTTPStatusCode = halted.body(), halted.status
		}
	}
}

// subrequest answers a request as if it had come by itself.
func (c *salesforceCall) subrequest(method, target, body string, header map[string]string) (int, any) {
	ctx := context.WithValue(c.request.Context(), subrequest{}, true)
	request, err := http.NewRequestWithContext(ctx, method, target, bytes.NewBufferString(body))
	if err != nil || !strings.HasPrefix(target, "/services/data/") {
		return http.StatusBadRequest, refusal("INVALID_INPUT", "the URL %s is not valid", target).body()
	}
	request.Host, request.RemoteAddr = c.request.Host, c.request.RemoteAddr
	request.Header.Set("X-Forwarded-For", c.request.Header.Get("X-Forwarded-For"))
	request.Header.Set("Authorization", c.request.Header.Get("Authorization"))
	for name, value := range header {
		request.Header.Set(name, value)
	}
	answer := &response{header: http.Header{}}
	c.server.routes.ServeHTTP(answer, request)
	var decoded any
	if answer.body.Len() > 0 {
		if err := json.Unmarshal(answer.body.Bytes(), &decoded); err != nil {
			decoded = answer.body.String()
		}
	}
	return answer.code(), decoded
}

var compositeReference = regexp.MustCompile(`@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}`)

// substitute replaces references such as @{created.id} by what the answers
// hold.
func substitute(text string, answers map[string]any, escape func(string) string) string {
	return compositeReference.ReplaceAllStringFunc(text, func(reference string) string {
		match := compositeReference.FindStringSubmatch(reference)
		value, found := answers[match[1]]
		path := strings.FieldsFunc(match[2], func(c rune) bool { return strings.ContainsRune(".[]", c) })
		for _, step := range path {
			switch holder := value.(type) {
			case map[string]any:
				value, found = holder[step]
			case []any:
				at, err := strconv.Atoi(step)
				if found = err == nil && at < len(holder); found {
					value = holder[at]
				}
			}
		}
		if held, isText := value.(string); found && isText {
			return escape(held)
		}
		return reference
	})
}

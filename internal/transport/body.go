package transport

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

const (
	// maximumBody is more than any answer that the platforms give, unpacked.
	maximumBody = 64 << 20
	// maximumRefusal is how much of an answer that is no success is read.
	maximumRefusal = 1 << 20
)

// buffered replaces the body of an answer by its whole content, so that a
// connection that breaks in the middle counts as no answer and can be retried.
// What is no success is cut, and holds none of the secrets.
func buffered(answer *http.Response, secrets []string) error {
	refused := answer.StatusCode >= http.StatusMultipleChoices
	limit := int64(maximumBody + 1)
	if refused {
		limit = maximumRefusal
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit))
	closed := answer.Body.Close()
	switch {
	case err != nil:
		return fmt.Errorf("reading the answer: %w", err)
	case closed != nil:
		return fmt.Errorf("reading the answer: %w", closed)
	case len(body) > maximumBody:
		return fmt.Errorf("the answer is larger than %d MiB", maximumBody>>20)
	case refused:
		body = []byte(Redact(string(body), secrets...))
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

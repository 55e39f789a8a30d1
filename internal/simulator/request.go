package simulator

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maximumBody is more than any request that the platforms accept.
const maximumBody = 64 << 20

// Request is one request that the server received.
type Request struct {
	Method string
	// Path is the path with leading slashes collapsed to one.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
	// Operation is the SOAP operation, such as readMetadata, or empty.
	Operation string
	// Status is the HTTP status of the answer; zero when a fault answered.
	Status int
	// Unknown tells that the simulator does not know the call.
	Unknown bool
}

// String is the request's method and path.
func (r Request) String() string {
	if r.Operation != "" {
		return fmt.Sprintf("%s %s %s", r.Method, r.Path, r.Operation)
	}
	return r.Method + " " + r.Path
}

// readRequest takes the body off r, puts a copy back, and collapses the leading
// slashes that some clients send, which http.ServeMux would redirect.
func readRequest(r *http.Request) (*Request, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maximumBody))
	if err != nil {
		return nil, fmt.Errorf("reading the request body: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.URL.Path = "/" + strings.TrimLeft(r.URL.Path, "/")
	if r.URL.RawPath != "" {
		r.URL.RawPath = "/" + strings.TrimLeft(r.URL.RawPath, "/")
	}
	return &Request{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header.Clone(),
		Body: body, Operation: soapOperation(r, body),
	}, nil
}

// arrive records the request and takes the faults that are due for it.
func (s *Server) arrive(request *Request) (before, after http.HandlerFunc, latency time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, request)
	for _, fault := range s.faults {
		if !fault.due(request) {
			continue
		}
		if fault.AfterEffect {
			after = fault.Answer
		} else {
			before = fault.Answer
		}
		break
	}
	return before, after, s.knobs.Latency
}

func (s *Server) answered(request *Request, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	request.Status = status
}

// unknown answers a call that the simulator does not know.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	for _, request := range slices.Backward(s.requests) {
		if request.Method == r.Method && request.Path == r.URL.Path {
			request.Unknown = true
			break
		}
	}
	http.Error(w, "the simulator does not know "+r.Method+" "+r.URL.Path, http.StatusNotImplemented)
}

// Requests lists every request received so far, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := make([]Request, len(s.requests))
	for i, request := range s.requests {
		requests[i] = *request
	}
	return requests
}

// ForgetRequests empties the record of requests.
func (s *Server) ForgetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

// Unknown lists the requests that the simulator answered with 501.
func (s *Server) Unknown() []Request {
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return !r.Unknown })
}

// Calls counts the requests whose String contains every word of pattern, as in
// Calls("POST /services/Soap/ readMetadata").
func (s *Server) Calls(pattern string) int {
	count := 0
	for _, request := range s.Requests() {
		if request.matches(pattern) {
			count++
		}
	}
	return count
}

func (r *Request) matches(pattern string) bool {
	text := r.String()
	for word := range strings.FieldsSeq(pattern) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

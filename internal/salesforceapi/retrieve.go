package salesforceapi

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	// retrieveLimit bounds a retrieval, whose caller may have no deadline.
	retrieveLimit = 10 * time.Minute
	// firstPoll and lastPoll bound the pauses between two looks at a retrieval.
	firstPoll = 200 * time.Millisecond
	lastPoll  = 5 * time.Second
)

type retrieve struct {
	XMLName xml.Name        `xml:"retrieve"`
	Request retrieveRequest `xml:"retrieveRequest"`
}

type retrieveRequest struct {
	APIVersion    string          `xml:"apiVersion"`
	SinglePackage bool            `xml:"singlePackage"`
	Types         []packageMember `xml:"unpackaged>types"`
	Version       string          `xml:"unpackaged>version"`
}

// packageMember names components of one type.
type packageMember struct {
	Members []string `xml:"members"`
	Name    string   `xml:"name"`
}

type retrieveResponse struct {
	ID string `xml:"result>id"`
}

type checkRetrieveStatus struct {
	XMLName    xml.Name `xml:"checkRetrieveStatus"`
	ID         string   `xml:"asyncProcessId"`
	IncludeZip bool     `xml:"includeZip"`
}

type checkRetrieveStatusResponse struct {
	Result retrieveResult `xml:"result"`
}

// retrieveResult is what became of a retrieval so far.
type retrieveResult struct {
	Done         bool            `xml:"done"`
	Success      bool            `xml:"success"`
	Status       string          `xml:"status"`
	ErrorCode    string          `xml:"errorStatusCode"`
	ErrorMessage string          `xml:"errorMessage"`
	Files        []retrievedFile `xml:"fileProperties"`
	Zip          string          `xml:"zipFile"`
}

// retrievedFile tells which component a file of the archive holds.
type retrievedFile struct {
	FileName string `xml:"fileName"`
	FullName string `xml:"fullName"`
	Type     string `xml:"type"`
}

// retrieve reads many components at once, by type and name: retrieve and
// checkRetrieveStatus. It looks at the outcome more and more seldom until it is
// there, the context ends or ten minutes are over. What the organization does
// not give is not in the answer.
func (m *metadata) retrieve(ctx context.Context, names map[string][]string) (map[string][]metadataRecord, error) {
	ctx, cancel := context.WithTimeout(ctx, retrieveLimit)
	defer cancel()
	request := retrieveRequest{APIVersion: m.client.version, SinglePackage: true, Version: m.client.version}
	for kind, members := range names {
		request.Types = append(request.Types, packageMember{Members: members, Name: kind})
	}
	started, err := soap[retrieveResponse](ctx, m.client, retrieve{Request: request}, true)
	if err != nil {
		return nil, err
	}
	result, err := m.awaitRetrieval(ctx, started.ID)
	if err != nil {
		return nil, err
	}
	return componentsOf(result)
}

func (m *metadata) awaitRetrieval(ctx context.Context, id string) (*retrieveResult, error) {
	for pause := firstPoll; ; pause = min(lastPoll, 2*pause) {
		if err := sleep(ctx, pause); err != nil {
			return nil, fmt.Errorf("waiting for the retrieval %s: %w", id, err)
		}
		answer, err := soap[checkRetrieveStatusResponse](ctx, m.client, checkRetrieveStatus{ID: id, IncludeZip: true}, true)
		if err != nil {
			return nil, err
		}
		if result := &answer.Result; result.Done {
			return result, result.failed(m.client.soapPath())
		}
	}
}

// failed is the error of a retrieval that is over, or nil.
func (r *retrieveResult) failed(path string) error {
	if r.Success {
		return nil
	}
	told := failure{Code: r.ErrorCode, Message: firstOf(r.ErrorMessage, "the retrieval ended as "+r.Status)}
	failed := platformError(http.MethodGet, path, http.StatusOK, []failure{told})
	failed.Method = http.MethodPost // what was sent, whatever it does
	if failed.Kind == transport.NotFound {
		failed.Kind = transport.Other // the names were listed a moment ago
	}
	return failed
}

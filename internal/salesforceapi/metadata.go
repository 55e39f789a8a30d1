package salesforceapi

import (
	"context"
	"encoding/xml"
	"net/http"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// metadataLimit is how many components one call takes.
const metadataLimit = 10

// metadata calls the Metadata API. Reads that come close together travel in one
// call. Writes run one after the other: the platform locks the organization's
// setup for each of them.
type metadata struct {
	client  *Client
	reads   *coalesce.Batcher[string, string, []byte]
	writing chan struct{}
}

func newMetadata(client *Client) *metadata {
	m := &metadata{client: client, writing: make(chan struct{}, 1)}
	m.reads = &coalesce.Batcher[string, string, []byte]{
		Limit: metadataLimit, Quiet: readQuiet, Longest: readLongest, Run: m.readMany,
	}
	return m
}

// lock keeps other writes out until the returned function is called.
func (m *metadata) lock(ctx context.Context) (unlock func(), err error) {
	select {
	case m.writing <- struct{}{}:
		return func() { <-m.writing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// read returns the content of a component, or nil when the organization has
// none of that name or keeps it elsewhere: readMetadata.
func (m *metadata) read(ctx context.Context, kind, name string) ([]byte, error) {
	return m.reads.Do(ctx, kind, name)
}

type readMetadata struct {
	XMLName   xml.Name `xml:"readMetadata"`
	Type      string   `xml:"type"`
	FullNames []string `xml:"fullNames"`
}

type readMetadataResponse struct {
	Records []metadataRecord `xml:"result>records"`
}

// metadataRecord is a component as it was read; a missing one is nil in place.
type metadataRecord struct {
	Nil      bool   `xml:"http://www.w3.org/2001/XMLSchema-instance nil,attr"`
	FullName string `xml:"fullName"`
	Content  []byte `xml:",innerxml"`
}

func (m *metadata) readMany(ctx context.Context, kind string, names []string) []coalesce.Outcome[[]byte] {
	answer, err := soap[readMetadataResponse](ctx, m.client, readMetadata{Type: kind, FullNames: names}, true)
	if err != nil {
		return coalesce.Failed[[]byte](len(names), err)
	}
	outcomes := make([]coalesce.Outcome[[]byte], len(names))
	for i, name := range names {
		outcomes[i].Value = answer.find(i, name)
	}
	return outcomes
}

// find looks for a component at its position, and elsewhere should the answer
// have another order.
func (r *readMetadataResponse) find(position int, name string) []byte {
	if position < len(r.Records) && r.Records[position].is(name) {
		return r.Records[position].Content
	}
	for _, record := range r.Records {
		if record.is(name) {
			return record.Content
		}
	}
	return nil
}

func (r metadataRecord) is(name string) bool { return !r.Nil && strings.EqualFold(r.FullName, name) }

type listMetadata struct {
	XMLName     xml.Name `xml:"listMetadata"`
	Type        string   `xml:"queries>type"`
	AsOfVersion string   `xml:"asOfVersion"`
}

// fileProperties is what a listing tells of a component.
type fileProperties struct {
	FullName        string `xml:"fullName"`
	ID              string `xml:"id"`
	ManageableState string `xml:"manageableState"`
	NamespacePrefix string `xml:"namespacePrefix"`
}

type listMetadataResponse struct {
	Files []fileProperties `xml:"result"`
}

// list lists the components of a type: listMetadata.
func (m *metadata) list(ctx context.Context, kind string) ([]fileProperties, error) {
	operation := listMetadata{Type: kind, AsOfVersion: m.client.version}
	answer, err := soap[listMetadataResponse](ctx, m.client, operation, true)
	if err != nil {
		return nil, err
	}
	return answer.Files, nil
}

// component is a component to be written.
type component struct {
	Type    string `xml:"xsi:type,attr"`
	Content any
}

// MarshalXML writes the content's elements below the type.
func (c component) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: "xsi:type"}, Value: c.Type})
	return encoder.EncodeElement(c.Content, start)
}

type createMetadata struct {
	XMLName   xml.Name  `xml:"createMetadata"`
	Component component `xml:"metadata"`
}

type updateMetadata struct {
	XMLName   xml.Name  `xml:"updateMetadata"`
	Component component `xml:"metadata"`
}

type deleteMetadata struct {
	XMLName  xml.Name `xml:"deleteMetadata"`
	Type     string   `xml:"type"`
	FullName string   `xml:"fullNames"`
}

// create makes a component: createMetadata. The caller holds the lock.
func (m *metadata) create(ctx context.Context, kind string, content any) error {
	return m.write(ctx, http.MethodPost, createMetadata{Component: component{kind, content}}, false)
}

// update replaces a component: updateMetadata. The caller holds the lock. It is
// safe to repeat, for it sends the component whole.
func (m *metadata) update(ctx context.Context, kind string, content any) error {
	return m.write(ctx, http.MethodPatch, updateMetadata{Component: component{kind, content}}, true)
}

// remove deletes a component: deleteMetadata. One that is gone is an error of
// kind NotFound. The caller holds the lock.
func (m *metadata) remove(ctx context.Context, kind, name string) error {
	return m.write(ctx, http.MethodDelete, deleteMetadata{Type: kind, FullName: name}, true)
}

type saveResponse struct {
	Results []saveResult `xml:"result"`
}

type saveResult struct {
	Success bool `xml:"success"`
	Errors  []struct {
		Fields     []string `xml:"fields"`
		Message    string   `xml:"message"`
		StatusCode string   `xml:"statusCode"`
	} `xml:"errors"`
}

// write makes a call about one component, again and again while another change
// of the setup is under way. What the call does, in the words of HTTP, decides
// what a refusal means.
func (m *metadata) write(ctx context.Context, does string, operation any, safe bool) error {
	outcomes := settled(ctx, m.client.maxRetries, []any{operation}, func([]any) []coalesce.Outcome[struct{}] {
		answer, err := soap[saveResponse](ctx, m.client, operation, safe)
		if err == nil {
			err = answer.failed(does, m.client.soapPath())
		}
		return []coalesce.Outcome[struct{}]{{Err: err}}
	})
	return outcomes[0].Err
}

// failed is the error of the one component that was written, or nil.
func (r *saveResponse) failed(does, path string) error {
	if len(r.Results) != 1 {
		return &transport.Error{
			Service: service, Method: http.MethodPost, Path: path, Status: http.StatusOK, Kind: transport.NoAnswer,
			Message: "the answer does not tell what became of the component",
		}
	}
	result := r.Results[0]
	if result.Success {
		return nil
	}
	told := []failure{{Message: "the component was refused without a reason"}}
	if len(result.Errors) > 0 {
		told = told[:0]
	}
	for _, one := range result.Errors {
		told = append(told, failure{Code: one.StatusCode, Message: one.Message, Fields: one.Fields})
	}
	failed := platformError(does, path, http.StatusOK, told)
	failed.Method = http.MethodPost // what was sent, whatever it does
	return failed
}

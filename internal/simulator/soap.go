package simulator

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	soapNamespace     = "http://schemas.xmlsoap.org/soap/envelope/"
	metadataNamespace = "http://soap.sforce.com/2006/04/metadata"
	schemaInstance    = "http://www.w3.org/2001/XMLSchema-instance"
	soapPath          = "/services/Soap/"
	soapMaximumDepth  = 50
)

// soapMessage is what a request says.
type soapMessage struct {
	session   string
	allOrNone bool
	operation *soapElement
}

// soapFault is a refusal of a whole SOAP request.
type soapFault struct{ code, message string }

func sfFault(code, format string, args ...any) *soapFault {
	return &soapFault{"sf:" + code, code + ": " + fmt.Sprintf(format, args...)}
}

func clientFault(format string, args ...any) *soapFault {
	return &soapFault{"soapenv:Client", fmt.Sprintf(format, args...)}
}

// soapOperation names the operation of a SOAP request, or is empty.
func soapOperation(r *http.Request, body []byte) string {
	if r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, soapPath) {
		return ""
	}
	decoder := xml.NewDecoder(bytes.NewReader(body))
	for inBody := false; ; {
		token, err := decoder.Token()
		if err != nil {
			return ""
		}
		start, isStart := token.(xml.StartElement)
		switch {
		case isStart && inBody:
			return start.Name.Local
		case isStart && start.Name.Local == "Body":
			inBody = true
		}
	}
}

// parseSOAP reads an envelope.
func parseSOAP(body []byte) (*soapMessage, *soapFault) {
	root, err := parseXML(body)
	if err != nil {
		return nil, clientFault("%s", err.Error())
	}
	if root.Name != "Envelope" || root.namespace != soapNamespace {
		return nil, clientFault("the message is not a SOAP 1.1 envelope")
	}
	content := root.child("Body")
	if content == nil || len(content.Children) != 1 {
		return nil, clientFault("the body must hold one operation")
	}
	operation := content.Children[0]
	if operation.namespace != metadataNamespace {
		return nil, clientFault("No operation available for request {%s}%s", operation.namespace, operation.Name)
	}
	header := root.child("Header")
	return &soapMessage{
		session:   header.child("SessionHeader").child("sessionId").text(),
		allOrNone: header.child("AllOrNoneHeader").child("allOrNone").text() == "true",
		operation: operation,
	}, nil
}

// parseXML reads one document.
func parseXML(document []byte) (*soapElement, error) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.Directive:
			return nil, errors.New("DOCTYPE is not allowed")
		case xml.StartElement:
			root, err := parseElement(decoder, token, 0)
			if err != nil {
				return nil, err
			}
			return root, nothingFollows(decoder)
		}
	}
}

// nothingFollows reads the rest of a document, where no element may stand.
func nothingFollows(decoder *xml.Decoder) error {
	for {
		switch token, err := decoder.Token(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		default:
			if _, isStart := token.(xml.StartElement); isStart {
				return errors.New("a document has one root element")
			}
		}
	}
}

func parseElement(decoder *xml.Decoder, start xml.StartElement, depth int) (*soapElement, error) {
	if depth > soapMaximumDepth {
		return nil, errors.New("the document is nested too deeply")
	}
	element := &soapElement{Name: start.Name.Local, namespace: start.Name.Space}
	for _, attribute := range start.Attr {
		if attribute.Name.Space != schemaInstance {
			continue
		}
		switch attribute.Name.Local {
		case "type":
			element.Type = attribute.Value[strings.LastIndex(attribute.Value, ":")+1:]
		case "nil":
			element.Nil = attribute.Value == "true" || attribute.Value == "1"
		}
	}
	var text strings.Builder
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			child, err := parseElement(decoder, token, depth+1)
			if err != nil {
				return nil, err
			}
			element.add(child)
		case xml.EndElement:
			if len(element.Children) == 0 {
				element.Text = text.String()
			}
			return element, nil
		}
	}
}

// writeSOAP answers an operation with its results.
func writeSOAP(w http.ResponseWriter, operation string, results []*soapElement) {
	writeEnvelope(w, http.StatusOK, `xmlns="`+metadataNamespace+`" xmlns:xsi="`+schemaInstance+`" `+
		`xmlns:xsd="http://www.w3.org/2001/XMLSchema"`, newElement(operation+"Response", results...))
}

func writeFault(w http.ResponseWriter, fault *soapFault) {
	content := newElement("soapenv:Fault", newText("faultcode", fault.code), newText("faultstring", fault.message))
	writeEnvelope(w, http.StatusInternalServerError, `xmlns:sf="`+metadataNamespace+`"`, content)
}

func writeEnvelope(w http.ResponseWriter, status int, namespaces string, content *soapElement) {
	w.Header().Set("Content-Type", "text/xml;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, envelope(namespaces, content))
}

func envelope(namespaces string, content *soapElement) string {
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="` + soapNamespace + `" ` +
		namespaces + `><soapenv:Body>`)
	content.write(&out)
	out.WriteString(`</soapenv:Body></soapenv:Envelope>`)
	return out.String()
}

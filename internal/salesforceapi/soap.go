package salesforceapi

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	soapNamespace     = "http://schemas.xmlsoap.org/soap/envelope/"
	schemaNamespace   = "http://www.w3.org/2001/XMLSchema-instance"
	metadataNamespace = "http://soap.sforce.com/2006/04/metadata"

	// firstVersionWithJWT is the first API version whose SOAP interface takes
	// access tokens in JWT form.
	firstVersionWithJWT = 68
	// largestSOAPAnswer is more than ten components ever are.
	largestSOAPAnswer = 64 << 20
)

// errTokenFormat is what the SOAP interface would answer as an ended session,
// over and over.
var errTokenFormat = errors.New("the access token is in JWT form, which Salesforce's Metadata API does not take " +
	"before version 68.0: switch off \"Issue JSON Web Token (JWT)-based access tokens for named users\" " +
	"for the app that signs in")

// soapEnvelope is a request. The prefixes are part of the names because the
// encoder would invent others.
type soapEnvelope struct {
	XMLName xml.Name   `xml:"soapenv:Envelope"`
	SOAP    string     `xml:"xmlns:soapenv,attr"`
	Schema  string     `xml:"xmlns:xsi,attr"`
	Header  soapHeader `xml:"soapenv:Header"`
	Body    soapBody   `xml:"soapenv:Body"`
}

// soapHeader holds the session, which the Metadata API takes nowhere else.
type soapHeader struct {
	Namespace string `xml:"xmlns,attr"`
	SessionID string `xml:"SessionHeader>sessionId"`
}

type soapBody struct {
	Namespace string `xml:"xmlns,attr"`
	Operation any
}

// soapFault is a refusal of a whole request.
type soapFault struct {
	Code   string `xml:"faultcode"`
	String string `xml:"faultstring"`
	Detail struct {
		Any []struct {
			Code    string `xml:"exceptionCode"`
			Message string `xml:"exceptionMessage"`
		} `xml:",any"`
	} `xml:"detail"`
}

// failure takes the namespace prefix off the fault's code, and the code off its
// text, which begins with it.
func (f *soapFault) failure() failure {
	code, message := f.Code[strings.LastIndex(f.Code, ":")+1:], f.String
	for _, detail := range f.Detail.Any {
		if detail.Code != "" {
			code, message = detail.Code, firstOf(detail.Message, message)
		}
	}
	return failure{Code: code, Message: strings.TrimPrefix(message, code+": ")}
}

// soapAnswer is an answer: a response of whatever name, or a fault.
type soapAnswer[T any] struct {
	Body struct {
		Fault    *soapFault `xml:"http://schemas.xmlsoap.org/soap/envelope/ Fault"`
		Response *T         `xml:",any"`
	} `xml:"http://schemas.xmlsoap.org/soap/envelope/ Body"`
}

// soapPath is where the Metadata API of the configured version lives.
func (c *Client) soapPath() string { return "/services/Soap/m/" + c.version }

// soap calls an operation of the Metadata API: POST /services/Soap/m/NN.0.
func soap[T any](ctx context.Context, c *Client, operation any, safe bool) (*T, error) {
	path := c.soapPath()
	answer, err := c.exchange(ctx, path, func(current *session) (*transport.Request, error) {
		if current.isJWT() && c.versionNumber() < firstVersionWithJWT {
			return nil, errTokenFormat
		}
		body, err := encodeEnvelope(current.token, operation)
		return &transport.Request{
			Method: http.MethodPost, URL: current.instance + path,
			Header: http.Header{"Content-Type": {"text/xml; charset=UTF-8"}, "SOAPAction": {`""`}},
			Body:   body, Safe: safe,
		}, err
	})
	if err != nil {
		return nil, err
	}
	if answer.Status >= http.StatusMultipleChoices {
		return nil, refusal(http.MethodPost, path, answer)
	}
	return decodeEnvelope[T](path, answer)
}

func encodeEnvelope(sessionID string, operation any) ([]byte, error) {
	encoded, err := xml.Marshal(soapEnvelope{
		SOAP: soapNamespace, Schema: schemaNamespace,
		Header: soapHeader{Namespace: metadataNamespace, SessionID: sessionID},
		Body:   soapBody{Namespace: metadataNamespace, Operation: operation},
	})
	if err != nil {
		return nil, fmt.Errorf("encoding the request: %w", err)
	}
	return append([]byte(xml.Header), encoded...), nil
}

func decodeEnvelope[T any](path string, answer *transport.Response) (*T, error) {
	var decoded soapAnswer[T]
	if len(answer.Body) > largestSOAPAnswer || xml.Unmarshal(answer.Body, &decoded) != nil {
		return nil, undecodable(http.MethodPost, path, answer)
	}
	if decoded.Body.Fault != nil {
		return nil, refusal(http.MethodPost, path, answer)
	}
	if decoded.Body.Response == nil {
		return nil, undecodable(http.MethodPost, path, answer)
	}
	return decoded.Body.Response, nil
}

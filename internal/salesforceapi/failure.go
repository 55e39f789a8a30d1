package salesforceapi

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"regexp"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// failure is one error as any of the platform's interfaces tells it.
type failure struct {
	Code    string
	Message string
	Fields  []string
}

// failures reads the body of a refusal: the array of the data, Tooling and
// Connect interfaces, the object of the token endpoint, a SOAP fault, or else
// whatever text came, such as the HTML of a proxy.
func failures(body []byte) []failure {
	trimmed := bytes.TrimSpace(body)
	var told []failure
	switch {
	case len(trimmed) == 0:
	case trimmed[0] == '[':
		told = jsonFailures(trimmed)
	case trimmed[0] == '{':
		told = jsonFailures(append(append([]byte{'['}, trimmed...), ']'))
	case trimmed[0] == '<':
		told = soapFailures(trimmed)
	}
	if len(told) == 0 && len(trimmed) > 0 {
		told = []failure{{Message: plainText(trimmed)}}
	}
	return told
}

// mainFailure is the first of the failures, or an empty one.
func mainFailure(body []byte) failure {
	if told := failures(body); len(told) > 0 {
		return told[0]
	}
	return failure{}
}

// jsonFailure has the names of the data interfaces (errorCode), of Collections
// (statusCode) and of the token endpoint (error).
type jsonFailure struct {
	ErrorCode   string   `json:"errorCode"`
	StatusCode  string   `json:"statusCode"`
	OAuthCode   string   `json:"error"`
	Message     string   `json:"message"`
	Description string   `json:"error_description"`
	Fields      []string `json:"fields"`
}

func (f jsonFailure) failure() failure {
	return failure{
		Code:    firstOf(f.ErrorCode, f.StatusCode, f.OAuthCode),
		Message: firstOf(f.Message, f.Description), Fields: f.Fields,
	}
}

func jsonFailures(body []byte) []failure {
	var told []jsonFailure
	if json.Unmarshal(body, &told) != nil {
		return nil
	}
	var found []failure
	for _, one := range told {
		if one.failure().Code != "" || one.failure().Message != "" {
			found = append(found, one.failure())
		}
	}
	return found
}

func soapFailures(body []byte) []failure {
	var envelope struct {
		Body struct {
			Fault *soapFault `xml:"Fault"`
		} `xml:"Body"`
	}
	if xml.Unmarshal(body, &envelope) != nil || envelope.Body.Fault == nil {
		return nil
	}
	return []failure{envelope.Body.Fault.failure()}
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}

var (
	hiddenMarkup = regexp.MustCompile(`(?is)<(script|style|head)\b.*?</(script|style|head)>`)
	markup       = regexp.MustCompile(`(?s)<[^>]*>`)
	// sessionForm is an access token, opaque or JWT, which some faults repeat.
	sessionForm = regexp.MustCompile(`00D[0-9A-Za-z]{12,15}![0-9A-Za-z._]+|eyJ[\w-]+\.[\w-]+\.[\w-]*`)
)

// plainText is what a person would read of a body, in one line and not too long.
func plainText(body []byte) string {
	const longest = 300
	text := string(body[:min(len(body), 64<<10)])
	text = markup.ReplaceAllString(hiddenMarkup.ReplaceAllString(text, " "), " ")
	text = strings.Join(strings.Fields(strings.ToValidUTF8(html.UnescapeString(text), "")), " ")
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// refusal is the error of an answer that is no success.
func refusal(method, path string, answer *transport.Response) *transport.Error {
	told := failures(answer.Told())
	if len(told) == 0 {
		told = []failure{{Message: http.StatusText(answer.Status)}}
	}
	return platformError(method, path, answer.Status, told)
}

// platformError joins failures to one error, whose code and kind are the first's.
func platformError(method, path string, status int, told []failure) *transport.Error {
	failed := &transport.Error{
		Service: service, Method: method, Path: path, Status: status,
		Code: told[0].Code, Kind: kindOf(method, status, told[0]),
	}
	var messages []string
	for _, one := range told {
		messages = append(messages, sessionForm.ReplaceAllString(one.Message, "[session]"))
		failed.Fields = append(failed.Fields, one.Fields...)
	}
	failed.Message = strings.Join(messages, "; ")
	return failed
}

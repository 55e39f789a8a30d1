package security

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Echo is a platform, or something before it, that repeats in its refusal what it
// was sent.
type Echo struct {
	Name   string
	Status int
	dress  func(sent string) string
}

// Echoes are the ways in which a request may come back.
func Echoes() []Echo {
	escapedXML := func(text string) string {
		var escaped strings.Builder
		_ = xml.EscapeText(&escaped, []byte(text)) // a Builder takes every write
		return escaped.String()
	}
	quoted := func(text string) string {
		encoded, _ := json.Marshal(text) // every string has a form in JSON
		return string(encoded)
	}
	return []Echo{
		{"plain text", http.StatusBadRequest, func(s string) string { return "Cannot read: " + s }},
		{"a web page", http.StatusBadGateway, func(s string) string {
			return "<html><head><title>" + html.EscapeString(s) + "</title></head><body>" + html.EscapeString(s) + "</body></html>"
		}},
		{"a list of errors", http.StatusBadRequest, func(s string) string {
			return `[{"errorCode":` + quoted(s) + `,"message":` + quoted(s) + `,"fields":[` + quoted(s) + `]}]`
		}},
		{"an error of OAuth", http.StatusUnauthorized, func(s string) string { return `{"error":` + quoted(s) + `,"error_description":` + quoted(s) + `}` }},
		{"a message", http.StatusForbidden, func(s string) string { return `{"name":` + quoted(s) + `,"message":` + quoted(s) + `}` }},
		{"a fault", http.StatusInternalServerError, func(s string) string {
			return `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>sf:` +
				escapedXML(s) + `</faultcode><faultstring>` + escapedXML(s) + `</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`
		}},
		{"a success that is none", http.StatusOK, func(s string) string { return "<html><body>" + html.EscapeString(s) + "</body></html>" }},
	}
}

// Answer repeats the request: its address, its credentials, and its body, in the
// order that leaves each of them uncut.
func (e Echo) Answer(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	sent := string(body)
	if form, err := url.ParseQuery(sent); err == nil && strings.Contains(r.Header.Get("Content-Type"), "form") {
		for _, values := range form {
			sent = strings.Join(values, " ") + " " + sent
		}
	}
	if r.Header.Get("Content-Type") == "application/json" {
		var decoded any
		if json.Unmarshal(body, &decoded) == nil {
			sent = fmt.Sprint(decoded) + " " + sent
		}
	}
	sent = r.Header.Get("Authorization") + " " + sent
	w.WriteHeader(e.Status)
	_, _ = io.WriteString(w, e.dress(sent)) // who hung up gets none
}

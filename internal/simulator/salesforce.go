package simulator

import (
	"net/http"
	"time"
)

// salesforceOrg is one Salesforce organization.
type salesforceOrg struct{}

// salesforceFixture is the salesforce key of a fixture.
type salesforceFixture struct{}

func (o *salesforceOrg) seed(salesforceFixture, time.Time) error { return nil }

func (s *Server) routeSalesforce(*http.ServeMux) {}

// soapOperation names the operation of a SOAP request, or is empty.
func soapOperation(*http.Request, []byte) string { return "" }

package simulator

import (
	"net/http"
	"net/netip"
)

// loginRestricted tells whether the profile of a user keeps the user from signing
// in from an address by way of an app.
func (o *salesforceOrg) loginRestricted(app, user, address string) bool {
	ranges := o.Components[o.row("User", user).text("ProfileId")].all("loginIpRanges")
	if len(ranges) == 0 || within(address, ranges, "startAddress", "endAddress") {
		return false
	}
	known := o.Apps[app]
	return known == nil || known.Definition.child("oauthPolicy").child("ipRelaxation").text() != "BYPASS"
}

// checkAddress refuses a sign-in from an address outside the profile's ranges,
// and records the attempt.
func (s *Server) checkAddress(r *http.Request, grant salesforceGrant) *oauthRefusal {
	if !s.state.Salesforce.loginRestricted(grant.app, grant.user, s.callerAddress(r)) {
		return nil
	}
	s.recordLogin(r, grant, "Restricted IP")
	return &oauthRefusal{"invalid_grant", "ip restricted"}
}

// addressHolds tells whether a session is good for the address that a request
// comes from: the one it began at if sessions are locked to it, and one of the
// profile's if those hold for every request.
func (s *Server) addressHolds(r *http.Request, session salesforceSession) bool {
	org, address := &s.state.Salesforce, s.callerAddress(r)
	if session.Address != "" && session.Address != address &&
		org.setting(securitySettings, "sessionSettings/lockSessionsToIp") == "true" {
		return false
	}
	return org.setting(securitySettings, "sessionSettings/enforceIpRangesEveryRequest") != "true" ||
		!org.loginRestricted(session.App, session.User, address)
}

// within tells whether an address lies in one of the ranges.
func within(address string, ranges []*soapElement, start, end string) bool {
	own, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, element := range ranges {
		first, firstErr := netip.ParseAddr(element.child(start).text())
		last, lastErr := netip.ParseAddr(element.child(end).text())
		if firstErr == nil && lastErr == nil && own.Compare(first) >= 0 && own.Compare(last) <= 0 {
			return true
		}
	}
	return false
}

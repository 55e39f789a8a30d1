package salesforceapi

import (
	"encoding/xml"
	"strings"
)

// unread is an element that is neither decoded, kept nor sent.
type unread struct{}

// UnmarshalXML skips the element.
func (*unread) UnmarshalXML(decoder *xml.Decoder, _ xml.StartElement) error { return decoder.Skip() }

// MarshalXML writes nothing.
func (unread) MarshalXML(*xml.Encoder, xml.StartElement) error { return nil }

// MarshalXML writes the elements in the WSDL's order.
func (h ExternalClientAppHeader) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppHeader
	return encodeOrdered(encoder, start, plain(h))
}

// MarshalXML writes the elements in the WSDL's order.
func (s ExternalClientAppOAuthSettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppOAuthSettings
	return encodeOrdered(encoder, start, plain(s))
}

// MarshalXML writes the elements in the WSDL's order.
func (a ExternalClientAppAttribute) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppAttribute
	return encodeOrdered(encoder, start, plain(a))
}

// MarshalXML writes the elements in the WSDL's order.
func (r ExternalClientAppIPRange) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppIPRange
	return encodeOrdered(encoder, start, plain(r))
}

// MarshalXML writes the elements in the WSDL's order.
func (g ExternalClientAppGlobalOAuth) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppGlobalOAuth
	return encodeOrdered(encoder, start, plain(g))
}

// MarshalXML writes the elements in the WSDL's order.
func (t ExternalClientAppIDToken) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppIDToken
	return encodeOrdered(encoder, start, plain(t))
}

// MarshalXML writes the elements in the WSDL's order.
func (p ExternalClientAppOAuthPolicies) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppOAuthPolicies
	return encodeOrdered(encoder, start, plain(p))
}

// MarshalXML writes the elements in the WSDL's order.
func (p ExternalClientAppPolicies) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppPolicies
	return encodeOrdered(encoder, start, plain(p))
}

// SplitNames reads names that are separated by commas.
func SplitNames(text string) []string {
	var names []string
	for part := range strings.SplitSeq(text, ",") {
		if name := strings.TrimSpace(part); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// JoinNames writes names as the platform does, separated by a comma and a blank.
func JoinNames(names []string) string { return strings.Join(names, ", ") }

// idAfterColon reads the second of two ids that stand together as 00D…:888….
func idAfterColon(text string) ID {
	_, after, _ := strings.Cut(text, ":")
	id, err := ParseID(after)
	if err != nil {
		return ""
	}
	return id
}

package salesforceapi

import "encoding/xml"

// SecuritySettings are the organization's security settings. Other elements than
// those here are kept in Unknown and are not sent unless they are changed.
type SecuritySettings struct {
	// NetworkAccess is nil where no address is trusted.
	NetworkAccess    *NetworkAccess    `xml:"networkAccess"`
	PasswordPolicies *PasswordPolicies `xml:"passwordPolicies"`
	SessionSettings  *SessionSettings  `xml:"sessionSettings"`
	Unknown          []Element         `xml:",any"`
}

// NetworkAccess is the addresses that the organization trusts. A change sends
// all of them.
type NetworkAccess struct {
	IPRanges []TrustedIPRange `xml:"ipRanges"`
	Unknown  []Element        `xml:",any"`
}

// TrustedIPRange is a range of trusted addresses.
type TrustedIPRange struct {
	Description *string   `xml:"description"`
	End         string    `xml:"end"`
	Start       string    `xml:"start"`
	Unknown     []Element `xml:",any"`
}

// PasswordPolicies are what the organization demands of passwords.
type PasswordPolicies struct {
	APIOnlyUserHomePageURL *string `xml:"apiOnlyUserHomePageURL"`
	// Complexity is NoRestriction, AlphaNumeric, SpecialCharacters,
	// UpperLowerCaseNumeric, UpperLowerCaseNumericSpecialCharacters or
	// Any3UpperLowerCaseNumericSpecialCharacters.
	Complexity *string `xml:"complexity"`
	// Expiration is ThirtyDays, SixtyDays, NinetyDays, SixMonths, OneYear or Never.
	Expiration *string `xml:"expiration"`
	// HistoryRestriction is a number from 0 to 24, as text.
	HistoryRestriction *string `xml:"historyRestriction"`
	// LockoutInterval is FifteenMinutes, ThirtyMinutes, SixtyMinutes or Forever.
	LockoutInterval *string `xml:"lockoutInterval"`
	// MaxLoginAttempts is ThreeAttempts, FiveAttempts, TenAttempts or NoLimit.
	MaxLoginAttempts *string `xml:"maxLoginAttempts"`
	// MinimumPasswordLength is a number from 5 to 50, as text.
	MinimumPasswordLength     *string `xml:"minimumPasswordLength"`
	MinimumPasswordLifetime   *bool   `xml:"minimumPasswordLifetime"`
	ObscureSecretAnswer       *bool   `xml:"obscureSecretAnswer"`
	PasswordAssistanceMessage *string `xml:"passwordAssistanceMessage"`
	PasswordAssistanceURL     *string `xml:"passwordAssistanceURL"`
	// QuestionRestriction is None or DoesNotContainPassword.
	QuestionRestriction *string   `xml:"questionRestriction"`
	Unknown             []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (s SecuritySettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain SecuritySettings
	return encodeOrdered(encoder, start, plain(s))
}

// MarshalXML writes the elements in the WSDL's order.
func (a NetworkAccess) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain NetworkAccess
	return encodeOrdered(encoder, start, plain(a))
}

// MarshalXML writes the elements in the WSDL's order.
func (r TrustedIPRange) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain TrustedIPRange
	return encodeOrdered(encoder, start, plain(r))
}

// MarshalXML writes the elements in the WSDL's order.
func (p PasswordPolicies) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain PasswordPolicies
	return encodeOrdered(encoder, start, plain(p))
}

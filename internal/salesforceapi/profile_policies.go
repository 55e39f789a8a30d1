package salesforceapi

import "encoding/xml"

// ProfilePasswordPolicy is what is demanded of the passwords of one profile's
// users, instead of the organization's policies.
type ProfilePasswordPolicy struct {
	FullName               string `xml:"fullName"`
	ForgotPasswordRedirect *bool  `xml:"forgotPasswordRedirect"`
	// LockoutInterval is 0, for ever, or 15, 30 or 60 minutes.
	LockoutInterval int64 `xml:"lockoutInterval"`
	// MaxLoginAttempts is 0, for no limit, 3, 5 or 10.
	MaxLoginAttempts        int64 `xml:"maxLoginAttempts"`
	MinimumPasswordLength   int64 `xml:"minimumPasswordLength"`
	MinimumPasswordLifetime *bool `xml:"minimumPasswordLifetime"`
	ObscureSecretAnswer     *bool `xml:"obscure"`
	// PasswordComplexity is a number from 0 to 5.
	PasswordComplexity int64 `xml:"passwordComplexity"`
	// PasswordExpiration is 0, for never, or 30, 60, 90, 180 or 365 days.
	PasswordExpiration int64 `xml:"passwordExpiration"`
	PasswordHistory    int64 `xml:"passwordHistory"`
	PasswordQuestion   int64 `xml:"passwordQuestion"`
	// Profile is the profile's name in metadata, in lower case.
	Profile string    `xml:"profile"`
	Unknown []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (p ProfilePasswordPolicy) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ProfilePasswordPolicy
	return encodeOrdered(encoder, start, plain(p))
}

// ProfileSessionSetting is what is demanded of the sessions of one profile's
// users, instead of the organization's settings.
type ProfileSessionSetting struct {
	FullName                            string `xml:"fullName"`
	ExternalCommunityUserIdentityVerify bool   `xml:"externalCommunityUserIdentityVerif"`
	ForceLogout                         bool   `xml:"forceLogout"`
	// Profile is the profile's name in metadata, in lower case.
	Profile string `xml:"profile"`
	// RequiredSessionLevel is LOW, STANDARD or HIGH_ASSURANCE.
	RequiredSessionLevel *string `xml:"requiredSessionLevel"`
	SessionPersistence   bool    `xml:"sessionPersistence"`
	// SessionTimeout is in minutes.
	SessionTimeout        int64     `xml:"sessionTimeout"`
	SessionTimeoutWarning bool      `xml:"sessionTimeoutWarning"`
	Unknown               []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (s ProfileSessionSetting) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ProfileSessionSetting
	return encodeOrdered(encoder, start, plain(s))
}

func newProfilePasswordPolicies(client *Client) *Components[ProfilePasswordPolicy] {
	return newComponents(client, "ProfilePasswordPolicy", func(p *ProfilePasswordPolicy) *string { return &p.FullName })
}

func newProfileSessionSettings(client *Client) *Components[ProfileSessionSetting] {
	return newComponents(client, "ProfileSessionSetting", func(s *ProfileSessionSetting) *string { return &s.FullName })
}

package salesforceapi

import "encoding/xml"

// ConnectedApp is the definition of a connected app, the Metadata API's type of
// the same name. A nil field is absent; a pointer to an empty string is sent as
// an empty element, which clears the field. Elements that have no field here are
// kept in Unknown, at every level.
type ConnectedApp struct {
	// FullName is the developer name.
	FullName string `xml:"fullName"`
	// Attributes are custom attributes for SAML and OAuth.
	Attributes   []ConnectedAppAttribute `xml:"attributes,omitempty"`
	ContactEmail string                  `xml:"contactEmail"`
	ContactPhone *string                 `xml:"contactPhone"`
	Description  *string                 `xml:"description"`
	IconURL      *string                 `xml:"iconUrl"`
	InfoURL      *string                 `xml:"infoUrl"`
	// IPRanges are the client addresses that the app relaxes IP restrictions for.
	IPRanges []ConnectedAppIPRange `xml:"ipRanges,omitempty"`
	// Label is the name that people see, and the Name of the ConnectedApplication row.
	Label          string  `xml:"label"`
	LogoURL        *string `xml:"logoUrl"`
	MobileStartURL *string `xml:"mobileStartUrl"`
	// OAuthConfig is nil for an app without OAuth.
	OAuthConfig *ConnectedAppOAuthConfig `xml:"oauthConfig"`
	OAuthPolicy *ConnectedAppOAuthPolicy `xml:"oauthPolicy"`
	// PermissionSetNames and ProfileNames are the grants of the app as the
	// definition sees them. A change that leaves them as read leaves the grants.
	PermissionSetNames []string `xml:"permissionSetName,omitempty"`
	// Plugin is an Apex class that extends Auth.ConnectedAppPlugin.
	Plugin *string `xml:"plugin"`
	// PluginExecutionUser is the username that the plugin runs as.
	PluginExecutionUser *string                    `xml:"pluginExecutionUser"`
	ProfileNames        []string                   `xml:"profileName,omitempty"`
	SAMLConfig          *ConnectedAppSAMLConfig    `xml:"samlConfig"`
	SessionPolicy       *ConnectedAppSessionPolicy `xml:"sessionPolicy"`
	StartURL            *string                    `xml:"startUrl"`
	Unknown             []Element                  `xml:",any"`
}

// ConnectedAppAttribute is a custom attribute.
type ConnectedAppAttribute struct {
	Formula string    `xml:"formula"`
	Key     string    `xml:"key"`
	Unknown []Element `xml:",any"`
}

// ConnectedAppIPRange is a range of client addresses.
type ConnectedAppIPRange struct {
	Description *string   `xml:"description"`
	End         string    `xml:"end"`
	Start       string    `xml:"start"`
	Unknown     []Element `xml:",any"`
}

// ConnectedAppOAuthConfig is the OAuth side of a connected app.
type ConnectedAppOAuthConfig struct {
	AssetTokenConfig *ConnectedAppAssetToken `xml:"assetTokenConfig"`
	// CallbackURL is one URL per line.
	CallbackURL string `xml:"callbackUrl"`
	// Certificate is the PEM certificate that checks JWT bearer assertions.
	Certificate *string `xml:"certificate"`
	// ConsumerKey is the client id. It can be given at creation only.
	ConsumerKey *string `xml:"consumerKey"`
	// ConsumerSecret can be given at creation only and is never read.
	ConsumerSecret *string              `xml:"consumerSecret"`
	IDTokenConfig  *ConnectedAppIDToken `xml:"idTokenConfig"`
	// IsAdminApproved lets only those use the app whom it is granted to.
	IsAdminApproved                  *bool `xml:"isAdminApproved"`
	IsClientCredentialEnabled        *bool `xml:"isClientCredentialEnabled"`
	IsCodeCredentialEnabled          *bool `xml:"isCodeCredentialEnabled"`
	IsCodeCredentialPostOnly         *bool `xml:"isCodeCredentialPostOnly"`
	IsConsumerSecretOptional         *bool `xml:"isConsumerSecretOptional"`
	IsIntrospectAllTokens            *bool `xml:"isIntrospectAllTokens"`
	IsNamedUserJWTEnabled            *bool `xml:"isNamedUserJwtEnabled"`
	IsPKCERequired                   *bool `xml:"isPkceRequired"`
	IsRefreshTokenRotationEnabled    *bool `xml:"isRefreshTokenRotationEnabled"`
	IsSecretRequiredForRefreshToken  *bool `xml:"isSecretRequiredForRefreshToken"`
	IsSecretRequiredForTokenExchange *bool `xml:"isSecretRequiredForTokenExchange"`
	IsTokenExchangeEnabled           *bool `xml:"isTokenExchangeEnabled"`
	// OAuthClientCredentialUser is the username that the client credentials flow
	// runs as.
	OAuthClientCredentialUser *string `xml:"oauthClientCredentialUser"`
	// Scopes are of the metadata's own enumeration, such as Api or RefreshToken.
	Scopes          []string  `xml:"scopes,omitempty"`
	SingleLogoutURL *string   `xml:"singleLogoutUrl"`
	Unknown         []Element `xml:",any"`
}

// ConnectedAppAssetToken configures asset tokens.
type ConnectedAppAssetToken struct {
	AssetAudiences          string    `xml:"assetAudiences"`
	AssetIncludeAttributes  bool      `xml:"assetIncludeAttributes"`
	AssetIncludeCustomPerms bool      `xml:"assetIncludeCustomPerms"`
	AssetSigningCertID      string    `xml:"assetSigningCertId"`
	AssetValidityPeriod     int64     `xml:"assetValidityPeriod"`
	Unknown                 []Element `xml:",any"`
}

// ConnectedAppIDToken configures OpenID Connect tokens.
type ConnectedAppIDToken struct {
	Audience              *string `xml:"idTokenAudience"`
	IncludeAttributes     *bool   `xml:"idTokenIncludeAttributes"`
	IncludeCustomPerms    *bool   `xml:"idTokenIncludeCustomPerms"`
	IncludeStandardClaims *bool   `xml:"idTokenIncludeStandardClaims"`
	// Validity is in minutes, from 1 to 720.
	Validity *int64    `xml:"idTokenValidity"`
	Unknown  []Element `xml:",any"`
}

// ConnectedAppOAuthPolicy is what the organization demands of the app's tokens.
type ConnectedAppOAuthPolicy struct {
	// IPRelaxation is ENFORCE, BYPASS_2FACTOR, BYPASS or ENFORCE_RELAXREFRESH.
	IPRelaxation               string `xml:"ipRelaxation"`
	IsTokenExchangeFlowEnabled *bool  `xml:"isTokenExchangeFlowEnabled"`
	// RefreshTokenPolicy is zero, infinite, specific_lifetime:N:UNIT or
	// specific_inactivity:N:UNIT, where UNIT is HOURS, DAYS or MONTHS.
	RefreshTokenPolicy string    `xml:"refreshTokenPolicy"`
	SingleLogoutURL    *string   `xml:"singleLogoutUrl"`
	Unknown            []Element `xml:",any"`
}

// ConnectedAppSessionPolicy is what the organization demands of the app's sessions.
type ConnectedAppSessionPolicy struct {
	// PolicyAction is Block or RaiseSessionLevel.
	PolicyAction *string `xml:"policyAction"`
	// SessionLevel is HIGH_ASSURANCE.
	SessionLevel *string `xml:"sessionLevel"`
	// SessionTimeout is in minutes.
	SessionTimeout *int64    `xml:"sessionTimeout"`
	Unknown        []Element `xml:",any"`
}

// ConnectedAppSAMLConfig is the SAML side of a connected app.
type ConnectedAppSAMLConfig struct {
	ACSURL                string  `xml:"acsUrl"`
	Certificate           *string `xml:"certificate"`
	EncryptionCertificate *string `xml:"encryptionCertificate"`
	// EncryptionType is AES_128, AES_256 or Triple_Des.
	EncryptionType *string `xml:"encryptionType"`
	EntityURL      string  `xml:"entityUrl"`
	Issuer         *string `xml:"issuer"`
	// IDPSLOBinding is RedirectBinding or PostBinding.
	IDPSLOBinding *string `xml:"samlIdpSLOBindingEnum"`
	// NameIDFormat is Unspecified, EmailAddress, Persistent or Transient.
	NameIDFormat *string `xml:"samlNameIdFormat"`
	// SigningAlgorithm is SHA1 or SHA256.
	SigningAlgorithm  *string `xml:"samlSigningAlgoType"`
	SLOURL            *string `xml:"samlSloUrl"`
	SubjectCustomAttr *string `xml:"samlSubjectCustomAttr"`
	// SubjectType is Username, FederationId, UserId, SpokeId, CustomAttribute or
	// PersistentId.
	SubjectType string    `xml:"samlSubjectType"`
	Unknown     []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (a ConnectedApp) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedApp
	return encodeOrdered(encoder, start, plain(a))
}

// MarshalXML writes the elements in the WSDL's order.
func (a ConnectedAppAttribute) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppAttribute
	return encodeOrdered(encoder, start, plain(a))
}

// MarshalXML writes the elements in the WSDL's order.
func (r ConnectedAppIPRange) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppIPRange
	return encodeOrdered(encoder, start, plain(r))
}

// MarshalXML writes the elements in the WSDL's order.
func (c ConnectedAppOAuthConfig) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppOAuthConfig
	return encodeOrdered(encoder, start, plain(c))
}

// MarshalXML writes the elements in the WSDL's order.
func (t ConnectedAppAssetToken) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppAssetToken
	return encodeOrdered(encoder, start, plain(t))
}

// MarshalXML writes the elements in the WSDL's order.
func (t ConnectedAppIDToken) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppIDToken
	return encodeOrdered(encoder, start, plain(t))
}

// MarshalXML writes the elements in the WSDL's order.
func (p ConnectedAppOAuthPolicy) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppOAuthPolicy
	return encodeOrdered(encoder, start, plain(p))
}

// MarshalXML writes the elements in the WSDL's order.
func (p ConnectedAppSessionPolicy) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppSessionPolicy
	return encodeOrdered(encoder, start, plain(p))
}

// MarshalXML writes the elements in the WSDL's order.
func (c ConnectedAppSAMLConfig) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppSAMLConfig
	return encodeOrdered(encoder, start, plain(c))
}

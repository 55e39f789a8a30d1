package salesforceapi

// ExternalClientApp is an external client app: five components of the Metadata
// API that make one app. A part that does not exist is nil.
type ExternalClientApp struct {
	// Name is the developer name.
	Name string
	// Header is the app itself, the type ExternalClientApplication.
	Header ExternalClientAppHeader
	// OAuthSettings is what the developer of the app chose for OAuth, the type
	// ExtlClntAppOauthSettings.
	OAuthSettings *ExternalClientAppOAuthSettings
	// GlobalOAuth is the consumer, the type ExtlClntAppGlobalOauthSettings.
	GlobalOAuth *ExternalClientAppGlobalOAuth
	// OAuthPolicies is what the organization demands of the app's users and
	// tokens, the type ExtlClntAppOauthConfigurablePolicies. The platform makes
	// it by itself.
	OAuthPolicies *ExternalClientAppOAuthPolicies
	// Policies is what the organization lets the app do at all, the type
	// ExtlClntAppConfigurablePolicies. The platform makes it by itself.
	Policies *ExternalClientAppPolicies
}

// ExternalClientAppChange edits the parts of an app. A part whose function is
// nil is neither read nor written. A function sees the part as the organization
// has it now, or an empty one when there is none, and has to tell all that it
// cares for.
type ExternalClientAppChange struct {
	Header        func(*ExternalClientAppHeader)
	OAuthSettings func(*ExternalClientAppOAuthSettings)
	GlobalOAuth   func(*ExternalClientAppGlobalOAuth)
	OAuthPolicies func(*ExternalClientAppOAuthPolicies)
	Policies      func(*ExternalClientAppPolicies)
}

// ExternalClientAppHeader is an app without its settings. A nil field is absent.
type ExternalClientAppHeader struct {
	// FullName is the developer name.
	FullName     string  `xml:"fullName"`
	ContactEmail *string `xml:"contactEmail"`
	ContactPhone *string `xml:"contactPhone"`
	Description  *string `xml:"description"`
	// DistributionState is Local or Packaged.
	DistributionState *string `xml:"distributionState"`
	IconURL           *string `xml:"iconUrl"`
	InfoURL           *string `xml:"infoUrl"`
	IsProtected       *bool   `xml:"isProtected"`
	// Label is the name that people see.
	Label   *string `xml:"label"`
	LogoURL *string `xml:"logoUrl"`
	// OrgScopedName is the organization and the name, as the platform makes it.
	OrgScopedName *string   `xml:"orgScopedExternalApp"`
	Unknown       []Element `xml:",any"`
}

// ExternalClientAppPart is what all parts beside the header have in common.
type ExternalClientAppPart struct {
	// FullName is the part's own name.
	FullName string `xml:"fullName"`
	// App is the developer name of the app that the part belongs to.
	App   string  `xml:"externalClientApplication"`
	Label *string `xml:"label"`
}

// part is the common side of a part.
func (p *ExternalClientAppPart) part() *ExternalClientAppPart { return p }

// ExternalClientAppOAuthSettings are an app's scopes and trusted addresses.
type ExternalClientAppOAuthSettings struct {
	ExternalClientAppPart

	AreAttributesIncludedInAssetToken  *bool   `xml:"areAttributesIncludedInAssetToken"`
	AreCustomPermsIncludedInAssetToken *bool   `xml:"areCustomPermsIncludedInAssetToken"`
	AssetTokenAudiences                *string `xml:"assetTokenAudiences"`
	AssetTokenSigningCertificate       *string `xml:"assetTokenSigningCertificate"`
	AssetTokenValidity                 *int64  `xml:"assetTokenValidity"`
	ClientAssertionCertificate         *string `xml:"clientAssertionCertificate"`
	// CustomScopes and Scopes are names in one text, separated by commas; see
	// [JoinNames] and [SplitNames].
	CustomScopes        *string                      `xml:"commaSeparatedCustomScopes"`
	Scopes              *string                      `xml:"commaSeparatedOauthScopes"`
	CustomAttributes    []ExternalClientAppAttribute `xml:"customAttributes,omitempty"`
	IsFirstPartyEnabled *bool                        `xml:"isFirstPartyAppEnabled"`
	OAuthLink           *string                      `xml:"oauthLink"`
	SingleLogoutURL     *string                      `xml:"singleLogoutUrl"`
	TrustedIPRanges     []ExternalClientAppIPRange   `xml:"trustedIpRanges,omitempty"`
	Unknown             []Element                    `xml:",any"`
}

// ConsumerID is the id (888…) of the app's consumer, which the link to it tells;
// empty when it does not.
func (s *ExternalClientAppOAuthSettings) ConsumerID() ID {
	if s.OAuthLink == nil {
		return ""
	}
	return idAfterColon(*s.OAuthLink)
}

// ExternalClientAppAttribute is a custom attribute.
type ExternalClientAppAttribute struct {
	Formula string    `xml:"formula"`
	Key     string    `xml:"key"`
	Unknown []Element `xml:",any"`
}

// ExternalClientAppIPRange is a range of client addresses.
type ExternalClientAppIPRange struct {
	Description *string   `xml:"description"`
	End         string    `xml:"endIpAddress"`
	Start       string    `xml:"startIpAddress"`
	Unknown     []Element `xml:",any"`
}

// ExternalClientAppGlobalOAuth is an app's consumer. The consumer's secret,
// which some organizations send along, is never read.
type ExternalClientAppGlobalOAuth struct {
	ExternalClientAppPart

	// CallbackURL is one URL per line.
	CallbackURL *string `xml:"callbackUrl"`
	// Certificate is the PEM certificate that checks JWT bearer assertions. A
	// change that leaves it out takes it away.
	Certificate *string `xml:"certificate"`
	// ConsumerKey is the client id. It can be given at creation only.
	ConsumerKey                      *string                   `xml:"consumerKey"`
	ConsumerSecret                   unread                    `xml:"consumerSecret"`
	IDTokenConfig                    *ExternalClientAppIDToken `xml:"idTokenConfig"`
	IsClientCredentialsFlowEnabled   *bool                     `xml:"isClientCredentialsFlowEnabled"`
	IsCodeCredentialFlowEnabled      *bool                     `xml:"isCodeCredFlowEnabled"`
	IsCodeCredentialPostOnly         *bool                     `xml:"isCodeCredPostOnly"`
	IsConsumerSecretOptional         *bool                     `xml:"isConsumerSecretOptional"`
	IsDeviceFlowEnabled              *bool                     `xml:"isDeviceFlowEnabled"`
	IsIntrospectAllTokens            *bool                     `xml:"isIntrospectAllTokens"`
	IsNamedUserJWTEnabled            *bool                     `xml:"isNamedUserJwtEnabled"`
	IsPKCERequired                   *bool                     `xml:"isPkceRequired"`
	IsRefreshTokenRotationEnabled    *bool                     `xml:"isRefreshTokenRotationEnabled"`
	IsSecretRequiredForRefreshToken  *bool                     `xml:"isSecretRequiredForRefreshToken"`
	IsSecretRequiredForTokenExchange *bool                     `xml:"isSecretRequiredForTokenExchange"`
	IsTokenExchangeEnabled           *bool                     `xml:"isTokenExchangeEnabled"`
	// RotateKey and RotateSecret are triggers, which must never be repeated.
	RotateKey    unread    `xml:"shouldRotateConsumerKey"`
	RotateSecret unread    `xml:"shouldRotateConsumerSecret"`
	Unknown      []Element `xml:",any"`
}

// ExternalClientAppIDToken configures OpenID Connect tokens.
type ExternalClientAppIDToken struct {
	Audience                 *string `xml:"idTokenAudience"`
	IncludeAttributes        *bool   `xml:"idTokenIncludeAttributes"`
	IncludeCustomPermissions *bool   `xml:"idTokenIncludeCustomPermissions"`
	IncludeStandardClaims    *bool   `xml:"idTokenIncludeStandardClaims"`
	// Validity is in minutes, from 1 to 720.
	Validity *int64    `xml:"idTokenValidityInMinutes"`
	Unknown  []Element `xml:",any"`
}

// ExternalClientAppOAuthPolicies is what the organization demands of the app's
// users, sessions and tokens.
type ExternalClientAppOAuthPolicies struct {
	ExternalClientAppPart

	// ApexHandler is an Apex class, which runs as the username ExecuteHandlerAs.
	ApexHandler *string `xml:"apexHandler"`
	// ClientCredentialsFlowUser is the username that the flow runs as.
	ClientCredentialsFlowUser *string `xml:"clientCredentialsFlowUser"`
	CustomScopes              *string `xml:"commaSeparatedCustomScopes"`
	// PermissionSets and Profiles are the grants of the app as the policy sees
	// them. A change that leaves them as read leaves the grants.
	PermissionSets   *string                      `xml:"commaSeparatedPermissionSet"`
	Profiles         *string                      `xml:"commaSeparatedProfile"`
	CustomAttributes []ExternalClientAppAttribute `xml:"customAttributes,omitempty"`
	ExecuteHandlerAs *string                      `xml:"executeHandlerAs"`
	// GuestJWTSessionTimeoutType and NamedUserJWTSessionTimeoutType are
	// UserSession or Custom; the timeouts are in minutes.
	GuestJWTSessionTimeoutType *string `xml:"guestJwtSessionTimeoutType"`
	GuestJWTTimeout            *int64  `xml:"guestJwtTimeout"`
	// IPRelaxationPolicy is Enforce, Bypass, Bypass_2factor or Enforce_RelaxRefresh.
	IPRelaxationPolicy             *string `xml:"ipRelaxationPolicyType"`
	IsClientCredentialsFlowEnabled *bool   `xml:"isClientCredentialsFlowEnabled"`
	IsGuestCodeCredFlowEnabled     *bool   `xml:"isGuestCodeCredFlowEnabled"`
	// IsNamedUserJWTEnabled moved to the global settings; newer versions refuse it.
	IsNamedUserJWTEnabled          unread  `xml:"isNamedUserJwtEnabled"`
	IsTokenExchangeFlowEnabled     *bool   `xml:"isTokenExchangeFlowEnabled"`
	NamedUserJWTSessionTimeoutType *string `xml:"namedUserJwtSessionTimeoutType"`
	NamedUserJWTTimeout            *int64  `xml:"namedUserJwtTimeout"`
	// PermittedUsers is AllSelfAuthorized or AdminApprovedPreAuthorized.
	PermittedUsers *string `xml:"permittedUsersPolicyType"`
	// PolicyAction is Block or RaiseSessionLevel.
	PolicyAction *string `xml:"policyAction"`
	// RefreshTokenPolicy is Infinite, Zero, SpecificLifetime or
	// SpecificInactivity; the last two take a period in Days, Hours or Months.
	RefreshTokenPolicy         *string `xml:"refreshTokenPolicyType"`
	RefreshTokenValidityPeriod *int64  `xml:"refreshTokenValidityPeriod"`
	RefreshTokenValidityUnit   *string `xml:"refreshTokenValidityUnit"`
	// RequiredSessionLevel is LOW, STANDARD or HIGH_ASSURANCE.
	RequiredSessionLevel *string   `xml:"requiredSessionLevel"`
	SessionTimeout       *int64    `xml:"sessionTimeoutInMinutes"`
	SingleLogoutURL      *string   `xml:"singleLogoutUrl"`
	StartURL             *string   `xml:"startUrl"`
	Unknown              []Element `xml:",any"`
}

// The values of PermittedUsers.
const (
	AllSelfAuthorized          = "AllSelfAuthorized"
	AdminApprovedPreAuthorized = "AdminApprovedPreAuthorized"
)

// ExternalClientAppPolicies switch an app and its plugins on and off.
type ExternalClientAppPolicies struct {
	ExternalClientAppPart

	IsCanvasPluginEnabled *bool `xml:"isCanvasPluginEnabled"`
	// IsEnabled is false for an app that may do nothing.
	IsEnabled                   bool  `xml:"isEnabled"`
	IsMobilePluginEnabled       *bool `xml:"isMobilePluginEnabled"`
	IsNotificationPluginEnabled *bool `xml:"isNotificationPluginEnabled"`
	// IsOAuthPluginEnabled is false for an app that may not use OAuth.
	IsOAuthPluginEnabled *bool `xml:"isOauthPluginEnabled"`
	IsPushPluginEnabled  *bool `xml:"isPushPluginEnabled"`
	IsSAMLPluginEnabled  *bool `xml:"isSamlPluginEnabled"`
	// StartPage is None, Custom, OAuth or SAML; Custom takes StartURL.
	StartPage *string   `xml:"startPage"`
	StartURL  *string   `xml:"startUrl"`
	Unknown   []Element `xml:",any"`
}

package salesforceapi

import "encoding/xml"

// SessionSettings are what the organization demands of sessions and of the
// proofs of identity before them.
type SessionSettings struct {
	AllowUserAuthenticationByCertificate               *bool   `xml:"allowUserAuthenticationByCertificate"`
	AllowUserCertBasedAuthenticationWithOCSPValidation *bool   `xml:"allowUserCertBasedAuthenticationWithOcspValidation"`
	AuraBoxcarReductionPref                            *bool   `xml:"auraBoxcarReductionPref"`
	CanConfirmEmailChangeInLightningCommunities        *bool   `xml:"canConfirmEmailChangeInLightningCommunities"`
	CanConfirmIdentityBySMSOnly                        *bool   `xml:"canConfirmIdentityBySmsOnly"`
	DisableTimeoutWarning                              *bool   `xml:"disableTimeoutWarning"`
	EnableBuiltInAuthenticator                         *bool   `xml:"enableBuiltInAuthenticator"`
	EnableCSPOnEmail                                   *bool   `xml:"enableCSPOnEmail"`
	EnableCSRFOnGet                                    *bool   `xml:"enableCSRFOnGet"`
	EnableCSRFOnPost                                   *bool   `xml:"enableCSRFOnPost"`
	EnableCacheAndAutocomplete                         *bool   `xml:"enableCacheAndAutocomplete"`
	EnableClickjackNonsetupSFDC                        *bool   `xml:"enableClickjackNonsetupSFDC"`
	EnableClickjackNonsetupUser                        *bool   `xml:"enableClickjackNonsetupUser"`
	EnableClickjackNonsetupUserHeaderless              *bool   `xml:"enableClickjackNonsetupUserHeaderless"`
	EnableClickjackSetup                               *bool   `xml:"enableClickjackSetup"`
	EnableCoepHeader                                   *bool   `xml:"enableCoepHeader"`
	EnableContentSniffingProtection                    *bool   `xml:"enableContentSniffingProtection"`
	EnableCoopHeader                                   *bool   `xml:"enableCoopHeader"`
	EnableLightningLogin                               *bool   `xml:"enableLightningLogin"`
	EnableLightningLoginOnlyWithUserPerm               *bool   `xml:"enableLightningLoginOnlyWithUserPerm"`
	EnableMFADirectUILoginOptIn                        *bool   `xml:"enableMFADirectUILoginOptIn"`
	EnableOauthCorsPolicy                              *bool   `xml:"enableOauthCorsPolicy"`
	EnablePermissionsPolicy                            *bool   `xml:"enablePermissionsPolicy"`
	EnablePostForSessions                              *bool   `xml:"enablePostForSessions"`
	EnableSMSIdentity                                  *bool   `xml:"enableSMSIdentity"`
	EnableU2F                                          *bool   `xml:"enableU2F"`
	EnforceIPRangesEveryRequest                        *bool   `xml:"enforceIpRangesEveryRequest"`
	EnforceUserDeviceRevoked                           *bool   `xml:"enforceUserDeviceRevoked"`
	ForceLogoutOnSessionTimeout                        *bool   `xml:"forceLogoutOnSessionTimeout"`
	ForceRelogin                                       *bool   `xml:"forceRelogin"`
	GrantCameraAccess                                  *string `xml:"grantCameraAccess"`
	GrantMicrophoneAccess                              *string `xml:"grantMicrophoneAccess"`
	HasRetainedLoginHints                              *bool   `xml:"hasRetainedLoginHints"`
	HasUserSwitching                                   *bool   `xml:"hasUserSwitching"`
	HSTSOnForcecomSites                                *bool   `xml:"hstsOnForcecomSites"`
	IdentityConfirmationOnEmailChange                  *bool   `xml:"identityConfirmationOnEmailChange"`
	IdentityConfirmationOnTwoFactorRegistrationEnabled *bool   `xml:"identityConfirmationOnTwoFactorRegistrationEnabled"`
	LockSessionsToDomain                               *bool   `xml:"lockSessionsToDomain"`
	LockSessionsToIP                                   *bool   `xml:"lockSessionsToIp"`
	LockerServiceAPIVersion                            *string `xml:"lockerServiceAPIVersion"`
	LockerServiceCSP                                   *bool   `xml:"lockerServiceCSP"`
	LockerServiceNext                                  *bool   `xml:"lockerServiceNext"`
	LockerServiceNextControl                           *bool   `xml:"lockerServiceNextControl"`
	LockerTrustedMode                                  *bool   `xml:"lockerTrustedMode"`
	LockerTrustedResources                             *string `xml:"lockerTrustedResources"`
	LogoutURL                                          *string `xml:"logoutURL"`
	RedirectBlockModeEnabled                           *bool   `xml:"redirectBlockModeEnabled"`
	RedirectionWarning                                 *bool   `xml:"redirectionWarning"`
	ReferrerPolicy                                     *bool   `xml:"referrerPolicy"`
	ReferrerPolicyDirective                            *string `xml:"referrerPolicyDirective"`
	RequireHTTPOnly                                    *bool   `xml:"requireHttpOnly"`
	SendCSPForUncommonClients                          *bool   `xml:"sendCspForUncommonClients"`
	// SessionTimeout is FifteenMinutes, ThirtyMinutes, SixtyMinutes, NinetyMinutes,
	// TwoHours, FourHours, EightHours, TwelveHours or TwentyFourHours.
	SessionTimeout                               *string `xml:"sessionTimeout"`
	SIDToken3rdPartyAuraApp                      *bool   `xml:"sidToken3rdPartyAuraApp"`
	SkipSFAWhenMFADirectUILogin                  *bool   `xml:"skipSFAWhenMFADirectUILogin"`
	TerminateUserSessionsWhenAdminResetsPassword *bool   `xml:"terminateUserSessionsWhenAdminResetsPassword"`
	// UntrustedRedirect is AlwaysAllowed, AllowWithUserPermission or NeverAllowed.
	UntrustedRedirect             *string   `xml:"untrustedRedirect"`
	UseEAPIRateLimitForConnectAPI *bool     `xml:"useEAPIRateLimitForConnectAPI"`
	UseLocalStorageForLogoutURL   *bool     `xml:"useLocalStorageForLogoutUrl"`
	WelcomeEmailTemplateID        *string   `xml:"welcomeEmailTemplateId"`
	Unknown                       []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (s SessionSettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain SessionSettings
	return encodeOrdered(encoder, start, plain(s))
}

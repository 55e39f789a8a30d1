package simulator

import "time"

// securitySettings are the organization's trusted addresses, password policies
// and session settings.
var securitySettings = &settingsKind{
	name: "SecuritySettings", member: "Security", replaced: []string{"networkAccess"},
	permissions: map[string]string{"networkAccess": "ManageIpAddresses", "passwordPolicies": "ManagePasswordPolicies"},
	check:       checkSecurity,
	initial: `canUsersGrantLoginAccess=true enableAdminLoginAsAnyUser=false enableAuditFieldsInactiveOwner=false
		enableAuraSecureEvalPref=true enableCoepHeader=false enableCoopHeader=false enableCrossOrgRedirects=false
		enablePermissionsPolicy=false enableRequireHttpsConnection=true
		passwordPolicies/complexity=AlphaNumeric passwordPolicies/expiration=NinetyDays
		passwordPolicies/historyRestriction=3 passwordPolicies/lockoutInterval=FifteenMinutes
		passwordPolicies/maxLoginAttempts=TenAttempts passwordPolicies/minimumPasswordLength=8
		passwordPolicies/minimumPasswordLifetime=false passwordPolicies/obscureSecretAnswer=false
		passwordPolicies/questionRestriction=DoesNotContainPassword
		redirectBlockModeEnabled=false sendCspForUncommonClients=false
		sessionSettings/allowUserAuthenticationByCertificate=false
		sessionSettings/canConfirmIdentityBySmsOnly=true sessionSettings/disableTimeoutWarning=false
		sessionSettings/enableBuiltInAuthenticator=true sessionSettings/enableCSPOnEmail=true
		sessionSettings/enableCSRFOnGet=true sessionSettings/enableCSRFOnPost=true
		sessionSettings/enableCacheAndAutocomplete=true sessionSettings/enableClickjackNonsetupSFDC=true
		sessionSettings/enableClickjackNonsetupUser=false sessionSettings/enableClickjackNonsetupUserHeaderless=false
		sessionSettings/enableClickjackSetup=true sessionSettings/enableContentSniffingProtection=true
		sessionSettings/enableLightningLogin=false sessionSettings/enableLightningLoginOnlyWithUserPerm=false
		sessionSettings/enableMFADirectUILoginOptIn=false sessionSettings/enableOauthCorsPolicy=false
		sessionSettings/enablePostForSessions=false sessionSettings/enableSMSIdentity=true
		sessionSettings/enableU2F=true sessionSettings/enforceIpRangesEveryRequest=false
		sessionSettings/enforceUserDeviceRevoked=false sessionSettings/forceLogoutOnSessionTimeout=true
		sessionSettings/forceRelogin=true sessionSettings/hasRetainedLoginHints=false
		sessionSettings/hasUserSwitching=true sessionSettings/identityConfirmationOnEmailChange=false
		sessionSettings/identityConfirmationOnTwoFactorRegistrationEnabled=true
		sessionSettings/lockSessionsToDomain=true sessionSettings/lockSessionsToIp=false
		sessionSettings/redirectionWarning=true sessionSettings/referrerPolicy=true
		sessionSettings/requireHttpOnly=false sessionSettings/sessionTimeout=TwoHours
		sessionSettings/skipSFAWhenMFADirectUILogin=false
		sessionSettings/terminateUserSessionsWhenAdminResetsPassword=false
		singleSignOnSettings/enableMultipleSamlConfigs=true singleSignOnSettings/enableSamlLogin=false
		singleSignOnSettings/isLoginWithSalesforceCredentialsDisabled=false`,
}

func checkSecurity(component *soapElement) *metadataError {
	passwords := component.child("passwordPolicies")
	if failure := checkBounds(passwords, "minimumPasswordLength", 5, 50); failure != nil {
		return failure
	}
	if failure := checkBounds(passwords, "historyRestriction", 0, 24); failure != nil {
		return failure
	}
	return checkAddressRanges(component.child("networkAccess").all("ipRanges"), "start", "end")
}

// sessionTimeouts are how long sessions last.
var sessionTimeouts = map[string]time.Duration{
	"FifteenMinutes": 15 * time.Minute, "ThirtyMinutes": 30 * time.Minute, "SixtyMinutes": time.Hour,
	"NinetyMinutes": 90 * time.Minute, "TwoHours": 2 * time.Hour, "FourHours": 4 * time.Hour,
	"EightHours": 8 * time.Hour, "TwelveHours": 12 * time.Hour, "TwentyFourHours": 24 * time.Hour,
}

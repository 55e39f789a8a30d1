package simulator

// settingsTypes are the types of settings, described as connectedAppTypes are.
var settingsTypes = map[string]string{
	"ExternalClientAppSettings": `enableClientSecretInRestApiAccess:boolean enableConsumerSecretApiAccess:boolean
		enablePackageEcaOauthFromDevOrg:boolean`,
	"OauthOidcSettings": `agentAuthLinking:boolean blockOAuthUnPwFlow:boolean blockOAuthUsrAgtFlow:boolean
		isPkceRequired:boolean oAuthCdCrdtFlowEnable:boolean`,
	"EventSettings": `bypassMeteringBlock:boolean enableApexLimitEvents:boolean enableDeleteMonitoringData:boolean
		enableDynamicStreamingChannel:boolean enableEventLogGeneration:boolean enableEventLogWaveIntegration:boolean
		enableLightningLoggerEvents:boolean enableLoginForensics:boolean enableStreamingApi:boolean
		enableTransactionSecurityPolicies:boolean eventLogRetentionDuration:int`,
	"RealTimeEventSettings": `realTimeEvents:RealTimeEvent[]`,
	"RealTimeEvent":         `entityName:string! isEnabled:boolean!`,
	"SecuritySettings": `canUsersGrantLoginAccess:boolean enableAdminLoginAsAnyUser:boolean
		enableAuditFieldsInactiveOwner:boolean enableAuraSecureEvalPref:boolean enableCoepHeader:boolean
		enableCoopHeader:boolean enableCrossOrgRedirects:boolean enablePermissionsPolicy:boolean
		enableRequireHttpsConnection:boolean networkAccess:NetworkAccess passwordPolicies:PasswordPolicies
		redirectBlockModeEnabled:boolean sendCspForUncommonClients:boolean sessionSettings:SessionSettings
		singleSignOnSettings:SingleSignOnSettings`,
	"NetworkAccess": `ipRanges:IpRange[]`,
	"IpRange":       `description:string end:string start:string`,
	"PasswordPolicies": `apiOnlyUserHomePageURL:string complexity:Complexity expiration:Expiration
		historyRestriction:string lockoutInterval:LockoutInterval maxLoginAttempts:MaxLoginAttempts
		minimumPasswordLength:string minimumPasswordLifetime:boolean obscureSecretAnswer:boolean
		passwordAssistanceMessage:string passwordAssistanceURL:string questionRestriction:QuestionRestriction`,
	"SessionSettings": `allowUserAuthenticationByCertificate:boolean
		allowUserCertBasedAuthenticationWithOcspValidation:boolean auraBoxcarReductionPref:boolean
		canConfirmEmailChangeInLightningCommunities:boolean canConfirmIdentityBySmsOnly:boolean
		disableTimeoutWarning:boolean enableBuiltInAuthenticator:boolean enableCSPOnEmail:boolean
		enableCSRFOnGet:boolean enableCSRFOnPost:boolean enableCacheAndAutocomplete:boolean
		enableClickjackNonsetupSFDC:boolean enableClickjackNonsetupUser:boolean
		enableClickjackNonsetupUserHeaderless:boolean enableClickjackSetup:boolean enableCoepHeader:boolean
		enableContentSniffingProtection:boolean enableCoopHeader:boolean enableLightningLogin:boolean
		enableLightningLoginOnlyWithUserPerm:boolean enableMFADirectUILoginOptIn:boolean enableOauthCorsPolicy:boolean
		enablePermissionsPolicy:boolean enablePostForSessions:boolean enableSMSIdentity:boolean enableU2F:boolean
		enforceIpRangesEveryRequest:boolean enforceUserDeviceRevoked:boolean forceLogoutOnSessionTimeout:boolean
		forceRelogin:boolean grantCameraAccess:string grantMicrophoneAccess:string hasRetainedLoginHints:boolean
		hasUserSwitching:boolean hstsOnForcecomSites:boolean identityConfirmationOnEmailChange:boolean
		identityConfirmationOnTwoFactorRegistrationEnabled:boolean lockSessionsToDomain:boolean
		lockSessionsToIp:boolean lockerServiceAPIVersion:string lockerServiceCSP:boolean lockerServiceNext:boolean
		lockerServiceNextControl:boolean lockerTrustedMode:boolean lockerTrustedResources:string logoutURL:string
		redirectBlockModeEnabled:boolean redirectionWarning:boolean referrerPolicy:boolean
		referrerPolicyDirective:string requireHttpOnly:boolean sendCspForUncommonClients:boolean
		sessionTimeout:SessionTimeout sidToken3rdPartyAuraApp:boolean skipSFAWhenMFADirectUILogin:boolean
		terminateUserSessionsWhenAdminResetsPassword:boolean untrustedRedirect:UntrustedRedirectEnum
		useEAPIRateLimitForConnectAPI:boolean useLocalStorageForLogoutUrl:boolean welcomeEmailTemplateId:string`,
	"SingleSignOnSettings": `enableCaseInsensitiveFederationID:boolean enableForceDelegatedCallout:boolean
		enableMultipleSamlConfigs:boolean enableSamlJitProvisioning:boolean enableSamlLogin:boolean
		isLoginWithSalesforceCredentialsDisabled:boolean`,
}

var settingsEnumerations = map[string][]string{
	"Complexity": {
		"NoRestriction", "AlphaNumeric", "SpecialCharacters", "UpperLowerCaseNumeric",
		"UpperLowerCaseNumericSpecialCharacters", "Any3UpperLowerCaseNumericSpecialCharacters",
	},
	"Expiration":          {"ThirtyDays", "SixtyDays", "NinetyDays", "SixMonths", "OneYear", "Never"},
	"LockoutInterval":     {"FifteenMinutes", "ThirtyMinutes", "SixtyMinutes", "Forever"},
	"MaxLoginAttempts":    {"ThreeAttempts", "FiveAttempts", "TenAttempts", "NoLimit"},
	"QuestionRestriction": {"None", "DoesNotContainPassword"},
	"SessionTimeout": {
		"TwentyFourHours", "TwelveHours", "EightHours", "FourHours", "TwoHours", "NinetyMinutes", "SixtyMinutes",
		"ThirtyMinutes", "FifteenMinutes",
	},
	"UntrustedRedirectEnum": {"AlwaysAllowed", "AllowWithUserPermission", "NeverAllowed"},
}

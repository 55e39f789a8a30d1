package simulator

// externalAppTypes are the types of external client apps, described as
// connectedAppTypes are.
var externalAppTypes = map[string]string{
	"ExternalClientApplication": `contactEmail:string contactPhone:string description:string
		distributionState:ExtlClntAppDistState iconUrl:string infoUrl:string isProtected:boolean label:string
		logoUrl:string managedType:ExtlClntAppManagedType orgScopedExternalApp:string`,
	"ExtlClntAppOauthSettings": `areAttributesIncludedInAssetToken:boolean areCustomPermsIncludedInAssetToken:boolean
		assetTokenAudiences:string assetTokenSigningCertificate:string assetTokenValidity:int
		clientAssertionCertificate:string commaSeparatedCustomScopes:string commaSeparatedOauthScopes:string
		customAttributes:ExtlClntAppOauthSettingsAttribute[] externalClientApplication:string!
		isFirstPartyAppEnabled:boolean label:string oauthLink:string singleLogoutUrl:string
		trustedIpRanges:ExtlClntAppOauthIpRange[]`,
	"ExtlClntAppOauthSettingsAttribute": `formula:string! key:string!`,
	"ExtlClntAppOauthIpRange":           `description:string endIpAddress:string! startIpAddress:string!`,
	"ExtlClntAppGlobalOauthSettings": `callbackUrl:string certificate:string consumerKey:string consumerSecret:string
		externalClientApplication:string! idTokenConfig:ExternalAppIdTokenConfig
		isClientCredentialsFlowEnabled:boolean isCodeCredFlowEnabled:boolean isCodeCredPostOnly:boolean
		isConsumerSecretOptional:boolean isDeviceFlowEnabled:boolean isIntrospectAllTokens:boolean
		isNamedUserJwtEnabled:boolean isPkceRequired:boolean isRefreshTokenRotationEnabled:boolean
		isSecretRequiredForRefreshToken:boolean isSecretRequiredForTokenExchange:boolean isTokenExchangeEnabled:boolean
		label:string shouldRotateConsumerKey:boolean shouldRotateConsumerSecret:boolean`,
	"ExternalAppIdTokenConfig": `idTokenAudience:string idTokenIncludeAttributes:boolean
		idTokenIncludeCustomPermissions:boolean idTokenIncludeStandardClaims:boolean idTokenValidityInMinutes:int`,
	"ExtlClntAppOauthConfigurablePolicies": `apexHandler:string clientCredentialsFlowUser:string
		commaSeparatedCustomScopes:string commaSeparatedPermissionSet:string commaSeparatedProfile:string
		customAttributes:ExtlClntAppOauthPoliciesAttribute[] executeHandlerAs:string externalClientApplication:string!
		guestJwtSessionTimeoutType:JWTSessionTimeoutType guestJwtTimeout:int ipRelaxationPolicyType:string
		isClientCredentialsFlowEnabled:boolean isGuestCodeCredFlowEnabled:boolean isNamedUserJwtEnabled:boolean<64
		isTokenExchangeFlowEnabled:boolean label:string namedUserJwtSessionTimeoutType:JWTSessionTimeoutType
		namedUserJwtTimeout:int permittedUsersPolicyType:PermittedUsersPolicyType policyAction:PolicyAction
		refreshTokenPolicyType:RefreshTokenPolicyType refreshTokenValidityPeriod:int refreshTokenValidityUnit:string
		requiredSessionLevel:SessionSecurityLevel sessionTimeoutInMinutes:int singleLogoutUrl:string startUrl:string`,
	"ExtlClntAppOauthPoliciesAttribute": `formula:string! key:string!`,
	"ExtlClntAppConfigurablePolicies": `externalClientApplication:string! isCanvasPluginEnabled:boolean
		isEnabled:boolean! isMobilePluginEnabled:boolean isNotificationPluginEnabled:boolean
		isOauthPluginEnabled:boolean isPushPluginEnabled:boolean isSamlPluginEnabled:boolean label:string
		startPage:ExtlClntAppStartPage startUrl:string`,
	"ExtlClntAppSamlConfigurablePolicies": `acsUrl:string! certificate:string commaSeparatedPermissionSet:string
		commaSeparatedProfile:string customAttributes:ExtlClntAppSamlConfigurablePoliciesAttribute[]
		encryptionCertificate:string encryptionType:ExtlClntAppSamlEncryptType entityUrl:string!
		externalClientApplication:string! issuer:string label:string nameIdFormat:SamlNameIdFormatType
		signingAlgorithmType:SamlSigningAlgoType singleLogoutBindingType:SamlIdpSLOBinding singleLogoutUrl:string
		subjectCustomAttribute:string subjectType:SamlSubjectType`,
	"ExtlClntAppSamlConfigurablePoliciesAttribute": `formula:string! key:string!`,
}

var externalAppEnumerations = map[string][]string{
	"ExtlClntAppDistState":       {"Local", "Packaged", "Managed", "AutoInstalled"},
	"ExtlClntAppManagedType":     {"Local", "Global"},
	"ExtlClntAppSamlEncryptType": {"AES_128", "AES_256"},
	"ExtlClntAppStartPage":       {"None", "Custom", "OAuth", "SAML"},
	"JWTSessionTimeoutType":      {"UserSession", "Custom"},
	"PermittedUsersPolicyType":   {"AllSelfAuthorized", "AdminApprovedPreAuthorized"},
	"PolicyAction":               {"Block", "RaiseSessionLevel"},
	"RefreshTokenPolicyType":     {"Infinite", "Zero", "SpecificLifetime", "SpecificInactivity"},
	"SessionSecurityLevel":       {"LOW", "STANDARD", "HIGH_ASSURANCE"},
}

var jwtTimeouts = []string{"1", "5", "10", "15", "30", "60", "90", "120", "240", "480", "720"}

// metadataValues are the values of string and int elements that take only a few.
var metadataValues = parseEnumerations(externalAppValues, profilePolicyValues)

var externalAppValues = map[string][]string{
	"ExtlClntAppOauthConfigurablePolicies.guestJwtTimeout":          jwtTimeouts,
	"ExtlClntAppOauthConfigurablePolicies.ipRelaxationPolicyType":   {"Enforce", "Bypass", "Bypass_2factor", "Enforce_RelaxRefresh"},
	"ExtlClntAppOauthConfigurablePolicies.namedUserJwtTimeout":      jwtTimeouts,
	"ExtlClntAppOauthConfigurablePolicies.refreshTokenValidityUnit": {"Days", "Hours", "Months"},
}

// ofExternalApp are the fields of every object whose rows belong to an external
// client app.
func ofExternalApp(fields ...*salesforceField) []*salesforceField {
	return append([]*salesforceField{
		{Name: "DeveloperName", Kind: kindString, Length: 80},
		{Name: "MasterLabel", Kind: kindString, Length: 80},
		{
			Name: "ExternalClientApplicationId", Kind: kindReference,
			Reference: "ExternalClientApplication", Relationship: "ExternalClientApplication",
		},
	}, fields...)
}

var seesExternalApps = []string{
	"ViewSetup", "ExternalClientAppViewer", "ExternalClientAppDeveloper", "ExternalClientAppAdmin",
}

// externalAppObjects are external client apps and their satellites, which
// queries only read.
var externalAppObjects = []*salesforceObject{
	{
		Name: "ExternalClientApplication", Prefix: "0xI", Visible: seesExternalApps,
		Fields: []*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80},
			{Name: "MasterLabel", Kind: kindString, Length: 80},
			{Name: "Description", Kind: kindString, Length: 255},
			{Name: "ContactEmail", Kind: kindEmail, Length: 80},
			{Name: "ContactPhone", Kind: kindString, Length: 40},
			{Name: "DistributionState", Kind: kindPicklist},
			{Name: "ManagedType", Kind: kindPicklist},
			{Name: "OrgScopedExternalApp", Kind: kindString, Length: 255},
			{Name: "NamespacePrefix", Kind: kindString, Length: 15},
			{Name: "Language", Kind: kindPicklist, Default: "en_US"},
		},
		Unique: [][]string{{"DeveloperName"}},
	},
	{
		Name: "ExtlClntAppOauthSettings", Prefix: "0xJ", Visible: seesExternalApps,
		Fields: ofExternalApp(
			&salesforceField{Name: "SingleLogoutUrl", Kind: kindString, Length: 1024},
			&salesforceField{Name: "IsFirstPartyAppEnabled", Kind: kindBoolean},
		),
		Unique: [][]string{{"DeveloperName"}},
	},
	{
		Name: "ExtlClntAppGlobalOauthSettings", Prefix: "0xK", Hidden: true,
		Fields: ofExternalApp(), Unique: [][]string{{"DeveloperName"}},
	},
	{
		Name: "ExtlClntAppOauthPlcyCnfg", Prefix: "0xL", Visible: seesExternalApps,
		Fields: ofExternalApp(
			&salesforceField{Name: "PermittedUsersPolicyType", Kind: kindPicklist},
			&salesforceField{Name: "IpRelaxationPolicyType", Kind: kindPicklist},
			&salesforceField{Name: "RefreshTokenPolicyType", Kind: kindPicklist},
			&salesforceField{Name: "RefreshTokenValidityPeriod", Kind: kindInt},
			&salesforceField{Name: "RefreshTokenValidityUnit", Kind: kindPicklist},
			&salesforceField{Name: "RequiredSessionLevel", Kind: kindPicklist},
			&salesforceField{Name: "PolicyAction", Kind: kindPicklist},
			&salesforceField{Name: "ClientCredentialsFlowUserId", Kind: kindReference, Reference: "User", Relationship: "ClientCredentialsFlowUser"},
			&salesforceField{Name: "IsClientCredentialsFlowEnabled", Kind: kindBoolean},
			&salesforceField{Name: "SessionTimeoutInMinutes", Kind: kindInt},
			&salesforceField{Name: "StartUrl", Kind: kindString, Length: 1024},
			&salesforceField{Name: "SingleLogoutUrl", Kind: kindString, Length: 1024},
		),
		Unique: [][]string{{"DeveloperName"}},
	},
	{
		Name: "ExtlClntAppPlcyCnfg", Prefix: "0xM", Visible: seesExternalApps,
		Fields: ofExternalApp(
			&salesforceField{Name: "IsEnabled", Kind: kindBoolean},
			&salesforceField{Name: "IsOauthPluginEnabled", Kind: kindBoolean},
			&salesforceField{Name: "IsSamlPluginEnabled", Kind: kindBoolean},
		),
		Unique: [][]string{{"DeveloperName"}},
	},
	{
		Name: "ExtlClntAppSamlPlcyCnfg", Prefix: "0xN", Visible: seesExternalApps,
		Fields: ofExternalApp(), Unique: [][]string{{"DeveloperName"}},
	},
}

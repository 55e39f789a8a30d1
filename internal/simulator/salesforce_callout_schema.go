package simulator

// calloutTypes are the types of what the organization calls out with and of
// what it watches transactions by, described as connectedAppTypes are.
var calloutTypes = map[string]string{ //nolint:gosec // names of elements, no secrets
	"TransactionSecurityPolicy": `action:TransactionSecurityAction! active:boolean! apexClass:string blockMessage:string
		customEmailContent:string description:string developerName:string eventName:TransactionSecurityEventName
		eventType:MonitoredEvents executionUser:string flow:string masterLabel:string resourceName:string
		type:TxnSecurityPolicyType`,
	"TransactionSecurityAction": `block:boolean! endSession:boolean! freezeUser:boolean!
		notifications:TransactionSecurityNotification[] twoFactorAuthentication:boolean!`,
	"TransactionSecurityNotification": `inApp:boolean! sendEmail:boolean! user:string!`,
	"ExternalCredential": `authenticationProtocol:AuthenticationProtocol! description:string
		externalCredentialParameters:ExternalCredentialParameter[] label:string!`,
	"ExternalCredentialParameter": `authProvider:string certificate:string description:string
		externalAuthIdentityProvider:string parameterGroup:string parameterName:string!
		parameterType:ExternalCredentialParamType! parameterValue:string sequenceNumber:int`,
	"NamedCredential": `allowMergeFieldsInBody:boolean allowMergeFieldsInHeader:boolean authProvider:string
		authTokenEndpointUrl:string awsAccessKey:string awsAccessSecret:string awsRegion:string awsService:string
		calloutStatus:CalloutStatus certificate:string description:string endpoint:string
		generateAuthorizationHeader:boolean jwtAudience:string jwtFormulaSubject:string jwtIssuer:string
		jwtSigningCertificate:string jwtTextSubject:string jwtValidityPeriodSeconds:int label:string!
		namedCredentialParameters:NamedCredentialParameter[] namedCredentialType:NamedCredentialType
		oauthRefreshToken:string oauthScope:string oauthToken:string outboundNetworkConnection:string password:string
		principalType:ExternalPrincipalType protocol:AuthenticationProtocol username:string`,
	"NamedCredentialParameter": `certificate:string description:string externalCredential:string
		globalNamedPrincipalCredential:boolean managedFeatureEnabledCallout:boolean outboundNetworkConnection:string
		parameterName:string! parameterType:NamedCredentialParamType! parameterValue:string
		readOnlyNamedCredential:boolean sequenceNumber:int systemUserNamedCredential:boolean`,
}

var calloutEnumerations = map[string][]string{
	"TransactionSecurityEventName": {
		"ReportEvent", "ApiEvent", "AdminSetupEvent", "LoginEvent", "ListViewEvent", "CredentialStuffingEventStore",
		"ReportAnomalyEventStore", "SessionHijackingEventStore", "ApiAnomalyEventStore", "BulkApiResultEventStore",
		"PermissionSetEventStore", "FileEventStore", "GuestUserAnomalyEventStore", "LoginAsEvent",
		"LoginAnomalyEventStore", "UniversalAnomalyEventStore",
	},
	"MonitoredEvents":       {"AuditTrail", "Login", "Entity", "DataExport", "AccessResource"},
	"TxnSecurityPolicyType": {"CustomApexPolicy", "CustomConditionBuilderPolicy"},
	"CalloutStatus":         {"Enabled", "Disabled"},
	"ExternalPrincipalType": {"Anonymous", "PerUser", "NamedUser", "UserWithImpersonation"},
	"AuthenticationProtocol": {
		"NoAuthentication", "Certificate", "Oauth", "Password", "NTLM", "AwsSv4", "Jwt", "JwtExchange", "C2c", "ApiKey",
		"Custom", "InternalOAuth", "OrgJwt", "Basic",
	},
	"NamedCredentialType": {
		"Legacy", "AnonymousEndpoint", "SecuredEndpoint", "PrivateEndpoint", "Credentials", "Standard",
	},
	"NamedCredentialParamType": {
		"Url", "UrlQueryParameter", "HttpHeader", "HttpCookie", "ClientCertificate", "ServerCertificate",
		"FormulaVariable", "Authentication", "OutboundNetworkConnection", "AllowedManagedPackageNamespaces",
		"CreatedByNamespace", "CustomParameter", "StandardNamedCredentialType", "ManagedByFeature",
		"ManagedByComponent", "ConnectionStatus", "SfHttpRequestExtensionName", "NamedCredentialOptions",
		"ManagedByNamespace",
	},
	"ExternalCredentialParamType": {
		"ParameterGroup", "ExternalAuthIdentityProvider", "AuthProvider", "AuthProviderUrl",
		"AuthProviderUrlQueryParameter", "SigningCertificate", "FormulaVariable", "AuthProviderAuthParameter",
		"AuthParameter", "NamedPrincipal", "PerUserPrincipal", "AwsStsPrincipal", "GlobalNamedPrincipal",
		"SystemUserPrincipal", "AuthContext", "AuthQueryParameter", "AuthHeader", "AuthProtocolVariant",
		"JwtBodyClaim", "JwtHeaderClaim", "CreatedByNamespace", "AdditionalRefreshStatusCode", "ManagedByFeature",
		"ManagedByComponent", "SfHttpRequestExtensionName", "TenantPrincipal",
	},
}

// calloutObjects are read by queries and written as metadata or by the
// Connect API.
var calloutObjects = []*salesforceObject{
	{
		Name: "TransactionSecurityPolicy", Prefix: "0NI", Visible: []string{"CustomizeApplication", "ViewSetup"},
		Fields: []*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80},
			{Name: "MasterLabel", Kind: kindString, Length: 80},
			{Name: "Description", Kind: kindString, Length: 255},
			{Name: "Type", Kind: kindPicklist},
			{Name: "EventName", Kind: kindPicklist},
			{Name: "BlockMessage", Kind: kindString, Length: 1000},
			{Name: "CustomEmailContent", Kind: kindString, Length: 1333},
		},
		Unique: [][]string{{"DeveloperName"}},
	},
	{
		Name: "ExternalCredential", Prefix: "2Ga", Visible: []string{"ViewSetup", "CustomizeApplication"},
		Fields: []*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80},
			{Name: "MasterLabel", Kind: kindString, Length: 80},
			{Name: "Description", Kind: kindString, Length: 255},
			{Name: "AuthenticationProtocol", Kind: kindPicklist},
		},
		Unique: [][]string{{"DeveloperName"}},
	},
	{
		Name: "NamedCredential", Prefix: "0XA", Visible: []string{"ViewSetup", "CustomizeApplication"},
		Fields: []*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80},
			{Name: "MasterLabel", Kind: kindString, Length: 80},
			{Name: "Description", Kind: kindString, Length: 255},
			{Name: "Endpoint", Kind: kindString, Length: 255},
			{Name: "NamedCredentialType", Kind: kindPicklist},
		},
		Unique: [][]string{{"DeveloperName"}},
	},
}

package simulator

// usageObjects tell who signed in, with what, and what happened then. Nobody
// writes them but the organization itself.
var usageObjects = []*salesforceObject{
	{
		Name: "OauthToken", Prefix: "0CQ", Log: true, Owner: "UserId", OwnUnless: "CustomizeApplication",
		QueryMaximum: 2500, PageSize: 500,
		Fields: []*salesforceField{
			{Name: "AccessToken", Kind: kindString, Length: 2048},
			{Name: "AppMenuItemId", Kind: kindReference, Reference: "ConnectedApplication"},
			{Name: "AppName", Kind: kindString, Length: 80},
			{Name: "DeleteToken", Kind: kindString, Length: 512},
			{Name: "LastUsedDate", Kind: kindDatetime},
			{Name: "RequestToken", Kind: kindString, Length: 512},
			{Name: "UseCount", Kind: kindInt},
			{Name: "UserId", Kind: kindReference, Reference: "User", Relationship: "User"},
		},
		Unique: [][]string{{"DeleteToken"}},
	},
	{
		Name: "ExtlClntAppOauthUsage", Prefix: "0CX", Hidden: true, Log: true,
		Fields: []*salesforceField{
			{Name: "ExternalClientApplicationId", Kind: kindReference, Reference: "ExternalClientApplication"},
			{Name: "UserId", Kind: kindReference, Reference: "User"},
			{Name: "LastUsedDate", Kind: kindDatetime},
			{Name: "UseCount", Kind: kindInt},
		},
	},
	{
		Name: "LoginHistory", Prefix: "0Ya", Log: true, Owner: "UserId", OwnUnless: "ManageUsers",
		Fields: []*salesforceField{
			{Name: "UserId", Kind: kindReference, Reference: "User"},
			{Name: "LoginTime", Kind: kindDatetime},
			{Name: "LoginType", Kind: kindPicklist},
			{Name: "SourceIp", Kind: kindString, Length: 39},
			{Name: "LoginUrl", Kind: kindString, Length: 120},
			{Name: "Application", Kind: kindString, Length: 100, Flags: unfilterable},
			{Name: "Status", Kind: kindString, Length: 100, Flags: unfilterable},
			{Name: "ApiType", Kind: kindString, Length: 50, Flags: unfilterable},
			{Name: "ApiVersion", Kind: kindString, Length: 20, Flags: unfilterable},
			{Name: "ClientVersion", Kind: kindString, Length: 50, Flags: unfilterable},
			{Name: "Browser", Kind: kindString, Length: 50, Flags: unfilterable},
			{Name: "Platform", Kind: kindString, Length: 50, Flags: unfilterable},
			{Name: "TlsProtocol", Kind: kindPicklist, Default: "TLS 1.3"},
			{Name: "CipherSuite", Kind: kindString, Length: 100},
			{Name: "CountryIso", Kind: kindString, Length: 2},
			{Name: "AuthenticationServiceId", Kind: kindString, Length: 18},
		},
	},
	{
		Name: "AuthSession", Prefix: "0Ak", Log: true, Deletable: true, Owner: "UsersId", OwnUnless: "ManageUsers",
		Fields: []*salesforceField{
			{Name: "UsersId", Kind: kindReference, Reference: "User", Relationship: "Users"},
			{Name: "LoginHistoryId", Kind: kindReference, Reference: "LoginHistory", Relationship: "LoginHistory"},
			{Name: "ParentId", Kind: kindReference, Reference: "AuthSession", Relationship: "Parent"},
			{Name: "SessionType", Kind: kindPicklist, Default: "Oauth2"},
			{Name: "LoginType", Kind: kindPicklist},
			{Name: "SourceIp", Kind: kindString, Length: 39},
			{Name: "NumSecondsValid", Kind: kindInt},
			{Name: "SessionSecurityLevel", Kind: kindPicklist, Default: "STANDARD"},
			{Name: "UserType", Kind: kindPicklist, Default: "Standard"},
			{Name: "IsCurrent", Kind: kindBoolean},
			{Name: "IsAssociatedWithJwtAccessToken", Kind: kindBoolean},
		},
	},
	{
		Name: "EventLogFile", Prefix: "0AT", Log: true, Visible: []string{"ViewEventLogFiles"},
		Fields: []*salesforceField{
			{Name: "EventType", Kind: kindPicklist},
			{Name: "LogDate", Kind: kindDatetime},
			{Name: "Interval", Kind: kindPicklist, Default: "Daily"},
			{Name: "Sequence", Kind: kindInt, Default: 0.0},
			{Name: "ApiVersion", Kind: kindInt, Default: 66.0},
			{Name: "LogFileContentType", Kind: kindString, Default: "text/csv"},
			{Name: "LogFileFieldNames", Kind: kindString},
			{Name: "LogFileFieldTypes", Kind: kindString},
			{Name: "LogFileLength", Kind: kindInt},
			{Name: "LogFile", Kind: kindString, Flags: unfilterable},
		},
	},
	{
		Name: "BlacklistedConsumer", Prefix: "0bC", Hidden: true,
		Fields: []*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80},
			{Name: "MasterLabel", Kind: kindString, Length: 80},
			{Name: "ConsumerKey", Kind: kindString, Length: 256},
			{Name: "ConsumerName", Kind: kindString, Length: 255},
			{Name: "BlockedByApiWhitelisting", Kind: kindBoolean},
		},
		Unique: [][]string{{"DeveloperName"}, {"ConsumerKey"}},
	},
}

// blockedAppTypes are the types of blocked apps, described as connectedAppTypes
// are.
var blockedAppTypes = map[string]string{
	"BlacklistedConsumer": "blockedByApiWhitelisting:boolean! consumerKey:string! consumerName:string! masterLabel:string!",
}

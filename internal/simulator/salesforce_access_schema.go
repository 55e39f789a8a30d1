package simulator

// salesforcePermissions are the user permissions that permission sets and
// profiles carry, each in a field named Permissions and this: those that have to
// do with calling APIs and with deciding who may.
var salesforcePermissions = []string{
	"ActivateSystemModeFlowRestrictions", "ApexRestServices", "ApiEnabled", "ApiUserOnly", "AssignPermissionSets",
	"AuthorApex", "BulkApiHardDelete", "BypassMFAForUiLogins", "CanApproveUninstalledApps", "ClientSecretRotation",
	"CustomizeApplication", "DelegatedTwoFactor", "EditReadonlyFields", "ExternalClientAppAdmin",
	"ExternalClientAppDeveloper", "ExternalClientAppViewer", "FreezeUsers", "IdentityConnect", "IdentityEnabled",
	"IsSsoEnabled", "ManageAuthProviders", "ManageCertificates", "ManageCustomPermissions", "ManageEncryptionKeys",
	"ManageHealthCheck", "ManageInternalUsers", "ManageIpAddresses", "ManageLoginAccessPolicies",
	"ManageNamedCredentials", "ManagePasswordPolicies", "ManageProfilesPermissionsets", "ManageRemoteAccess",
	"ManageRoles", "ManageSessionPermissionSets", "ManageSharing", "ManageTwoFactor", "ManageUsers",
	"MCPMetadataApi", "ModifyAllData", "ModifyMetadata", "MonitorLoginHistory", "PasswordNeverExpires",
	"ResetPasswords", "TransactionSecurityExempt", "TwoFactorApi", "UseAnyApiClient", "ViewAllData", "ViewAllUsers",
	"ViewClientSecret", "ViewDataLeakageEvents", "ViewEventLogFiles", "ViewEventLogObjectData", "ViewHealthCheck",
	"ViewRoles", "ViewSecurityCommandCenter", "ViewSetup", "ViewUserPII",
}

// mutingObjects are what takes permissions away within a group, and what freezes
// users.
var mutingObjects = []*salesforceObject{
	{
		Name: "MutingPermissionSet", Prefix: "0QM", Creatable: true, Updateable: true, Deletable: true,
		Fields: append([]*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "MasterLabel", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "Description", Kind: kindString, Length: 255, Flags: writable},
			{Name: "Language", Kind: kindPicklist, Flags: writable, Default: "en_US"},
			{Name: "NamespacePrefix", Kind: kindString, Length: 15},
		}, permissionFields()...),
		Unique: [][]string{{"DeveloperName"}}, Visible: seesSetup, Managed: "ManageProfilesPermissionsets",
	},
	{
		Name: "UserLogin", Prefix: "0Yw", Updateable: true,
		Fields: []*salesforceField{
			{Name: "UserId", Kind: kindReference, Reference: "User"},
			{Name: "IsFrozen", Kind: kindBoolean, Flags: updateable},
			{Name: "IsPasswordLocked", Kind: kindBoolean, Flags: updateable},
		},
		Owner: "UserId", OwnUnless: "ManageUsers", Managed: "ManageUsers",
	},
}

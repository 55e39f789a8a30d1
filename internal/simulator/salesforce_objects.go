package simulator

import "slices"

// seesSetup are the permissions any of which shows permission sets.
var seesSetup = []string{"ViewSetup", "AssignPermissionSets", "ManageSessionPermissionSets"}

func permissionFields() []*salesforceField {
	fields := make([]*salesforceField, 0, len(salesforcePermissions))
	for _, name := range salesforcePermissions {
		field := &salesforceField{Name: "Permissions" + name, Kind: kindBoolean, Flags: writable}
		if name == "UseAnyApiClient" {
			field.Flags |= accessControlOnly
		}
		fields = append(fields, field)
	}
	return fields
}

// salesforceObjects is every object that the simulator keeps rows of.
var salesforceObjects = slices.Concat(accessObjects, mutingObjects, externalAppObjects, usageObjects, profileObjects,
	calloutObjects)

// accessObjects are those of people, their permissions and connected apps.
var accessObjects = []*salesforceObject{
	{
		Name: "Organization", Prefix: "00D",
		Fields: []*salesforceField{
			{Name: "Name", Kind: kindString, Length: 80},
			{Name: "InstanceName", Kind: kindString, Length: 5},
			{Name: "IsSandbox", Kind: kindBoolean},
			{Name: "OrganizationType", Kind: kindPicklist},
			{Name: "NamespacePrefix", Kind: kindString, Length: 15},
			{Name: "TrialExpirationDate", Kind: kindDatetime},
			{Name: "LanguageLocaleKey", Kind: kindPicklist, Default: "en_US"},
		},
	},
	{
		Name: "UserLicense", Prefix: "100",
		Fields: []*salesforceField{
			{Name: "Name", Kind: kindString, Length: 40},
			{Name: "MasterLabel", Kind: kindString, Length: 40},
			{Name: "LicenseDefinitionKey", Kind: kindString, Length: 40},
			{Name: "Status", Kind: kindPicklist, Default: "Active"},
			{Name: "TotalLicenses", Kind: kindInt},
			{Name: "UsedLicenses", Kind: kindInt},
		},
		Unique: [][]string{{"Name"}},
	},
	{
		Name: "Profile", Prefix: "00e", Creatable: true, Updateable: true, Deletable: true,
		Fields: append([]*salesforceField{
			{Name: "Name", Kind: kindString, Length: 255, Flags: writable | required},
			{Name: "Description", Kind: kindString, Length: 255, Flags: writable},
			{Name: "UserLicenseId", Kind: kindReference, Reference: "UserLicense", Relationship: "UserLicense", Flags: createable | required},
			{Name: "UserType", Kind: kindPicklist, Default: "Standard"},
		}, permissionFields()...),
		Unique: [][]string{{"Name"}}, Managed: "ManageProfilesPermissionsets",
	},
	{
		Name: "User", Prefix: "005", Creatable: true, Updateable: true,
		Fields: []*salesforceField{
			{Name: "Username", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "FirstName", Kind: kindString, Length: 40, Flags: writable},
			{Name: "LastName", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "Name", Kind: kindString, Length: 121},
			{Name: "Email", Kind: kindEmail, Length: 128, Flags: writable | required},
			{Name: "Alias", Kind: kindString, Length: 8, Flags: writable | required},
			{Name: "FederationIdentifier", Kind: kindString, Length: 512, Flags: writable},
			{Name: "ProfileId", Kind: kindReference, Reference: "Profile", Relationship: "Profile", Flags: writable | required},
			{Name: "UserType", Kind: kindPicklist, Default: "Standard"},
			{Name: "IsActive", Kind: kindBoolean, Flags: writable, Default: true},
			{Name: "TimeZoneSidKey", Kind: kindPicklist, Flags: writable | required},
			{Name: "LocaleSidKey", Kind: kindPicklist, Flags: writable | required},
			{Name: "EmailEncodingKey", Kind: kindPicklist, Flags: writable | required},
			{Name: "LanguageLocaleKey", Kind: kindPicklist, Flags: writable | required},
		},
		Unique: [][]string{{"Username"}}, Managed: "ManageUsers",
	},
	{
		Name: "PermissionSet", Prefix: "0PS", Creatable: true, Updateable: true, Deletable: true,
		Fields: append([]*salesforceField{
			{Name: "Name", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "Label", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "Description", Kind: kindString, Length: 255, Flags: writable},
			{Name: "LicenseId", Kind: kindReference, Reference: "UserLicense", Relationship: "License", Flags: createable},
			{Name: "HasActivationRequired", Kind: kindBoolean, Flags: writable},
			{Name: "IsCustom", Kind: kindBoolean, Default: true},
			{Name: "IsOwnedByProfile", Kind: kindBoolean},
			{Name: "ProfileId", Kind: kindReference, Reference: "Profile", Relationship: "Profile"},
			{Name: "PermissionSetGroupId", Kind: kindReference, Reference: "PermissionSetGroup", Relationship: "PermissionSetGroup"},
			{Name: "NamespacePrefix", Kind: kindString, Length: 15},
			{Name: "Type", Kind: kindPicklist, Default: "Regular"},
		}, permissionFields()...),
		Unique: [][]string{{"Name"}}, Visible: seesSetup, Managed: "ManageProfilesPermissionsets",
	},
	{
		Name: "PermissionSetAssignment", Prefix: "0Pa", Creatable: true, Updateable: true, Deletable: true,
		Fields: []*salesforceField{
			{Name: "AssigneeId", Kind: kindReference, Reference: "User", Relationship: "Assignee", Flags: createable | required},
			{Name: "PermissionSetId", Kind: kindReference, Reference: "PermissionSet", Relationship: "PermissionSet", Flags: createable},
			{Name: "PermissionSetGroupId", Kind: kindReference, Reference: "PermissionSetGroup", Relationship: "PermissionSetGroup", Flags: createable},
			{Name: "ExpirationDate", Kind: kindDatetime, Flags: writable},
			{Name: "IsActive", Kind: kindBoolean, Default: true},
			{Name: "IsRevoked", Kind: kindBoolean, Flags: updateable},
		},
		Unique:  [][]string{{"AssigneeId", "PermissionSetId"}},
		Managed: "AssignPermissionSets",
	},
	{
		Name: "PermissionSetGroup", Prefix: "0PG", Creatable: true, Updateable: true, Deletable: true,
		Fields: []*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "MasterLabel", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "Description", Kind: kindString, Length: 255, Flags: writable},
			{Name: "HasActivationRequired", Kind: kindBoolean, Flags: writable},
			{Name: "Language", Kind: kindPicklist, Flags: writable, Default: "en_US"},
			{Name: "NamespacePrefix", Kind: kindString, Length: 15},
			{Name: "Status", Kind: kindPicklist, Default: "Updated"},
		},
		Unique: [][]string{{"DeveloperName"}}, Visible: seesSetup, Managed: "ManageProfilesPermissionsets",
	},
	{
		Name: "PermissionSetGroupComponent", Prefix: "0PH", Creatable: true, Deletable: true,
		Fields: []*salesforceField{
			{Name: "PermissionSetGroupId", Kind: kindReference, Reference: "PermissionSetGroup", Relationship: "PermissionSetGroup", Flags: createable | required},
			{Name: "PermissionSetId", Kind: kindReference, Reference: "PermissionSet", Alternative: "MutingPermissionSet", Relationship: "PermissionSet", Flags: createable | required},
		},
		Unique:  [][]string{{"PermissionSetGroupId", "PermissionSetId"}},
		Visible: seesSetup, Managed: "ManageProfilesPermissionsets",
	},
	{
		Name: "SetupEntityAccess", Prefix: "0J0", Creatable: true, Deletable: true,
		Fields: []*salesforceField{
			{Name: "ParentId", Kind: kindReference, Reference: "PermissionSet", Relationship: "Parent", Flags: createable | required},
			{Name: "SetupEntityId", Kind: kindReference, Reference: "ConnectedApplication", Alternative: "ExternalClientApplication", Flags: createable | required},
			{Name: "SetupEntityType", Kind: kindPicklist},
		},
		Unique:  [][]string{{"ParentId", "SetupEntityId"}},
		Visible: []string{"ViewSetup"}, Managed: "ManageProfilesPermissionsets",
	},
	{
		Name: "ConnectedApplication", Prefix: "0H4",
		Fields: []*salesforceField{
			{Name: "Name", Kind: kindString, Length: 80},
			{Name: "DeveloperName", Kind: kindString, Length: 80, Flags: toolingOnly},
			{Name: "ContactEmail", Kind: kindEmail, Length: 80, Flags: toolingOnly},
			{Name: "Description", Kind: kindString, Length: 255, Flags: toolingOnly},
			{Name: "StartUrl", Kind: kindString, Length: 1024},
			{Name: "MobileStartUrl", Kind: kindString, Length: 1024},
			{Name: "RefreshTokenValidityPeriod", Kind: kindInt},
			{Name: "OptionsAllowAdminApprovedUsersOnly", Kind: kindBoolean},
			{Name: "OptionsHasSessionLevelPolicy", Kind: kindBoolean},
			{Name: "OptionsRefreshTokenValidityMetric", Kind: kindBoolean},
			{Name: "OptionsIsInternal", Kind: kindBoolean},
		},
		Visible: []string{"ViewSetup", "CustomizeApplication"},
	},
	{
		Name: "SetupAuditTrail", Prefix: "0Ym", Log: true,
		Fields: []*salesforceField{
			{Name: "Action", Kind: kindString, Length: 80},
			{Name: "Section", Kind: kindString, Length: 80, Flags: unfilterable},
			{Name: "Display", Kind: kindString, Length: 255, Flags: unfilterable},
			{Name: "DelegateUser", Kind: kindString, Length: 255},
			{Name: "CreatedByContext", Kind: kindString, Length: 255},
		},
		Visible: []string{"ViewSetup"},
	},
}

package simulator

var (
	permissionSets = &tableKind{
		name: "PermissionSet", naming: "Name",
		columns: "description=Description hasActivationRequired=HasActivationRequired label=Label license=LicenseId",
	}
	mutingPermissionSets = &tableKind{
		name: "MutingPermissionSet", naming: "DeveloperName", columns: "description=Description label=MasterLabel",
	}
	permissionSetGroups = &tableKind{
		name: "PermissionSetGroup", naming: "DeveloperName",
		columns: "description=Description hasActivationRequired=HasActivationRequired label=MasterLabel status=Status",
		links: []componentLink{
			groupMembers("permissionSets", "PermissionSet", "Name"),
			groupMembers("mutingPermissionSets", "MutingPermissionSet", "DeveloperName"),
		},
	}
	customScopes = &tableKind{
		name: "OauthCustomScope", naming: "DeveloperName",
		columns: "description=Description developerName=DeveloperName isPublic=IsPublic masterLabel=MasterLabel",
		links: []componentLink{{
			element: "assignedTo", inner: "connectedApp",
			object: "OauthCustomScopeApp", owner: "OauthCustomScopeId", member: "ConnectedApplicationId",
			find: (*salesforceOrg).appNamed,
			call: func(o *salesforceOrg, id string) string {
				if app := o.Apps[id]; app != nil {
					return app.FullName
				}
				return ""
			},
		}},
	}
)

// groupMembers are the members of one kind that a permission set group has.
func groupMembers(element, object, naming string) componentLink {
	return componentLink{
		element: element, object: "PermissionSetGroupComponent", owner: "PermissionSetGroupId", member: "PermissionSetId",
		find: func(o *salesforceOrg, name string) string { return o.named(object, naming, name) },
		call: func(o *salesforceOrg, id string) string { return o.row(object, id).text(naming) },
	}
}

// permissionSetElements are the elements of permission sets, and of the muting
// ones, which are made alike.
const permissionSetElements = `agentAccesses:PermissionSetAgentAccess[]
	applicationVisibilities:PermissionSetApplicationVisibility[] classAccesses:PermissionSetApexClassAccess[]
	customMetadataTypeAccesses:PermissionSetCustomMetadataTypeAccess[]
	customPermissions:PermissionSetCustomPermissions[] customSettingAccesses:PermissionSetCustomSettingAccess[]
	description:string emailRoutingAddressAccesses:PermissionSetEmailRoutingAddressAccess[]
	externalCredentialPrincipalAccesses:PermissionSetExternalCredentialPrincipalAccess[]
	externalDataSourceAccesses:PermissionSetExternalDataSourceAccess[]
	fieldPermissions:PermissionSetFieldPermissions[] flowAccesses:PermissionSetFlowAccess[]
	genComputingSummaryDefAccesses:PermissionSetGenComputingSummaryDefAccess[] hasActivationRequired:boolean
	label:string! license:string objectPermissions:PermissionSetObjectPermissions[]
	pageAccesses:PermissionSetApexPageAccess[] recordTypeVisibilities:PermissionSetRecordTypeVisibility[]
	servicePresenceStatusAccesses:PermissionSetServicePresenceStatusAccess[] tabSettings:PermissionSetTabSetting[]
	userPermissions:PermissionSetUserPermission[]`

// tableTypes are the types whose components are rows as well, described as
// connectedAppTypes are.
var tableTypes = map[string]string{
	"PermissionSet":                                  permissionSetElements,
	"MutingPermissionSet":                            permissionSetElements,
	"PermissionSetAgentAccess":                       `agentName:string! enabled:boolean!`,
	"PermissionSetApplicationVisibility":             `application:string! visible:boolean!`,
	"PermissionSetApexClassAccess":                   `apexClass:string! enabled:boolean!`,
	"PermissionSetCustomMetadataTypeAccess":          `enabled:boolean! name:string!`,
	"PermissionSetCustomPermissions":                 `enabled:boolean! name:string!`,
	"PermissionSetCustomSettingAccess":               `enabled:boolean! name:string!`,
	"PermissionSetEmailRoutingAddressAccess":         `enabled:boolean! name:string!`,
	"PermissionSetExternalCredentialPrincipalAccess": `enabled:boolean! externalCredentialPrincipal:string!`,
	"PermissionSetExternalDataSourceAccess":          `enabled:boolean! externalDataSource:string!`,
	"PermissionSetFieldPermissions":                  `editable:boolean! field:string! readable:boolean`,
	"PermissionSetFlowAccess":                        `enabled:boolean! flow:string!`,
	"PermissionSetGenComputingSummaryDefAccess":      `configName:string! enabled:boolean!`,
	"PermissionSetObjectPermissions": `allowCreate:boolean! allowDelete:boolean! allowEdit:boolean! allowRead:boolean!
		customizeSetup:boolean deleteSetup:boolean modifyAllRecords:boolean! object:string! viewAllFields:boolean
		viewAllRecords:boolean! viewSetup:boolean`,
	"PermissionSetApexPageAccess":              `apexPage:string! enabled:boolean!`,
	"PermissionSetRecordTypeVisibility":        `recordType:string! visible:boolean!`,
	"PermissionSetServicePresenceStatusAccess": `enabled:boolean! servicePresenceStatus:string!`,
	"PermissionSetTabSetting":                  `tab:string! visibility:PermissionSetTabVisibility!`,
	"PermissionSetUserPermission":              `enabled:boolean! name:string!`,
	"PermissionSetGroup": `description:string hasActivationRequired:boolean label:string!
		mutingPermissionSets:string[] permissionSets:string[] status:string`,
	"OauthCustomScope": `assignedTo:OauthCustomScopeApp[] description:string! developerName:string!
		isProtected:boolean isPublic:boolean masterLabel:string!`,
	"OauthCustomScopeApp": `connectedApp:string!`,
}

var tableEnumerations = map[string][]string{
	"PermissionSetTabVisibility": {"None", "Available", "Visible"},
}

package simulator

// profileTypes are the types of profiles and of the policies that belong to one,
// described as connectedAppTypes are.
var profileTypes = map[string]string{
	"Profile": `agentAccesses:ProfileAgentAccess[] applicationVisibilities:ProfileApplicationVisibility[]
		categoryGroupVisibilities:ProfileCategoryGroupVisibility[] classAccesses:ProfileApexClassAccess[] custom:boolean
		customMetadataTypeAccesses:ProfileCustomMetadataTypeAccess[] customPermissions:ProfileCustomPermissions[]
		customSettingAccesses:ProfileCustomSettingAccess[] description:string
		externalDataSourceAccesses:ProfileExternalDataSourceAccess[] fieldPermissions:ProfileFieldLevelSecurity[]
		flowAccesses:ProfileFlowAccess[] genComputingSummaryDefAccesses:ProfileGenComputingSummaryDefAccess[]
		layoutAssignments:ProfileLayoutAssignment[] loginFlows:LoginFlow[] loginHours:ProfileLoginHours
		loginIpRanges:ProfileLoginIpRange[] objectPermissions:ProfileObjectPermissions[]
		pageAccesses:ProfileApexPageAccess[] profileActionOverrides:ProfileActionOverride[]
		recordTypeVisibilities:ProfileRecordTypeVisibility[]
		servicePresenceStatusAccesses:ProfileServicePresenceStatusAccess[] tabVisibilities:ProfileTabVisibility[]
		userLicense:string userPermissions:ProfileUserPermission[]`,
	"ProfileAgentAccess":                  `agentName:string! enabled:boolean!`,
	"ProfileApplicationVisibility":        `application:string! default:boolean! visible:boolean!`,
	"ProfileCategoryGroupVisibility":      `dataCategories:string[] dataCategoryGroup:string! visibility:CategoryGroupVisibility!`,
	"ProfileApexClassAccess":              `apexClass:string! enabled:boolean!`,
	"ProfileCustomMetadataTypeAccess":     `enabled:boolean! name:string!`,
	"ProfileCustomPermissions":            `enabled:boolean! name:string!`,
	"ProfileCustomSettingAccess":          `enabled:boolean! name:string!`,
	"ProfileExternalDataSourceAccess":     `enabled:boolean! externalDataSource:string!`,
	"ProfileFieldLevelSecurity":           `editable:boolean! field:string! readable:boolean`,
	"ProfileFlowAccess":                   `enabled:boolean! flow:string!`,
	"ProfileGenComputingSummaryDefAccess": `configName:string! enabled:boolean!`,
	"ProfileLayoutAssignment":             `layout:string! recordType:string`,
	"LoginFlow": `flow:string flowType:LoginFlowType! friendlyName:string! uiLoginFlowType:UiLoginFlowType!
		useLightningRuntime:boolean vfFlowPage:string vfFlowPageTitle:string`,
	"ProfileLoginHours": `fridayEnd:string fridayStart:string mondayEnd:string mondayStart:string saturdayEnd:string
		saturdayStart:string sundayEnd:string sundayStart:string thursdayEnd:string thursdayStart:string
		tuesdayEnd:string tuesdayStart:string wednesdayEnd:string wednesdayStart:string`,
	"ProfileLoginIpRange": `description:string endAddress:string! startAddress:string!`,
	"ProfileObjectPermissions": `allowCreate:boolean allowDelete:boolean allowEdit:boolean allowRead:boolean
		customizeSetup:boolean deleteSetup:boolean modifyAllRecords:boolean object:string! viewAllFields:boolean
		viewAllRecords:boolean viewSetup:boolean`,
	"ProfileApexPageAccess": `apexPage:string! enabled:boolean!`,
	"ProfileActionOverride": `actionName:string! content:string formFactor:FormFactor! pageOrSobjectType:string!
		recordType:string type:ActionOverrideType!`,
	"ProfileRecordTypeVisibility":        `default:boolean! personAccountDefault:boolean recordType:string! visible:boolean!`,
	"ProfileServicePresenceStatusAccess": `enabled:boolean! servicePresenceStatus:string!`,
	"ProfileTabVisibility":               `tab:string! visibility:TabVisibility!`,
	"ProfileUserPermission":              `enabled:boolean! name:string!`,
	"ProfilePasswordPolicy": `forgotPasswordRedirect:boolean lockoutInterval:int! maxLoginAttempts:int!
		minimumPasswordLength:int! minimumPasswordLifetime:boolean obscure:boolean passwordComplexity:int!
		passwordExpiration:int! passwordHistory:int! passwordQuestion:int! profile:string!`,
	"ProfileSessionSetting": `externalCommunityUserIdentityVerif:boolean! forceLogout:boolean! profile:string!
		requiredSessionLevel:SessionSecurityLevel sessionPersistence:boolean! sessionTimeout:int!
		sessionTimeoutWarning:boolean!`,
}

var profileEnumerations = map[string][]string{
	"CategoryGroupVisibility": {"ALL", "NONE", "CUSTOM"},
	"LoginFlowType":           {"UI"},
	"UiLoginFlowType":         {"VisualWorkflow", "VisualForce"},
	"FormFactor":              {"Small", "Medium", "Large"},
	"ActionOverrideType":      {"Default", "Standard", "Scontrol", "Visualforce", "Flexipage", "LightningComponent"},
	"TabVisibility":           {"Hidden", "DefaultOff", "DefaultOn"},
}

// profileObjects hold the policies of profiles, and the scopes that the
// organization makes up.
var profileObjects = []*salesforceObject{
	{
		Name: "ProfilePasswordPolicy", Prefix: "0pP", Hidden: true, Unique: [][]string{{"DeveloperName"}, {"Profile"}},
		Fields: []*salesforceField{{Name: "DeveloperName", Kind: kindString}, {Name: "Profile", Kind: kindString}},
	},
	{
		Name: "ProfileSessionSetting", Prefix: "0pS", Hidden: true, Unique: [][]string{{"DeveloperName"}, {"Profile"}},
		Fields: []*salesforceField{{Name: "DeveloperName", Kind: kindString}, {Name: "Profile", Kind: kindString}},
	},
	{
		Name: "OauthCustomScope", Prefix: "0lC", Creatable: true, Updateable: true, Deletable: true,
		Fields: []*salesforceField{
			{Name: "DeveloperName", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "MasterLabel", Kind: kindString, Length: 80, Flags: writable | required},
			{Name: "Description", Kind: kindString, Length: 60, Flags: writable | required},
			{Name: "IsPublic", Kind: kindBoolean, Flags: writable},
			{Name: "Language", Kind: kindPicklist, Flags: writable, Default: "en_US"},
			{Name: "NamespacePrefix", Kind: kindString, Length: 15},
		},
		Unique:  [][]string{{"DeveloperName"}, {"Description"}},
		Visible: []string{"ManageRemoteAccess"}, Managed: "ManageRemoteAccess",
	},
	{
		Name: "OauthCustomScopeApp", Prefix: "0lA", Creatable: true, Updateable: true, Deletable: true,
		Fields: []*salesforceField{
			{Name: "OauthCustomScopeId", Kind: kindReference, Reference: "OauthCustomScope", Relationship: "OauthCustomScope", Flags: writable | required},
			{Name: "ConnectedApplicationId", Kind: kindReference, Reference: "ConnectedApplication", Relationship: "ConnectedApplication", Flags: writable | required},
		},
		Unique:  [][]string{{"OauthCustomScopeId", "ConnectedApplicationId"}},
		Visible: []string{"ManageRemoteAccess"}, Managed: "ManageRemoteAccess",
	},
}

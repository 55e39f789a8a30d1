package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/service/anypoint"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/service/salesforce"
)

// resources are the types that the provider manages.
var resources = []func() resource.Resource{
	anypoint.NewAPIAccessControlResource,
	anypoint.NewAPIContractResource,
	anypoint.NewAPIGrantResource,
	anypoint.NewAPIGrantsResource,
	anypoint.NewAPIInstanceResource,
	anypoint.NewAPIPolicyOrderResource,
	anypoint.NewAPIPolicyResource,
	anypoint.NewAppAllowlistEntryResource,
	anypoint.NewAppAllowlistResource,
	anypoint.NewAutomatedPolicyResource,
	anypoint.NewClientApplicationResource,
	anypoint.NewClientIDEnforcementPolicyResource,
	anypoint.NewConnectedAppResource,
	anypoint.NewConnectedAppScopeResource,
	anypoint.NewConnectedAppScopesResource,
	anypoint.NewIPAllowlistPolicyResource,
	anypoint.NewIPBlocklistPolicyResource,
	anypoint.NewJWTValidationPolicyResource,
	anypoint.NewRateLimitingPolicyResource,
	anypoint.NewSLATierResource,
	anypoint.NewTeamExternalGroupMappingsResource,
	anypoint.NewTeamMemberResource,
	anypoint.NewTeamMembersResource,
	anypoint.NewTeamResource,
	anypoint.NewTeamRoleResource,
	anypoint.NewTeamRolesResource,
	anypoint.NewUserRoleResource,
	salesforce.NewAPIAccessControlResource,
	salesforce.NewAPIGrantResource,
	salesforce.NewAPIGrantsResource,
	salesforce.NewAppAllowlistEntryResource,
	salesforce.NewAppAllowlistResource,
	salesforce.NewBlockedAppResource,
	salesforce.NewConnectedAppResource,
	salesforce.NewEventSettingsResource,
	salesforce.NewExternalClientAppResource,
	salesforce.NewExternalClientAppSettingsResource,
	salesforce.NewExternalCredentialResource,
	salesforce.NewIntegrationUserResource,
	salesforce.NewNamedCredentialResource,
	salesforce.NewOAuthCustomScopeAssignmentResource,
	salesforce.NewOAuthCustomScopeResource,
	salesforce.NewOAuthSettingsResource,
	salesforce.NewPasswordPoliciesResource,
	salesforce.NewPermissionSetAssignmentResource,
	salesforce.NewPermissionSetAssignmentsResource,
	salesforce.NewPermissionSetGroupResource,
	salesforce.NewPermissionSetResource,
	salesforce.NewProfileLoginIPRangesResource,
	salesforce.NewProfilePasswordPolicyResource,
	salesforce.NewProfilePermissionsResource,
	salesforce.NewSessionSettingsResource,
	salesforce.NewTransactionSecurityPolicyResource,
	salesforce.NewTrustedIPRangesResource,
}

// dataSources are the types that the provider reads.
var dataSources = []func() datasource.DataSource{
	anypoint.NewAPIAccessDataSource,
	anypoint.NewAPIContractsDataSource,
	anypoint.NewAPIInstanceDataSource,
	anypoint.NewAPIInstancesDataSource,
	anypoint.NewAPIPoliciesDataSource,
	anypoint.NewAppAuthorizationsDataSource,
	anypoint.NewClientApplicationsDataSource,
	anypoint.NewConnectedAppDataSource,
	anypoint.NewConnectedAppsDataSource,
	anypoint.NewEnvironmentDataSource,
	anypoint.NewEnvironmentsDataSource,
	anypoint.NewIdentitiesDataSource,
	anypoint.NewIdentityDataSource,
	anypoint.NewOrganizationDataSource,
	anypoint.NewPolicyTemplatesDataSource,
	anypoint.NewRolesDataSource,
	anypoint.NewSLATiersDataSource,
	anypoint.NewTeamsDataSource,
	anypoint.NewUserAPIAccessDataSource,
	anypoint.NewUsersDataSource,
	salesforce.NewAPIAccessDataSource,
	salesforce.NewAppsDataSource,
	salesforce.NewConnectedAppDataSource,
	salesforce.NewEventLogFilesDataSource,
	salesforce.NewLimitsDataSource,
	salesforce.NewLoginHistoryDataSource,
	salesforce.NewOAuthTokensDataSource,
	salesforce.NewOrganizationDataSource,
	salesforce.NewPermissionSetDataSource,
	salesforce.NewPermissionSetGroupDataSource,
	salesforce.NewPermissionSetsDataSource,
	salesforce.NewProfileDataSource,
	salesforce.NewProfilesDataSource,
	salesforce.NewSetupAuditTrailDataSource,
	salesforce.NewUserAPIAccessDataSource,
	salesforce.NewUserDataSource,
	salesforce.NewUsersDataSource,
}

// ephemeralResources are the types whose values are in neither plan nor state.
var ephemeralResources = []func() ephemeral.EphemeralResource{
	anypoint.NewConnectedAppSecretEphemeralResource,
}

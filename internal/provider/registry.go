package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/service/anypoint"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/service/salesforce"
)

// resources are the types that the provider manages.
var resources = []func() resource.Resource{
	anypoint.NewAPIGrantResource,
	anypoint.NewAPIPolicyOrderResource,
	anypoint.NewAPIPolicyResource,
	anypoint.NewAutomatedPolicyResource,
	anypoint.NewClientIDEnforcementPolicyResource,
	anypoint.NewIPAllowlistPolicyResource,
	anypoint.NewIPBlocklistPolicyResource,
	anypoint.NewJWTValidationPolicyResource,
	anypoint.NewRateLimitingPolicyResource,
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
	anypoint.NewAPIInstanceDataSource,
	anypoint.NewAPIPoliciesDataSource,
	anypoint.NewEnvironmentDataSource,
	anypoint.NewIdentityDataSource,
	anypoint.NewOrganizationDataSource,
	anypoint.NewPolicyTemplatesDataSource,
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

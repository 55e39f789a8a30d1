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
	anypoint.NewIPAllowlistPolicyResource,
	salesforce.NewAPIGrantResource,
	salesforce.NewAppAllowlistEntryResource,
	salesforce.NewConnectedAppResource,
	salesforce.NewPermissionSetResource,
}

// dataSources are the types that the provider reads.
var dataSources = []func() datasource.DataSource{
	anypoint.NewAPIInstanceDataSource,
	anypoint.NewEnvironmentDataSource,
	anypoint.NewIdentityDataSource,
	anypoint.NewOrganizationDataSource,
	salesforce.NewAPIAccessDataSource,
	salesforce.NewConnectedAppDataSource,
	salesforce.NewEventLogFilesDataSource,
	salesforce.NewLimitsDataSource,
	salesforce.NewLoginHistoryDataSource,
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

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
	salesforce.NewAPIGrantsResource,
	salesforce.NewAppAllowlistEntryResource,
	salesforce.NewConnectedAppResource,
	salesforce.NewPermissionSetResource,
	salesforce.NewPermissionSetAssignmentResource,
	salesforce.NewPermissionSetAssignmentsResource,
	salesforce.NewPermissionSetGroupResource,
}

// dataSources are the types that the provider reads.
var dataSources = []func() datasource.DataSource{
	anypoint.NewAPIInstanceDataSource,
	anypoint.NewEnvironmentDataSource,
	anypoint.NewIdentityDataSource,
	anypoint.NewOrganizationDataSource,
	salesforce.NewConnectedAppDataSource,
	salesforce.NewPermissionSetDataSource,
	salesforce.NewPermissionSetGroupDataSource,
	salesforce.NewProfileDataSource,
	salesforce.NewUserDataSource,
}

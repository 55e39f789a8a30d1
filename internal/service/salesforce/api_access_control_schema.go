package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// The attributes that code names.
const (
	approvedAppsOnly         = "approved_apps_only"
	approvedAppsOnlyExternal = "approved_apps_only_for_external_users"
	allowSelfLockout         = "allow_self_lockout"
)

// Schema implements [resource.Resource].
func (*accessControlResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := accessControl.attributes()
	attributes[allowSelfLockout] = selfLockoutAttribute("turning a switch on")
	resp.Schema = schema.Schema{
		MarkdownDescription: "The organization-wide switches of API Access Control: whether only approved apps may call the organization's APIs " +
			"(Setup > API Access Control). An organization has one of these, and Salesforce Support has to activate the feature first.\n\n" +
			"Which apps are approved is decided by `apiaccess_salesforce_app_allowlist_entry` or `apiaccess_salesforce_app_allowlist`, and who may " +
			"use them by `apiaccess_salesforce_api_grant`: name them in `depends_on`, so that they are there before the switch is turned on. " +
			"What is set no more, and all of it on destroy, becomes what it was before Terraform first changed it.",
		Attributes: attributes,
	}
}

// ConfigValidators implements [resource.ResourceWithConfigValidators].
func (*accessControlResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.AtLeastOneOf(
		path.MatchRoot(approvedAppsOnly), path.MatchRoot(approvedAppsOnlyExternal),
	)}
}

// switches shortens the list below.
type switches = salesforceapi.ConnectedAppSettings

var accessControl = settings[switches]{
	switchSetting(approvedAppsOnly, "Only apps that are approved, and granted to the user, may call the APIs; who holds the permission "+
		"*Use Any API Client* is excepted. Left out, it is shown and left alone. Changed in place.",
		func(s *switches) **bool { return &s.EnableAdminApprovedAppsOnly }),
	switchSetting(approvedAppsOnlyExternal, "Customers and partners may call the APIs with installed apps alone that are not blocked. "+
		"Left out, it is shown and left alone. Changed in place.",
		func(s *switches) **bool { return &s.EnableAdminApprovedAppsOnlyForExternalUser }),
}

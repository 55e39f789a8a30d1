package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*permissionSetResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A permission set of your own: what carries apps to users and groups. It is made without apps; " +
			"`apiaccess_salesforce_api_grant` puts apps into it and gives it to people. Object and field permissions are not managed here " +
			"and stay as they are.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "API name: a letter, then letters, digits and single underscores, at most 80 characters. Changed in place.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.LengthAtMost(80),
					stringvalidator.RegexMatches(apiName,
						"must begin with a letter and hold letters, digits and single underscores only, none of them last"),
				},
			},
			"label": requiredText("Name that people see, at most 80 characters. Changed in place.", stringvalidator.LengthAtMost(80)),
			"description": optionalText("What the permission set is for, at most 255 characters. Default: none. Changed in place.",
				stringvalidator.LengthAtMost(255)),
			"license": schema.StringAttribute{
				MarkdownDescription: "User license that holders must have, by its name such as `Salesforce` or its id (`100…`, or `0PL…` for a " +
					"permission set license). Default: any. The platform takes it at creation only: changing it replaces the permission set, " +
					"which must not be assigned to anyone then.",
				Optional:   true,
				Validators: []validator.String{nameOrID{licenseKind}},
			},
			"session_activation_required": toggle("Holders have the permission set only in sessions that activate it. Default `false`. "+
				"Changed in place.", false),
			"permissions": userPermissionsAttribute("User permissions that the permission set gives (`true`) or does not (`false`), by their API names, " +
				"such as `ApiEnabled` or `UseAnyApiClient`. Those that are not named stay as they are, also when they are taken out of the map. " +
				"A permission that the organization does not have is an error of the plan. Changed in place."),
			allowSelfLockout:  selfLockoutAttribute("deleting the permission set, or taking *API Enabled* or *Use Any API Client* from it,"),
			"license_id":      computed("Id of the license; null for any."),
			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the permission set (`0PS…`)."),
		},
	}
}

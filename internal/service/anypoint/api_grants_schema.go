package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// revokeAll is the word that confirms that everybody loses access.
const revokeAll = "REVOKE"

// Schema implements [resource.Resource].
func (*apiGrantsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everyone whom one API is granted to: all users, teams and organizations that its asset in Exchange is shared " +
			"with, and in which role. It is authoritative: whoever was granted the API elsewhere appears in the plan, line by line, and loses " +
			"it with the apply. To add single grants and leave the others alone, use `apiaccess_anypoint_api_grant` instead; the two exclude " +
			"each other for one API.\n\n" +
			"Roles are `viewer`, who may see the API and ask for access to its instances, `contributor`, who may also edit it, and `admin`, who " +
			"may also share it. A grant is for the asset, whatever its version, and not for its instances in API Manager.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Organization where names are looked up, as a UUID. Default: the provider's `anypoint.organization_id`. " +
					"Changed without a call.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{framework.UUID()},
			},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "Group (business group) of the asset, as a UUID. Default: `organization_id`. Changing it replaces the object.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.UUID()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured()},
			},
			"asset_id": schema.StringAttribute{
				MarkdownDescription: "API, as the id of its asset in Exchange, such as `orders-api`. Changing it replaces the object.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"users": rolesAttribute("Role of each user, by username, e-mail address or UUID."),
			"teams": rolesAttribute("Role of each team, and so of its members and those of the teams below it, now or later, by name or UUID."),
			"organizations": rolesAttribute("Role of each organization (business group), and so of all its members, now or later, by name or " +
				"UUID."),
			"external_organizations": rolesAttribute("Role of each root organization of somebody else, by name or UUID: always `viewer`."),
			"allow_removal_of": schema.ListAttribute{
				MarkdownDescription: "Administrators who may lose the role `admin`, written as in the maps, although they made the API, are whom the " +
					"provider signs in as, or are the last ones. Default: none; the plan refuses to take the role from such a one, by name.",
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.List{listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			},
			"revoke_all_confirmation": schema.StringAttribute{
				MarkdownDescription: "Must be `REVOKE` for a change after which the API is granted to nobody any more, while it is granted to " +
					"somebody: administrators are not spared then. It has no other effect and may stay away before and afterwards.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(revokeAll)},
			},
			"id": computed("`GROUP_ID/ASSET_ID`."),
		},
	}
}

// rolesAttribute is a map of roles by who has them: a map, because the framework
// takes quadratic time for sets.
func rolesAttribute(description string) schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: description + " Changed in place.", Optional: true, ElementType: types.StringType,
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*apiGrantsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Group of the asset; default the provider's organization."},
		"asset_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Asset in Exchange."},
	}}
}

package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// Schema implements [resource.Resource].
func (*apiGrantResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Grants one API to one user, team or organization: shares its asset in Exchange in one role. It leaves all " +
			"other grants of the API alone, also other grants to the same people: whoever is granted an API directly and through a team " +
			"has it until both are gone, in the higher role.\n\n" +
			"A grant is for the asset, whatever its version, and not for its instances in API Manager.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Organization where names are looked up, as a UUID. Default: the provider's `anypoint.organization_id`. " +
					"Changed without a call.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{framework.UUID()},
			},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "Group (business group) of the asset, as a UUID. Default: `organization_id`. Changing it replaces the grant.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.UUID()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured()},
			},
			"asset_id": schema.StringAttribute{
				MarkdownDescription: "API, as the id of its asset in Exchange, such as `orders-api`. Changing it replaces the grant.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"user": principalAttribute("User who is granted the API, by username, e-mail address or UUID."),
			"team": principalAttribute("Team whose members, now or later, are granted the API, by name or UUID."),
			"organization": principalAttribute("Organization (business group) whose members, now or later, are granted the API, by name " +
				"or UUID."),
			"role": schema.StringAttribute{
				MarkdownDescription: "`viewer` may see the API and ask for access to its instances, `contributor` may also edit it, " +
					"`admin` may also share it. Changed in place, in one call.",
				Required: true,
				Validators: []validator.String{
					stringvalidator.OneOf(anypointapi.RoleViewer, anypointapi.RoleContributor, anypointapi.RoleAdmin),
				},
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over a grant that the principal has already, in whatever role. Default `false`: creation fails and " +
					"tells the import command. It has no effect after creation.",
				Optional: true,
			},
			"id":                        computed("`GROUP_ID/ASSET_ID/PRINCIPAL_TYPE/PRINCIPAL_ID`."),
			"principal_type":            computed("`user`, `team` or `organization`."),
			"principal_id":              computed("UUID of who is granted the API."),
			"principal_name":            computed("Username, or name of the team or organization."),
			"principal_organization_id": computed("Organization of the user or team, as a UUID; of an organization its own id."),
		},
	}
}

func principalAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Exactly one of `user`, `team` and `organization` is set. Changing it replaces the grant, unless " +
			"it is another way to write the same one.",
		Optional:   true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*apiGrantResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id":       identityschema.StringAttribute{OptionalForImport: true, Description: "Group of the asset; default the provider's organization."},
		"asset_id":       identityschema.StringAttribute{RequiredForImport: true, Description: "Asset in Exchange."},
		"principal_type": identityschema.StringAttribute{RequiredForImport: true, Description: "user, team or organization."},
		"principal_id":   identityschema.StringAttribute{RequiredForImport: true, Description: "UUID of the user, team or organization."},
	}}
}

// ConfigValidators implements [resource.ResourceWithConfigValidators].
func (*apiGrantResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	var principals []path.Expression
	for _, kind := range principalTypes {
		principals = append(principals, path.MatchRoot(kind))
	}
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(principals...)}
}

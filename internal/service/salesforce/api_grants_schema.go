package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// revokeAll is the word that confirms that everybody loses access.
const revokeAll = "REVOKE"

// Schema implements [resource.Resource].
func (*apiGrantsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everyone who may use one connected app: users, permission set groups, permission sets and profiles. " +
			"It is authoritative: whoever was granted the app elsewhere appears in the plan, line by line, and loses it with the apply. " +
			"To add single grants and leave the others alone, use `apiaccess_salesforce_api_grant` instead; the two exclude each other for one app.",
		Attributes: map[string]schema.Attribute{
			"app": argument(connectedAppKind, true,
				"Connected app, by its developer name or its id (`0H4…`); an app of another organization by its id."),
			"through": schema.StringAttribute{
				MarkdownDescription: "Permission set that carries the app to `users` and `permission_set_groups`, which need it, by its API name or its " +
					"id (`0PS…`). It is granted the app, and belongs to this object alone: all its users and groups are managed here. " +
					"Changed in place: everybody is moved to the new one before the old one is taken away.",
				Optional:   true,
				Validators: []validator.String{nameOrID{permissionSetKind}},
			},
			"users": assigneesAttribute("Users who have the app through `through`, by the username or the id (`005…`). Takes *Assign Permission " +
				"Sets*. Changed in place."),
			"permission_set_groups": principalsAttribute("Permission set groups that have the app through `through`, by the developer name " +
				"or the id (`0PG…`); the values are empty objects. Takes *Manage Profiles and Permission Sets*. Changed in place."),
			"permission_sets": principalsAttribute("Permission sets that are granted the app itself besides `through`, by the API name or " +
				"the id (`0PS…`); the values are empty objects. Takes *Manage Profiles and Permission Sets*. Changed in place."),
			"profiles": principalsAttribute("Profiles that are granted the app itself, by the name or the id (`00e…`); the values are empty " +
				"objects. Takes *Manage Profiles and Permission Sets*. Changed in place."),
			"revoke_all_confirmation": schema.StringAttribute{
				MarkdownDescription: "Must be `REVOKE` for a change after which nobody has the app any more, while somebody has. It has no other " +
					"effect and may stay away before and afterwards.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(revokeAll)},
			},
			allowSelfLockout:  selfLockoutAttribute("revoking a grant, or setting an expiration that is less than a day ahead,"),
			"id":              computed("Id of the app, as `app_id`."),
			"app_id":          computed("Id of the app (`0H4…`)."),
			"app_label":       computed("Name of the app as people see it, at the time of the latest change."),
			"through_id":      computed("Id of the permission set `through` (`0PS…`); null without one."),
			"organization_id": organizationAttribute(),
		},
	}
}

// assigneesAttribute are users who hold a permission set or a group. It is a map,
// because the framework takes quadratic time for sets. ModifyPlan has to take it from the configuration.
func assigneesAttribute(description string) schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		PlanModifiers:       []planmodifier.Map{plannedAsAWhole{}},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"expiration": schema.StringAttribute{
				MarkdownDescription: "When it ends for the user, in RFC 3339 such as `2027-01-31T00:00:00Z`, to the second. Default: never. " +
					"Changed in place.",
				CustomType: timetypes.RFC3339Type{},
				Optional:   true,
			},
		}},
	}
}

// principalsAttribute are principals of whom there is nothing more to say.
func principalsAttribute(description string) schema.MapAttribute {
	return schema.MapAttribute{MarkdownDescription: description, Optional: true, ElementType: principalElement}
}

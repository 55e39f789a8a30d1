package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*apiGrantResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets one principal use one app, a connected app or an external client app: a user, a profile, a permission set, or a permission set group. " +
			"It is additive: grants that were made elsewhere stay as they are.\n\n" +
			"Permission sets and profiles are granted the app itself. A user or a group gets it `through` a permission set that carries it.",
		Attributes: map[string]schema.Attribute{
			"app": argument(appKind, true,
				"App, by its developer name or its id (`0H4…` of a connected app, `0xI…` of an external client app); an app that is installed "+
					"from another organization by its id, as one that shares its name with an app of the other sort."),
			"user": argument(userKind, false,
				"User to grant the app to, by the username or the id (`005…`). Needs `through`. Takes *Assign Permission Sets*."),
			"profile": argument(profileKind, false,
				"Profile to grant the app to, by its name or its id (`00e…`). The names of standard profiles are in the language of the user that "+
					"the provider acts as. Takes *Manage Profiles and Permission Sets*."),
			"permission_set": argument(permissionSetKind, false,
				"Permission set to grant the app to, by its API name or its id (`0PS…`). Takes *Manage Profiles and Permission Sets*."),
			"permission_set_group": argument(permissionSetGroupKind, false,
				"Permission set group to grant the app to, by its developer name or its id (`0PG…`): all that hold the group, now or later. "+
					"Needs `through`. Takes *Manage Profiles and Permission Sets*."),
			"through": argument(permissionSetKind, false,
				"Permission set that carries the app to a user or a group, by its API name or its id. Refer to the grant that makes it do so, "+
					"`apiaccess_salesforce_api_grant.NAME.permission_set`, so that it is made first."),
			"expiration": schema.StringAttribute{
				MarkdownDescription: "When a user's grant ends, in RFC 3339 such as `2027-01-31T00:00:00Z`, to the second. Default: never. " +
					"Changed in place.",
				CustomType: timetypes.RFC3339Type{},
				Optional:   true,
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over the grant where it exists already, with this expiration. Default `false`: creation fails and tells " +
					"the import command. It has no effect after creation.",
				Optional: true,
			},
			"allow_self_lockout": selfLockoutAttribute("the end of the grant"),
			"id": computed("Id of the row that makes the grant: `0J0…` for a permission set or profile, `0Pa…` for a user, `0PH…` for a group. " +
				"An allowlist entry refers to it, so that the grant is made first."),
			"app_id":         computed("Id of the app (`0H4…` or `0xI…`)."),
			"app_label":      computed("Name of the app as people see it, at the time of the grant."),
			"principal_type": computed("Which argument names the principal: `user`, `profile`, `permission_set` or `permission_set_group`."),
			"principal_id":   computed("Id of the principal."),
			"principal_name": computed("Name of the principal, at the time of the grant: username, profile name, API name or developer name."),
			"through_id": computed("Id of the permission set that carries the app (`0PS…`): `through`, the permission set itself, or the one that " +
				"the profile owns."),
			"organization_id": organizationAttribute(),
		},
	}
}

// argument names an object. Whether a change replaces the grant is found out by
// looking the object up, in ModifyPlan.
func argument(of kind, required bool, description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Changing it to another object replaces the grant; writing the same one otherwise does not.",
		Required:            required,
		Optional:            !required,
		Validators:          []validator.String{nameOrID{of}},
	}
}

func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

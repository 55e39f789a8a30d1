package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// filterBy is a list of names or ids that limits what a data source tells.
func filterBy(of kind, description string) schema.ListAttribute {
	return schema.ListAttribute{
		MarkdownDescription: description, Optional: true, ElementType: types.StringType,
		Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.ValueStringsAre(nameOrID{of})},
	}
}

func toldNumber(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
}

func toldTexts(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// toldList is a list of objects that the platform tells.
func toldList(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

// toldApp are the attributes by which an app is known.
func toldApp() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"app_id": told("Id of the app (`0H4…`, or `0xI…` for an external client app)."),
		"name":   told("Developer name; null for an installed app that does not tell it."),
		"label":  told("Name that people see; null for an app that the organization's lists of apps do not show."),
		"kind": told("`connected` for a connected app of the organization's own, `installed` for one that is defined in another " +
			"organization, `external` for an external client app; null for an app that the lists do not show."),
		"approved": toldFlag("Whether only those may use the app whom it is granted to. Any other app may be used by everybody who " +
			"authorizes it for himself, whatever the grants, unless API Access Control restricts the organization. Null for an app that the lists do not show."),
	}
}

// toldPaths is every way in which a user has access to an app.
func toldPaths() schema.ListNestedAttribute {
	return toldList("Every way in which the user has access. Access ends when all of them are cut.", map[string]schema.Attribute{
		"kind": told("`direct`: the user holds a permission set that carries the app; `group`: the user holds a permission set group with " +
			"such a set; `profile`: the app is granted to the user's profile."),
		"permission_set":       told("API name of the permission set that carries the app; null by profile."),
		"permission_set_group": told("Developer name of the group that the user holds; null for the other kinds."),
		"profile":              told("Name of the profile; null for the other kinds."),
		"grant_id":             told("Id of the grant of the app to the permission set or the profile (`0J0…`)."),
		"assignment_id":        told("Id of the assignment of the permission set or group to the user (`0Pa…`); null by profile."),
		"expiration":           told("When the assignment ends, as in `2027-01-31T00:00:00Z`; null for never."),
		"session_activation_required": toldFlag("Whether the user has it only in sessions that activate the permission set or group. " +
			"It counts as access here."),
	})
}

// apiAccessSchema is what apiaccess_salesforce_api_access takes and tells.
func apiAccessSchema() schema.Schema {
	access := toldApp()
	access["people_count"] = toldNumber("Number of users with direct access.")
	access["groups_count"] = toldNumber("Number of permission set groups that carry the app.")
	access["effective_users_count"] = toldNumber("Number of active users who have access by any path, each counted once.")
	access["people"] = toldTexts("Usernames of those with direct access, by a permission set that they hold themselves, in alphabetical " +
		"order. Null with `counts_only`.")
	access["permission_set_groups"] = toldTexts("Developer names of the permission set groups that carry the app, by one of their permission " +
		"sets and without muting it, in alphabetical order.")
	access["permission_sets"] = toldTexts("API names of the permission sets that the app is granted to, in alphabetical order.")
	access["profiles"] = toldTexts("Names of the profiles that the app is granted to, in alphabetical order.")
	access["effective_users"] = schema.MapNestedAttribute{
		MarkdownDescription: "The active users who have access by any path, by username. Null with `counts_only`.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"user_id": told("Id of the user (`005…`)."),
			"name":    told("Full name."),
			"paths":   toldPaths(),
		}},
	}
	return schema.Schema{
		MarkdownDescription: "Tells who has access to each app: people, permission set groups, profiles, and the effective users with every " +
			"path by which each has access. Filters of different kinds must all hold; within one, any of its values will do. They " +
			"choose apps, of which everything is told.",
		Attributes: map[string]schema.Attribute{
			"apps":  filterBy(listedAppKind, "Only these apps, by developer name, label or id. Default all."),
			"users": filterBy(userKind, "Only apps that at least one of these users has access to by some path, by username or id."),
			"permission_set_groups": filterBy(permissionSetGroupKind,
				"Only apps that at least one of these permission set groups carries, by developer name or id."),
			"counts_only": schema.BoolAttribute{
				MarkdownDescription: "Leave out who the people are, and tell how many. It keeps the state of organizations with very many " +
					"users small. Default `false`.",
				Optional: true,
			},
			"access": toldList("The apps, in the order of their labels.", access),
		},
	}
}

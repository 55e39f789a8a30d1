package anypoint

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// filterBy is a list of names or ids that limits what a data source tells.
func filterBy(description string) schema.ListAttribute {
	return schema.ListAttribute{
		MarkdownDescription: description, Optional: true, ElementType: types.StringType,
		Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
	}
}

func apisFilter() schema.ListAttribute {
	return filterBy("Only these APIs, by asset id, or by `GROUP_ID/ASSET_ID` for one of another group. Default: all APIs of " +
		"`organization_id`, which are its assets of the types `rest-api`, `soap-api` and `http-api`; an asset of another type has to be named.")
}

func toldNumber(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
}

func toldFlag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

func toldTexts(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

func toldRoles(description string) schema.MapAttribute {
	return schema.MapAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// toldList is a list of objects that the platform tells.
func toldList(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

// toldAPI are the attributes by which an API is known.
func toldAPI(more map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"group_id":   told("Group (business group) of the asset, as a UUID."),
		"asset_id":   told("Id of the asset in Exchange."),
		"name":       told("Name that people see."),
		"type":       told("Type of the asset, such as `rest-api`."),
		"created_at": told("When the asset was made, in the platform's own format; null where it does not tell."),
		"creator":    told("Username of who made it; null where the platform does not tell."),
	}
	maps.Copy(attributes, more)
	return attributes
}

// toldPaths is every way in which a user has access to an API.
func toldPaths() schema.ListNestedAttribute {
	return toldList("Every way in which the user has access. Access ends when all of them are cut.", map[string]schema.Attribute{
		"kind": told("`direct`: the API is granted to the user; `team`: to a team of the user's; `inherited_team`: to a team above one of " +
			"the user's; `organization`: to an organization that the user is a member of."),
		"role":          told("`viewer`, `contributor` or `admin`."),
		"granted_to":    told("Username, or name of the team or organization, that the API is granted to."),
		"granted_to_id": told("Its id, as a UUID."),
		"team": told("Name of the team that the user is a member of; null for `direct` and `organization`, and for the root team, which " +
			"everybody belongs to."),
		"team_id":  told("Its id, as a UUID; null likewise."),
		"external": toldFlag("Whether a group of the identity provider makes the user a member of the team: then the membership comes back."),
	})
}

// apiAccessSchema is what apiaccess_anypoint_api_access takes and tells.
func apiAccessSchema() schema.Schema {
	const namesOnly = " Null with `counts_only`."
	access := toldAPI(map[string]schema.Attribute{
		"people_count":          toldNumber("Number of users whom the API is granted to directly."),
		"groups_count":          toldNumber("Number of teams that the API is granted to."),
		"organizations_count":   toldNumber("Number of organizations, of others too, that the API is granted to."),
		"effective_users_count": toldNumber("Number of enabled users who have access by any path, each counted once."),

		"people":                 toldRoles("Role of each user whom the API is granted to directly, by username." + namesOnly),
		"teams":                  toldRoles("Role of each team that the API is granted to, by name."),
		"organizations":          toldRoles("Role of each organization (business group) that the API is granted to, by name."),
		"external_organizations": toldRoles("Role of each root organization of somebody else that the API is granted to, by name."),
		"effective_users": schema.MapNestedAttribute{
			MarkdownDescription: "The enabled users who have access by any path, by username." + namesOnly,
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"user_id": told("Id of the user, as a UUID."),
				"name":    told("First and last name."),
				"role":    told("The highest role of all paths."),
				"paths":   toldPaths(),
			}},
		},
	})
	return schema.Schema{
		MarkdownDescription: "Tells who has access to each API: people, teams and organizations, how many they are, and the effective users " +
			"with every path by which each has access. Filters of different kinds must all hold; within one, any of its values will do. They " +
			"choose APIs, of which everything is told.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group) whose APIs are told, and where users are looked up", "organization_id"),
			"apis":            apisFilter(),
			"users":           filterBy("Only APIs that at least one of these users has access to by some path, by username, e-mail address or UUID."),
			"teams":           filterBy("Only APIs that are granted to at least one of these teams, or to a team above it, by name or UUID."),
			"counts_only": schema.BoolAttribute{
				MarkdownDescription: "Leave out people and effective users by name, which may be many. Default `false`.", Optional: true,
			},
			"access": toldList("The APIs, in the order of their asset ids.", access),
		},
	}
}

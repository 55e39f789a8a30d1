package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

const externalMembersNote = " Members by a group of the identity provider are left alone: whoever is removed comes back with the next sign-in."

func oneMembershipType() validator.String {
	return stringvalidator.OneOf(anypointapi.MembershipMember, anypointapi.MembershipMaintainer)
}

// Schema implements [resource.Resource].
func (*teamMemberResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes one user a member of one team. It leaves all other members alone; for all of them at once there is " +
			"`apiaccess_anypoint_team_members`, and one configuration can't use both for the same team." + externalMembersNote + administratorNote,
		Attributes: map[string]schema.Attribute{
			"organization_id": peopleOrganization(),
			"team":            teamReference("member"),
			"user":            userReference("member"),
			"membership_type": schema.StringAttribute{
				MarkdownDescription: "`member` (the default), or `maintainer`, who may manage the team's members besides. Changed in place.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(anypointapi.MembershipMember),
				Validators:          []validator.String{oneMembershipType()},
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over a member who is in the team already. Default `false`: creation fails and tells the import " +
					"command. It has no effect after creation.",
				Optional: true,
			},
			"allow_self_lockout": selfLockoutAttribute("the removal of the member"),
			"id":                 computed("`TEAM_ID,USER_ID`."),
			"team_id":            computed("Team, as a UUID."),
			"user_id":            computed("User, as a UUID."),
		},
	}
}

func teamReference(object string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Team, by name or UUID. Changing it replaces the " + object + ", unless it is another way to write the same one.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

func userReference(object string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "User, by username, e-mail address or UUID. Changing it replaces the " + object +
			", unless it is another way to write the same one.",
		Required:   true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*teamMemberResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"team_id":         identityschema.StringAttribute{RequiredForImport: true, Description: "Team, as a UUID."},
		"user_id":         identityschema.StringAttribute{RequiredForImport: true, Description: "User, as a UUID."},
	}}
}

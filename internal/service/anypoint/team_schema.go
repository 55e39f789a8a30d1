package anypoint

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// Schema implements [resource.Resource].
func (*teamResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A team: a group of users, to which roles and APIs are granted. Members have what the team and all teams above it " +
			"are granted. Deleting a team deletes the teams below it; the plan names them." + administratorNote,
		Attributes: map[string]schema.Attribute{
			"organization_id": peopleOrganization(),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, unique in the organization: letters, digits, spaces, `-` and `_`. Changed in place.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(regexp.MustCompile(`^[a-zA-Z\d\-_\s]+$`), "must be letters, digits, spaces, - and _"),
				},
			},
			"parent": schema.StringAttribute{
				MarkdownDescription: "Team above, by name or UUID. Default: the root team, to which everybody belongs. Changed in place: the team " +
					"moves with all below it.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "`internal` (the default) is seen by its organization, `private` by its members alone, `shared` may be given " +
					"access by other organizations. Below a private team all are private. Changed in place.",
				Optional: true,
				Computed: true,
				Default:  stringdefault.StaticString(anypointapi.TeamInternal),
				Validators: []validator.String{
					stringvalidator.OneOf(anypointapi.TeamInternal, anypointapi.TeamPrivate, anypointapi.TeamShared),
				},
			},
			"allow_self_lockout": selfLockoutAttribute("the deletion or the move of the team"),
			"id":                 computed("Id, as a UUID."),
			"parent_id":          computed("Team above, as a UUID."),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*teamResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the team, as a UUID."},
	}}
}

func organizationIdentity() identityschema.StringAttribute {
	return identityschema.StringAttribute{OptionalForImport: true, Description: "Organization; default the provider's."}
}

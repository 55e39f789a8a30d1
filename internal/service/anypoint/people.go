package anypoint

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// plannedTeam is how teams are announced to [clients.Planned].
const plannedTeam = "anypoint_team"

// administration is what managing people and groups takes.
const administration = "It takes a user who administers the organization: an app that acts for itself may not manage teams and roles, " +
	"whatever its scopes. Set access_management in the provider's anypoint block to a user, with a connected app that acts on behalf of " +
	"users (client_id, client_secret, username, password), or set ANYPOINT_ADMIN_CLIENT_ID, ANYPOINT_ADMIN_CLIENT_SECRET, " +
	"ANYPOINT_ADMIN_USERNAME and ANYPOINT_ADMIN_PASSWORD. Where it is set, that user needs the role Organization Administrator."

// administratorNote is the same for descriptions.
const administratorNote = "\n\nTakes the provider's `anypoint.access_management`, as a user with the role Organization Administrator: the " +
	"platform refuses it to connected apps that act for themselves."

// peopleOrganization is the organization_id of types about people and groups.
func peopleOrganization() schema.StringAttribute {
	return scopeAttribute("Root organization of the teams and users, or any business group of it", "organization_id")
}

// people finds users, teams, roles and places by name or id. Each listing is read
// once however many are looked up.
type people struct {
	// client is nil while the provider's configuration is not known.
	client *anypointapi.Client
	// planned is nil at apply.
	planned        *clients.Planned
	organizationID string
	diags          *diag.Diagnostics
}

func (p people) root(ctx context.Context) string { return rootOf(ctx, p.client, p.organizationID) }

func (p people) teamKey(ctx context.Context, teamID types.String) anypointapi.TeamKey {
	return anypointapi.TeamKey{OrganizationID: p.root(ctx), TeamID: teamID.ValueString()}
}

func (p people) userKey(ctx context.Context, userID types.String) anypointapi.UserKey {
	return anypointapi.UserKey{OrganizationID: p.root(ctx), UserID: userID.ValueString()}
}

// team is the id of a team, unknown for one that has yet to be made.
func (p people) team(ctx context.Context, at path.Path, reference types.String) types.String {
	if p.client == nil || reference.IsUnknown() {
		return types.StringUnknown()
	}
	if p.planned != nil {
		if id, found := p.planned.Find(plannedTeam, reference.ValueString()); found {
			return idOrUnknown(id)
		}
	}
	written := lowerID(reference.ValueString())
	team, err := p.client.Teams.Find(ctx, p.root(ctx), written)
	return p.found(at, anypointapi.IdentityTeam, written, team.ID, err)
}

// user is the id of a user.
func (p people) user(ctx context.Context, at path.Path, reference types.String) types.String {
	if p.client == nil || reference.IsUnknown() {
		return types.StringUnknown()
	}
	written := lowerID(reference.ValueString())
	user, err := p.client.Users.Find(ctx, p.root(ctx), written)
	return p.found(at, anypointapi.IdentityUser, written, user.ID, err)
}

// role is the id of a role. Only names need the catalogue, which an app that acts
// for itself may not read.
func (p people) role(ctx context.Context, at path.Path, reference types.String) types.String {
	if reference.IsUnknown() || p.client == nil && !framework.IsUUID(reference.ValueString()) {
		return types.StringUnknown()
	}
	written := lowerID(reference.ValueString())
	if framework.IsUUID(written) {
		return types.StringValue(written)
	}
	role, err := p.client.Roles.Find(ctx, written)
	return p.found(at, "role", written, role.ID, err)
}

// businessGroup is the id of an organization.
func (p people) businessGroup(ctx context.Context, at path.Path, reference types.String) types.String {
	switch {
	case reference.IsNull():
		return types.StringValue(p.organizationID)
	case reference.IsUnknown():
		return types.StringUnknown()
	case framework.IsUUID(reference.ValueString()):
		return types.StringValue(lowerID(reference.ValueString()))
	case p.client == nil:
		return types.StringUnknown()
	}
	organization, err := p.client.Organizations.Find(ctx, p.root(ctx), reference.ValueString())
	return p.found(at, "business group", reference.ValueString(), organization.ID, err)
}

// environment is the id of an environment of an organization.
func (p people) environment(ctx context.Context, at path.Path, organizationID, reference types.String) types.String {
	switch {
	case reference.IsUnknown():
		return types.StringUnknown()
	case framework.IsUUID(reference.ValueString()):
		return types.StringValue(lowerID(reference.ValueString()))
	case p.client == nil, organizationID.IsUnknown():
		return types.StringUnknown()
	}
	environment, err := p.client.Environments.Find(ctx, organizationID.ValueString(), reference.ValueString())
	return p.found(at, "environment", reference.ValueString(), environment.ID, err)
}

// found is what a look-up came to. An id that may not be looked up is taken as it
// is.
func (p people) found(at path.Path, noun, reference, id string, err error) types.String {
	switch {
	case err == nil:
		return types.StringValue(id)
	case transport.IsPermission(err) && framework.IsUUID(reference):
		return types.StringValue(reference)
	case transport.IsNotFound(err):
		p.diags.AddAttributeError(at, "Unknown "+noun, fmt.Sprintf("%s %q: %s.", noun, reference, err))
	default:
		framework.Noun{Name: "Anypoint " + noun, Needs: administration}.FailedAt(
			p.diags, at, "find", fmt.Sprintf("%s %q", noun, reference), err)
	}
	return types.StringUnknown()
}

// claim tells that the configuration manages something of a parent with one type,
// and refuses another type that manages it too: the one would take away what the
// other gives. The parent goes by every name that is known.
func (p people) claim(as, other, what string, parent ...types.String) {
	if p.planned == nil {
		return
	}
	for _, name := range parent {
		if name.IsNull() || name.IsUnknown() {
			continue
		}
		p.planned.Add(as, name.ValueString(), name.ValueString())
		if _, claimed := p.planned.Find(other, name.ValueString()); claimed {
			p.diags.AddAttributeError(path.Root("team"), "The "+what+" of a team managed twice", fmt.Sprintf(
				"The configuration manages the %[1]s of the team %[2]s both with %[3]s and with %[4]s: the one that manages all of them would "+
					"take away what the other gives. Keep one of the two; take the other out of the state with removed blocks or terraform "+
					"state rm, so that nobody loses access in between.", what, parent[0].ValueString(), as, other))
			return
		}
	}
}

// lowerID is an id in the spelling of the platform; names stay as they are.
func lowerID(reference string) string {
	if framework.IsUUID(reference) {
		return strings.ToLower(reference)
	}
	return reference
}

func idOrUnknown(id string) types.String {
	if id == "" {
		return types.StringUnknown()
	}
	return types.StringValue(id)
}

// importedTeam is the name and the id of a team that an import names by either.
func (p people) importedTeam(ctx context.Context, reference types.String) (name, id types.String) {
	id = p.team(ctx, path.Root("team"), reference)
	if p.diags.HasError() {
		return reference, id
	}
	team, err := p.client.Teams.Get(ctx, p.teamKey(ctx, id))
	if err != nil {
		return id, id
	}
	return types.StringValue(team.Name), id
}

// importedUser is the username and the id of a user whom an import names by either.
func (p people) importedUser(ctx context.Context, reference types.String) (username, id types.String) {
	id = p.user(ctx, path.Root("user"), reference)
	if p.diags.HasError() {
		return reference, id
	}
	return types.StringValue(p.username(ctx, id.ValueString())), id
}

// username is how a user is called; the id where the platform doesn't tell.
func (p people) username(ctx context.Context, id string) string {
	user, err := p.client.Users.Find(ctx, p.root(ctx), id)
	if err != nil || user.Username == "" {
		return id
	}
	return user.Username
}

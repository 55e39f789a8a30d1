package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it tells other plans the
// username, looks up the profile, and refuses a username that is taken.
func (r *integrationUserResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req.State, &resp.Diagnostics)
		return
	}
	var planned, before integrationUserModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	userKind.announce(&r.Clients.Planned, planned.Username, planned.ID)
	if !creating && planned.Profile.Equal(before.Profile) {
		planned.ProfileID = before.ProfileID
	} else {
		planned.ProfileID = types.StringUnknown()
		if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok && !planned.Profile.IsUnknown() {
			if planned.findProfile(ctx, client, &resp.Diagnostics) && !creating {
				planned.guardProfile(ctx, client, &r.Clients.Planned, &resp.Diagnostics)
			}
		}
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("profile_id"), planned.ProfileID)...)
	if planned.Alias.IsUnknown() && !planned.FirstName.IsUnknown() && !planned.LastName.IsUnknown() && writtenAlias(ctx, req).IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("alias"), planned.proposedAlias())...)
	}
	if !planned.Username.IsUnknown() && !sameUsername(planned.Username.ValueString(), before.Username.ValueString()) {
		if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
			planned.refuseTaken(ctx, client, &resp.Diagnostics)
		}
	}
}

// writtenAlias is the alias of the configuration: one that is not known yet is not
// to be replaced by the default.
func writtenAlias(ctx context.Context, req resource.ModifyPlanRequest) types.String {
	var written types.String
	if req.Config.GetAttribute(ctx, path.Root("alias"), &written).HasError() {
		return types.StringUnknown()
	}
	return written
}

func (m integrationUserModel) proposedAlias() types.String {
	return types.StringValue(defaultAlias(m.FirstName.ValueString(), m.LastName.ValueString()))
}

// settle fills in what the plan could not know.
func (m *integrationUserModel) settle(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) bool {
	if m.Alias.IsUnknown() || m.Alias.IsNull() {
		m.Alias = m.proposedAlias()
	}
	return !m.ProfileID.IsUnknown() || m.findProfile(ctx, client, diags)
}

// findProfile fills in the profile's id.
func (m *integrationUserModel) findProfile(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) bool {
	profile, found := findProfile(ctx, client, m.Profile.ValueString(), integrationUserNoun, diags)
	if found {
		m.ProfileID = types.StringValue(string(profile.ID))
	}
	return found
}

var usernamePath = path.Root("username")

// refuseTaken reports a user of the same name.
func (m integrationUserModel) refuseTaken(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	switch user, err := client.Users.Find(ctx, m.Username.ValueString()); {
	case err == nil:
		m.taken(user, diags)
	case !transport.IsNotFound(err):
		integrationUserNoun.FailedAt(diags, usernamePath, "prepare", m.object(), err)
	}
}

func (m integrationUserModel) taken(user salesforceapi.User, diags *diag.Diagnostics) {
	found, effect := "There is a user", ""
	if !user.IsActive {
		found, effect = "There is an inactive user", "The next apply activates the user then. "
	}
	diags.AddAttributeError(usernamePath, "Salesforce user exists already", fmt.Sprintf(
		"%[1]s named %[2]s. Bring the user under Terraform with\n\n  terraform import ADDRESS %[2]s\n\n%[3]sWhere Terraform has the user "+
			"already and is to replace it, keep it with terraform untaint. Or choose another username: Salesforce deletes no users and frees no "+
			"usernames.", found, user.Username, effect))
}

// explainTaken reports why a user was not written.
func (m integrationUserModel) explainTaken(
	ctx context.Context, client *salesforceapi.Client, verb string, err error, diags *diag.Diagnostics,
) {
	if !transport.IsConflict(err) {
		integrationUserNoun.Failed(diags, verb, m.object(), err)
		return
	}
	if user, failure := client.Users.Find(ctx, m.Username.ValueString()); failure == nil && user.ID != salesforceapi.ID(m.ID.ValueString()) {
		m.taken(user, diags)
		return
	}
	diags.AddAttributeError(usernamePath, "Username taken in another organization", fmt.Sprintf(
		"%s: usernames are unique across all Salesforce organizations, and this organization has no such user. Choose another one. "+
			"The platform said: %s.", m.Username.ValueString(), err))
}

// readBack takes over what the platform tells after a change. It is false when the
// platform does not tell. A new address may wait for its confirmation.
func (m *integrationUserModel) readBack(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) bool {
	user, err := client.Users.Details(ctx, salesforceapi.ID(m.ID.ValueString()))
	if err != nil {
		integrationUserNoun.Failed(diags, "read", m.object(), err)
		return false
	}
	if !sameUsername(user.Email, m.Email.ValueString()) {
		diags.AddAttributeWarning(path.Root("email"), "The new address is not in effect yet", fmt.Sprintf(
			"%s: Salesforce still has %s. The new address may have to be confirmed by the message that was sent to it; until then "+
				"the change shows in every plan.", m.object(), user.Email))
		user.Email = m.Email.ValueString()
	}
	m.flatten(user)
	return true
}

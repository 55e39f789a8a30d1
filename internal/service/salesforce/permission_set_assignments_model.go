package salesforce

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

type permissionSetAssignmentsModel struct {
	PermissionSet         types.String `tfsdk:"permission_set"`
	PermissionSetGroup    types.String `tfsdk:"permission_set_group"`
	Users                 types.Map    `tfsdk:"users"`
	RevokeAllConfirmation types.String `tfsdk:"revoke_all_confirmation"`
	SelfLockout           types.Bool   `tfsdk:"allow_self_lockout"`
	ID                    types.String `tfsdk:"id"`
	OrganizationID        types.String `tfsdk:"organization_id"`
}

func (m *permissionSetAssignmentsModel) identity() recordIdentity {
	return recordIdentity{m.OrganizationID, m.ID}
}

// held is what the users hold: the argument that is set, and what it names.
func (m *permissionSetAssignmentsModel) held() (argument string, written *types.String) {
	if m.PermissionSet.IsNull() {
		return principalGroup, &m.PermissionSetGroup
	}
	return principalPermissionSet, &m.PermissionSet
}

// object names the assignments in messages.
func (m *permissionSetAssignmentsModel) object() string {
	argument, written := m.held()
	return fmt.Sprintf("the assignments of the %s %s", principalKinds[argument].name, written.ValueString())
}

func (m *permissionSetAssignmentsModel) what() string {
	argument, written := m.held()
	return principalKinds[argument].name + " " + written.ValueString()
}

// named are the names by which what is held is claimed.
func (m *permissionSetAssignmentsModel) named() []types.String {
	argument, written := m.held()
	if written.IsNull() || written.IsUnknown() {
		return []types.String{m.ID}
	}
	return []types.String{types.StringValue(principalKinds[argument].name + " " + written.ValueString()), m.ID}
}

// claim refuses what another object of the configuration manages as well.
func (m *permissionSetAssignmentsModel) claim(planned *clients.Planned, config tfsdk.Config, diags *diag.Diagnostics) {
	assignmentClaims.claimAll(planned, config, diags, m.named()...)
	if !diags.HasError() {
		carrierClaims.claimAll(planned, config, diags, m.named()...)
	}
}

func (m *permissionSetAssignmentsModel) target() salesforceapi.ID {
	return salesforceapi.ID(m.ID.ValueString())
}

// rows are the assignments of permission sets, or those of groups.
func (m *permissionSetAssignmentsModel) rows(client *salesforceapi.Client) *salesforceapi.PermissionSetAssignments {
	if argument, _ := m.held(); argument == principalGroup {
		return client.PermissionSetGroupAssignments
	}
	return client.PermissionSetAssignments
}

// find fills in the id of what is held, and returns its name.
func (m *permissionSetAssignmentsModel) find(ctx context.Context, lookup grantLookup) (name string) {
	argument, written := m.held()
	of, at := principalKinds[argument], path.Root(argument)
	m.ID = types.StringUnknown()
	reference, ok := lookup.reference(of, *written)
	if !ok {
		return ""
	}
	if argument == principalGroup {
		group, err := lookup.client.PermissionSetGroups.Find(ctx, reference)
		if err != nil {
			lookup.failed(at, of, *written, err)
			return ""
		}
		m.ID = types.StringValue(string(group.ID))
		return group.DeveloperName
	}
	set, err := lookup.client.PermissionSets.Find(ctx, reference)
	switch {
	case err != nil:
		lookup.failed(at, of, *written, err)
		return ""
	case set.IsOwnedByProfile || set.GroupID != "":
		lookup.diags.AddAttributeError(at, "Wrong permission set",
			written.ValueString()+" belongs to a profile or to a permission set group, and cannot be assigned as such.")
		return ""
	}
	m.ID = types.StringValue(string(set.ID))
	return set.APIName()
}

// checkConfirmed refuses to take it from everybody without the word.
func (m *permissionSetAssignmentsModel) checkConfirmed(anyone bool, diags *diag.Diagnostics) {
	nobody := !m.Users.IsUnknown() && len(m.Users.Elements()) == 0
	if !anyone || !nobody || m.RevokeAllConfirmation.IsUnknown() || m.RevokeAllConfirmation.ValueString() == revokeAll {
		return
	}
	diags.AddAttributeError(path.Root("revoke_all_confirmation"), "Nobody would hold it any more", fmt.Sprintf(
		"%s: users is empty, so everybody would lose it. If that is meant, set\n\n  revoke_all_confirmation = %q", m.object(), revokeAll))
}

// compareWithOthers warns of those who hold it already and whom the configuration
// does not name: creation leaves them alone, since its plan cannot show them.
func (m *permissionSetAssignmentsModel) compareWithOthers(ctx context.Context, lookup grantLookup) {
	if lookup.client == nil || lookup.diags.HasError() || m.ID.IsUnknown() || m.Users.IsUnknown() {
		return
	}
	live, err := readAssignees(ctx, lookup.client, m.rows(lookup.client), m.target())
	if err != nil {
		permissionSetAssignmentsNoun.Failed(lookup.diags, "prepare", m.object(), err)
		return
	}
	configured := named(userKind, m.Users.Elements(), live)
	var others []string
	for _, one := range live {
		if !configured[one.id] {
			others = append(others, one.name)
		}
	}
	m.checkConfirmed(len(others) > 0, lookup.diags)
	if len(others) > 0 && !lookup.diags.HasError() {
		slices.Sort(others)
		lookup.diags.AddAttributeWarning(principalsPath(principalUser), "Others hold it already", fmt.Sprintf(
			"%s: %s. This apply leaves them alone; the next plan shows each of them on a line of its own and revokes them. "+
				"To keep them, add them to the configuration.", m.object(), enumerate(others)))
	}
}

// change makes the assignments what is planned, and leaves in m what took effect.
// It is false where nothing was tried.
func (m *permissionSetAssignmentsModel) change(
	ctx context.Context, client *salesforceapi.Client, before types.Map, diags *diag.Diagnostics,
) bool {
	lookup := grantLookup{client: client, diags: diags}
	if m.ID.IsUnknown() {
		m.find(ctx, lookup)
	}
	if diags.HasError() {
		return false
	}
	rows, at := m.rows(client), principalsPath(principalUser)
	live, err := readAssignees(ctx, client, rows, m.target())
	if err != nil {
		permissionSetAssignmentsNoun.Failed(diags, "read", m.object(), err)
		return false
	}
	users := compare(userKind, at, m.Users, before, lookup.wanted(ctx, principalUser, at, m.Users, live), live, false)
	if diags.HasError() {
		return false
	}
	users.noun = permissionSetAssignmentsNoun
	m.guardEnd(ctx, m.guard(client, nil, diags), live)
	if diags.HasError() {
		return false
	}
	assign(ctx, rows, m.target(), users, m.what(), diags)
	var refused diag.Diagnostics
	m.guard(client, nil, &refused).checkLoss(ctx, accessChange{revoked: rowsOf(users.drop)})
	if diags.Append(refused...); refused.HasError() {
		users.keepAll()
	}
	unassign(ctx, rows, m.target(), users, m.what(), diags)
	m.Users = users.result(assigneeElement, m.Users)
	return true
}

// exists tells that what is held is still there.
func (m *permissionSetAssignmentsModel) exists(ctx context.Context, client *salesforceapi.Client) (bool, error) {
	var err error
	if argument, _ := m.held(); argument == principalGroup {
		_, err = client.PermissionSetGroups.Find(ctx, m.ID.ValueString())
	} else {
		_, err = client.PermissionSets.Get(ctx, m.target())
	}
	if transport.IsNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

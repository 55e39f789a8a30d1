package salesforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// mutingPrefix is what the ids of muting permission sets begin with.
const mutingPrefix = "0QM"

var mutingPermissionSetKind = kind{
	name: "muting permission set", prefixes: []string{mutingPrefix}, form: namespacedName, example: "a developer name such as Muted",
}

type permissionSetGroupResourceModel struct {
	Name                      types.String   `tfsdk:"name"`
	Label                     types.String   `tfsdk:"label"`
	Description               types.String   `tfsdk:"description"`
	SessionActivationRequired types.Bool     `tfsdk:"session_activation_required"`
	PermissionSets            types.Map      `tfsdk:"permission_sets"`
	MutingPermissionSet       types.String   `tfsdk:"muting_permission_set"`
	SelfLockout               types.Bool     `tfsdk:"allow_self_lockout"`
	Status                    types.String   `tfsdk:"status"`
	ID                        types.String   `tfsdk:"id"`
	OrganizationID            types.String   `tfsdk:"organization_id"`
	Timeouts                  timeouts.Value `tfsdk:"timeouts"`
}

func (m *permissionSetGroupResourceModel) identity() recordIdentity {
	return recordIdentity{m.OrganizationID, m.ID}
}

func (m *permissionSetGroupResourceModel) object() string {
	if m.Name.IsNull() {
		return "permission set group " + m.ID.ValueString()
	}
	return "permission set group " + m.Name.ValueString()
}

func (m *permissionSetGroupResourceModel) groupID() salesforceapi.ID {
	return salesforceapi.ID(m.ID.ValueString())
}

func (m *permissionSetGroupResourceModel) expand() salesforceapi.PermissionSetGroup {
	return salesforceapi.PermissionSetGroup{
		ID: m.groupID(), DeveloperName: m.Name.ValueString(), Label: m.Label.ValueString(), Description: m.Description.ValueString(),
		HasActivationRequired: m.SessionActivationRequired.ValueBool(),
	}
}

func (m *permissionSetGroupResourceModel) flatten(group salesforceapi.PermissionSetGroup) {
	m.ID, m.Name = types.StringValue(string(group.ID)), types.StringValue(group.DeveloperName)
	m.Label, m.Description = types.StringValue(group.Label), textOrNull(group.Description)
	m.SessionActivationRequired = types.BoolValue(group.HasActivationRequired)
	m.Status = types.StringValue(group.Status)
}

// groupMembers are what is in a group.
type groupMembers struct {
	sets []grantee
	// muting is the muting permission set; without an id where there is none.
	muting grantee
}

func readGroupMembers(ctx context.Context, client *salesforceapi.Client, group salesforceapi.ID) (groupMembers, error) {
	var members groupMembers
	rows, err := client.PermissionSetGroupComponents.OfGroup(ctx, group)
	if err != nil {
		return members, err
	}
	for _, row := range rows {
		if strings.HasPrefix(string(row.PermissionSetID), mutingPrefix) {
			set, err := client.MutingPermissionSets.Find(ctx, string(row.PermissionSetID))
			if err != nil {
				return members, err
			}
			members.muting = grantee{id: set.ID, name: set.DeveloperName, row: row.ID}
			continue
		}
		set, err := client.PermissionSets.Get(ctx, row.PermissionSetID)
		if err != nil {
			return members, err
		}
		members.sets = append(members.sets, grantee{id: set.ID, name: set.APIName(), row: row.ID})
	}
	return members, nil
}

// flattenMembers takes over what is in the group, as far as it is managed.
func (m *permissionSetGroupResourceModel) flattenMembers(members groupMembers, importing bool) {
	if importing || !m.PermissionSets.IsNull() {
		m.PermissionSets = spelled(permissionSetKind, principalElement, m.PermissionSets, members.sets)
	}
	if !importing && m.MutingPermissionSet.IsNull() {
		return
	}
	if _, same := registered([]grantee{members.muting}).find(mutingPermissionSetKind, m.MutingPermissionSet.ValueString()); !same {
		m.MutingPermissionSet = textOrNull(members.muting.name)
	}
}

// changeMembers puts into the group what is planned, takes out what is not, and
// leaves in m what took effect.
func (m *permissionSetGroupResourceModel) changeMembers(
	ctx context.Context, client *salesforceapi.Client, before *permissionSetGroupResourceModel, diags *diag.Diagnostics,
) {
	members, err := readGroupMembers(ctx, client, m.groupID())
	if err != nil {
		permissionSetGroupNoun.Failed(diags, "read the members of", m.object(), err)
		m.PermissionSets, m.MutingPermissionSet = before.PermissionSets, before.MutingPermissionSet
		return
	}
	m.changeMuting(ctx, client, before, members.muting, diags)
	if m.PermissionSets.IsNull() {
		return // they are no longer managed, and stay
	}
	lookup, at := grantLookup{client: client, diags: diags}, principalsPath(principalPermissionSet)
	wanted := lookup.wanted(ctx, principalPermissionSet, at, m.PermissionSets, members.sets)
	change := compare(permissionSetKind, at, m.PermissionSets, before.PermissionSets, wanted, members.sets, false)
	change.noun = permissionSetGroupNoun
	components := client.PermissionSetGroupComponents
	change.added(m.object(), components.CreateAll(ctx, memberRows(change.add, m.groupID())), diags)
	m.keepByGuard(ctx, client, change, diags)
	change.dropped(m.object(), components.DeleteAll(ctx, memberRows(change.drop, m.groupID())), diags)
	for key := range m.PermissionSets.Elements() {
		if _, found := wanted[key]; !found {
			delete(change.elements, key) // the lookup has reported it
		}
	}
	m.PermissionSets = change.result(principalElement, m.PermissionSets)
}

func memberRows(sets []keyed, group salesforceapi.ID) []salesforceapi.PermissionSetGroupComponent {
	rows := make([]salesforceapi.PermissionSetGroupComponent, len(sets))
	for i, one := range sets {
		rows[i] = salesforceapi.PermissionSetGroupComponent{ID: one.row, GroupID: group, PermissionSetID: one.id}
	}
	return rows
}

// changeMuting exchanges the muting permission set; the platform takes one at a
// time.
func (m *permissionSetGroupResourceModel) changeMuting(
	ctx context.Context, client *salesforceapi.Client, before *permissionSetGroupResourceModel, live grantee, diags *diag.Diagnostics,
) {
	var wanted salesforceapi.ID
	if !m.MutingPermissionSet.IsNull() {
		set, err := findMuting(ctx, client, m.MutingPermissionSet, diags)
		if err != nil {
			m.MutingPermissionSet = before.MutingPermissionSet
			return
		}
		wanted = set.ID
	}
	unmanaged := m.MutingPermissionSet.IsNull() && before.MutingPermissionSet.IsNull()
	if live.id == wanted || unmanaged {
		return
	}
	components := client.PermissionSetGroupComponents
	var err error
	if live.id != "" {
		err = components.Delete(ctx, salesforceapi.PermissionSetGroupComponent{ID: live.row, GroupID: m.groupID(), PermissionSetID: live.id})
	}
	if wanted != "" && (err == nil || transport.IsNotFound(err)) {
		_, err = components.Create(ctx, m.groupID(), wanted)
	}
	if err != nil && !transport.IsNotFound(err) {
		permissionSetGroupNoun.FailedAt(diags, path.Root("muting_permission_set"), "change", m.object(), err)
		m.MutingPermissionSet = types.StringNull()
	}
}

func findMuting(
	ctx context.Context, client *salesforceapi.Client, written types.String, diags *diag.Diagnostics,
) (salesforceapi.MutingPermissionSet, error) {
	at := path.Root("muting_permission_set")
	set, err := client.MutingPermissionSets.Find(ctx, written.ValueString())
	switch {
	case transport.IsNotFound(err):
		diags.AddAttributeError(at, "Unknown muting permission set", fmt.Sprintf(
			"The organization has no muting permission set %q. They are made in Setup, within a permission set group.", written.ValueString()))
	case err != nil:
		permissionSetGroupNoun.FailedAt(diags, at, "prepare", "muting permission set "+written.ValueString(), err)
	}
	return set, err
}

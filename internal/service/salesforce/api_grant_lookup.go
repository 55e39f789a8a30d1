package salesforce

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// grantLookup finds the objects that the arguments of a grant name, and fills in
// what is computed of them. What cannot be told yet becomes unknown.
type grantLookup struct {
	// client is nil while the provider's configuration is not known.
	client *salesforceapi.Client
	// planned are the objects that need not exist yet; nil once all must.
	planned *clients.Planned
	diags   *diag.Diagnostics
}

// reference is what to look an object up by; ok is false where that cannot be
// told before apply. What the configuration manages comes before what the
// platform has, which may be about to be replaced.
func (l grantLookup) reference(of kind, written types.String) (reference string, ok bool) {
	if l.client == nil || written.IsUnknown() {
		return "", false
	}
	if l.planned != nil {
		switch ids := of.find(l.planned, written.ValueString()); len(ids) {
		case 0:
		case 1:
			return ids[0], ids[0] != ""
		default: // which of them is meant is the platform's to say, once they exist
			return "", false
		}
	}
	return written.ValueString(), true
}

// manages tells that the configuration manages the object.
func (l grantLookup) manages(of kind, written types.String) bool {
	if l.planned == nil {
		return false
	}
	return len(of.find(l.planned, written.ValueString())) > 0
}

// changed tells whether an argument may mean another object than the one of that
// id which it meant before.
func (l grantLookup) changed(of kind, written, before, id types.String) bool {
	if !written.Equal(before) {
		return true
	}
	ids := of.find(l.planned, written.ValueString())
	return len(ids) > 0 && !slices.Contains(ids, id.ValueString())
}

// app fills in the app.
func (l grantLookup) app(ctx context.Context, m *apiGrantModel) {
	m.AppID, m.AppLabel = types.StringUnknown(), types.StringUnknown()
	reference, ok := l.reference(appKind, m.App)
	if !ok {
		return
	}
	app, err := l.client.Apps.Find(ctx, reference)
	if err != nil {
		l.failed(path.Root("app"), appKind, m.App, err)
		return
	}
	m.AppID = types.StringValue(string(app.ID))
	if !l.manages(appKind, m.App) { // whose label the same apply may change
		m.AppLabel = types.StringValue(app.Label)
	}
}

// principal fills in the principal, and the permission set that carries the app
// where that follows from it.
func (l grantLookup) principal(ctx context.Context, m *apiGrantModel) {
	principalType, written := m.principal()
	at, of := path.Root(principalType), principalKinds[principalType]
	m.PrincipalType = types.StringUnknown()
	if !written.IsUnknown() { // it may turn out to be null
		m.PrincipalType = types.StringValue(principalType)
	}
	m.PrincipalID, m.PrincipalName = types.StringUnknown(), types.StringUnknown()
	if !m.needsThrough() {
		m.ThroughID = types.StringUnknown()
	}
	reference, ok := l.reference(of, written)
	if !ok {
		return
	}
	id, name, carrier, err := l.findPrincipal(ctx, principalType, reference)
	if err != nil {
		l.failed(at, of, written, err)
		return
	}
	m.PrincipalID, m.PrincipalName = types.StringValue(string(id)), types.StringValue(name)
	if l.manages(of, written) { // which the same apply may rename
		m.PrincipalName = written
	}
	if !m.needsThrough() {
		m.ThroughID = types.StringValue(string(carrier))
	}
}

// findPrincipal finds a principal's id, its name as an argument would have it, and
// the permission set that carries what it is granted, if it has one itself.
func (l grantLookup) findPrincipal(
	ctx context.Context, principalType, reference string,
) (id salesforceapi.ID, name string, carrier salesforceapi.ID, err error) {
	switch principalType {
	case principalUser:
		user, err := l.client.Users.Find(ctx, reference)
		if err == nil && !user.IsActive && l.planned != nil && len(userKind.find(l.planned, user.Username)) == 0 { // else the apply activates the user
			err = errInactiveUser
		}
		return user.ID, user.Username, "", err
	case principalProfile:
		profile, err := l.client.Profiles.Find(ctx, reference)
		return profile.ID, profile.Name, profile.PermissionSetID, err
	case principalPermissionSet:
		set, err := l.findPermissionSet(ctx, reference)
		return set.ID, set.APIName(), set.ID, err
	}
	group, err := l.client.PermissionSetGroups.Find(ctx, reference)
	return group.ID, group.DeveloperName, "", err
}

// through fills in the permission set that carries the app for users and groups.
func (l grantLookup) through(ctx context.Context, m *apiGrantModel) {
	if !m.needsThrough() {
		return
	}
	m.ThroughID = types.StringUnknown()
	if m.Through.IsNull() { // validation could not tell while the principal was not known
		if principalType, written := m.principal(); !written.IsUnknown() {
			missingThrough(l.diags, principalKinds[principalType])
		}
		return
	}
	reference, ok := l.reference(permissionSetKind, m.Through)
	if !ok {
		return
	}
	set, err := l.findPermissionSet(ctx, reference)
	if err != nil {
		l.failed(path.Root("through"), permissionSetKind, m.Through, err)
		return
	}
	m.ThroughID = types.StringValue(string(set.ID))
}

// findPermissionSet finds a permission set that people can be given.
func (l grantLookup) findPermissionSet(ctx context.Context, reference string) (salesforceapi.PermissionSet, error) {
	set, err := l.client.PermissionSets.Find(ctx, reference)
	switch {
	case err != nil:
	case set.IsOwnedByProfile:
		err = fmt.Errorf("%w the profile %s; to grant the app to the profile, set profile instead", errOwnedSet, set.Profile.Name)
	case set.GroupID != "":
		err = fmt.Errorf("%w a permission set group; to grant the app to the group, set permission_set_group instead", errOwnedSet)
	}
	return set, err
}

// failed reports that a reference did not lead to an object that will do.
func (l grantLookup) failed(at path.Path, of kind, written types.String, err error) {
	switch {
	case transport.IsNotFound(err):
		l.diags.AddAttributeError(at, "Unknown "+of.name, fmt.Sprintf(
			"The organization has no %[1]s %[2]q. The data source %[3]s looks one up.\n\n"+
				"If this configuration makes it, refer to it by its address, as in %[4]s, and not by its name: "+
				"then it is made first.", of.name, written.ValueString(), of.dataSource, of.address(at)))
	case transport.IsConflict(err):
		l.diags.AddAttributeError(at, "Ambiguous "+of.name, err.Error()+".")
	case isUnsuitable(err):
		l.diags.AddAttributeError(at, "Wrong "+of.name, fmt.Sprintf("%s: %s.", written.ValueString(), err))
	default:
		apiGrantNoun.FailedAt(l.diags, at, "prepare", of.name+" "+written.ValueString(), err)
	}
}

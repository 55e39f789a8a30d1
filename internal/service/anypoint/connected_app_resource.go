package anypoint

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var connectedAppNoun = framework.Noun{
	Name: "Anypoint connected app",
	Needs: "Reading connected apps takes the scope View Connected Applications (read:orgconnapps), changing them Access Controls Admin " +
		"(admin:access_controls), in the organization of the app; a user has to be an organization administrator.",
}

type connectedAppResource struct{ base }

// NewConnectedAppResource makes apiaccess_anypoint_connected_app.
func NewConnectedAppResource() resource.Resource {
	return &connectedAppResource{base{Name: "anypoint_connected_app"}}
}

// Create implements [resource.Resource].
func (r *connectedAppResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model connectedAppModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("client_secret"), &model.ClientSecret)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	r.planOwner(ctx, client, &model, connectedAppModel{}, &resp.Diagnostics)
	resolver := newScopeResolver(ctx, client, model.OrganizationID.ValueString())
	wanted := resolver.findAll(ctx, model.Scopes, path.Root("scopes"), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	change := model.change(&connectedAppModel{})
	change.Owner, change.OwnerOrganizationID = model.newOwner()
	app, err := client.ConnectedApps.Create(ctx, model.OrganizationID.ValueString(), change)
	if errors.Is(err, anypointapi.ErrTwin) {
		explainTwin(&resp.Diagnostics, model, app)
		return
	}
	if err != nil {
		connectedAppNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	scopes := model.Scopes
	model.ClientSecret = types.StringNull()
	model.flatten(app)
	if !scopes.IsNull() {
		model.Scopes = types.SetValueMust(scopeWordsType, nil)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if scopes.IsNull() {
		return
	}
	refuseScopeMixture(&r.Clients.Planned, scopesInApp, app.ClientID, path.Root("scopes"), &resp.Diagnostics)
	if err := client.AppScopes.Change(ctx, model.key(), wanted, nil); err != nil {
		connectedAppNoun.FailedAt(&resp.Diagnostics, path.Root("scopes"), "give scopes to", model.object(), err)
		return
	}
	model.Scopes = scopes
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// explainTwin tells of an app that nobody but an earlier run can have made.
func explainTwin(diags *diag.Diagnostics, model connectedAppModel, twin anypointapi.ConnectedApp) {
	diags.AddAttributeError(path.Root("name"), "Anypoint connected app exists already", fmt.Sprintf(
		"%s: the app with the client id %s has the same name and properties. If a run that was cut off made it, bring it under Terraform with\n\n"+
			"  terraform import ADDRESS %s,%s\n\nor delete it. If both are wanted, give one of them another name. To replace the secret of an "+
			"app, change client_secret_version rather than replacing the app.",
		model.object(), twin.ClientID, model.OrganizationID.ValueString(), twin.ClientID))
}

// newOwner is who owns an app that is made. Without one, the platform takes the
// caller.
func (m *connectedAppModel) newOwner() (owner *anypointapi.Owner, organizationID *string) {
	switch {
	case m.Ownerless.ValueBool():
		return &anypointapi.Owner{}, m.OrganizationID.ValueStringPointer()
	case !m.Owner.IsNull():
		return &anypointapi.Owner{UserID: m.OwnerID.ValueString()}, nil
	}
	return nil, nil
}

// Read implements [resource.Resource].
func (r *connectedAppResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model connectedAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	imported := model.Name.IsNull()
	read := client.ConnectedApps.Get
	if imported {
		read = client.ConnectedApps.Read // which also tells the owner
	}
	app, err := read(ctx, model.key())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		connectedAppNoun.Failed(&resp.Diagnostics, "read", "connected app "+model.ClientID.ValueString(), err)
		return
	}
	model.flatten(app)
	if !model.Scopes.IsNull() || imported && app.ActsForItself() {
		model.readScopes(ctx, client, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m *connectedAppModel) readScopes(ctx context.Context, client *anypointapi.Client, diags *diag.Diagnostics) {
	scopes, err := client.AppScopes.List(ctx, m.key())
	if err != nil {
		connectedAppNoun.FailedAt(diags, path.Root("scopes"), "read the scopes of", m.object(), err)
		return
	}
	m.Scopes = newScopeResolver(ctx, client, m.OrganizationID.ValueString()).flatten(ctx, scopes, m.Scopes)
}

// Update implements [resource.Resource]. The state keeps up with each step, so
// that no secret is rotated twice because a later step failed.
func (r *connectedAppResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before connectedAppModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("client_secret"), &model.ClientSecret)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, before.identity())...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	r.planOwner(ctx, client, &model, before, &resp.Diagnostics)
	model.guard(ctx, client, nil, before, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	done := before
	steps := []func() bool{
		func() bool { return done.writeApp(ctx, client, model, &resp.Diagnostics) },
		func() bool { return done.rotate(ctx, client, model, &resp.Diagnostics) },
		func() bool { return done.writeScopes(ctx, client, model, &resp.Diagnostics) },
	}
	for _, step := range steps {
		ok := step()
		resp.Diagnostics.Append(resp.State.Set(ctx, done)...)
		if !ok || resp.Diagnostics.HasError() {
			return
		}
	}
}

// writeApp makes the app what is wanted, but for its scopes. What did not stick
// stays different in the state.
func (m *connectedAppModel) writeApp(
	ctx context.Context, client *anypointapi.Client, wanted connectedAppModel, diags *diag.Diagnostics,
) bool {
	change := wanted.change(m)
	if !wanted.Owner.IsNull() && !wanted.Owner.Equal(m.Owner) {
		change.Owner = &anypointapi.Owner{UserID: wanted.OwnerID.ValueString()}
	}
	app, err := client.ConnectedApps.Update(ctx, m.key(), change)
	if err != nil {
		connectedAppNoun.Failed(diags, "update", m.object(), err)
	}
	if err != nil && !errors.Is(err, anypointapi.ErrDidNotStick) {
		return false
	}
	scopes, trigger := m.Scopes, m.RotationTrigger
	*m = wanted
	m.ClientSecret, m.Scopes, m.RotationTrigger = types.StringNull(), scopes, trigger
	m.flatten(app)
	return err == nil
}

// rotate has the platform make up a new secret when the trigger changes from one
// text to another.
func (m *connectedAppModel) rotate(ctx context.Context, client *anypointapi.Client, wanted connectedAppModel, diags *diag.Diagnostics) bool {
	if !m.RotationTrigger.IsNull() && !wanted.RotationTrigger.IsNull() && !wanted.RotationTrigger.Equal(m.RotationTrigger) {
		if err := client.ConnectedApps.ResetSecret(ctx, m.key()); err != nil {
			connectedAppNoun.FailedAt(diags, path.Root("rotation_trigger"), "rotate the secret of", m.object(), err)
			return false
		}
	}
	m.RotationTrigger = wanted.RotationTrigger
	return true
}

// writeScopes makes the scopes those that are wanted, unless they are managed
// elsewhere.
func (m *connectedAppModel) writeScopes(ctx context.Context, client *anypointapi.Client, wanted connectedAppModel, diags *diag.Diagnostics) bool {
	if wanted.Scopes.IsNull() || wanted.Scopes.Equal(m.Scopes) {
		m.Scopes = wanted.Scopes
		return true
	}
	if !replaceScopes(ctx, client, m.key(), wanted.Scopes, connectedAppNoun, m.object(), diags) {
		return false
	}
	m.Scopes = wanted.Scopes
	return true
}

// replaceScopes makes an app's scopes exactly those of a set.
func replaceScopes(
	ctx context.Context, client *anypointapi.Client, key anypointapi.AppKey, set types.Set,
	noun framework.Noun, object string, diags *diag.Diagnostics,
) bool {
	at := path.Root("scopes")
	wanted := newScopeResolver(ctx, client, key.OrganizationID).findAll(ctx, set, at, diags)
	if diags.HasError() {
		return false
	}
	now, err := client.AppScopes.List(ctx, key)
	if err == nil {
		added, removed := scopeDifference(wanted, now)
		err = client.AppScopes.Change(ctx, key, added, removed)
	}
	if err != nil {
		noun.FailedAt(diags, at, "change the scopes of", object, err)
	}
	return err == nil
}

// Delete implements [resource.Resource].
func (r *connectedAppResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model connectedAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.guardDeletion(ctx, client, nil, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := client.ConnectedApps.Delete(ctx, model.key()); err != nil {
		connectedAppNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *connectedAppResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "client_id")
	if !resp.Diagnostics.HasError() {
		importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	}
}

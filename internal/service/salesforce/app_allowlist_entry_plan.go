package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it shows which app is
// meant, fails for one that cannot be approved, and warns of an approval that
// would leave everyone outside.
func (r *allowlistEntryResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var planned, before allowlistEntryModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() || planned.App.IsUnknown() {
		return
	}
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if !ok {
		return
	}
	app, err := client.Apps.Find(ctx, planned.App.ValueString())
	switch {
	case transport.IsNotFound(err) && !salesforceapi.IsID(planned.App.ValueString(), appPrefix):
		// The same run may create it.
		planned.warnOfNobody(planned.App.ValueString(), &resp.Diagnostics)
		return
	case err != nil:
		allowlistEntryNoun.FailedAt(&resp.Diagnostics, path.Root("app"), "plan", planned.object(), err)
		return
	}
	if !before.means(planned.App.ValueString()) {
		planned.flatten(app)
		planned.checkNew(app, &resp.Diagnostics)
		planned.checkOwnApp(ctx, client, app, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
	}
	rows, err := client.SetupEntityAccess.OfApp(ctx, app.ID)
	switch {
	case err != nil:
		allowlistEntryNoun.Failed(&resp.Diagnostics, "read the grants of", planned.object(), err)
	case len(rows) == 0:
		planned.warnOfNobody(app.Label, &resp.Diagnostics)
	}
}

// checkNew refuses an app whose approval is not this entry's to give.
func (m *allowlistEntryModel) checkNew(app salesforceapi.App, diags *diag.Diagnostics) {
	at := path.Root("app")
	switch {
	case !m.AppID.IsUnknown() && m.AppID.ValueString() != string(app.ID):
		diags.AddAttributeError(at, "The app was replaced", fmt.Sprintf(
			"The plan was made for the app %s, which was replaced by %s (%s) meanwhile. Run terraform apply again. Refer to an app that the "+
				"same configuration manages by its id, so that a replacement is planned for.", m.AppID.ValueString(), app.Label, app.ID))
	case app.Installed && !app.Approved:
		diags.AddAttributeError(at, "The app can be approved in Setup alone", fmt.Sprintf(
			"%s (%s) is installed from another organization, and no API changes its policy. Approve it by hand, then run again:\n\n%s",
			app.Label, app.ID, setupSteps(app, "Admin approved users are pre-authorized")))
	case !app.Installed && app.Approved && !m.AdoptExisting.ValueBool():
		diags.AddAttributeError(at, "The app is approved already", fmt.Sprintf(
			"%s (%s) is on the allowlist already. Bring its entry under Terraform with\n\n  terraform import ADDRESS %s\n\n"+
				"or set adopt_existing = true. Note that removing the entry later withdraws the approval.",
			app.Label, app.ID, app.DeveloperName))
	}
}

// checkOwnApp refuses to shut out the app that the provider signs in with. An app
// that is granted to anybody is taken to be granted to the right ones.
func (m *allowlistEntryModel) checkOwnApp(ctx context.Context, client *salesforceapi.Client, app salesforceapi.App, diags *diag.Diagnostics) {
	if app.Approved || app.Installed || !m.grantsNobody() {
		return
	}
	rows, err := client.SetupEntityAccess.OfApp(ctx, app.ID)
	if err == nil && len(rows) > 0 {
		return
	}
	var definition *salesforceapi.ConnectedApp
	if err == nil {
		definition, err = client.ConnectedApps.Get(ctx, app.DeveloperName)
	}
	switch {
	case err != nil:
		allowlistEntryNoun.FailedAt(diags, path.Root("app"), "check the grants of", m.object(), err)
	case definition.OAuthConfig != nil && isOwnKey(client, text(definition.OAuthConfig.ConsumerKey).ValueString()):
		diags.AddAttributeError(path.Root("app"), lockOut, fmt.Sprintf(
			"%s (%s) is the app that the provider signs in with, and it is granted to nobody: once approved, no run could sign in again. "+
				"Grant it to the user that the provider acts as first, and name that grant in grants.", app.Label, app.ID))
	}
}

// warnOfNobody tells that nobody will be able to use the app.
func (m *allowlistEntryModel) warnOfNobody(app string, diags *diag.Diagnostics) {
	if m.grantsNobody() {
		diags.AddAttributeWarning(path.Root("app"), "The app is granted to nobody", fmt.Sprintf(
			"%s is approved, but granted to nobody: nobody will be able to use it. Add an apiaccess_salesforce_api_grant, and name it in "+
				"grants so that it takes effect first.", app))
	}
}

// setupSteps tell how to change the policy of an installed app by hand.
func setupSteps(app salesforceapi.App, permittedUsers string) string {
	return fmt.Sprintf("  Setup > Apps > Connected Apps > Manage Connected Apps > %s > Edit Policies >\n"+
		"  OAuth Policies > Permitted Users: %s > Save", app.Label, permittedUsers)
}

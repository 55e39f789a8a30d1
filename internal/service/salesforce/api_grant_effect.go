package salesforce

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var (
	errInactiveUser = errors.New("the user is inactive and can be granted nothing")
	errOwnedSet     = errors.New("the permission set belongs to")
)

// isUnsuitable tells that the object is there but cannot have the grant.
func isUnsuitable(err error) bool {
	return errors.Is(err, errInactiveUser) || errors.Is(err, errOwnedSet)
}

// checkCarried refuses a grant through a permission set that does not carry the
// app. A plan cannot tell, because the same apply may make it carry the app.
func (m *apiGrantModel) checkCarried(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	if !m.needsThrough() || diags.HasError() {
		return
	}
	_, err := client.SetupEntityAccess.Get(ctx, m.key().app, m.key().through)
	switch {
	case transport.IsNotFound(err):
		diags.AddAttributeError(path.Root("through"), "The permission set does not carry the app", fmt.Sprintf(
			"%s: the permission set %s gives nobody the app yet. Grant the app to the permission set itself, and go through that grant, "+
				"so that it is made first:\n\n"+
				"  resource \"apiaccess_salesforce_api_grant\" \"carrier\" {\n    app            = %q\n    permission_set = %q\n  }\n\n"+
				"  through = apiaccess_salesforce_api_grant.carrier.permission_set",
			m.object(), m.Through.ValueString(), m.App.ValueString(), m.Through.ValueString()))
	case err != nil:
		apiGrantNoun.FailedAt(diags, path.Root("through"), "create", m.object(), err)
	}
}

// warnWithoutEffect warns of a grant whose permission set no longer carries the
// app. Where the app itself is gone, the state keeps its id in place of its name,
// which may mean a new app by now: the plan then replaces the grant.
func (m *apiGrantModel) warnWithoutEffect(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	if !m.needsThrough() {
		return
	}
	_, err := client.SetupEntityAccess.Get(ctx, m.key().app, m.key().through)
	switch {
	case err == nil:
		return
	case !transport.IsNotFound(err):
		apiGrantNoun.Failed(diags, "read", m.object(), err)
		return
	}
	diags.AddAttributeWarning(path.Root("through"), "The grant has no effect", fmt.Sprintf(
		"%s: the principal has the permission set, but the permission set does not carry the app any more. "+
			"Grant the app to the permission set again, or remove this grant.", m.object()))
	if _, err := client.Apps.Find(ctx, m.AppID.ValueString()); transport.IsNotFound(err) {
		m.App = m.AppID
	}
}

// explainGrantCreate reports why a grant was not made.
func explainGrantCreate(diags *diag.Diagnostics, model apiGrantModel, err error) {
	principalType, _ := model.principal()
	at := path.Root(principalType)
	switch kind := transport.KindOf(err); {
	case kind == transport.Conflict:
		diags.AddError("Salesforce API grant exists already", fmt.Sprintf(
			"There is a grant of the %s. Bring it under Terraform with\n\n  terraform import ADDRESS %s\n\n"+
				"or set adopt_existing = true. The platform said: %s.", model.object(), model.importID(), err))
	case principalType == principalUser && strings.Contains(strings.ToLower(err.Error()), "license"):
		apiGrantNoun.FailedAt(diags, at, "create", model.object(), fmt.Errorf("%w.\n\nThe permission set %s is tied to a license "+
			"that the user does not have. Go through a permission set without a license, or one of the user's own license",
			err, model.Through.ValueString()))
	case principalType == principalProfile && (kind == transport.Permission || kind == transport.Invalid || kind == transport.Other):
		apiGrantNoun.FailedAt(diags, at, "create", model.object(), fmt.Errorf("%w.\n\nSalesforce documents that the permission set "+
			"of a profile cannot be changed, yet takes such grants in many organizations. Where yours does not, add the profile in "+
			"Setup > Manage Connected Apps > the app > Manage Profiles and import the grant, or grant the app to a permission set", err))
	default:
		apiGrantNoun.Failed(diags, "create", model.object(), err)
	}
}

package salesforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// importedGrant is a grant as an import names it, each part by name or by id.
type importedGrant struct {
	app, principalType, principal, through string
}

const importForms = "The id is APP,permission_set:NAME or APP,profile:NAME, or with the permission set that carries the app " +
	"APP,user:NAME,THROUGH or APP,permission_set_group:NAME,THROUGH; each part a name or an id."

// parseGrantID reads an import id. The app ends at the first comma and a
// permission set to go through begins after the last one, so that a profile's
// name may hold commas itself.
func parseGrantID(id string) (importedGrant, error) {
	app, rest, _ := strings.Cut(id, ",")
	principalType, principal, _ := strings.Cut(rest, ":")
	grant := importedGrant{app: app, principalType: principalType, principal: principal}
	if principalType == principalUser || principalType == principalGroup {
		if comma := strings.LastIndexByte(principal, ','); comma >= 0 {
			grant.principal, grant.through = principal[:comma], principal[comma+1:]
		}
	}
	return grant, grant.check()
}

// check refuses a grant that cannot be one whatever the organization holds.
func (g importedGrant) check() error {
	of, known := principalKinds[g.principalType]
	if !known {
		return fmt.Errorf("%q is no kind of principal", g.principalType)
	}
	parts := []struct {
		of   kind
		text string
	}{{appKind, g.app}, {of, g.principal}}
	switch needsThrough := g.principalType == principalUser || g.principalType == principalGroup; {
	case needsThrough:
		parts = append(parts, struct {
			of   kind
			text string
		}{permissionSetKind, g.through})
	case g.through != "":
		return fmt.Errorf("a grant to a %s goes through no other permission set", of.name)
	}
	for _, part := range parts {
		if problem := part.of.problem(part.text); problem != "" {
			return fmt.Errorf("for the %s, %s", part.of.name, problem)
		}
	}
	return nil
}

// String is the import id.
func (g importedGrant) String() string {
	id := g.app + "," + g.principalType + ":" + g.principal
	if g.through != "" {
		id += "," + g.through
	}
	return id
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (r *apiGrantResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	grant, err := parseGrantID(req.ID)
	if req.ID == "" {
		grant, err = identifiedGrant(ctx, req, resp)
	}
	if err != nil {
		resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf("Got %q: %s. %s", grant, err, importForms))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	values := map[string]string{"app": grant.app, grant.principalType: grant.principal, "through": grant.through}
	for attribute, value := range values {
		if value != "" {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), value)...)
		}
	}
}

// identifiedGrant reads an identity, whose organization Read compares.
func identifiedGrant(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) (importedGrant, error) {
	var identity apiGrantIdentity
	resp.Diagnostics.Append(framework.Decode(ctx, req.Identity.Raw, &identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), identity.OrganizationID)...)
	grant := importedGrant{
		app: identity.AppID.ValueString(), principalType: identity.PrincipalType.ValueString(),
		principal: identity.PrincipalID.ValueString(), through: identity.ThroughID.ValueString(),
	}
	return grant, grant.check()
}

// writeNames writes names in place of the ids that an import may have given. An
// app that tells no developer name keeps its id.
func (l grantLookup) writeNames(ctx context.Context, m *apiGrantModel) {
	principalType, _ := m.principal()
	*m.argument(principalType) = m.PrincipalName
	app, err := l.client.Apps.Find(ctx, m.AppID.ValueString())
	if err != nil {
		l.failed(path.Root("app"), appKind, m.App, err)
		return
	}
	m.App = types.StringValue(wordFor(ctx, l.client, app))
	if !m.needsThrough() {
		return
	}
	set, err := l.client.PermissionSets.Get(ctx, salesforceapi.ID(m.ThroughID.ValueString()))
	if err != nil {
		l.failed(path.Root("through"), permissionSetKind, m.Through, err)
		return
	}
	m.Through = types.StringValue(set.APIName())
}

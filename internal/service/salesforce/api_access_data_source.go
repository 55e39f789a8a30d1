package salesforce

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type apiAccessDataSource struct{ dataSource }

// NewAPIAccessDataSource makes apiaccess_salesforce_api_access.
func NewAPIAccessDataSource() datasource.DataSource {
	return &apiAccessDataSource{dataSource{Name: "salesforce_api_access"}}
}

// Schema implements [datasource.DataSource].
func (*apiAccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = apiAccessSchema()
}

// Read implements [datasource.DataSource].
func (d *apiAccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiAccessModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	facts, ok := readAccessFacts(ctx, client, &resp.Diagnostics)
	if !ok {
		return
	}
	access, names := facts.Access(), newAccessNames(facts)
	filter := newAPIAccessFilter(ctx, client, access.Apps(), facts.Users, model, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	model.Access = []appAccessModel{}
	for _, app := range access.Apps() {
		if filter.apps != nil && !filter.apps[app.ID] {
			continue
		}
		if who := access.App(app.ID); filter.holds(who) {
			model.Access = append(model.Access, names.app(who, !model.CountsOnly.ValueBool()))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// apiAccessFilter chooses apps. What is nil does not limit them.
type apiAccessFilter struct{ apps, users, groups map[salesforceapi.ID]bool }

// newAPIAccessFilter looks up what the arguments name, and reports what is not
// there: a name written wrong must not read as "nobody has access".
func newAPIAccessFilter(
	ctx context.Context, client *salesforceapi.Client, apps []salesforceapi.App, users []salesforceapi.User, model apiAccessModel,
	diags *diag.Diagnostics,
) apiAccessFilter {
	var filter apiAccessFilter
	if model.Apps != nil {
		filter.apps = findListedApps(ctx, client, apps, model.Apps, path.Root("apps"), diags)
	}
	if model.Users != nil {
		active := map[string]salesforceapi.ID{}
		for _, user := range users {
			active[strings.ToLower(user.Username)], active[string(user.ID)] = user.ID, user.ID
		}
		filter.users = findListed(model.Users, path.Root("users"), userKind, diags, func(reference string) (salesforceapi.ID, error) {
			if id, known := active[strings.ToLower(reference)]; known {
				return id, nil
			}
			if id, known := active[salesforceapi.NormalizeID(reference)]; known {
				return id, nil
			}
			user, err := client.Users.Find(ctx, reference) // who is not active, or does not exist
			return user.ID, err
		})
	}
	if model.PermissionSetGroups != nil {
		at := path.Root("permission_set_groups")
		filter.groups = findListed(model.PermissionSetGroups, at, permissionSetGroupKind, diags, func(reference string) (salesforceapi.ID, error) {
			group, err := client.PermissionSetGroups.Find(ctx, reference)
			return group.ID, err
		})
	}
	return filter
}

// findListed are the ids of what references mean.
func findListed(
	references []types.String, at path.Path, of kind, diags *diag.Diagnostics, find func(reference string) (salesforceapi.ID, error),
) map[salesforceapi.ID]bool {
	found := map[salesforceapi.ID]bool{}
	for _, reference := range references {
		id, err := find(reference.ValueString())
		if err != nil {
			explainListed(diags, apiAccessNoun, at, of, reference.ValueString(), err)
			continue
		}
		found[id] = true
	}
	return found
}

// holds tells whether one of the users has access and one of the groups carries
// the app.
func (f apiAccessFilter) holds(access salesforceapi.AppAccess) bool {
	if f.groups != nil && !slices.ContainsFunc(access.Groups, func(id salesforceapi.ID) bool { return f.groups[id] }) {
		return false
	}
	return f.users == nil ||
		slices.ContainsFunc(access.Users, func(user salesforceapi.EffectiveUser) bool { return f.users[user.User.ID] })
}

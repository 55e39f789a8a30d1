package anypoint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var apiAccessNoun = framework.Noun{
	Name: "Anypoint API access",
	Needs: "Reading grants takes the scope Exchange Administrator (manage:exchange), or that permission; reading users, teams and their " +
		"members takes Access Management, for which the provider's access_management may hold another sign-in.",
}

type apiAccessDataSource struct{ dataSource }

// NewAPIAccessDataSource makes apiaccess_anypoint_api_access.
func NewAPIAccessDataSource() datasource.DataSource {
	return &apiAccessDataSource{dataSource{Name: "anypoint_api_access"}}
}

// Schema implements [datasource.DataSource].
func (*apiAccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = apiAccessSchema()
}

// Read implements [datasource.DataSource].
func (d *apiAccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiAccessModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	reader := accessReader{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	apis := reader.apis(ctx, model.APIs)
	users, teams := reader.users(ctx, model.Users), reader.teams(ctx, model.Teams)
	if resp.Diagnostics.HasError() {
		return
	}
	access := reader.access(ctx, apis)
	model.Access = []accessOfAPIModel{}
	for _, one := range access {
		if isGrantedToAny(one, teams) && isReachedByAny(one, users) {
			model.Access = append(model.Access, newAccessOfAPI(one, !model.CountsOnly.ValueBool()))
		}
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	}
}

// isReachedByAny tells that one of the users has access; no filter lets all pass.
func isReachedByAny(access anypointapi.APIAccess, users []string) bool {
	return users == nil || slices.ContainsFunc(access.Users, func(one anypointapi.EffectiveUser) bool {
		return slices.Contains(users, one.User.ID)
	})
}

// isGrantedToAny tells that the API is granted to one of the teams.
func isGrantedToAny(access anypointapi.APIAccess, teams []string) bool {
	return teams == nil || slices.ContainsFunc(access.Grants, func(one anypointapi.Identity) bool {
		return one.Type == anypointapi.IdentityTeam && slices.Contains(teams, one.ID)
	})
}

// accessReader reads who has access to the APIs of an organization.
type accessReader struct {
	client         *anypointapi.Client
	organizationID string
	diags          *diag.Diagnostics
}

// apis are those of the organization, or those that a filter names. One that is
// not there is reported: a name written wrong must not read as "nobody has
// access".
func (r accessReader) apis(ctx context.Context, references []types.String) []anypointapi.API {
	listed, err := r.client.Assets.APIs(ctx, r.organizationID)
	if err != nil {
		apiAccessNoun.Failed(r.diags, "read", "the APIs of "+r.organizationID, err)
		return nil
	}
	if references == nil {
		return listed
	}
	var apis []anypointapi.API
	for _, reference := range references {
		api, err := r.api(ctx, listed, reference.ValueString())
		switch {
		case transport.IsNotFound(err):
			r.diags.AddAttributeError(path.Root("apis"), "There is no such API", fmt.Sprintf(
				"%q: %s. An asset of another group is written GROUP_ID/ASSET_ID.", reference.ValueString(), err))
		case err != nil:
			apiAccessNoun.FailedAt(r.diags, path.Root("apis"), "find", reference.ValueString(), err)
		case !slices.Contains(apis, api):
			apis = append(apis, api)
		}
	}
	slices.SortFunc(apis, func(a, b anypointapi.API) int { return strings.Compare(a.AssetID+a.GroupID, b.AssetID+b.GroupID) })
	return apis
}

func (r accessReader) api(ctx context.Context, listed []anypointapi.API, reference string) (anypointapi.API, error) {
	asset := anypointapi.Asset{GroupID: r.organizationID, AssetID: reference}
	if group, id, both := strings.Cut(reference, "/"); both {
		asset = anypointapi.Asset{GroupID: group, AssetID: id}
	}
	for _, api := range listed {
		if api.Asset == asset {
			return api, nil
		}
	}
	return r.client.Assets.Get(ctx, asset)
}

// users are the ids of those that a filter names; nil without one.
func (r accessReader) users(ctx context.Context, references []types.String) []string {
	var ids []string
	for _, reference := range references {
		if user, ok := r.user(ctx, path.Root("users"), reference.ValueString()); ok {
			ids = append(ids, user.ID)
		}
	}
	return ids
}

func (r accessReader) user(ctx context.Context, at path.Path, reference string) (anypointapi.User, bool) {
	user, err := r.client.Users.Find(ctx, rootOf(ctx, r.client, r.organizationID), reference)
	if err != nil {
		explainAccess(r.diags, at, "user", reference, err)
	}
	return user, err == nil
}

// teams are the ids of those that a filter names and of all above them, from which
// they inherit; nil without one.
func (r accessReader) teams(ctx context.Context, references []types.String) []string {
	var ids []string
	for _, reference := range references {
		team, err := r.client.Teams.Find(ctx, rootOf(ctx, r.client, r.organizationID), reference.ValueString())
		if err != nil {
			explainAccess(r.diags, path.Root("teams"), "team", reference.ValueString(), err)
			continue
		}
		ids = append(append(ids, team.ID), team.AncestorIDs...)
	}
	return ids
}

// access is who has access to APIs.
func (r accessReader) access(ctx context.Context, apis []anypointapi.API) []anypointapi.APIAccess {
	granted, err := r.client.GrantsOf(ctx, apis)
	if err == nil {
		granted, err = r.client.EffectiveAccess(ctx, rootOf(ctx, r.client, r.organizationID), granted)
	}
	if err != nil {
		apiAccessNoun.Failed(r.diags, "read", "who has access to the APIs", err)
	}
	return granted
}

// explainAccess reports that what a filter names could not be looked up.
func explainAccess(diags *diag.Diagnostics, at path.Path, kind, reference string, err error) {
	if transport.IsNotFound(err) {
		diags.AddAttributeError(at, "There is no such "+kind, fmt.Sprintf("%s %q: %s.", kind, reference, err))
		return
	}
	noun := apiAccessNoun
	if refused, is := errors.AsType[*anypointapi.PermissionError](err); is && refused.AccessManagement {
		noun.Needs = "Looking up a name takes Access Management, for which the provider's access_management may hold another sign-in."
	}
	noun.FailedAt(diags, at, "find", fmt.Sprintf("%s %q", kind, reference), err)
}

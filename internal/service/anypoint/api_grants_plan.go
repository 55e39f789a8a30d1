package anypoint

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it looks up whom the
// configuration names, and guards against what nobody means. A plan without
// changes makes no call.
func (r *apiGrantsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.planRevocation(ctx, req, resp)
		return
	}
	planFallback(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	var planned, before apiGrantsModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !planned.OrganizationID.IsUnknown() && !resp.Diagnostics.HasError() {
		planDefault(ctx, req, resp, "group_id", planned.OrganizationID.ValueString())
		resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	}
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if planned.setID(); !planned.ID.Equal(before.ID) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), planned.ID)...)
	}
	claimAll(&r.Clients.Planned, planned.asset(), newClaimant(ctx, req.Config, req.Private, &resp.Diagnostics), &resp.Diagnostics)
	if !creating && resp.Plan.Raw.Equal(req.State.Raw) || resp.Diagnostics.HasError() || planned.ID.IsUnknown() {
		return
	}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
		seeker := granteeSeeker{client: client, planned: &r.Clients.Planned}
		seeker.planGrants(ctx, &planned, &before, creating || !planned.ID.Equal(before.ID), &resp.Diagnostics)
	}
}

// planRevocation tells which administrators keep the API when the object is
// destroyed.
func (r *apiGrantsResource) planRevocation(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var before apiGrantsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok && !resp.Diagnostics.HasError() {
		newRevocation(ctx, client, &before, &resp.Diagnostics)
	}
}

// granteeSeeker finds whom the keys of the maps name.
type granteeSeeker struct {
	client *anypointapi.Client
	// planned is nil at apply.
	planned *clients.Planned
}

// planGrants checks what a plan would do to whoever has the API now.
func (s granteeSeeker) planGrants(ctx context.Context, planned, before *apiGrantsModel, creating bool, diags *diag.Diagnostics) {
	live, err := readRoster(ctx, s.client, planned.asset())
	if err != nil && !transport.IsNotFound(err) { // the asset may be published in the same run
		apiGrantsNoun.Failed(diags, "prepare", planned.object(), err)
		return
	}
	change := newGrantsChange(ctx, s, planned, before, live, diags)
	if diags.HasError() {
		return
	}
	if !creating {
		planned.checkConfirmed(before.anyone(), diags)
		planned.guardAdministrators(ctx, s.client, live, change.after(), diags)
		return
	}
	// Whom a creation leaves alone, the plan after it takes the API from.
	others := change.others()
	planned.checkConfirmed(len(others) > 0, diags)
	planned.guardAdministrators(ctx, s.client, live, change.wantedRoles(), diags)
	if len(others) > 0 && planned.known() && !diags.HasError() {
		diags.AddAttributeWarning(path.Root("asset_id"), "Others have the API already", fmt.Sprintf(
			"%s: %s. This apply leaves them alone; the next plan shows each of them on a line of its own and revokes them. "+
				"To keep them, add them to the configuration.", planned.object(), enumerate(others)))
	}
}

// resolve finds whom the keys of the maps name. It refuses two keys for one
// grantee.
func (s granteeSeeker) resolve(
	ctx context.Context, of *apiGrantsModel, live roster, diags *diag.Diagnostics,
) map[anypointapi.IdentityKey]keyed {
	wanted := map[anypointapi.IdentityKey]keyed{}
	for _, kind := range granteeTypes {
		roles := of.roles(kind).Elements()
		for _, key := range slices.Sorted(maps.Keys(roles)) {
			one, err := s.find(ctx, of.OrganizationID.ValueString(), live, kind, key)
			if err != nil {
				principalFailed(diags, rolesPath(kind).AtMapKey(key), kindName(kind), key, err)
				continue
			}
			if other, twice := wanted[one.IdentityKey]; twice {
				diags.AddAttributeError(rolesPath(kind).AtMapKey(key), "Named twice", fmt.Sprintf(
					"%q and %q are the same %s. Leave one of them out.", other.key, key, kindName(kind)))
				continue
			}
			wanted[one.IdentityKey] = keyed{one, key, roleOf(roles[key])}
		}
	}
	return wanted
}

// find looks among those who have the API, or else looks a key up. A team that
// the same run makes has its name for an id.
func (s granteeSeeker) find(ctx context.Context, organizationID string, live roster, kind, key string) (grantee, error) {
	id, isPlanned := plannedPrincipal(s.planned, kind, key)
	if one, found := live.find(kind, cmp.Or(id, key)); found {
		return one, nil
	}
	if isPlanned {
		return grantee{Identity: anypointapi.Identity{IdentityKey: anypointapi.IdentityKey{Type: kind, ID: cmp.Or(id, key)}}}, nil
	}
	one, err := findGrantee(ctx, s.client, organizationID, kind, key)
	if granted, has := live.all[one.IdentityKey]; has && err == nil {
		return granted, nil
	}
	return one, err
}

// plannedPrincipal is a team that the same run makes, or renames; its id is empty
// for one that has yet to be made.
func plannedPrincipal(planned *clients.Planned, kind, reference string) (id string, found bool) {
	if planned == nil || kind != anypointapi.IdentityTeam {
		return "", false
	}
	return planned.Find(plannedTeam, reference)
}

// enumerate lists names, not too many of them.
func enumerate(names []string) string {
	const most = 50
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

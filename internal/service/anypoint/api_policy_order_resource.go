package anypoint

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const policyOrderType = "apiaccess_anypoint_api_policy_order"

var policyOrderNoun = framework.Noun{Name: "Anypoint order of policies", Needs: policyNeeds}

type policyOrderResource struct{ base }

type policyOrderModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
	PolicyIDs      types.List   `tfsdk:"policy_ids"`
}

type policyOrderIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
}

// NewAPIPolicyOrderResource makes apiaccess_anypoint_api_policy_order.
func NewAPIPolicyOrderResource() resource.Resource {
	return &policyOrderResource{base{Name: "anypoint_api_policy_order"}}
}

// Schema implements [resource.Resource].
func (*policyOrderResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The order in which the policies of one API instance apply to a request; to the response they apply the other way " +
			"round. It owns the whole order: a policy that the list leaves out shows in every plan, and stays behind those in the list, until it is " +
			"listed or removed. Automated policies apply before all of these.\n\n" +
			"The plan refuses two for one API instance. Destroying it leaves the order as it is.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"environment_id":  environmentAttribute(),
			"api_instance_id": apiInstanceAttribute("the object"),
			"policy_ids": schema.ListAttribute{
				MarkdownDescription: "Numbers of all policies of the API instance that have a place in the order, the first to apply first: the `id` of " +
					"each. Policies outside the order, such as CORS, are refused. Changed in place, by one call.",
				Required:    true,
				ElementType: types.StringType,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(framework.Number()),
				},
			},
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*policyOrderResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Organization; default the provider's."},
		"environment_id":  identityschema.StringAttribute{OptionalForImport: true, Description: "Environment; default the provider's."},
		"api_instance_id": identityschema.StringAttribute{RequiredForImport: true, Description: "API instance."},
	}}
}

func (m *policyOrderModel) identity() policyOrderIdentity {
	return policyOrderIdentity{m.OrganizationID, m.EnvironmentID, m.APIInstanceID}
}

func (m *policyOrderModel) object() string { return "API instance " + m.APIInstanceID.ValueString() }

func (m *policyOrderModel) key(diags *diag.Diagnostics) anypointapi.APIKey {
	return anypointapi.APIKey{
		OrganizationID: m.OrganizationID.ValueString(), EnvironmentID: m.EnvironmentID.ValueString(),
		APIID: number(m.APIInstanceID, "api_instance_id", diags),
	}
}

// listed are the policies of the list, as far as it is known: unknown ones are 0.
func (m *policyOrderModel) listed(diags *diag.Diagnostics) []int64 {
	ids := make([]int64, len(m.PolicyIDs.Elements()))
	for i, element := range m.PolicyIDs.Elements() {
		if text, isText := element.(types.String); isText && !text.IsUnknown() {
			ids[i] = number(text, "policy_ids", diags)
		}
	}
	return ids
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults and holds the list against the policies that there are.
func (r *policyOrderResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	planDefault(ctx, req, resp, "environment_id", r.Clients.AnypointEnvironmentID)
	var planned policyOrderModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	planned.claim(&r.Clients.Planned, newClaimant(ctx, req.Config, req.Private, &resp.Diagnostics), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || req.Plan.Raw.Equal(req.State.Raw) || planned.APIInstanceID.IsUnknown() || planned.PolicyIDs.IsUnknown() {
		return
	}
	client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics)
	if !ok {
		return
	}
	key := planned.key(&resp.Diagnostics)
	policies, err := client.Policies.List(ctx, key)
	if err != nil {
		policyOrderNoun.FailedAt(&resp.Diagnostics, path.Root("api_instance_id"), "plan", planned.object(), err)
		return
	}
	ids := planned.listed(&resp.Diagnostics)
	planned.check(ids, policies, &resp.Diagnostics)
	if rest := unlisted(ids, policies); len(rest) > 0 && !slices.Contains(ids, 0) {
		resp.Diagnostics.AddAttributeWarning(path.Root("policy_ids"), "Policies without a place", fmt.Sprintf(
			"%s has policies that the list leaves out: %s. Unless this run removes them they stay, behind those in the list. Add them, or "+
				"remove them from the API.", planned.object(), described(rest)))
	}
}

// check refuses policies that the API instance does not have, or that have no place.
func (m *policyOrderModel) check(ids []int64, policies []anypointapi.Policy, diags *diag.Diagnostics) {
	for i, id := range ids {
		at := path.Root("policy_ids").AtListIndex(i)
		found := slices.IndexFunc(policies, func(p anypointapi.Policy) bool { return p.ID == id })
		switch {
		case id == 0:
		case found < 0:
			diags.AddAttributeError(at, "No such policy", fmt.Sprintf("%s has no policy %d. It has %s.", m.object(), id, described(policies)))
		case policies[found].Order == nil:
			diags.AddAttributeError(at, "A policy outside the order", fmt.Sprintf(
				"%s: policy %d (%s) has no place in the order; the platform runs it before the others. Leave it out.",
				m.object(), id, policies[found].AssetID))
		}
	}
}

// unlisted are the policies in the order that the list leaves out, in their order.
func unlisted(ids []int64, policies []anypointapi.Policy) []anypointapi.Policy {
	return slices.DeleteFunc(slices.Clone(policies), func(p anypointapi.Policy) bool {
		return p.Order == nil || slices.Contains(ids, p.ID)
	})
}

// described names policies by their numbers and assets.
func described(policies []anypointapi.Policy) string {
	if len(policies) == 0 {
		return "none"
	}
	names := make([]string, len(policies))
	for i, policy := range policies {
		names[i] = fmt.Sprintf("%d (%s)", policy.ID, policy.AssetID)
	}
	return strings.Join(names, ", ")
}

// Create implements [resource.Resource].
func (r *policyOrderResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model policyOrderModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	model.unclaim(&r.Clients.Planned)
	if !r.arrange(ctx, &model, "create", &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, markKey, newMark())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// arrange puts the policies in the order of the list, and those that it leaves out
// behind them.
func (r *policyOrderResource) arrange(ctx context.Context, model *policyOrderModel, verb string, diags *diag.Diagnostics) (done bool) {
	client, ok := r.Clients.Anypoint.Client(diags)
	if !ok {
		return false
	}
	key, ids := model.key(diags), model.listed(diags)
	if diags.HasError() {
		return false
	}
	client.Policies.Forget(key) // others of this run may have made some
	policies, err := client.Policies.List(ctx, key)
	if err == nil {
		if model.check(ids, policies, diags); diags.HasError() {
			return false
		}
		whole := slices.Clone(ids)
		for _, policy := range unlisted(ids, policies) {
			whole = append(whole, policy.ID)
		}
		policies, err = client.Policies.Arrange(ctx, key, whole)
	}
	if err != nil {
		policyOrderNoun.Failed(diags, verb, model.object(), err)
		return false
	}
	if kept := ordered(policies); len(kept) < len(ids) || !slices.Equal(kept[:len(ids)], ids) {
		diags.AddAttributeError(path.Root("policy_ids"), "Anypoint did not keep the value", fmt.Sprintf(
			"%s: the platform accepted the order but reads back %v. See terraform plan for the difference.", model.object(), kept))
	}
	return true
}

// ordered are the policies that have a place, in their order.
func ordered(policies []anypointapi.Policy) []int64 {
	var ids []int64
	for _, policy := range policies {
		if policy.Order != nil {
			ids = append(ids, policy.ID)
		}
	}
	return ids
}

// Read implements [resource.Resource].
func (r *policyOrderResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model policyOrderModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	key := model.key(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	policies, err := client.Policies.List(ctx, key)
	if transport.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		policyOrderNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	ids := []string{}
	for _, id := range ordered(policies) {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	list, diags := types.ListValueFrom(ctx, types.StringType, ids)
	resp.Diagnostics.Append(diags...)
	model.PolicyIDs = list
	if markOf(ctx, req.Private, &resp.Diagnostics) == "" {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markKey, newMark())...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *policyOrderResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model policyOrderModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	model.unclaim(&r.Clients.Planned)
	if r.arrange(ctx, &model, "update", &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	}
}

// Delete implements [resource.Resource]. Policies always have some order.
func (r *policyOrderResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model policyOrderModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	model.unclaim(&r.Clients.Planned)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *policyOrderResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 2, "organization_id", "environment_id", "api_instance_id")
	if resp.Diagnostics.HasError() {
		return
	}
	importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	importDefault(ctx, resp, "environment_id", r.Clients.AnypointEnvironmentID)
}

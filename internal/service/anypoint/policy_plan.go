package anypoint

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults, holds the configuration against the policy's own schema, and
// warns of what a reviewer should know.
func (r *policyResource[M, P]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	planDefault(ctx, req, resp, "environment_id", r.Clients.AnypointEnvironmentID)
	if resp.Diagnostics.HasError() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var planned, state, written M
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &written)...)
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model := P(&planned)
	common := model.common()
	mayAdopt := common.AdoptExisting.ValueBool() || common.AdoptExisting.IsUnknown()
	if creating && common.AssetVersion.IsUnknown() && r.defaultVersion != "" && !mayAdopt {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("asset_version"), r.defaultVersion)...)
	}
	resp.Diagnostics.Append(model.warnings(ctx)...)
	if creating || r.rewrites(ctx, model, P(&state)) {
		r.validate(ctx, model, P(&written), &resp.Diagnostics)
	}
}

// rewrites tells that apply will send the configuration, or another version.
func (r *policyResource[M, P]) rewrites(ctx context.Context, model, before P) bool {
	if !model.known() {
		return false
	}
	var ignored diag.Diagnostics
	change := r.change(ctx, model, before, nil, &ignored)
	return change.Configuration != nil || change.Definition != nil
}

// validate holds what the plan knows of the configuration against the policy's own
// schema.
func (r *policyResource[M, P]) validate(ctx context.Context, model, written P, diags *diag.Diagnostics) {
	common := model.common()
	if !model.known() || common.PolicyGroupID.IsUnknown() && common.OrganizationID.IsUnknown() {
		return
	}
	definition := common.definition(model.asset())
	if common.AssetVersion.IsUnknown() {
		definition.AssetVersion = r.defaultVersion
	}
	var template anypointapi.PolicyTemplate
	if client, ok := r.Clients.Anypoint.Planning(diags); ok {
		template = findTemplate(ctx, client, common.OrganizationID.ValueString(), definition, diags)
	}
	configuration := model.configuration(ctx, diags)
	if diags.HasError() {
		return
	}
	checkConfiguration(template, configuration, written.secrets(), written.secretsKnown(), model.at, diags)
}

// findTemplate is the template of a policy. The zero template, which accepts
// everything, stands in where the platform does not let it be read.
func findTemplate(
	ctx context.Context, client *anypointapi.Client, organizationID string, wanted anypointapi.PolicyDefinition, diags *diag.Diagnostics,
) anypointapi.PolicyTemplate {
	if wanted.GroupID == "" {
		group, err := client.PolicyTemplates.GroupID(ctx, organizationID)
		if err != nil {
			diags.AddWarning("Unable to check the policy's configuration", err.Error())
			return anypointapi.PolicyTemplate{}
		}
		wanted.GroupID = group
	}
	versions, err := client.PolicyTemplates.Versions(ctx, organizationID)
	switch {
	case transport.IsPermission(err), transport.IsNotFound(err):
		return anypointapi.PolicyTemplate{}
	case err != nil:
		diags.AddWarning("Unable to check the policy's configuration", fmt.Sprintf(
			"The policies that can be applied could not be read, so that apply is the first to check the configuration: %s.", err))
		return anypointapi.PolicyTemplate{}
	}
	template, found := versions[wanted]
	if !found {
		explainVersion(wanted, versions, diags)
	}
	return template
}

// explainVersion reports a policy that the organization does not have.
func explainVersion(
	wanted anypointapi.PolicyDefinition, versions map[anypointapi.PolicyDefinition]anypointapi.PolicyTemplate, diags *diag.Diagnostics,
) {
	var others []string
	for definition := range versions {
		if definition.GroupID == wanted.GroupID && definition.AssetID == wanted.AssetID {
			others = append(others, definition.AssetVersion)
		}
	}
	slices.Sort(others)
	if len(others) == 0 {
		diags.AddError("No such policy", fmt.Sprintf(
			"The organization has no policy %s of the group %s. The data source apiaccess_anypoint_policy_templates lists those that it has.",
			wanted.AssetID, wanted.GroupID))
		return
	}
	diags.AddAttributeError(path.Root("asset_version"), "No such version of the policy", fmt.Sprintf(
		"The policy %s has no version %s. It has %s.", wanted.AssetID, wanted.AssetVersion, strings.Join(others, ", ")))
}

// checkConfiguration holds a configuration, and what write-only arguments add to it,
// against a policy's template. at is where a key is written.
func checkConfiguration(
	template anypointapi.PolicyTemplate, configuration, secrets json.RawMessage, secretsKnown bool,
	at func(key string) path.Path, diags *diag.Diagnostics,
) {
	for _, key := range template.SecretsIn(configuration) {
		diags.AddAttributeError(at(key), "Secret in the configuration",
			key+" holds a secret, which Terraform would keep in its state and show in plans. Write it to configuration_wo instead.")
	}
	whole := mergeJSON(configuration, secrets)
	for _, key := range template.UnknownKeys(whole) {
		diags.AddAttributeWarning(at(key), "Unknown key", fmt.Sprintf(
			"%s is not a key that %s %s knows; the platform may ignore it, or refuse it.", key, template.AssetID, template.AssetVersion))
	}
	violations, err := template.Validate(whole)
	if err != nil {
		diags.AddWarning("Unable to check the policy's configuration", fmt.Sprintf(
			"Apply is the first to check it: %s.", err))
	}
	for _, violation := range violations {
		if violation.Missing && !secretsKnown {
			continue // it may be one of those
		}
		key := violation.Key()
		if key == "" {
			key = "The configuration"
		}
		diags.AddAttributeError(at(violation.Key()), "Wrong configuration of the policy", fmt.Sprintf(
			"%s %s, says the schema of %s %s.", key, violation.Message, template.AssetID, template.AssetVersion))
	}
}

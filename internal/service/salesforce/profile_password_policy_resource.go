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
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var profilePasswordPolicyNoun = framework.Noun{
	Name: "Salesforce profile password policy",
	Needs: "Managing it takes the permissions Manage Password Policies and Modify Metadata Through Metadata API Functions; " +
		"finding the profile, View Setup and Configuration.",
}

type profilePasswordPolicyResource struct{ base }

// NewProfilePasswordPolicyResource makes apiaccess_salesforce_profile_password_policy.
func NewProfilePasswordPolicyResource() resource.Resource {
	return &profilePasswordPolicyResource{base{Name: "salesforce_profile_password_policy"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*profilePasswordPolicyResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = profileIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it looks up the profile.
func (r *profilePasswordPolicyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients != nil && !req.Plan.Raw.IsNull() {
		planProfile(ctx, r.Clients, profilePasswordPolicyNoun, req, resp)
	}
}

// Create implements [resource.Resource].
func (r *profilePasswordPolicyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model profilePasswordPolicyModel
	var planned types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	profile, found := findProfile(ctx, client, model.Profile.ValueString(), profilePasswordPolicyNoun, &resp.Diagnostics)
	if !found {
		return
	}
	name, err := client.ProfileIPRanges.MetadataName(ctx, profile)
	if err != nil {
		profilePasswordPolicyNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	policy := salesforceapi.ProfilePasswordPolicy{FullName: componentName(name), Profile: strings.ToLower(name)}
	model.define(&policy)
	switch err := client.ProfilePasswordPolicies.Create(ctx, policy); {
	case transport.IsConflict(err):
		resp.Diagnostics.AddAttributeError(path.Root("profile"), "The profile has a password policy", fmt.Sprintf(
			"Bring it under Terraform with\n\n  terraform import ADDRESS %q\n\nThe platform said: %s.", profile.Name, err))
		return
	case err != nil:
		profilePasswordPolicyNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	model.ProfileID = types.StringValue(string(profile.ID))
	model.Name = types.StringValue(policy.FullName)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)

	made, err := client.ProfilePasswordPolicies.Get(ctx, policy.FullName)
	if err != nil {
		profilePasswordPolicyNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(made)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	var kept types.Object
	resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *profilePasswordPolicyResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model profilePasswordPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	policy, err := client.ProfilePasswordPolicies.Get(ctx, model.Name.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		profilePasswordPolicyNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(policy)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *profilePasswordPolicyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model profilePasswordPolicyModel
	var planned, kept types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	policy, err := client.ProfilePasswordPolicies.Update(ctx, model.Name.ValueString(), model.define)
	if err != nil {
		profilePasswordPolicyNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	model.flatten(policy)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, &resp.Diagnostics)
}

// Delete implements [resource.Resource]: the organization's policies hold again.
func (r *profilePasswordPolicyResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model profilePasswordPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if err := client.ProfilePasswordPolicies.Delete(ctx, model.Name.ValueString()); err != nil && !transport.IsNotFound(err) {
		profilePasswordPolicyNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by the profile. Its
// policy has a name that nobody chose.
func (r *profilePasswordPolicyResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	profile, found := importProfile(ctx, client, profilePasswordPolicyNoun, req, resp)
	if !found {
		return
	}
	name, err := policyOf(ctx, client, profile)
	switch {
	case err != nil:
		profilePasswordPolicyNoun.Failed(&resp.Diagnostics, "import", profile.Name, err)
	case name == "":
		resp.Diagnostics.AddError("The profile has no password policy", fmt.Sprintf(
			"The organization's policies hold for the users of %s.", profile.Name))
	default:
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), name)...)
	}
}

// policyOf is the name of a profile's policy, or empty.
func policyOf(ctx context.Context, client *salesforceapi.Client, profile salesforceapi.Profile) (string, error) {
	called, err := client.ProfileIPRanges.MetadataName(ctx, profile)
	if err != nil {
		return "", err
	}
	names, err := client.ProfilePasswordPolicies.Names(ctx)
	if err != nil {
		return "", err
	}
	for _, name := range names {
		policy, err := client.ProfilePasswordPolicies.Get(ctx, name)
		switch {
		case err != nil:
			return "", err
		case strings.EqualFold(policy.Profile, called):
			return name, nil
		}
	}
	return "", nil
}

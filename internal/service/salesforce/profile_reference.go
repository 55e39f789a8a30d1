package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// profileIdentity is the identity of what a profile has once.
type profileIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ProfileID      types.String `tfsdk:"profile_id"`
}

func profileIdentitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"profile_id":      identityschema.StringAttribute{RequiredForImport: true, Description: "Id (00e…) of the profile."},
	}}
}

// profileAttributes are what every type has of which a profile has one.
func profileAttributes(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["profile"] = schema.StringAttribute{
		MarkdownDescription: "Profile, by its name as people see it, or its id (`00e…`). Changing it to another profile replaces the object.",
		Required:            true,
		Validators:          []validator.String{nameOrID{profileKind}},
	}
	attributes["profile_id"] = schema.StringAttribute{MarkdownDescription: "Id of the profile (`00e…`).", Computed: true}
	attributes["organization_id"] = organizationAttribute()
	return attributes
}

// planProfile looks up the profile of a new object, or of one whose reference
// changed, and asks for a replacement when it is another one.
func planProfile(
	ctx context.Context, all *clients.Clients, noun framework.Noun, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	var written, before, id types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("profile"), &written)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("profile"), &before)...)
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("profile_id"), &id)...)
	}
	planned := types.StringUnknown()
	switch client, ok := all.Salesforce.Planning(&resp.Diagnostics); {
	case !id.IsNull() && written.Equal(before):
		planned = id
	case ok && !written.IsUnknown():
		if profile, found := findProfile(ctx, client, written.ValueString(), noun, &resp.Diagnostics); found {
			planned = types.StringValue(string(profile.ID))
		}
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("profile_id"), planned)...)
	if !id.IsNull() && !planned.Equal(id) {
		resp.RequiresReplace.Append(path.Root("profile"))
	}
}

// findProfile looks a profile up, and reports one that is not there at its attribute.
func findProfile(
	ctx context.Context, client *salesforceapi.Client, reference string, noun framework.Noun, diags *diag.Diagnostics,
) (profile salesforceapi.Profile, found bool) {
	profile, err := client.Profiles.Find(ctx, reference)
	switch {
	case transport.IsNotFound(err):
		diags.AddAttributeError(path.Root("profile"), "Unknown profile", fmt.Sprintf(
			"The organization has no profile %q. Standard profiles have names in the language of the user that the provider acts as.", reference))
	case err != nil:
		noun.FailedAt(diags, path.Root("profile"), "prepare", reference, err)
	}
	return profile, err == nil
}

// importProfile is the profile of an import, by its name or id, or by identity.
func importProfile(
	ctx context.Context, client *salesforceapi.Client, noun framework.Noun, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) (profile salesforceapi.Profile, found bool) {
	var identity profileIdentity
	reference := req.ID
	if reference == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		reference = identity.ProfileID.ValueString()
	}
	if problem := profileKind.problem(reference); problem != "" {
		resp.Diagnostics.AddError("Wrong import id", problem+". The id is the profile's name or its id (00e…).")
	}
	if resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &identity.OrganizationID, "the profile", &resp.Diagnostics) {
		return profile, false
	}
	if profile, found = findProfile(ctx, client, reference, noun, &resp.Diagnostics); found {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("profile"), profile.Name)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("profile_id"), string(profile.ID))...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), identity.OrganizationID)...)
	}
	return profile, found
}

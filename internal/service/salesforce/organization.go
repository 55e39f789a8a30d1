package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// storedOrganization is the organization in an identity that Terraform keeps; null
// where it keeps none yet, as engines without identities never do.
func storedOrganization(ctx context.Context, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) types.String {
	var organization types.String
	if identity != nil && !identity.Raw.IsNull() {
		diags.Append(identity.GetAttribute(ctx, path.Root("organization_id"), &organization)...)
	}
	return organization
}

// signedInOrganization is the organization that the provider is signed in to.
func signedInOrganization(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) types.String {
	id, err := client.OrganizationID(ctx)
	if err != nil {
		diags.AddError("Unable to read the id of the Salesforce organization", err.Error())
		return types.StringNull()
	}
	return types.StringValue(string(id))
}

// checkOrganization refuses the identity of an object of another organization.
func checkOrganization(ctx context.Context, client *salesforceapi.Client, named types.String, diags *diag.Diagnostics) {
	if named.IsNull() {
		return
	}
	current := signedInOrganization(ctx, client, diags)
	if !diags.HasError() && !sameReference(named.ValueString(), current.ValueString()) {
		diags.AddError("Wrong organization", fmt.Sprintf(
			"The identity is one of the organization %s, but the provider is signed in to %s.",
			named.ValueString(), current.ValueString()))
	}
}

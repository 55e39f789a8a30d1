package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// organizationAttribute is the organization that an object was seen in.
func organizationAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Id of the organization (`00D…`). A provider that signs in to another one refuses to refresh the object, " +
			"instead of taking it for deleted.",
		Computed:      true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// organizationIdentity is the organization's part of every identity.
func organizationIdentity() identityschema.StringAttribute {
	return identityschema.StringAttribute{
		OptionalForImport: true, Description: "Organization (00D…); default the one that the provider signs in to.",
	}
}

// sameOrganization tells that an object is of the organization that the provider
// signs in to, which is the one meant when it is not known. It reports what
// stands against it.
func sameOrganization(
	ctx context.Context, client *salesforceapi.Client, known *types.String, object string, diags *diag.Diagnostics,
) bool {
	current, err := client.OrganizationID(ctx)
	if err != nil {
		diags.AddError("Unable to tell the Salesforce organization", err.Error()+".")
		return false
	}
	if !known.IsNull() && !known.IsUnknown() && salesforceapi.NormalizeID(known.ValueString()) != string(current) {
		diags.AddError("Another Salesforce organization", fmt.Sprintf(
			"%s belongs to organization %s, but the provider signs in to %s. Sign in to the former; or, if the latter took its "+
				"place, as the refresh of a sandbox does, remove the object from the state with terraform state rm and import it anew.",
			object, known.ValueString(), current))
		return false
	}
	*known = types.StringValue(string(current))
	return true
}

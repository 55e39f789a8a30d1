package salesforce

import "github.com/hashicorp/terraform-plugin-framework/types"

// namedIdentity is the identity of what its name alone tells apart.
type namedIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Name           types.String `tfsdk:"name"`
}

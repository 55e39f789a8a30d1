package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// namedIdentity is the identity of what its name alone tells apart.
type namedIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Name           types.String `tfsdk:"name"`
}

// importByName imports an object by its API name, or by identity.
func importByName(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if req.ID != "" && !apiName.MatchString(req.ID) {
		resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf("Got %q. The id is the API name.", req.ID))
		return
	}
	name := req.ID
	if name == "" {
		var identity namedIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), identity.OrganizationID)...)
		name = identity.Name.ValueString()
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), name)...)
}

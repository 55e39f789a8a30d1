package anypoint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// apiGrantKey is what an import id names. Principal is a name or an id.
type apiGrantKey struct {
	GroupID, AssetID, PrincipalType, Principal string
}

// String is the import id.
func (k apiGrantKey) String() string {
	parts := []string{k.GroupID, k.AssetID, k.PrincipalType, k.Principal}
	if k.GroupID == "" {
		parts = parts[1:]
	}
	return strings.Join(parts, ",")
}

// parseAPIGrantKey reads an import id. The group may be left out; the principal
// comes last, for names of organizations may hold commas.
func parseAPIGrantKey(id string) (apiGrantKey, error) {
	var key apiGrantKey
	rest := id
	if group, after, _ := strings.Cut(id, ","); framework.IsUUID(group) {
		key.GroupID, rest = group, after
	}
	parts := strings.SplitN(rest, ",", 3)
	wrong := func(part string) bool { return part == "" || strings.TrimSpace(part) != part }
	if len(parts) != 3 || slices.ContainsFunc(parts, wrong) || !slices.Contains(principalTypes, parts[1]) {
		return apiGrantKey{}, fmt.Errorf("got %q: the id is GROUP_ID,ASSET_ID,PRINCIPAL_TYPE,NAME_OR_ID, where PRINCIPAL_TYPE is %s, "+
			"without spaces around the commas; GROUP_ID may be left out where the provider has a default organization",
			id, strings.Join(principalTypes, ", "))
	}
	key.AssetID, key.PrincipalType, key.Principal = parts[0], parts[1], parts[2]
	return key, nil
}

// ImportState implements [resource.ResourceWithImportState].
func (r *apiGrantResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	key, ok := r.importedKey(ctx, req, resp)
	if !ok {
		return
	}
	id := strings.ToLower(key.Principal)
	if !framework.IsUUID(key.Principal) {
		if id, ok = r.granteeID(ctx, key, &resp.Diagnostics); !ok {
			return
		}
	}
	for name, value := range map[string]string{
		"organization_id": cmp.Or(r.Clients.AnypointOrganizationID, key.GroupID),
		"group_id":        key.GroupID, "asset_id": key.AssetID, "principal_type": key.PrincipalType, "principal_id": id,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func (r *apiGrantResource) importedKey(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) (key apiGrantKey, ok bool) {
	id := req.ID
	if id == "" {
		var identity apiGrantIdentity
		resp.Diagnostics.Append(framework.Decode(ctx, req.Identity.Raw, &identity)...)
		id = apiGrantKey{
			identity.GroupID.ValueString(), identity.AssetID.ValueString(),
			identity.PrincipalType.ValueString(), identity.PrincipalID.ValueString(),
		}.String()
	}
	key, err := parseAPIGrantKey(id)
	if err != nil {
		resp.Diagnostics.AddError("Wrong import id", err.Error()+".")
	}
	if key.GroupID = cmp.Or(key.GroupID, r.Clients.AnypointOrganizationID); key.GroupID == "" {
		resp.Diagnostics.AddError("Wrong import id", "The id leaves out the group, and the provider's anypoint block has no organization_id.")
	}
	return key, !resp.Diagnostics.HasError()
}

// granteeID finds a name among those who have the asset, which takes no
// permission beyond reading the grant itself.
func (r *apiGrantResource) granteeID(ctx context.Context, key apiGrantKey, diags *diag.Diagnostics) (id string, ok bool) {
	client, ok := r.Clients.Anypoint.Client(diags)
	if !ok {
		return "", false
	}
	object := fmt.Sprintf("%s for %s %s", key.AssetID, key.PrincipalType, key.Principal)
	identities, err := client.Identities.List(ctx, anypointapi.Asset{GroupID: key.GroupID, AssetID: key.AssetID})
	if err != nil {
		apiGrantNoun.Failed(diags, "import", object, err)
		return "", false
	}
	identity, found, err := choose(identities, key.PrincipalType, key.Principal)
	switch {
	case err != nil:
		apiGrantNoun.Failed(diags, "import", object, err)
	case !found:
		diags.AddError("No such Anypoint API grant", fmt.Sprintf(
			"%s: the asset %s/%s is shared with no %s of that name or id.", object, key.GroupID, key.AssetID, key.PrincipalType))
	}
	return identity.ID, found
}

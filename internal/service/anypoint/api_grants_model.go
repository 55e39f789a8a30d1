package anypoint

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type apiGrantsModel struct {
	OrganizationID        types.String `tfsdk:"organization_id"`
	GroupID               types.String `tfsdk:"group_id"`
	AssetID               types.String `tfsdk:"asset_id"`
	Users                 types.Map    `tfsdk:"users"`
	Teams                 types.Map    `tfsdk:"teams"`
	Organizations         types.Map    `tfsdk:"organizations"`
	ExternalOrganizations types.Map    `tfsdk:"external_organizations"`
	AllowRemovalOf        types.List   `tfsdk:"allow_removal_of"`
	RevokeAllConfirmation types.String `tfsdk:"revoke_all_confirmation"`
	ID                    types.String `tfsdk:"id"`
}

type apiGrantsIdentity struct {
	GroupID types.String `tfsdk:"group_id"`
	AssetID types.String `tfsdk:"asset_id"`
}

func (m *apiGrantsModel) identity() apiGrantsIdentity { return apiGrantsIdentity{m.GroupID, m.AssetID} }

// granteeTypes are who an API may be granted to, in the order of the arguments.
var granteeTypes = append(slices.Clone(principalTypes), anypointapi.IdentityExternalOrganization)

// roles is the map of the grantees of one type.
func (m *apiGrantsModel) roles(kind string) *types.Map {
	switch kind {
	case anypointapi.IdentityUser:
		return &m.Users
	case anypointapi.IdentityTeam:
		return &m.Teams
	case anypointapi.IdentityOrganization:
		return &m.Organizations
	}
	return &m.ExternalOrganizations
}

// rolesPath is the argument that holds the grantees of one type.
func rolesPath(kind string) path.Path {
	if kind == anypointapi.IdentityExternalOrganization {
		return path.Root("external_organizations")
	}
	return path.Root(kind + "s")
}

// kindName is a type of grantee in messages.
func kindName(kind string) string {
	if kind == anypointapi.IdentityExternalOrganization {
		return "external organization"
	}
	return kind
}

func (m *apiGrantsModel) asset() anypointapi.Asset {
	return anypointapi.Asset{GroupID: m.GroupID.ValueString(), AssetID: m.AssetID.ValueString()}
}

// object names the grants in messages.
func (m *apiGrantsModel) object() string { return "the grants of " + m.AssetID.ValueString() }

// anyone tells that the API is granted to somebody.
func (m *apiGrantsModel) anyone() bool {
	return slices.ContainsFunc(granteeTypes, func(kind string) bool { return len(m.roles(kind).Elements()) > 0 })
}

// known tells that it is known who shall have which role.
func (m *apiGrantsModel) known() bool {
	return !slices.ContainsFunc(granteeTypes, func(kind string) bool {
		if m.roles(kind).IsUnknown() {
			return true
		}
		for _, role := range m.roles(kind).Elements() {
			if role.IsUnknown() {
				return true
			}
		}
		return false
	})
}

// revokesAll tells that nobody shall have the API, and that this is meant.
func (m *apiGrantsModel) revokesAll() bool {
	return m.known() && !m.anyone() && m.RevokeAllConfirmation.ValueString() == revokeAll
}

// checkConfirmed refuses to take the API from everybody without the word.
func (m *apiGrantsModel) checkConfirmed(anyone bool, diags *diag.Diagnostics) {
	if !anyone || m.anyone() || !m.known() || m.RevokeAllConfirmation.IsUnknown() || m.revokesAll() {
		return
	}
	diags.AddAttributeError(path.Root("revoke_all_confirmation"), "Nobody would have access any more", m.object()+
		": the maps are empty, so everybody whom the API is granted to would lose it. If that is meant, set\n\n  revoke_all_confirmation = \""+
		revokeAll+"\"")
}

func (m *apiGrantsModel) setID() {
	m.ID = types.StringUnknown()
	if !m.GroupID.IsUnknown() && !m.AssetID.IsUnknown() {
		m.ID = types.StringValue(m.GroupID.ValueString() + "/" + m.AssetID.ValueString())
	}
}

// roleOf is a role in a map; empty while it is not known.
func roleOf(element attr.Value) string {
	role, _ := element.(types.String)
	return role.ValueString()
}

// holding is a map of roles; one of none stays null where it was.
func holding(roles map[string]attr.Value, before types.Map) types.Map {
	if len(roles) == 0 && before.IsNull() {
		return types.MapNull(types.StringType)
	}
	return types.MapValueMust(types.StringType, roles)
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (*apiGrantsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model apiGrantsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, kind := range granteeTypes {
		for key, element := range model.roles(kind).Elements() {
			if problem := roleProblem(kind, key, element); problem != "" {
				resp.Diagnostics.AddAttributeError(rolesPath(kind).AtMapKey(key), "Wrong "+kindName(kind), problem)
			}
		}
	}
}

// roleProblem tells what is wrong with an entry of a map; empty is nothing.
func roleProblem(kind, key string, element attr.Value) string {
	known := []string{anypointapi.RoleViewer, anypointapi.RoleContributor, anypointapi.RoleAdmin}
	switch {
	case !isName(key):
		return "A key is the name or the UUID of one " + kindName(kind) + ", without spaces around it."
	case element.IsUnknown():
	case !slices.Contains(known, roleOf(element)):
		return "The role of " + key + " must be viewer, contributor or admin."
	case kind == anypointapi.IdentityExternalOrganization && roleOf(element) != anypointapi.RoleViewer:
		return "An external organization can only be a viewer."
	}
	return ""
}

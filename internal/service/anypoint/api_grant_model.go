package anypoint

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type apiGrantModel struct {
	OrganizationID          types.String `tfsdk:"organization_id"`
	GroupID                 types.String `tfsdk:"group_id"`
	AssetID                 types.String `tfsdk:"asset_id"`
	User                    types.String `tfsdk:"user"`
	Team                    types.String `tfsdk:"team"`
	Organization            types.String `tfsdk:"organization"`
	Role                    types.String `tfsdk:"role"`
	AdoptExisting           types.Bool   `tfsdk:"adopt_existing"`
	ID                      types.String `tfsdk:"id"`
	PrincipalType           types.String `tfsdk:"principal_type"`
	PrincipalID             types.String `tfsdk:"principal_id"`
	PrincipalName           types.String `tfsdk:"principal_name"`
	PrincipalOrganizationID types.String `tfsdk:"principal_organization_id"`
}

type apiGrantIdentity struct {
	GroupID       types.String `tfsdk:"group_id"`
	AssetID       types.String `tfsdk:"asset_id"`
	PrincipalType types.String `tfsdk:"principal_type"`
	PrincipalID   types.String `tfsdk:"principal_id"`
}

func (m apiGrantModel) identity() apiGrantIdentity {
	return apiGrantIdentity{m.GroupID, m.AssetID, m.PrincipalType, m.PrincipalID}
}

func (m apiGrantModel) asset() anypointapi.Asset {
	return anypointapi.Asset{GroupID: m.GroupID.ValueString(), AssetID: m.AssetID.ValueString()}
}

func (m apiGrantModel) key() anypointapi.IdentityKey {
	return anypointapi.IdentityKey{Type: m.PrincipalType.ValueString(), ID: m.PrincipalID.ValueString()}
}

// grantee is the principal with the role that it has, or is to have.
func (m apiGrantModel) grantee() anypointapi.Identity {
	return anypointapi.Identity{
		IdentityKey: m.key(), OrganizationID: m.PrincipalOrganizationID.ValueString(), Role: m.Role.ValueString(),
	}
}

// object is the grant as messages speak of it.
func (m apiGrantModel) object() string {
	kind, reference := m.reference()
	name := cmp.Or(reference.ValueString(), m.PrincipalName.ValueString(), m.PrincipalID.ValueString())
	return fmt.Sprintf("%s for %s %s", m.asset().AssetID, cmp.Or(kind, m.PrincipalType.ValueString()), name)
}

// reference is the one attribute that names the principal. It is empty after an
// import by identity.
func (m apiGrantModel) reference() (kind string, value types.String) {
	for i, value := range []types.String{m.User, m.Team, m.Organization} {
		if !value.IsNull() {
			return principalTypes[i], value
		}
	}
	return "", types.StringNull()
}

func (m *apiGrantModel) setReference(kind, reference string) {
	value := types.StringValue(reference)
	switch kind {
	case anypointapi.IdentityUser:
		m.User = value
	case anypointapi.IdentityTeam:
		m.Team = value
	case anypointapi.IdentityOrganization:
		m.Organization = value
	}
}

// isFor tells without a look-up that the grant's principal is the one that
// reference names: in the words of before, by its id or by its name.
func (m apiGrantModel) isFor(kind, reference string) bool {
	beforeKind, before := m.reference()
	return kind == beforeKind && before.ValueString() == reference ||
		kind == m.PrincipalType.ValueString() &&
			(isSpelled(kind, m.PrincipalID.ValueString(), reference) || isSpelled(kind, m.PrincipalName.ValueString(), reference))
}

// setPrincipal takes over whom the reference names. A name that could not be
// looked up is told by the platform once the grant is made.
func (m *apiGrantModel) setPrincipal(found principal) {
	m.PrincipalType, m.PrincipalID = types.StringValue(found.Type), types.StringValue(found.ID)
	m.PrincipalOrganizationID = types.StringValue(found.OrganizationID)
	m.PrincipalName = types.StringUnknown()
	if found.Name != "" {
		m.PrincipalName = types.StringValue(found.Name)
	}
	m.setID()
}

// forgetPrincipal is for a plan that cannot tell yet who gains access.
func (m *apiGrantModel) forgetPrincipal() {
	m.ID, m.PrincipalID = types.StringUnknown(), types.StringUnknown()
	m.PrincipalName, m.PrincipalOrganizationID = types.StringUnknown(), types.StringUnknown()
	m.PrincipalType = types.StringUnknown()
}

func (m *apiGrantModel) setID() {
	m.ID = types.StringUnknown()
	if !m.GroupID.IsUnknown() && !m.AssetID.IsUnknown() {
		m.ID = types.StringValue(strings.Join([]string{
			m.GroupID.ValueString(), m.AssetID.ValueString(), m.PrincipalType.ValueString(), m.PrincipalID.ValueString(),
		}, "/"))
	}
}

// settle fills what the plan left open, from the grant as the platform tells it.
func (m *apiGrantModel) settle(granted anypointapi.Identity) {
	if m.PrincipalName.IsUnknown() {
		_, reference := m.reference()
		m.PrincipalName = types.StringValue(cmp.Or(nameOf(granted), reference.ValueString()))
	}
	m.setID()
}

// flatten takes over a grant as the platform tells it. How the configuration
// names the principal stays; after an import it is named by its name.
func (m *apiGrantModel) flatten(granted anypointapi.Identity) {
	name := cmp.Or(nameOf(granted), granted.ID)
	m.Role, m.PrincipalName = types.StringValue(granted.Role), types.StringValue(name)
	m.PrincipalOrganizationID = types.StringValue(cmp.Or(granted.OrganizationID, m.PrincipalOrganizationID.ValueString()))
	if kind, _ := m.reference(); kind == "" {
		m.setReference(granted.Type, name)
	}
	m.setID()
}

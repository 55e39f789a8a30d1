package salesforce

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// The arguments of which a grant has exactly one; principal_type tells which.
const (
	principalUser          = "user"
	principalProfile       = "profile"
	principalPermissionSet = "permission_set"
	principalGroup         = "permission_set_group"
)

// principalKinds are the kinds of objects that a grant may be to.
var principalKinds = map[string]kind{
	principalUser:          userKind,
	principalProfile:       profileKind,
	principalPermissionSet: permissionSetKind,
	principalGroup:         permissionSetGroupKind,
}

type apiGrantModel struct {
	App                types.String      `tfsdk:"app"`
	User               types.String      `tfsdk:"user"`
	Profile            types.String      `tfsdk:"profile"`
	PermissionSet      types.String      `tfsdk:"permission_set"`
	PermissionSetGroup types.String      `tfsdk:"permission_set_group"`
	Through            types.String      `tfsdk:"through"`
	Expiration         timetypes.RFC3339 `tfsdk:"expiration"`
	AdoptExisting      types.Bool        `tfsdk:"adopt_existing"`
	SelfLockout        types.Bool        `tfsdk:"allow_self_lockout"`
	ID                 types.String      `tfsdk:"id"`
	AppID              types.String      `tfsdk:"app_id"`
	AppLabel           types.String      `tfsdk:"app_label"`
	PrincipalType      types.String      `tfsdk:"principal_type"`
	PrincipalID        types.String      `tfsdk:"principal_id"`
	PrincipalName      types.String      `tfsdk:"principal_name"`
	ThroughID          types.String      `tfsdk:"through_id"`
	OrganizationID     types.String      `tfsdk:"organization_id"`
}

type apiGrantIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	AppID          types.String `tfsdk:"app_id"`
	PrincipalType  types.String `tfsdk:"principal_type"`
	PrincipalID    types.String `tfsdk:"principal_id"`
	ThroughID      types.String `tfsdk:"through_id"`
}

// identity has through_id only where the grant's own arguments have it.
func (m *apiGrantModel) identity() apiGrantIdentity {
	identity := apiGrantIdentity{m.OrganizationID, m.AppID, m.PrincipalType, m.PrincipalID, types.StringNull()}
	if m.needsThrough() {
		identity.ThroughID = m.ThroughID
	}
	return identity
}

// argument is the argument that names a principal of that type.
func (m *apiGrantModel) argument(principalType string) *types.String {
	switch principalType {
	case principalUser:
		return &m.User
	case principalProfile:
		return &m.Profile
	case principalPermissionSet:
		return &m.PermissionSet
	}
	return &m.PermissionSetGroup
}

// principal is the principal's type and what the configuration calls it. Where
// none of the arguments is set, it is a permission set group that is null.
func (m *apiGrantModel) principal() (principalType string, written types.String) {
	for _, one := range []string{principalUser, principalProfile, principalPermissionSet} {
		if argument := m.argument(one); !argument.IsNull() {
			return one, *argument
		}
	}
	return principalGroup, m.PermissionSetGroup
}

// needsThrough tells the principals that get an app through a permission set;
// the others are given the app itself.
func (m *apiGrantModel) needsThrough() bool {
	principalType, _ := m.principal()
	return principalType == principalUser || principalType == principalGroup
}

// key tells what row makes the grant.
func (m *apiGrantModel) key() grantKey {
	principalType, _ := m.principal()
	return grantKey{
		principalType: principalType,
		app:           salesforceapi.ID(m.AppID.ValueString()),
		principal:     salesforceapi.ID(m.PrincipalID.ValueString()),
		through:       salesforceapi.ID(m.ThroughID.ValueString()),
	}
}

// importID is the import id in the configuration's own words, quoted for a shell.
func (m *apiGrantModel) importID() string {
	principalType, principal := m.principal()
	id := m.App.ValueString() + "," + principalType + ":" + principal.ValueString()
	if m.needsThrough() {
		id += "," + m.Through.ValueString()
	}
	if strings.ContainsAny(id, " '&()") {
		return "'" + strings.ReplaceAll(id, "'", `'\''`) + "'"
	}
	return id
}

// object names the grant in messages.
func (m *apiGrantModel) object() string {
	principalType, principal := m.principal()
	text := fmt.Sprintf("app %s to the %s %s", m.App.ValueString(), principalKinds[principalType].name, principal.ValueString())
	if m.needsThrough() {
		text += " through " + m.Through.ValueString()
	}
	return text
}

// expires is when the grant ends, or nil.
func (m *apiGrantModel) expires() *time.Time {
	if m.Expiration.IsNull() || m.Expiration.IsUnknown() {
		return nil
	}
	moment, diags := m.Expiration.ValueRFC3339Time()
	if diags.HasError() {
		return nil // the attribute's type has refused it already
	}
	return &moment
}

// setRow takes over the row as the platform tells it. The same moment keeps the
// form in which it was written.
func (m *apiGrantModel) setRow(row grantRow) {
	m.ID = types.StringValue(string(row.id))
	if !sameMoment(m.expires(), row.expiration) {
		m.Expiration = timetypes.NewRFC3339TimePointerValue(row.expiration)
	}
}

// sameMoment compares to the second, which is all that the platform keeps.
func sameMoment(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Truncate(time.Second).Equal(b.Truncate(time.Second))
}

package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type permissionSetModel struct {
	ID                        types.String `tfsdk:"id"`
	Name                      types.String `tfsdk:"name"`
	Label                     types.String `tfsdk:"label"`
	Description               types.String `tfsdk:"description"`
	License                   types.String `tfsdk:"license"`
	LicenseID                 types.String `tfsdk:"license_id"`
	SessionActivationRequired types.Bool   `tfsdk:"session_activation_required"`
	Permissions               types.Map    `tfsdk:"permissions"`
	SelfLockout               types.Bool   `tfsdk:"allow_self_lockout"`
	OrganizationID            types.String `tfsdk:"organization_id"`
}

// userPermissions are the permissions that the permission set gives.
func (m permissionSetModel) userPermissions(client *salesforceapi.Client) userPermissions {
	return userPermissions{
		noun: permissionSetNoun, object: m.object(),
		get: client.PermissionSets.Permissions, set: client.PermissionSets.SetPermissions,
	}
}

// recordIdentity is the identity of an object that its id alone tells apart.
type recordIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
}

func (m permissionSetModel) identity() recordIdentity {
	return recordIdentity{m.OrganizationID, m.ID}
}

func (m permissionSetModel) object() string {
	if m.Name.IsNull() {
		return "permission set " + m.ID.ValueString()
	}
	return "permission set " + m.Name.ValueString()
}

// expand is the permission set as it shall be; a text that is null is empty there.
func (m permissionSetModel) expand() salesforceapi.PermissionSet {
	return salesforceapi.PermissionSet{
		ID:                    salesforceapi.ID(m.ID.ValueString()),
		Name:                  m.Name.ValueString(),
		Label:                 m.Label.ValueString(),
		Description:           m.Description.ValueString(),
		HasActivationRequired: m.SessionActivationRequired.ValueBool(),
		LicenseID:             salesforceapi.ID(m.LicenseID.ValueString()),
	}
}

// flatten takes over a permission set as the platform tells it. The license stays
// as it was written as long as it is the same one.
func (m *permissionSetModel) flatten(set salesforceapi.PermissionSet) {
	m.ID = types.StringValue(string(set.ID))
	m.Name = types.StringValue(set.Name)
	m.Label = types.StringValue(set.Label)
	m.Description = textOrNull(set.Description)
	m.SessionActivationRequired = types.BoolValue(set.HasActivationRequired)
	if license := textOrNull(string(set.LicenseID)); !license.Equal(m.LicenseID) {
		m.License, m.LicenseID = license, license
	}
}

// textOrNull is null for the empty text, which the platform has for none.
func textOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

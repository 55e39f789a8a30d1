package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type allowlistEntryModel struct {
	App            types.String `tfsdk:"app"`
	Grants         types.List   `tfsdk:"grants"`
	AdoptExisting  types.Bool   `tfsdk:"adopt_existing"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
	AppID          types.String `tfsdk:"app_id"`
	AppName        types.String `tfsdk:"app_name"`
	AppLabel       types.String `tfsdk:"app_label"`
	Installed      types.Bool   `tfsdk:"installed"`
	Approved       types.Bool   `tfsdk:"approved"`
	OrganizationID types.String `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
}

type allowlistEntryIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	AppID          types.String `tfsdk:"app_id"`
}

func (m *allowlistEntryModel) identity() allowlistEntryIdentity {
	return allowlistEntryIdentity{m.OrganizationID, m.AppID}
}

func (m *allowlistEntryModel) object() string { return "app " + m.App.ValueString() }

// flatten takes over an app as the platform tells it.
func (m *allowlistEntryModel) flatten(app salesforceapi.App) {
	m.ID = types.StringValue(string(app.ID))
	m.AppID = m.ID
	m.AppName = text(&app.DeveloperName)
	m.AppLabel = types.StringValue(app.Label)
	m.Installed = types.BoolValue(app.Installed)
}

// forgetApp makes unknown what follows from the app.
func (m *allowlistEntryModel) forgetApp() {
	m.ID, m.AppID, m.AppName, m.AppLabel = types.StringUnknown(), types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	m.Installed = types.BoolUnknown()
}

// reference is what to find the app by: the id that was planned, so that no other
// app is approved than the one that a reviewer saw.
func (m *allowlistEntryModel) reference() string {
	if m.AppID.IsNull() || m.AppID.IsUnknown() {
		return m.App.ValueString()
	}
	return m.AppID.ValueString()
}

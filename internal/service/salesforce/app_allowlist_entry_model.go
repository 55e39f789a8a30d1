package salesforce

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type allowlistEntryModel struct {
	App            types.String `tfsdk:"app"`
	Grants         types.List   `tfsdk:"grants"`
	AdoptExisting  types.Bool   `tfsdk:"adopt_existing"`
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

// means tells that reference is the entry's app, by its name or its id.
func (m *allowlistEntryModel) means(reference string) bool {
	if reference == "" {
		return false
	}
	return salesforceapi.NormalizeID(reference) == m.AppID.ValueString() || strings.EqualFold(reference, m.AppName.ValueString())
}

// grantsNobody tells that the entry names no grant that comes before it. Unknown
// grants are grants.
func (m *allowlistEntryModel) grantsNobody() bool {
	return !m.Grants.IsUnknown() && len(m.Grants.Elements()) == 0
}

// flatten takes over an app as the platform tells it.
func (m *allowlistEntryModel) flatten(app salesforceapi.App) {
	m.ID = types.StringValue(string(app.ID))
	m.AppID = m.ID
	m.AppName = text(&app.DeveloperName)
	m.AppLabel = types.StringValue(app.Label)
	m.Installed = types.BoolValue(app.Installed)
}

// keep is flatten for an entry that was planned: the same run may have given the
// app another label since, which the next refresh shows.
func (m *allowlistEntryModel) keep(app salesforceapi.App) {
	planned := m.AppLabel
	m.flatten(app)
	if !planned.IsUnknown() {
		m.AppLabel = planned
	}
}

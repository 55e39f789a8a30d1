package salesforce

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type tokensModel struct {
	App             types.String    `tfsdk:"app"`
	User            types.String    `tfsdk:"user"`
	Installed       types.Bool      `tfsdk:"installed"`
	UsedWithinDays  types.Int64     `tfsdk:"used_within_days"`
	Complete        types.Bool      `tfsdk:"complete"`
	Tokens          []tokenModel    `tfsdk:"tokens"`
	Apps            []appInUseModel `tfsdk:"apps"`
	UninstalledApps []string        `tfsdk:"uninstalled_apps"`
}

type tokenModel struct {
	App       types.String `tfsdk:"app"`
	Installed types.Bool   `tfsdk:"installed"`
	UserID    types.String `tfsdk:"user_id"`
	Username  types.String `tfsdk:"username"`
	UseCount  types.Int64  `tfsdk:"use_count"`
	LastUsed  types.String `tfsdk:"last_used"`
}

type appInUseModel struct {
	App       types.String `tfsdk:"app"`
	Installed types.Bool   `tfsdk:"installed"`
	AppIDs    []string     `tfsdk:"app_ids"`
	UserCount types.Int64  `tfsdk:"user_count"`
	UseCount  types.Int64  `tfsdk:"use_count"`
	LastUsed  types.String `tfsdk:"last_used"`
}

// flatten joins tokens to apps and users, and applies the filter that needs both.
func (m *tokensModel) flatten(tokens []salesforceapi.OAuthToken, apps []salesforceapi.App, names map[salesforceapi.ID]string) {
	m.Tokens, m.Apps, m.UninstalledApps = []tokenModel{}, []appInUseModel{}, []string{}
	installed := map[string]bool{}
	for _, app := range salesforceapi.AppsInUse(tokens, apps, time.Time{}) {
		known := len(app.Apps) > 0
		installed[app.Name] = known
		if !m.wantsInstalled(known) {
			continue
		}
		if !known {
			m.UninstalledApps = append(m.UninstalledApps, app.Name)
		}
		ids := []string{} // none, not null
		for _, one := range app.Apps {
			ids = append(ids, string(one.ID))
		}
		slices.Sort(ids)
		m.Apps = append(m.Apps, appInUseModel{
			App: types.StringValue(app.Name), Installed: types.BoolValue(known), AppIDs: ids,
			UserCount: types.Int64Value(int64(len(app.Users))), UseCount: types.Int64Value(app.UseCount), LastUsed: moment(app.LastUsed),
		})
	}
	for _, token := range tokens {
		if m.wantsInstalled(installed[token.AppName]) {
			m.Tokens = append(m.Tokens, tokenModel{
				App: types.StringValue(token.AppName), Installed: types.BoolValue(installed[token.AppName]),
				UserID: types.StringValue(string(token.UserID)), Username: textOrNull(names[token.UserID]),
				UseCount: types.Int64Value(token.UseCount), LastUsed: moment(token.LastUsed),
			})
		}
	}
	slices.SortStableFunc(m.Tokens, func(a, b tokenModel) int {
		return cmp.Or(strings.Compare(a.App.ValueString(), b.App.ValueString()),
			strings.Compare(a.Username.ValueString(), b.Username.ValueString()), strings.Compare(a.UserID.ValueString(), b.UserID.ValueString()),
			strings.Compare(a.LastUsed.ValueString(), b.LastUsed.ValueString()))
	})
}

func (m *tokensModel) wantsInstalled(installed bool) bool {
	return m.Installed.IsNull() || m.Installed.ValueBool() == installed
}

// moment is null for never.
func moment(at *time.Time) types.String {
	if at == nil {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}

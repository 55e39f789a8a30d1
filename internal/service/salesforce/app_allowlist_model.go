package salesforce

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

type allowlistModel struct {
	Apps           types.Set    `tfsdk:"apps"`
	Approved       types.Map    `tfsdk:"approved"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
	OrganizationID types.String `tfsdk:"organization_id"`
}

// words are the apps as they are written; unknown ones are left out.
func (m *allowlistModel) words() []string {
	var words []string
	for _, element := range m.Apps.Elements() {
		if word, _ := element.(types.String); !word.IsUnknown() {
			words = append(words, word.ValueString())
		}
	}
	return words
}

// setApproved takes over the approved apps.
func (m *allowlistModel) setApproved(apps []salesforceapi.App) {
	labels := map[string]attr.Value{}
	for _, app := range apps {
		labels[string(app.ID)] = types.StringValue(app.Label)
	}
	m.Approved = types.MapValueMust(types.StringType, labels)
}

// listApps reads all apps that the organization knows.
func listApps(ctx context.Context, client *salesforceapi.Client) ([]salesforceapi.App, error) {
	var apps []salesforceapi.App
	for app, err := range client.Apps.List(ctx) {
		if err != nil {
			return nil, err
		}
		apps = append(apps, app)
	}
	return apps, nil
}

// meant are the apps of a list that a word may mean.
func meant(apps []salesforceapi.App, word string) []salesforceapi.App {
	return slices.DeleteFunc(slices.Clone(apps), func(app salesforceapi.App) bool {
		if appKind.isID(word) {
			return string(app.ID) != salesforceapi.NormalizeID(word)
		}
		return app.DeveloperName == "" || !strings.EqualFold(app.DeveloperName, word)
	})
}

// refresh reads which apps are approved: those of the state as they are written
// there, and the others by their names.
func (m *allowlistModel) refresh(ctx context.Context, client *salesforceapi.Client) error {
	apps, err := listApps(ctx, client)
	if err != nil {
		return err
	}
	approved := slices.DeleteFunc(slices.Clone(apps), func(app salesforceapi.App) bool { return !app.Approved })
	written := map[salesforceapi.ID]bool{}
	var words []attr.Value
	for _, word := range m.words() {
		if found := meant(apps, word); len(found) == 1 && found[0].Approved {
			written[found[0].ID] = true
			words = append(words, types.StringValue(word))
		}
	}
	for _, app := range approved {
		if !written[app.ID] {
			words = append(words, types.StringValue(wordFor(ctx, client, app)))
		}
	}
	m.Apps = types.SetValueMust(types.StringType, words)
	m.setApproved(approved)
	return nil
}

// remembered are the apps that the state knows as approved, and that still are.
func (m *allowlistModel) remembered(apps []salesforceapi.App) []salesforceapi.App {
	known := m.Approved.Elements()
	return slices.DeleteFunc(slices.Clone(apps), func(app salesforceapi.App) bool {
		_, is := known[string(app.ID)]
		return !is || !app.Approved
	})
}

// approve makes the listed apps the approved ones: what is missing is approved
// first, then the rest is withdrawn.
func (m *allowlistModel) approve(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	listed := m.find(ctx, grantLookup{client: client, diags: diags}, m.words())
	if diags.HasError() {
		return
	}
	apps, err := listApps(ctx, client)
	if err != nil {
		allowlistNoun.Failed(diags, "change", m.OrganizationID.ValueString(), err)
		return
	}
	given, withdrawn := differences(listed, apps)
	m.checkInstalled(given, withdrawn, diags)
	m.guard(ctx, client, nil, given, true, false, diags)
	m.guard(ctx, client, nil, withdrawn, false, false, diags)
	if diags.HasError() {
		return
	}
	for _, app := range given {
		if err := client.Apps.SetApproved(ctx, app, true); err != nil {
			allowlistNoun.FailedAt(diags, path.Root("apps"), "approve "+app.Label+" in", m.OrganizationID.ValueString(), err)
		}
	}
	if diags.HasError() { // nobody loses an app while another cannot be approved
		return
	}
	for _, app := range withdrawn {
		err := client.Apps.SetApproved(ctx, app, false)
		if m.SelfLockout.ValueBool() && transport.KindOf(err) == transport.AccessControl {
			warnLockedOut(diags)
			continue
		}
		if err != nil {
			allowlistNoun.FailedAt(diags, path.Root("apps"), "withdraw the approval of "+app.Label+" from", m.OrganizationID.ValueString(), err)
		}
	}
	m.setApproved(listed)
}

// differences are the listed apps that are not approved, and the approved ones that
// are not listed.
func differences(listed, apps []salesforceapi.App) (given, withdrawn []salesforceapi.App) {
	is := map[salesforceapi.ID]bool{}
	for _, app := range listed {
		is[app.ID] = true
		if !app.Approved {
			given = append(given, app)
		}
	}
	for _, app := range apps {
		if app.Approved && !is[app.ID] {
			withdrawn = append(withdrawn, app)
		}
	}
	return given, withdrawn
}

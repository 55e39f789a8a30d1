package salesforce

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// keptOut are the apps in use by OAuth tokens that are kept out. Where customers and
// partners alone are restricted, those are that are not installed. Of apps that share
// a label, each has to be approved.
func keptOut(used []salesforceapi.AppInUse, restrictsAll bool) (out []string) {
	for _, app := range used {
		unapproved := slices.ContainsFunc(app.Apps, func(one salesforceapi.App) bool { return !one.Approved })
		switch {
		case len(app.Apps) == 0:
			out = append(out, app.Name+" (not installed)")
		case restrictsAll && unapproved:
			out = append(out, app.Name)
		}
	}
	return out
}

// externalKeptOut are the external client apps that are kept out, those in use and
// those of which the organization does not tell whether they are. Apps that it tells
// the use of but does not list are told by their developer names.
func externalKeptOut(ctx context.Context, client *salesforceapi.Client, apps []salesforceapi.App) (out, unsure []string) {
	used, err := client.ExternalAppUsage.Apps(ctx)
	candidates := map[salesforceapi.ID]string{}
	maps.Copy(candidates, used)
	for _, app := range apps {
		delete(candidates, app.ID)
	}
	maps.Copy(candidates, unapprovedExternal(apps, used, err))
	return usedRecentlyAmong(ctx, client, candidates, err)
}

// unapprovedExternal are the external client apps that are not approved and were
// used at some time, or all that are not where that cannot be told.
func unapprovedExternal(apps []salesforceapi.App, used map[salesforceapi.ID]string, untold error) map[salesforceapi.ID]string {
	found := map[salesforceapi.ID]string{}
	for _, app := range apps {
		if _, ever := used[app.ID]; !app.Approved && app.Kind() == salesforceapi.ExternalKind && (untold != nil || ever) {
			found[app.ID] = app.Label
		}
	}
	return found
}

// usedRecentlyAmong are the names of those that were used lately, and of those of
// which that cannot be told.
func usedRecentlyAmong(
	ctx context.Context, client *salesforceapi.Client, candidates map[salesforceapi.ID]string, untold error,
) (out, unsure []string) {
	since := time.Now().Add(-usedRecently)
	for id, name := range candidates {
		last, failed := (*time.Time)(nil), untold
		if failed == nil {
			last, failed = client.ExternalAppUsage.LastUsed(ctx, id)
		}
		switch {
		case failed != nil:
			unsure = append(unsure, name)
		case last != nil && last.After(since):
			out = append(out, name)
		}
	}
	slices.Sort(unsure)
	return out, unsure
}

// warnOfWithdrawals names the apps in use that API Access Control keeps out once
// their approvals are withdrawn. While it is off nothing stops working.
func warnOfWithdrawals(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, at path.Path, withdrawn []salesforceapi.App, diags *diag.Diagnostics,
) {
	apps := slices.DeleteFunc(slices.Clone(withdrawn), func(app salesforceapi.App) bool { return app.Installed }) // whose approval stays
	if len(apps) == 0 || !restrictsAll(ctx, client, planned) {
		return
	}
	for i := range apps {
		apps[i].Approved = false
	}
	tokens, _, err := client.OAuthTokens(ctx)
	if err != nil {
		diags.AddAttributeWarning(at, "It cannot be told which apps would stop working", err.Error()+".")
		return
	}
	used := slices.DeleteFunc(salesforceapi.AppsInUse(tokens, apps, time.Now().Add(-usedRecently)), func(one salesforceapi.AppInUse) bool {
		return len(one.Apps) == 0 // another app than those
	})
	usage, untold := client.ExternalAppUsage.Apps(ctx)
	external, unsure := usedRecentlyAmong(ctx, client, unapprovedExternal(apps, usage, untold), untold)
	out := append(keptOut(used, true), external...)
	slices.Sort(out)
	if len(out) > 0 {
		diags.AddAttributeWarning(at, "Apps in use would stop working", fmt.Sprintf(
			"API Access Control is on, and these apps, whose approval is withdrawn, called the organization during the last 30 days:\n\n  %s\n\n"+
				"Nothing stops working if the same apply turns API Access Control off.", strings.Join(out, "\n  ")))
	}
	if len(unsure) > 0 {
		diags.AddAttributeWarning(at, "External client apps would stop working", "API Access Control is on, and the approval of these external "+
			"client apps is withdrawn. Whether they are in use cannot be told:\n\n  "+strings.Join(unsure, "\n  "))
	}
}

// restrictsAll tells whether API Access Control is on after this apply, as far as
// that can be told.
func restrictsAll(ctx context.Context, client *salesforceapi.Client, planned *clients.Planned) bool {
	if to, told := planned.Find(plannedSwitch, plannedSwitch); told {
		return to == switchedOn
	}
	settings, err := client.Settings.ConnectedApp.Get(ctx)
	return err == nil && isOn(settings.EnableAdminApprovedAppsOnly)
}

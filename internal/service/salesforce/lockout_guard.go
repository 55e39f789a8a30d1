package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const lockOut = "The provider would lock itself out"

// selfLockoutAttribute lets a change be made that keeps the provider out.
func selfLockoutAttribute(change string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: "Whether " + change + " may lock out the provider itself: its own app and the user that it acts as. " +
			"Default `false`: that is refused. With `true` it is a warning. A removal heeds what was applied last.",
		Optional: true,
	}
}

// guard keeps the provider from locking itself out.
type guard struct {
	client *salesforceapi.Client
	// planned is nil at apply.
	planned *clients.Planned
	noun    framework.Noun
	// object and change are what is about to happen to what, in words.
	object, change string
	at             path.Path
	// as is whom the provider acts as after the change.
	as actor
	// allowed is allow_self_lockout.
	allowed types.Bool
	// doubtful tells that the same apply may do something by which the change locks
	// out nobody, which the plan of a removal cannot always tell.
	doubtful bool
	// gaining tells that the same change gives something, too, which the plan does
	// not take into account and the apply does.
	gaining bool
	// later tells that the change takes effect after the runs to come, which is worth
	// a warning.
	later bool
	diags *diag.Diagnostics
}

// check reports what would keep the provider out after the change.
func (g guard) check(ctx context.Context, change accessChange) {
	if g.allowed.ValueBool() && g.planned == nil {
		return // the plan has warned
	}
	planned := g.planned
	if g.doubtful {
		planned = nil // what is to come may come after the removal
	}
	now, mine, err := readStanding(ctx, g.client, planned, g.as)
	switch {
	case err != nil && g.doubtful && transport.IsPermission(err):
		return // who may not look may not change it either
	case err != nil:
		g.noun.FailedAt(g.diags, g.at, "tell whether the provider would lock itself out by "+g.change+" of", g.object, err)
		return
	}
	found, certain := g.weigh(now, change)
	if found == noObstacle {
		return
	}
	detail := fmt.Sprintf("%s: after %s no run could sign in and call the organization again, not even to undo it: %s",
		g.object, g.change, explainObstacle(found, mine, change))
	switch {
	case g.allowed.ValueBool():
		g.diags.AddAttributeWarning(g.at, "The provider locks itself out", detail)
	case g.later:
		g.diags.AddAttributeWarning(g.at, "The provider's own access ends", detail)
	case !certain:
		g.diags.AddAttributeWarning(g.at, "The provider may lock itself out", detail+
			" The apply refuses it, unless something else in it makes that harmless.")
	default:
		g.diags.AddAttributeError(g.at, lockOut, detail+" To do it all the same, set allow_self_lockout = true.")
	}
}

// weigh tells what keeps the provider out, and whether it does so whatever else the
// same apply does. A removal is announced, for the plan of the switch may come later.
func (g guard) weigh(now standing, change accessChange) (found obstacle, certain bool) {
	found = now.after(change).obstacle()
	if g.planned == nil || !g.doubtful {
		return found, g.planned == nil || !g.gaining
	}
	on, off := change, change
	on.restrictAll, off.restrictAll = new(true), new(false)
	if now.surely(on) && !g.gaining && !g.allowed.ValueBool() {
		g.planned.Add(plannedRemoval, plannedRemoval, g.object+": "+g.change)
	}
	switch to, told := g.planned.Find(plannedSwitch, plannedSwitch); {
	case told && to == switchedOn:
		found, certain = now.after(on).obstacle(), now.surely(on)
	case told:
		found, certain = now.after(off).obstacle(), now.surely(off)
	default:
		certain = now.surely(off)
	}
	return found, certain && !g.gaining
}

// What the plans of the switch and of removals tell each other.
const (
	plannedSwitch  = "API Access Control"
	plannedRemoval = "removal of the provider's own access"

	switchedOn  = "on"
	switchedOff = "off"
)

func explainObstacle(found obstacle, mine own, change accessChange) string {
	switch found {
	case isBlocked:
		return "it is the app that the provider itself signs in with. Sign in with another app to do this, or take it out of Terraform's hands " +
			"with terraform state rm."
	case isUnapproved:
		if change.approve != nil {
			return fmt.Sprintf("API Access Control is on, and lets in none but approved apps. The provider's own app %s (%s) can be taken off the "+
				"allowlist once it is off: by approved_apps_only = false of apiaccess_salesforce_api_access_control, in an apply of its own, or in Setup.",
				mine.app.Label, mine.app.ID)
		}
		return fmt.Sprintf("the provider's own app %s (%s) is not on the allowlist. Approve it by an apiaccess_salesforce_app_allowlist_entry, "+
			"and name that in depends_on so that it is there first.", mine.app.Label, mine.app.ID)
	case isUngranted:
		return fmt.Sprintf("the provider's own app %s (%s) is granted neither to a permission set, nor to a group, nor to the profile of %s, "+
			"the user that the provider acts as. Grant it by an apiaccess_salesforce_api_grant, and name that in depends_on so that it is "+
			"there first.", mine.app.Label, mine.app.ID, userText(mine.user))
	case isInactive:
		return userText(mine.user) + ", the user that the provider acts as, would not be active."
	case isMute:
		return userText(mine.user) + ", the user that the provider acts as, would have API Enabled neither by the profile nor by a permission " +
			"set. Give it by another permission set first."
	case isUnknown, noObstacle:
	}
	return "it cannot be told which app or user the provider's own is, so not whether they would be let in. An access token does not tell, " +
		"nor does an app that is installed from another organization. Sign in with an app of the organization's own."
}

func userText(user salesforceapi.OwnUser) string {
	if user.Username == "" {
		return "nobody known"
	}
	return user.Username
}

// isOwn tells the app that the provider signs in with, by its id.
func isOwn(ctx context.Context, client *salesforceapi.Client, id types.String) (bool, error) {
	app, known, err := unlessMissing(client.Apps.Own(ctx))
	return known && string(app.ID) == id.ValueString(), err
}

// warnLockedOut tells that what was allowed has come about.
func warnLockedOut(diags *diag.Diagnostics) {
	diags.AddWarning("The provider has locked itself out",
		"Salesforce took the change, and keeps the provider out from now on, so that it cannot read it again.")
}

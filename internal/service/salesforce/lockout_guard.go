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
	// allowed is allow_self_lockout.
	allowed types.Bool
	// doubtful tells that the same apply may do something by which the change locks
	// out nobody, which the plan of a removal cannot tell.
	doubtful bool
	diags    *diag.Diagnostics
}

// check reports what would keep the provider out after the change.
func (g guard) check(ctx context.Context, change accessChange) {
	if g.allowed.ValueBool() && g.planned == nil {
		return // the plan has warned
	}
	now, mine, err := readStanding(ctx, g.client, g.planned)
	switch {
	case err != nil && g.doubtful && transport.IsPermission(err):
		return // who may not look may not change it either
	case err != nil:
		g.noun.FailedAt(g.diags, g.at, "tell whether the provider would lock itself out by "+g.change+" of", g.object, err)
		return
	}
	found := now.after(change).obstacle()
	if found == noObstacle {
		return
	}
	detail := fmt.Sprintf("%s: after %s no run could sign in and call the organization again, not even to undo it: %s",
		g.object, g.change, explainObstacle(found, mine))
	switch {
	case g.allowed.ValueBool():
		g.diags.AddAttributeWarning(g.at, "The provider locks itself out", detail)
	case g.doubtful && g.planned != nil:
		g.diags.AddAttributeWarning(g.at, "The provider may lock itself out", detail+
			" The apply refuses it, unless something else in it makes that harmless.")
	default:
		g.diags.AddAttributeError(g.at, lockOut, detail+" To do it all the same, set allow_self_lockout = true.")
	}
}

func explainObstacle(found obstacle, mine own) string {
	switch found {
	case isBlocked:
		return "it is the app that the provider itself signs in with. Sign in with another app to do this, or take it out of Terraform's hands " +
			"with terraform state rm."
	case isUnapproved:
		return fmt.Sprintf("the provider's own app %s (%s) is not on the allowlist. Approve it by an apiaccess_salesforce_app_allowlist_entry, "+
			"and name that in depends_on so that it is there first.", mine.app.Label, mine.app.ID)
	case isUngranted:
		return fmt.Sprintf("the provider's own app %s (%s) is granted neither to a permission set, nor to a group, nor to the profile of %s, "+
			"the user that the provider acts as. Grant it by an apiaccess_salesforce_api_grant, and name that in depends_on so that it is "+
			"there first.", mine.app.Label, mine.app.ID, userText(mine.user))
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

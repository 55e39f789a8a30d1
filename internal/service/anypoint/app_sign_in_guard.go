package anypoint

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// plannedListing is the kind under which the types of the allowlist announce to
// the guard, by client id, that an app is put on it or taken off in the same apply.
const (
	plannedListing = "app allowlist entry"

	listingGiven     = "given"
	listingWithdrawn = "withdrawn"
)

const lockOut = "The provider would lock itself out"

// selfLockoutAttribute lets a change be made that keeps the provider out.
func selfLockoutAttribute(change string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: "Whether " + change + " may lock out the provider itself: the connected apps that it signs in with. " +
			"Default `false`: that is refused. With `true` it is a warning. A removal heeds what was applied last.",
		Optional: true,
	}
}

// signInGuard keeps the provider from locking itself out.
type signInGuard struct {
	client *anypointapi.Client
	// planned is nil at apply.
	planned        *clients.Planned
	organizationID string
	noun           framework.Noun
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

// check reports what would keep one of the provider's own apps out after a change
// and did not before. With a clientID the change is of that app alone.
func (g signInGuard) check(ctx context.Context, clientID string, change signInChange) {
	if g.allowed.ValueBool() && g.planned == nil {
		return // the plan has warned
	}
	apps, err := g.client.OwnApps(ctx)
	if err != nil {
		g.failed(err)
		return
	}
	for _, own := range apps {
		if clientID != "" && clientID != own.ClientID {
			continue
		}
		now, err := g.standing(ctx, own)
		if err != nil {
			g.failed(err)
			return
		}
		if found := now.after(change).obstacle(); found != noObstacle && now.obstacle() == noObstacle {
			g.report(own, found, change)
		}
	}
}

func (g signInGuard) failed(err error) {
	if g.doubtful && transport.IsPermission(err) {
		return // who may not look may not change it either
	}
	g.noun.FailedAt(g.diags, g.at, "tell whether the provider would lock itself out by "+g.change+" of", g.object, err)
}

// standing reads how an app stands, with what the client remembers. The planned
// objects count as if they were there; there are none at apply.
func (g signInGuard) standing(ctx context.Context, own anypointapi.OwnApp) (signInStanding, error) {
	found := signInStanding{grantType: own.GrantType, manages: own.Manages}
	rootID := rootOf(ctx, g.client, g.organizationID)
	var err error
	if found.settings, err = g.client.AppSettings.Get(ctx, rootID); err != nil {
		return found, err
	}
	for _, organizationID := range []string{g.organizationID, rootID} {
		app, err := g.client.ConnectedApps.Get(ctx, anypointapi.AppKey{OrganizationID: organizationID, ClientID: own.ClientID})
		if err == nil {
			found.internal, found.enabled, found.grantTypes = true, app.Enabled, app.GrantTypes
			break
		}
		if !transport.IsNotFound(err) {
			return found, err
		}
	}
	_, err = g.client.AppAllowlist.Get(ctx, rootID, own.ClientID)
	found.listed = err == nil
	if err != nil && !transport.IsNotFound(err) {
		return found, err
	}
	if g.planned != nil {
		if coming, changes := g.planned.Find(plannedListing, own.ClientID); changes {
			found.listed = coming == listingGiven
		}
	}
	return found, nil
}

func (g signInGuard) report(own anypointapi.OwnApp, found signInObstacle, change signInChange) {
	detail := fmt.Sprintf("%s: after %s the provider could not go on with connected app %s, which it signs in with, not even to "+
		"undo it: %s", g.object, g.change, own.ClientID, explainObstacle(found, own, change))
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

func explainObstacle(found signInObstacle, own anypointapi.OwnApp, change signInChange) string {
	switch found {
	case isDeleted:
		return "the app is deleted."
	case isDisabled:
		return "the app is disabled."
	case hasNoApps:
		return "applications_enabled = \"none\" lets no connected app in."
	case isGrantForbidden:
		return fmt.Sprintf("the organization does not allow the grant type %s.", orElse(own.GrantType, "of any kind that the app has"))
	case isGrantRemoved:
		return fmt.Sprintf("the app is not registered for the grant type %s, by which the provider signs in.", own.GrantType)
	case isUnlisted:
		if change.listed != nil {
			return "the allowlist is on, and lets in none but its apps. Turn it off first: by allowlist_enabled = false of " +
				"apiaccess_anypoint_api_access_control, in an apply of its own, or in Access Management."
		}
		return "the allowlist is on, and the app is not on it. Put it there with apiaccess_anypoint_app_allowlist_entry or " +
			"apiaccess_anypoint_app_allowlist, and name that in depends_on."
	case isPowerless:
		return "the app loses the scope by which it may change connected apps."
	case noObstacle:
	}
	return ""
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

package anypoint

import (
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// signInStanding is all that decides whether one of the provider's own apps gets
// a token, and can undo what was done.
type signInStanding struct {
	// settings are those of the root organization.
	settings anypointapi.AppSettings
	// grantType is how the app signs in; empty when that is not known.
	grantType string
	// internal tells an app of the organization's own; only of those the next two
	// are known.
	internal bool
	enabled  bool
	// grantTypes are those that the app is registered for.
	grantTypes []string
	// listed tells that the app is on the allowlist.
	listed bool
	// manages tells that the calls of Access Management are made with the app.
	manages bool
	deleted bool
	// lost are scopes that are taken from it.
	lost []string
}

// signInChange is a change that may keep an app out. What it leaves nil or empty
// stays as it is.
type signInChange struct {
	settings        anypointapi.AppSettingsChange
	listed, enabled *bool
	grantTypes      *[]string
	deleted         bool
	lost            []string
}

// after is the standing once the change is made.
func (s signInStanding) after(change signInChange) signInStanding {
	s.settings = s.settings.After(change.settings)
	if change.listed != nil {
		s.listed = *change.listed
	}
	if change.enabled != nil {
		s.enabled = *change.enabled
	}
	if change.grantTypes != nil {
		s.grantTypes = *change.grantTypes
	}
	s.deleted, s.lost = change.deleted, change.lost
	return s
}

// signInObstacle is what keeps an app out.
type signInObstacle int

const (
	noObstacle signInObstacle = iota
	isDeleted
	isDisabled
	// hasNoApps is an organization that lets no connected app in.
	hasNoApps
	// isGrantForbidden is a grant type that the organization does not allow.
	isGrantForbidden
	// isGrantRemoved is a grant type that the app is not registered for.
	isGrantRemoved
	isUnlisted
	// isPowerless is an app that may not change connected apps any more.
	isPowerless
)

// powerfulScopes are those by which the provider can undo a change of connected
// apps.
var powerfulScopes = []string{"admin:access_controls", "full"}

// obstacle tells what keeps the app out. Where it is not known how the app signs
// in, any of its grant types does.
func (s signInStanding) obstacle() signInObstacle {
	forbidden := func(grantType string) bool { return !slices.Contains(s.settings.GrantTypesAllowed, grantType) }
	switch {
	case s.deleted:
		return isDeleted
	case s.internal && !s.enabled:
		return isDisabled
	case s.settings.ApplicationsEnabled == "none":
		return hasNoApps
	case s.grantType != "" && forbidden(s.grantType):
		return isGrantForbidden
	case s.grantType == "" && !slices.ContainsFunc(s.usableGrants(), func(grant string) bool { return !forbidden(grant) }):
		return isGrantForbidden
	case s.internal && s.grantType != "" && !slices.Contains(s.grantTypes, s.grantType):
		return isGrantRemoved
	case s.settings.AllowlistEnabled && !s.listed && (!s.internal || !s.settings.AllowlistInternal):
		return isUnlisted
	case s.manages && slices.ContainsFunc(s.lost, func(scope string) bool { return slices.Contains(powerfulScopes, scope) }):
		return isPowerless
	}
	return noObstacle
}

// usableGrants are the ways in which the app may sign in.
func (s signInStanding) usableGrants() []string {
	if s.internal {
		return s.grantTypes
	}
	return anypointapi.GrantTypes()
}

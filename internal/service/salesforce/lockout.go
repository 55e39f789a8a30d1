package salesforce

import (
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// standing is all that decides whether the provider is let in: how the app that it
// signs in with and the user that it acts as stand in the organization.
type standing struct {
	// restrictsAll and restrictsExternal are the switches of API Access Control.
	restrictsAll, restrictsExternal bool
	// appKnown and userKnown tell that the sign-in and the organization tell which
	// app and which user are the provider's own.
	appKnown, userKnown bool
	// approved tells that only those may use the app whom it is granted to.
	approved bool
	// blocked tells that the app is kept out by its client id.
	blocked bool
	// external tells that the user is a customer or partner.
	external bool
	// anyClient tells that the user holds Use Any API Client.
	anyClient bool
	// grants are all ways in which the user has the app.
	grants []ownGrant
}

// ownGrant is one way in which the user has the app: by a profile, a permission
// set or a permission set group.
type ownGrant struct {
	// rows are those without which there would be no such way.
	rows []salesforceapi.ID
}

// accessChange is a change that may keep the provider out. What it leaves nil or
// empty stays as it is.
type accessChange struct {
	restrictAll, restrictExternal, approve *bool
	// block keeps the provider's own app out by its client id.
	block bool
	// revoked is the row of a grant that is to go.
	revoked salesforceapi.ID
}

// after is the standing once the change is made.
func (s standing) after(change accessChange) standing {
	for _, one := range []struct {
		to   *bool
		from *bool
	}{{&s.restrictsAll, change.restrictAll}, {&s.restrictsExternal, change.restrictExternal}, {&s.approved, change.approve}} {
		if one.from != nil {
			*one.to = *one.from
		}
	}
	s.blocked = s.blocked || change.block
	s.grants = slices.DeleteFunc(slices.Clone(s.grants), func(grant ownGrant) bool {
		return change.revoked != "" && slices.Contains(grant.rows, change.revoked)
	})
	return s
}

// obstacle is what keeps the provider out.
type obstacle int

const (
	noObstacle obstacle = iota
	// isBlocked is an app that is blocked.
	isBlocked
	// isUnknown is an app or a user that cannot be told.
	isUnknown
	// isUnapproved is an app that is not on the allowlist.
	isUnapproved
	// isUngranted is an app that the user does not have.
	isUngranted
)

// obstacle tells what keeps the provider out. An approved app is for those alone
// whom it is granted to, whatever else they may do; API Access Control lets in
// approved apps alone, unless the user may use any, and customers and partners with
// the organization's own and installed apps alone.
func (s standing) obstacle() obstacle {
	restricted := s.restrictsAll && !s.anyClient
	switch {
	case s.blocked:
		return isBlocked
	case !s.appKnown && (restricted || s.restrictsExternal && (s.external || !s.userKnown)):
		return isUnknown
	case !s.appKnown:
		return noObstacle
	case restricted && !s.approved:
		return isUnapproved
	case (restricted || s.approved) && !s.userKnown:
		return isUnknown
	case (restricted || s.approved) && len(s.grants) == 0:
		return isUngranted
	}
	return noObstacle
}

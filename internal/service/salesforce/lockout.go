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
	// external tells that the user is a customer or partner, inactive that the user
	// may not log in, and mute that the user may not call APIs.
	external, inactive, mute bool
	// grants are all ways in which the user has the app, calls those in which the
	// user has API Enabled, and anyClient those in which it has Use Any API Client.
	grants, calls, anyClient []way
}

// way is one way in which the user has something: by a profile, a permission set or
// a permission set group.
type way struct {
	// needs are the rows and objects without which there would be no such way.
	needs []salesforceapi.ID
}

// accessChange is a change that may keep the provider out. What it leaves nil or
// empty stays as it is.
type accessChange struct {
	restrictAll, restrictExternal, approve *bool
	// block keeps the provider's own app out by its client id.
	block bool
	// deactivate keeps the provider's user from logging in.
	deactivate bool
	// revoked are the rows of grants and assignments, and the objects, that are to
	// go.
	revoked []salesforceapi.ID
	// withoutCalls and withoutAnyClient are permission sets which are to give the
	// permission no more.
	withoutCalls, withoutAnyClient []salesforceapi.ID
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
	s.inactive = s.inactive || change.deactivate
	could := len(s.calls) > 0
	s.grants = without(s.grants, change.revoked)
	s.calls = without(without(s.calls, change.revoked), change.withoutCalls)
	s.anyClient = without(without(s.anyClient, change.revoked), change.withoutAnyClient)
	s.mute = s.mute || could && len(s.calls) == 0
	return s
}

// without are the ways that are left when rows and objects go.
func without(ways []way, gone []salesforceapi.ID) []way {
	return slices.DeleteFunc(slices.Clone(ways), func(one way) bool {
		return slices.ContainsFunc(one.needs, func(needed salesforceapi.ID) bool {
			return needed != "" && slices.Contains(gone, needed)
		})
	})
}

// obstacle is what keeps the provider out.
type obstacle int

const (
	noObstacle obstacle = iota
	// isBlocked is an app that is blocked.
	isBlocked
	// isInactive is a user who may not log in.
	isInactive
	// isMute is a user who may not call APIs.
	isMute
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
	restricted := s.restrictsAll && len(s.anyClient) == 0
	switch {
	case s.blocked:
		return isBlocked
	case s.inactive:
		return isInactive
	case s.mute:
		return isMute
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

// surely tells that the change keeps the provider out, whether or not the approval
// of its app goes as well.
func (s standing) surely(change accessChange) bool {
	withdrawn := change
	withdrawn.approve = new(false)
	return s.after(change).obstacle() != noObstacle && s.after(withdrawn).obstacle() != noObstacle
}

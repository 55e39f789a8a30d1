package salesforceapi

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
)

// List reads all permission sets, those of profiles and groups included, in the
// order of their ids.
func (s *PermissionSets) List(ctx context.Context) ([]PermissionSet, error) {
	all, err := s.listed.All(ctx, struct{}{})
	maps.DeleteFunc(all, func(way lookup, set PermissionSet) bool { return way != byID(string(set.ID)) })
	return slices.SortedFunc(maps.Values(all), func(a, b PermissionSet) int {
		return strings.Compare(string(a.ID), string(b.ID))
	}), err
}

// List reads all profiles in the order of their names.
func (p *Profiles) List(ctx context.Context) ([]Profile, error) {
	sets, err := p.sets.List(ctx)
	var profiles []Profile
	for _, set := range sets {
		if set.IsOwnedByProfile {
			profiles = append(profiles, Profile{ID: set.ProfileID, Name: set.Profile.Name, PermissionSetID: set.ID})
		}
	}
	slices.SortFunc(profiles, func(a, b Profile) int { return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID)) })
	return profiles, err
}

const userColumns = "Id, Username, Name, Email, IsActive, ProfileId"

// Active yields all users who may sign in, page by page.
func (u *Users) Active(ctx context.Context) iter.Seq2[User, error] {
	return Query[User](ctx, u.client, "SELECT "+userColumns+" FROM User WHERE IsActive = true")
}

// All yields all users, page by page.
func (u *Users) All(ctx context.Context) iter.Seq2[User, error] {
	return Query[User](ctx, u.client, "SELECT "+userColumns+" FROM User")
}

package anypointapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// scopesPerCall bounds how many scopes one call changes.
const scopesPerCall = 200

// profileScope comes with every app that acts for itself and can't be taken away.
const profileScope = "profile"

// AppScope is what a connected app may do for itself, and where. Empty ids stand
// for no such key in the context.
type AppScope struct{ Name, OrganizationID, EnvironmentID string }

// String is the scope with its context, for messages.
func (s AppScope) String() string {
	switch {
	case s.EnvironmentID != "":
		return fmt.Sprintf("%s in environment %s of organization %s", s.Name, s.EnvironmentID, s.OrganizationID)
	case s.OrganizationID != "":
		return fmt.Sprintf("%s in organization %s", s.Name, s.OrganizationID)
	}
	return s.Name
}

// scopeRow is a scope as the platform writes it.
type scopeRow struct {
	Scope   string            `json:"scope"`
	Context map[string]string `json:"context_params"`
}

// MarshalJSON implements [json.Marshaler].
func (s AppScope) MarshalJSON() ([]byte, error) {
	row := scopeRow{Scope: s.Name, Context: map[string]string{}}
	if s.OrganizationID != "" {
		row.Context["org"] = s.OrganizationID
	}
	if s.EnvironmentID != "" {
		row.Context["envId"] = s.EnvironmentID
	}
	return json.Marshal(row)
}

// scope is the row as a scope; ok is false for one with other keys in its
// context, such as a scope of one client application.
func (r scopeRow) scope() (scope AppScope, ok bool) {
	scope = AppScope{Name: r.Scope, OrganizationID: r.Context["org"], EnvironmentID: r.Context["envId"]}
	for key := range r.Context {
		if key != "org" && key != "envId" {
			return scope, false
		}
	}
	return scope, true
}

// AppScopes are the scopes that connected apps have for themselves. The scope
// profile, which comes by itself, and scopes of single client applications are
// not among them.
type AppScopes struct {
	caller   *caller
	snapshot *coalesce.Snapshot[AppKey, AppScope, struct{}]
	changes  *coalesce.Batcher[AppKey, scopeChange, struct{}]
}

// scopeChange adds scopes and removes others.
type scopeChange struct{ added, removed []AppScope }

func newAppScopes(caller *caller) *AppScopes {
	scopes := &AppScopes{caller: caller}
	scopes.snapshot = coalesce.NewSnapshot(scopes.list, keepError)
	scopes.changes = &coalesce.Batcher[AppKey, scopeChange, struct{}]{
		Limit: scopesPerCall, Quiet: quiet, Longest: longest, Run: scopes.run,
	}
	return scopes
}

// List reads the scopes of an app, by name and context. An app is read once
// (GET …/connectedApplications/{client}/scopes).
func (s *AppScopes) List(ctx context.Context, key AppKey) ([]AppScope, error) {
	found, err := s.snapshot.All(ctx, key)
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Keys(found), compareScopes), nil
}

func compareScopes(a, b AppScope) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.OrganizationID, b.OrganizationID),
		cmp.Compare(a.EnvironmentID, b.EnvironmentID))
}

// Change adds scopes to an app and removes others; what is so already is no
// error. Changes of one app that come close together are made in one call and
// checked by one reading; one that does not show is [ErrDidNotStick].
//
// Scopes are added, and removed beside additions, by PATCH; the platform takes
// no PATCH without additions, so that mere removals go by DELETE.
func (s *AppScopes) Change(ctx context.Context, key AppKey, added, removed []AppScope) error {
	if len(added)+len(removed) == 0 {
		return nil
	}
	_, err := s.changes.Do(ctx, key, scopeChange{added, removed})
	return err
}

// run makes the changes of one batch. Those that contradict an earlier one wait
// for the next call.
func (s *AppScopes) run(ctx context.Context, key AppKey, changes []scopeChange) []coalesce.Outcome[struct{}] {
	outcomes := make([]coalesce.Outcome[struct{}], len(changes))
	for done := 0; done < len(changes); {
		merged, count := mergeScopes(changes[done:])
		err := s.send(ctx, key, merged)
		var now map[AppScope]struct{}
		if err == nil {
			now, err = s.reread(ctx, key)
		}
		for position := done; position < done+count; position++ {
			outcomes[position].Err = err
			if err == nil {
				outcomes[position].Err = changes[position].missing(now)
			}
		}
		done += count
	}
	return outcomes
}

// mergeScopes joins as many changes from the front as do not contradict each
// other.
func mergeScopes(changes []scopeChange) (merged scopeChange, count int) {
	added, removed := map[AppScope]bool{}, map[AppScope]bool{}
	for _, change := range changes {
		contradicts := slices.ContainsFunc(change.added, func(scope AppScope) bool { return removed[scope] }) ||
			slices.ContainsFunc(change.removed, func(scope AppScope) bool { return added[scope] })
		if contradicts {
			break
		}
		for _, scope := range change.added {
			added[scope] = true
		}
		for _, scope := range change.removed {
			removed[scope] = true
		}
		count++
	}
	return scopeChange{
		slices.SortedFunc(maps.Keys(added), compareScopes), slices.SortedFunc(maps.Keys(removed), compareScopes),
	}, count
}

func (s *AppScopes) send(ctx context.Context, key AppKey, change scopeChange) error {
	made := call{operation: changeAppScopes(), segments: key.segments()}
	switch {
	case len(change.added) == 0:
		made.operation = removeAppScopes()
		made.body = map[string][]AppScope{"scopes": change.removed}
	case len(change.removed) == 0:
		made.body = map[string][]AppScope{"scopes": change.added}
	default:
		made.body = map[string][]AppScope{"scopes": change.added, "scopesToDelete": change.removed}
	}
	err := s.caller.do(ctx, made, nil)
	if err != nil {
		s.snapshot.Invalidate(key)
	}
	if errors.Is(err, transport.ErrNoAnswer) {
		return nil // the reading tells whether it took effect
	}
	return err
}

func (s *AppScopes) reread(ctx context.Context, key AppKey) (map[AppScope]struct{}, error) {
	s.snapshot.Invalidate(key)
	return s.snapshot.All(ctx, key)
}

// missing tells what of a change does not show.
func (c scopeChange) missing(now map[AppScope]struct{}) error {
	for _, scope := range c.added {
		if _, is := now[scope]; !is {
			return fmt.Errorf("%w: the app does not have %s", ErrDidNotStick, scope)
		}
	}
	for _, scope := range c.removed {
		if _, is := now[scope]; is {
			return fmt.Errorf("%w: the app still has %s", ErrDidNotStick, scope)
		}
	}
	return nil
}

func (s *AppScopes) list(ctx context.Context, key AppKey) (map[AppScope]struct{}, error) {
	listed := map[AppScope]struct{}{}
	pages := listPages[scopeRow](ctx, s.caller, call{operation: listAppScopes(), segments: key.segments()}, accountsPageSize)
	for row, err := range pages {
		if err != nil {
			return nil, err
		}
		if scope, plain := row.scope(); plain && scope.Name != profileScope {
			listed[scope] = struct{}{}
		}
	}
	return listed, nil
}

package anypointapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// AllowlistEntry is an app that may get tokens while the allowlist is on.
type AllowlistEntry struct {
	ClientID string `json:"client_id"`
	// Scopes are those that were approved. Written as nil they are all that the
	// app is registered for by now; what it gets later has to be approved anew.
	Scopes []string `json:"authorized_scopes,omitempty"`
}

// AppAllowlist is the allowlist of connected apps of root organizations.
type AppAllowlist struct {
	caller   *caller
	snapshot *coalesce.Snapshot[string, string, AllowlistEntry]
	changes  *coalesce.Batcher[string, allowlistChange, struct{}]
}

// allowlistChange approves an entry, or removes it.
type allowlistChange struct {
	entry  AllowlistEntry
	remove bool
}

func newAppAllowlist(caller *caller) *AppAllowlist {
	allowlist := &AppAllowlist{caller: caller}
	allowlist.snapshot = coalesce.NewSnapshot(allowlist.list, keepError)
	allowlist.changes = &coalesce.Batcher[string, allowlistChange, struct{}]{
		Limit: changesPerCall, Quiet: quiet, Longest: longest, Run: allowlist.run,
	}
	return allowlist
}

// List reads the entries of a root organization, by client id, once
// (GET …/connectedApplications/allowlist).
func (a *AppAllowlist) List(ctx context.Context, organizationID string) ([]AllowlistEntry, error) {
	found, err := a.snapshot.All(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	entries := make([]AllowlistEntry, 0, len(found))
	for _, entry := range found {
		entries = append(entries, entry)
	}
	slices.SortFunc(entries, func(one, other AllowlistEntry) int { return cmp.Compare(one.ClientID, other.ClientID) })
	return entries, nil
}

// Get reads the entry of one app, from the same listing as List. An app without
// one is [transport.NotFound].
func (a *AppAllowlist) Get(ctx context.Context, organizationID, clientID string) (AllowlistEntry, error) {
	entry, found, err := a.snapshot.Get(ctx, organizationID, clientID)
	if err == nil && !found {
		err = missing("app %s is not on the allowlist of organization %s", clientID, organizationID)
	}
	return entry, err
}

// Approve puts an app on the allowlist, or approves it anew. Changes that come
// close together are made in one call (PATCH …/connectedApplications/allowlist)
// and checked by one reading; one that does not show is [ErrDidNotStick].
func (a *AppAllowlist) Approve(ctx context.Context, organizationID string, entry AllowlistEntry) error {
	_, err := a.changes.Do(ctx, organizationID, allowlistChange{entry: entry})
	return err
}

// Remove takes an app off the allowlist (DELETE …/connectedApplications/allowlist).
// An app that is not on it is no error.
func (a *AppAllowlist) Remove(ctx context.Context, organizationID, clientID string) error {
	_, err := a.changes.Do(ctx, organizationID, allowlistChange{entry: AllowlistEntry{ClientID: clientID}, remove: true})
	return err
}

// Replace approves some apps and removes others, each in one call.
func (a *AppAllowlist) Replace(ctx context.Context, organizationID string, approved []AllowlistEntry, removed []string) error {
	changes := make([]allowlistChange, 0, len(approved)+len(removed))
	for _, entry := range approved {
		changes = append(changes, allowlistChange{entry: entry})
	}
	for _, clientID := range removed {
		changes = append(changes, allowlistChange{entry: AllowlistEntry{ClientID: clientID}, remove: true})
	}
	for batch := range slices.Chunk(changes, changesPerCall) {
		for _, outcome := range a.run(ctx, organizationID, batch) {
			if outcome.Err != nil {
				return outcome.Err
			}
		}
	}
	return nil
}

// run makes the changes of one batch: approvals before removals, so that nobody
// loses an app while another can't be approved.
func (a *AppAllowlist) run(ctx context.Context, organizationID string, changes []allowlistChange) []coalesce.Outcome[struct{}] {
	var approved, removed []AllowlistEntry
	for _, change := range changes {
		if change.remove {
			removed = append(removed, change.entry)
		} else {
			approved = append(approved, change.entry)
		}
	}
	approving := a.send(ctx, addToAppAllowlist(), organizationID, approved)
	removing := approving
	if approving == nil {
		removing = a.send(ctx, removeFromAllowlist(), organizationID, removed)
	}
	a.snapshot.Invalidate(organizationID)
	now, reading := a.snapshot.All(ctx, organizationID)
	outcomes := make([]coalesce.Outcome[struct{}], len(changes))
	for position, change := range changes {
		err := approving
		if change.remove {
			err = removing
		}
		if err = cmp.Or(err, reading); err == nil {
			err = change.missing(now)
		}
		outcomes[position].Err = err
	}
	return outcomes
}

func (a *AppAllowlist) send(ctx context.Context, made operation, organizationID string, entries []AllowlistEntry) error {
	if len(entries) == 0 {
		return nil
	}
	err := a.caller.do(ctx, call{operation: made, segments: []string{organizationID}, body: entries}, nil)
	if errors.Is(err, transport.ErrNoAnswer) {
		return nil // the reading tells whether it took effect
	}
	return err
}

func (c allowlistChange) missing(now map[string]AllowlistEntry) error {
	shown, is := now[c.entry.ClientID]
	switch {
	case c.remove && is:
		return fmt.Errorf("%w: app %s is still on the allowlist", ErrDidNotStick, c.entry.ClientID)
	case !c.remove && !is:
		return fmt.Errorf("%w: app %s is not on the allowlist", ErrDidNotStick, c.entry.ClientID)
	case !c.remove && c.entry.Scopes != nil && !sameTexts(&c.entry.Scopes, shown.Scopes):
		return fmt.Errorf("%w: app %s is approved for %v", ErrDidNotStick, c.entry.ClientID, shown.Scopes)
	}
	return nil
}

func (a *AppAllowlist) list(ctx context.Context, organizationID string) (map[string]AllowlistEntry, error) {
	listed := map[string]AllowlistEntry{}
	listing := call{operation: listAppAllowlist(), segments: []string{organizationID}}
	for entry, err := range listPages[AllowlistEntry](ctx, a.caller, listing, accountsPageSize) {
		if err != nil {
			return nil, err
		}
		entry.Scopes = sorted(entry.Scopes)
		listed[entry.ClientID] = entry
	}
	return listed, nil
}

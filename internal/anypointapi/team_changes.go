package anypointapi

import (
	"context"
	"fmt"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// The types of teams.
const (
	TeamInternal = "internal"
	TeamPrivate  = "private"
	TeamShared   = "shared"
)

type teamBody struct {
	ParentID string `json:"parent_team_id,omitempty"`
	Name     string `json:"team_name,omitempty"`
	Type     string `json:"team_type,omitempty"`
}

// Get reads a team by its id, from the same reading as List. A team that does not
// exist is [transport.NotFound].
func (t *Teams) Get(ctx context.Context, team TeamKey) (Team, error) {
	found, is, err := t.snapshot.Get(ctx, team.OrganizationID, team.TeamID)
	if err == nil && !is {
		err = missing("no team of organization %s has the id %s", team.OrganizationID, team.TeamID)
	}
	return found, err
}

// Create makes a team below another
// (POST /accounts/api/organizations/{organization}/teams). When the answer is
// lost it looks for a team of that name, of which there was none before.
//
// A name that another team has is [transport.Conflict].
func (t *Teams) Create(ctx context.Context, organizationID, parentID, name, kind string) (Team, error) {
	unlock, err := t.writing.lock(ctx, organizationID)
	if err != nil {
		return Team{}, err
	}
	defer unlock()
	if taken, err := t.Find(ctx, organizationID, name); err == nil {
		return taken, &transport.Error{
			Service: service, Kind: transport.Conflict, Message: fmt.Sprintf("the team %s has this name", taken.ID),
		}
	} else if !transport.IsNotFound(err) {
		return Team{}, err
	}
	var created Team
	err = t.caller.do(ctx, call{
		operation: createTeam(), segments: []string{organizationID}, body: teamBody{parentID, name, kind},
	}, &created)
	if transport.KindOf(err) == transport.NoAnswer {
		t.forget(organizationID)
		if found, missed := t.Find(ctx, organizationID, name); missed == nil {
			return found, nil
		}
	}
	if err != nil {
		return Team{}, err
	}
	t.put(organizationID, created)
	return created, nil
}

// Change renames a team or changes its type
// (PATCH /accounts/api/organizations/{organization}/teams/{team}).
func (t *Teams) Change(ctx context.Context, team TeamKey, name, kind string) error {
	made := call{operation: changeTeam(), segments: team.segments(), body: teamBody{Name: name, Type: kind}}
	return t.write(ctx, team, made, func(changed Team, _ []Team) []Team {
		changed.Name, changed.Type = name, kind
		return []Team{changed}
	})
}

// Move puts a team with all below it under another parent
// (PUT /accounts/api/organizations/{organization}/teams/{team}/parent).
func (t *Teams) Move(ctx context.Context, team TeamKey, parentID string) error {
	parent, err := t.Get(ctx, TeamKey{team.OrganizationID, parentID})
	if err != nil {
		return err
	}
	above := append(slices.Clone(parent.AncestorIDs), parentID)
	made := call{operation: moveTeam(), segments: team.segments(), body: teamBody{ParentID: parentID}}
	return t.write(ctx, team, made, func(moved Team, below []Team) []Team {
		former := len(moved.AncestorIDs)
		moved.AncestorIDs = above
		for i, one := range below {
			below[i].AncestorIDs = slices.Concat(above, one.AncestorIDs[former:])
		}
		return append(below, moved)
	})
}

// Delete deletes a team with all teams below it
// (DELETE /accounts/api/organizations/{organization}/teams/{team}).
func (t *Teams) Delete(ctx context.Context, team TeamKey) error {
	made := call{operation: deleteTeam(), segments: team.segments()}
	return t.write(ctx, team, made, func(deleted Team, below []Team) []Team {
		for _, one := range append(below, deleted) {
			t.snapshot.Drop(team.OrganizationID, one.ID)
		}
		return nil
	})
}

// Below are the teams below a team at any depth, by name.
func (t *Teams) Below(ctx context.Context, team TeamKey) ([]Team, error) {
	teams, err := t.List(ctx, team.OrganizationID)
	return slices.DeleteFunc(teams, func(one Team) bool { return !slices.Contains(one.AncestorIDs, team.TeamID) }), err
}

// write makes a change, one at a time in an organization. After tells what became
// of the team and of those below it, so that they need not be read again; when the
// change failed, what was read is forgotten.
func (t *Teams) write(ctx context.Context, team TeamKey, made call, after func(team Team, below []Team) []Team) error {
	unlock, err := t.writing.lock(ctx, team.OrganizationID)
	if err != nil {
		return err
	}
	defer unlock()
	before, unread := t.Get(ctx, team)
	below, err := t.Below(ctx, team)
	if err != nil {
		return err
	}
	if err := t.caller.do(ctx, made, nil); err != nil || unread != nil {
		t.forget(team.OrganizationID)
		return err
	}
	for _, changed := range after(before, below) {
		t.snapshot.Put(team.OrganizationID, changed.ID, changed)
	}
	t.directory.entries.Invalidate(team.OrganizationID)
	return nil
}

// put keeps what was read true to a team that is new, unless the answer leaves
// out where it is.
func (t *Teams) put(organizationID string, team Team) {
	if team.ID == "" || len(team.AncestorIDs) == 0 {
		t.forget(organizationID)
		return
	}
	t.snapshot.Put(organizationID, team.ID, team)
	t.directory.entries.Invalidate(organizationID)
}

func (t *Teams) forget(organizationID string) {
	t.snapshot.Invalidate(organizationID)
	t.directory.entries.Invalidate(organizationID)
}

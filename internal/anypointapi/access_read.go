package anypointapi

import (
	"context"
	"slices"
	"sync"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// GrantsOf reads whom each of several APIs is granted to, in the order of the
// APIs, each grantee in the highest role. An API that has gone meanwhile is left
// out. It makes one call for each API that was not read yet.
func (c *Client) GrantsOf(ctx context.Context, apis []API) ([]APIAccess, error) {
	grants, err := readAll(apis, func(api API) ([]Identity, error) {
		return c.Identities.List(ctx, api.Asset)
	})
	if err != nil {
		return nil, err
	}
	var read []APIAccess
	for _, api := range apis {
		if rows, exists := grants[api]; exists {
			highest := slices.CompactFunc(rows, func(a, b Identity) bool { return a.IdentityKey == b.IdentityKey })
			read = append(read, APIAccess{API: api, Grants: highest})
		}
	}
	return read, nil
}

// EffectiveAccess finds the users who have the grants, directly, by a team, by a
// team above theirs, or by an organization. Roles in the business group, which
// give access to all its APIs, are not among them.
//
// It reads the teams and the users of the root organization, the members of each
// team that matters, and those of each organization that an API is granted to,
// all of them once per run.
func (c *Client) EffectiveAccess(ctx context.Context, rootID string, granted []APIAccess) ([]APIAccess, error) {
	facts, err := c.accessFacts(ctx, rootID, granted)
	if err != nil {
		return nil, err
	}
	access := make([]APIAccess, len(granted))
	for n, api := range granted {
		access[n] = facts.access(api.API, api.Grants)
	}
	return access, nil
}

func (c *Client) accessFacts(ctx context.Context, rootID string, granted []APIAccess) (accessFacts, error) {
	facts := accessFacts{users: map[string]User{}, teams: map[string]Team{}}
	users, err := c.Users.List(ctx, rootID)
	if err != nil {
		return facts, err
	}
	for _, user := range users {
		if user.Enabled {
			facts.users[user.ID] = user
		}
	}
	teams, err := c.Teams.List(ctx, rootID)
	if err != nil {
		return facts, err
	}
	for _, team := range teams {
		facts.teams[team.ID] = team
	}
	facts.below = heirs(teams)
	facts.members, err = readAll(facts.teamsThatMatter(granted), func(teamID string) ([]TeamMember, error) {
		return c.TeamMembers.List(ctx, rootID, teamID)
	})
	if err != nil {
		return facts, err
	}
	facts.organizations, err = readAll(grantees(granted, IdentityOrganization), func(id string) ([]User, error) {
		return c.Users.List(ctx, id)
	})
	return facts, err
}

// teamsThatMatter are the teams that APIs are granted to and those below, but the
// root team, to which everybody belongs.
func (f accessFacts) teamsThatMatter(granted []APIAccess) []string {
	var matter []string
	for _, id := range grantees(granted, IdentityTeam) {
		if team, known := f.teams[id]; known && team.ParentID() != "" {
			matter = append(matter, id)
			for _, below := range f.below[id] {
				matter = append(matter, below.ID)
			}
		}
	}
	slices.Sort(matter)
	return slices.Compact(matter)
}

// grantees are the ids of those of one type whom APIs are granted to.
func grantees(granted []APIAccess, kind string) []string {
	var ids []string
	for _, api := range granted {
		for _, grantee := range api.Grants {
			if grantee.Type == kind {
				ids = append(ids, grantee.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// readAll reads many things side by side, as far as the connection lets it. What
// is gone meanwhile is left out; of errors it returns the first.
func readAll[K comparable, V any](keys []K, read func(K) (V, error)) (map[K]V, error) {
	values, errs := make([]V, len(keys)), make([]error, len(keys))
	var readers sync.WaitGroup
	for n, key := range keys {
		readers.Go(func() { values[n], errs[n] = read(key) })
	}
	readers.Wait()
	found := make(map[K]V, len(keys))
	for n, key := range keys {
		switch {
		case transport.IsNotFound(errs[n]):
		case errs[n] != nil:
			return nil, errs[n]
		default:
			found[key] = values[n]
		}
	}
	return found, nil
}

package anypointapi

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// TeamGroupMapping makes everyone in a group of an identity provider a member of
// a team when they sign in.
type TeamGroupMapping struct {
	GroupMappingKey

	// MembershipType is member or maintainer.
	MembershipType string `json:"membership_type"`
}

// GroupMappingKey names a mapping among those of a team.
type GroupMappingKey struct {
	ExternalGroupName string `json:"external_group_name"`
	// ProviderID is the identity provider, as a UUID.
	ProviderID string `json:"provider_id"`
}

// TeamGroupMappings are the mappings of teams.
type TeamGroupMappings struct {
	caller   *caller
	snapshot *coalesce.Snapshot[TeamKey, GroupMappingKey, TeamGroupMapping]
	writing  keyedMutex[TeamKey]
}

func newTeamGroupMappings(caller *caller) *TeamGroupMappings {
	mappings := &TeamGroupMappings{caller: caller}
	mappings.snapshot = coalesce.NewSnapshot(mappings.list, keepError)
	return mappings
}

// List reads the mappings of a team, by group. A team is read once
// (GET /accounts/api/organizations/{organization}/teams/{team}/groupmappings).
//
// A team that does not exist is [transport.NotFound].
func (t *TeamGroupMappings) List(ctx context.Context, team TeamKey) ([]TeamGroupMapping, error) {
	listed, err := t.snapshot.All(ctx, team)
	return slices.SortedFunc(maps.Values(listed), func(a, b TeamGroupMapping) int {
		return cmp.Or(cmp.Compare(a.ExternalGroupName, b.ExternalGroupName), cmp.Compare(a.ProviderID, b.ProviderID))
	}), err
}

// Replace makes mappings all that a team has, in one call
// (PUT /accounts/api/organizations/{organization}/teams/{team}/groupmappings),
// and reads whether they took.
func (t *TeamGroupMappings) Replace(ctx context.Context, team TeamKey, mappings []TeamGroupMapping) error {
	unlock, err := t.writing.lock(ctx, team)
	if err != nil {
		return err
	}
	defer unlock()
	if mappings == nil {
		mappings = []TeamGroupMapping{}
	}
	err = t.caller.do(ctx, call{operation: replaceGroupMappings(), segments: team.segments(), body: mappings}, nil)
	t.snapshot.Invalidate(team)
	if err != nil {
		return err
	}
	listed, err := t.snapshot.All(ctx, team)
	if err != nil {
		return fmt.Errorf("the mappings were accepted, but could not be read: %w", err)
	}
	for _, mapping := range mappings {
		if have := listed[mapping.GroupMappingKey]; have != mapping {
			return fmt.Errorf("%s accepted the mappings, but the group %q is mapped as %q instead of %q",
				service, mapping.ExternalGroupName, have.MembershipType, mapping.MembershipType)
		}
	}
	if len(listed) > len(mappings) {
		return fmt.Errorf("%s accepted the mappings, but the team has %d of them instead of %d", service, len(listed), len(mappings))
	}
	return nil
}

func (t *TeamGroupMappings) list(ctx context.Context, team TeamKey) (map[GroupMappingKey]TeamGroupMapping, error) {
	listed := map[GroupMappingKey]TeamGroupMapping{}
	for mapping, err := range listAccountsAt[TeamGroupMapping](ctx, t.caller, listGroupMappings(), team.segments(), nil) {
		if err != nil {
			return nil, err
		}
		listed[mapping.GroupMappingKey] = mapping
	}
	return listed, nil
}

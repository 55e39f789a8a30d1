package anypoint

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// grantee is somebody who has an API, or shall have it.
type grantee struct {
	// Identity has the highest role; none while there is no grant yet.
	anypointapi.Identity

	// others are the lower roles that it has besides. There should be none.
	others []string
}

// title is how people know a grantee.
func (g grantee) title() string {
	return kindName(g.Type) + " " + cmp.Or(nameOf(g.Identity), g.ID)
}

// roster is everyone whom an API is granted to.
type roster struct {
	all map[anypointapi.IdentityKey]grantee
	// spelled are they by what a configuration may call them: an id goes before a
	// name, and a name before an e-mail address.
	spelled [3]map[spelling][]anypointapi.IdentityKey
}

// spelling is one way to write a grantee, without differences that don't count.
type spelling struct{ kind, text string }

func newSpelling(kind, text string) spelling {
	if kind == anypointapi.IdentityUser || framework.IsUUID(text) {
		text = strings.ToLower(text)
	}
	return spelling{kind, text}
}

// readRoster reads whom an API is granted to.
func readRoster(ctx context.Context, client *anypointapi.Client, asset anypointapi.Asset) (roster, error) {
	identities, err := client.Identities.List(ctx, asset)
	return newRoster(identities), err
}

// newRoster takes the rows of an asset, of which those of one identity come with
// the highest role first.
func newRoster(identities []anypointapi.Identity) roster {
	found := roster{all: make(map[anypointapi.IdentityKey]grantee, len(identities))}
	for rank := range found.spelled {
		found.spelled[rank] = make(map[spelling][]anypointapi.IdentityKey, len(identities))
	}
	for _, identity := range identities {
		if known, repeated := found.all[identity.IdentityKey]; repeated {
			known.others = append(known.others, identity.Role)
			found.all[identity.IdentityKey] = known
			continue
		}
		found.all[identity.IdentityKey] = grantee{Identity: identity}
		for rank, text := range spellings(identity) {
			if text != "" {
				written := newSpelling(identity.Type, text)
				found.spelled[rank][written] = append(found.spelled[rank][written], identity.IdentityKey)
			}
		}
	}
	return found
}

// find is whom a key names. A name that several bear finds none.
func (r roster) find(kind, key string) (grantee, bool) {
	written := newSpelling(kind, key)
	for _, spelled := range r.spelled {
		if candidates := spelled[written]; len(candidates) > 0 {
			return r.all[candidates[0]], len(candidates) == 1
		}
	}
	return grantee{}, false
}

// roles are the roles of everyone of one type, for the map of an argument: those
// whom it held before keep their keys, the others are there by name.
func (r roster) roles(kind string, before types.Map) types.Map {
	roles, taken := map[string]attr.Value{}, map[anypointapi.IdentityKey]bool{}
	for _, key := range slices.Sorted(maps.Keys(before.Elements())) {
		if one, found := r.find(kind, key); found && !taken[one.IdentityKey] {
			roles[key], taken[one.IdentityKey] = types.StringValue(one.Role), true
		}
	}
	for key, one := range r.all {
		if key.Type == kind && !taken[key] {
			roles[r.name(one)] = types.StringValue(one.Role)
		}
	}
	return holding(roles, before)
}

// name is a grantee's name, or its id where others bear the same name.
func (r roster) name(one grantee) string {
	name := nameOf(one.Identity)
	if found, alone := r.find(one.Type, name); !alone || found.IdentityKey != one.IdentityKey {
		return one.ID
	}
	return name
}

// findGrantee looks up whom a key names who has no grant yet.
func findGrantee(ctx context.Context, client *anypointapi.Client, organizationID, kind, key string) (grantee, error) {
	var found principal
	var err error
	switch {
	case kind != anypointapi.IdentityExternalOrganization:
		found, err = findPrincipal(ctx, client, organizationID, kind, key)
	case framework.IsUUID(key):
		id := strings.ToLower(key)
		found = principal{anypointapi.IdentityKey{Type: kind, ID: id}, id, ""}
	default:
		identity, isFound, failed := searchIdentity(ctx, client, organizationID, kind, key)
		if err = failed; err == nil && !isFound {
			err = errors.New("the search of Exchange finds none of that name")
		}
		found = principal{identity.IdentityKey, identity.OrganizationID, identity.Name}
	}
	one := grantee{Identity: anypointapi.Identity{IdentityKey: found.IdentityKey, OrganizationID: found.OrganizationID, Name: found.Name}}
	if kind == anypointapi.IdentityUser {
		one.Name, one.Username = "", found.Name
	}
	return one, err
}

// isName tells what may be the name of something from what surely is not.
func isName(text string) bool { return text != "" && strings.TrimSpace(text) == text }

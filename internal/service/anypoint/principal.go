package anypoint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// principalTypes are who may be granted an API; attributes that name one are
// called the same.
var principalTypes = []string{anypointapi.IdentityUser, anypointapi.IdentityTeam, anypointapi.IdentityOrganization}

// principal is a user, a team or an organization.
type principal struct {
	anypointapi.IdentityKey

	// OrganizationID is the organization of the user or team; for an organization
	// it is its own id.
	OrganizationID string
	// Name is a username or a name; empty when only the id is known.
	Name string
}

// findPrincipal looks up whom reference names, by name or id, in the listings of
// Access Management: however many principals a plan holds, it reads each listing
// once. Where an app may not read them an id is taken as it is, and a name is
// searched in Exchange, one call each.
func findPrincipal(
	ctx context.Context, client *anypointapi.Client, organizationID, kind, reference string,
) (principal, error) {
	if framework.IsUUID(reference) {
		reference = strings.ToLower(reference)
	}
	found, refusal := listedPrincipal(ctx, client, organizationID, kind, reference)
	if !transport.IsPermission(refusal) {
		return found, refusal
	}
	if framework.IsUUID(reference) {
		return taken(ctx, client, organizationID, kind, reference), nil
	}
	identity, isFound, err := searchIdentity(ctx, client, organizationID, kind, reference)
	switch {
	case transport.IsPermission(err):
		return principal{}, refusal
	case err != nil:
		return principal{}, err
	case !isFound:
		return principal{}, fmt.Errorf("%w; Exchange, searched instead, knows no %s of that name", refusal, kind)
	}
	return principal{identity.IdentityKey, identity.OrganizationID, nameOf(identity)}, nil
}

func listedPrincipal(
	ctx context.Context, client *anypointapi.Client, organizationID, kind, reference string,
) (principal, error) {
	switch kind {
	case anypointapi.IdentityUser:
		user, err := client.Users.Find(ctx, organizationID, reference)
		return principal{anypointapi.IdentityKey{Type: kind, ID: user.ID}, user.OrganizationID, user.Username}, err
	case anypointapi.IdentityTeam:
		team, err := client.Teams.Find(ctx, rootOf(ctx, client, organizationID), reference)
		return principal{anypointapi.IdentityKey{Type: kind, ID: team.ID}, team.OrganizationID, team.Name}, err
	}
	organization, err := client.Organizations.Find(ctx, rootOf(ctx, client, organizationID), reference)
	return principal{anypointapi.IdentityKey{Type: kind, ID: organization.ID}, organization.ID, organization.Name}, err
}

// taken is a principal of which only the id is known. Users and teams belong to
// the root organization.
func taken(ctx context.Context, client *anypointapi.Client, organizationID, kind, id string) principal {
	home := id
	if kind != anypointapi.IdentityOrganization {
		home = rootOf(ctx, client, organizationID)
	}
	return principal{IdentityKey: anypointapi.IdentityKey{Type: kind, ID: id}, OrganizationID: home}
}

// rootOf is the root above an organization, where teams live and from which all
// business groups are seen; the organization itself when the platform does not
// tell. It is asked once.
func rootOf(ctx context.Context, client *anypointapi.Client, organizationID string) string {
	if me, err := client.Me(ctx); err == nil && me.RootOrganizationID != "" {
		return me.RootOrganizationID
	}
	return organizationID
}

// searchIdentity finds who has exactly that name in Exchange's search.
func searchIdentity(
	ctx context.Context, client *anypointapi.Client, organizationID, kind, reference string,
) (identity anypointapi.Identity, found bool, err error) {
	var candidates []anypointapi.Identity
	for candidate, err := range client.IdentitySearch(ctx, organizationID, reference) {
		if err != nil {
			return identity, false, err
		}
		candidates = append(candidates, candidate)
	}
	return choose(candidates, kind, reference)
}

// choose picks the one identity that reference names. An id goes before a name,
// and a username before an e-mail address, which users may share.
func choose(
	identities []anypointapi.Identity, kind, reference string,
) (identity anypointapi.Identity, found bool, err error) {
	for rank := range 3 {
		candidates := slices.Collect(func(yield func(anypointapi.Identity) bool) {
			for _, candidate := range identities {
				if candidate.Type == kind && isSpelled(kind, spellings(candidate)[rank], reference) && !yield(candidate) {
					return
				}
			}
		})
		switch len(candidates) {
		case 0:
		case 1:
			return candidates[0], true, nil
		default:
			return identity, false, ambiguous(kind, reference, candidates)
		}
	}
	return identity, false, nil
}

// spellings are an identity's id and names, the most telling first.
func spellings(identity anypointapi.Identity) [3]string {
	return [3]string{identity.ID, nameOf(identity), identity.Email}
}

func nameOf(identity anypointapi.Identity) string {
	if identity.Type == anypointapi.IdentityUser {
		return identity.Username
	}
	return identity.Name
}

// isSpelled tells that reference is the spelling: ids and whatever names a user
// are the same in any case, names of teams and organizations are not.
func isSpelled(kind, spelling, reference string) bool {
	if kind == anypointapi.IdentityUser || framework.IsUUID(spelling) {
		return spelling != "" && strings.EqualFold(spelling, reference)
	}
	return spelling != "" && spelling == reference
}

func ambiguous(kind, reference string, candidates []anypointapi.Identity) error {
	described := make([]string, len(candidates))
	for i, candidate := range candidates {
		described[i] = fmt.Sprintf("%s (%s)", nameOf(candidate), candidate.ID)
	}
	return fmt.Errorf("%d %ss are called %q: %s; use the id of one of them",
		len(candidates), kind, reference, strings.Join(described, ", "))
}

// principalFailed reports that a look-up failed, at the attribute that names the
// principal.
func principalFailed(diags *diag.Diagnostics, at path.Path, kind, reference string, err error) {
	if transport.IsNotFound(err) {
		diags.AddAttributeError(at, "Unknown "+kind, fmt.Sprintf("%s %q: %s.", kind, reference, err))
		return
	}
	noun := framework.Noun{Name: kind, Needs: "Looking up a name takes Access Management; write the UUID to do without."}
	if refused, is := errors.AsType[*anypointapi.PermissionError](err); is && !refused.AccessManagement {
		noun.Needs = "Its user must be a member of the organization; write the UUID to do without a look-up."
	}
	noun.FailedAt(diags, at, "find", fmt.Sprintf("%s %q", kind, reference), err)
}

package anypoint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// protected is an administrator who must not lose the role by accident.
type protected struct {
	grantee

	// why is a sentence that goes on after the name.
	why string
}

// protectedLosses are the administrators of live who lose the role where after
// holds who has which: whoever made the API, whom the provider signs in as, and
// all of them where nobody would be left. Those whom allowed names do not count.
func protectedLosses(
	ctx context.Context, client *anypointapi.Client, asset anypointapi.Asset, live roster,
	after map[anypointapi.IdentityKey]string, allowed types.List,
) ([]protected, error) {
	losing := losingAdministrators(live, after, allowedRemovals(live, allowed))
	if len(losing) == 0 {
		return nil, nil
	}
	creator, err := client.Assets.Get(ctx, asset)
	if err != nil && !transport.IsNotFound(err) {
		return nil, err
	}
	me, err := client.Me(ctx)
	if err != nil {
		return nil, err
	}
	var losses []protected
	for _, one := range losing {
		switch {
		case one.Type != anypointapi.IdentityUser:
		case isCreator(creator, one.Identity):
			losses = append(losses, protected{one, "made the API"})
		case one.ID == me.UserID:
			losses = append(losses, protected{one, "is whom the provider signs in as, or who owns its app"})
		}
	}
	if len(losses) > 0 || hasAdministrator(after) {
		return losses, nil
	}
	for _, one := range losing {
		losses = append(losses, protected{one, "is among the last administrators"})
	}
	return losses, nil
}

func isCreator(api anypointapi.API, user anypointapi.Identity) bool {
	if api.CreatorID != "" {
		return api.CreatorID == user.ID
	}
	return api.CreatorName != "" && strings.EqualFold(api.CreatorName, user.Username)
}

func losingAdministrators(live roster, after map[anypointapi.IdentityKey]string, allowed map[anypointapi.IdentityKey]bool) []grantee {
	var losing []grantee
	for key, one := range live.all {
		if one.Role == anypointapi.RoleAdmin && after[key] != anypointapi.RoleAdmin && !allowed[key] {
			losing = append(losing, one)
		}
	}
	slices.SortFunc(losing, func(a, b grantee) int { return cmp.Compare(a.title(), b.title()) })
	return losing
}

func allowedRemovals(live roster, names types.List) map[anypointapi.IdentityKey]bool {
	allowed := map[anypointapi.IdentityKey]bool{}
	for _, element := range names.Elements() {
		name, _ := element.(types.String)
		for _, kind := range granteeTypes {
			if one, found := live.find(kind, name.ValueString()); found {
				allowed[one.IdentityKey] = true
			}
		}
	}
	return allowed
}

func hasAdministrator(roles map[anypointapi.IdentityKey]string) bool {
	for _, role := range roles {
		if role == anypointapi.RoleAdmin {
			return true
		}
	}
	return false
}

// guardAdministrators refuses to take the role from administrators by accident.
func (m *apiGrantsModel) guardAdministrators(
	ctx context.Context, client *anypointapi.Client, live roster, after map[anypointapi.IdentityKey]string, diags *diag.Diagnostics,
) {
	if m.revokesAll() || !m.known() || m.AllowRemovalOf.IsUnknown() {
		return
	}
	losses, err := protectedLosses(ctx, client, m.asset(), live, after, m.AllowRemovalOf)
	if err != nil {
		apiGrantsNoun.Failed(diags, "prepare", m.object(), err)
	}
	if len(losses) == 0 {
		return
	}
	var sentences, names []string
	for _, one := range losses {
		sentences = append(sentences, fmt.Sprintf("  %s %s", one.title(), one.why))
		names = append(names, fmt.Sprintf("%q", cmp.Or(nameOf(one.Identity), one.ID)))
	}
	diags.AddAttributeError(path.Root("allow_removal_of"), "An administrator would lose the API", fmt.Sprintf(
		"%s: the role admin would be taken from\n\n%s\n\nName them in the maps with the role admin. If the loss is meant, set\n\n"+
			"  allow_removal_of = [%s]", m.object(), strings.Join(sentences, "\n"), strings.Join(names, ", ")))
}

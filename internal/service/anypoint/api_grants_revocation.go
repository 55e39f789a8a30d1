package anypoint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// newRevocation is the change that takes an API from everyone whom the state
// names, but from administrators who must not lose it by accident, whom a warning
// names. It is false where there is nothing to do, or an error.
func newRevocation(
	ctx context.Context, client *anypointapi.Client, before *apiGrantsModel, diags *diag.Diagnostics,
) (change grantsChange, ok bool) {
	live, err := readRoster(ctx, client, before.asset())
	switch {
	case transport.IsNotFound(err):
		return change, false
	case err != nil:
		apiGrantsNoun.Failed(diags, "delete", before.object(), err)
		return change, false
	}
	left := *before
	for _, kind := range granteeTypes {
		*left.roles(kind) = types.MapNull(types.StringType)
	}
	change = newGrantsChange(ctx, granteeSeeker{client: client}, &left, before, live, diags)
	change.spare(ctx, diags)
	return change, !diags.HasError()
}

// spare takes protected administrators from those who lose the API with the object.
func (c *grantsChange) spare(ctx context.Context, diags *diag.Diagnostics) {
	spared, err := protectedLosses(ctx, c.client, c.before.asset(), c.live, c.after(), c.before.AllowRemovalOf)
	if err != nil {
		apiGrantsNoun.Failed(diags, "delete", c.before.object(), err)
		return
	}
	if len(spared) == 0 {
		return
	}
	var names []string
	for _, one := range spared {
		c.lost = slices.DeleteFunc(c.lost, func(lost keyed) bool { return lost.IdentityKey == one.IdentityKey })
		names = append(names, one.title()+", who "+one.why)
	}
	diags.AddWarning("Administrators keep the API", fmt.Sprintf(
		"%s: destroying them does not revoke those of %s. Revoke them by hand, or name them in allow_removal_of first, if they are to lose it.",
		c.before.object(), strings.Join(names, "; ")))
}

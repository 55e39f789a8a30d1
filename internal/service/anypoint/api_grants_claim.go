package anypoint

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
)

// Those who manage grants of an API.
const (
	allGrants    = "apiaccess_anypoint_api_grants"
	singleGrants = "apiaccess_anypoint_api_grant"
)

func claimed(asset anypointapi.Asset) string { return asset.GroupID + "/" + asset.AssetID }

// claimSingle tells other plans that single grants of an asset are managed, and
// refuses to manage them beside all of them.
func claimSingle(planned *clients.Planned, asset anypointapi.Asset, diags *diag.Diagnostics) {
	if asset.GroupID == "" || asset.AssetID == "" {
		return // not known yet
	}
	planned.Add(singleGrants, claimed(asset), "single")
	if by, _ := planned.Find(allGrants, claimed(asset)); by != "" {
		refuseMixture(asset, diags)
	}
}

// claimAll tells other plans who manages all grants of an asset, and refuses to let
// two do that, or to manage them beside single ones.
func claimAll(planned *clients.Planned, asset anypointapi.Asset, by claimant, diags *diag.Diagnostics) {
	if asset.GroupID == "" || asset.AssetID == "" {
		return // not known yet
	}
	if _, found := planned.Find(singleGrants, claimed(asset)); found {
		refuseMixture(asset, diags)
	}
	if other, _ := planned.Find(allGrants, claimed(asset)); other != "" && !by.is(other) {
		diags.AddAttributeError(path.Root("asset_id"), "Grants of an API managed twice", fmt.Sprintf(
			"The configuration has two %s for %s: each would revoke what the other grants. Make one of them, and take the other out of the "+
				"state with a removed block or terraform state rm, so that nobody loses access in between.", allGrants, claimed(asset)))
		return
	}
	planned.Add(allGrants, claimed(asset), by.String())
}

// unclaim is for an object that has been applied: what comes after is another run.
func unclaim(planned *clients.Planned, asset anypointapi.Asset) {
	planned.Add(allGrants, claimed(asset), "")
}

func refuseMixture(asset anypointapi.Asset, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("asset_id"), "Grants of an API managed twice", fmt.Sprintf(
		"The configuration manages all grants of %s with %s, and single ones with %s: the one would revoke what the other makes. Move the "+
			"single grants into the maps, and take them out of the state with removed blocks or terraform state rm, so that nobody loses access "+
			"in between.", claimed(asset), allGrants, singleGrants))
}

// claimant tells one object from another. Terraform does not tell a provider the
// address of an object, and plans the same one twice where it is replaced.
type claimant struct {
	// mark is the object's own; empty for one that is to be made.
	mark string
	// configuration is the hash of what is written for it.
	configuration string
}

func (c claimant) String() string { return c.mark + ":" + c.configuration }

// is tells whether the claim was made by the same object: it has the same mark,
// or, while one of the two has none yet, the same configuration.
func (c claimant) is(claim string) bool {
	mark, configuration, _ := strings.Cut(claim, ":")
	if c.mark != "" && mark != "" {
		return c.mark == mark
	}
	return c.configuration == configuration
}

// markKey is where an object keeps its mark.
const markKey = "mark"

// private is the part of an object that only the provider sees.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

func newClaimant(ctx context.Context, config tfsdk.Config, kept private, diags *diag.Diagnostics) claimant {
	digest := sha256.Sum256([]byte(config.Raw.String()))
	return claimant{mark: markOf(ctx, kept, diags), configuration: hex.EncodeToString(digest[:])}
}

// markOf is the mark of an object; empty is none.
func markOf(ctx context.Context, kept private, diags *diag.Diagnostics) string {
	document, failed := kept.GetKey(ctx, markKey)
	diags.Append(failed...)
	var mark string
	if len(document) > 0 && json.Unmarshal(document, &mark) != nil {
		return ""
	}
	return mark
}

// newMark is a mark as an object keeps it.
func newMark() []byte { return []byte(`"` + rand.Text() + `"`) }

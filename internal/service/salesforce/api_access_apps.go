package salesforce

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var apiAccessNoun = framework.Noun{
	Name: "Salesforce API access",
	Needs: "Reading who has access to which app takes the permissions View Setup and Configuration and Modify Metadata Through Metadata " +
		"API Functions, and a sharing setting that shows all users.",
}

// listedAppKind is an app in a list, which may be known by its label alone.
var listedAppKind = kind{
	name: "app", prefixes: []string{"0H4", "0xI"}, example: "a developer name such as Orders_Portal, or a label",
}

// findListedApps are the apps of a list that references mean: by the id, the
// developer name or the label, of which apps may share the latter two. It reports
// references that mean none.
func findListedApps(
	ctx context.Context, client *salesforceapi.Client, listed []salesforceapi.App, references []types.String, at path.Path,
	diags *diag.Diagnostics,
) map[salesforceapi.ID]bool {
	found := map[salesforceapi.ID]bool{}
	for _, reference := range references {
		before := len(found)
		repeated := false
		for _, app := range listed {
			if means(reference.ValueString(), app) {
				repeated = repeated || found[app.ID]
				found[app.ID] = true
			}
		}
		if len(found) > before || repeated {
			continue
		}
		app, err := client.Apps.Find(ctx, reference.ValueString()) // whose name the listing does not tell
		if err != nil {
			explainListed(diags, apiAccessNoun, at, listedAppKind, reference.ValueString(), err)
			continue
		}
		found[app.ID] = true
	}
	return found
}

func means(reference string, app salesforceapi.App) bool {
	return salesforceapi.NormalizeID(reference) == string(app.ID) || app.Label == reference ||
		app.DeveloperName != "" && strings.EqualFold(app.DeveloperName, reference)
}

// appTitle is how people know an app.
func appTitle(app salesforceapi.App) string {
	if app.Label == "" {
		return string(app.ID)
	}
	return app.Label
}

// sortedTexts are texts in their order, each once. There may be none, but never
// a null list.
func sortedTexts(texts []string) []types.String {
	texts = slices.Compact(slices.Sorted(slices.Values(texts)))
	values := make([]types.String, len(texts))
	for i, text := range texts {
		values[i] = types.StringValue(text)
	}
	return values
}

// accessNames are the names of what gives access, by its id.
type accessNames struct{ sets, groups, profiles map[salesforceapi.ID]string }

func newAccessNames(facts salesforceapi.AccessFacts) accessNames {
	names := accessNames{
		sets: map[salesforceapi.ID]string{}, groups: map[salesforceapi.ID]string{}, profiles: map[salesforceapi.ID]string{},
	}
	for _, set := range facts.PermissionSets {
		names.sets[set.ID] = set.APIName()
		if set.IsOwnedByProfile {
			names.profiles[set.ProfileID] = set.Profile.Name
		}
	}
	for _, group := range facts.Groups {
		names.groups[group.ID] = group.DeveloperName
	}
	return names
}

// of are the names of ids, in their order.
func (accessNames) of(ids []salesforceapi.ID, in map[salesforceapi.ID]string) []types.String {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = in[id]
	}
	return sortedTexts(texts)
}

// readAccessFacts reads all that tells who has access to which app.
func readAccessFacts(
	ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics,
) (salesforceapi.AccessFacts, bool) {
	facts, err := client.ReadAccessFacts(ctx)
	if err != nil {
		apiAccessNoun.Failed(diags, "read", "who has access to which app", err)
	}
	return facts, err == nil
}

// explainListed reports that what a filter names could not be looked up.
func explainListed(diags *diag.Diagnostics, noun framework.Noun, at path.Path, of kind, value string, err error) {
	if !transport.IsNotFound(err) {
		noun.FailedAt(diags, at, "find the "+of.name+" for", value, err)
		return
	}
	diags.AddAttributeError(at, "There is no such "+of.name, fmt.Sprintf(
		"The organization has no %s %q, as far as the identity that the provider signs in with may see. %s", of.name, value, noun.Needs))
}

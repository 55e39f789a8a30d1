package salesforce

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// connectedAppScopes are the scopes in the spelling of Salesforce's metadata.
// The last four need a newer API version than the provider's default.
var connectedAppScopes = []string{
	"Basic", "Api", "Web", "Full", "Chatter", "CustomApplications", "RefreshToken", "OpenID", "Profile", "Email", "Address",
	"Phone", "OfflineAccess", "CustomPermissions", "Wave", "Eclair", "Pardot", "Lightning", "Content", "CDPIngest", "CDPProfile",
	"CDPQuery", "Chatbot", "CDPSegment", "CDPIdentityResolution", "CDPCalculatedInsight", "ForgotPassword", "UserRegistration",
	"SFAP", "Interaction", "CDP", "EinsteinGPT", "PwdlessLogin", "MCP", "SCRT",
	"A2A", "DataCloudUserClaims", "CmdbDiscovery", "SemanticLayer",
}

// meanings are the scopes that another one stands for. The organization may
// answer with either.
var meanings = map[string][]string{
	"Basic":         {"Address", "Email", "Phone", "Profile"},
	"OfflineAccess": {"RefreshToken"},
}

func meaningOf(scope string) []string {
	if meaning, has := meanings[scope]; has {
		return meaning
	}
	return []string{scope}
}

// meaningOfAll is sorted and without repetitions, so that it can be compared.
func meaningOfAll(scopes []string) []string {
	var meaning []string
	for _, scope := range scopes {
		meaning = append(meaning, meaningOf(scope)...)
	}
	slices.Sort(meaning)
	return slices.Compact(meaning)
}

func sameScopes(one, other []string) bool {
	return slices.Equal(meaningOfAll(one), meaningOfAll(other))
}

// respellScopes spells what the organization told as it was spelled before, as
// far as it means the same, so that only true differences show.
func respellScopes(told, before []string) []string {
	meant := meaningOfAll(told)
	isIn := func(meaning []string) func(string) bool {
		return func(scope string) bool { return slices.Contains(meaning, scope) }
	}
	spelled := slices.DeleteFunc(slices.Clone(before), func(scope string) bool {
		return slices.ContainsFunc(meaningOf(scope), func(one string) bool { return !isIn(meant)(one) })
	})
	for _, scope := range told {
		covered := isIn(meaningOfAll(spelled))
		if slices.ContainsFunc(meaningOf(scope), func(one string) bool { return !covered(one) }) {
			spelled = append(spelled, scope)
		}
	}
	return spelled
}

// keepEquivalentScopes plans no change for scopes that are only spelled in
// another way.
type keepEquivalentScopes struct{}

// Description implements [planmodifier.Describer].
func (keepEquivalentScopes) Description(context.Context) string {
	return "Scopes that mean the same are no change."
}

// MarkdownDescription implements [planmodifier.Describer].
func (m keepEquivalentScopes) MarkdownDescription(ctx context.Context) string {
	return m.Description(ctx)
}

// PlanModifySet implements [planmodifier.Set].
func (keepEquivalentScopes) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || hasUnknown(req.PlanValue) {
		return
	}
	var before, planned []string
	resp.Diagnostics.Append(req.StateValue.ElementsAs(ctx, &before, false)...)
	resp.Diagnostics.Append(req.PlanValue.ElementsAs(ctx, &planned, false)...)
	if !resp.Diagnostics.HasError() && sameScopes(before, planned) {
		resp.PlanValue = req.StateValue
	}
}

// hasUnknown tells a set that is not, or not wholly, known yet.
func hasUnknown(set types.Set) bool {
	if set.IsUnknown() {
		return true
	}
	for _, element := range set.Elements() {
		if element.IsUnknown() {
			return true
		}
	}
	return false
}

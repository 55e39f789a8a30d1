package anypoint

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// scopeWords is a scope as a configuration writes it: with names or ids.
type scopeWords struct {
	Scope        types.String `tfsdk:"scope"`
	Organization types.String `tfsdk:"organization"`
	Environment  types.String `tfsdk:"environment"`
}

var scopeWordsType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"scope": types.StringType, "organization": types.StringType, "environment": types.StringType,
}}

func (w scopeWords) isKnown() bool {
	return !w.Scope.IsUnknown() && !w.Organization.IsUnknown() && !w.Environment.IsUnknown()
}

func (w scopeWords) value() attr.Value {
	return types.ObjectValueMust(scopeWordsType.AttrTypes, map[string]attr.Value{
		"scope": w.Scope, "organization": w.Organization, "environment": w.Environment,
	})
}

var scopeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*(:[A-Za-z0-9_.-]+)*$`)

// isScopeName accepts what may be a scope. Which there are is known at plan.
func isScopeName() validator.String {
	return stringvalidator.RegexMatches(scopeName, "must be a scope such as read:api_policies")
}

// checkPlace refuses a scope whose context cannot be right, as far as that is
// documented.
func (w scopeWords) checkPlace(at path.Path, diags *diag.Diagnostics) {
	if !w.isKnown() {
		return
	}
	name, organization, environment := w.Scope.ValueString(), !w.Organization.IsNull(), !w.Environment.IsNull()
	refuse := func(attribute, what string) {
		diags.AddAttributeError(at.AtName(attribute), "Wrong context of a scope", name+" "+what)
	}
	place := anypointapi.PlaceOfScope(name)
	switch {
	case name == "profile":
		refuse("scope", "comes with every app that acts for itself and is not managed: leave it out.")
	case place == anypointapi.NoPlace:
		refuse("scope", "is only for apps that act for users: put it in delegated_scopes of the app.")
	case environment && !organization:
		refuse("organization", "names an environment: name the organization that owns it as well.")
	case place == anypointapi.OneEnvironment && !environment:
		refuse("environment", "holds in single environments: name one, and the organization that owns it.")
	case place == anypointapi.WholeOrganization && environment:
		refuse("environment", "holds in a whole organization: leave the environment out.")
	case place == anypointapi.WholeOrganization && !organization:
		refuse("organization", "holds in an organization: name one.")
	}
}

// scopeResolver turns words into ids and back. Organizations are found below the
// root, environments in theirs; ids are taken as they are.
type scopeResolver struct {
	client *anypointapi.Client
	rootID string
}

func newScopeResolver(ctx context.Context, client *anypointapi.Client, organizationID string) scopeResolver {
	return scopeResolver{client, rootOf(ctx, client, organizationID)}
}

// find turns words into a scope; attribute names the one at fault.
func (r scopeResolver) find(ctx context.Context, words scopeWords) (scope anypointapi.AppScope, attribute string, err error) {
	scope = anypointapi.AppScope{
		Name: words.Scope.ValueString(), OrganizationID: words.Organization.ValueString(), EnvironmentID: words.Environment.ValueString(),
	}
	if scope.OrganizationID != "" && !framework.IsUUID(scope.OrganizationID) {
		found, err := r.client.Organizations.Find(ctx, r.rootID, scope.OrganizationID)
		if err != nil {
			return scope, "organization", err
		}
		scope.OrganizationID = found.ID
	}
	if scope.EnvironmentID != "" && !framework.IsUUID(scope.EnvironmentID) {
		found, err := r.client.Environments.Find(ctx, scope.OrganizationID, scope.EnvironmentID)
		if err != nil {
			return scope, "environment", err
		}
		scope.EnvironmentID = found.ID
	}
	return scope, "", nil
}

// tell turns a scope into words: names where they name nothing else, or else ids.
func (r scopeResolver) tell(ctx context.Context, scope anypointapi.AppScope) scopeWords {
	words := scopeWords{
		Scope: types.StringValue(scope.Name), Organization: orNull(scope.OrganizationID), Environment: orNull(scope.EnvironmentID),
	}
	if organization, err := r.client.Organizations.Find(ctx, r.rootID, scope.OrganizationID); scope.OrganizationID != "" && err == nil {
		words.Organization = types.StringValue(organization.Name)
	}
	if scope.EnvironmentID != "" {
		if environment, err := r.client.Environments.Find(ctx, scope.OrganizationID, scope.EnvironmentID); err == nil {
			words.Environment = types.StringValue(environment.Name)
		}
	}
	if same, _, err := r.find(ctx, words); err != nil || same != scope {
		words.Organization, words.Environment = orNull(scope.OrganizationID), orNull(scope.EnvironmentID)
	}
	return words
}

// findAll turns a set of words into scopes, and refuses one that is there twice
// and, where the platform tells which there are, one that does not exist. Words
// that are not known yet are left out.
func (r scopeResolver) findAll(ctx context.Context, set types.Set, at path.Path, diags *diag.Diagnostics) []anypointapi.AppScope {
	var scopes []anypointapi.AppScope
	for _, element := range set.Elements() {
		words, ok := wordsOf(element)
		if !ok {
			continue
		}
		here := at.AtSetValue(element)
		scope, attribute, err := r.find(ctx, words)
		switch {
		case err != nil:
			scopeFailed(diags, here, attribute, words, err)
		case slices.Contains(scopes, scope):
			diags.AddAttributeError(here, "A scope is listed twice", fmt.Sprintf("%s is there in other words as well.", scope))
		default:
			checkCatalogue(ctx, r.client, scope.Name, here.AtName("scope"), diags)
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// wordsOf reads an element of a set of scopes; ok is false for one that is not
// known yet.
func wordsOf(element attr.Value) (words scopeWords, ok bool) {
	object, is := element.(types.Object)
	if !is || object.IsUnknown() {
		return words, false
	}
	attributes := object.Attributes()
	words.Scope, _ = attributes["scope"].(types.String)
	words.Organization, _ = attributes["organization"].(types.String)
	words.Environment, _ = attributes["environment"].(types.String)
	return words, words.isKnown()
}

// checkCatalogue refuses a scope that the platform does not have. Where it does
// not tell which it has, the platform refuses it at apply.
func checkCatalogue(ctx context.Context, client *anypointapi.Client, name string, at path.Path, diags *diag.Diagnostics) {
	names, err := client.ScopeCatalogue.Names(ctx)
	if _, known := names[name]; err != nil || len(names) == 0 || known {
		return
	}
	diags.AddAttributeError(at, "Unknown scope", fmt.Sprintf("Anypoint Platform has no scope %q. The data source "+
		"apiaccess_anypoint_connected_app tells the scopes that an app has.", name))
}

// scopeFailed reports that the organization or environment of a scope was not
// found; attribute is the one at fault.
func scopeFailed(diags *diag.Diagnostics, at path.Path, attribute string, words scopeWords, err error) {
	reference := words.Organization.ValueString()
	if attribute == "environment" {
		reference = words.Environment.ValueString()
	}
	principalFailed(diags, at.AtName(attribute), attribute, reference, err)
}

// flatten writes scopes as the words that already stand for them, and the others
// by their names.
func (r scopeResolver) flatten(ctx context.Context, scopes []anypointapi.AppScope, before types.Set) types.Set {
	written := map[anypointapi.AppScope]scopeWords{}
	for _, element := range before.Elements() {
		if words, ok := wordsOf(element); ok {
			if scope, _, err := r.find(ctx, words); err == nil {
				written[scope] = words
			}
		}
	}
	values := make([]attr.Value, len(scopes))
	for i, scope := range scopes {
		words, is := written[scope]
		if !is {
			words = r.tell(ctx, scope)
		}
		values[i] = words.value()
	}
	return types.SetValueMust(scopeWordsType, values)
}

// scopeDifference is what to add to what there is, and what to remove.
func scopeDifference(wanted, now []anypointapi.AppScope) (added, removed []anypointapi.AppScope) {
	for _, scope := range wanted {
		if !slices.Contains(now, scope) {
			added = append(added, scope)
		}
	}
	for _, scope := range now {
		if !slices.Contains(wanted, scope) {
			removed = append(removed, scope)
		}
	}
	return added, removed
}

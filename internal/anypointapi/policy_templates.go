package anypointapi

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// PolicyGroupID is the group of MuleSoft's own policies on the US control plane.
// Other control planes may have another: see [PolicyTemplates.GroupID].
const PolicyGroupID = "68ef9520-24e9-4cf2-b2f5-620025690913"

// telltalePolicy is a policy of MuleSoft's own that every organization has.
const telltalePolicy = "ip-allowlist"

// PolicyTemplates are the policies that can be applied in an organization.
type PolicyTemplates struct {
	caller *caller
	// groups holds the group of each of MuleSoft's own policies.
	groups *coalesce.Snapshot[string, string, string]
	// versions holds every version of every policy, with its schema.
	versions *coalesce.Snapshot[string, PolicyDefinition, PolicyTemplate]
}

// PolicyTemplate is a version of a policy that can be applied.
type PolicyTemplate struct {
	PolicyDefinition

	Name        string `json:"name"`
	Description string `json:"description"`
	// Type is system for MuleSoft's own policies, and custom.
	Type     string `json:"type"`
	Category string `json:"category"`
	// Configuration describes what the policy is configured with: a JSON Schema,
	// or a list of the fields of a form for policies that have none.
	Configuration json.RawMessage `json:"configuration"`
}

// TemplateFilter narrows a listing of templates.
type TemplateFilter struct {
	// EnvironmentID and APIID narrow it to what can be applied to an API instance;
	// APIID is 0 for all.
	EnvironmentID string
	APIID         int64
	// Latest leaves out all but the newest version of each policy.
	Latest bool
}

func newPolicyTemplates(caller *caller) *PolicyTemplates {
	templates := &PolicyTemplates{caller: caller}
	templates.groups = coalesce.NewSnapshot(templates.list, func(err error) bool {
		return keepError(err) || transport.IsNotFound(err)
	})
	templates.versions = coalesce.NewSnapshot(templates.listVersions, func(err error) bool {
		return keepError(err) || transport.IsNotFound(err)
	})
	return templates
}

// Versions reads every version of every policy that can be applied in an
// organization, with its schema, once
// (GET /apimanager/xapi/v1/organizations/{organization}/exchange-policy-templates?splitModel=true).
func (t *PolicyTemplates) Versions(ctx context.Context, organizationID string) (map[PolicyDefinition]PolicyTemplate, error) {
	return t.versions.All(ctx, organizationID)
}

// Find reads one version of a policy, from the same listing as Versions. One that
// the listing lacks is [transport.NotFound].
func (t *PolicyTemplates) Find(ctx context.Context, organizationID string, wanted PolicyDefinition) (PolicyTemplate, error) {
	template, found, err := t.versions.Get(ctx, organizationID, wanted)
	if err == nil && !found {
		err = missing("there is no policy %s %s of group %s", wanted.AssetID, wanted.AssetVersion, wanted.GroupID)
	}
	return template, err
}

// List reads the policies that can be applied, with their schemas, in the order of
// their names and versions
// (GET /apimanager/xapi/v1/organizations/{organization}/exchange-policy-templates?splitModel=true).
func (t *PolicyTemplates) List(ctx context.Context, organizationID string, filter TemplateFilter) ([]PolicyTemplate, error) {
	query := url.Values{
		"latest": {strconv.FormatBool(filter.Latest)}, "includeConfiguration": {"true"}, "splitModel": {"true"},
	}
	if filter.APIID != 0 {
		query.Set("apiInstanceId", strconv.FormatInt(filter.APIID, 10))
		query.Set("environmentId", filter.EnvironmentID)
	}
	var templates []PolicyTemplate
	err := t.caller.do(ctx, call{
		operation: listPolicyTemplates(), segments: []string{organizationID}, query: query,
	}, &templates)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(templates, func(a, b PolicyTemplate) int {
		return cmp.Or(cmp.Compare(a.AssetID, b.AssetID), cmp.Compare(a.GroupID, b.GroupID),
			compareVersions(a.AssetVersion, b.AssetVersion))
	})
	return templates, nil
}

func (t *PolicyTemplates) listVersions(ctx context.Context, organizationID string) (map[PolicyDefinition]PolicyTemplate, error) {
	templates, err := t.List(ctx, organizationID, TemplateFilter{})
	if err != nil {
		return nil, err
	}
	versions := make(map[PolicyDefinition]PolicyTemplate, len(templates))
	for _, template := range templates {
		versions[template.PolicyDefinition] = template
	}
	return versions, nil
}

// compareVersions orders 1.9.0 before 1.10.0; parts that are no numbers are
// compared as text.
func compareVersions(a, b string) int {
	before, after := strings.Split(a, "."), strings.Split(b, ".")
	return slices.CompareFunc(before, after, func(a, b string) int {
		first, errFirst := strconv.Atoi(a)
		second, errSecond := strconv.Atoi(b)
		if errFirst != nil || errSecond != nil {
			return cmp.Compare(a, b)
		}
		return cmp.Compare(first, second)
	})
}

// GroupID is the group of MuleSoft's own policies. It is known for the US control
// plane and looked up elsewhere, once per organization
// (GET /apimanager/xapi/v1/organizations/{organization}/exchange-policy-templates);
// [PolicyGroupID] stands in where the listing does not tell.
func (t *PolicyTemplates) GroupID(ctx context.Context, organizationID string) (string, error) {
	if strings.EqualFold(t.caller.connection.base, ControlPlanes["us"]) {
		return PolicyGroupID, nil
	}
	groupID, found, err := t.groups.Get(ctx, organizationID, telltalePolicy)
	switch {
	case transport.IsPermission(err), transport.IsNotFound(err), err == nil && !found:
		return PolicyGroupID, nil
	case err != nil:
		return "", err
	}
	return groupID, nil
}

// list reads the policies that can be applied; a custom one may bear the name of
// one of MuleSoft's own.
func (t *PolicyTemplates) list(ctx context.Context, organizationID string) (map[string]string, error) {
	var templates []struct {
		GroupID string `json:"groupId"`
		AssetID string `json:"assetId"`
		Type    string `json:"type"`
	}
	err := t.caller.do(ctx, call{
		operation: listPolicyTemplates(), segments: []string{organizationID},
		query: url.Values{"latest": {"true"}, "includeConfiguration": {"false"}},
	}, &templates)
	if err != nil {
		return nil, err
	}
	groups := make(map[string]string, len(templates))
	for _, template := range templates {
		if template.Type != "custom" && template.GroupID != "" {
			groups[template.AssetID] = template.GroupID
		}
	}
	return groups, nil
}

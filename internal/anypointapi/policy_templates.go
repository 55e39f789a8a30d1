package anypointapi

import (
	"context"
	"net/url"
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
}

func newPolicyTemplates(caller *caller) *PolicyTemplates {
	templates := &PolicyTemplates{caller: caller}
	templates.groups = coalesce.NewSnapshot(templates.list, func(err error) bool {
		return keepError(err) || transport.IsNotFound(err)
	})
	return templates
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

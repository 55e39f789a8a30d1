package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Policy is a policy applied to an API instance.
type Policy struct {
	ID                             int
	GroupID, AssetID, AssetVersion string
	Configuration                  map[string]any
	// Pointcut lists the methods and resources that the policy is limited to; nil
	// is all of them.
	Pointcut []any
	// Order is the place among the instance's policies; nil is none.
	Order    *int
	Disabled bool
	// DisabledBy is the automated policy that disabled this one; 0 is none.
	DisabledBy int
	Label      string
	Created    time.Time
	Updated    time.Time // zero until the first change
}

// addPolicy applies a policy after those that the instance has.
func (p *anypointPlatform) addPolicy(instance *apiInstance, template *policyTemplate, now time.Time) *Policy {
	policy := &Policy{
		ID: p.integer(), GroupID: template.GroupID, AssetID: template.AssetID, AssetVersion: template.Version, Created: now,
	}
	if !template.Unordered {
		last := 1
		for _, other := range instance.Policies {
			if other.Order != nil {
				last = max(last, *other.Order+1)
			}
		}
		policy.Order = &last
	}
	instance.Policies = append(instance.Policies, policy)
	return policy
}

type policyHandler func(*anypointCall, *apiInstance, *Policy) anypointAnswer

// withPolicy finds the instance and the policy of the path.
func withPolicy(handle policyHandler) anypointHandler {
	return withInstance(func(c *anypointCall, instance *apiInstance) anypointAnswer {
		id := c.PathValue("policy")
		policy := first(instance.Policies, func(p *Policy) bool { return strconv.Itoa(p.ID) == id })
		if policy == nil {
			return managerRefusal(http.StatusNotFound, "NotFoundError", "The policy with id %s was not found", id)
		}
		return handle(c, instance, policy)
	})
}

// listPolicies is GET .../policies. With fullInfo, the default, it is another
// shape without the disabled policies.
func listPolicies(c *anypointCall, instance *apiInstance) anypointAnswer {
	if !c.flag("fullInfo", true) {
		return success(views(instance.Policies, func(policy *Policy) map[string]any {
			return c.policyView(instance, policy)
		}))
	}
	active := slices.DeleteFunc(slices.Clone(instance.Policies), func(p *Policy) bool { return p.Disabled })
	return success(map[string]any{
		"policies": views(active, func(policy *Policy) map[string]any { return c.activePolicyView(instance, policy) }),
		"tiers":    map[string]any{"values": []any{}, "version": instance.Created.UnixMilli()},
	})
}

// showPolicy is GET .../policies/{policy}.
func showPolicy(c *anypointCall, instance *apiInstance, policy *Policy) anypointAnswer {
	return success(c.policyView(instance, policy))
}

// policyView is the canonical shape of a policy.
func (c *anypointCall) policyView(instance *apiInstance, policy *Policy) map[string]any {
	template := c.platform.templateOf(policy)
	view := map[string]any{
		"audit": audit(policy.Created, policy.Updated), "masterOrganizationId": c.platform.root().ID,
		"organizationId": instance.OrganizationID, "id": policy.ID, "policyTemplateId": strconv.Itoa(template.ID),
		"configurationData": c.readable(template, policy.Configuration), "order": policy.Order, "disabled": policy.Disabled,
		"pointcutData": policy.pointcutData(), "groupId": policy.GroupID, "assetId": policy.AssetID,
		"assetVersion": policy.AssetVersion, "type": "system", "apiId": instance.ID,
	}
	if implementation := template.implementation(instance.Technology); implementation != nil {
		view["implementationAsset"] = implementation
	}
	if policy.Label != "" {
		view["label"] = policy.Label
	}
	return view
}

// activePolicyView is the shape of a policy in the list for gateways.
func (c *anypointCall) activePolicyView(instance *apiInstance, policy *Policy) map[string]any {
	canonical := c.policyView(instance, policy)
	view := map[string]any{
		"policyId": policy.ID, "configuration": canonical["configurationData"],
		"template": map[string]any{
			"groupId": policy.GroupID, "assetId": policy.AssetID, "assetVersion": policy.AssetVersion,
		},
		"version": max(policy.Created.UnixMilli(), policy.Updated.UnixMilli()),
	}
	for _, shared := range []string{"policyTemplateId", "order", "type", "pointcutData", "implementationAsset"} {
		view[shared] = canonical[shared]
	}
	return view
}

// pointcutData is null rather than an empty list.
func (p *Policy) pointcutData() any {
	if len(p.Pointcut) == 0 {
		return nil
	}
	return p.Pointcut
}

// readable is a configuration without the secrets, which no read returns; a
// platform may mask them instead.
func (c *anypointCall) readable(template *policyTemplate, configuration map[string]any) map[string]any {
	shown := merged(configuration, nil)
	if c.knobs.PolicySecretsTold {
		return shown
	}
	for _, secret := range template.Sensitive {
		if _, has := shown[secret]; has && c.knobs.MaskedPolicySecrets {
			shown[secret] = "******"
			continue
		}
		delete(shown, secret)
	}
	return shown
}

// implementation is what a gateway of the technology runs, or nil.
func (t *policyTemplate) implementation(technology string) map[string]any {
	implementation, found := t.Implementations[technology]
	if !found {
		return nil
	}
	view := map[string]any{
		"assetId": implementation.AssetID, "groupId": t.GroupID, "version": implementation.Version, "technology": technology,
	}
	if technology == "mule4" {
		view["minRuntimeVersion"], view["supportedJavaVersions"] = "4.1.0", []string{"8", "17", "11"}
	}
	return view
}

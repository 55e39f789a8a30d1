package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// policyBody is what requests say about a policy; what is absent is nil.
type policyBody struct {
	GroupID       string         `json:"groupId"`
	AssetID       string         `json:"assetId"`
	AssetVersion  string         `json:"assetVersion"`
	Configuration map[string]any `json:"configurationData"`
	Pointcut      []any          `json:"pointcutData"`
	Order         *int           `json:"order"`
	Disabled      *bool          `json:"disabled"`
	Label         *string        `json:"label"`
}

// assign takes the body's values over into a policy. The configuration is
// replaced whole.
func (b policyBody) assign(policy *Policy) {
	if b.Configuration != nil {
		policy.Configuration = b.Configuration
	}
	if b.Order != nil {
		policy.Order = b.Order
	}
	if b.Disabled != nil {
		policy.Disabled = *b.Disabled
	}
	if b.Label != nil {
		policy.Label = *b.Label
	}
}

// fillIn adds what the configuration leaves out and the schema has defaults for,
// on platforms that do so.
func (c *anypointCall) fillIn(policy *Policy, template *policyTemplate) {
	properties, _ := template.Schema["properties"].(map[string]any)
	if !c.knobs.PolicyDefaultsFilledIn {
		return
	}
	filled := map[string]any{}
	for name, schema := range properties {
		property, _ := schema.(map[string]any)
		if value, has := property["default"]; has {
			filled[name] = value
		}
	}
	policy.Configuration = merged(filled, policy.Configuration)
}

// echo is how API Manager answers a write to a policy: the request, and what
// the server adds.
func (c *anypointCall) echo(instance *apiInstance, policy *Policy, audit map[string]any) (map[string]any, error) {
	view := map[string]any{}
	if err := c.decode(&view); err != nil {
		return nil, err
	}
	delete(view, "apiVersionId")
	template := c.platform.templateOf(policy)
	return merged(view, map[string]any{
		"audit": audit, "masterOrganizationId": c.platform.root().ID, "organizationId": instance.OrganizationID,
		"id": policy.ID, "apiId": instance.ID, "policyTemplateId": strconv.Itoa(template.ID),
	}), nil
}

// applyPolicy is POST .../policies.
func applyPolicy(c *anypointCall, instance *apiInstance) anypointAnswer {
	var wanted policyBody
	if refused := c.accept("applyPolicy", &wanted); refused != nil {
		return *refused
	}
	template, refused := c.applicable(instance, wanted, wanted.Configuration)
	if refused != nil {
		return *refused
	}
	if !c.flag("allowDuplicated", false) && slices.ContainsFunc(instance.Policies, func(p *Policy) bool {
		return p.GroupID == template.GroupID && p.AssetID == template.AssetID
	}) {
		return managerRefusal(http.StatusConflict, "ConflictError",
			"The policy template %s is already applied to this API", template.AssetID)
	}
	policy := c.platform.addPolicy(instance, template, c.now)
	policy.Pointcut = wanted.Pointcut
	wanted.assign(policy)
	c.fillIn(policy, template)
	c.platform.overruled(instance, policy)
	answer, err := c.echo(instance, policy, audit(policy.Created, policy.Updated))
	if err != nil {
		return managerRefusal(http.StatusBadRequest, "Bad Request", "%v", err)
	}
	answer["order"] = policy.Order
	for _, unsaid := range []string{"disabled", "type"} {
		delete(answer, unsaid)
	}
	return created(answer)
}

// applicable finds the template that a body names, and refuses a configuration
// that its version does not take.
func (c *anypointCall) applicable(
	instance *apiInstance, wanted policyBody, configuration map[string]any,
) (*policyTemplate, *anypointAnswer) {
	template := c.platform.template(wanted.GroupID, wanted.AssetID, wanted.AssetVersion)
	if template == nil {
		answer := managerRefusal(http.StatusBadRequest, "PolicyTemplateValidationError",
			"Policy Template is missing required files: [schema]")
		return nil, &answer
	}
	if template.implementation(instance.Technology) == nil {
		answer := managerRefusal(http.StatusBadRequest, "PolicyTemplateValidationError",
			"The policy %s has no implementation for %s", template.AssetID, instance.Technology)
		return nil, &answer
	}
	return template, validate(template.Schema, configuration, "/body/configurationData")
}

// changePolicy is PATCH .../policies/{policy}. A new assetVersion upgrades the
// policy in place, and the configuration that it keeps must suit the version.
func changePolicy(c *anypointCall, instance *apiInstance, policy *Policy) anypointAnswer {
	wanted := policyBody{GroupID: policy.GroupID, AssetID: policy.AssetID, AssetVersion: policy.AssetVersion}
	if refused := c.accept("changePolicy", &wanted); refused != nil {
		return *refused
	}
	if wanted.GroupID != policy.GroupID || wanted.AssetID != policy.AssetID {
		return managerRefusal(http.StatusBadRequest, "Bad Request", "A policy can't become another policy")
	}
	configuration := wanted.Configuration
	if configuration == nil {
		configuration = policy.Configuration
	}
	template, refused := c.applicable(instance, wanted, configuration)
	if refused != nil {
		return *refused
	}
	var said map[string]any
	if err := c.decode(&said); err != nil {
		return managerRefusal(http.StatusBadRequest, "Bad Request", "%v", err)
	}
	policy.AssetVersion, policy.Updated = wanted.AssetVersion, c.now
	if _, present := said["pointcutData"]; present {
		policy.Pointcut = wanted.Pointcut
	}
	wanted.assign(policy)
	c.fillIn(policy, template)
	if !policy.Disabled {
		policy.DisabledBy = 0
	}
	answer, err := c.echo(instance, policy, audit(time.Time{}, policy.Updated))
	if err != nil {
		return managerRefusal(http.StatusBadRequest, "Bad Request", "%v", err)
	}
	return success(answer)
}

// orderPolicies is PATCH .../policies: only the order is taken from each entry.
func orderPolicies(c *anypointCall, instance *apiInstance) anypointAnswer {
	var wanted []struct {
		ID    int `json:"id"`
		Order int `json:"order"`
	}
	if refused := c.accept("orderPolicies", &wanted); refused != nil {
		return *refused
	}
	for _, entry := range wanted {
		if !slices.ContainsFunc(instance.Policies, func(p *Policy) bool { return p.ID == entry.ID }) {
			return managerRefusal(http.StatusBadRequest, "Bad Request", "The policy with id %d was not found", entry.ID)
		}
	}
	for _, entry := range wanted {
		policy := first(instance.Policies, func(p *Policy) bool { return p.ID == entry.ID })
		policy.Order, policy.Updated = &entry.Order, c.now
	}
	return success(views(instance.Policies, func(policy *Policy) map[string]any { return c.policyView(instance, policy) }))
}

// switchPolicy is POST .../policies/{policy}/disable or enable of the experience
// API, which refuses what is so already.
func switchPolicy(disabled bool) policyHandler {
	return func(c *anypointCall, instance *apiInstance, policy *Policy) anypointAnswer {
		if policy.Disabled == disabled {
			state := map[bool]string{true: "disabled", false: "enabled"}[disabled]
			return managerRefusal(http.StatusBadRequest, "Bad Request", "Policy %d is already %s", policy.ID, state)
		}
		policy.Disabled, policy.Updated = disabled, c.now
		return created(c.policyView(instance, policy))
	}
}

// removePolicy is DELETE .../policies/{policy}; the others keep their order.
func removePolicy(_ *anypointCall, instance *apiInstance, policy *Policy) anypointAnswer {
	instance.Policies = slices.DeleteFunc(instance.Policies, func(p *Policy) bool { return p == policy })
	return noContent
}

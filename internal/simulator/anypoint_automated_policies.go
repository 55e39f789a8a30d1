package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// AutomatedPolicy is a policy that applies to every API instance of an environment
// on gateways of one technology.
type AutomatedPolicy struct {
	ID                             int
	OrganizationID, EnvironmentID  string
	Technology                     string // empty is every technology
	RuntimeFrom, RuntimeTo         string
	GroupID, AssetID, AssetVersion string
	Configuration                  map[string]any
	Disabled                       bool
	Created, Updated               time.Time // Updated is zero until the first change
}

// automatedRoutes are the calls of API Manager about automated policies.
func automatedRoutes() map[string]anypointRoute {
	const policies = "/api/v1/organizations/{org}/automated-policies"
	// The environment is in the query or the body, so that the handlers check.
	return map[string]anypointRoute{
		"GET " + policies:              {member, listAutomatedPolicies},
		"POST " + policies:             {member, applyAutomatedPolicy},
		"GET " + policies + "/{id}":    {member, withAutomatedPolicy("read:api_policies", showAutomatedPolicy)},
		"PATCH " + policies + "/{id}":  {member, withAutomatedPolicy("manage:api_policies", changeAutomatedPolicy)},
		"DELETE " + policies + "/{id}": {member, withAutomatedPolicy("manage:api_policies", removeAutomatedPolicy)},
	}
}

// withAutomatedPolicy finds the policy of the path.
func withAutomatedPolicy(scope string, handle func(*anypointCall, *AutomatedPolicy) anypointAnswer) anypointHandler {
	return func(c *anypointCall) anypointAnswer {
		policy := first(c.platform.AutomatedPolicies, func(p *AutomatedPolicy) bool {
			return strconv.Itoa(p.ID) == c.PathValue("id") && p.OrganizationID == c.PathValue("org")
		})
		if policy == nil {
			return managerRefusal(http.StatusNotFound, "NotFoundError", "The automated policy with id %s was not found", c.PathValue("id"))
		}
		if !c.may(scope, policy.OrganizationID, policy.EnvironmentID) {
			return forbidden
		}
		return handle(c, policy)
	}
}

// inEnvironment refuses an environment that is missing, unknown or out of reach.
func (c *anypointCall) inEnvironment(scope, id string) *anypointAnswer {
	organization := c.PathValue("org")
	var answer anypointAnswer
	switch {
	case id == "":
		answer = managerRefusal(http.StatusBadRequest, "Bad Request", "request/query must have required property 'environmentId'")
	case c.platform.environment(organization, id) == nil:
		answer = managerRefusal(http.StatusNotFound, "NotFoundError", "The environment %s was not found", id)
	case !c.may(scope, organization, id):
		answer = forbidden
	default:
		return nil
	}
	return &answer
}

// listAutomatedPolicies is GET /organizations/{org}/automated-policies.
func listAutomatedPolicies(c *anypointCall) anypointAnswer {
	environment := c.URL.Query().Get("environmentId")
	if refused := c.inEnvironment("read:api_policies", environment); refused != nil {
		return *refused
	}
	inside := slices.DeleteFunc(slices.Clone(c.platform.AutomatedPolicies), func(p *AutomatedPolicy) bool {
		return p.OrganizationID != c.PathValue("org") || p.EnvironmentID != environment
	})
	return success(map[string]any{"automatedPolicies": views(inside, c.automatedView), "total": len(inside)})
}

func showAutomatedPolicy(c *anypointCall, policy *AutomatedPolicy) anypointAnswer {
	return success(c.automatedView(policy))
}

func (c *anypointCall) automatedView(policy *AutomatedPolicy) map[string]any {
	rule := map[string]any{"organizationId": policy.OrganizationID, "environmentId": policy.EnvironmentID}
	if policy.Technology != "" {
		rule["technologies"] = []string{policy.Technology}
	}
	if policy.RuntimeFrom != "" {
		runtimes := map[string]any{"from": policy.RuntimeFrom}
		if policy.RuntimeTo != "" {
			runtimes["to"] = policy.RuntimeTo
		}
		rule["range"] = runtimes
	}
	template := c.platform.templateOf(&Policy{GroupID: policy.GroupID, AssetID: policy.AssetID, AssetVersion: policy.AssetVersion})
	implementations := []map[string]any{}
	if implementation := template.implementation(policy.Technology); implementation != nil {
		implementations = append(implementations, implementation)
	}
	return map[string]any{
		"audit": audit(policy.Created, policy.Updated), "id": policy.ID, "ruleOfApplication": rule,
		"policyTemplateId": strconv.Itoa(template.ID), "groupId": policy.GroupID, "assetId": policy.AssetID,
		"assetVersion": policy.AssetVersion, "configurationData": c.readable(template, policy.Configuration), "pointcutData": nil,
		"order": nil, "disabled": policy.Disabled, "implementationAssets": implementations,
	}
}

// automatedBody is what requests say about an automated policy.
type automatedBody struct {
	Rule struct {
		EnvironmentID string   `json:"environmentId"`
		Technologies  []string `json:"technologies"`
		Range         struct {
			From string `json:"from"`
			To   string `json:"to"`
		} `json:"range"`
	} `json:"ruleOfApplication"`
	GroupID       string         `json:"groupId"`
	AssetID       string         `json:"assetId"`
	AssetVersion  string         `json:"assetVersion"`
	Configuration map[string]any `json:"configurationData"`
	Disabled      bool           `json:"disabled"`
}

// applyAutomatedPolicy is POST /organizations/{org}/automated-policies. It disables
// the policies of the same asset that API instances have, or refuses them: see
// [Knobs.AutomatedPolicyConflicts].
func applyAutomatedPolicy(c *anypointCall) anypointAnswer {
	var wanted automatedBody
	if refused := c.accept("applyAutomatedPolicy", &wanted); refused != nil {
		return *refused
	}
	if refused := c.inEnvironment("manage:api_policies", wanted.Rule.EnvironmentID); refused != nil {
		return *refused
	}
	policy := &AutomatedPolicy{
		OrganizationID: c.PathValue("org"), EnvironmentID: wanted.Rule.EnvironmentID, GroupID: wanted.GroupID, AssetID: wanted.AssetID,
		Created: c.now,
	}
	if len(wanted.Rule.Technologies) > 0 {
		policy.Technology = wanted.Rule.Technologies[0]
	}
	if refused := c.assignAutomated(policy, wanted); refused != nil {
		return *refused
	}
	if slices.ContainsFunc(c.platform.AutomatedPolicies, policy.conflictsWith) {
		return managerRefusal(http.StatusConflict, "ConflictError", "The automated policy %s is already applied", policy.AssetID)
	}
	twins := c.platform.twins(policy)
	if c.knobs.AutomatedPolicyConflicts && slices.ContainsFunc(twins, func(p *Policy) bool { return !p.Disabled }) {
		return managerRefusal(http.StatusConflict, "ConflictError", "The policy %s is already applied to APIs of the environment", policy.AssetID)
	}
	policy.ID = c.platform.integer()
	c.platform.AutomatedPolicies = append(c.platform.AutomatedPolicies, policy)
	c.platform.overrule(policy, c.now)
	return created(c.automatedView(policy))
}

// assignAutomated takes over what the body says, if the policy can be that.
func (c *anypointCall) assignAutomated(policy *AutomatedPolicy, wanted automatedBody) *anypointAnswer {
	template := c.platform.template(wanted.GroupID, wanted.AssetID, wanted.AssetVersion)
	if template == nil || (policy.Technology != "" && template.implementation(policy.Technology) == nil) {
		answer := managerRefusal(http.StatusBadRequest, "PolicyTemplateValidationError", "Policy Template is missing required files: [schema]")
		return &answer
	}
	if refused := validate(template.Schema, wanted.Configuration, "/body/configurationData"); refused != nil {
		return refused
	}
	policy.AssetVersion, policy.Configuration, policy.Disabled = wanted.AssetVersion, wanted.Configuration, wanted.Disabled
	policy.RuntimeFrom, policy.RuntimeTo = wanted.Rule.Range.From, wanted.Rule.Range.To
	return nil
}

// changeAutomatedPolicy is PATCH /organizations/{org}/automated-policies/{id},
// which takes the whole policy but its technology.
func changeAutomatedPolicy(c *anypointCall, policy *AutomatedPolicy) anypointAnswer {
	wanted := automatedBody{Disabled: policy.Disabled}
	if refused := c.accept("changeAutomatedPolicy", &wanted); refused != nil {
		return *refused
	}
	if wanted.GroupID != policy.GroupID || wanted.AssetID != policy.AssetID || wanted.Rule.EnvironmentID != policy.EnvironmentID {
		return managerRefusal(http.StatusBadRequest, "Bad Request", "An automated policy can't become another policy")
	}
	if refused := c.assignAutomated(policy, wanted); refused != nil {
		return *refused
	}
	policy.Updated = c.now
	c.platform.overrule(policy, c.now)
	return success(c.automatedView(policy))
}

// removeAutomatedPolicy is DELETE /organizations/{org}/automated-policies/{id}.
func removeAutomatedPolicy(c *anypointCall, policy *AutomatedPolicy) anypointAnswer {
	c.platform.removeAutomated(policy, c.now)
	return noContent
}

func (p *anypointPlatform) removeAutomated(policy *AutomatedPolicy, now time.Time) {
	policy.Disabled = true
	p.overrule(policy, now)
	p.AutomatedPolicies = slices.DeleteFunc(p.AutomatedPolicies, func(other *AutomatedPolicy) bool { return other == policy })
}

func (a *AutomatedPolicy) conflictsWith(other *AutomatedPolicy) bool {
	return other.EnvironmentID == a.EnvironmentID && other.GroupID == a.GroupID && other.AssetID == a.AssetID &&
		(other.Technology == a.Technology || other.Technology == "" || a.Technology == "")
}

// governs tells that an API instance is one of those that the policy is for.
func (a *AutomatedPolicy) governs(instance *apiInstance) bool {
	return instance.EnvironmentID == a.EnvironmentID && (a.Technology == "" || a.Technology == instance.Technology)
}

// twins are the policies of the same asset that API instances have.
func (p *anypointPlatform) twins(policy *AutomatedPolicy) []*Policy {
	var twins []*Policy
	for _, instance := range p.Instances {
		for _, applied := range instance.Policies {
			if policy.governs(instance) && applied.GroupID == policy.GroupID && applied.AssetID == policy.AssetID {
				twins = append(twins, applied)
			}
		}
	}
	return twins
}

// overrule disables the twins of an automated policy that is in force, and enables
// those again that one has disabled which no longer is.
func (p *anypointPlatform) overrule(policy *AutomatedPolicy, now time.Time) {
	for _, twin := range p.twins(policy) {
		switch {
		case !policy.Disabled && !twin.Disabled:
			twin.Disabled, twin.DisabledBy, twin.Updated = true, policy.ID, now
		case policy.Disabled && twin.DisabledBy == policy.ID:
			twin.Disabled, twin.DisabledBy, twin.Updated = false, 0, now
		}
	}
}

// overruled disables a policy that was applied just now where an automated one of
// the same asset is in force.
func (p *anypointPlatform) overruled(instance *apiInstance, policy *Policy) {
	for _, automated := range p.AutomatedPolicies {
		if automated.governs(instance) && !automated.Disabled && !policy.Disabled &&
			automated.GroupID == policy.GroupID && automated.AssetID == policy.AssetID {
			policy.Disabled, policy.DisabledBy = true, automated.ID
		}
	}
}

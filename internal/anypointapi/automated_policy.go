package anypointapi

import (
	"encoding/json"
	"fmt"
)

// AutomatedPolicy is a policy that applies to every API instance of an environment
// on gateways of one technology.
type AutomatedPolicy struct {
	PolicyDefinition

	ID int64
	// Technology is mule4 or flexGateway; empty where the platform does not tell.
	Technology string
	Runtimes   RuntimeRange
	// Order is the policy's place, from 1; nil where the platform does not tell.
	Order    *int64
	Disabled bool
	// Configuration is an object, or an array for some old policies. Secrets are
	// left out of it: see [WithoutSecrets].
	Configuration json.RawMessage
}

// RuntimeRange are the gateways that an automated policy is for, by their versions;
// empty is all.
type RuntimeRange struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// NewAutomatedPolicy is an automated policy to apply, or what one shall become.
type NewAutomatedPolicy struct {
	PolicyDefinition

	// Technology is set once: mule4 or flexGateway.
	Technology    string
	Runtimes      RuntimeRange
	Disabled      bool
	Configuration json.RawMessage
}

// Supersedes tells that an API instance's policy gives way to the automated one.
func (a AutomatedPolicy) Supersedes(policy Policy) bool {
	return !a.Disabled && a.GroupID == policy.GroupID && a.AssetID == policy.AssetID &&
		(a.Technology == "" || policy.Technology == "" || a.Technology == policy.Technology)
}

// ruleOfApplication is where an automated policy applies.
type ruleOfApplication struct {
	OrganizationID string        `json:"organizationId,omitempty"`
	EnvironmentID  string        `json:"environmentId"`
	Technologies   []string      `json:"technologies,omitempty"`
	Range          *RuntimeRange `json:"range,omitempty"`
}

type automatedPolicyAnswer struct {
	PolicyDefinition

	ID             int64             `json:"id"`
	Rule           ruleOfApplication `json:"ruleOfApplication"`
	Order          *int64            `json:"order"`
	Disabled       bool              `json:"disabled"`
	Configuration  json.RawMessage   `json:"configurationData"`
	Implementation []struct {
		Technology string `json:"technology"`
	} `json:"implementationAssets"`
}

// UnmarshalJSON implements [json.Unmarshaler].
func (a *AutomatedPolicy) UnmarshalJSON(document []byte) error {
	var answer automatedPolicyAnswer
	if err := json.Unmarshal(document, &answer); err != nil {
		return fmt.Errorf("decoding an automated policy: %w", err)
	}
	*a = AutomatedPolicy{
		PolicyDefinition: answer.PolicyDefinition, ID: answer.ID, Order: answer.Order, Disabled: answer.Disabled,
		Configuration: WithoutSecrets(answer.Configuration),
	}
	switch {
	case len(answer.Rule.Technologies) > 0:
		a.Technology = answer.Rule.Technologies[0]
	case len(answer.Implementation) == 1:
		a.Technology = answer.Implementation[0].Technology
	}
	if answer.Rule.Range != nil {
		a.Runtimes = *answer.Rule.Range
	}
	return nil
}

// isSameAs tells that the policy is what was to be applied, as far as it can be
// read: secrets cannot.
func (a AutomatedPolicy) isSameAs(wanted NewAutomatedPolicy) bool {
	return a.PolicyDefinition == wanted.PolicyDefinition && a.Disabled == wanted.Disabled && a.Runtimes == wanted.Runtimes &&
		equalJSON(a.Configuration, WithoutSecrets(wanted.Configuration))
}

// automatedPolicyBody is the body of POST and PATCH, which take the whole policy.
type automatedPolicyBody struct {
	PolicyDefinition

	Rule          ruleOfApplication `json:"ruleOfApplication"`
	Configuration json.RawMessage   `json:"configurationData"`
	Disabled      bool              `json:"disabled"`
}

func (n NewAutomatedPolicy) body(key EnvironmentKey) automatedPolicyBody {
	body := automatedPolicyBody{
		PolicyDefinition: n.PolicyDefinition, Configuration: n.Configuration, Disabled: n.Disabled,
		Rule: ruleOfApplication{OrganizationID: key.OrganizationID, EnvironmentID: key.EnvironmentID},
	}
	if n.Runtimes != (RuntimeRange{}) {
		body.Rule.Range = &n.Runtimes
	}
	return body
}

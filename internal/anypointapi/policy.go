package anypointapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// PolicyDefinition names a version of a policy in Exchange.
type PolicyDefinition struct {
	GroupID      string `json:"groupId"`
	AssetID      string `json:"assetId"`
	AssetVersion string `json:"assetVersion"`
}

// Policy is a policy applied to an API instance.
type Policy struct {
	PolicyDefinition

	ID int64
	// TemplateID is the platform's own id of the definition. It differs between
	// control planes and changes with the version.
	TemplateID string
	// Type is system for MuleSoft's own policies, and custom.
	Type  string
	Label string
	// Order is the policy's place, from 1; nil for policies outside the order.
	Order    *int64
	Disabled bool
	// Technology is what the policy runs on: mule4 or flexGateway; it may be empty.
	Technology string
	// Configuration is an object, or an array for some old policies. Secrets are
	// left out of it: see [WithoutSecrets].
	Configuration json.RawMessage
	// Pointcuts are the requests that the policy applies to; nil is all.
	Pointcuts []Pointcut
}

// Pointcut selects requests; both are regular expressions of Java.
type Pointcut struct {
	// MethodRegex is alternatives such as GET|POST.
	MethodRegex string `json:"methodRegex"`
	// URITemplateRegex is a path such as /orders.*.
	URITemplateRegex string `json:"uriTemplateRegex"`
}

// NewPolicy is a policy to apply.
type NewPolicy struct {
	PolicyDefinition

	// Configuration is what the definition asks for; nil is {}.
	Configuration json.RawMessage
	// Pointcuts are as in [Policy].
	Pointcuts []Pointcut
	Label     string
	// Order is the place to take; nil is the last.
	Order    *int64
	Disabled bool
}

// PolicyChange is what to change of a policy; nil fields stay as they are.
type PolicyChange struct {
	// Definition moves the policy to another version, in place.
	Definition *PolicyDefinition
	// Configuration replaces the whole configuration.
	Configuration json.RawMessage
	// Pointcuts replaces the pointcuts; a pointer to nil is all requests.
	Pointcuts *[]Pointcut
	Label     *string
	Order     *int64
	Disabled  *bool
}

// IsEmpty tells that nothing is to change.
func (c PolicyChange) IsEmpty() bool { return len(c.body(0)) == 0 }

// policyAnswer is a policy as API Manager tells it. Older answers lack type and
// disabled, and the template id was a number once.
type policyAnswer struct {
	PolicyDefinition

	ID            int64           `json:"id"`
	TemplateID    json.RawMessage `json:"policyTemplateId"`
	Type          string          `json:"type"`
	Label         string          `json:"label"`
	Order         *int64          `json:"order"`
	Disabled      bool            `json:"disabled"`
	Configuration json.RawMessage `json:"configurationData"`
	Pointcuts     []Pointcut      `json:"pointcutData"`

	Implementation struct {
		Technology string `json:"technology"`
	} `json:"implementationAsset"`
}

// UnmarshalJSON implements [json.Unmarshaler].
func (p *Policy) UnmarshalJSON(document []byte) error {
	answer := policyAnswer{Type: "system"}
	if err := json.Unmarshal(document, &answer); err != nil {
		return fmt.Errorf("decoding a policy: %w", err)
	}
	*p = Policy{
		PolicyDefinition: answer.PolicyDefinition,
		ID:               answer.ID,
		TemplateID:       string(bytes.Trim(answer.TemplateID, `"`)),
		Type:             answer.Type,
		Label:            answer.Label,
		Order:            answer.Order,
		Disabled:         answer.Disabled,
		Technology:       answer.Implementation.Technology,
		Configuration:    WithoutSecrets(answer.Configuration),
	}
	if p.TemplateID == "null" {
		p.TemplateID = ""
	}
	if len(answer.Pointcuts) > 0 {
		p.Pointcuts = answer.Pointcuts
	}
	return nil
}

// isSameAs tells that the policy is what was to be applied, as far as it can be
// read: secrets cannot.
func (p Policy) isSameAs(wanted NewPolicy) bool {
	return p.PolicyDefinition == wanted.PolicyDefinition && p.Disabled == wanted.Disabled &&
		slices.Equal(p.Pointcuts, wanted.Pointcuts) && equalJSON(p.Configuration, WithoutSecrets(wanted.Configuration))
}

func equalJSON(a, b json.RawMessage) bool {
	var decodedA, decodedB any
	if json.Unmarshal(a, &decodedA) != nil || json.Unmarshal(b, &decodedB) != nil {
		return bytes.Equal(a, b)
	}
	return reflect.DeepEqual(decodedA, decodedB)
}

// newPolicyBody is the body of POST policies.
type newPolicyBody struct {
	PolicyDefinition

	APIID         int64           `json:"apiVersionId"`
	Configuration json.RawMessage `json:"configurationData"`
	Pointcuts     []Pointcut      `json:"pointcutData"`
	Label         string          `json:"label,omitempty"`
	Order         *int64          `json:"order,omitempty"`
	Disabled      bool            `json:"disabled,omitempty"`
}

func (p NewPolicy) body(apiID int64) newPolicyBody {
	return newPolicyBody{
		PolicyDefinition: p.PolicyDefinition, APIID: apiID, Configuration: p.Configuration,
		Pointcuts: orNil(p.Pointcuts), Label: p.Label, Order: p.Order, Disabled: p.Disabled,
	}
}

// body holds the changed members alone: each replaces the old value whole.
func (c PolicyChange) body(apiID int64) map[string]any {
	body := map[string]any{}
	if c.Definition != nil {
		body["groupId"] = c.Definition.GroupID
		body["assetId"] = c.Definition.AssetID
		body["assetVersion"] = c.Definition.AssetVersion
		body["apiId"] = apiID
	}
	if c.Configuration != nil {
		body["configurationData"] = c.Configuration
	}
	if c.Pointcuts != nil {
		body["pointcutData"] = orNil(*c.Pointcuts)
	}
	if c.Label != nil {
		body["label"] = *c.Label
	}
	if c.Order != nil {
		body["order"] = *c.Order
	}
	if c.Disabled != nil {
		body["disabled"] = *c.Disabled
	}
	return body
}

// orNil makes an empty list nil, which the platform reads as all requests; what
// it makes of [] is not documented.
func orNil(pointcuts []Pointcut) []Pointcut {
	if len(pointcuts) == 0 {
		return nil
	}
	return pointcuts
}

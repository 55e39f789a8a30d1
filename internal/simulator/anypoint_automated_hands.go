package simulator

import (
	"fmt"
	"maps"
)

// AutomatedPolicies lists the automated policies of an environment as they are,
// secrets included.
func (s *Server) AutomatedPolicies(environmentID string) []AutomatedPolicy {
	s.mu.Lock()
	defer s.mu.Unlock()
	var policies []AutomatedPolicy
	for _, policy := range s.state.Anypoint.AutomatedPolicies {
		if policy.EnvironmentID == environmentID {
			policies = append(policies, *policy)
		}
	}
	return policies
}

// AddAutomatedPolicy applies one of MuleSoft's policies to all API instances of an
// environment, on Mule 4 gateways, and tells its id. The configuration is not
// checked.
func (s *Server) AddAutomatedPolicy(environmentID, assetID, assetVersion string, configuration map[string]any) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	environment := first(platform.Environments, func(e *anypointEnvironment) bool { return e.ID == environmentID })
	if environment == nil {
		return 0, fmt.Errorf("no environment %s", environmentID)
	}
	policy := &AutomatedPolicy{
		ID: platform.integer(), OrganizationID: environment.OrganizationID, EnvironmentID: environmentID, Technology: "mule4",
		GroupID: muleSoftGroup, AssetID: assetID, AssetVersion: assetVersion, Configuration: maps.Clone(configuration), Created: s.now(),
	}
	platform.AutomatedPolicies = append(platform.AutomatedPolicies, policy)
	platform.overrule(policy, s.now())
	return policy.ID, nil
}

// EditAutomatedPolicy changes an automated policy.
func (s *Server) EditAutomatedPolicy(id int, change func(*AutomatedPolicy)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	policy := first(platform.AutomatedPolicies, func(p *AutomatedPolicy) bool { return p.ID == id })
	if policy == nil {
		return false
	}
	policy.Configuration = maps.Clone(policy.Configuration)
	change(policy)
	policy.Updated = s.now()
	platform.overrule(policy, s.now())
	return true
}

// DeleteAutomatedPolicy removes an automated policy; the policies that it had
// disabled are enabled again.
func (s *Server) DeleteAutomatedPolicy(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	policy := first(platform.AutomatedPolicies, func(p *AutomatedPolicy) bool { return p.ID == id })
	if policy == nil {
		return false
	}
	platform.removeAutomated(policy, s.now())
	return true
}

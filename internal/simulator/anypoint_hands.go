package simulator

import (
	"fmt"
	"maps"
	"slices"
)

// The hands below change Anypoint's state, or look at it, without a request:
// what somebody does in the web console while Terraform is not looking. Those
// that return a bool tell whether they found the object.

// Policies lists the policies of an API instance as they are, secrets included.
func (s *Server) Policies(apiID int) []Policy {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil {
		return nil
	}
	policies := make([]Policy, len(instance.Policies))
	for i, policy := range instance.Policies {
		policies[i] = *policy
		policies[i].Configuration = maps.Clone(policy.Configuration)
	}
	return policies
}

// EditPolicy changes a policy of an API instance.
func (s *Server) EditPolicy(apiID, policyID int, change func(*Policy)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil {
		return false
	}
	policy := first(instance.Policies, func(p *Policy) bool { return p.ID == policyID })
	if policy == nil {
		return false
	}
	policy.Configuration = maps.Clone(policy.Configuration)
	change(policy)
	policy.Updated = s.now()
	return true
}

// DeletePolicy removes a policy from an API instance.
func (s *Server) DeletePolicy(apiID, policyID int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil {
		return false
	}
	before := len(instance.Policies)
	instance.Policies = slices.DeleteFunc(instance.Policies, func(p *Policy) bool { return p.ID == policyID })
	return len(instance.Policies) < before
}

// AddPolicy applies one of MuleSoft's policies to an API instance and tells its
// id. The configuration is not checked.
func (s *Server) AddPolicy(apiID int, assetID, assetVersion string, configuration map[string]any) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	instance := platform.instance(apiID)
	if instance == nil {
		return 0, fmt.Errorf("no API instance %d", apiID)
	}
	template := platform.template(muleSoftGroup, assetID, assetVersion)
	if template == nil {
		return 0, fmt.Errorf("no policy %s %s", assetID, assetVersion)
	}
	policy := platform.addPolicy(instance, template, s.now())
	policy.Configuration = maps.Clone(configuration)
	return policy.ID, nil
}

// DeleteAPIInstance removes an API instance with all that belongs to it.
func (s *Server) DeleteAPIInstance(apiID int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	before := len(platform.Instances)
	platform.Instances = slices.DeleteFunc(platform.Instances, func(i *apiInstance) bool { return i.ID == apiID })
	return len(platform.Instances) < before
}

// Identities lists the direct grants on an asset. An empty groupID stands for
// the root organization, here and below.
func (s *Server) Identities(groupID, assetID string) []Identity {
	s.mu.Lock()
	defer s.mu.Unlock()
	asset := s.assetOf(groupID, assetID)
	if asset == nil {
		return nil
	}
	return slices.Clone(asset.Identities)
}

// AddIdentity grants a role on an asset to a user, team or organization, or
// changes it.
func (s *Server) AddIdentity(groupID, assetID string, identity Identity) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	asset := s.assetOf(groupID, assetID)
	if asset == nil {
		return false
	}
	if identity.Created.IsZero() {
		identity.Created = s.now()
	}
	asset.grant(identity)
	return true
}

// SetIdentityRole changes the role of everybody with the id on an asset.
func (s *Server) SetIdentityRole(groupID, assetID, identityID, role string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	asset := s.assetOf(groupID, assetID)
	if asset == nil {
		return false
	}
	found := false
	for i := range asset.Identities {
		if asset.Identities[i].ID == identityID {
			asset.Identities[i].Role, found = role, true
		}
	}
	return found
}

// RevokeIdentity takes an asset away from the identity.
func (s *Server) RevokeIdentity(groupID, assetID, identityID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	asset := s.assetOf(groupID, assetID)
	if asset == nil {
		return false
	}
	before := len(asset.Identities)
	asset.Identities = slices.DeleteFunc(asset.Identities, func(i Identity) bool { return i.ID == identityID })
	return len(asset.Identities) < before
}

// assetOf finds an asset; s.mu must be held.
func (s *Server) assetOf(groupID, assetID string) *exchangeAsset {
	if groupID == "" && len(s.state.Anypoint.Organizations) > 0 {
		groupID = s.state.Anypoint.root().ID
	}
	return s.state.Anypoint.asset(groupID, assetID)
}

// ExpireAnypointTokens ends every access token at once; refresh tokens live on.
func (s *Server) ExpireAnypointTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.state.Anypoint.Tokens, func(_ string, token *anypointToken) bool { return !token.Refresh })
}

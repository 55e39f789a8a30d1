package simulator

import (
	"fmt"
	"slices"
)

// Contract is a contract as [Server.Contracts] shows it.
type Contract struct {
	ID, ApplicationID       int
	Application             string
	Status                  string
	TierID, RequestedTierID int
}

// Contracts lists the contracts of an API instance.
func (s *Server) Contracts(apiID int) []Contract {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	instance := platform.instance(apiID)
	if instance == nil {
		return nil
	}
	contracts := make([]Contract, len(instance.Contracts))
	for i, contract := range instance.Contracts {
		contracts[i] = Contract{
			contract.ID, contract.ApplicationID, platform.application(contract.ApplicationID).Name, contract.Status,
			contract.TierID, contract.RequestedTierID,
		}
	}
	return contracts
}

// DecideContract approves, rejects, revokes or restores a contract, whatever its
// state, by setting its status and tier. A tier of zero leaves the tier.
func (s *Server) DecideContract(apiID, contractID int, status string, tierID int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	contract := s.contract(apiID, contractID)
	if contract == nil {
		return false
	}
	contract.Status, contract.Updated = status, s.now()
	if tierID != 0 {
		contract.TierID = tierID
	}
	return true
}

// DeleteContract removes a contract in whatever state.
func (s *Server) DeleteContract(apiID, contractID int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	contract := s.contract(apiID, contractID)
	if contract == nil {
		return false
	}
	instance := s.state.Anypoint.instance(apiID)
	instance.Contracts = slices.DeleteFunc(instance.Contracts, func(c *apiContract) bool { return c == contract })
	return true
}

// contract finds a contract; s.mu must be held.
func (s *Server) contract(apiID, contractID int) *apiContract {
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil {
		return nil
	}
	return first(instance.Contracts, func(c *apiContract) bool { return c.ID == contractID })
}

// EditTier changes the name, the description or the status of a tier, or removes
// it where change answers false.
func (s *Server) EditTier(apiID, tierID int, change func(name, status *string) (keep bool)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil || instance.tier(tierID) == nil {
		return false
	}
	tier := instance.tier(tierID)
	if !change(&tier.Name, &tier.Status) {
		instance.Tiers = slices.DeleteFunc(instance.Tiers, func(t *apiTier) bool { return t == tier })
	}
	return true
}

// AddTiers makes count tiers of an API instance and tells their ids. They are
// named tier-001 and so on, allow 100 requests a minute and approve by themselves.
func (s *Server) AddTiers(apiID, count int) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	ids := make([]int, count)
	for i := range ids {
		ids[i] = s.state.Anypoint.integer()
		instance.Tiers = append(instance.Tiers, &apiTier{
			ID: ids[i], Name: fmt.Sprintf("tier-%03d", len(instance.Tiers)+1), Status: "ACTIVE", AutoApprove: true, Created: s.now(),
			Limits: []any{map[string]any{"visible": true, "maximumRequests": 100, "timePeriodInMilliseconds": 60000}},
		})
	}
	return ids
}

// AddClientApplications makes count applications of the organization's owner and
// tells their ids. They are named application-001 and so on.
func (s *Server) AddClientApplications(count int) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	ids := make([]int, count)
	for i := range ids {
		ids[i] = platform.integer()
		platform.Applications = append(platform.Applications, &clientApplication{
			ID: ids[i], Name: fmt.Sprintf("application-%03d", len(platform.Applications)+1), OwnerID: platform.owner().ID,
			ClientID: platform.clientID(), ClientSecret: platform.applicationSecret(), Created: s.now(),
		})
	}
	return ids
}

// ClientApplicationSecrets are the secrets of all applications by their ids.
func (s *Server) ClientApplicationSecrets() map[int]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	secrets := map[int]string{}
	for _, application := range s.state.Anypoint.Applications {
		secrets[application.ID] = application.ClientSecret
	}
	return secrets
}

// EditClientApplication changes an application's name, URL and redirect URIs.
func (s *Server) EditClientApplication(id int, change func(name, url *string, redirectURIs *[]string)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	application := s.state.Anypoint.application(id)
	if application == nil {
		return false
	}
	change(&application.Name, &application.URL, &application.RedirectURIs)
	return true
}

// DeleteClientApplication removes an application with its contracts.
func (s *Server) DeleteClientApplication(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	application := platform.application(id)
	if application == nil {
		return false
	}
	platform.removeApplication(application)
	return true
}

// EditAPIInstance changes an instance's label, asset version, consumer address
// and deprecation.
func (s *Server) EditAPIInstance(apiID int, change func(label, assetVersion, endpointURI *string, deprecated *bool)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil {
		return false
	}
	change(&instance.Label, &instance.AssetVersion, &instance.EndpointURI, &instance.Deprecated)
	return true
}

// EditEndpoint changes the endpoint of an API instance, as the management API
// writes it.
func (s *Server) EditEndpoint(apiID int, change map[string]any) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil {
		return false
	}
	instance.Endpoint = merged(instance.Endpoint, change)
	return true
}

// AddContract lets an application call an API instance, at once and without a
// tier if tierID is zero, and tells the contract's id.
func (s *Server) AddContract(apiID, applicationID, tierID int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance := s.state.Anypoint.instance(apiID)
	if instance == nil || s.state.Anypoint.application(applicationID) == nil {
		return 0, fmt.Errorf("no API instance %d or application %d", apiID, applicationID)
	}
	contract := &apiContract{
		ID: s.state.Anypoint.integer(), ApplicationID: applicationID, Status: contractApproved, TierID: tierID,
		Created: s.now(), ApprovedAt: s.now(),
	}
	instance.Contracts = append(instance.Contracts, contract)
	return contract.ID, nil
}

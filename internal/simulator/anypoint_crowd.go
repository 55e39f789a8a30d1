package simulator

import (
	"fmt"
)

// AddAnypointUsers makes count more users and tells their ids. They are named
// user0001 and so on.
func (s *Server) AddAnypointUsers(count int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	ids := make([]string, count)
	for i := range ids {
		number := len(platform.Users) + 1
		username := fmt.Sprintf("user%04d", number)
		ids[i] = platform.uuid()
		platform.Users = append(platform.Users, &anypointUser{
			ID: ids[i], Username: username, FirstName: "User", LastName: fmt.Sprintf("%04d", number),
			Email: username + "@acme.example", Created: s.now(),
		})
	}
	return ids
}

// AddAPIInstances makes count more assets with one API instance each in an
// environment, and tells the instances' ids. The assets are named api-0001 and
// so on.
func (s *Server) AddAPIInstances(environmentID string, count int) ([]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	environment := first(platform.Environments, func(e *anypointEnvironment) bool { return e.ID == environmentID })
	if environment == nil {
		return nil, fmt.Errorf("no environment %s", environmentID)
	}
	ids := make([]int, count)
	for i := range ids {
		name := fmt.Sprintf("api-%04d", len(platform.Assets)+1)
		asset := &exchangeAsset{
			GroupID: environment.OrganizationID, AssetID: name, Name: name, Type: "rest-api",
			Versions: []string{"1.0.0"}, CreatorID: platform.owner().ID, Created: s.now(),
			Identities: []Identity{{platform.owner().ID, "user", "admin", s.now()}},
		}
		platform.Assets = append(platform.Assets, asset)
		ids[i] = platform.addInstance(environment, asset, "1.0.0", s.now()).ID
	}
	return ids, nil
}

package simulator

import (
	"cmp"
	"fmt"
	"slices"
)

func (s seeding) assets() error {
	for _, described := range s.fixture.Assets {
		asset := &exchangeAsset{
			GroupID: cmp.Or(described.GroupID, s.root().ID), AssetID: described.AssetID,
			Name: cmp.Or(described.Name, described.AssetID), Description: described.Description,
			Type: cmp.Or(described.Type, "rest-api"), Versions: described.Versions, Created: s.now,
		}
		if len(asset.Versions) == 0 {
			asset.Versions = []string{"1.0.0"}
		}
		if err := s.share(asset, described); err != nil {
			return fmt.Errorf("asset %s: %w", described.AssetID, err)
		}
		s.Assets = append(s.Assets, asset)
	}
	return nil
}

func (s seeding) share(asset *exchangeAsset, described assetFixture) error {
	if described.Owner != "" {
		owner, err := s.userNamed(described.Owner)
		if err != nil {
			return err
		}
		asset.CreatorID = owner.ID
		asset.Identities = append(asset.Identities, Identity{owner.ID, "user", "admin", s.now})
	}
	for _, grant := range described.Identities {
		identity := Identity{Role: grant.Role, Created: s.now}
		switch {
		case grant.User != "":
			user, err := s.userNamed(grant.User)
			if err != nil {
				return err
			}
			identity.ID, identity.Type = user.ID, "user"
		case grant.Team != "":
			team, err := s.teamNamed(grant.Team)
			if err != nil {
				return err
			}
			identity.ID, identity.Type = team.ID, "team"
		default:
			organization, err := s.organizationNamed(grant.Organization)
			if err != nil {
				return err
			}
			identity.ID, identity.Type = organization.ID, "organization"
		}
		if _, known := assetRoles[identity.Role]; !known {
			return fmt.Errorf("no asset role %q", identity.Role)
		}
		asset.Identities = append(asset.Identities, identity)
	}
	return nil
}

func (s seeding) instances() error {
	for _, described := range s.fixture.APIInstances {
		organization, err := s.organizationNamed(described.BusinessGroup)
		if err != nil {
			return fmt.Errorf("API instance %s: %w", described.Label, err)
		}
		environment, err := s.environmentNamed(organization, described.Environment)
		if err != nil {
			return fmt.Errorf("API instance %s: %w", described.Label, err)
		}
		asset := s.asset(cmp.Or(described.GroupID, s.root().ID), described.AssetID)
		if asset == nil || !slices.Contains(asset.Versions, described.AssetVersion) {
			return fmt.Errorf("API instance %s: no asset %s %s", described.Label, described.AssetID, described.AssetVersion)
		}
		instance := s.addInstance(environment, asset, described.AssetVersion, s.now)
		instance.ID, instance.Label = cmp.Or(described.ID, instance.ID), described.Label
		instance.Technology = cmp.Or(described.Technology, instance.Technology)
		instance.EndpointURI = described.EndpointURI
		s.LastID = max(s.LastID, instance.ID)
		if err := s.furnish(instance, described); err != nil {
			return fmt.Errorf("API instance %s: %w", described.Label, err)
		}
	}
	return nil
}

// furnish gives an instance its policies and contracts.
func (s seeding) furnish(instance *apiInstance, described apiInstanceFixture) error {
	for _, applied := range described.Policies {
		template := s.template(muleSoftGroup, applied.AssetID, applied.AssetVersion)
		if template == nil {
			return fmt.Errorf("no policy %s %s", applied.AssetID, applied.AssetVersion)
		}
		policy := s.addPolicy(instance, template, s.now)
		policy.ID, policy.Disabled = cmp.Or(applied.ID, policy.ID), applied.Disabled
		policy.Configuration, policy.Pointcut = applied.Configuration, applied.Pointcut
		s.LastID = max(s.LastID, policy.ID)
	}
	for _, contract := range described.Contracts {
		id := cmp.Or(contract.ID, s.integer())
		s.LastID = max(s.LastID, id)
		application := s.applicationNamed(contract.Application, contract.ClientID)
		instance.Contracts = append(instance.Contracts, &apiContract{
			ID: id, ApplicationID: application.ID, Status: contractApproved, Created: s.now, ApprovedAt: s.now,
		})
	}
	return nil
}

// applications are those that a fixture names; contracts make theirs.
func (s seeding) applications() error {
	for _, described := range s.fixture.ClientApplications {
		owner, err := s.userNamed(described.Owner)
		if err != nil {
			return fmt.Errorf("client application %s: %w", described.Name, err)
		}
		s.Applications = append(s.Applications, &clientApplication{
			ID: described.ID, Name: described.Name, URL: described.URL, OwnerID: owner.ID,
			ClientID: described.ClientID, ClientSecret: described.ClientSecret, Created: s.now,
		})
	}
	return nil
}

// applicationNamed finds an application, or makes one.
func (s seeding) applicationNamed(name, clientID string) *clientApplication {
	if found := first(s.Applications, func(a *clientApplication) bool { return a.Name == name }); found != nil {
		return found
	}
	application := &clientApplication{
		ID: s.integer(), Name: name, OwnerID: s.owner().ID, Created: s.now,
		ClientID: clientID, ClientSecret: s.applicationSecret(),
	}
	s.Applications = append(s.Applications, application)
	return application
}

func (s seeding) userNamed(username string) (*anypointUser, error) {
	if user := first(s.Users, func(u *anypointUser) bool { return u.Username == username }); user != nil {
		return user, nil
	}
	return nil, fmt.Errorf("no user %q", username)
}

func (s seeding) teamNamed(name string) (*anypointTeam, error) {
	if team := first(s.Teams, func(t *anypointTeam) bool { return t.Name == name }); team != nil {
		return team, nil
	}
	return nil, fmt.Errorf("no team %q", name)
}

// organizationNamed finds a business group, or the root if name is empty.
func (s seeding) organizationNamed(name string) (*anypointOrganization, error) {
	if name == "" {
		return s.root(), nil
	}
	if found := first(s.Organizations, func(o *anypointOrganization) bool { return o.Name == name }); found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("no organization %q", name)
}

func (s seeding) environmentNamed(organization *anypointOrganization, name string) (*anypointEnvironment, error) {
	environment := first(s.Environments, func(e *anypointEnvironment) bool {
		return e.OrganizationID == organization.ID && e.Name == name
	})
	if environment == nil {
		return nil, fmt.Errorf("no environment %q in %s", name, organization.Name)
	}
	return environment, nil
}

package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// anypointFixture is the anypoint key of a fixture. Objects refer to each other
// by name, and everything that has an id may leave it out to get a new one.
type anypointFixture struct {
	Organization organizationFixture `yaml:"organization"`
	Users        []struct {
		ID            string `yaml:"id"`
		Username      string `yaml:"username"`
		FirstName     string `yaml:"first_name"`
		LastName      string `yaml:"last_name"`
		Email         string `yaml:"email"`
		Administrator bool   `yaml:"administrator"`
		Disabled      bool   `yaml:"disabled"`
	} `yaml:"users"`
	// Passwords are the users' by username; who has none can't sign in.
	Passwords map[string]string `yaml:"passwords"`
	// Teams lists every parent before its children; the root team has none.
	Teams []struct {
		ID      string   `yaml:"id"`
		Name    string   `yaml:"name"`
		Type    string   `yaml:"type"`
		Parent  string   `yaml:"parent"`
		Members []string `yaml:"members"`
		// Maintainers are members too.
		Maintainers []string `yaml:"maintainers"`
		// ExternalMembers come from a group of the identity provider.
		ExternalMembers []string      `yaml:"external_members"`
		Roles           []roleFixture `yaml:"roles"`
	} `yaml:"teams"`
	ConnectedApps []struct {
		ClientID     string         `yaml:"client_id"`
		ClientSecret string         `yaml:"client_secret"`
		Name         string         `yaml:"name"`
		Owner        string         `yaml:"owner"`
		GrantTypes   []string       `yaml:"grant_types"`
		Scopes       []scopeFixture `yaml:"scopes"`
	} `yaml:"connected_apps"`
	// ExternalOrganizations are other root organizations that assets may be
	// shared with.
	ExternalOrganizations []anypointPartner    `yaml:"external_organizations"`
	Assets                []assetFixture       `yaml:"assets"`
	APIInstances          []apiInstanceFixture `yaml:"api_instances"`
	ClientApplications    []struct {
		ID           int    `yaml:"id"`
		Name         string `yaml:"name"`
		URL          string `yaml:"url"`
		ClientID     string `yaml:"client_id"`
		ClientSecret string `yaml:"client_secret"`
		Owner        string `yaml:"owner"`
	} `yaml:"client_applications"`
}

type organizationFixture struct {
	ID           string `yaml:"id"`
	Name         string `yaml:"name"`
	Environments []struct {
		ID   string `yaml:"id"`
		Name string `yaml:"name"`
		Type string `yaml:"type"` // production, sandbox (the default) or design
	} `yaml:"environments"`
	BusinessGroups []organizationFixture `yaml:"business_groups"`
}

// contextFixture says where a scope or role holds. Without environments it is
// the whole organization, by default the root.
type contextFixture struct {
	BusinessGroup string   `yaml:"business_group"`
	Environments  []string `yaml:"environments"`
}

type scopeFixture struct {
	Scope          string `yaml:"scope"`
	contextFixture `yaml:",inline"`
}

type roleFixture struct {
	Role           string `yaml:"role"`
	contextFixture `yaml:",inline"`
}

type assetFixture struct {
	GroupID     string   `yaml:"group_id"` // the root organization unless given
	AssetID     string   `yaml:"asset_id"`
	Name        string   `yaml:"name"`
	Description string   `yaml:"description"`
	Type        string   `yaml:"type"`
	Versions    []string `yaml:"versions"` // oldest first
	Owner       string   `yaml:"owner"`    // gets the role admin
	// Identities are who the asset is shared with besides.
	Identities []struct {
		User         string `yaml:"user"`
		Team         string `yaml:"team"`
		Organization string `yaml:"organization"`
		Role         string `yaml:"role"`
	} `yaml:"identities"`
}

type apiInstanceFixture struct {
	ID            int    `yaml:"id"`
	GroupID       string `yaml:"group_id"`
	AssetID       string `yaml:"asset_id"`
	AssetVersion  string `yaml:"asset_version"`
	Label         string `yaml:"label"`
	BusinessGroup string `yaml:"business_group"`
	Environment   string `yaml:"environment"`
	Technology    string `yaml:"technology"`
	EndpointURI   string `yaml:"endpoint_uri"`
	Policies      []struct {
		ID            int            `yaml:"id"`
		AssetID       string         `yaml:"asset_id"`
		AssetVersion  string         `yaml:"asset_version"`
		Configuration map[string]any `yaml:"configuration"`
		Pointcut      []any          `yaml:"pointcut"`
		Disabled      bool           `yaml:"disabled"`
	} `yaml:"policies"`
	Contracts []struct {
		ID          int    `yaml:"id"`
		Application string `yaml:"application"`
		ClientID    string `yaml:"client_id"`
	} `yaml:"contracts"`
}

// seed replaces the platform's state by what the fixture describes.
func (p *anypointPlatform) seed(fixture anypointFixture, now time.Time) error {
	*p = anypointPlatform{Tokens: map[string]*anypointToken{}, Partners: fixture.ExternalOrganizations, LastID: 1000}
	if fixture.Organization.ID == "" {
		return nil // the fixture has no Anypoint half
	}
	catalogue, err := readCatalogue()
	if err != nil {
		return err
	}
	p.Roles, p.Templates = catalogue.Roles, catalogue.templates()
	p.addOrganization(fixture.Organization, "", now)
	s := seeding{p, fixture, now}
	return errors.Join(s.users(), s.teams(), s.apps(), s.assets(), s.applications(), s.instances())
}

func (p *anypointPlatform) addOrganization(fixture organizationFixture, parent string, now time.Time) {
	organization := &anypointOrganization{
		ID: cmp.Or(fixture.ID, p.uuid()), Name: fixture.Name, ParentID: parent, ClientID: p.clientID(), Created: now,
		Domain: strings.ToLower(strings.ReplaceAll(fixture.Name, " ", "-")),
	}
	p.Organizations = append(p.Organizations, organization)
	for _, environment := range fixture.Environments {
		p.Environments = append(p.Environments, &anypointEnvironment{
			ID: cmp.Or(environment.ID, p.uuid()), Name: environment.Name, Type: cmp.Or(environment.Type, "sandbox"),
			OrganizationID: organization.ID, ClientID: p.clientID(),
		})
	}
	for _, group := range fixture.BusinessGroups {
		p.addOrganization(group, organization.ID, now)
	}
}

// seeding resolves the names of a fixture.
type seeding struct {
	*anypointPlatform

	fixture anypointFixture
	now     time.Time
}

func (s seeding) users() error {
	for _, user := range s.fixture.Users {
		s.Users = append(s.Users, &anypointUser{
			ID: cmp.Or(user.ID, s.uuid()), Username: user.Username, FirstName: user.FirstName, LastName: user.LastName,
			Email: user.Email, Password: s.fixture.Passwords[user.Username],
			Administrator: user.Administrator, Disabled: user.Disabled, Created: s.now,
		})
	}
	for username := range s.fixture.Passwords {
		if _, err := s.userNamed(username); err != nil {
			return err
		}
	}
	return nil
}

func (s seeding) teams() error {
	for _, described := range s.fixture.Teams {
		team := &anypointTeam{
			ID: cmp.Or(described.ID, s.uuid()), Name: described.Name, Type: cmp.Or(described.Type, "internal"),
			Created: s.now, Updated: s.now,
		}
		if described.Parent != "" {
			parent, err := s.teamNamed(described.Parent)
			if err != nil {
				return err
			}
			team.ParentID = parent.ID
		}
		err := errors.Join(
			s.join(team, described.Members, teamMember{MembershipType: "member"}),
			s.join(team, described.Maintainers, teamMember{MembershipType: "maintainer"}),
			s.join(team, described.ExternalMembers, teamMember{MembershipType: "member", External: true}),
			s.assign(team, described.Roles),
		)
		if err != nil {
			return fmt.Errorf("team %s: %w", described.Name, err)
		}
		s.Teams = append(s.Teams, team)
	}
	return nil
}

func (s seeding) join(team *anypointTeam, usernames []string, as teamMember) error {
	for _, username := range usernames {
		user, err := s.userNamed(username)
		if err != nil {
			return err
		}
		as.UserID, as.Created, as.Updated = user.ID, s.now, s.now
		team.Members = append(team.Members, as)
	}
	return nil
}

func (s seeding) assign(team *anypointTeam, roles []roleFixture) error {
	for _, described := range roles {
		role := first(s.Roles, func(r anypointRole) bool { return r.Name == described.Role })
		if role.ID == "" {
			return fmt.Errorf("no role %q", described.Role)
		}
		contexts, err := s.contexts(described.contextFixture)
		if err != nil {
			return err
		}
		for _, context := range contexts {
			assignment := roleAssignment{role.ID, map[string]string{"org": context.OrganizationID}}
			if context.EnvironmentID != "" {
				assignment.Context["envId"] = context.EnvironmentID
			}
			team.Roles = append(team.Roles, assignment)
		}
	}
	return nil
}

func (s seeding) apps() error {
	for _, described := range s.fixture.ConnectedApps {
		owner, err := s.userNamed(described.Owner)
		if err != nil {
			return fmt.Errorf("connected app %s: %w", described.Name, err)
		}
		app := &anypointApp{
			ClientID: cmp.Or(described.ClientID, s.clientID()), ClientSecret: described.ClientSecret, Name: described.Name,
			OwnerID: owner.ID, GrantTypes: described.GrantTypes,
		}
		for _, scope := range described.Scopes {
			contexts, err := s.contexts(scope.contextFixture)
			if err != nil {
				return fmt.Errorf("connected app %s: %w", described.Name, err)
			}
			for _, grant := range contexts {
				grant.Scope = scope.Scope
				if slices.Contains(app.GrantTypes, "client_credentials") {
					app.Scopes = append(app.Scopes, grant)
				} else { // such apps have plain scopes, bounded by the user's permissions
					app.Scopes = append(app.Scopes, scopeGrant{Scope: scope.Scope})
				}
			}
		}
		s.Apps = append(s.Apps, app)
	}
	return nil
}

// contexts lists the organization, or each environment, that a scope holds in.
func (s seeding) contexts(described contextFixture) ([]scopeGrant, error) {
	organization, err := s.organizationNamed(described.BusinessGroup)
	if err != nil {
		return nil, err
	}
	if len(described.Environments) == 0 {
		return []scopeGrant{{OrganizationID: organization.ID}}, nil
	}
	contexts := make([]scopeGrant, len(described.Environments))
	for i, name := range described.Environments {
		environment, err := s.environmentNamed(organization, name)
		if err != nil {
			return nil, err
		}
		contexts[i] = scopeGrant{OrganizationID: organization.ID, EnvironmentID: environment.ID}
	}
	return contexts, nil
}

package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// anypointPlatform is one Anypoint root organization with all below it. Its
// exported fields are what [Server.Save] writes.
type anypointPlatform struct {
	Organizations []*anypointOrganization // the root first
	Environments  []*anypointEnvironment
	Users         []*anypointUser
	Teams         []*anypointTeam
	Roles         []anypointRole
	Apps          []*anypointApp
	Tokens        map[string]*anypointToken // by their text
	Partners      []anypointPartner
	Assets        []*exchangeAsset
	Instances     []*apiInstance
	Applications  []*clientApplication
	Templates     []policyTemplate

	LastID   int // of integer ids
	LastUUID int

	window rateWindow
}

// anypointOrganization is the root organization or a business group.
type anypointOrganization struct {
	ID, Name, Domain, ParentID string
	ClientID                   string
	Created                    time.Time
}

type anypointEnvironment struct {
	ID, Name, Type, OrganizationID, ClientID string
}

type anypointUser struct {
	ID, Username, FirstName, LastName, Email string
	Password                                 string
	Administrator, Disabled                  bool
	Roles                                    []roleAssignment // held directly
	Created                                  time.Time
}

// anypointTeam is a team of the root organization.
type anypointTeam struct {
	ID, Name, Type, ParentID string
	Members                  []teamMember
	Roles                    []roleAssignment
	GroupMappings            []groupMapping
	Created, Updated         time.Time
}

type teamMember struct {
	UserID, MembershipType string
	External               bool // mapped from a group of the identity provider
	Created, Updated       time.Time
}

// roleAssignment is a role within an organization and, for the roles of API
// Manager, an environment.
type roleAssignment struct {
	RoleID  string
	Context map[string]string
}

// anypointRole is an entry of the platform's role catalogue.
type anypointRole struct {
	ID          string `yaml:"role_id"`
	Name        string `yaml:"name"`
	Description string `yaml:"description"`
	Product     string `yaml:"product"`
	// Scope is what a holder may do, in terms of connected-app scopes.
	Scope string `yaml:"scope"`
}

// anypointPartner is another root organization that assets may be shared with.
type anypointPartner struct {
	ID     string `yaml:"id"`
	Name   string `yaml:"name"`
	Domain string `yaml:"domain"`
}

// integer is the next free integer id, as of policies and endpoints.
func (p *anypointPlatform) integer() int {
	p.LastID++
	return p.LastID
}

// uuid is the next free UUID, as of users and tokens.
func (p *anypointPlatform) uuid() string {
	p.LastUUID++
	return fmt.Sprintf("5a1c0000-9e4e-4000-9000-%012x", p.LastUUID)
}

// clientID is the next free client id, 32 hexadecimal digits.
func (p *anypointPlatform) clientID() string {
	p.LastUUID++
	return fmt.Sprintf("5a1cc11e47%022x", p.LastUUID)
}

func (p *anypointPlatform) root() *anypointOrganization {
	return p.Organizations[0]
}

func (p *anypointPlatform) organization(id string) *anypointOrganization {
	return first(p.Organizations, func(o *anypointOrganization) bool { return o.ID == id })
}

// environment finds an environment of an organization.
func (p *anypointPlatform) environment(organizationID, id string) *anypointEnvironment {
	return first(p.Environments, func(e *anypointEnvironment) bool {
		return e.OrganizationID == organizationID && e.ID == id
	})
}

func (p *anypointPlatform) user(id string) *anypointUser {
	return first(p.Users, func(u *anypointUser) bool { return u.ID == id })
}

func (p *anypointPlatform) team(id string) *anypointTeam {
	return first(p.Teams, func(t *anypointTeam) bool { return t.ID == id })
}

// ancestors lists the teams above team, the root team first.
func (p *anypointPlatform) ancestors(team *anypointTeam) []string {
	ids := []string{}
	for parent := p.team(team.ParentID); parent != nil; parent = p.team(parent.ParentID) {
		ids = append(ids, parent.ID)
	}
	slices.Reverse(ids)
	return ids
}

// owner is the user who owns the root organization: its first administrator.
func (p *anypointPlatform) owner() *anypointUser {
	if owner := first(p.Users, func(u *anypointUser) bool { return u.Administrator }); owner != nil {
		return owner
	}
	return cmp.Or(first(p.Users, func(*anypointUser) bool { return true }), &anypointUser{})
}

// first is the first element that matches, or the zero value.
func first[E any](elements []E, match func(E) bool) E {
	if i := slices.IndexFunc(elements, match); i >= 0 {
		return elements[i]
	}
	var none E
	return none
}

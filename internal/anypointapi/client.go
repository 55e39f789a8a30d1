// Package anypointapi is a client of the management APIs of MuleSoft Anypoint
// Platform: Access Management, API Manager and Exchange. It knows no Terraform.
//
// Reads of single objects are answered from one listing of their collection,
// and writes that the platform takes in bulk are gathered, so that a caller may
// treat every object on its own.
package anypointapi

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// service names the platform in errors and logs.
const service = "Anypoint Platform"

// ControlPlanes are the base URLs of the control planes, by their short names.
var ControlPlanes = map[string]string{
	"us":  "https://anypoint.mulesoft.com",
	"eu":  "https://eu1.anypoint.mulesoft.com",
	"gov": "https://gov.anypoint.mulesoft.com",
	"ca":  "https://ca1.platform.mulesoft.com",
	"jp":  "https://jp1.platform.mulesoft.com",
	"in":  "https://in1.platform.mulesoft.com",
	"au":  "https://au1.platform.mulesoft.com",
	"gb":  "https://gb1.platform.mulesoft.com",
}

// Config tells where the platform is and how to sign in.
type Config struct {
	// BaseURL is the control plane, such as https://anypoint.mulesoft.com.
	BaseURL string
	// Credentials sign in: [ClientCredentials], [Password] or [AccessToken].
	Credentials Credentials
	// AccessManagement signs in for the calls of Access Management that an app
	// acting for itself may not make; nil uses Credentials.
	AccessManagement Credentials
	// Transport are the settings of the connection; New sets Service and Retry.
	Transport transport.Options
}

// Client is a client of one control plane. It signs in on first use and is safe
// for concurrent use. It remembers what it read, so it is meant to live as long
// as one run.
type Client struct {
	// APIInstances are the API instances of API Manager.
	APIInstances *APIInstances
	// Policies are the policies applied to an API instance.
	Policies *Policies
	// AutomatedPolicies are the policies that apply to whole environments.
	AutomatedPolicies *AutomatedPolicies
	// PolicyTemplates are the policies that can be applied.
	PolicyTemplates *PolicyTemplates
	// Identities are the users, teams and organizations that an Exchange asset
	// is shared with.
	Identities *Identities
	// Assets are the APIs in Exchange.
	Assets *Assets
	// Users are the members of an organization.
	Users *Users
	// Teams are the teams of a root organization.
	Teams *Teams
	// TeamMembers are the members of a team.
	TeamMembers *TeamMembers
	// TeamRoles are the roles of a team.
	TeamRoles *TeamRoles
	// TeamGroupMappings make groups of an identity provider members of a team.
	TeamGroupMappings *TeamGroupMappings
	// UserRoles are the roles that a user holds directly.
	UserRoles *UserRoles
	// Roles are the roles that there are.
	Roles *Roles
	// Organizations are a root organization and its business groups.
	Organizations *Organizations
	// Environments are the environments of an organization.
	Environments *Environments
	// SLATiers are the SLA tiers of an API instance.
	SLATiers *SLATiers
	// ClientApplications are the applications that call APIs.
	ClientApplications *ClientApplications
	// Contracts let applications call an API instance.
	Contracts *Contracts
	// ConnectedApps are the connected apps of an organization.
	ConnectedApps *ConnectedApps
	// AppScopes are what connected apps may do for themselves.
	AppScopes *AppScopes
	// ScopeCatalogue is all scopes that there are.
	ScopeCatalogue *ScopeCatalogue
	// AppSettings are what an organization allows connected apps.
	AppSettings *OrganizationAppSettings
	// AppAllowlist is the allowlist of connected apps.
	AppAllowlist *AppAllowlist

	caller *caller
	me     *whoAmI
	// administrator is who makes the calls of Access Management.
	administrator *whoAmI
}

// New makes a client. It makes no call.
func New(config Config) (*Client, error) {
	base, err := parseBaseURL(config.BaseURL)
	if err != nil {
		return nil, err
	}
	if config.Credentials == nil {
		return nil, errors.New("no credentials for Anypoint Platform")
	}
	options := config.Transport
	options.Service = service
	options.Retry = retryPolicy(base.Path)
	options.Secrets = config.Credentials.secrets()
	if config.AccessManagement != nil {
		options.Secrets = append(options.Secrets, config.AccessManagement.secrets()...)
	}

	connection := &connection{base: strings.TrimSuffix(base.String(), "/"), transport: transport.New(options)}
	main := newAccount(connection, config.Credentials)
	management := main
	if config.AccessManagement != nil {
		management = newAccount(connection, config.AccessManagement)
	}
	caller := &caller{connection: connection, main: main, management: management}
	policies := newPolicies(caller)
	return &Client{
		APIInstances:       newAPIInstances(caller),
		Policies:           policies,
		PolicyTemplates:    newPolicyTemplates(caller),
		Identities:         newIdentities(caller),
		Assets:             newAssets(caller),
		Users:              newUsers(caller),
		Teams:              newTeams(caller),
		TeamMembers:        newTeamMembers(caller),
		TeamRoles:          newTeamRoles(caller),
		TeamGroupMappings:  newTeamGroupMappings(caller),
		UserRoles:          newUserRoles(caller),
		Roles:              newRoles(caller),
		Organizations:      newOrganizations(caller),
		Environments:       newEnvironments(caller),
		caller:             caller,
		me:                 newWhoAmI(caller, getMe()),
		administrator:      newAdministrator(caller),
		SLATiers:           newSLATiers(caller),
		Contracts:          newContracts(caller),
		ClientApplications: newClientApplications(caller),
		ConnectedApps:      newConnectedApps(caller),
		AppScopes:          newAppScopes(caller),
		ScopeCatalogue:     newScopeCatalogue(caller),
		AppSettings:        newOrganizationAppSettings(caller),
		AppAllowlist:       newAppAllowlist(caller),
		AutomatedPolicies:  newAutomatedPolicies(caller, policies),
	}, nil
}

func parseBaseURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the base URL of Anypoint Platform: %w", err)
	}
	if err := transport.CheckURL(base); err != nil {
		return nil, fmt.Errorf("the base URL of Anypoint Platform: %w", err)
	}
	if base.RawQuery != "" || base.ForceQuery || base.Fragment != "" {
		return nil, errors.New("the base URL of Anypoint Platform must have neither query nor fragment")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	return base, nil
}

// keepError tells which errors of a listing are remembered: those that asking
// again in this run would not change.
func keepError(err error) bool { return transport.IsLasting(err) || isRefusedSignIn(err) }

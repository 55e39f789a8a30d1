// Package salesforceapi is a client of the parts of Salesforce that decide who
// and what may call an organization's APIs: connected apps, the grants of their
// use, and the users, profiles and permission sets that hold them. It knows
// nothing of Terraform.
//
// Reads of many objects are answered from few listings, and writes that come
// close together travel in one call.
package salesforceapi

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	service    = "Salesforce"
	clientName = "terraform-provider-apiaccess"

	productionLogin = "https://login.salesforce.com"
	sandboxLogin    = "https://test.salesforce.com"
)

// Config tells how to reach an organization.
type Config struct {
	// InstanceURL is the organization's My Domain URL. It is where the client
	// signs in; afterwards the answer of the sign-in tells where to call.
	InstanceURL string
	// LoginURL is where the client signs in when that is not InstanceURL. The
	// default without either is https://login.salesforce.com.
	LoginURL string
	// Audience is the audience of a JWT bearer assertion. The default is
	// https://login.salesforce.com, or https://test.salesforce.com for a sandbox.
	Audience string
	// APIVersion is the version of every interface, such as "66.0".
	APIVersion string
	// Credentials are how the client signs in.
	Credentials Credentials
	// PropagationWait is how long to wait for the token endpoint to learn of a
	// client id that it does not know yet, as happens after an app's creation.
	PropagationWait time.Duration
	// MaxAPIUsagePercent is how much of the organization's daily allocation of API
	// requests may be used, by anybody, before the client refuses to call; 0 leaves
	// it to the platform.
	MaxAPIUsagePercent int
	// Transport are the settings of the connection; New sets its Service and Retry.
	Transport transport.Options
}

// Client calls one organization as one signed-in identity. It signs in on first
// use. It is safe for concurrent use.
type Client struct {
	transport    *transport.Client
	version      string
	maxRetries   int
	budget       *budget
	signIn       *signIn
	sessions     *coalesce.Shared[*session]
	organization *coalesce.Shared[ID]
	rows         *rows
	metadata     *metadata
	permissions  *permissions
	tokensInUse  *coalesce.Shared[*toldTokens]

	// ConnectedApps are the definitions of the organization's own apps.
	ConnectedApps *ConnectedApps
	// ExternalClientApps are the definitions of its external client apps.
	ExternalClientApps *ExternalClientApps
	// ExternalAppUsage is who uses them.
	ExternalAppUsage *ExternalAppUsage
	// Settings are the settings around the use of the APIs.
	Settings *Settings
	// Apps are all apps that the organization knows, installed ones too.
	Apps *Apps
	// Users are the organization's users.
	Users *Users
	// Profiles are the users' profiles.
	Profiles *Profiles
	// Licenses are the user licenses.
	Licenses *Licenses
	// PermissionSets are the permission sets.
	PermissionSets *PermissionSets
	// PermissionSetGroups are the groups of permission sets.
	PermissionSetGroups *PermissionSetGroups
	// SetupEntityAccess are the grants of apps to permission sets and profiles.
	SetupEntityAccess *SetupEntityAccessRows
	// PermissionSetAssignments are the permission sets that users hold.
	PermissionSetAssignments *PermissionSetAssignments
	// PermissionSetGroupAssignments are the permission set groups that users hold.
	PermissionSetGroupAssignments *PermissionSetAssignments
	// MutingPermissionSets take permissions away within groups.
	MutingPermissionSets *MutingPermissionSets
	// OAuthCustomScopes are the organization's own OAuth scopes.
	OAuthCustomScopes *NamedRows[OAuthCustomScope]
	// OAuthCustomScopeAssignments are the scopes that connected apps may ask for.
	OAuthCustomScopeAssignments *OAuthCustomScopeAssignments
	// BlockedApps are apps that are kept out by their client id.
	BlockedApps *Components[BlockedApp]
	// ProfileIPRanges are the addresses that users of a profile log in from.
	ProfileIPRanges *ProfileIPRanges
	// ProfilePasswordPolicies and ProfileSessionSettings are what single profiles
	// demand instead of the organization's settings.
	ProfilePasswordPolicies *Components[ProfilePasswordPolicy]
	ProfileSessionSettings  *Components[ProfileSessionSetting]
	// TransactionSecurityPolicies watch events and act on them.
	TransactionSecurityPolicies *Components[TransactionSecurityPolicy]
	// NamedCredentials are the endpoints that the organization calls.
	NamedCredentials *ConnectResources[NamedCredential]
	// ExternalCredentials are how the organization proves itself to others, and
	// PrincipalSecrets what it does so with.
	ExternalCredentials *ConnectResources[ExternalCredential]
	PrincipalSecrets    *PrincipalSecrets
	// PermissionSetGroupComponents are the permission sets in groups.
	PermissionSetGroupComponents *PermissionSetGroupComponents
}

// New makes a client. The error tells what in the configuration cannot work;
// no call is made.
func New(config Config) (*Client, error) {
	if !versionForm.MatchString(config.APIVersion) {
		return nil, fmt.Errorf("the API version %q is not of the form 66.0", config.APIVersion)
	}
	entry, err := newSignIn(config)
	if err != nil {
		return nil, err
	}
	options := config.Transport
	options.Service, options.Retry, options.Secrets = service, retryable, config.Credentials.secrets()

	client := &Client{
		transport: transport.New(options), version: config.APIVersion,
		maxRetries: options.MaxRetries, signIn: entry, budget: &budget{percent: config.MaxAPIUsagePercent},
	}
	entry.http = client.transport.HTTP()
	client.sessions = coalesce.NewShared(entry.open, isRefusedSignIn)
	client.organization = coalesce.NewShared(client.readOrganizationID, transport.IsLasting)
	client.rows = newRows(client)
	client.metadata = newMetadata(client)
	client.ConnectedApps = &ConnectedApps{client: client}
	client.ExternalClientApps = newExternalClientApps(client)
	client.Apps = newApps(client)
	client.Users = newUsers(client)
	client.Licenses = newLicenses(client)
	client.PermissionSets = newPermissionSets(client)
	client.Profiles = &Profiles{sets: client.PermissionSets}
	client.PermissionSetGroups = newPermissionSetGroups(client)
	client.SetupEntityAccess = newSetupEntityAccessRows(client)
	client.ExternalAppUsage = newExternalAppUsage(client)
	client.tokensInUse = coalesce.NewShared(client.readTokens, transport.IsLasting)
	client.PermissionSetAssignments = newPermissionSetAssignments(client)
	client.PermissionSetGroupComponents = newPermissionSetGroupComponents(client)
	client.addSettings()
	return client, nil
}

// addSettings adds what surrounds apps and grants.
func (c *Client) addSettings() {
	c.permissions = newPermissions(c)
	c.Settings = newSettings(c)
	c.PermissionSetGroupAssignments = newAssignments(c, columnGroup)
	c.MutingPermissionSets = newMutingPermissionSets(c)
	c.OAuthCustomScopes = newOAuthCustomScopes(c)
	c.OAuthCustomScopeAssignments = newOAuthCustomScopeAssignments(c)
	c.BlockedApps = newBlockedApps(c)
	c.ProfileIPRanges = newProfileIPRanges(c)
	c.ProfilePasswordPolicies = newProfilePasswordPolicies(c)
	c.ProfileSessionSettings = newProfileSessionSettings(c)
	c.TransactionSecurityPolicies = newTransactionSecurityPolicies(c)
	c.NamedCredentials = newNamedCredentials(c)
	c.ExternalCredentials = newExternalCredentials(c)
	c.PrincipalSecrets = &PrincipalSecrets{client: c}
}

var versionForm = regexp.MustCompile(`^[1-9][0-9]\.0$`)

// versionNumber is the API version as a number.
func (c *Client) versionNumber() float64 {
	number, _ := strconv.ParseFloat(c.version, 64) // New has checked the form
	return number
}

// baseURL reads the URL of a host that credentials will be sent to.
func baseURL(name, value string) (*url.URL, error) {
	parsed, err := url.Parse(strings.TrimRight(value, "/"))
	if err != nil {
		return nil, fmt.Errorf("the %s is not a URL", name) // the error would repeat a password in it
	}
	if err := transport.CheckURL(parsed); err != nil {
		return nil, fmt.Errorf("the %s: %w", name, err)
	}
	if parsed.Path != "" || parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "" {
		return nil, fmt.Errorf("the %s must be a host alone, such as https://acme.my.salesforce.com", name)
	}
	return parsed, nil
}

// isGeneralLogin tells the hosts where every organization's users sign in.
func isGeneralLogin(host string) bool {
	return host == "login.salesforce.com" || host == "test.salesforce.com"
}

// isSandbox tells a host whose users sign in at test.salesforce.com.
func isSandbox(host string) bool {
	return host == "test.salesforce.com" || strings.Contains(host, ".sandbox.")
}

var errNoCredentials = errors.New("no credentials are configured")

package simulator

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// salesforceFixture is the salesforce key of a fixture.
type salesforceFixture struct {
	Organization struct {
		ID            string `yaml:"id"`
		Name          string `yaml:"name"`
		Type          string `yaml:"type"`
		Instance      string `yaml:"instance"`
		Sandbox       bool   `yaml:"sandbox"`
		DailyRequests int    `yaml:"daily_api_requests"`
	} `yaml:"organization"`
	Licenses []struct {
		Name  string `yaml:"name"`
		Total int    `yaml:"total"`
	} `yaml:"licenses"`
	Profiles       []salesforceProfileFixture       `yaml:"profiles"`
	Users          []salesforceUserFixture          `yaml:"users"`
	PermissionSets []salesforcePermissionSetFixture `yaml:"permission_sets"`
	Muting         []salesforceMutingFixture        `yaml:"muting_permission_sets"`
	Groups         []salesforceGroupFixture         `yaml:"permission_set_groups"`
	Assignments    []salesforceAssignmentFixture    `yaml:"assignments"`
	ConnectedApps  []salesforceAppFixture           `yaml:"connected_apps"`
	InstalledApps  []salesforceAppFixture           `yaml:"installed_apps"`
	// ExternalClientApps are whole apps, Settings some of the settings by member,
	// such as Security, and Metadata components in the form of retrieved files.
	ExternalClientApps []salesforceExternalAppFixture `yaml:"external_client_apps"`
	Settings           map[string]map[string]any      `yaml:"settings"`
	Metadata           []salesforceMetadataFixture    `yaml:"metadata"`
	// OAuthTokens are apps in use, EventLogFiles what the organization logged, and
	// Rows rows of any other object, by object.
	OAuthTokens   []salesforceTokenFixture    `yaml:"oauth_tokens"`
	EventLogFiles []salesforceLogFileFixture  `yaml:"event_log_files"`
	Rows          map[string][]map[string]any `yaml:"rows"`
	// Passwords are by username, for the username-password flow, each with the
	// security token appended.
	Passwords map[string]string `yaml:"passwords"`
	// AccessTokens are ready-made sessions.
	AccessTokens []struct {
		Token        string `yaml:"token"`
		User         string `yaml:"user"`
		ConnectedApp string `yaml:"connected_app"`
	} `yaml:"access_tokens"`
}

type salesforceProfileFixture struct {
	Name        string   `yaml:"name"`
	APIName     string   `yaml:"api_name"`
	License     string   `yaml:"license"`
	Custom      bool     `yaml:"custom"`
	Permissions []string `yaml:"permissions"`
	// LoginIPRanges are the only addresses that users sign in from.
	LoginIPRanges []salesforceRangeFixture `yaml:"login_ip_ranges"`
}

type salesforceUserFixture struct {
	Username  string `yaml:"username"`
	FirstName string `yaml:"first_name"`
	LastName  string `yaml:"last_name"`
	Email     string `yaml:"email"`
	Profile   string `yaml:"profile"`
	Active    *bool  `yaml:"active"`
}

type salesforcePermissionSetFixture struct {
	Name        string   `yaml:"name"`
	Label       string   `yaml:"label"`
	Description string   `yaml:"description"`
	License     string   `yaml:"license"`
	Permissions []string `yaml:"permissions"`
}

type salesforceGroupFixture struct {
	DeveloperName  string   `yaml:"developer_name"`
	Label          string   `yaml:"label"`
	Description    string   `yaml:"description"`
	PermissionSets []string `yaml:"permission_sets"`
	// MutingPermissionSet takes permissions away within the group.
	MutingPermissionSet string `yaml:"muting_permission_set"`
}

type salesforceMutingFixture struct {
	DeveloperName string   `yaml:"developer_name"`
	Label         string   `yaml:"label"`
	Permissions   []string `yaml:"permissions"`
}

// salesforceAssignmentFixture gives a user a permission set or a group of them.
type salesforceAssignmentFixture struct {
	User               string `yaml:"user"`
	PermissionSet      string `yaml:"permission_set"`
	PermissionSetGroup string `yaml:"permission_set_group"`
	ExpirationDate     string `yaml:"expiration_date"`
}

// salesforceSeeder fills an organization from a fixture and keeps the first
// error.
type salesforceSeeder struct {
	salesforceActor
	err error
}

func (o *salesforceOrg) seed(fixture salesforceFixture, now time.Time) error {
	o.clear()
	if fixture.Organization.ID == "" {
		return nil
	}
	id, right := canonicalID(fixture.Organization.ID)
	if !right {
		return fmt.Errorf("organization: %q is not an id", fixture.Organization.ID)
	}
	o.ID, o.DailyRequests = id, fixture.Organization.DailyRequests
	s := &salesforceSeeder{salesforceActor: salesforceActor{org: o, now: now, setup: true}}
	s.organization(fixture)
	for _, profile := range fixture.Profiles {
		s.profile(profile)
	}
	for _, user := range fixture.Users {
		s.userRow(user)
	}
	s.permissionSets(fixture)
	for _, app := range fixture.ConnectedApps {
		s.app(app, false)
	}
	for _, app := range fixture.InstalledApps {
		s.app(app, true)
	}
	s.components(fixture)
	s.sessions(fixture)
	s.finish()
	s.usage(fixture)
	return s.err
}

// finish lets no trace of the seeding show.
func (s *salesforceSeeder) finish() {
	delete(s.org.Tables, "SetupAuditTrail")
	for group, row := range s.org.table("PermissionSetGroup").Rows {
		s.org.put("PermissionSetGroup", group, row.with("Status", "Updated"))
	}
	clear(s.org.Recalculations)
}

// row adds a row of an object by the rules of that object.
func (s *salesforceSeeder) row(object string, values map[string]any) string {
	for field, value := range values {
		if value == "" {
			delete(values, field)
		}
	}
	id, refused := s.insert(salesforceObjectNamed(object), values)
	if refused != nil {
		s.fail("%s %v: %w", object, values, refused)
	}
	return id
}

func (s *salesforceSeeder) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
}

// reference finds the row that the fixture names.
func (s *salesforceSeeder) reference(object, field, name string) string {
	if name == "" {
		return ""
	}
	id := s.org.named(object, field, name)
	if id == "" {
		s.fail("there is no %s named %q", object, name)
	}
	return id
}

func (s *salesforceSeeder) organization(fixture salesforceFixture) {
	org := fixture.Organization
	s.org.put("Organization", s.org.ID, salesforceRow{
		"Id": s.org.ID, "Name": org.Name, "OrganizationType": org.Type, "InstanceName": org.Instance,
		"IsSandbox": org.Sandbox, "CreatedDate": s.stamp(), "LastModifiedDate": s.stamp(), "SystemModstamp": s.stamp(),
	})
	for _, license := range fixture.Licenses {
		s.row("UserLicense", map[string]any{
			"Name": license.Name, "MasterLabel": license.Name, "TotalLicenses": float64(license.Total),
			"LicenseDefinitionKey": strings.ToUpper(strings.ReplaceAll(license.Name, " ", "_")),
			"UsedLicenses":         float64(0),
		})
	}
}

func (s *salesforceSeeder) profile(profile salesforceProfileFixture) {
	values := map[string]any{
		"Name": profile.Name, "UserLicenseId": s.reference("UserLicense", "Name", profile.License),
	}
	permit(values, profile.Permissions)
	id := s.row("Profile", values)
	if id == "" {
		return
	}
	row := s.org.row("Profile", id).with(profileCustom, profile.Custom)
	s.org.put("Profile", id, row.with(profileAPIName, profile.APIName))
	ranges := newElement("")
	for _, allowed := range profile.LoginIPRanges {
		ranges.add(allowed.element("loginIpRanges", "startAddress", "endAddress"))
	}
	s.org.putComponent(id, tidy("Profile", ranges))
}

func permit(values map[string]any, permissions []string) {
	for _, permission := range permissions {
		values["Permissions"+permission] = true
	}
}

func (s *salesforceSeeder) userRow(user salesforceUserFixture) {
	alias, _, _ := strings.Cut(user.Username, "@")
	id := s.row("User", map[string]any{
		"Username": user.Username, "FirstName": user.FirstName, "LastName": user.LastName, "Email": user.Email,
		"Alias": alias[:min(len(alias), 8)], "ProfileId": s.reference("Profile", "Name", user.Profile),
		"IsActive": user.Active == nil || *user.Active, "TimeZoneSidKey": "America/New_York",
		"LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US",
	})
	if s.user == "" {
		s.user = id // the first user made the organization
	}
}

func (s *salesforceSeeder) permissionSets(fixture salesforceFixture) {
	for _, set := range fixture.PermissionSets {
		values := map[string]any{
			"Name": set.Name, "Label": set.Label, "Description": set.Description,
			"LicenseId": s.reference("UserLicense", "Name", set.License),
		}
		permit(values, set.Permissions)
		s.row("PermissionSet", values)
	}
	for _, muting := range fixture.Muting {
		values := map[string]any{"DeveloperName": muting.DeveloperName, "MasterLabel": muting.Label}
		permit(values, muting.Permissions)
		s.row("MutingPermissionSet", values)
	}
	for _, group := range fixture.Groups {
		id := s.row("PermissionSetGroup", map[string]any{
			"DeveloperName": group.DeveloperName, "MasterLabel": group.Label, "Description": group.Description,
		})
		for _, set := range group.PermissionSets {
			s.row("PermissionSetGroupComponent", map[string]any{
				"PermissionSetGroupId": id, "PermissionSetId": s.reference("PermissionSet", "Name", set),
			})
		}
		if muting := s.reference("MutingPermissionSet", "DeveloperName", group.MutingPermissionSet); muting != "" {
			s.row("PermissionSetGroupComponent", map[string]any{"PermissionSetGroupId": id, "PermissionSetId": muting})
		}
	}
	for _, assignment := range fixture.Assignments {
		s.row("PermissionSetAssignment", map[string]any{
			"AssigneeId":           s.reference("User", "Username", assignment.User),
			"PermissionSetId":      s.reference("PermissionSet", "Name", assignment.PermissionSet),
			"PermissionSetGroupId": s.reference("PermissionSetGroup", "DeveloperName", assignment.PermissionSetGroup),
			"ExpirationDate":       assignment.ExpirationDate,
		})
	}
}

func (s *salesforceSeeder) sessions(fixture salesforceFixture) {
	for user, password := range fixture.Passwords {
		s.reference("User", "Username", user)
		s.org.Passwords[strings.ToLower(user)] = password
	}
	for _, token := range fixture.AccessTokens {
		if !strings.HasPrefix(token.Token, "00D") {
			s.fail("access token of %s: %w", token.User, errors.New("it must begin with the organization's id"))
		}
		s.org.Sessions[token.Token] = salesforceSession{
			User: s.reference("User", "Username", token.User), App: s.org.appNamed(token.ConnectedApp),
			Scopes: []string{"Api"}, Expires: s.now.AddDate(10, 0, 0),
		}
	}
}

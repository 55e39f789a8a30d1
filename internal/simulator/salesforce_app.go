package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
)

// salesforceApp is a connected app. It is replaced, never changed.
type salesforceApp struct {
	FullName string
	// Installed marks an app whose definition lives in another organization.
	Installed bool
	// External marks an external client app, whose Definition is put together
	// from its components, and Disabled one that an administrator turned off.
	External, Disabled bool
	// Definition is the component without what the organization keeps apart: the
	// consumer's credentials, the approval, and the grants.
	Definition *soapElement
	// ConsumerKey and ConsumerSecret are the consumer's credentials; the secret
	// is never told.
	ConsumerKey, ConsumerSecret string
	// CreatedAt starts the wait until the token endpoint knows the app.
	CreatedAt time.Time
	// SelfAuthorized are the ids of users who approved the app for themselves.
	SelfAuthorized []string
}

// oauth is a setting of the app's oauthConfig, or empty.
func (a *salesforceApp) oauth(name string) string {
	return a.Definition.child("oauthConfig").child(name).text()
}

// scopes are the scopes in the names that metadata has for them.
func (a *salesforceApp) scopes() []string {
	var scopes []string
	for _, scope := range a.Definition.child("oauthConfig").all("scopes") {
		scopes = append(scopes, scope.Text)
	}
	return scopes
}

// appNamed is the id of the connected app with this API name, or empty.
func (o *salesforceOrg) appNamed(name string) string {
	for id, app := range o.Apps {
		if !app.External && strings.EqualFold(app.FullName, name) {
			return id
		}
	}
	return ""
}

// appWithKey is the id of the connected app with this consumer key, or empty.
func (o *salesforceOrg) appWithKey(key string) string {
	for id, app := range o.Apps {
		if key != "" && app.ConsumerKey == key {
			return id
		}
	}
	return ""
}

// approved tells whether only users that an administrator approved may use the
// app.
func (o *salesforceOrg) approved(app string) bool {
	if known := o.Apps[app]; known != nil && known.External {
		return known.oauth("isAdminApproved") == "true"
	}
	return o.row("ConnectedApplication", app).flag("OptionsAllowAdminApprovedUsersOnly")
}

// madeUp is text that looks random and is the same in every run.
func (o *salesforceOrg) madeUp(purpose string, length int) string {
	seed := fmt.Sprintf("%s %s %d", o.ID, purpose, o.issue())
	var text strings.Builder
	for i := 0; text.Len() < length; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", seed, i))
		text.WriteString(strings.NewReplacer("-", ".", "_", ".").Replace(base64.RawURLEncoding.EncodeToString(sum[:])))
	}
	return text.String()[:length]
}

// salesforceAppFixture describes a connected app.
type salesforceAppFixture struct {
	Name           string   `yaml:"name"`
	Label          string   `yaml:"label"`
	Description    string   `yaml:"description"`
	ContactEmail   string   `yaml:"contact_email"`
	CallbackURLs   []string `yaml:"callback_urls"`
	ConsumerKey    string   `yaml:"consumer_key"`
	ConsumerSecret string   `yaml:"consumer_secret"`
	// Certificate is the PEM certificate that JWT assertions are signed with.
	Certificate string   `yaml:"certificate"`
	RunAs       string   `yaml:"run_as"`
	Scopes      []string `yaml:"scopes"`
	// Approved pre-authorizes administrator-approved users only.
	Approved       bool     `yaml:"approved"`
	Profiles       []string `yaml:"profiles"`
	PermissionSets []string `yaml:"permission_sets"`
	// SelfAuthorized are users who approved the app for themselves.
	SelfAuthorized []string `yaml:"self_authorized"`
}

// app adds a connected app of a fixture.
func (s *salesforceSeeder) app(fixture salesforceAppFixture, installed bool) {
	app := &salesforceApp{
		FullName: fixture.Name, Installed: installed, ConsumerKey: fixture.ConsumerKey,
		ConsumerSecret: fixture.ConsumerSecret,
	}
	if installed {
		app.FullName = strings.ReplaceAll(fixture.Label, " ", "_")
	} else {
		app.Definition = s.definition(fixture)
	}
	for _, user := range fixture.SelfAuthorized {
		app.SelfAuthorized = append(app.SelfAuthorized, s.reference("User", "Username", user))
	}
	id := s.addApp(app, fixture.Label, fixture.Approved)
	for _, profile := range fixture.Profiles {
		set := s.org.profileSet(s.reference("Profile", "Name", profile))
		s.row("SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": id})
	}
	for _, set := range fixture.PermissionSets {
		s.row("SetupEntityAccess", map[string]any{
			"ParentId": s.reference("PermissionSet", "Name", set), "SetupEntityId": id,
		})
	}
}

// definition is the component of a fixture's app.
func (s *salesforceSeeder) definition(fixture salesforceAppFixture) *soapElement {
	callbacks := fixture.CallbackURLs
	if len(callbacks) == 0 {
		callbacks = []string{"https://login.salesforce.com/services/oauth2/success"}
	}
	oauth := newElement("oauthConfig", newText("callbackUrl", strings.Join(callbacks, "\n")))
	if fixture.Certificate != "" {
		oauth.add(newText("certificate", fixture.Certificate))
	}
	if fixture.RunAs != "" {
		s.reference("User", "Username", fixture.RunAs)
		oauth.add(newText("isClientCredentialEnabled", "true"), newText("oauthClientCredentialUser", fixture.RunAs))
	}
	for _, scope := range fixture.Scopes {
		if !slices.Contains(connectedAppScopes, scope) {
			s.fail("connected app %s: there is no scope %q", fixture.Name, scope)
		}
		oauth.add(newText("scopes", scope))
	}
	component := newElement("", newText("contactEmail", fixture.ContactEmail), newText("label", fixture.Label), oauth)
	if fixture.Description != "" {
		component.add(newText("description", fixture.Description))
	}
	return settleConnectedApp(component)
}

// addApp stores a connected app and the row that shows it to queries.
func (a salesforceActor) addApp(app *salesforceApp, label string, approved bool) string {
	row := salesforceRow{"Name": label, "DeveloperName": app.FullName, "OptionsAllowAdminApprovedUsersOnly": approved}
	id := a.add(salesforceObjectNamed("ConnectedApplication"), row)
	a.storeApp(id, app)
	return id
}

// storeApp replaces a connected app and keeps its row in step.
func (a salesforceActor) storeApp(id string, app *salesforceApp) {
	a.org.putApp(id, app)
	row := a.org.row("ConnectedApplication", id)
	if app.Installed {
		return
	}
	row = row.with("Name", app.Definition.child("label").text()).with("DeveloperName", app.FullName)
	for field, element := range map[string]string{
		"ContactEmail": "contactEmail", "Description": "description", "StartUrl": "startUrl", "MobileStartUrl": "mobileStartUrl",
	} {
		row[field] = nil
		if text := app.Definition.child(element).text(); text != "" {
			row[field] = text
		}
	}
	row["OptionsHasSessionLevelPolicy"] = app.Definition.child("sessionPolicy") != nil
	refresh := app.Definition.child("oauthPolicy").child("refreshTokenPolicy").text()
	row["OptionsRefreshTokenValidityMetric"] = strings.HasPrefix(refresh, "specific_inactivity")
	a.touch(row)
	a.org.put("ConnectedApplication", id, row)
}

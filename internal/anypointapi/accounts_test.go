package anypointapi_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// finders are the four ways of finding an object of the Acme organization.
func finders(client *anypointapi.Client) map[string]func(context.Context, string) (string, error) {
	return map[string]func(context.Context, string) (string, error){
		"user": func(ctx context.Context, reference string) (string, error) {
			found, err := client.Users.Find(ctx, acme, reference)
			return found.ID, err
		},
		"team": func(ctx context.Context, reference string) (string, error) {
			found, err := client.Teams.Find(ctx, acme, reference)
			return found.ID, err
		},
		"organization": func(ctx context.Context, reference string) (string, error) {
			found, err := client.Organizations.Find(ctx, acme, reference)
			return found.ID, err
		},
		"environment": func(ctx context.Context, reference string) (string, error) {
			found, err := client.Environments.Find(ctx, acme, reference)
			return found.ID, err
		},
	}
}

func TestObjectsAreFoundByAnyOfTheirNames(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 2 })
	find := finders(client)
	for _, test := range []struct{ noun, reference, id string }{
		{"user", acmeSarah, acmeSarah},
		{"user", strings.ToUpper(acmeSarah), acmeSarah},
		{"user", "sarah.lee", acmeSarah},
		{"user", "Mei.Chen@acme.example", acmeMei},
		{"team", "Frontend Team", acmeFrontend},
		{"team", acmeFrontend, acmeFrontend},
		{"organization", "Acme", acme},
		{"organization", "Retail", acmeRetail},
		{"organization", acmeRetail, acmeRetail},
		{"environment", "Production", acmeProd},
		{"environment", acmeProd, acmeProd},
	} {
		if id, err := find[test.noun](t.Context(), test.reference); err != nil || id != test.id {
			t.Errorf("the %s %q is answered %q, %v", test.noun, test.reference, id, err)
		}
	}
	p.wantCalls("/members", 2) // four users in pages of two, listed once
	p.wantCalls("/hierarchy", 1)
}

func TestAMissingObjectIsNamed(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	for noun, find := range finders(client) {
		_, err := find(t.Context(), "Nobody")
		if !transport.IsNotFound(err) || !strings.Contains(err.Error(), noun) || !strings.Contains(strings.ToLower(err.Error()), `"nobody"`) {
			t.Errorf("a missing %s is answered %v", noun, err)
		}
	}
}

func TestASharedNameListsItsCandidates(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{Pattern: "/members", Answer: simulator.Status(200, `{"total":3,"data":[
		{"id":"1","username":"lee","email":"team@acme.example"},
		{"id":"2","username":"diaz","email":"team@acme.example"},
		{"id":"3","username":"team@acme.example"}]}`)})
	p.Inject(simulator.Fault{Pattern: "/hierarchy", Answer: simulator.Status(200, `{"id":"1","name":"Acme","subOrganizations":[
		{"id":"2","name":"EMEA","subOrganizations":[{"id":"3","name":"Retail"}]},{"id":"4","name":"Retail"}]}`)})
	user, err := client.Users.Find(t.Context(), acme, "team@acme.example")
	if err != nil || user.ID != "3" {
		t.Errorf("a username goes before an e-mail address, but Find = %+v, %v", user, err)
	}
	_, err = client.Organizations.Find(t.Context(), acme, "Retail")
	if err == nil || !strings.Contains(err.Error(), "Retail (3), Retail (4)") {
		t.Errorf("Find = %v, want both candidates", err)
	}
}

func TestAPageThatIsNotTurnedIsAnError(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{Pattern: "/members", Answer: simulator.Status(200, `{"total":1000000,"data":[
		{"id":"1","username":"lee"},{"id":"2","username":"diaz"}]}`)})
	_, err := client.Users.Find(t.Context(), acme, "lee")
	if err == nil || transport.IsNotFound(err) || !strings.Contains(err.Error(), "same page twice") {
		t.Errorf("a listing that goes round in circles is answered %v", err)
	}
	p.wantCalls("/members", 2)
}

func TestTheHierarchyIsWalkedFromTheRoot(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	root, err := client.Organizations.Hierarchy(t.Context(), acme)
	if err != nil || !root.IsRoot {
		t.Fatalf("Hierarchy = %+v, %v", root, err)
	}
	var names []string
	for organization := range root.All() {
		names = append(names, organization.Name)
	}
	if strings.Join(names, " ") != "Acme Retail" {
		t.Errorf("the organizations are %v", names)
	}
	for organization := range root.All() {
		if organization.Name != "Acme" {
			t.Error("a walk went on after it was stopped")
		}
		break
	}
}

func TestAllEnvironmentsTakeOneCall(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	var names []string
	for environment, err := range client.Environments.ListAll(t.Context(), acme) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, environment.Name)
	}
	if strings.Join(names, " ") != "Production Sandbox Production" {
		t.Errorf("the environments are %v", names)
	}
	p.wantCalls("/environments", 1)
}

func TestUsersAndTeamsAreListed(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 2 })
	count := 0
	users, err := client.Users.List(t.Context(), acme)
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range users {
		if user.Username == "" {
			t.Errorf("List has %+v", user)
		}
		count++
	}
	teams, err := client.Teams.List(t.Context(), acme)
	if err != nil {
		t.Fatal(err)
	}
	for _, team := range teams {
		if team.Name == "" || team.OrganizationID != acme || (team.ParentID() == "") != (team.Name == "Everyone at Acme") {
			t.Errorf("List has %+v", team)
		}
		count++
	}
	if count != 7 {
		t.Errorf("%d users and teams, want 7", count)
	}
}

func TestAccessManagementUsesItsOwnCredential(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	client := p.client(anypointapi.Config{Credentials: terraform, AccessManagement: administrator})
	if _, err := client.Teams.Find(t.Context(), acme, "Frontend Team"); err != nil {
		t.Error(err)
	}
	p.wantCalls(tokenCalls, 1)
	if _, err := client.Policies.List(t.Context(), ordersAPI); err != nil {
		t.Error(err)
	}
	p.wantCalls(tokenCalls, 2)
	var grants []string
	for _, request := range p.Requests() {
		for _, grant := range []string{"password", "client_credentials"} {
			if strings.Contains(string(request.Body), "grant_type="+grant) {
				grants = append(grants, grant)
			}
		}
	}
	if fmt.Sprint(grants) != "[password client_credentials]" {
		t.Errorf("the grants were %v", grants)
	}
}

func TestARefusedAccessManagementCallAsksForAUser(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credentials anypointapi.Credentials
		status      int
		needs       bool
	}{
		"an app, forbidden":    {terraform, http.StatusForbidden, true},
		"an app, unauthorized": {terraform, http.StatusUnauthorized, true},
		"a user, forbidden":    {administrator, http.StatusForbidden, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t)
			client := p.client(anypointapi.Config{Credentials: test.credentials})
			p.Inject(simulator.Fault{Pattern: "/teams", Answer: simulator.Status(test.status, http.StatusText(test.status))})
			for range 3 {
				_, err := client.Teams.Find(t.Context(), acme, "Frontend Team")
				if !transport.IsPermission(err) || anypointapi.NeedsAccessManagement(err) != test.needs ||
					strings.Contains(err.Error(), "access_management") != test.needs {
					t.Errorf("Find = %v", err)
				}
			}
			if asked := p.Calls("/teams"); asked > 2 {
				t.Errorf("a refusal was asked for %d times", asked)
			}
		})
	}
}

func TestMeTellsTheDefaultOrganization(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	for range 2 {
		me, err := client.Me(t.Context())
		if err != nil || me.OrganizationID != acme || me.RootOrganizationID != acme || me.ClientID != terraform.ClientID {
			t.Errorf("Me = %+v, %v", me, err)
		}
	}
	p.wantCalls("/me", 1)
}

func TestMeIsTolerantOfWhatThePlatformLeavesOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ answer, organization, root string }{
		"nothing":      {`{}`, "", ""},
		"the app's":    {`{"client":{"org_id":"a"},"user":{"organization":{"id":"b","isRoot":true}}}`, "a", "b"},
		"the user's":   {`{"user":{"organization":{"id":"b"},"organizationId":"c"}}`, "b", "b"},
		"only its id":  {`{"user":{"organizationId":"c"}}`, "c", ""},
		"the active":   {`{"user":{"properties":{"cs_auth":{"activeOrganizationId":"d"}}}}`, "d", ""},
		"a membership": {`{"user":{"organizationId":"c","memberOfOrganizations":[{"id":"c","parentId":"r"},{"id":"r","isRoot":true}]}}`, "c", "r"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, client := start(t)
			p.Inject(simulator.Fault{Pattern: "/me", Answer: simulator.Status(200, test.answer)})
			me, err := client.Me(t.Context())
			if err != nil || me.OrganizationID != test.organization || me.RootOrganizationID != test.root {
				t.Errorf("Me = %+v, %v, want organization %q below root %q", me, err, test.organization, test.root)
			}
		})
	}
}

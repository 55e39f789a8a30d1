package anypointapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// viewer is a user who views.
func viewer(userID string) anypointapi.Identity {
	return anypointapi.Identity{
		IdentityKey: anypointapi.IdentityKey{Type: "user", ID: userID}, OrganizationID: acme, Role: "viewer",
	}
}

// rolesOf tells who has which role on the orders API, as the platform has it.
func (p *platform) rolesOf() map[string]string {
	roles := map[string]string{}
	for _, identity := range p.Identities("", "orders-api") {
		roles[identity.ID] = identity.Role
	}
	return roles
}

func TestAGrantLivesFromGrantToRevoke(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	identities := client.Identities
	if err := identities.Grant(t.Context(), ordersAsset, frontendUses); err != nil {
		t.Fatal(err)
	}
	got, err := identities.Get(t.Context(), ordersAsset, frontendUses.IdentityKey)
	if err != nil || got.Role != "contributor" || got.Name != "Frontend Team" || got.OrganizationID != acme {
		t.Errorf("Get = %+v, %v", got, err)
	}
	if err := identities.ChangeRole(t.Context(), ordersAsset, got, "admin"); err != nil {
		t.Error(err)
	}
	p.wantCalls("PUT", 2) // one for the grant, one for the change
	if got, err = identities.Get(t.Context(), ordersAsset, got.IdentityKey); err != nil || got.Role != "admin" {
		t.Errorf("after the change Get = %+v, %v", got, err)
	}
	for range 2 { // revoking what is gone is no error
		if err := identities.Revoke(t.Context(), ordersAsset, got); err != nil {
			t.Error(err)
		}
	}
	if _, err := identities.Get(t.Context(), ordersAsset, got.IdentityKey); !transport.IsNotFound(err) ||
		!strings.Contains(err.Error(), "team "+acmeFrontend) {
		t.Errorf("after the revocation Get = %v, want not found", err)
	}
}

func TestARoleChangeIsOneCallWithBothLists(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.AddIdentity("", "orders-api", simulator.Identity{ID: acmeSarah, Type: "user", Role: "viewer"})
	if err := client.Identities.ChangeRole(t.Context(), ordersAsset, sarahViews, "admin"); err != nil {
		t.Fatal(err)
	}
	row := `[{"identityId":"` + acmeSarah + `","organizationId":"` + acme + `","identityType":"user","role":"%s"}]`
	want := `{"added":` + fmt.Sprintf(row, "admin") + `,"deleted":` + fmt.Sprintf(row, "viewer") + `}`
	for _, request := range p.Requests() {
		if request.Method == http.MethodPut && string(request.Body) != want {
			t.Errorf("the change was sent as %s, want %s", request.Body, want)
		}
	}
	p.wantCalls("PUT", 1)
}

func TestAThousandGrantsAreReadByOneCall(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	users := p.AddAnypointUsers(1000)
	for _, user := range users {
		p.AddIdentity("", "orders-api", simulator.Identity{ID: user, Type: "user", Role: "viewer"})
	}
	var readers sync.WaitGroup
	for _, user := range users {
		readers.Go(func() {
			if got, err := client.Identities.Get(t.Context(), ordersAsset, viewer(user).IdentityKey); err != nil || got.Role != "viewer" {
				t.Errorf("Get(%s) = %+v, %v", user, got, err)
			}
		})
	}
	readers.Wait()
	p.wantCalls(identityCalls, 1)
}

func TestTwoHundredGrantsByTenTakeAFewCalls(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	var workers sync.WaitGroup
	for users := range slices.Chunk(p.AddAnypointUsers(200), 20) {
		workers.Go(func() {
			for _, user := range users {
				if err := client.Identities.Grant(t.Context(), ordersAsset, viewer(user)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if writes := p.Calls("PUT " + identityCalls); writes > 25 {
		t.Errorf("%d calls wrote 200 grants, want at most 25", writes)
	}
	if granted := len(p.rolesOf()); granted != 201 { // and the owner
		t.Errorf("the platform has %d identities, want 201", granted)
	}
}

func TestOneBadGrantDoesNotFailTheOthers(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	users := append(p.AddAnypointUsers(20), "00000000-0000-4000-8000-00000000dead")
	errs := make([]error, len(users))
	var workers sync.WaitGroup
	for i, user := range users {
		workers.Go(func() { errs[i] = client.Identities.Grant(t.Context(), ordersAsset, viewer(user)) })
	}
	workers.Wait()
	for i, err := range errs[:20] {
		if err != nil || p.rolesOf()[users[i]] != "viewer" {
			t.Errorf("a good grant ended with %v and role %q", err, p.rolesOf()[users[i]])
		}
	}
	if transport.KindOf(errs[20]) != transport.Invalid || !strings.Contains(errs[20].Error(), "does not exist") {
		t.Errorf("the bad grant ended with %v", errs[20])
	}
}

func TestAGrantThatDoesNotStickFailsLoudly(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.AddIdentity("", "orders-api", simulator.Identity{ID: acmeMei, Type: "user", Role: "viewer"})
	p.Inject(simulator.Fault{Pattern: "PUT", Answer: simulator.Status(http.StatusNoContent, "")})
	mei := viewer(acmeMei)
	for name, test := range map[string]struct {
		change func() error
		want   string
	}{
		"grant":  {func() error { return client.Identities.Grant(t.Context(), ordersAsset, sarahViews) }, "has no role instead of role viewer"},
		"change": {func() error { return client.Identities.ChangeRole(t.Context(), ordersAsset, mei, "admin") }, "has role viewer instead of role admin"},
		"revoke": {func() error { return client.Identities.Revoke(t.Context(), ordersAsset, mei) }, "has role viewer instead of no role viewer"},
	} {
		if err := test.change(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s = %v, want %q", name, err, test.want)
		}
	}
}

func TestAGrantThatShowsLateIsWaitedFor(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{Pattern: "GET " + identityCalls, Times: 1, Answer: simulator.Status(http.StatusOK, "[]")})
	if err := client.Identities.Grant(t.Context(), ordersAsset, sarahViews); err != nil {
		t.Errorf("Grant = %v", err)
	}
	p.wantCalls("PUT", 1)
	p.wantCalls("GET "+identityCalls, 2)
}

func TestOfSeveralRolesTheHighestCounts(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	row := `{"id":"` + acmeSarah + `","identityType":"user","role":"%s"}`
	answer := fmt.Sprintf("["+row+","+row+","+row+"]", "viewer", "admin", "contributor")
	p.Inject(simulator.Fault{Pattern: "GET " + identityCalls, Answer: simulator.Status(http.StatusOK, answer)})
	got, err := client.Identities.Get(t.Context(), ordersAsset, sarahViews.IdentityKey)
	if err != nil || got.Role != "admin" {
		t.Errorf("Get = %+v, %v, want the role admin", got, err)
	}
}

func TestAGrantWhoseAnswerIsLostIsDecidedByReading(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault simulator.Fault
		sent  int
		fails bool
	}{
		"it took":         {simulator.Fault{Times: 1, AfterEffect: true, Answer: simulator.Reset}, 1, false},
		"it did not":      {simulator.Fault{Times: 1, Answer: simulator.Reset}, 2, false},
		"it was too busy": {simulator.Fault{Times: 1, Answer: simulator.Status(http.StatusServiceUnavailable, "busy")}, 2, false},
		"it never does":   {simulator.Fault{Answer: simulator.Status(http.StatusInternalServerError, "{}")}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, client := start(t)
			test.fault.Pattern = "PUT"
			p.Inject(test.fault)
			if err := client.Identities.Grant(t.Context(), ordersAsset, sarahViews); (err != nil) != test.fails {
				t.Errorf("Grant = %v", err)
			}
			if granted := p.rolesOf()[acmeSarah] == "viewer"; granted == test.fails {
				t.Errorf("granted = %t", granted)
			}
			p.wantCalls("PUT", test.sent)
		})
	}
}

func TestAnAcceptedGrantThatCannotBeReadIsTrusted(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{Pattern: "GET " + identityCalls, Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	if err := client.Identities.Grant(t.Context(), ordersAsset, sarahViews); err != nil {
		t.Errorf("Grant = %v", err)
	}
}

func TestChangesOfOneIdentityKeepTheirOrder(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	admin := sarahViews
	admin.Role = "admin"
	var workers sync.WaitGroup
	for _, identity := range []anypointapi.Identity{sarahViews, admin} {
		workers.Go(func() {
			// One of the two may find itself overwritten: only the calls are at stake.
			_ = client.Identities.Grant(t.Context(), ordersAsset, identity)
		})
	}
	workers.Wait()
	for _, request := range p.Requests() {
		var delta struct{ Added []any }
		if request.Method == http.MethodPut && (json.Unmarshal(request.Body, &delta) != nil || len(delta.Added) != 1) {
			t.Errorf("one call holds two changes of one identity: %s", request.Body)
		}
	}
	p.wantCalls("PUT", 2)
}

func TestARefusedGrantNamesItsScope(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	client := p.client(anypointapi.Config{Credentials: auditor})
	err := client.Identities.Grant(t.Context(), ordersAsset, sarahViews)
	if !transport.IsPermission(err) || !strings.Contains(err.Error(), "manage:exchange") {
		t.Errorf("Grant = %v, want a missing manage:exchange", err)
	}
	p.wantCalls("PUT", 1)
}

func TestAnAssetWithoutANameIsRefusedBeforeAnyCall(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	for _, asset := range []anypointapi.Asset{{}, {GroupID: acme}, {GroupID: acme, AssetID: ".."}} {
		if err := client.Identities.Grant(t.Context(), asset, sarahViews); err == nil {
			t.Errorf("Grant on %+v went through", asset)
		}
		if _, err := client.Identities.List(t.Context(), asset); err == nil {
			t.Errorf("List of %+v went through", asset)
		}
	}
	p.wantCalls("", 0)
}

func TestAllIdentitiesAreListedByTypeAndID(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.AddIdentity("", "orders-api", simulator.Identity{ID: acmeSarah, Type: "user", Role: "viewer"})
	p.AddIdentity("", "orders-api", simulator.Identity{ID: acmeFrontend, Type: "team", Role: "viewer"})
	p.AddIdentity("", "orders-api", simulator.Identity{ID: acmeRetail, Type: "organization", Role: "viewer"})
	listed, err := client.Identities.List(t.Context(), ordersAsset)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, identity := range listed {
		keys = append(keys, identity.String()+" of "+identity.OrganizationID)
	}
	want := []string{
		"organization " + acmeRetail + " of " + acmeRetail,
		"team " + acmeFrontend + " of " + acme,
		"user 5a1c0000-005e-4000-8000-000000000001 of " + acme,
		"user " + acmeSarah + " of " + acme,
	}
	if !slices.Equal(keys, want) {
		t.Errorf("List = %v, want %v", keys, want)
	}
}

func TestTheIdentitySearchTurnsPages(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.AddAnypointUsers(250)
	found := map[anypointapi.IdentityKey]bool{}
	search := client.IdentitySearch(t.Context(), acme, "user0")
	for first, err := range search { // a search may be read again
		if err != nil || first.Type != "user" {
			t.Errorf("the search begins with %+v, %v", first, err)
		}
		break
	}
	for identity, err := range search {
		if err != nil {
			t.Fatal(err)
		}
		found[identity.IdentityKey] = true
	}
	if len(found) != 250 {
		t.Errorf("the search found %d users, want 250", len(found))
	}
}

func TestTheIdentitySearchEndsWhereThePlatformDoesNotPage(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{
		Pattern: "GET /identities", Answer: simulator.Status(200, `[{"id":"`+acmeSarah+`","identityType":"user","username":"sarah.lee"}]`),
	})
	count := 0
	for identity, err := range client.IdentitySearch(t.Context(), acme, "sarah") {
		if err != nil || identity.Username != "sarah.lee" {
			t.Fatalf("the search found %+v, %v", identity, err)
		}
		count++
	}
	if count != 1 {
		t.Errorf("the search found %d identities, want 1", count)
	}
	p.wantCalls("GET /identities", 2)
}

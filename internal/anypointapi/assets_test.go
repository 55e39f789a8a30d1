package anypointapi_test

import (
	"net/http"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// callGrants makes every call about APIs and who has access to them.
func callGrants(t *testing.T, client *anypointapi.Client) {
	t.Helper()
	if _, err := client.Assets.APIs(t.Context(), acme); err != nil {
		t.Error(err)
	}
	if _, err := client.Assets.Get(t.Context(), ordersAsset); err != nil {
		t.Error(err)
	}
}

func TestAPIsOfAnOrganizationAreReadOncePageByPage(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	if _, err := p.AddAPIInstances(acmeProd, 300); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		apis, err := client.Assets.APIs(t.Context(), acme)
		if err != nil || len(apis) != 302 {
			t.Fatalf("APIs = %d, %v, want 302", len(apis), err)
		}
		if last := apis[301]; last.Asset != ordersAsset || last.Name != "Orders API" || last.CreatorName != "platform.admin" {
			t.Errorf("the last API is %+v", last)
		}
	}
	p.wantCalls("GET /assets/search", 3) // two pages, and the empty one that ends them
}

func TestASingleAssetIsReadOnce(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	for range 3 {
		api, err := client.Assets.Get(t.Context(), ordersAsset)
		if err != nil || api.Asset != ordersAsset || api.Type != "rest-api" || api.CreatorID == "" || api.CreatedAt == "" {
			t.Fatalf("Get = %+v, %v", api, err)
		}
	}
	p.wantCalls("/orders-api/asset", 1)
	if _, err := client.Assets.Get(t.Context(), anypointapi.Asset{GroupID: acme, AssetID: "nothing"}); !transport.IsNotFound(err) {
		t.Errorf("Get of no asset = %v, want not found", err)
	}
	p.Inject(simulator.Fault{Pattern: "GET /nothing/asset", Times: 1, Answer: simulator.Status(http.StatusOK, `[]`)})
	if _, err := p.client(anypointapi.Config{Credentials: terraform}).Assets.Get(
		t.Context(), anypointapi.Asset{GroupID: acme, AssetID: "nothing"}); err == nil {
		t.Error("an answer that is no asset was taken for one")
	}
}

func TestManyRolesOfAnAssetAreChangedByOneCall(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	gone, stays := viewer(acmeSarah), viewer(acmeMei)
	p.AddIdentity("", "orders-api", simulator.Identity{ID: gone.ID, Type: "user", Role: "viewer"})
	p.AddIdentity("", "orders-api", simulator.Identity{ID: stays.ID, Type: "user", Role: "viewer"})
	frontend := frontendUses
	frontend.Role = ""
	dead := viewer("00000000-0000-4000-8000-00000000dead")
	dead.Role = ""
	errs := client.Identities.ChangeRoles(t.Context(), ordersAsset, []anypointapi.RoleChange{
		{Identity: frontend, Role: "viewer"}, {Identity: stays, Role: "contributor"}, {Identity: gone},
	})
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	p.wantCalls("PUT", 1)
	if roles := p.rolesOf(); roles[acmeFrontend] != "viewer" || roles[acmeMei] != "contributor" || roles[acmeSarah] != "" {
		t.Errorf("the roles are %v", roles)
	}
	errs = client.Identities.ChangeRoles(t.Context(), ordersAsset, []anypointapi.RoleChange{
		{Identity: dead, Role: "viewer"}, {Identity: frontend, Role: ""}, {Identity: viewer(acmeSarah), Role: "admin"},
	})
	if transport.KindOf(errs[0]) != transport.Invalid || errs[1] != nil || errs[2] != nil {
		t.Errorf("one that does not exist among others ended with %v", errs)
	}
}

func TestAThousandRolesAreChangedFiveHundredAtATime(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	var changes []anypointapi.RoleChange
	for _, user := range p.AddAnypointUsers(1000) {
		one := viewer(user)
		one.Role = ""
		changes = append(changes, anypointapi.RoleChange{Identity: one, Role: "viewer"})
	}
	for _, err := range client.Identities.ChangeRoles(t.Context(), ordersAsset, changes) {
		if err != nil {
			t.Fatal(err)
		}
	}
	p.wantCalls("PUT", 2)
}

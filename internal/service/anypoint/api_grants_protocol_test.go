package anypoint_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// administered are grants of the orders API beside those of whoever made it.
func administered(roles map[string]any, more prototest.Config) prototest.Config {
	users := map[string]any{"platform.admin": "admin"}
	maps.Copy(users, roles)
	config := prototest.Config{"asset_id": ordersAPI, "users": users}
	maps.Copy(config, more)
	return config
}

func applyGrants(t testing.TB, platform *acctest.Simulator, prior *prototest.State, config prototest.Config) prototest.State {
	t.Helper()
	running := platform.Protocol(t)
	if prior == nil {
		none := running.Null(t, grantsType)
		prior = &none
	}
	state, err := running.Apply(t, *prior, config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// refreshed reads an object in a run of its own.
func refreshed(t testing.TB, platform *acctest.Simulator, state prototest.State) prototest.State {
	t.Helper()
	read, err := platform.Protocol(t).Read(t, state)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// expectTold checks an error, or a warning, for words.
func expectTold(t *testing.T, err error, words ...string) {
	t.Helper()
	for _, word := range words {
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("got %v, want %q", err, word)
		}
	}
}

func TestAPIGrantsTellEveryoneWhomTheAPIIsGrantedTo(t *testing.T) {
	t.Parallel()
	platform := acctest.StartWith(t, withPartner(), httptest.NewServer)
	state := applyGrants(t, platform, nil, administered(nil, nil))
	for _, identity := range []simulator.Identity{
		{ID: omarID, Type: "user", Role: "contributor"},
		{ID: frontendID, Type: "team", Role: "admin"},
		{ID: retailID, Type: "organization", Role: "viewer"},
		{ID: partnerID, Type: "externalOrganization", Role: "viewer"},
	} {
		platform.AddIdentity("", ordersAPI, identity)
	}
	drifted := refreshed(t, platform, state)
	for attribute, want := range map[string]string{
		"users": "map[omar.diaz:contributor platform.admin:admin]", "teams": "map[Frontend Team:admin]",
		"organizations": "map[Retail:viewer]", "external_organizations": "map[Partner Inc:viewer]",
	} {
		if got := fmt.Sprint(drifted.Attributes(t)[attribute]); got != want {
			t.Errorf("the refresh tells the %s %s, want %s", attribute, got, want)
		}
	}
	platform.ForgetRequests()
	applyGrants(t, platform, &drifted, administered(nil, nil))
	if left := platform.Identities("", ordersAPI); len(left) != 1 || platform.Calls("PUT /identities") != 1 {
		t.Errorf("repairing four took %d writes and left %v", platform.Calls("PUT /identities"), left)
	}
}

const partnerID = "5a1c0000-ac3e-4000-8000-0000000000ff"

func withPartner() []byte {
	return []byte(string(simulator.Acme()) + `
  external_organizations:
    - {id: ` + partnerID + `, name: Partner Inc, domain: partner}
`)
}

func TestAPIGrantsReachExternalOrganizations(t *testing.T) {
	t.Parallel()
	platform := acctest.StartWith(t, withPartner(), httptest.NewServer)
	config := func(key string) prototest.Config {
		return administered(nil, prototest.Config{"external_organizations": map[string]any{key: "viewer"}})
	}
	state := applyGrants(t, platform, nil, config("Partner Inc"))
	state = applyGrants(t, platform, &state, config(strings.ToUpper(partnerID)))
	if role := roleOf(platform, partnerID); role != "viewer" || !refreshed(t, platform, state).Value.Equal(state.Value) {
		t.Errorf("the partner has role %q", role)
	}
	_, err := platform.Protocol(t).Plan(t, state, config("Nobody Inc"))
	expectTold(t, err, `external organization "Nobody Inc"`, "finds none of that name")
}

func TestAPIGrantsKeepTheSpellingOfTheirKeys(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := administered(
		map[string]any{"Sarah.Lee@acme.example": "viewer", strings.ToUpper(omarID): "viewer"},
		prototest.Config{"teams": map[string]any{frontendID: "viewer"}},
	)
	state := applyGrants(t, platform, nil, config)
	if read := refreshed(t, platform, state); !read.Value.Equal(state.Value) {
		t.Errorf("read as %v, applied as %v", read.Attributes(t), state.Attributes(t))
	}
	platform.ForgetRequests()
	respelled := administered(
		map[string]any{"sarah.lee": "viewer", "omar.diaz": "viewer"}, prototest.Config{"teams": map[string]any{"Frontend Team": "viewer"}},
	)
	state = applyGrants(t, platform, &state, respelled)
	if writes := platform.Calls("PUT /identities"); writes > 0 || !refreshed(t, platform, state).Value.Equal(state.Value) {
		t.Errorf("another spelling made %d writes", writes)
	}
}

func TestAPIGrantsAreCreatedBesideOthers(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: omarID, Type: "user", Role: "contributor"})
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: sarahID, Type: "user", Role: "viewer"})
	running := platform.Protocol(t)
	config := administered(map[string]any{"sarah.lee": "contributor"}, nil)
	planned, err := running.Plan(t, running.Null(t, grantsType), config)
	if err != nil || len(planned.Diagnostics) != 1 {
		t.Fatalf("want one warning, got %v, %v", planned.Diagnostics, err)
	}
	expectTold(t, prototest.DiagnosticsError(planned.Diagnostics), "Others have the API already", "user omar.diaz (contributor)")
	state := applyGrants(t, platform, nil, config)
	if roleOf(platform, omarID) != "contributor" || roleOf(platform, sarahID) != "contributor" {
		t.Errorf("the roles are %v", platform.Identities("", ordersAPI))
	}
	read := refreshed(t, platform, state)
	applyGrants(t, platform, &read, config)
	if role := roleOf(platform, omarID); role != "" {
		t.Errorf("the next apply left role %q", role)
	}
}

func TestAPIGrantsSpareAdministrators(t *testing.T) {
	t.Parallel()
	users := func(roles map[string]any, more prototest.Config) prototest.Config {
		config := prototest.Config{"asset_id": ordersAPI, "users": roles}
		maps.Copy(config, more)
		return config
	}
	sarahAlone := map[string]any{"sarah.lee": "admin"}
	for name, test := range map[string]struct {
		config  prototest.Config
		told    []string // nothing when it is let through
		creator string
	}{
		"whoever made it is left out":         {users(sarahAlone, nil), []string{"user platform.admin made the API"}, ""},
		"whoever made it is a viewer":         {users(map[string]any{"platform.admin": "viewer", "sarah.lee": "admin"}, nil), []string{"user platform.admin made the API"}, ""},
		"whoever made it is written anew":     {users(map[string]any{"platform@acme.example": "admin"}, nil), nil, ""},
		"whoever made it may go":              {users(sarahAlone, prototest.Config{"allow_removal_of": []any{"Platform.Admin"}}), nil, ""},
		"another one may go":                  {users(sarahAlone, prototest.Config{"allow_removal_of": []any{"omar.diaz"}}), []string{`allow_removal_of = ["platform.admin"]`}, ""},
		"the last ones are left out":          {users(map[string]any{"omar.diaz": "viewer"}, prototest.Config{"allow_removal_of": []any{"platform.admin"}}), []string{"user sarah.lee is among the last administrators"}, ""},
		"the provider's own, made by another": {users(sarahAlone, nil), []string{"user platform.admin is whom the provider signs in as"}, omarID},
		"a team of administrators is left":    {users(nil, prototest.Config{"teams": map[string]any{"Frontend Team": "admin"}, "allow_removal_of": []any{"platform.admin"}}), nil, ""},
		"not known yet":                       {users(nil, prototest.Config{"users": prototest.Unknown}), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			state := applyGrants(t, platform, nil, administered(map[string]any{"sarah.lee": "admin"}, nil))
			if test.creator != "" {
				platform.Inject(simulator.Fault{Pattern: "GET /orders-api/asset", Answer: simulator.Status(http.StatusOK,
					`{"groupId":"g","assetId":"a","createdBy":{"id":"`+test.creator+`"}}`)})
			}
			_, err := platform.Protocol(t).Plan(t, state, test.config)
			if test.told == nil && err != nil {
				t.Error(err)
			}
			expectTold(t, err, test.told...)
			running := platform.Protocol(t)
			if _, err = running.Plan(t, running.Null(t, grantsType), test.config); (err == nil) != (test.told == nil) {
				t.Errorf("creating it ends with %v", err)
			}
		})
	}
}

func TestAPIGrantsFailClosedWhenTheCreatorCannotBeRead(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGrants(t, platform, nil, administered(map[string]any{"sarah.lee": "admin"}, nil))
	platform.Inject(simulator.Fault{Pattern: "GET /orders-api/asset", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	_, err := platform.Protocol(t).Plan(t, state, administered(nil, nil))
	expectTold(t, err, "Unable to prepare Anypoint API grants", "read:exchange")
}

func TestAPIGrantsRevokeEverybodyOnlyWhenConfirmed(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGrants(t, platform, nil, administered(map[string]any{"sarah.lee": "viewer"}, nil))
	nobody := prototest.Config{"asset_id": ordersAPI, "users": map[string]any{}}
	_, err := platform.Protocol(t).Plan(t, state, nobody)
	expectTold(t, err, "Nobody would have access any more", `revoke_all_confirmation = "REVOKE"`)
	running := platform.Protocol(t)
	_, err = running.Plan(t, running.Null(t, grantsType), nobody)
	expectTold(t, err, "Nobody would have access any more")
	_, err = running.Plan(t, running.Null(t, grantsType), administered(nil, prototest.Config{"revoke_all_confirmation": "revoke"}))
	expectTold(t, err, "REVOKE")

	confirmed := prototest.Config{"asset_id": ordersAPI, "users": map[string]any{}, "revoke_all_confirmation": "REVOKE"}
	state = applyGrants(t, platform, &state, confirmed)
	if left := platform.Identities("", ordersAPI); len(left) != 0 {
		t.Errorf("there are left %v", left)
	}
	state = refreshed(t, platform, state)
	if planned, err := platform.Protocol(t).Plan(t, state, nobody); state.Gone() || err != nil || len(planned.RequiresReplace) > 0 {
		t.Errorf("nobody has the API: gone %t, %v", state.Gone(), err)
	}
}

func TestAPIGrantsLeaveTheStateWithTheirAsset(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGrants(t, platform, nil, administered(nil, nil))
	platform.Inject(simulator.Fault{Pattern: "GET /identities", Answer: simulator.Status(http.StatusNotFound, `{"status":404,"message":"no asset"}`)})
	if read := refreshed(t, platform, state); !read.Gone() {
		t.Errorf("the grants of an asset that is gone are read as %v", read.Attributes(t))
	}
	if deleted, err := platform.Protocol(t).Apply(t, state, nil); err != nil || !deleted.Gone() {
		t.Errorf("destroying them: gone %t, %v", deleted.Gone(), err)
	}
	running := platform.Protocol(t)
	if _, err := running.Plan(t, running.Null(t, grantsType), administered(nil, nil)); err != nil {
		t.Errorf("an asset that is published in the same run fails the plan: %v", err)
	}
	_, err := running.Apply(t, running.Null(t, grantsType), administered(nil, nil))
	expectTold(t, err, "no asset")
}

func TestAPIGrantsKeepWhatTookEffect(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGrants(t, platform, nil, administered(map[string]any{"sarah.lee": "viewer"}, nil))
	config := administered(map[string]any{"omar.diaz": "viewer", "mei.chen": "viewer"}, nil)
	platform.Inject(simulator.Fault{Pattern: "PUT /identities", Answer: func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"status":400,"message":"not today"}`, http.StatusBadRequest)
	}, Times: 3}) // all three together, and then the first of them
	after, err := platform.Protocol(t).Apply(t, state, config)
	expectTold(t, err, "Unable to change Anypoint API grants", "not today")
	if err == nil || after.Gone() {
		t.Fatal("the failure is not told")
	}
	if read := refreshed(t, platform, after); !read.Value.Equal(after.Value) {
		t.Errorf("the state says %v, the platform %v", after.Attributes(t), read.Attributes(t))
	}
	applyGrants(t, platform, &after, config)
	if left := platform.Identities("", ordersAPI); len(left) != 3 {
		t.Errorf("the next apply left %v", left)
	}
}

func TestAPIGrantsRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"an unknown role":           {administered(map[string]any{"sarah.lee": "owner"}, nil), "must be viewer, contributor or admin"},
		"no role":                   {administered(map[string]any{"sarah.lee": nil}, nil), "must be viewer, contributor or admin"},
		"no name":                   {administered(map[string]any{" ": "viewer"}, nil), "without spaces"},
		"a user twice":              {administered(map[string]any{"sarah.lee": "viewer", sarahID: "viewer"}, nil), "are the same user"},
		"a user by name and e-mail": {administered(map[string]any{"sarah.lee": "viewer", "sarah.lee@acme.example": "admin"}, nil), "are the same user"},
		"an unknown user":           {administered(map[string]any{"nobody": "viewer"}, nil), `user "nobody"`},
		"an unknown team":           {administered(nil, prototest.Config{"teams": map[string]any{"Nobodies": "viewer"}}), `team "Nobodies"`},
		"an unknown organization":   {administered(nil, prototest.Config{"organizations": map[string]any{"Nowhere": "viewer"}}), `organization "Nowhere"`},
		"an editing stranger": {
			administered(nil, prototest.Config{"external_organizations": map[string]any{"Partner": "admin"}}), "can only be a viewer",
		},
		"no group": {administered(nil, prototest.Config{"group_id": "acme"}), "must be a UUID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			running := platform.Protocol(t)
			_, err := running.Plan(t, running.Null(t, grantsType), test.config)
			expectTold(t, err, test.message)
		})
	}
	for name, config := range map[string]prototest.Config{
		"a map":   administered(nil, prototest.Config{"teams": prototest.Unknown}),
		"a role":  administered(map[string]any{"sarah.lee": prototest.Unknown}, nil),
		"the API": administered(nil, prototest.Config{"asset_id": prototest.Unknown}),
	} {
		running := platform.Protocol(t)
		if _, err := running.Plan(t, running.Null(t, grantsType), config); err != nil {
			t.Errorf("%s is not known yet: %v", name, err)
		}
	}
}

func TestAPIGrantsNameThePermissionThatIsMissing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "PUT /identities", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	running := platform.Protocol(t)
	state, err := running.Apply(t, running.Null(t, grantsType), administered(map[string]any{"sarah.lee": "viewer"}, nil))
	expectTold(t, err, "manage:exchange", "sarah.lee")
	if got := fmt.Sprint(state.Attributes(t)["users"]); got != "map[platform.admin:admin]" {
		t.Errorf("the state has the users %s", got)
	}
}

func TestAPIGrantsTellTwoObjectsOfOneAPIApart(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config, other := administered(nil, nil), administered(map[string]any{"sarah.lee": "viewer"}, nil)
	state := applyGrants(t, platform, nil, config)
	imported, err := platform.Protocol(t).ImportID(t, grantsType, ordersAPI)
	if err != nil {
		t.Fatal(err)
	}
	for name, second := range map[string]prototest.State{"a new one": platform.Protocol(t).Null(t, grantsType), "an imported one": imported} {
		running := platform.Protocol(t)
		for range 2 { // as where it is replaced
			if _, err := running.Plan(t, state, config); err != nil {
				t.Errorf("one object alone is refused: %v", err)
			}
		}
		_, err := running.Plan(t, second, other)
		expectTold(t, err, "managed twice")
		if err == nil {
			t.Errorf("%s was let through", name)
		}
	}
}

func TestAPIGrantsTellWhomTheirDestructionSpares(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGrants(t, platform, nil, administered(map[string]any{"sarah.lee": "admin"}, nil))
	planned, err := platform.Protocol(t).Plan(t, state, nil)
	if err != nil {
		t.Fatal(err)
	}
	expectTold(t, prototest.DiagnosticsError(planned.Diagnostics), "Administrators keep the API", "user platform.admin, who made the API")
	applyGrants(t, platform, &state, nil)
	if left := platform.Identities("", ordersAPI); len(left) != 1 || left[0].ID != adminID {
		t.Errorf("there are left %v", left)
	}
	state = applyGrants(t, platform, nil, administered(nil, prototest.Config{"allow_removal_of": []any{"platform.admin"}}))
	applyGrants(t, platform, &state, nil)
	if left := platform.Identities("", ordersAPI); len(left) != 0 {
		t.Errorf("there are left %v, of whom the last may go", left)
	}
}

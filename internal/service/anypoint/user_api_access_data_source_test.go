package anypoint_test

import (
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// shareWithSarah grants her APIs in every way at once, also by the root team.
func shareWithSarah(t *testing.T) *acctest.Simulator {
	t.Helper()
	platform := share(t)
	platform.AddIdentity("", "inventory-api", simulator.Identity{ID: everyoneID, Type: "team", Role: "viewer"})
	platform.AddIdentity("", "inventory-api", simulator.Identity{ID: sarahID, Type: "user", Role: "admin"})
	return platform
}

func accessOf(t *testing.T, platform *acctest.Simulator, user string, more prototest.Config) map[string]any {
	t.Helper()
	config := prototest.Config{"user": user}
	maps.Copy(config, more)
	return readData(t, platform, userAccessType, config)
}

func TestUserAPIAccessTellsWhatTheUserReachesAndWhatMustGo(t *testing.T) {
	t.Parallel()
	read := accessOf(t, shareWithSarah(t), "Sarah.Lee@acme.example", nil)
	for attribute, want := range map[string]string{
		"user_id": sarahID, "username": "sarah.lee", "name": "Sarah Lee", "enabled": "true",
	} {
		expectText(t, attribute, read[attribute], want)
	}
	expectText(t, "APIs", column(t, read["access"], "asset_id"), "[inventory-api orders-api]")
	expectText(t, "roles", column(t, read["access"], "role"), "[admin contributor]")
	cuts := read["to_cut_off"]
	expectText(t, "objects", column(t, cuts, "object"), "[grant grant team_member team_member grant grant]")
	expectText(t, "names", column(t, cuts, "name"), "[sarah.lee sarah.lee Frontend Team Web Team Everyone at Acme Retail]")
	expectText(t, "APIs", column(t, cuts, "apis"),
		"[[inventory-api] [orders-api] [orders-api] [inventory-api orders-api] [inventory-api] [orders-api]]")
	expectText(t, "others", column(t, cuts, "other_users_count"), "[0 0 0 0 3 3]")
	expectText(t, "assets", column(t, cuts, "asset_id"), "[inventory-api orders-api <nil> <nil> inventory-api orders-api]")
}

func TestUserAPIAccessTellsMembershipsOfTheIdentityProvider(t *testing.T) {
	t.Parallel()
	read := accessOf(t, share(t), "mei.chen", prototest.Config{"apis": []any{"inventory-api"}})
	expectText(t, "APIs", column(t, read["access"], "asset_id"), "[inventory-api]")
	expectText(t, "external", column(t, read["to_cut_off"], "external"), "[true]")
	expectText(t, "APIs of the membership", column(t, read["to_cut_off"], "apis"), "[[inventory-api orders-api]]")
}

// What is told to go is enough, and no row of it can stay.
func TestUserAPIAccessIsCutOffByExactlyWhatItTells(t *testing.T) {
	t.Parallel()
	cuts := objects(t, accessOf(t, shareWithSarah(t), "sarah.lee", nil)["to_cut_off"])
	for spared := range len(cuts) + 1 { // the last spares none
		t.Run(strconv.Itoa(spared), func(t *testing.T) {
			t.Parallel()
			platform := shareWithSarah(t)
			for n, cut := range objects(t, accessOf(t, platform, "sarah.lee", nil)["to_cut_off"]) {
				if n != spared && !cutOff(platform, cut) {
					t.Fatalf("there is no such row: %v", cut)
				}
			}
			left := accessOf(t, platform, "sarah.lee", nil)
			if isCutOff := len(objects(t, left["access"])) == 0; isCutOff != (spared == len(cuts)) {
				t.Errorf("without cut %d the user reaches %s", spared, column(t, left["access"], "asset_id"))
			}
		})
	}
}

// cutOff removes one row of what must go, as somebody would by hand.
func cutOff(platform *acctest.Simulator, cut map[string]any) bool {
	if cut["object"] == "team_member" {
		return platform.RemoveTeamMember(fmt.Sprint(cut["name"]), sarahID)
	}
	return platform.RevokeIdentity(fmt.Sprint(cut["group_id"]), fmt.Sprint(cut["asset_id"]), fmt.Sprint(cut["principal_id"]))
}

func TestUserAPIAccessAgreesWithTheAPIsAccess(t *testing.T) {
	t.Parallel()
	platform := shareWithSarah(t)
	for _, user := range []string{"sarah.lee", "omar.diaz", "mei.chen", "platform.admin"} {
		byAPI := readData(t, platform, accessType, prototest.Config{"users": []any{user}})
		byUser := accessOf(t, platform, user, nil)
		expectText(t, user, column(t, byUser["access"], "asset_id"), column(t, byAPI["access"], "asset_id"))
		for n, api := range objects(t, byAPI["access"]) {
			users, _ := api["effective_users"].(map[string]any)
			told, _ := users[user].(map[string]any)
			expectText(t, user, objects(t, byUser["access"])[n]["paths"], fmt.Sprint(told["paths"]))
		}
	}
}

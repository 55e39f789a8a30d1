package salesforce_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const userAccessType = data + "user_api_access"

// grantOmarTwoApps gives Omar an app by all paths at once, and another one along
// with it.
func grantOmarTwoApps(t *testing.T) *acctest.Simulator {
	t.Helper()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	mustApply(t, protocol, with(sarahGrant, prototest.Config{"user": "omar.diaz@acme.example"}))
	mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "profile": "Standard User"})
	mustApply(t, protocol, prototest.Config{"app": "Auditor", "permission_set": "Frontend_Base"})
	return platform
}

func omarsAccess(t *testing.T, platform *acctest.Simulator, config prototest.Config) map[string]any {
	t.Helper()
	return mustReadData(t, platform.Protocol(t), userAccessType, with(prototest.Config{"user": "Omar.Diaz@acme.example"}, config))
}

func TestUserAPIAccessTellsWhatTheUserReachesAndWhatMustGo(t *testing.T) {
	t.Parallel()
	platform := grantOmarTwoApps(t)
	read := omarsAccess(t, platform, nil)
	for name, want := range map[string]any{
		"user_id": platform.SalesforceID("User", "Username", "omar.diaz@acme.example"), "username": "omar.diaz@acme.example",
		"name": "Omar Diaz", "active": true, "profile": "Standard User", "self_authorized_apps": "[Auditor Dataloader Partner Warehouse Sync]",
	} {
		expectEqual(t, name, read[name], want)
	}
	expectEqual(t, "apps", column(t, read["access"], "label"), "[Auditor Warehouse Sync]")
	expectEqual(t, "paths", column(t, objects(t, read["access"])[1]["paths"], "kind"), "[direct group profile]")

	expectEqual(t, "kinds of cuts", column(t, read["to_cut_off"], "kind"), "[direct group profile]")
	expectEqual(t, "names of cuts", column(t, read["to_cut_off"], "name"), "[Frontend_Base Frontend_Team Standard User]")
	expectEqual(t, "apps of cuts", column(t, read["to_cut_off"], "apps"),
		"[[Auditor Warehouse Sync] [Auditor Warehouse Sync] [Warehouse Sync]]")
	expectEqual(t, "others", column(t, read["to_cut_off"], "other_users_count"), "[0 0 2]")
}

func TestUserAPIAccessIsFilteredByApp(t *testing.T) {
	t.Parallel()
	platform := grantOmarTwoApps(t)
	read := omarsAccess(t, platform, prototest.Config{"apps": []any{"Auditor"}})
	expectEqual(t, "apps", column(t, read["access"], "label"), "[Auditor]")
	expectEqual(t, "kinds of cuts", column(t, read["to_cut_off"], "kind"), "[direct group]")
	expectEqual(t, "apps of cuts", column(t, read["to_cut_off"], "apps"), "[[Auditor Warehouse Sync] [Auditor Warehouse Sync]]")
	expectEqual(t, "open apps", read["self_authorized_apps"], "[Auditor]")
}

// What is told to go is enough, and no row of it can stay.
func TestUserAPIAccessIsCutOffByExactlyWhatItTells(t *testing.T) {
	t.Parallel()
	cuts := objects(t, omarsAccess(t, grantOmarTwoApps(t), nil)["to_cut_off"])
	for spared := range len(cuts) + 1 { // the last spares none
		t.Run(strconv.Itoa(spared), func(t *testing.T) {
			t.Parallel()
			platform := grantOmarTwoApps(t)
			for i, row := range objects(t, omarsAccess(t, platform, nil)["to_cut_off"]) {
				if i == spared {
					continue
				}
				if err := platform.DeleteSalesforce(fmt.Sprint(row["object"]), fmt.Sprint(row["id"])); err != nil {
					t.Fatal(err)
				}
			}
			left := column(t, omarsAccess(t, platform, nil)["access"], "label")
			if cutOff := len(left) == 0; cutOff != (spared == len(cuts)) {
				t.Errorf("without cut %d the user reaches %v", spared, left)
			}
		})
	}
}

func TestUserAPIAccessOfOneWhoLeft(t *testing.T) {
	t.Parallel()
	platform := grantOmarTwoApps(t)
	read := mustReadData(t, platform.Protocol(t), userAccessType, prototest.Config{"user": "former.employee@acme.example"})
	expectEqual(t, "active", read["active"], false)
	for _, name := range []string{"access", "to_cut_off", "self_authorized_apps"} {
		expectEqual(t, name, read[name], "[]")
	}
}

func TestUserAPIAccessRefusesWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{prototest.Config{"user": "nobody@acme.example"}, `no user "nobody@acme.example"`},
		{prototest.Config{"user": "0H4000000000001"}, "is the id of a connected app"},
		{prototest.Config{"user": "sarah.lee@acme.example", "apps": []any{"Nobodys_App"}}, `no app "Nobodys_App"`},
	} {
		_, err := platform.Protocol(t).ReadData(t, userAccessType, test.config)
		expectError(t, err, test.message)
	}
	_, err := asAuditor(t, platform).ReadData(t, userAccessType, prototest.Config{"user": "sarah.lee@acme.example"})
	expectError(t, err, "may not do this", "View Setup and Configuration")
}

func TestUserAPIAccessAgreesWithTheAppsAccess(t *testing.T) {
	t.Parallel()
	platform := grantOmarTwoApps(t)
	protocol := platform.Protocol(t)
	byApp := mustReadData(t, protocol, accessType, prototest.Config{"users": []any{"omar.diaz@acme.example"}})
	byUser := omarsAccess(t, platform, nil)
	for i, app := range objects(t, byApp["access"]) {
		expectEqual(t, fmt.Sprint(app["label"]), objects(t, byUser["access"])[i]["paths"], pathsByUser(t, app)["omar.diaz@acme.example"])
	}
	if got := column(t, byApp["access"], "label"); !slices.Equal(got, column(t, byUser["access"], "label")) {
		t.Errorf("the user reaches other apps than %v", got)
	}
}

package salesforce_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	groupType    = "apiaccess_salesforce_permission_set_group"
	groupAddress = groupType + ".test"
)

// team is a group with those members.
func team(added prototest.Config) prototest.Config {
	return with(prototest.Config{"name": "Warehouse_Team", "label": "Warehouse Team"}, added)
}

func applyGroup(t *testing.T, platform *acctest.Simulator, prior *prototest.State, config prototest.Config) prototest.State {
	t.Helper()
	protocol := platform.Protocol(t)
	if prior == nil {
		none := protocol.Null(t, groupType)
		prior = &none
	}
	state, err := protocol.Apply(t, *prior, config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestPermissionSetGroupLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(arguments string) string {
		return "resource \"" + groupType + "\" \"test\" {\n" + arguments + "\n}\n"
	}
	const changed = `
  name            = "Warehouse_People"
  label           = "Warehouse people"
  description     = "All who work there"
  permission_sets = { Reporting_Tools = {} }`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config(`
  name            = "Warehouse_Team"
  label           = "Warehouse Team"
  permission_sets = { Frontend_Base = {} }`)},
		resource.TestStep{Config: config(changed), ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, groupAddress)},
		resource.TestStep{ResourceName: groupAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Warehouse_People"},
		resource.TestStep{
			PreConfig: func() {
				id := platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Warehouse_People")
				if err := platform.DeleteSalesforce("PermissionSetGroup", id); err != nil {
					t.Error(err)
				}
			},
			Config: config(changed), ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, groupAddress),
		},
	)
	if id := platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Warehouse_People"); id != "" {
		t.Errorf("destroy left the group %s behind", id)
	}
}

func TestPermissionSetGroupWaitsForItsRecalculation(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGroup(t, platform, nil, team(prototest.Config{"permission_sets": all("Frontend_Base")}))
	if got := state.Attributes(t)["status"]; got != "Updated" {
		t.Errorf("created as %v", got)
	}
	state = applyGroup(t, platform, &state, team(prototest.Config{"permission_sets": all("Frontend_Base", "Reporting_Tools")}))
	if got := state.Attributes(t)["status"]; got != "Updated" {
		t.Errorf("changed to %v", got)
	}
	_, err := platform.Protocol(t).Apply(t, state, team(prototest.Config{
		"permission_sets": all("Frontend_Base"), "timeouts": map[string]any{"update": "1ms"},
	}))
	if err == nil {
		t.Error("the update took no longer than a millisecond")
	}
}

func TestPermissionSetGroupTellsItsMembersWhereItManagesThem(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	base := platform.SalesforceID("PermissionSet", "Name", "Frontend_Base")
	managed := team(prototest.Config{"permission_sets": all(base[:15])})
	state := applyGroup(t, platform, nil, managed)
	insert(t, platform, "PermissionSetGroupComponent", map[string]any{
		"PermissionSetGroupId": state.Attributes(t)["id"], "PermissionSetId": platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools"),
	})
	drifted := readAgain(t, platform, state)
	if got, want := keys(t, drifted, "permission_sets"), []string{base[:15], "Reporting_Tools"}; !slices.Equal(got, want) {
		t.Errorf("the refresh tells %v, want %v", got, want)
	}
	unmanaged := applyGroup(t, platform, &drifted, team(nil))
	if read := readAgain(t, platform, unmanaged); read.Attributes(t)["permission_sets"] != nil {
		t.Errorf("members that are not managed are read as %v", read.Attributes(t)["permission_sets"])
	}
	repaired := applyGroup(t, platform, &drifted, managed)
	if got := keys(t, readAgain(t, platform, repaired), "permission_sets"); !slices.Equal(got, []string{base[:15]}) {
		t.Errorf("after the apply it holds %v", got)
	}
}

func TestPermissionSetGroupExchangesItsMutingPermissionSet(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, name := range []string{"Quiet", "Silent"} {
		insert(t, platform, "MutingPermissionSet", map[string]any{"DeveloperName": name, "MasterLabel": name})
	}
	state := applyGroup(t, platform, nil, team(prototest.Config{"muting_permission_set": "Quiet"}))
	silent := platform.SalesforceID("MutingPermissionSet", "DeveloperName", "Silent")
	for _, muting := range []any{"Silent", silent, nil} {
		state = applyGroup(t, platform, &state, team(prototest.Config{"muting_permission_set": muting}))
		if got := readAgain(t, platform, state).Attributes(t)["muting_permission_set"]; got != muting {
			t.Errorf("read as %v, want %v", got, muting)
		}
	}
	for _, row := range platform.SalesforceRows("PermissionSetGroupComponent") {
		if row["PermissionSetGroupId"] == state.Attributes(t)["id"] {
			t.Errorf("%v is left in the group", row)
		}
	}
}

func TestPermissionSetGroupRefusesWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	for name, test := range map[string]struct {
		added   prototest.Config
		message string
	}{
		"a wrong name":           {prototest.Config{"name": "Warehouse Team"}, "must begin with a letter"},
		"no label":               {prototest.Config{"label": ""}, "length must be at least 1"},
		"an unknown member":      {prototest.Config{"permission_sets": all("Nobodies")}, `no permission set "Nobodies"`},
		"a member twice":         {prototest.Config{"permission_sets": all("Frontend_Base", "frontend_base")}, "are the same permission set"},
		"no member":              {prototest.Config{"permission_sets": all("Frontend Base")}, "is neither a name nor an id"},
		"an unknown muting set":  {prototest.Config{"muting_permission_set": "Nobodies"}, `no muting permission set "Nobodies"`},
		"a wrong kind of muting": {prototest.Config{"muting_permission_set": "0PS000000000001"}, "is the id of a permission set"},
		"a wrong timeout":        {prototest.Config{"timeouts": map[string]any{"create": "soon"}}, "Time Duration"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, groupType), team(test.added))
			expectError(t, err, test.message)
		})
	}
	_, err := protocol.Apply(t, protocol.Null(t, groupType), team(prototest.Config{"name": "Frontend_Team"}))
	expectError(t, err, "exists already", "terraform import ADDRESS Frontend_Team")
	auditor := asAuditor(t, platform)
	_, err = auditor.Apply(t, auditor.Null(t, groupType), team(nil))
	expectError(t, err, "Manage Profiles and Permission Sets")
}

func TestPermissionSetGroupsAreReadWithFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGroup(t, platform, nil, team(prototest.Config{"permission_sets": all("Frontend_Base", "Reporting_Tools")}))
	platform.ForgetRequests()
	protocol := platform.Protocol(t)
	for range 20 {
		if read, err := protocol.Read(t, state); err != nil || !read.Value.Equal(state.Value) {
			t.Fatalf("read as %v, %v", read.Attributes(t), err)
		}
	}
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 4 {
		t.Errorf("20 refreshes made %d calls: %v", calls, platform.Requests())
	}
}

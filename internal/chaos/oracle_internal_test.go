package chaos

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// Two organizations in which the same was done in another order, under other
// ids, look alike; a grant more or less shows.
func TestPicturesTellWhatDiffersButIDs(t *testing.T) {
	t.Parallel()
	first, second := seeded(t), seeded(t)
	known := names(t, first)
	insert(t, first, "One", "Two")
	group(t, first, "Team", "Crew")
	group(t, second, "Crew", "Team")
	insert(t, second, "Two", "One")
	if found := differences(look(t, first, known), look(t, second, known)); len(found) > 0 {
		t.Errorf("they differ: %v", found)
	}
	insert(t, second, "Three")
	if found := differences(look(t, second, known), look(t, first, known)); len(found) != 2 {
		t.Errorf("a permission set and its grant should show, got %v", found)
	}
	if found := differences(look(t, first, known), look(t, second, known)); len(found) != 2 {
		t.Errorf("a permission set and its grant should be missed, got %v", found)
	}
}

func seeded(t *testing.T) *simulator.Server {
	t.Helper()
	platform := &simulator.Server{}
	if err := platform.Seed(simulator.Acme()); err != nil {
		t.Fatal(err)
	}
	return platform
}

// insert makes permission sets that carry an app.
func insert(t *testing.T, platform *simulator.Server, names ...string) {
	t.Helper()
	for _, name := range names {
		id, err := platform.InsertSalesforce("PermissionSet", map[string]any{"Name": name, "Label": name})
		if err != nil {
			t.Fatal(err)
		}
		app := platform.SalesforceID("ConnectedApplication", "Name", "Auditor")
		if _, err := platform.InsertSalesforce("SetupEntityAccess", map[string]any{"ParentId": id, "SetupEntityId": app}); err != nil {
			t.Fatal(err)
		}
	}
}

// group makes permission set groups, each with a permission set of its own that is
// named after the group's id.
func group(t *testing.T, platform *simulator.Server, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := platform.InsertSalesforce("PermissionSetGroup", map[string]any{"DeveloperName": name, "MasterLabel": name}); err != nil {
			t.Fatal(err)
		}
	}
}

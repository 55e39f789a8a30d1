package salesforce_test

import (
	"fmt"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

func TestListsAreFilteredAndInOrder(t *testing.T) {
	t.Parallel()
	protocol := grantWarehouse(t, acctest.Start(t))
	for _, test := range []struct {
		typeName, column string
		filter           prototest.Config
		want             string
	}{
		{"permission_sets", "name", prototest.Config{}, "[Frontend_Base Reporting_Tools]"},
		{"permission_sets", "name", prototest.Config{"app": "Warehouse_Sync"}, "[Frontend_Base]"},
		{"permission_sets", "name", prototest.Config{"app": "Reporting Cloud", "search": "TOOLS"}, "[Reporting_Tools]"},
		{"permission_sets", "name", prototest.Config{"app": "Dataloader Partner"}, "[]"},
		{"permission_sets", "name", prototest.Config{"custom": false}, "[]"},
		{
			"profiles", "name",
			prototest.Config{},
			"[Minimum Access - API Only Integrations Sales Standard User System Administrator]",
		},
		{"profiles", "name", prototest.Config{"app": "Warehouse_Sync"}, "[Sales]"},
		{"profiles", "name", prototest.Config{"search": "admin"}, "[System Administrator]"},
		{"users", "username", prototest.Config{"profile": "sales"}, "[mei.chen@acme.example]"},
		{"users", "username", prototest.Config{"permission_set_group": "Frontend_Team"}, "[omar.diaz@acme.example sarah.lee@acme.example]"},
		{"users", "username", prototest.Config{"permission_set": "Frontend_Base"}, "[omar.diaz@acme.example]"},
		{"users", "username", prototest.Config{"active": false}, "[former.employee@acme.example]"},
		{"users", "profile_name", prototest.Config{"search": "Sarah"}, "[Standard User]"},
		{"users", "username", prototest.Config{"search": "_", "active": true}, "[]"},
	} {
		read := mustReadData(t, protocol, data+test.typeName, test.filter)
		expectEqual(t, fmt.Sprint(test.typeName, test.filter), column(t, read[test.typeName], test.column), test.want)
		expectEqual(t, "complete", read["complete"], true)
	}
}

func TestListsAreBounded(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for typeName, total := range map[string]int{"permission_sets": 2, "profiles": 4, "users": 7} {
		for _, limit := range []int{1, total, total + 1} {
			read := mustReadData(t, protocol, data+typeName, prototest.Config{"limit": limit})
			expectEqual(t, fmt.Sprintf("%d %s", limit, typeName), len(objects(t, read[typeName])), min(limit, total))
			expectEqual(t, fmt.Sprintf("completeness of %d %s", limit, typeName), read["complete"], limit >= total)
		}
	}
}

func TestUsersAreReadPageByPageAndNoFurther(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	hire(t, platform, 2100)
	for limit, pages := range map[int]int{1000: 1, 5000: 2} {
		protocol := platform.Protocol(t)
		platform.ForgetRequests()
		read := mustReadData(t, protocol, data+"users", prototest.Config{"limit": limit, "search": "person"})
		expectEqual(t, "users", len(objects(t, read["users"])), min(limit, 2100))
		if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls != pages+1 { // one is for the profiles
			t.Errorf("%d users were read with %d calls:\n%v", limit, calls, platform.Requests())
		}
	}
}

func TestListsRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for _, test := range []struct {
		typeName string
		filter   prototest.Config
		message  string
	}{
		{"users", prototest.Config{"limit": 0}, "between 1 and 50000"},
		{"users", prototest.Config{"profile": "Nobodies"}, `no profile "Nobodies"`},
		{"users", prototest.Config{"permission_set": "Nobodies"}, `no permission set "Nobodies"`},
		{"users", prototest.Config{"permission_set_group": "Nobodies"}, `no permission set group "Nobodies"`},
		{"users", prototest.Config{"search": ""}, "at least 1"},
		{"profiles", prototest.Config{"app": "Nobodys_App"}, `no app "Nobodys_App"`},
		{"permission_sets", prototest.Config{"app": "005000000000001"}, "is the id of a user"},
	} {
		_, err := protocol.ReadData(t, data+test.typeName, test.filter)
		expectError(t, err, test.message)
	}
}

func TestListsTellMissingPermissions(t *testing.T) {
	t.Parallel()
	protocol := asAuditor(t, acctest.Start(t))
	for _, typeName := range []string{"permission_sets", "profiles", "users"} {
		_, err := protocol.ReadData(t, data+typeName, prototest.Config{})
		expectError(t, err, "may not do this", "View Setup and Configuration")
	}
}

package anypoint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// namesIn are the names of the rows that a data source lists.
func namesIn(data map[string]any, list, name string) string {
	rows, _ := data[list].([]any)
	names := make([]string, len(rows))
	for i, row := range rows {
		attributes, _ := row.(map[string]any)
		names[i] = fmt.Sprint(attributes[name])
	}
	return strings.Join(names, ", ")
}

func TestListsAreReadAndNarrowed(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 2 })
	for name, test := range map[string]struct {
		typeName, list, name string
		config               prototest.Config
		want                 string
	}{
		"teams":        {"apiaccess_anypoint_teams", "teams", "name", nil, "Everyone at Acme, Frontend Team, Fulfilment Team"},
		"teams below":  {"apiaccess_anypoint_teams", "teams", "ancestors", prototest.Config{"below": "Everyone at Acme"}, "[Everyone at Acme], [Everyone at Acme]"},
		"found teams":  {"apiaccess_anypoint_teams", "teams", "id", prototest.Config{"search": "frontEND"}, frontendID},
		"users":        {"apiaccess_anypoint_users", "users", "username", nil, "mei.chen, omar.diaz, platform.admin, sarah.lee"},
		"found users":  {"apiaccess_anypoint_users", "users", "id", prototest.Config{"search": "sarah.lee@ACME"}, sarahID},
		"environments": {"apiaccess_anypoint_environments", "environments", "name", nil, "Production, Sandbox, Production"},
		"production": {
			"apiaccess_anypoint_environments", "environments", "organization_id",
			prototest.Config{"type": "production"},
			acctest.OrganizationID + ", " + retailID,
		},
		"found roles": {"apiaccess_anypoint_roles", "roles", "name", prototest.Config{"search": "alerts"}, "Manage API Alerts, View API Alerts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := test.config
			if config == nil {
				config = prototest.Config{}
			}
			data, err := platform.Protocol(t).ReadData(t, test.typeName, config)
			if got := namesIn(data, test.list, test.name); err != nil || got != test.want {
				t.Errorf("the list is %s, want %s, error %v", got, test.want, err)
			}
		})
	}
}

func TestOneCallListsAWholeTree(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	running := platform.Protocol(t)
	for typeName, call := range map[string]string{
		"apiaccess_anypoint_environments": "/environments", "apiaccess_anypoint_roles": "GET /accounts/api/roles",
		"apiaccess_anypoint_teams": "/teams", "apiaccess_anypoint_users": "/members",
	} {
		data, err := running.ReadData(t, typeName, prototest.Config{})
		if err != nil || platform.Calls(call) != 1 {
			t.Errorf("%s: %d calls, error %v", typeName, platform.Calls(call), err)
		}
		if ids, has := data["ids"].(map[string]any); has && ids["View Policies"] != viewPoliciesID {
			t.Errorf("the ids are %v", ids)
		}
	}
}

func TestTheCatalogueOfRolesTakesTheSecondCredential(t *testing.T) {
	t.Parallel()
	_, err := acctest.Start(t).Protocol(t).ReadData(t, "apiaccess_anypoint_roles", prototest.Config{})
	if err == nil || !strings.Contains(err.Error(), "access_management") {
		t.Errorf("the list gave %v", err)
	}
}

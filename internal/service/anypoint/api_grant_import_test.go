package anypoint_test

import (
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestAPIGrantIsImportedByNameOrID(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: sarahID, Type: "user", Role: "contributor"})
	running := platform.Protocol(t)
	for _, id := range []string{
		acctest.OrganizationID + ",orders-api,user,sarah.lee",
		acctest.OrganizationID + ",orders-api,user," + sarahID,
		"orders-api,user,SARAH.LEE@acme.example",
		"orders-api,user," + strings.ToUpper(sarahID),
	} {
		state, err := running.ImportID(t, grantType, id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		for name, want := range map[string]any{
			"user": "sarah.lee", "team": nil, "role": "contributor", "principal_id": sarahID,
			"organization_id": acctest.OrganizationID, "group_id": acctest.OrganizationID,
			"id": acctest.OrganizationID + "/orders-api/user/" + sarahID,
		} {
			if got := state.Attributes(t)[name]; got != want {
				t.Errorf("%s: %s is %v, want %v", id, name, got, want)
			}
		}
		if got := state.IdentityAttributes(t)["principal_id"]; got != sarahID {
			t.Errorf("%s: the identity says %v", id, got)
		}
		planned, err := running.Plan(t, state, grantTo("user", "sarah.lee", "contributor"))
		if err != nil || len(planned.RequiresReplace) > 0 {
			t.Errorf("%s: the plan after the import replaces %v, error %v", id, planned.RequiresReplace, err)
		}
	}
}

func TestAPIGrantImportRefusesWrongKeys(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for id, message := range map[string]string{
		"orders-api":                  "Wrong import id",
		"orders-api,user":             "Wrong import id",
		"orders-api,group,sarah.lee":  "Wrong import id",
		"orders-api, user,sarah.lee":  "Wrong import id",
		"orders-api,user,":            "Wrong import id",
		"orders-api,user,omar.diaz":   "No such Anypoint API grant",
		"payments-api,user,omar.diaz": "Unable to import",
	} {
		if _, err := running.ImportID(t, grantType, id); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: got %v, want %s", id, err, message)
		}
	}
	_, err := running.ImportIdentity(t, grantType, prototest.Config{
		"asset_id": ordersAPI, "principal_type": "externalOrganization", "principal_id": sarahID,
	})
	if err == nil || !strings.Contains(err.Error(), "Wrong import id") {
		t.Errorf("a partner organization: got %v", err)
	}
}

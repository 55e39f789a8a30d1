package simulator_test

import (
	"fmt"
	"net/http"
	"testing"
)

const (
	acmeDecisionsPath = "/apimanager/xapi/v1/organizations/" + acmeOrganization + "/environments/" + acmeProduction +
		"/apis/19215012/contracts/%d/%s"
	acmeApplicationsPath = "/exchange/api/v2/organizations/" + acmeOrganization + "/applications"
)

// aTier makes a tier and tells its id.
func aTier(c *anypointClient, name string, automatic bool) int {
	return c.do(http.MethodPost, ordersPath+"/tiers", map[string]any{
		"name": name, "status": "ACTIVE", "autoApprove": automatic,
		"limits": []any{map[string]any{"visible": true, "maximumRequests": 10, "timePeriodInMilliseconds": 1000}},
	}).want(http.StatusCreated).number("id")
}

func anApplication(c *anypointClient, name string) int {
	return c.do(http.MethodPost, acmeApplicationsPath, map[string]any{"name": name}).want(http.StatusCreated).number("id")
}

func TestContractsFollowTheirStateMachine(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	gold, open := aTier(c, "Gold", false), aTier(c, "Open", true)
	request := map[string]any{"applicationId": anApplication(c, "Billing Sync"), "requestedTierId": gold}
	pending := c.do(http.MethodPost, ordersPath+"/contracts", request).want(http.StatusCreated)
	id := pending.number("id")
	if pending.text("status") != "PENDING" || pending.at("tierId") != nil || pending.number("requestedTierId") != gold ||
		pending.text("application", "clientSecret") == "" {
		t.Errorf("a new contract is %s", pending.raw)
	}
	c.do(http.MethodPost, ordersPath+"/contracts", request).want(http.StatusConflict)
	decide := func(verb string, status int) reply {
		return c.do(http.MethodPost, fmt.Sprintf(acmeDecisionsPath, id, verb), map[string]any{}).want(status)
	}
	decide("revoke", http.StatusBadRequest)
	if approved := decide("approve", http.StatusCreated); approved.text("approvedDate") == "" || approved.number("tierId") != gold {
		t.Errorf("an approved contract is %s", approved.raw)
	}
	decide("reject", http.StatusBadRequest)
	c.do(http.MethodDelete, fmt.Sprintf("%s/tiers/%d", ordersPath, gold), nil).want(http.StatusBadRequest)
	c.do(http.MethodDelete, fmt.Sprintf("%s/contracts/%d", ordersPath, id), nil).want(http.StatusBadRequest)
	changed := c.do(http.MethodPatch, fmt.Sprintf("%s/contracts/%d", ordersPath, id), map[string]any{"tierId": open}).want(http.StatusOK)
	if changed.number("tierId") != open {
		t.Errorf("the tier was not changed: %s", changed.raw)
	}
	if revoked := decide("revoke", http.StatusCreated); revoked.text("revokedDate") == "" {
		t.Errorf("a revoked contract is %s", revoked.raw)
	}
	decide("restore", http.StatusCreated)
	decide("revoke", http.StatusCreated)
	c.do(http.MethodDelete, fmt.Sprintf("%s/contracts/%d", ordersPath, id), nil).want(http.StatusNoContent)
	c.do(http.MethodDelete, fmt.Sprintf("%s/tiers/%d", ordersPath, gold), nil).want(http.StatusNoContent)
}

func TestTiersAreReplacedWhole(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	path := fmt.Sprintf("%s/tiers/%d", ordersPath, aTier(c, "Gold", true))
	hidden := []any{map[string]any{"visible": false, "maximumRequests": 10, "timePeriodInMilliseconds": 1000}}
	c.do(http.MethodPut, path, map[string]any{"name": "Gold", "limits": hidden}).want(http.StatusBadRequest)
	replaced := c.do(http.MethodPut, path, map[string]any{"name": "Silver", "status": "DEPRECATED"}).want(http.StatusCreated)
	if replaced.text("name") != "Silver" || replaced.at("autoApprove") != false || len(replaced.list("limits")) != 0 {
		t.Errorf("the tier is %s", replaced.raw)
	}
}

func TestApplicationsBelongToWhoMadeThem(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	own := anApplication(c, "Billing Sync")
	c.do(http.MethodPost, acmeApplicationsPath, map[string]any{"name": "billing sync"}).want(http.StatusConflict)
	all := c.get(acmeApplicationsPath + "?targetAdminSite=true&limit=250").want(http.StatusOK)
	mine := c.get(acmeApplicationsPath).want(http.StatusOK)
	if len(all.list()) != 2 || len(mine.list()) != 1 || mine.at(0, "clientSecret") != nil || all.text(1, "clientSecret") == "" {
		t.Errorf("all are %s\nmine are %s", all.raw, mine.raw)
	}
	c.do(http.MethodPatch, acmeApplicationsPath+"/2693001", map[string]any{"name": "Mine"}).want(http.StatusForbidden)
	before := all.text(1, "clientSecret")
	reset := c.do(http.MethodPost, fmt.Sprintf("%s/%d/secret/reset", acmeApplicationsPath, own), nil).want(http.StatusCreated)
	if after := reset.text("clientSecret"); after == "" || after == before {
		t.Errorf("the secret was %q and is %q", before, after)
	}
	c.do(http.MethodDelete, fmt.Sprintf("%s/%d", acmeApplicationsPath, own), nil).want(http.StatusNoContent)
	c.get(fmt.Sprintf("%s/%d", acmeApplicationsPath, own)).want(http.StatusNotFound)
}

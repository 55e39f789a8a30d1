package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	automatedPath   = "/apimanager/api/v1/organizations/" + acmeOrganization + "/automated-policies"
	acmeEnvironment = "5a1c0000-e4f0-4000-8000-000000000001"
)

func automatedAllowlist() map[string]any {
	return map[string]any{
		"ruleOfApplication": map[string]any{"environmentId": acmeEnvironment, "technologies": []string{"mule4"}},
		"groupId":           acmeMuleSoft, "assetId": "ip-allowlist", "assetVersion": "1.1.1", "configurationData": addresses("192.0.2.1"),
	}
}

func TestAutomatedPolicyStandsInForItsTwins(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	own := c.apply(ipAllowlist("1.1.1", addresses("192.0.2.9")))
	applied := c.do(http.MethodPost, automatedPath, automatedAllowlist()).want(http.StatusCreated)
	path := fmt.Sprintf("%s/%d", automatedPath, applied.number("id"))
	if c.get(policyPath(own)).at("disabled") != true {
		t.Error("the API's own policy stays enabled")
	}
	c.do(http.MethodPost, automatedPath, automatedAllowlist()).want(http.StatusConflict)
	if listed := c.get(automatedPath + "?environmentId=" + acmeEnvironment).want(http.StatusOK); listed.number("total") != 1 {
		t.Errorf("listed are %s", listed.raw)
	}
	c.get(automatedPath).want(http.StatusBadRequest)

	changed := automatedAllowlist()
	changed["disabled"] = true
	c.do(http.MethodPatch, path, changed).want(http.StatusBadRequest) // it may not name its technology again
	changed["ruleOfApplication"] = map[string]any{"environmentId": acmeEnvironment}
	c.do(http.MethodPatch, path, `{"disabled":true}`).want(http.StatusBadRequest) // it must be whole
	c.do(http.MethodPatch, path, changed).want(http.StatusOK)
	if c.get(policyPath(own)).at("disabled") != false {
		t.Error("the API's own policy stays disabled")
	}
	changed["disabled"] = false
	c.do(http.MethodPatch, path, changed).want(http.StatusOK)
	c.do(http.MethodDelete, path, nil).want(http.StatusNoContent)
	if c.get(policyPath(own)).at("disabled") != false {
		t.Error("the API's own policy stays disabled after the end of the automated one")
	}
	c.get(path).want(http.StatusNotFound)
}

func TestAutomatedPolicyMayConflictWithItsTwins(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.server.Set(func(knobs *simulator.Knobs) { knobs.AutomatedPolicyConflicts = true })
	c.apply(ipAllowlist("1.1.1", addresses("192.0.2.9")))
	if got := c.do(http.MethodPost, automatedPath, automatedAllowlist()).want(http.StatusConflict); !strings.Contains(got.raw, "already applied") {
		t.Errorf("the conflict is answered %s", got.raw)
	}
}

package simulator_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const apisPath = environmentPath + "/apis"

// instanceOf is a request to manage a version of the orders API under a label.
func instanceOf(version, label string) map[string]any {
	return map[string]any{
		"spec":          map[string]any{"groupId": acmeOrganization, "assetId": "orders-api", "version": version},
		"endpoint":      map[string]any{"uri": nil, "proxyUri": nil, "isCloudHub": nil, "deploymentType": "CH"},
		"instanceLabel": label, "technology": "flexGateway",
	}
}

func TestInstancesAreListedByAsset(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.do(http.MethodPost, apisPath, instanceOf("1.0.0", "orders-old")).want(http.StatusCreated)
	all := c.get(apisPath).want(http.StatusOK)
	if all.number("total") != 2 || !slices.Equal(all.texts("assetId", "assets"), []string{"inventory-api", "orders-api"}) {
		t.Errorf("the assets are %s", all.raw)
	}
	if got := all.texts("instanceLabel", "assets", 1, "apis"); !slices.Equal(got, []string{"orders-production", "orders-old"}) {
		t.Errorf("the instances of the orders API are %v", got)
	}
	page := c.get(apisPath + "?limit=1&offset=1").want(http.StatusOK)
	if page.number("total") != 2 || len(page.list("assets", 0, "apis")) != 2 {
		t.Errorf("limit=1 is not one asset with its instances: %s", page.raw)
	}
	for query, want := range map[string]int{
		"assetId=orders-api": 1, "instanceLabel=orders-old": 1, "query=orders": 1, "assetVersion=1.0.0": 2,
		"groupId=" + acmeRetail: 0, "productVersion=v1": 2, "productVersion=v2": 0, "autodiscoveryInstanceName=v1:19215012": 1,
	} {
		if got := c.get(apisPath + "?" + query).want(http.StatusOK).number("total"); got != want {
			t.Errorf("%s finds %d assets, want %d", query, got, want)
		}
	}
	newest := c.get(apisPath + "?sort=createdDate&ascending=false")
	if got := newest.text("assets", 0, "assetId"); got != "inventory-api" {
		t.Errorf("the asset managed last is %s", got)
	}
}

func TestInstanceLifecycle(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	made := c.do(http.MethodPost, apisPath, instanceOf("1.0.0", "orders-old")).want(http.StatusCreated)
	path := apisPath + strings.Replace(made.text("autodiscoveryInstanceName"), "v1:", "/", 1)
	shown := c.get(path).want(http.StatusOK)
	if shown.text("technology") != "flexGateway" || shown.number("endpoint", "apiId") != made.number("id") || shown.at("deployment") != nil {
		t.Errorf("the instance is %s", shown.raw)
	}
	changed := c.do(http.MethodPatch, path, `{"assetVersion":"1.1.0","deprecated":true,"tags":["old"],"instanceLabel":null}`)
	if changed.want(http.StatusOK).at("audit", "created", "date") != nil {
		t.Error("the answer to a change tells when the instance was made")
	}
	shown = c.get(path)
	if shown.text("assetVersion") != "1.1.0" || shown.at("deprecated") != true || shown.at("instanceLabel") != nil ||
		shown.text("tags", 0) != "old" {
		t.Errorf("after the change the instance is %s", shown.raw)
	}
	c.do(http.MethodDelete, path, nil).want(http.StatusNoContent)
	c.get(path).want(http.StatusNotFound)
}

func TestInstanceRefusals(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	withDeployment := instanceOf("1.0.0", "orders-old")
	withDeployment["deployment"] = nil
	got := c.do(http.MethodPost, apisPath, withDeployment).want(http.StatusBadRequest)
	if got.text("message") != "request/body/deployment must be object" ||
		got.text("errors", 0, "errorCode") != "type.openapi.validation" || got.text("errors", 0, "path") != "/body/deployment" {
		t.Errorf("a null deployment is answered %s", got.raw)
	}
	c.do(http.MethodPost, apisPath, `{"endpoint":{}}`).want(http.StatusBadRequest)
	c.do(http.MethodPost, apisPath, `[`).want(http.StatusBadRequest)
	c.do(http.MethodPost, apisPath, instanceOf("9.0.0", "new")).want(http.StatusNotFound)
	c.do(http.MethodPost, apisPath, instanceOf("1.1.0", "orders-production")).want(http.StatusConflict)
	c.do(http.MethodPatch, ordersPath, `{"assetVersion":"9.0.0"}`).want(http.StatusNotFound)
	c.as(auditorGrant).do(http.MethodPost, apisPath, instanceOf("1.0.0", "new")).want(http.StatusForbidden)
}

func TestLargeEnvironment(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	ids, err := c.server.AddAPIInstances(acmeProduction, 250)
	if err != nil {
		t.Fatal(err)
	}
	first := c.get(apisPath).want(http.StatusOK)
	if len(first.list("assets")) != 100 || first.number("total") != len(ids)+2 {
		t.Errorf("a page has %d of %d assets by default", len(first.list("assets")), first.number("total"))
	}
	c.server.Set(func(k *simulator.Knobs) { k.PageSize = 7 })
	if got := c.get(apisPath + "?limit=250"); len(got.list("assets")) != 7 {
		t.Errorf("a capped page has %d assets", len(got.list("assets")))
	}
	if _, err := c.server.AddAPIInstances("nowhere", 1); err == nil {
		t.Error("AddAPIInstances takes an environment that is not there")
	}
}

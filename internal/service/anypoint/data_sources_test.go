package anypoint_test

import (
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const retailProductionID = "5a1c0000-e4f0-4000-8000-000000000003"

// The data sources fit together: nothing in this configuration is an id.
func TestDataSourcesReplaceIDs(t *testing.T) {
	t.Parallel()
	acctest.Run(t, acctest.Start(t), resource.TestStep{
		Config: `
data "apiaccess_anypoint_organization" "retail" {
  name = "Retail"
}

data "apiaccess_anypoint_environment" "sandbox" {
  name = "Sandbox"
}

data "apiaccess_anypoint_environment" "retail" {
  organization_id = data.apiaccess_anypoint_organization.retail.id
  name            = "Production"
}

data "apiaccess_anypoint_api_instance" "orders" {
  environment_id = data.apiaccess_anypoint_environment.sandbox.id
  asset_id       = "orders-api"
}

data "apiaccess_anypoint_identity" "sarah" {
  user = "sarah.lee@acme.example"
}

resource "apiaccess_anypoint_ip_allowlist_policy" "test" {
  environment_id  = data.apiaccess_anypoint_environment.sandbox.id
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  ips             = ["203.0.113.0/24"]
}

resource "apiaccess_anypoint_api_grant" "test" {
  asset_id = data.apiaccess_anypoint_api_instance.orders.asset_id
  user     = data.apiaccess_anypoint_identity.sarah.id
  role     = "viewer"
}
`,
		ConfigStateChecks: []statecheck.StateCheck{
			attribute("data.apiaccess_anypoint_environment.retail", "id", knownvalue.StringExact(retailProductionID)),
			attribute(allowlistAddress, "api_instance_id", knownvalue.StringExact("19215013")),
			attribute(grantAddress, "principal_id", knownvalue.StringExact(sarahID)),
			attribute(grantAddress, "principal_name", knownvalue.StringExact("sarah.lee")),
		},
	})
}

func TestDataSourcesTell(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	root := map[string]any{
		"id": acctest.OrganizationID, "name": "Acme", "is_root": true, "parent_id": nil,
		"business_groups": []any{map[string]any{"id": retailID, "name": "Retail", "parent_id": acctest.OrganizationID}},
	}
	orders := map[string]any{
		"id": "19215012", "group_id": acctest.OrganizationID, "asset_id": ordersAPI, "asset_version": "1.1.0",
		"product_version": "v1", "label": "orders-production", "technology": "mule4",
		"endpoint_uri": "https://orders.acme.example/v1", "autodiscovery_instance_name": "v1:19215012", "deprecated": false,
		"organization_id": acctest.OrganizationID, "environment_id": acctest.ProductionID,
	}
	for name, test := range map[string]struct {
		noun   string
		config prototest.Config
		want   map[string]any
	}{
		"the provider's organization": {"organization", prototest.Config{}, root},
		"an organization by id":       {"organization", prototest.Config{"id": acctest.OrganizationID}, root},
		"a business group": {"organization", prototest.Config{"name": "Retail"}, map[string]any{
			"id": retailID, "is_root": false, "parent_id": acctest.OrganizationID, "business_groups": []any{},
		}},
		"an environment by name": {"environment", prototest.Config{"name": "Production"}, map[string]any{
			"id": acctest.ProductionID, "type": "production", "is_production": true, "organization_id": acctest.OrganizationID,
		}},
		"an environment by id": {"environment", prototest.Config{"id": acctest.SandboxID}, map[string]any{
			"name": "Sandbox", "type": "sandbox", "is_production": false,
		}},
		"an API by number":   {"api_instance", prototest.Config{"id": "19215012"}, orders},
		"an API by asset":    {"api_instance", prototest.Config{"asset_id": ordersAPI}, orders},
		"an API by all else": {"api_instance", prototest.Config{"asset_id": ordersAPI, "group_id": acctest.OrganizationID, "asset_version": "1.1.0", "label": "orders-production"}, orders},
		"a user by username": {"identity", prototest.Config{"user": "Sarah.Lee"}, map[string]any{
			"id": sarahID, "type": "user", "name": "Sarah Lee", "username": "sarah.lee", "email": "sarah.lee@acme.example",
			"organization_id": acctest.OrganizationID,
		}},
		"a user by e-mail address": {"identity", prototest.Config{"user": "sarah.lee@acme.example"}, map[string]any{"id": sarahID}},
		"a team": {"identity", prototest.Config{"team": "Frontend Team"}, map[string]any{
			"id": frontendID, "type": "team", "name": "Frontend Team", "username": nil, "email": nil, "organization_id": acctest.OrganizationID,
		}},
		"an organization as identity": {"identity", prototest.Config{"organization": "Retail"}, map[string]any{
			"id": retailID, "type": "organization", "name": "Retail", "organization_id": retailID,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := running.ReadData(t, "apiaccess_anypoint_"+test.noun, test.config)
			if err != nil {
				t.Fatal(err)
			}
			for attribute, want := range test.want {
				if !reflect.DeepEqual(got[attribute], want) {
					t.Errorf("%s is %v, want %v", attribute, got[attribute], want)
				}
			}
		})
	}
}

func TestDataSourcesFindNothing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for name, test := range map[string]struct {
		noun    string
		config  prototest.Config
		message string
	}{
		"organization":    {"organization", prototest.Config{"name": "Wholesale"}, `"Wholesale"`},
		"environment":     {"environment", prototest.Config{"name": "Staging"}, `"Staging"`},
		"instance number": {"api_instance", prototest.Config{"id": "1"}, "API instance 1"},
		"instance asset":  {"api_instance", prototest.Config{"asset_id": "payments-api"}, "no such API instance"},
		"other label":     {"api_instance", prototest.Config{"asset_id": ordersAPI, "label": "orders-sandbox"}, "no such API instance"},
		"user":            {"identity", prototest.Config{"user": "sarah"}, "Unknown user"},
		"team":            {"identity", prototest.Config{"team": "frontend team"}, "Unknown team"},
		"type of name":    {"identity", prototest.Config{"organization": "Frontend Team"}, "Unknown organization"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := running.ReadData(t, "apiaccess_anypoint_"+test.noun, test.config)
			if err == nil || !strings.Contains(err.Error(), test.message) {
				t.Errorf("got %v, want %s", err, test.message)
			}
		})
	}
}

func TestAPIInstanceListsCandidates(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	platform.Inject(simulator.Fault{Pattern: "GET /apis", Answer: simulator.Status(http.StatusOK, `{"total":1,"assets":[{"apis":[
		{"id":1,"groupId":"g","assetId":"orders-api","assetVersion":"1.0.0","instanceLabel":"old"},
		{"id":2,"groupId":"g","assetId":"orders-api","assetVersion":"2.0.0","instanceLabel":null}]}]}`)})
	_, err := running.ReadData(t, "apiaccess_anypoint_api_instance", prototest.Config{"asset_id": ordersAPI})
	for _, candidate := range []string{`1: g/orders-api 1.0.0, label "old"`, `2: g/orders-api 2.0.0, label ""`} {
		if err == nil || !strings.Contains(err.Error(), candidate) {
			t.Errorf("got %v, want the candidate %s", err, candidate)
		}
	}
}

func TestDataSourcesNamePermissions(t *testing.T) {
	t.Parallel()
	for noun, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"organization": {prototest.Config{"name": "Retail"}, "access_management"},
		"environment":  {prototest.Config{"name": "Sandbox"}, "access_management"},
		"api_instance": {prototest.Config{"asset_id": ordersAPI}, "read:api_configuration"},
		"identity":     {prototest.Config{"user": "sarah.lee"}, "read:exchange"},
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			for _, pattern := range []string{"/hierarchy", "/environments", "/organizations/ /identities"} {
				platform.Inject(simulator.Fault{Pattern: "GET " + pattern, Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
			}
			_, err := platform.Protocol(t).ReadData(t, "apiaccess_anypoint_"+noun, test.config)
			if err == nil || !strings.Contains(err.Error(), test.message) {
				t.Errorf("got %v, want %s", err, test.message)
			}
		})
	}
}

func TestDataSourcesAskForMissingDefaults(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	bare := prototest.New(t, provider.New("test"), prototest.Config{"anypoint": map[string]any{
		"base_url": platform.URL, "client_id": acctest.AnypointClientID, "client_secret": acctest.AnypointClientSecret,
	}})
	_, err := bare.ReadData(t, "apiaccess_anypoint_api_instance", prototest.Config{"asset_id": ordersAPI})
	for _, missing := range []string{"Missing organization_id", "Missing environment_id"} {
		if err == nil || !strings.Contains(err.Error(), missing) {
			t.Errorf("got %v, want %s", err, missing)
		}
	}
	// An organization has a default even so: the one that is signed in to.
	own, err := bare.ReadData(t, "apiaccess_anypoint_organization", prototest.Config{})
	if err != nil || own["id"] != acctest.OrganizationID {
		t.Errorf("the own organization is %v, error %v", own["id"], err)
	}
}

func TestDataSourcesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for name, test := range map[string]struct{ noun, arguments, message string }{
		"an organization twice":    {"organization", "id = \"" + retailID + "\"\n name = \"Retail\"", `Invalid Attribute Combination`},
		"an environment twice":     {"environment", "id = \"" + retailID + "\"\n name = \"Production\"", `Exactly one of these attributes`},
		"no environment":           {"environment", ``, `Exactly one of these attributes`},
		"an API twice":             {"api_instance", "id = \"19215012\"\n asset_id = \"orders-api\"", `Exactly one of these attributes`},
		"a label without an asset": {"api_instance", "id = \"19215012\"\n label = \"orders-production\"", `"asset_id" must be specified when "label"`},
		"two identities":           {"identity", "user = \"sarah.lee\"\n team = \"Frontend Team\"", `Exactly one of these attributes`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, platform, resource.TestStep{
				Config:      "data \"apiaccess_anypoint_" + test.noun + "\" \"test\" {\n" + test.arguments + "\n}\n",
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(test.message),
			})
		})
	}
}

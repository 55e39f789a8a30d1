package anypoint_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	instanceAddress = "apiaccess_anypoint_api_instance.test"
	instanceType    = "apiaccess_anypoint_api_instance"
)

func instance(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_anypoint_api_instance" "test" {
  asset_id = "orders-api"
  %s
}
`, arguments)
}

const blue = "asset_version = \"1.0.0\"\n label = \"blue\"\n"

func TestAPIInstanceLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	var first, id int
	same := func(*terraform.State) error {
		if first == 0 {
			first = id
		}
		if id != first {
			return fmt.Errorf("instance %d was replaced by %d", first, id)
		}
		return nil
	}
	kept := resource.ComposeTestCheckFunc(remember(instanceAddress, &id), same)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: instance(blue + "deprecated = true"), Check: kept,
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(instanceAddress, "group_id", knownvalue.StringExact(acctest.OrganizationID)),
				attribute(instanceAddress, "technology", knownvalue.StringExact("mule4")),
				attribute(instanceAddress, "product_version", knownvalue.StringExact("v1")),
				attribute(instanceAddress, "deprecated", knownvalue.Bool(true)),
				attribute(instanceAddress, "endpoint", knownvalue.Null()),
			},
		},
		resource.TestStep{ // another version and label, an address and an endpoint
			Config: instance(`
  asset_version = "1.1.0"
  label         = "green"
  endpoint_uri  = "https://green.acme.example"
  endpoint = {
    implementation_uri = "https://orders.internal.acme.example/"
    proxy_uri          = "http://0.0.0.0:8081/"
    deployment_type    = "HY"
    response_timeout   = 10000
  }`),
			ConfigPlanChecks: plans(instanceAddress, plancheck.ResourceActionUpdate), Check: kept,
		},
		resource.TestStep{
			ResourceName: instanceAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "id",
			ImportStateIdFunc: acctest.ImportID(instanceAddress, "id"),
		},
		resource.TestStep{
			Config:           instance(`asset_version = "1.0.0"`),
			ConfigPlanChecks: plans(instanceAddress, plancheck.ResourceActionUpdate), Check: kept,
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(instanceAddress, "label", knownvalue.Null()), attribute(instanceAddress, "endpoint_uri", knownvalue.Null()),
			},
		},
		resource.TestStep{ // another gateway is another instance
			Config:           instance("asset_version = \"1.0.0\"\n technology = \"flexGateway\""),
			ConfigPlanChecks: plans(instanceAddress, plancheck.ResourceActionReplace),
		},
	)
	if platform.DeleteAPIInstance(id) {
		t.Error("destroy left the instance behind")
	}
}

func TestAPIInstanceRefusesWrongInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, message string }{
		"no version":         {``, `asset_version`},
		"an old gateway":     {blue + `technology = "mule3"`, `value must be one of`},
		"no web address":     {blue + `endpoint_uri = "orders.acme.example"`, `Wrong address`},
		"a relative address": {blue + `endpoint = { implementation_uri = "/orders" }`, `Wrong address`},
		"a deployment":       {blue + `endpoint = { deployment_type = "SM" }`, `value must be one of`},
		"no time":            {blue + `endpoint = { response_timeout = 0 }`, `at least 1`},
		"a long label":       {"asset_version = \"1.0.0\"\n label = \"" + strings.Repeat("x", 256) + "\"", `between 1 and 255`},
		"a wrong group":      {blue + `group_id = "Acme"`, `must be a UUID`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, acctest.Start(t), resource.TestStep{
				Config: instance(test.arguments), PlanOnly: true, ExpectError: regexp.MustCompile(test.message),
			})
		})
	}
}

func TestAPIInstanceRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := instance(blue + `endpoint = { implementation_uri = "https://orders.internal.acme.example/" }`)
	var id int
	kept := remember(instanceAddress, &id)
	repaired := plans(instanceAddress, plancheck.ResourceActionUpdate)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config, Check: kept},
		resource.TestStep{ // renamed, upgraded, deprecated, told under another address
			PreConfig: func() {
				platform.EditAPIInstance(id, func(label, version, address *string, deprecated *bool) {
					*label, *version, *address, *deprecated = "red", "1.1.0", "https://red.acme.example", true
				})
			},
			Config: config, ConfigPlanChecks: repaired,
		},
		resource.TestStep{ // pointed at another implementation
			PreConfig: func() { platform.EditEndpoint(id, map[string]any{"uri": "https://evil.example/"}) },
			Config:    config, ConfigPlanChecks: repaired,
		},
		resource.TestStep{ // what is not managed is nobody's drift
			PreConfig: func() { platform.EditEndpoint(id, map[string]any{"deploymentType": "RF", "isCloudHub": true}) },
			Config:    config, ConfigPlanChecks: noChanges(),
		},
		resource.TestStep{
			PreConfig: func() { platform.DeleteAPIInstance(id) },
			Config:    config, ConfigPlanChecks: plans(instanceAddress, plancheck.ResourceActionCreate), Check: kept,
		},
	)
}

func TestAPIInstanceTellsWhatIsInItsWay(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	config := prototest.Config{"asset_id": "orders-api", "asset_version": "1.1.0", "label": "orders-production"}
	_, err := running.Apply(t, running.Null(t, instanceType), config)
	command := fmt.Sprintf("terraform import ADDRESS %s,%s,%d", acctest.OrganizationID, acctest.ProductionID, ordersInstance)
	if err == nil || !strings.Contains(err.Error(), command) {
		t.Errorf("the duplicate gave %v, want %s", err, command)
	}
	if _, err := running.Apply(t, running.Null(t, instanceType), prototest.Config{"asset_id": "nothing", "asset_version": "1.0.0"}); err == nil ||
		!strings.Contains(err.Error(), "nothing") {
		t.Errorf("an unknown asset gave %v", err)
	}
	state, err := running.ImportID(t, instanceType, strconv.Itoa(ordersInstance))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := platform.AddContract(ordersInstance, partnerPortal, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := running.Apply(t, state, nil); err == nil || !strings.Contains(err.Error(), "Partner Portal") {
		t.Errorf("deleting an instance with a contract gave %v", err)
	}
	if platform.Calls("DELETE") != 0 {
		t.Error("the instance was deleted all the same")
	}
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + instance(blue),
		ExpectError: regexp.MustCompile(`(?s)manage:api_configuration.*Manage\s+APIs\s+Configuration`),
	})
}

func TestAPIInstanceSurvivesALostAnswer(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "POST /apis", Times: 1, AfterEffect: true, Answer: simulator.Status(http.StatusBadGateway, "")})
	acctest.Run(t, platform, resource.TestStep{Config: instance(blue)})
	if calls := platform.Calls("POST /apis"); calls != 1 {
		t.Errorf("%d instances were asked for", calls)
	}
}

func TestAPIInstancesRefreshWithOneListing(t *testing.T) {
	t.Parallel()
	const count = 250
	platform := acctest.Start(t)
	ids, err := platform.AddAPIInstances(acctest.ProductionID, count)
	if err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	states := make([]prototest.State, count)
	for i, id := range ids {
		if states[i], err = running.ImportID(t, instanceType, strconv.Itoa(id)); err != nil {
			t.Fatal(err)
		}
	}
	platform.ForgetRequests()
	running = platform.Protocol(t)
	for _, state := range states {
		if _, err := running.Read(t, state); err != nil {
			t.Fatal(err)
		}
	}
	if calls := platform.Calls("/apis"); calls != 3 { // 100 a page
		t.Errorf("refreshing %d instances made %d calls, want 3", count, calls)
	}
}

package anypoint_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// texts is one attribute of every element of a list that a data source read.
func texts(t *testing.T, read map[string]any, list, name string) string {
	t.Helper()
	elements, is := read[list].([]any)
	if !is {
		t.Fatalf("%s is %v", list, read[list])
	}
	var found []string
	for _, element := range elements {
		object, _ := element.(map[string]any)
		text, _ := object[name].(string)
		found = append(found, text)
	}
	return strings.Join(found, " ")
}

func TestConsumersAreListed(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 1 })
	tiers := platform.AddTiers(ordersInstance, 2)
	applications := platform.AddClientApplications(2)
	for i, application := range applications {
		contract, err := platform.AddContract(ordersInstance, application, tiers[i])
		if err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			platform.DecideContract(ordersInstance, contract, "REVOKED", 0)
		}
	}
	api := strconv.Itoa(ordersInstance)
	for name, test := range map[string]struct {
		source, list, attribute string
		config                  prototest.Config
		want                    string
	}{
		"tiers":              {"sla_tiers", "sla_tiers", "name", prototest.Config{"api_instance_id": api}, "tier-001 tier-002"},
		"contracts":          {"api_contracts", "api_contracts", "application_name", prototest.Config{"api_instance_id": api}, "application-002 application-003"},
		"tiers of contracts": {"api_contracts", "api_contracts", "tier_name", prototest.Config{"api_instance_id": api}, "tier-001 tier-002"},
		"revoked contracts":  {"api_contracts", "api_contracts", "application_name", prototest.Config{"api_instance_id": api, "status": "revoked"}, "application-003"},
		"rejected contracts": {"api_contracts", "api_contracts", "application_name", prototest.Config{"api_instance_id": api, "status": "rejected"}, ""},
		"applications":       {"client_applications", "client_applications", "name", nil, "Partner Portal application-002 application-003"},
		"some applications":  {"client_applications", "client_applications", "client_id", prototest.Config{"search": "PORTAL"}, "c11e0000000000000000000000000001"},
		"instances":          {"api_instances", "api_instances", "label", nil, "inventory-production orders-production"},
		"labelled instances": {"api_instances", "api_instances", "id", prototest.Config{"label": "orders-production"}, api},
		"instances by asset": {"api_instances", "api_instances", "asset_name", prototest.Config{"asset_id": "inventory-api"}, "Inventory API"},
		"found instances":    {"api_instances", "api_instances", "asset_id", prototest.Config{"search": "invent"}, "inventory-api"},
		"elsewhere":          {"api_instances", "api_instances", "label", prototest.Config{"environment_id": acctest.SandboxID}, "orders-sandbox"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read, err := platform.Protocol(t).ReadData(t, "apiaccess_anypoint_"+test.source, test.config)
			if err != nil {
				t.Fatal(err)
			}
			if got := texts(t, read, test.list, test.attribute); got != test.want {
				t.Errorf("read %q, want %q", got, test.want)
			}
		})
	}
}

func TestAListingThatIsRefusedNamesTheScope(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "/tiers", Answer: simulator.Status(403, "Forbidden")})
	platform.Inject(simulator.Fault{Pattern: "/contracts", Answer: simulator.Status(403, "Forbidden")})
	platform.Inject(simulator.Fault{Pattern: "/applications", Answer: simulator.Status(403, `{"status":403,"message":"Forbidden"}`)})
	api := strconv.Itoa(ordersInstance)
	for source, test := range map[string]struct {
		config prototest.Config
		scope  string
	}{
		"sla_tiers":           {prototest.Config{"api_instance_id": api}, "read:api_contracts"},
		"api_contracts":       {prototest.Config{"api_instance_id": api}, "read:api_contracts"},
		"client_applications": {nil, "read:client_applications"},
	} {
		if _, err := platform.Protocol(t).ReadData(t, "apiaccess_anypoint_"+source, test.config); err == nil || !strings.Contains(err.Error(), test.scope) {
			t.Errorf("%s gave %v, want %s", source, err, test.scope)
		}
	}
}

func TestAListingNeedsAnEnvironment(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := prototest.New(t, provider.New("test"), prototest.Config{"anypoint": map[string]any{
		"base_url": platform.URL, "client_id": acctest.AnypointClientID, "client_secret": acctest.AnypointClientSecret,
	}})
	_, err := running.ReadData(t, "apiaccess_anypoint_sla_tiers", prototest.Config{"api_instance_id": strconv.Itoa(ordersInstance)})
	if err == nil || !strings.Contains(err.Error(), "Missing environment_id") {
		t.Errorf("without an environment it gave %v", err)
	}
}

package anypoint_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestAPIPoliciesTellsWhichNobodyManages(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.PolicySecretsTold = true })
	managed := addAllowlist(t, platform, "1.1.1")
	open, err := platform.AddPolicy(ordersInstance, "http-basic-authentication", "1.3.2", map[string]any{"username": "orders", "password": "hush"})
	if err != nil {
		t.Fatal(err)
	}
	off, err := platform.AddPolicy(ordersInstance, "ip-blocklist", "1.1.1", map[string]any{"ips": []any{"192.0.2.1"}})
	if err != nil || !platform.EditPolicy(ordersInstance, off, func(policy *simulator.Policy) { policy.Disabled = true }) {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	config := prototest.Config{"api_instance_id": strconv.Itoa(ordersInstance), "managed_ids": []any{strconv.Itoa(managed)}}
	all, err := running.ReadData(t, "apiaccess_anypoint_api_policies", config)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]any{strconv.Itoa(open): "http-basic-authentication", strconv.Itoa(off): "ip-blocklist"}; fmt.Sprint(all["unmanaged"]) != fmt.Sprint(want) {
		t.Errorf("unmanaged are %v, want %v", all["unmanaged"], want)
	}
	policies, _ := all["policies"].([]any)
	if len(policies) != 3 || strings.Contains(fmt.Sprint(policies), "hush") || !strings.Contains(fmt.Sprint(policies[1]), `{"username":"orders"}`) {
		t.Errorf("the policies are %v", policies)
	}
	config["only_active"] = true
	active, err := running.ReadData(t, "apiaccess_anypoint_api_policies", config)
	if err != nil || fmt.Sprint(active["unmanaged"]) != fmt.Sprint(map[string]any{strconv.Itoa(open): "http-basic-authentication"}) {
		t.Errorf("active are %v, %v", active, err)
	}
	if _, err := running.ReadData(t, "apiaccess_anypoint_api_policies", prototest.Config{"api_instance_id": "7"}); err == nil ||
		!strings.Contains(err.Error(), "API instance 7") {
		t.Errorf("an API that does not exist gave %v", err)
	}
}

func TestPolicyTemplatesTellSchemas(t *testing.T) {
	t.Parallel()
	running := acctest.Start(t).Protocol(t)
	read := func(config prototest.Config) []any {
		t.Helper()
		answer, err := running.ReadData(t, "apiaccess_anypoint_policy_templates", config)
		if err != nil {
			t.Fatal(err)
		}
		templates, _ := answer["templates"].([]any)
		return templates
	}
	newest := read(prototest.Config{"asset_id": "http-basic-authentication"})
	if len(newest) != 1 {
		t.Fatalf("the newest versions are %v", newest)
	}
	template, _ := newest[0].(map[string]any)
	if template["asset_version"] != "1.3.2" || fmt.Sprint(template["sensitive_keys"]) != "[password]" ||
		!strings.Contains(fmt.Sprint(template["schema"]), `"required":["username","password"]`) {
		t.Errorf("the template is %v", template)
	}
	versions := read(prototest.Config{"asset_id": "ip-allowlist", "all_versions": true})
	if len(versions) != 4 || !strings.Contains(fmt.Sprint(versions[0]), "1.0.0") || !strings.Contains(fmt.Sprint(versions[3]), "1.1.2") {
		t.Errorf("the versions are %v", versions)
	}
	flex := read(prototest.Config{"api_instance_id": strconv.Itoa(inventoryInstance)})
	if len(flex) == 0 || strings.Contains(fmt.Sprint(flex), "xml-threat-protection") {
		t.Errorf("a Flex Gateway is offered %d policies, XML threat protection among them", len(flex))
	}
}

package anypoint_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const allowlistType = "apiaccess_anypoint_ip_allowlist_policy"

func allowlistOf(apiID int, ips ...any) prototest.Config {
	return prototest.Config{"api_instance_id": strconv.Itoa(apiID), "ips": ips}
}

func addAllowlist(t *testing.T, platform *acctest.Simulator, version string) int {
	t.Helper()
	id, err := platform.AddPolicy(ordersInstance, "ip-allowlist", version, map[string]any{
		"ips": []any{"198.51.100.7"}, "ipExpression": "#[attributes.remoteAddress]",
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestIPAllowlistPolicyThatExistsAlready(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	existing := addAllowlist(t, platform, "1.1.2")
	running := platform.Protocol(t)
	wanted := allowlistOf(ordersInstance, "203.0.113.0/24")

	_, err := running.Apply(t, running.Null(t, allowlistType), wanted)
	command := fmt.Sprintf("terraform import ADDRESS %s,%s,%d,%d", acctest.OrganizationID, acctest.ProductionID, ordersInstance, existing)
	if err == nil || !strings.Contains(err.Error(), command) {
		t.Errorf("the duplicate gave %v, want %s", err, command)
	}
	if kept := platform.Policies(ordersInstance); fmt.Sprint(kept[0].Configuration["ips"]) != "[198.51.100.7]" {
		t.Errorf("a refused duplicate changed the policy: %+v", kept)
	}

	wanted["adopt_existing"] = true
	state, err := running.Apply(t, running.Null(t, allowlistType), wanted)
	if err != nil {
		t.Fatal(err)
	}
	adopted := platform.Policies(ordersInstance)
	if len(adopted) != 1 || adopted[0].ID != existing || fmt.Sprint(adopted[0].Configuration["ips"]) != "[203.0.113.0/24]" {
		t.Errorf("after adoption there is %+v", adopted)
	}
	if got := state.Attributes(t)["asset_version"]; got != "1.1.2" || adopted[0].AssetVersion != "1.1.2" {
		t.Errorf("adoption made the version %v, want 1.1.2 as it was", got)
	}

	platform.ForgetRequests()
	if _, err := running.Apply(t, state, allowlistOf(ordersInstance, "203.0.113.0/24")); err != nil {
		t.Error(err)
	}
	if calls := platform.Calls(""); calls > 0 {
		t.Errorf("a change of adopt_existing alone made %d calls", calls)
	}
}

func TestIPAllowlistPolicySurvivesALostAnswer(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "POST /policies", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	running := platform.Protocol(t)
	state, err := running.Apply(t, running.Null(t, allowlistType), allowlistOf(ordersInstance, "203.0.113.0/24"))
	if err != nil {
		t.Fatal(err)
	}
	applied := platform.Policies(ordersInstance)
	if len(applied) != 1 || state.Attributes(t)["id"] != strconv.Itoa(applied[0].ID) {
		t.Errorf("the state has policy %v, the API has %+v", state.Attributes(t)["id"], applied)
	}
}

func TestIPAllowlistPolicyExplainsAWrongAPI(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for name, apiID := range map[string]int{"that does not exist": 1, "of another environment": sandboxInstance} {
		_, err := running.Apply(t, running.Null(t, allowlistType), allowlistOf(apiID, "203.0.113.0/24"))
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("API instance %d", apiID)) {
			t.Errorf("an API instance %s gave %v", name, err)
		}
	}
}

func TestIPAllowlistPolicyWarns(t *testing.T) {
	t.Parallel()
	const everyone, ipv6, forged = "lets everyone in", "IPv6 in an IP allowlist", "X-Forwarded-For can be forged"
	const direct = "#[attributes.remoteAddress]"
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for name, test := range map[string]struct {
		config   prototest.Config
		warnings []string
	}{
		"nothing":        {prototest.Config{"ips": []any{"203.0.113.0/24"}, "ip_expression": direct}, nil},
		"everyone":       {prototest.Config{"ips": []any{"0.0.0.0/0"}, "ip_expression": direct}, []string{everyone}},
		"two halves":     {prototest.Config{"ips": []any{"0.0.0.0/1", "128.0.0.0/1"}, "ip_expression": direct}, []string{everyone}},
		"IPv6":           {prototest.Config{"ips": []any{"2001:db8::/32"}, "ip_expression": direct}, []string{ipv6}},
		"all of IPv6":    {prototest.Config{"ips": []any{"::/0"}, "ip_expression": direct}, []string{everyone, ipv6}},
		"the whole XFF":  {prototest.Config{"ips": []any{"203.0.113.7"}}, []string{forged}},
		"the end of XFF": {prototest.Config{"ips": []any{"203.0.113.7"}, "ip_expression": "#[(attributes.headers['x-forwarded-for'] splitBy ',')[-1]]"}, nil},
		"not known yet":  {prototest.Config{"ips": prototest.Unknown, "ip_expression": direct}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.config["api_instance_id"] = strconv.Itoa(ordersInstance)
			planned, err := running.Plan(t, running.Null(t, allowlistType), test.config)
			if err != nil {
				t.Fatal(err)
			}
			if len(planned.Diagnostics) != len(test.warnings) {
				t.Errorf("%d warnings, want %d", len(planned.Diagnostics), len(test.warnings))
			}
			for i, warning := range planned.Diagnostics {
				if !strings.Contains(warning.Summary, test.warnings[i]) {
					t.Errorf("warns %q, want %q", warning.Summary, test.warnings[i])
				}
			}
		})
	}
}

func TestIPAllowlistPoliciesRefreshWithOneCallPerAPI(t *testing.T) {
	t.Parallel()
	const count = 20
	platform := acctest.Start(t)
	apis, err := platform.AddAPIInstances(acctest.ProductionID, count)
	if err != nil {
		t.Fatal(err)
	}
	seeding := platform.Protocol(t)
	states := make([]prototest.State, count)
	inParallel(count, func(number int) {
		state, err := seeding.Apply(t, seeding.Null(t, allowlistType), allowlistOf(apis[number], "203.0.113.0/24"))
		if err != nil {
			t.Error(err)
		}
		states[number] = state
	})

	platform.ForgetRequests()
	refreshing := platform.Protocol(t)
	inParallel(count, func(number int) {
		if read, err := refreshing.Read(t, states[number]); err != nil || read.Gone() {
			t.Errorf("policy %d: gone %t, error %v", number, read.Gone(), err)
		}
	})
	if calls := anypointCalls(platform); calls != count {
		t.Errorf("refreshing one policy on each of %d APIs took %d calls, want one per API", count, calls)
	}

	platform.ForgetRequests()
	again := platform.Protocol(t)
	inParallel(count, func(int) {
		if read, err := again.Read(t, states[0]); err != nil || read.Gone() {
			t.Errorf("gone %t, error %v", read.Gone(), err)
		}
	})
	if calls := anypointCalls(platform); calls != 1 {
		t.Errorf("reading one API %d times took %d calls, want 1", count, calls)
	}
}

func TestIPAllowlistPolicyIsImported(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	policy := strconv.Itoa(addAllowlist(t, platform, "1.1.2"))
	blocklist, err := platform.AddPolicy(ordersInstance, "ip-blocklist", "1.1.1", map[string]any{"ips": []any{"192.0.2.1"}})
	if err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	wanted := allowlistOf(ordersInstance, "198.51.100.7")
	wanted["ip_expression"] = "#[attributes.remoteAddress]"
	for _, id := range []string{
		"19215012," + policy,
		acctest.ProductionID + ",19215012," + policy,
		acctest.OrganizationID + "," + acctest.ProductionID + ",19215012," + policy,
	} {
		state, err := running.ImportID(t, allowlistType, id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		platform.ForgetRequests()
		if _, err = running.Apply(t, state, wanted); err != nil || platform.Calls("") > 0 {
			t.Errorf("%s: the import was followed by %d calls, error %v; want nothing to do", id, platform.Calls(""), err)
		}
	}
	if _, err := running.ImportIdentity(t, allowlistType, prototest.Config{"api_instance_id": "19215012", "id": policy}); err != nil {
		t.Errorf("by identity: %v", err)
	}
	for id, message := range map[string]string{
		policy:                                "Wrong import id",
		"orders-api," + policy:                "is not a number",
		"19215012," + strconv.Itoa(blocklist): "is ip-blocklist 1.1.1",
	} {
		if _, err := running.ImportID(t, allowlistType, id); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: got %v, want %s", id, err, message)
		}
	}
	if gone, err := running.ImportID(t, allowlistType, "19215012,1"); err != nil || !gone.Gone() {
		t.Errorf("a policy that does not exist: gone %t, error %v", gone.Gone(), err)
	}
}

func TestIPAllowlistPolicyIsPlannedBeforeTheProviderIsKnown(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	known := platform.Protocol(t)
	state, err := known.Apply(t, known.Null(t, allowlistType), allowlistOf(ordersInstance, "203.0.113.0/24"))
	if err != nil {
		t.Fatal(err)
	}
	platform.ForgetRequests()
	unknown := prototest.New(t, provider.New("test"), prototest.Config{"anypoint": map[string]any{
		"base_url": platform.URL, "organization_id": acctest.OrganizationID, "environment_id": acctest.ProductionID,
		"client_id": "id", "client_secret": prototest.Unknown,
	}})
	if _, err := unknown.Plan(t, unknown.Null(t, allowlistType), allowlistOf(ordersInstance, "203.0.113.0/24")); err != nil {
		t.Errorf("plan: %v", err)
	}
	if kept, err := unknown.Read(t, state); err != nil || kept.Gone() {
		t.Errorf("refresh: gone %t, error %v; want the object as it was", kept.Gone(), err)
	}
	_, err = unknown.Apply(t, unknown.Null(t, allowlistType), allowlistOf(ordersInstance, "203.0.113.0/24"))
	if err == nil || !strings.Contains(err.Error(), "anypoint.client_secret") {
		t.Errorf("apply gave %v, want the argument that is not known", err)
	}
	if calls := platform.Calls(""); calls > 0 {
		t.Errorf("made %d calls", calls)
	}
}

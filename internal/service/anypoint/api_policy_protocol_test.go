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

const apiPolicyType = "apiaccess_anypoint_api_policy"

func withPassword() prototest.Config {
	return prototest.Config{
		"api_instance_id": strconv.Itoa(ordersInstance), "asset_id": "http-basic-authentication", "asset_version": "1.3.2",
		"configuration": `{"username":"orders"}`, "configuration_wo": `{"password":"hush-hush"}`, "configuration_wo_version": 1,
	}
}

func TestAPIPolicyThatExistsAlready(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	existing, err := platform.AddPolicy(ordersInstance, "http-basic-authentication", "1.3.0", map[string]any{"username": "old", "password": "old"})
	if err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	wanted := withPassword()
	_, err = running.Apply(t, running.Null(t, apiPolicyType), wanted)
	command := fmt.Sprintf("terraform import ADDRESS %s,%s,%d,%d", acctest.OrganizationID, acctest.ProductionID, ordersInstance, existing)
	if err == nil || !strings.Contains(err.Error(), command) {
		t.Errorf("the duplicate gave %v, want %s", err, command)
	}
	wanted["adopt_existing"] = true
	state, err := running.Apply(t, running.Null(t, apiPolicyType), wanted)
	if err != nil {
		t.Fatal(err)
	}
	adopted := platform.Policies(ordersInstance)
	if len(adopted) != 1 || adopted[0].ID != existing || adopted[0].AssetVersion != "1.3.2" || adopted[0].Configuration["password"] != "hush-hush" {
		t.Errorf("after adoption there is %+v", adopted)
	}
	if state.Attributes(t)["id"] != strconv.Itoa(existing) {
		t.Errorf("adopted %v", state.Attributes(t))
	}
}

func TestAPIPolicySurvivesALostAnswer(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "POST /policies", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	running := platform.Protocol(t)
	state, err := running.Apply(t, running.Null(t, apiPolicyType), withPassword())
	if err != nil {
		t.Fatal(err)
	}
	applied := platform.Policies(ordersInstance)
	if len(applied) != 1 || state.Attributes(t)["id"] != strconv.Itoa(applied[0].ID) || applied[0].Configuration["password"] != "hush-hush" {
		t.Errorf("the state has policy %v, the API has %+v", state.Attributes(t)["id"], applied)
	}
}

// A secret that the platform tells all the same stays out of an imported state.
func TestAPIPolicyIsImportedWithoutItsSecret(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.PolicySecretsTold = true })
	id, err := platform.AddPolicy(ordersInstance, "http-basic-authentication", "1.3.2", map[string]any{"username": "orders", "password": "hush-hush"})
	if err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	state, err := running.ImportID(t, apiPolicyType, "19215012,"+strconv.Itoa(id))
	if err != nil || state.Attributes(t)["configuration"] != `{"username":"orders"}` {
		t.Errorf("imported %v, %v", state.Attributes(t), err)
	}
	applied, err := running.Apply(t, state, withPassword())
	if err != nil {
		t.Fatal(err)
	}
	read, err := platform.Protocol(t).Read(t, applied)
	if err != nil || strings.Contains(read.Value.String()+string(read.Private), "hush-hush") || !read.Value.Equal(applied.Value) {
		t.Errorf("read %v, private %s, %v", read.Attributes(t), read.Private, err)
	}
}

func TestPlansOfManyPoliciesReadTheSchemasOnce(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	inParallel(30, func(int) {
		if _, err := running.Plan(t, running.Null(t, apiPolicyType), withPassword()); err != nil {
			t.Error(err)
		}
	})
	// One listing tells the schemas, and a short one MuleSoft's group.
	if calls := platform.Calls("GET /exchange-policy-templates"); calls != 2 {
		t.Errorf("30 plans listed the templates %d times, want twice", calls)
	}
}

func TestPoliciesOfAHundredAPIsAreRefreshedWithOneCallPerAPI(t *testing.T) {
	t.Parallel()
	const apis, each = 100, 3
	platform := acctest.Start(t)
	ids, err := platform.AddAPIInstances(acctest.ProductionID, apis)
	if err != nil {
		t.Fatal(err)
	}
	states := make([]prototest.State, 0, apis*each)
	importing := platform.Protocol(t)
	for _, api := range ids {
		for _, policy := range []struct {
			typeName, asset, version string
			configuration            map[string]any
		}{
			{apiPolicyType, "http-basic-authentication", "1.3.2", map[string]any{"username": "orders", "password": "hush"}},
			{apiPolicyType, "spike-control", "1.2.2", map[string]any{"maximumRequests": 1}},
			{allowlistType, "ip-allowlist", "1.1.1", map[string]any{"ips": []any{"192.0.2.1"}}},
		} {
			id, err := platform.AddPolicy(api, policy.asset, policy.version, policy.configuration)
			if err != nil {
				t.Fatal(err)
			}
			state, err := importing.ImportID(t, policy.typeName, fmt.Sprintf("%d,%d", api, id))
			if err != nil {
				t.Fatal(err)
			}
			states = append(states, state)
		}
	}
	platform.ForgetRequests()
	refreshing := platform.Protocol(t)
	inParallel(len(states), func(number int) {
		if read, err := refreshing.Read(t, states[number]); err != nil || read.Gone() {
			t.Errorf("policy %d: gone %t, error %v", number, read.Gone(), err)
		}
	})
	if calls := anypointCalls(platform); calls > apis+1 {
		t.Errorf("refreshing %d policies of %d APIs took %d calls, want one per API and one list at most", len(states), apis, calls)
	}
}

// An automated policy of the environment disables the API's own, which is no
// drift; its end is none either.
func TestAPIPolicyYieldsToAnAutomatedOne(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	config := prototest.Config{
		"api_instance_id": "19215012", "asset_id": "spike-control", "asset_version": "1.2.2",
		"configuration": `{"maximumRequests":9,"timePeriodInMilliseconds":1000,"delayTimeInMillis":1,"delayAttempts":1}`,
	}
	state, err := running.Apply(t, running.Null(t, apiPolicyType), config)
	if err != nil {
		t.Fatal(err)
	}
	automated, err := platform.AddAutomatedPolicy(acctest.ProductionID, "spike-control", "1.2.2", nil)
	if err != nil || !platform.Policies(ordersInstance)[0].Disabled {
		t.Fatalf("the automated policy disabled nothing: %v", err)
	}
	read, err := platform.Protocol(t).Read(t, state)
	if err != nil {
		t.Fatal(err)
	}
	if got := read.Attributes(t); got["disabled"] != false || got["disabled_by_automated_policy"] != strconv.Itoa(automated) {
		t.Errorf("the policy reads as %v", got)
	}
	mustChange(t, platform, read, config, false)

	// What else changes is sent without touching the switch.
	config["label"] = "still here"
	updated, err := platform.Protocol(t).Apply(t, read, config)
	if own := platform.Policies(ordersInstance)[0]; err != nil || !own.Disabled || own.Label != "still here" {
		t.Errorf("after the update the policy is %+v, %v", own, err)
	}

	platform.DeleteAutomatedPolicy(automated)
	read, err = platform.Protocol(t).Read(t, updated)
	if got := read.Attributes(t); err != nil || got["disabled"] != false || got["disabled_by_automated_policy"] != nil {
		t.Errorf("after the automated policy the own one reads as %v, %v", got, err)
	}
	mustChange(t, platform, read, config, false)

	// Without an automated policy the switch is drift.
	platform.EditPolicy(ordersInstance, platform.Policies(ordersInstance)[0].ID, func(policy *simulator.Policy) { policy.Disabled = true })
	read, err = platform.Protocol(t).Read(t, read)
	if err != nil {
		t.Fatal(err)
	}
	mustChange(t, platform, read, config, true)
}

// mustChange plans config over state and tells whether that is a change.
func mustChange(t *testing.T, platform *acctest.Simulator, state prototest.State, config prototest.Config, want bool) {
	t.Helper()
	planned, err := platform.Protocol(t).Plan(t, state, config)
	if err != nil {
		t.Fatal(err)
	}
	value, err := planned.PlannedState.Unmarshal(state.Value.Type())
	if err != nil {
		t.Fatal(err)
	}
	if changes := !value.Equal(state.Value); changes != want {
		differences, _ := value.Diff(state.Value)
		t.Errorf("the plan changes something: %t, want %t: %v", changes, want, differences)
	}
}

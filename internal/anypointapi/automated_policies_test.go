package anypointapi_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func automatedAllowlist() anypointapi.NewAutomatedPolicy {
	wanted := allowlist("192.0.2.1")
	return anypointapi.NewAutomatedPolicy{
		PolicyDefinition: wanted.PolicyDefinition, Configuration: wanted.Configuration, Technology: "mule4",
	}
}

func TestAnAutomatedPolicyLivesFromCreateToDelete(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	own := create(t, client, allowlist("198.51.100.7"))
	if listed, err := client.Policies.List(t.Context(), ordersAPI); err != nil || listed[0].Disabled {
		t.Fatalf("the API's own policies are %+v, %v", listed, err)
	}
	policy, err := client.AutomatedPolicies.Create(t.Context(), production, automatedAllowlist())
	if err != nil || policy.ID == 0 || policy.Technology != "mule4" || policy.Disabled {
		t.Fatalf("the new policy is %+v, %v", policy, err)
	}
	if own, err = client.Policies.Get(t.Context(), ordersAPI, own.ID); err != nil || !own.Disabled || !policy.Supersedes(own) {
		t.Errorf("the API's own policy is %+v, %v", own, err)
	}

	wanted := automatedAllowlist()
	wanted.AssetVersion, wanted.Runtimes = "1.1.2", anypointapi.RuntimeRange{From: "4.3.0", To: "4.9.x"}
	policy, err = client.AutomatedPolicies.Update(t.Context(), production, policy.ID, wanted)
	if err != nil || policy.AssetVersion != "1.1.2" || policy.Runtimes != wanted.Runtimes {
		t.Errorf("after the update the policy is %+v, %v", policy, err)
	}
	for range 2 { // deleting what is gone is no error
		if err := client.AutomatedPolicies.Delete(t.Context(), production, policy.ID); err != nil {
			t.Error(err)
		}
	}
	if _, err := client.AutomatedPolicies.Get(t.Context(), production, policy.ID); !transport.IsNotFound(err) {
		t.Errorf("the deleted policy is answered %v", err)
	}
	if left, err := client.Policies.List(t.Context(), ordersAPI); err != nil || len(left) != 1 || left[0].Disabled {
		t.Errorf("the API's own policy is not back: %+v, %v", left, err)
	}
}

func TestAutomatedPoliciesOfAnEnvironmentAreReadByOneCall(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	policy, err := client.AutomatedPolicies.Create(t.Context(), production, automatedAllowlist())
	if err != nil {
		t.Fatal(err)
	}
	p.ForgetRequests()
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := client.AutomatedPolicies.Get(t.Context(), production, policy.ID); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	p.wantCalls("automated-policies", 1)
}

func TestALostAutomatedPolicyIsFound(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	wanted := anypointapi.NewAutomatedPolicy{
		PolicyDefinition: policyOf("http-basic-authentication", "1.3.2", "").PolicyDefinition, Technology: "mule4",
		Configuration: json.RawMessage(`{"username":"u","password":"hush"}`),
	}
	p.Inject(simulator.Fault{Pattern: "POST automated-policies", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	policy, err := client.AutomatedPolicies.Create(t.Context(), production, wanted)
	if applied := p.AutomatedPolicies(acmeProd); err != nil || len(applied) != 1 || int64(applied[0].ID) != policy.ID {
		t.Errorf("found %+v of %+v, %v", policy, applied, err)
	}
	if strings.Contains(string(policy.Configuration), "hush") {
		t.Error("the client hands on a secret")
	}

	p.Inject(simulator.Fault{Pattern: "POST automated-policies", Times: 1, Answer: simulator.Reset})
	if _, err := client.AutomatedPolicies.Create(t.Context(), production, automatedAllowlist()); err == nil {
		t.Error("a request that was lost on the way gave a policy")
	}
}

func TestAutomatedPoliciesNeedTheirEnvironment(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	watcher := p.client(anypointapi.Config{Credentials: auditor})
	if _, err := watcher.AutomatedPolicies.Create(t.Context(), production, automatedAllowlist()); !transport.IsPermission(err) {
		t.Errorf("the auditor's policy is answered %v", err)
	}
	if policies, err := watcher.AutomatedPolicies.List(t.Context(), production); err != nil || len(policies) != 0 {
		t.Errorf("the auditor sees %v, %v", policies, err)
	}
}

func TestPoliciesAreArranged(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	first := create(t, client, allowlist("192.0.2.1"))
	second := create(t, client, policyOf("ip-blocklist", "1.1.1", `{"ips":["192.0.2.9"]}`))
	arranged, err := client.Policies.Arrange(t.Context(), ordersAPI, []int64{second.ID, first.ID})
	if err != nil || len(arranged) != 2 || arranged[0].ID != second.ID || *arranged[1].Order != 2 {
		t.Errorf("arranged %+v, %v", arranged, err)
	}
	if _, err := client.Policies.Arrange(t.Context(), ordersAPI, []int64{1}); transport.KindOf(err) != transport.Invalid {
		t.Errorf("a policy that does not exist is answered %v", err)
	}
}

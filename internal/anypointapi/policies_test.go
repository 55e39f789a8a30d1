package anypointapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// allowlist is an IP allowlist to apply.
func allowlist(address string) anypointapi.NewPolicy {
	return policyOf("ip-allowlist", "1.1.1", `{"ips":["`+address+`"]}`)
}

func policyOf(assetID, version, configuration string) anypointapi.NewPolicy {
	return anypointapi.NewPolicy{
		PolicyDefinition: anypointapi.PolicyDefinition{
			GroupID: anypointapi.PolicyGroupID, AssetID: assetID, AssetVersion: version,
		},
		Configuration: json.RawMessage(configuration),
	}
}

func create(t *testing.T, client *anypointapi.Client, wanted anypointapi.NewPolicy) anypointapi.Policy {
	t.Helper()
	policy, err := client.Policies.Create(t.Context(), ordersAPI, wanted)
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

func TestAPolicyLivesFromCreateToDelete(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	wanted := allowlist("192.0.2.1")
	wanted.Pointcuts = []anypointapi.Pointcut{{MethodRegex: "GET|POST", URITemplateRegex: "/orders.*"}}
	policy := create(t, client, wanted)
	if policy.ID == 0 || policy.Type != "system" || policy.Order == nil || *policy.Order != 1 || policy.TemplateID == "" ||
		!slices.Equal(policy.Pointcuts, wanted.Pointcuts) || policy.PolicyDefinition != wanted.PolicyDefinition {
		t.Errorf("the new policy is %+v", policy)
	}

	upgraded := wanted.PolicyDefinition
	upgraded.AssetVersion = "1.1.2"
	policy, err := client.Policies.Update(t.Context(), ordersAPI, policy.ID, anypointapi.PolicyChange{
		Definition: &upgraded, Pointcuts: new([]anypointapi.Pointcut(nil)), Disabled: new(true),
	})
	if err != nil || policy.AssetVersion != "1.1.2" || !policy.Disabled || policy.Pointcuts != nil ||
		string(policy.Configuration) != `{"ips":["192.0.2.1"]}` {
		t.Errorf("after the update the policy is %+v, %v", policy, err)
	}

	for range 2 { // deleting what is gone is no error
		if err := client.Policies.Delete(t.Context(), ordersAPI, policy.ID); err != nil {
			t.Error(err)
		}
	}
	if _, err := client.Policies.Get(t.Context(), ordersAPI, policy.ID); !transport.IsNotFound(err) {
		t.Errorf("the deleted policy is answered %v", err)
	}
	if left := p.Policies(acmeOrdersAPI); len(left) != 0 {
		t.Errorf("the platform still has %v", left)
	}
}

func TestAnUpdateSendsOnlyWhatChanges(t *testing.T) {
	t.Parallel()
	definition := allowlist("").PolicyDefinition
	for name, test := range map[string]struct {
		change anypointapi.PolicyChange
		body   string
	}{
		"a switch":        {anypointapi.PolicyChange{Disabled: new(false)}, `{"disabled":false}`},
		"all requests":    {anypointapi.PolicyChange{Pointcuts: &[]anypointapi.Pointcut{}}, `{"pointcutData":null}`},
		"a configuration": {anypointapi.PolicyChange{Configuration: json.RawMessage(`{"ips":["192.0.2.9"]}`)}, `{"configurationData":{"ips":["192.0.2.9"]}}`},
		"a place and name": {
			anypointapi.PolicyChange{Order: new(int64(1)), Label: new("gate")}, `{"label":"gate","order":1}`,
		},
		"a version": {
			anypointapi.PolicyChange{Definition: &definition},
			`{"apiId":19215012,"assetId":"ip-allowlist","assetVersion":"1.1.1","groupId":"68ef9520-24e9-4cf2-b2f5-620025690913"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, client := start(t)
			policy := create(t, client, allowlist("192.0.2.1"))
			if _, err := client.Policies.Update(t.Context(), ordersAPI, policy.ID, test.change); err != nil {
				t.Error(err)
			}
			for _, request := range p.Requests() {
				if request.Method == http.MethodPatch && string(request.Body) != test.body {
					t.Errorf("the change was sent as %s, want %s", request.Body, test.body)
				}
			}
			p.wantCalls("PATCH", 1)
		})
	}
}

func TestTwentyPoliciesAreReadByOneCall(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ids := make([]int64, 20)
	for i := range ids {
		id, err := p.AddPolicy(acmeOrdersAPI, "ip-allowlist", "1.1.1", map[string]any{"ips": []any{fmt.Sprintf("192.0.2.%d", i)}})
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = int64(id)
	}
	var readers sync.WaitGroup
	for _, id := range ids {
		readers.Go(func() {
			if policy, err := client.Policies.Get(t.Context(), ordersAPI, id); err != nil || policy.ID != id {
				t.Errorf("Get(%d) = %+v, %v", id, policy, err)
			}
		})
	}
	readers.Wait()
	p.wantCalls("GET "+policyCalls, 1)
	p.wantCalls(tokenCalls, 1)
}

func TestNewPoliciesAreNotListedAgain(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	if policies, err := client.Policies.List(t.Context(), ordersAPI); err != nil || len(policies) != 0 {
		t.Fatalf("List = %v, %v", policies, err)
	}
	wanted := []anypointapi.NewPolicy{
		policyOf("ip-allowlist", "1.1.1", `{"ips":["192.0.2.1"]}`),
		policyOf("ip-blocklist", "1.1.1", `{"ips":["192.0.2.2"]}`),
		policyOf("spike-control", "1.2.2",
			`{"maximumRequests":1,"timePeriodInMilliseconds":1,"delayTimeInMillis":1,"delayAttempts":1}`),
		policyOf("rate-limiting", "1.4.1", `{"rateLimits":[{"maximumRequests":1,"timePeriodInMilliseconds":1}]}`),
		policyOf("xml-threat-protection", "1.2.1", `{}`),
	}
	var writers sync.WaitGroup
	for _, wanted := range wanted {
		writers.Go(func() {
			policy, err := client.Policies.Create(t.Context(), ordersAPI, wanted)
			if err != nil {
				t.Error(err)
			}
			if _, err := client.Policies.Get(t.Context(), ordersAPI, policy.ID); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	policies, err := client.Policies.List(t.Context(), ordersAPI)
	if err != nil || len(policies) != len(wanted) {
		t.Errorf("List = %v, %v", policies, err)
	}
	for i, policy := range policies {
		if policy.Order == nil || *policy.Order != int64(i+1) {
			t.Errorf("policy %d of the list has order %v", i+1, policy.Order)
		}
	}
	p.wantCalls("GET "+policyCalls, 1+len(wanted)) // one listing, and each new policy by itself
}

func TestAMissIsConfirmedByOneCall(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	if _, err := client.Policies.List(t.Context(), ordersAPI); err != nil {
		t.Fatal(err)
	}
	late, err := p.AddPolicy(acmeOrdersAPI, "ip-allowlist", "1.1.1", map[string]any{"ips": []any{"192.0.2.1"}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second is answered from memory
		if policy, err := client.Policies.Get(t.Context(), ordersAPI, int64(late)); err != nil || policy.ID != int64(late) {
			t.Errorf("a policy that was applied meanwhile is answered %+v, %v", policy, err)
		}
	}
	p.wantCalls("GET "+policyCalls, 2)
	if _, err := client.Policies.Get(t.Context(), ordersAPI, 1); !transport.IsNotFound(err) {
		t.Errorf("a policy that does not exist is answered %v", err)
	}
	p.wantCalls("GET "+policyCalls, 3)
}

func TestThePoliciesOfAGoneAPIAreGone(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.DeleteAPIInstance(acmeOrdersAPI)
	if _, err := client.Policies.Get(t.Context(), ordersAPI, 1); !transport.IsNotFound(err) {
		t.Errorf("Get = %v, want not found", err)
	}
	if err := client.Policies.Delete(t.Context(), ordersAPI, 1); err != nil {
		t.Errorf("Delete = %v, want nothing to do", err)
	}
	if _, err := client.Policies.Create(t.Context(), ordersAPI, allowlist("192.0.2.1")); !transport.IsNotFound(err) {
		t.Errorf("Create = %v, want not found", err)
	}
}

func TestAPolicyAppliedTwiceIsAConflict(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	first := create(t, client, allowlist("192.0.2.1"))
	second := allowlist("192.0.2.2")
	second.AssetVersion = "1.1.2"
	if _, err := client.Policies.Create(t.Context(), ordersAPI, second); !transport.IsConflict(err) {
		t.Errorf("the second policy is answered %v", err)
	}
	p.wantCalls("POST "+policyCalls, 2) // a conflict is not retried
	found, err := client.Policies.FindApplied(t.Context(), ordersAPI, second.GroupID, second.AssetID)
	if err != nil || found.ID != first.ID {
		t.Errorf("FindApplied = %+v, %v, want policy %d", found, err, first.ID)
	}
	if _, err := client.Policies.FindApplied(t.Context(), ordersAPI, second.GroupID, "cors"); !transport.IsNotFound(err) {
		t.Errorf("FindApplied of a policy that is not applied = %v", err)
	}
}

func TestANewPolicyComesWithoutItsSecrets(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	policy := create(t, client, policyOf("http-basic-authentication", "1.3.2", `{"username":"gate","password":"sesame"}`))
	if string(policy.Configuration) != `{"username":"gate"}` {
		t.Errorf("the configuration is %s, want it as the platform reads it back", policy.Configuration)
	}
}

func TestARefusedPolicyCallNamesItsScope(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	client := p.client(anypointapi.Config{Credentials: auditor})
	_, err := client.Policies.Create(t.Context(), ordersAPI, allowlist("192.0.2.1"))
	if !transport.IsPermission(err) || !strings.Contains(err.Error(), "manage:api_policies") {
		t.Errorf("Create = %v, want a missing manage:api_policies", err)
	}
	if anypointapi.NeedsAccessManagement(err) {
		t.Error("a policy needs no Access Management credential")
	}
}

func TestAPolicyThatIsNotAcceptedNamesTheFields(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	wanted := allowlist("192.0.2.1")
	wanted.Configuration = json.RawMessage(`{"ips":"192.0.2.1"}`)
	_, err := client.Policies.Create(t.Context(), ordersAPI, wanted)
	if transport.KindOf(err) != transport.Invalid || !strings.Contains(err.Error(), "/body/configurationData/ips") {
		t.Errorf("Create = %v, want the field at fault", err)
	}
}

func TestThePolicyGroupIsLookedUpOnce(t *testing.T) {
	t.Parallel()
	const group = "e0b4a150-f59b-46d4-ad25-5d98f9deb24a"
	templates := "GET /exchange-policy-templates"
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"listed":     {simulator.Status(200, `[{"groupId":"x","assetId":"ip-allowlist","type":"custom"},{"groupId":"`+group+`","assetId":"ip-allowlist","type":"system"}]`), group},
		"not listed": {simulator.Status(200, `[{"groupId":"x","assetId":"cors","type":"system"}]`), anypointapi.PolicyGroupID},
		"forbidden":  {simulator.Status(403, "Forbidden"), anypointapi.PolicyGroupID},
		"not there":  {simulator.Status(404, "{}"), anypointapi.PolicyGroupID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, client := start(t)
			p.Inject(simulator.Fault{Pattern: templates, Answer: test.answer})
			for range 3 {
				if got, err := client.PolicyTemplates.GroupID(t.Context(), acme); err != nil || got != test.want {
					t.Errorf("GroupID = %s, %v, want %s", got, err, test.want)
				}
			}
			p.wantCalls(templates, 1)
		})
	}
	known := newClient(t, anypointapi.Config{BaseURL: anypointapi.ControlPlanes["us"] + "/", Credentials: terraform})
	if got, err := known.PolicyTemplates.GroupID(t.Context(), acme); err != nil || got != anypointapi.PolicyGroupID {
		t.Errorf("GroupID of the US control plane = %s, %v", got, err)
	}
}

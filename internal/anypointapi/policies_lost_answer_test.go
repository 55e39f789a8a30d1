package anypointapi_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestACreationWhoseAnswerIsLostIsFound(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"reset":       simulator.Reset,
		"bad gateway": simulator.Status(http.StatusBadGateway, "<html><title>502 Bad Gateway</title></html>"),
		"a web page":  simulator.Status(http.StatusOK, "<html><title>Maintenance</title></html>"),
		"no id":       simulator.Status(http.StatusCreated, "{}"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, client := start(t)
			p.Inject(simulator.Fault{Pattern: "POST " + policyCalls, Times: 1, AfterEffect: true, Answer: answer})
			policy := create(t, client, allowlist("192.0.2.1"))
			if applied := p.Policies(acmeOrdersAPI); len(applied) != 1 || int64(applied[0].ID) != policy.ID {
				t.Errorf("the platform has %v, Create found policy %d", applied, policy.ID)
			}
			p.wantCalls("POST "+policyCalls, 1)
		})
	}
}

func TestACreationIsFoundEvenByACallerWhoGaveUp(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ctx, giveUp := context.WithCancel(t.Context())
	p.Inject(simulator.Fault{
		Pattern: "POST " + policyCalls, AfterEffect: true,
		Answer: func(_ http.ResponseWriter, r *http.Request) {
			giveUp()
			<-r.Context().Done()
		},
	})
	policy, err := client.Policies.Create(ctx, ordersAPI, allowlist("192.0.2.1"))
	if applied := p.Policies(acmeOrdersAPI); err != nil || len(applied) != 1 || policy.ID != int64(applied[0].ID) {
		t.Errorf("Create = %+v, %v, the platform has %v", policy, err, applied)
	}
}

func TestACreationThatIsLostFailsUnlessThePolicyIsThere(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*platform){
		"not applied": func(*platform) {},
		"another configuration": func(p *platform) {
			_, _ = p.AddPolicy(acmeOrdersAPI, "ip-allowlist", "1.1.1", map[string]any{"ips": []any{"198.51.100.1"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, client := start(t)
			prepare(p)
			p.Inject(simulator.Fault{Pattern: "POST " + policyCalls, Answer: simulator.Reset})
			_, err := client.Policies.Create(t.Context(), ordersAPI, allowlist("192.0.2.1"))
			if transport.KindOf(err) != transport.NoAnswer {
				t.Errorf("Create = %v, want that there was no answer", err)
			}
			p.wantCalls("POST "+policyCalls, 1)
		})
	}
}

func TestACreatedPolicyThatCannotBeReadIsStillTold(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{Pattern: "GET " + policyCalls + "/", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	if policy := create(t, client, allowlist("192.0.2.1")); policy.ID == 0 || policy.AssetID != "ip-allowlist" {
		t.Errorf("Create = %+v, want the policy that the platform answered", policy)
	}
}

func TestAFailedWriteMakesTheNextReadListAgain(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	policy := create(t, client, allowlist("192.0.2.1"))
	if _, err := client.Policies.List(t.Context(), ordersAPI); err != nil {
		t.Fatal(err)
	}
	failing := simulator.Status(http.StatusForbidden, "Forbidden")
	p.Inject(simulator.Fault{Pattern: "PATCH", Answer: failing})
	p.Inject(simulator.Fault{Pattern: "DELETE", Answer: failing})
	if _, err := client.Policies.Update(t.Context(), ordersAPI, policy.ID, anypointapi.PolicyChange{Disabled: new(true)}); !transport.IsPermission(err) {
		t.Errorf("Update = %v", err)
	}
	if err := client.Policies.Delete(t.Context(), ordersAPI, policy.ID); !transport.IsPermission(err) {
		t.Errorf("Delete = %v", err)
	}
	p.EditPolicy(acmeOrdersAPI, int(policy.ID), func(policy *simulator.Policy) { policy.Disabled = true })
	if policy, err := client.Policies.Get(t.Context(), ordersAPI, policy.ID); err != nil || !policy.Disabled {
		t.Errorf("Get = %+v, %v, want what the platform has now", policy, err)
	}
}

func TestANewPlaceMakesTheNextReadListAgain(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	first := create(t, client, allowlist("192.0.2.1"))
	second := create(t, client, policyOf("ip-blocklist", "1.1.1", `{"ips":["192.0.2.2"]}`))
	if _, err := client.Policies.List(t.Context(), ordersAPI); err != nil {
		t.Fatal(err)
	}
	p.EditPolicy(acmeOrdersAPI, int(first.ID), func(policy *simulator.Policy) { policy.Order = new(2) })
	if _, err := client.Policies.Update(t.Context(), ordersAPI, second.ID, anypointapi.PolicyChange{Order: new(int64(1))}); err != nil {
		t.Error(err)
	}
	moved, err := client.Policies.List(t.Context(), ordersAPI)
	if err != nil || len(moved) != 2 || moved[0].ID != second.ID || moved[1].ID != first.ID {
		t.Errorf("List = %+v, %v, want the second policy first", moved, err)
	}
}

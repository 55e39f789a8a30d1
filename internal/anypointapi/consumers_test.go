package anypointapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	tierCalls        = "/apis/19215012/tiers"
	contractCalls    = "/apis/19215012/contracts"
	applicationCalls = "/applications"
	// secretPrefix begins every secret that the simulator gives to an application.
	secretPrefix = "AcmeApplicationSecret"
)

var gold = anypointapi.SLATier{
	Name: "Gold", Status: anypointapi.TierActive,
	Limits: []anypointapi.RateLimit{{MaximumRequests: 100, Period: 60000, Visible: true}},
}

// makeConsumerCalls makes the calls of TestEveryDescribedCallIsMade about
// consumers.
func makeConsumerCalls(t *testing.T, client *anypointapi.Client) {
	t.Helper()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	ctx := t.Context()
	tier, err := client.SLATiers.Create(ctx, ordersAPI, gold)
	must(tier, err)
	must(client.SLATiers.List(ctx, ordersAPI))
	must(client.SLATiers.Update(ctx, ordersAPI, tier))
	application, err := client.ClientApplications.Create(ctx, acme, anypointapi.NewClientApplication{
		Name: "Billing Sync", APIInstanceID: acmeOrdersAPI,
	})
	must(application, err)
	must(client.ClientApplications.List(ctx, acme))
	must(client.ClientApplications.Update(ctx, acme, application.ID, anypointapi.ClientApplicationChange{Description: new("Invoices")}))
	must(nil, client.ClientApplications.ResetSecret(ctx, acme, application.ID))
	contract, err := client.Contracts.Create(ctx, ordersAPI, application.ID, tier.ID)
	must(contract, err)
	must(client.Contracts.List(ctx, ordersAPI))
	must(client.Contracts.Decide(ctx, ordersAPI, contract.ID, anypointapi.Approve))
	must(client.Contracts.ChangeTier(ctx, ordersAPI, contract, tier.ID))
	must(nil, client.Contracts.Delete(ctx, ordersAPI, contract.ID))
	must(nil, client.SLATiers.Delete(ctx, ordersAPI, tier.ID))
	must(nil, client.ClientApplications.Delete(ctx, acme, application.ID))
	instance, err := client.APIInstances.Create(ctx, production, secondOrders)
	must(instance, err)
	key := ordersAPI
	key.APIID = instance.ID
	must(client.APIInstances.Update(ctx, key, anypointapi.APIInstanceChange{Deprecated: new(true)}))
	must(nil, client.APIInstances.Delete(ctx, key))
}

var secondOrders = anypointapi.NewAPIInstance{
	GroupID: acme, AssetID: "orders-api", AssetVersion: "1.1.0", Label: "second", Technology: anypointapi.Mule4,
}

func TestConsumersAreReadInPagesAndOnce(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 100 })
	p.AddTiers(acmeOrdersAPI, 250)
	p.AddClientApplications(299)
	for range 3 {
		tiers, err := client.SLATiers.List(t.Context(), ordersAPI)
		if err != nil || len(tiers) != 250 {
			t.Fatalf("%d tiers, %v", len(tiers), err)
		}
		applications, err := client.ClientApplications.List(t.Context(), acme)
		if err != nil || len(applications) != 300 {
			t.Fatalf("%d applications, %v", len(applications), err)
		}
		if _, err := client.ClientApplications.Get(t.Context(), acme, applications[7].ID); err != nil {
			t.Error(err)
		}
	}
	p.wantCalls("GET "+tierCalls, 3)
	p.wantCalls("GET "+applicationCalls, 4) // the last, which is empty, ends the listing
}

func TestWritesKeepTheListingsOfConsumersTrue(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ctx := t.Context()
	if tiers, err := client.SLATiers.List(ctx, ordersAPI); err != nil || len(tiers) != 0 {
		t.Fatalf("List = %v, %v", tiers, err)
	}
	tier, err := client.SLATiers.Create(ctx, ordersAPI, gold)
	if err != nil {
		t.Fatal(err)
	}
	tier.Name = "Golden"
	if _, err := client.SLATiers.Update(ctx, ordersAPI, tier); err != nil {
		t.Fatal(err)
	}
	if found, err := client.SLATiers.Find(ctx, ordersAPI, "Golden"); err != nil || found.ID != tier.ID {
		t.Errorf("Find = %+v, %v", found, err)
	}
	if _, err := client.SLATiers.Find(ctx, ordersAPI, "Gold"); !transport.IsNotFound(err) || !strings.Contains(err.Error(), `"Golden"`) {
		t.Errorf("Find of the old name = %v", err)
	}
	if err := client.SLATiers.Delete(ctx, ordersAPI, tier.ID); err != nil {
		t.Error(err)
	}
	if _, err := client.SLATiers.Get(ctx, ordersAPI, tier.ID); !transport.IsNotFound(err) {
		t.Errorf("Get of a deleted tier = %v", err)
	}
	p.wantCalls("GET "+tierCalls, 1)
}

func TestLostAnswersAboutConsumersAreLookedUp(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ctx := t.Context()
	for _, pattern := range []string{"POST " + tierCalls, "POST " + applicationCalls, "POST " + contractCalls, "POST /apis"} {
		p.Inject(simulator.Fault{Pattern: pattern, Times: 1, AfterEffect: true, Answer: simulator.Reset})
	}
	p.Inject(simulator.Fault{Pattern: "/approve", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	tier, err := client.SLATiers.Create(ctx, ordersAPI, gold)
	if err != nil || tier.ID == 0 {
		t.Fatalf("the tier is %+v, %v", tier, err)
	}
	application, err := client.ClientApplications.Create(ctx, acme, anypointapi.NewClientApplication{
		Name: "Billing Sync", RedirectURIs: []string{"https://b.example", "https://a.example"},
	})
	if err != nil || application.ClientID == "" {
		t.Fatalf("the application is %+v, %v", application, err)
	}
	contract, err := client.Contracts.Create(ctx, ordersAPI, application.ID, tier.ID)
	if err != nil || contract.Status != anypointapi.ContractPending {
		t.Fatalf("the contract is %+v, %v", contract, err)
	}
	if contract, err = client.Contracts.Decide(ctx, ordersAPI, contract.ID, anypointapi.Approve); err != nil || contract.TierID != tier.ID {
		t.Fatalf("the contract is %+v, %v", contract, err)
	}
	if instance, err := client.APIInstances.Create(ctx, production, secondOrders); err != nil || instance.ID == 0 {
		t.Fatalf("the instance is %+v, %v", instance, err)
	}
	if contracts := p.Contracts(acmeOrdersAPI); len(contracts) != 1 {
		t.Errorf("the contracts are %+v", contracts)
	}
}

func TestADuplicateIsAConflict(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ctx := t.Context()
	id := p.AddClientApplications(1)[0]
	for name, create := range map[string]func() error{
		"tier": func() error {
			_, err := client.SLATiers.Create(ctx, ordersAPI, gold)
			return err
		},
		"application": func() error {
			_, err := client.ClientApplications.Create(ctx, acme, anypointapi.NewClientApplication{Name: "Twin"})
			return err
		},
		"contract": func() error {
			_, err := client.Contracts.Create(ctx, ordersAPI, int64(id), 0)
			return err
		},
		"instance": func() error {
			_, err := client.APIInstances.Create(ctx, production, secondOrders)
			return err
		},
	} {
		if err := create(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := create(); !transport.IsConflict(err) {
			t.Errorf("the second %s gave %v", name, err)
		}
	}
	if instance, err := client.APIInstances.FindSame(ctx, production, secondOrders); err != nil || instance.ID == 0 {
		t.Errorf("FindSame = %+v, %v", instance, err)
	}
}

func TestARevokedContractMayBeDeletedAndAnApprovedOneIsRevokedFirst(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ctx := t.Context()
	contract, err := client.Contracts.Create(ctx, ordersAPI, int64(p.AddClientApplications(1)[0]), 0)
	if err != nil || contract.Status != anypointapi.ContractApproved {
		t.Fatalf("the contract is %+v, %v", contract, err)
	}
	for range 2 { // the second time it is gone
		if err := client.Contracts.Delete(ctx, ordersAPI, contract.ID); err != nil {
			t.Error(err)
		}
	}
	p.wantCalls("/revoke", 1)
	p.wantCalls("DELETE "+contractCalls, 1)
}

func TestErrorsTellNoSecretOfAnApplication(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ctx := t.Context()
	id := int64(p.AddClientApplications(1)[0])
	const answer = `{"id": "not a number", "clientSecret": "` + secretPrefix + `1", "application": {"clientSecret": "` + secretPrefix + `2"}}`
	for _, body := range []string{answer, answer[:len(answer)-4], "[" + answer, `"` + secretPrefix + `3"`} {
		p.ClearFaults()
		p.Inject(simulator.Fault{Pattern: applicationCalls, Answer: simulator.Status(http.StatusOK, body)})
		p.Inject(simulator.Fault{Pattern: contractCalls, Answer: simulator.Status(http.StatusOK, body)})
		_, created := client.ClientApplications.Create(ctx, acme, anypointapi.NewClientApplication{Name: "Twin"})
		_, contracted := client.Contracts.Create(ctx, ordersAPI, id, 0)
		_, updated := client.ClientApplications.Update(ctx, acme, id, anypointapi.ClientApplicationChange{Name: new("x")})
		for _, err := range []error{created, contracted, updated} {
			if err == nil || strings.Contains(err.Error(), secretPrefix) {
				t.Errorf("the answer %s gave %v", body, err)
			}
		}
	}
}

func TestARefusalNamesTheScopeOfConsumers(t *testing.T) {
	t.Parallel()
	p, _ := start(t)
	client := p.client(anypointapi.Config{Credentials: auditor})
	ctx := t.Context()
	for scope, call := range map[string]func() error{
		"manage:api_contracts": func() error {
			_, err := client.SLATiers.Create(ctx, ordersAPI, gold)
			return err
		},
		"create:client_applications": func() error {
			_, err := client.ClientApplications.Create(ctx, acme, anypointapi.NewClientApplication{Name: "Twin"})
			return err
		},
		"manage:client_application": func() error { return client.ClientApplications.ResetSecret(ctx, acme, 2693001) },
		"manage:api_configuration":  func() error { return client.APIInstances.Delete(ctx, ordersAPI) },
	} {
		if err := call(); !transport.IsPermission(err) || !strings.Contains(err.Error(), scope) {
			t.Errorf("%s: %v", scope, err)
		}
	}
}

func TestAChangedEndpointStaysWhereItIsDeployed(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.EditEndpoint(acmeOrdersAPI, map[string]any{"isCloudHub": true, "deploymentType": "CH2"})
	instance, err := client.APIInstances.Update(t.Context(), ordersAPI, anypointapi.APIInstanceChange{
		Endpoint: &anypointapi.Endpoint{URI: new("https://orders.internal.acme.example/")},
	})
	endpoint := instance.Endpoint
	if err != nil || endpoint.IsCloudHub == nil || !*endpoint.IsCloudHub || endpoint.DeploymentType != "CH2" {
		t.Errorf("the endpoint is %+v, %v", endpoint, err)
	}
}

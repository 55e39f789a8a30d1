package anypointapi_test

import (
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestAPIInstancesAreListedPageByPage(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 1 })
	var labels []string
	for instance, err := range client.APIInstances.List(t.Context(), production, anypointapi.APIFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if instance.AssetName == "" || instance.EnvironmentID != acmeProd || instance.ID == 0 {
			t.Errorf("an instance is %+v", instance)
		}
		labels = append(labels, instance.InstanceLabel)
	}
	if len(labels) != 2 || !strings.Contains(strings.Join(labels, " "), "orders-production") {
		t.Errorf("the instances are %v", labels)
	}
	p.wantCalls("/apis", 2)
}

func TestAListingStopsWithItsReader(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 1 })
	for _, err := range client.APIInstances.List(t.Context(), production, anypointapi.APIFilter{}) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	p.wantCalls("/apis", 1)
}

func TestAFilterNarrowsTheListing(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	filter := anypointapi.APIFilter{
		Query: "orders", GroupID: acme, AssetID: "orders-api", AssetVersion: "1.1.0", InstanceLabel: "orders-production",
	}
	count := 0
	for instance, err := range client.APIInstances.List(t.Context(), production, filter) {
		if err != nil || instance.ID != acmeOrdersAPI {
			t.Errorf("the filter let through %+v, %v", instance, err)
		}
		count++
	}
	if count != 1 {
		t.Errorf("the filter let %d instances through, want 1", count)
	}
	for _, request := range p.Requests() {
		if strings.HasSuffix(request.Path, "/apis") && request.Query.Has("productVersion") {
			t.Error("an empty filter was sent")
		}
	}
}

func TestAnAPIInstanceIsRead(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	instance, err := client.APIInstances.Get(t.Context(), ordersAPI)
	if err != nil || instance.AssetID != "orders-api" || instance.Technology != "mule4" || instance.InstanceLabel != "orders-production" {
		t.Errorf("Get = %+v, %v", instance, err)
	}
	missing := ordersAPI
	missing.APIID = 1
	if _, err := client.APIInstances.Get(t.Context(), missing); !transport.IsNotFound(err) {
		t.Errorf("Get of an instance that does not exist = %v", err)
	}
	for _, err := range client.APIInstances.List(t.Context(), anypointapi.EnvironmentKey{OrganizationID: acme, EnvironmentID: "x"}, anypointapi.APIFilter{}) {
		if err == nil {
			t.Error("an environment that does not exist was listed")
		}
	}
}

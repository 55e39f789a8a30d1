package anypointapi_test

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// The simulator of each test checks that requests are as described; this test
// checks that the description names no call that is never made.
func TestEveryDescribedCallIsMade(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	client := p.client(anypointapi.Config{Credentials: terraform, AccessManagement: administrator})
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	ctx := t.Context()

	must(p.client(anypointapi.Config{
		Credentials: anypointapi.Password{Username: administrator.Username, Password: administrator.Password},
	}).Me(ctx))
	must(client.Users.Find(ctx, acme, "sarah.lee"))
	must(client.Teams.Find(ctx, acme, "Frontend Team"))
	must(client.Organizations.Find(ctx, acme, "Retail"))
	must(client.Environments.Find(ctx, acme, "Production"))
	must(client.APIInstances.Get(ctx, ordersAPI))
	must(client.PolicyTemplates.GroupID(ctx, acme))
	must(client.Identities.List(ctx, ordersAsset))
	must(nil, client.Identities.Grant(ctx, ordersAsset, sarahViews))
	for _, err := range client.APIInstances.List(ctx, production, anypointapi.APIFilter{Query: "orders"}) {
		must(nil, err)
	}
	for _, err := range client.IdentitySearch(ctx, acme, "") {
		must(nil, err)
	}
	callGrants(t, client)
	callPeople(t, client)
	must(client.Policies.List(ctx, ordersAPI))
	policy, err := client.Policies.Create(ctx, ordersAPI, allowlist("192.0.2.1"))
	must(policy, err)
	must(client.Policies.Update(ctx, ordersAPI, policy.ID, anypointapi.PolicyChange{Disabled: new(true)}))
	must(nil, client.Policies.Delete(ctx, ordersAPI, policy.ID))

	makeConsumerCalls(t, client)

	document, _, err := description()
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range document.Paths.Map() {
		for method, operation := range operationsOf(item) {
			if !p.asked[operation.OperationID] {
				t.Errorf("%s %s is described but never called", method, path)
			}
		}
	}
}

func operationsOf(item *openapi3.PathItem) map[string]*openapi3.Operation { return item.Operations() }

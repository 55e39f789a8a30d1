package anypointapi_test

import (
	"encoding/json"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// makePolicyCalls makes the calls about the order of policies and about automated
// ones.
func makePolicyCalls(t *testing.T, client *anypointapi.Client, policyID int64) {
	t.Helper()
	ctx := t.Context()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	must(client.Policies.Arrange(ctx, ordersAPI, []int64{policyID}))
	must(client.PolicyTemplates.List(ctx, acme, anypointapi.TemplateFilter{Latest: true, EnvironmentID: acmeProd, APIID: acmeOrdersAPI}))
	wanted := anypointapi.NewAutomatedPolicy{
		PolicyDefinition: policyOf("rate-limiting", "1.4.0", "").PolicyDefinition, Technology: "mule4",
		Runtimes:      anypointapi.RuntimeRange{From: "4.1.1"},
		Configuration: json.RawMessage(`{"rateLimits":[{"maximumRequests":9,"timePeriodInMilliseconds":60000}]}`),
	}
	must(client.AutomatedPolicies.List(ctx, production))
	policy, err := client.AutomatedPolicies.Create(ctx, production, wanted)
	must(policy, err)
	wanted.Disabled = true
	must(client.AutomatedPolicies.Update(ctx, production, policy.ID, wanted))
	must(nil, client.AutomatedPolicies.Delete(ctx, production, policy.ID))
}

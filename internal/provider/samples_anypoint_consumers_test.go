package provider_test

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

// consumerSamples are those of tiers, contracts, client applications and API
// instances.
var consumerSamples = map[string]sample{
	"apiaccess_anypoint_api_contract": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) {
			t.Helper()
			platform.AddTiers(19215012, 1)
		},
		config: prototest.Config{"api_instance_id": "19215012", "application": "Partner Portal"},
		changed: prototest.Config{
			"api_instance_id": "19215012", "application": "2693001", "tier": "tier-001", "status": "revoked",
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
		secrets:  []string{"AcmePartnerPortalSecret"},
	},
	"apiaccess_anypoint_api_instance": {
		config: prototest.Config{"asset_id": "orders-api", "asset_version": "1.0.0", "label": "orders-blue"},
		changed: prototest.Config{
			"asset_id": "orders-api", "asset_version": "1.1.0", "label": "orders-green", "deprecated": true,
			"endpoint_uri": "https://green.acme.example", "endpoint": map[string]any{"implementation_uri": "https://orders.internal.acme.example/"},
		},
		importID: joined("organization_id", "environment_id", "id"),
	},
	"apiaccess_anypoint_client_application": {
		config: prototest.Config{"name": "Billing Sync", "secret_rotation_trigger": "2026-01"},
		changed: prototest.Config{
			"name": "Billing", "description": "Invoices", "url": "https://billing.acme.example", "secret_rotation_trigger": "2026-02",
			"redirect_uris": []any{"https://billing.acme.example/back"}, "grant_types": []any{"authorization_code"},
		},
		importID: joined("organization_id", "id"),
		secrets:  []string{"AcmeApplicationSecret"}, // they begin like this
	},
	"apiaccess_anypoint_sla_tier": {
		config: prototest.Config{
			"api_instance_id": "19215012", "name": "Gold",
			"limits": map[string]any{"60 seconds": map[string]any{"maximum_requests": 100}},
		},
		changed: prototest.Config{
			"api_instance_id": "19215012", "name": "Golden", "description": "For partners", "auto_approve": true, "deprecated": true,
			"limits": map[string]any{
				"1 minute": map[string]any{"maximum_requests": 200}, "1 day": map[string]any{"maximum_requests": 9000, "visible": false},
			},
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
	},
}

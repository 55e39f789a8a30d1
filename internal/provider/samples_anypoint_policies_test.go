package provider_test

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

var anypointPolicySamples = map[string]sample{
	"apiaccess_anypoint_api_policy": {
		config: prototest.Config{
			"api_instance_id": "19215012", "asset_id": "http-basic-authentication", "asset_version": "1.3.1",
			"configuration":    `{"username": "orders"}`,
			"configuration_wo": `{"password": "AcmePolicyPassword0001"}`, "configuration_wo_version": 1,
		},
		changed: prototest.Config{
			"api_instance_id": "19215012", "asset_id": "http-basic-authentication", "asset_version": "1.3.2",
			"configuration":    `{"username": "orders-2"}`,
			"configuration_wo": `{"password": "AcmePolicyPassword0002"}`, "configuration_wo_version": 2,
			"label": "gate", "disabled": true,
			"pointcuts": []any{map[string]any{"methods": []any{"GET"}, "uri_template": "/orders.*"}},
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
		secrets:  []string{"AcmePolicyPassword0001", "AcmePolicyPassword0002"},
	},
	"apiaccess_anypoint_api_policy_order": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) {
			t.Helper()
			for _, asset := range []string{"ip-allowlist", "ip-blocklist"} { // 19215017 and 19215018
				_, err := platform.AddPolicy(19215012, asset, "1.1.1", map[string]any{"ips": []any{"192.0.2.1"}})
				must(t, err)
			}
		},
		config:    prototest.Config{"api_instance_id": "19215012", "policy_ids": []any{"19215018", "19215017"}},
		changed:   prototest.Config{"api_instance_id": "19215012", "policy_ids": []any{"19215017", "19215018"}},
		importID:  joined("organization_id", "environment_id", "api_instance_id"),
		permanent: true, // policies always have some order
	},
	"apiaccess_anypoint_automated_policy": {
		config: prototest.Config{
			"asset_id": "http-basic-authentication", "asset_version": "1.3.1", "configuration": `{"username": "orders"}`,
			"configuration_wo": `{"password": "AcmePolicyPassword0001"}`, "configuration_wo_version": 1,
		},
		changed: prototest.Config{
			"asset_id": "http-basic-authentication", "asset_version": "1.3.2", "configuration": `{"username": "orders-2"}`,
			"configuration_wo": `{"password": "AcmePolicyPassword0002"}`, "configuration_wo_version": 2,
			"runtime_from": "4.3.0", "runtime_to": "4.9.x", "disabled": true,
		},
		importID: joined("organization_id", "environment_id", "id"),
		secrets:  []string{"AcmePolicyPassword0001", "AcmePolicyPassword0002"},
	},
	"apiaccess_anypoint_client_id_enforcement_policy": {
		config: prototest.Config{"api_instance_id": "19215012"},
		changed: prototest.Config{
			"api_instance_id": "19215012", "client_secret_expression": "#[attributes.headers['client_secret']]", "label": "contracts",
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
	},
	"apiaccess_anypoint_ip_blocklist_policy": {
		config:   prototest.Config{"api_instance_id": "19215012", "ips": []any{"203.0.113.0/24"}},
		changed:  prototest.Config{"api_instance_id": "19215012", "ips": []any{"203.0.113.0/24", "198.51.100.7"}, "disabled": true},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
	},
	"apiaccess_anypoint_jwt_validation_policy": {
		config: prototest.Config{
			"api_instance_id": "19215012", "signing_method": "hmac", "jwt_key_origin": "text",
			"text_key": "AcmeSigningSecret0001", "text_key_version": 1,
		},
		changed: prototest.Config{
			"api_instance_id": "19215012", "signing_method": "rsa", "jwt_key_origin": "jwks", "jwks_url": "https://id.acme.example/keys",
			"supported_audiences": []any{"orders", "inventory"}, "mandatory_aud_claim": true, "claims_to_headers": []any{"sub"},
			"mandatory_custom_claims": map[string]any{"iss": "#[vars.claimSet.iss == 'https://id.acme.example']"},
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
		secrets:  []string{"AcmeSigningSecret0001"},
	},
	"apiaccess_anypoint_rate_limiting_policy": {
		config: prototest.Config{
			"api_instance_id": "19215012",
			"rate_limits":     []any{map[string]any{"maximum_requests": 100, "time_period_in_milliseconds": 60000}},
		},
		changed: prototest.Config{
			"api_instance_id": "19215012", "key_selector": "#[attributes.queryParams['id']]", "expose_headers": true, "clusterizable": false,
			"rate_limits": []any{map[string]any{"maximum_requests": 9, "time_period_in_milliseconds": 1000}},
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
	},
}

package provider_test

import "github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"

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
}

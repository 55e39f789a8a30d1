package provider_test

import "github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"

var anypointSamples = map[string]sample{
	"apiaccess_anypoint_api_grant": {
		config:   prototest.Config{"asset_id": "orders-api", "user": "sarah.lee", "role": "viewer"},
		changed:  prototest.Config{"asset_id": "orders-api", "user": "sarah.lee", "role": "contributor"},
		importID: joined("group_id", "asset_id", "principal_type", "principal_name"),
	},
	"apiaccess_anypoint_ip_allowlist_policy": {
		config: prototest.Config{"api_instance_id": "19215012", "ips": []any{"203.0.113.0/24"}},
		changed: prototest.Config{
			"api_instance_id": "19215012", "ips": []any{"203.0.113.0/24", "198.51.100.7"}, "disabled": true,
			"pointcuts": []any{map[string]any{"methods": []any{"GET"}, "uri_template": "/orders.*"}},
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
	},
}

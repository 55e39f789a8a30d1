package provider_test

import "github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"

var anypointGrantsSamples = map[string]sample{
	"apiaccess_anypoint_api_grants": {
		config: prototest.Config{"asset_id": "orders-api", "users": map[string]any{"platform.admin": "admin", "sarah.lee": "viewer"}},
		changed: prototest.Config{
			"asset_id": "orders-api", "users": map[string]any{"platform.admin": "admin", "sarah.lee": "contributor"},
			"teams": map[string]any{"Frontend Team": "viewer"},
		},
		importID:  joined("group_id", "asset_id"),
		permanent: true, // whoever made the API is spared
	},
}

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

// sample is one object of a type, on the Acme fixture.
type sample struct {
	// prepare makes what the object stands on.
	prepare func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider)
	// config makes the object; changed changes it in place.
	config, changed prototest.Config
	// importID is its import id, from its attributes.
	importID func(attributes map[string]any) string
	// secrets are the secrets that the configuration holds.
	secrets []string
}

// secrets are those of the fixture.
func secrets() []string {
	return []string{acctest.SalesforceClientSecret, acctest.AnypointClientSecret}
}

// joined is an import id made of attributes.
func joined(names ...string) func(map[string]any) string {
	return func(attributes map[string]any) string {
		values := make([]string, len(names))
		for i, name := range names {
			values[i] = fmt.Sprint(attributes[name])
		}
		return strings.Join(values, ",")
	}
}

var samples = map[string]sample{
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
	"apiaccess_salesforce_api_grant": {
		prepare: func(t *testing.T, _ *acctest.Simulator, under *prototest.Provider) {
			t.Helper()
			_, err := under.Apply(t, under.Null(t, "apiaccess_salesforce_api_grant"), prototest.Config{
				"app": "Warehouse_Sync", "permission_set": "Reporting_Tools",
			})
			must(t, err)
		},
		config: prototest.Config{"app": "Warehouse_Sync", "user": "mei.chen@acme.example", "through": "Reporting_Tools"},
		changed: prototest.Config{
			"app": "Warehouse_Sync", "user": "mei.chen@acme.example", "through": "Reporting_Tools", "expiration": "2099-12-31T00:00:00Z",
		},
		importID: func(map[string]any) string { return "Warehouse_Sync,user:mei.chen@acme.example,Reporting_Tools" },
	},
	"apiaccess_salesforce_api_grants": {
		config: prototest.Config{
			"app": "Warehouse_Sync", "through": "Reporting_Tools", "users": map[string]any{"mei.chen@acme.example": map[string]any{}},
		},
		changed: prototest.Config{
			"app": "Warehouse_Sync", "through": "Reporting_Tools", "profiles": map[string]any{"Sales": map[string]any{}},
			"users":                 map[string]any{"mei.chen@acme.example": map[string]any{"expiration": "2099-12-31T00:00:00Z"}},
			"permission_set_groups": map[string]any{"Frontend_Team": map[string]any{}},
			"permission_sets":       map[string]any{"Frontend_Base": map[string]any{}},
		},
		importID: func(map[string]any) string { return "Warehouse_Sync,Reporting_Tools" },
	},
	"apiaccess_salesforce_app_allowlist_entry": {
		config:   prototest.Config{"app": "Warehouse_Sync"},
		changed:  prototest.Config{"app": "Warehouse_Sync", "adopt_existing": true},
		importID: joined("app"),
	},
	"apiaccess_salesforce_connected_app": {
		config: prototest.Config{
			"name": "Orders_Portal", "label": "Orders Portal", "contact_email": "orders@acme.example",
			"oauth": map[string]any{
				"callback_urls": []any{"https://portal.acme.example/cb"}, "scopes": []any{"Api", "OfflineAccess"},
				"consumer_secret": newConsumerSecret, "consumer_secret_version": 1,
			},
		},
		changed: prototest.Config{
			"name": "Orders_Portal", "label": "The Orders Portal", "contact_email": "orders@acme.example",
			"oauth": map[string]any{
				"callback_urls": []any{"https://portal.acme.example/cb"}, "scopes": []any{"Api"}, "pkce_required": true,
				"consumer_secret": newConsumerSecret, "consumer_secret_version": 1,
			},
			"oauth_policy": map[string]any{"ip_relaxation": "BYPASS", "refresh_token_policy": "specific_lifetime:30:DAYS"},
			"ip_ranges":    []any{map[string]any{"start": "203.0.113.0", "end": "203.0.113.255"}},
		},
		importID: joined("name"),
		secrets:  []string{newConsumerSecret},
	},
	"apiaccess_salesforce_permission_set": {
		config: prototest.Config{"name": "Portal_Users", "label": "Portal Users", "permissions": map[string]any{"ApiEnabled": true}},
		changed: prototest.Config{
			"name": "Portal_Users", "label": "Users of the portal", "description": "May use the Orders Portal",
			"permissions": map[string]any{"ApiEnabled": false, "ViewSetup": true},
		},
		importID: joined("name"),
	},
	"apiaccess_salesforce_permission_set_assignment": {
		config: prototest.Config{"permission_set": "Reporting_Tools", "user": "mei.chen@acme.example"},
		changed: prototest.Config{
			"permission_set": "Reporting_Tools", "user": "mei.chen@acme.example", "expiration": "2099-12-31T00:00:00Z",
		},
		importID: func(map[string]any) string { return "permission_set:Reporting_Tools,mei.chen@acme.example" },
	},
	"apiaccess_salesforce_permission_set_assignments": {
		config: prototest.Config{
			"permission_set": "Reporting_Tools", "users": map[string]any{"mei.chen@acme.example": map[string]any{}},
		},
		changed: prototest.Config{
			"permission_set": "Reporting_Tools", "users": map[string]any{
				"mei.chen@acme.example": map[string]any{"expiration": "2099-12-31T00:00:00Z"}, "sarah.lee@acme.example": map[string]any{},
			},
		},
		importID: func(map[string]any) string { return "permission_set:Reporting_Tools" },
	},
	"apiaccess_salesforce_permission_set_group": {
		config: prototest.Config{
			"name": "Warehouse_Team", "label": "Warehouse Team", "permission_sets": map[string]any{"Frontend_Base": map[string]any{}},
		},
		changed: prototest.Config{
			"name": "Warehouse_People", "label": "Warehouse people", "description": "All who work there",
			"permission_sets": map[string]any{"Reporting_Tools": map[string]any{}},
		},
		importID: joined("name"),
	},
}

package provider_test

import (
	"fmt"
	"maps"
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
	// permanent is what an organization always has, so that destroying it restores
	// it, or never gives up.
	permanent bool
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

// samples are one of every resource.
var samples = union(
	anypointSamples,
	anypointGrantsSamples,
	anypointPeopleSamples,
	consumerSamples,
	salesforceSamples,
)

func union(parts ...map[string]sample) map[string]sample {
	all := map[string]sample{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

var salesforceSamples = map[string]sample{
	"apiaccess_salesforce_api_access_control": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) {
			t.Helper()
			platform.SetAPIAccessControl(false) // as it is once Salesforce Support has activated it
		},
		config:    prototest.Config{"approved_apps_only": true},
		changed:   prototest.Config{"approved_apps_only": true, "approved_apps_only_for_external_users": true},
		importID:  func(map[string]any) string { return "ConnectedApp" },
		permanent: true,
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
	"apiaccess_salesforce_app_allowlist": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) {
			t.Helper() // installed apps are not the list's to withdraw
			id := platform.SalesforceID("ConnectedApplication", "Name", "Reporting Cloud")
			must(t, platform.UpdateSalesforce("ConnectedApplication", id, map[string]any{"OptionsAllowAdminApprovedUsersOnly": false}))
		},
		config:    prototest.Config{"apps": []any{"Terraform", "Warehouse_Sync"}},
		changed:   prototest.Config{"apps": []any{"Terraform", "Auditor"}},
		importID:  func(map[string]any) string { return "allowlist" },
		permanent: true,
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
	"apiaccess_salesforce_blocked_app": {
		config:   prototest.Config{"name": "Data_Export", "consumer_key": "3MVG9SomebodysExport", "app_name": "Data Export", "label": "Data Export"},
		changed:  prototest.Config{"name": "Data_Export", "consumer_key": "3MVG9SomebodysExport", "app_name": "The Data Export", "label": "Export"},
		importID: joined("name"),
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
	"apiaccess_salesforce_external_client_app": {
		config: prototest.Config{
			"name": "Orders_Portal", "label": "Orders Portal", "contact_email": "orders@acme.example",
			"oauth": map[string]any{"callback_urls": []any{"https://portal.acme.example/cb"}, "scopes": []any{"Api", "OfflineAccess"}},
		},
		changed: prototest.Config{
			"name": "Orders_Portal", "label": "The Orders Portal", "contact_email": "orders@acme.example",
			"oauth": map[string]any{
				"callback_urls": []any{"https://portal.acme.example/cb"}, "scopes": []any{"Api"}, "pkce_required": false,
				"trusted_ip_ranges": []any{map[string]any{"start": "203.0.113.0", "end": "203.0.113.255"}},
			},
			"oauth_policy":   map[string]any{"ip_relaxation": "BYPASS", "refresh_token_policy": "specific_lifetime:30:DAYS"},
			"session_policy": map[string]any{"timeout_minutes": 60},
			"app_policy":     map[string]any{"oauth_plugin_enabled": false},
		},
		importID: joined("name"),
	},
	"apiaccess_salesforce_oauth_custom_scope": {
		config:   prototest.Config{"name": "warehouse_read", "label": "Warehouse", "description": "Read the warehouse"},
		changed:  prototest.Config{"name": "warehouse_look", "label": "The warehouse", "description": "Look into the warehouse", "public": true},
		importID: joined("name"),
	},
	"apiaccess_salesforce_oauth_custom_scope_assignment": {
		prepare: func(t *testing.T, _ *acctest.Simulator, under *prototest.Provider) {
			t.Helper()
			_, err := under.Apply(t, under.Null(t, "apiaccess_salesforce_oauth_custom_scope"), prototest.Config{
				"name": "warehouse_read", "label": "Warehouse", "description": "Read the warehouse",
			})
			must(t, err)
		},
		config:   prototest.Config{"scope": "warehouse_read", "app": "Warehouse_Sync"},
		changed:  prototest.Config{"scope": "Warehouse_Read", "app": "warehouse_sync"},
		importID: joined("scope", "app"),
	},
	"apiaccess_salesforce_event_settings": {
		config: prototest.Config{"enable_event_log_generation": true, "real_time_events": map[string]any{"ApiEvent": true}},
		changed: prototest.Config{
			"enable_event_log_generation": true, "event_log_retention_duration": 90,
			"real_time_events": map[string]any{"ApiEvent": true, "ApiEventStream": true},
		},
		importID:  func(map[string]any) string { return "Event" },
		permanent: true,
	},
	"apiaccess_salesforce_external_client_app_settings": {
		config:    prototest.Config{"enable_client_secret_in_rest_api_access": true},
		changed:   prototest.Config{"enable_client_secret_in_rest_api_access": true, "enable_consumer_secret_api_access": false},
		importID:  func(map[string]any) string { return "ExternalClientApp" },
		permanent: true,
	},
	"apiaccess_salesforce_external_credential": {
		config: prototest.Config{
			"name": "Warehouse", "label": "Warehouse", "protocol": "AwsSv4",
			"parameters": map[string]any{"AwsRegion": map[string]any{"type": "AuthParameter", "value": "eu-west-1"}},
			"principals": map[string]any{"Orders": map[string]any{
				"secrets": map[string]any{"awsAccessSecret": newConsumerSecret}, "secrets_version": 1,
			}},
		},
		changed: prototest.Config{
			"name": "Warehouse", "label": "The warehouse", "protocol": "AwsSv4",
			"custom_headers": map[string]any{"X-Caller": "{!$Organization.Id}"},
			"principals":     map[string]any{"Orders": map[string]any{}, "Stock": map[string]any{"type": "PerUserPrincipal"}},
		},
		importID: joined("name"),
		secrets:  []string{newConsumerSecret},
	},
	"apiaccess_salesforce_integration_user": {
		config: prototest.Config{
			"username": "warehouse.sync@acme.example", "last_name": "Sync", "first_name": "Warehouse", "email": "integrations@acme.example",
		},
		changed: prototest.Config{
			"username": "warehouse@acme.example", "last_name": "Warehouse", "email": "warehouse@acme.example", "alias": "ware",
			"profile": "Standard User", "time_zone": "Europe/Paris", "locale": "fr_FR", "language": "fr", "federation_id": "warehouse",
			"email_encoding": "ISO-8859-1",
		},
		importID:  joined("username"),
		permanent: true,
	},
	"apiaccess_salesforce_named_credential": {
		prepare: func(t *testing.T, _ *acctest.Simulator, under *prototest.Provider) {
			t.Helper()
			_, err := under.Apply(t, under.Null(t, "apiaccess_salesforce_external_credential"), prototest.Config{
				"name": "Carrier", "label": "Carrier", "protocol": "Custom", "principals": map[string]any{"Shipping": map[string]any{}},
			})
			must(t, err)
		},
		config: prototest.Config{
			"name": "Carrier_API", "label": "Carrier", "url": "https://api.carrier.example", "external_credential": "Carrier",
		},
		changed: prototest.Config{
			"name": "Carrier_API", "label": "The carrier", "url": "https://api.carrier.example/v2", "external_credential": "Carrier",
			"custom_headers": map[string]any{"X-Caller": "{!$Organization.Id}"}, "allow_merge_fields_in_header": true,
		},
		importID: joined("name"),
	},
	"apiaccess_salesforce_oauth_settings": {
		config:    prototest.Config{"block_username_password_flow": true},
		changed:   prototest.Config{"block_username_password_flow": true, "pkce_required": true},
		importID:  func(map[string]any) string { return "OauthOidc" },
		permanent: true,
	},
	"apiaccess_salesforce_password_policies": {
		config:    prototest.Config{"minimum_password_length": 12},
		changed:   prototest.Config{"minimum_password_length": 14, "expiration": "Never"},
		importID:  func(map[string]any) string { return "Security" },
		permanent: true,
	},
	"apiaccess_salesforce_permission_set": {
		config: prototest.Config{"name": "Portal_Users", "label": "Portal Users", "permissions": map[string]any{"ApiEnabled": true}},
		changed: prototest.Config{
			"name": "Portal_Users", "label": "Users of the portal", "description": "May use the Orders Portal",
			"permissions": map[string]any{"ApiEnabled": false, "ViewSetup": true},
		},
		importID: joined("name"),
	},
	"apiaccess_salesforce_profile_permissions": {
		config:    prototest.Config{"profile": "Sales", "permissions": map[string]any{"ApiEnabled": true}},
		changed:   prototest.Config{"profile": "Sales", "permissions": map[string]any{"ApiEnabled": false, "ViewSetup": true}},
		importID:  joined("profile"),
		permanent: true,
	},
	"apiaccess_salesforce_profile_login_ip_ranges": {
		config: prototest.Config{"profile": "Sales", "ranges": []any{map[string]any{"start": "203.0.113.0", "end": "203.0.113.255"}}},
		changed: prototest.Config{"profile": "Sales", "allow_self_lockout": true, "ranges": []any{
			map[string]any{"start": "2001:db8::1", "end": "2001:db8::ffff", "description": "Office"},
		}},
		importID:  joined("profile"),
		permanent: true,
	},
	"apiaccess_salesforce_profile_password_policy": {
		config:   prototest.Config{"profile": "Sales"},
		changed:  prototest.Config{"profile": "Sales", "minimum_password_length": 15, "expiration": "Never", "history_restriction": 0},
		importID: joined("profile"),
	},
	"apiaccess_salesforce_session_settings": {
		config: prototest.Config{"lock_sessions_to_ip": true, "session_timeout": "FifteenMinutes"},
		changed: prototest.Config{
			"lock_sessions_to_ip": true, "session_timeout": "ThirtyMinutes", "enable_mfa_direct_ui_login_opt_in": true,
		},
		importID:  func(map[string]any) string { return "Security" },
		permanent: true,
	},
	"apiaccess_salesforce_transaction_security_policy": {
		config: prototest.Config{
			"name": "Mass_Export", "label": "Mass export", "event": "ApiEvent", "apex_class": "MassExportCondition", "block": true,
		},
		changed: prototest.Config{
			"name": "Mass_Export", "label": "Mass export", "event": "ApiEvent", "flow": "Mass_Export_Condition", "end_session": true,
			"block_message": "Ask the platform team.", "notifications": map[string]any{"sarah.lee@acme.example": map[string]any{"in_app": true}},
		},
		importID: joined("name"),
	},
	"apiaccess_salesforce_trusted_ip_ranges": {
		config: prototest.Config{"ranges": []any{map[string]any{"start": "203.0.113.0", "end": "203.0.113.255"}}},
		changed: prototest.Config{"ranges": []any{
			map[string]any{"start": "2001:DB8::1", "end": "2001:db8::ffff", "description": "Office"},
			map[string]any{"start": "203.0.113.0", "end": "203.0.113.255"},
		}},
		importID:  func(map[string]any) string { return "Security" },
		permanent: true,
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

package provider_test

import (
	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const chosenClientSecret = "ChosenClientSecretThatNobodyMaySee01"

// inAcme is a scope with its context, as a configuration writes it.
func inAcme(scope string, environment any) map[string]any {
	return map[string]any{"scope": scope, "organization": "Acme", "environment": environment}
}

var anypointAppSamples = map[string]sample{
	"apiaccess_anypoint_connected_app": {
		config: prototest.Config{
			"name": "Warehouse Sync", "grant_types": []any{"client_credentials"}, "owner": "platform.admin",
			"scopes":        []any{inAcme("read:exchange", nil), inAcme("read:api_policies", "Production")},
			"client_secret": chosenClientSecret, "client_secret_version": 1,
		},
		changed: prototest.Config{
			"name": "Warehouse", "grant_types": []any{"client_credentials"}, "owner": "platform@acme.example", "enabled": false,
			"scopes":        []any{inAcme("read:api_policies", acctest.SandboxID)},
			"client_secret": chosenClientSecret + "2", "client_secret_version": 2, "client_uri": "https://warehouse.acme.example",
		},
		importID: joined("organization_id", "client_id"),
		secrets:  []string{chosenClientSecret},
	},
	"apiaccess_anypoint_connected_app_scope": {
		config: prototest.Config{
			"app": "Auditor", "scope": "read:api_alerts", "organization": "Acme", "environment": "Production",
		},
		changed: prototest.Config{
			"app": acctest.AnypointAuditorClientID, "scope": "read:api_alerts", "organization": acctest.OrganizationID, "environment": "Production",
		},
		importID: joined("organization_id", "client_id", "scope", "context_organization_id", "context_environment_id"),
	},
	"apiaccess_anypoint_connected_app_scopes": {
		config: prototest.Config{"app": "Auditor", "scopes": []any{inAcme("read:exchange", nil)}},
		changed: prototest.Config{
			"app": acctest.AnypointAuditorClientID, "scopes": []any{inAcme("read:api_policies", "Production"), inAcme("read:exchange", nil)},
		},
		importID:  joined("organization_id", "client_id"),
		permanent: true, // an app without scopes has an empty list
	},
	"apiaccess_anypoint_api_access_control": {
		config:    prototest.Config{"allowlist_enabled": true},
		changed:   prototest.Config{"allowlist_enabled": true, "grant_types_allowed": []any{"client_credentials", "password"}},
		importID:  joined("organization_id"),
		permanent: true,
	},
	"apiaccess_anypoint_app_allowlist_entry": {
		config:   prototest.Config{"app": "Auditor"},
		changed:  prototest.Config{"app": acctest.AnypointAuditorClientID, "authorized_scopes": []any{"read:exchange"}},
		importID: joined("organization_id", "client_id"),
	},
	"apiaccess_anypoint_app_allowlist": {
		config: prototest.Config{"apps": map[string]any{"Terraform": map[string]any{}, "partner-app": map[string]any{"authorized_scopes": []any{"openid"}}}},
		changed: prototest.Config{"apps": map[string]any{
			"Terraform": map[string]any{}, "Auditor": map[string]any{"authorized_scopes": []any{"read:exchange"}},
		}},
		importID:  joined("organization_id"),
		permanent: true,
	},
}

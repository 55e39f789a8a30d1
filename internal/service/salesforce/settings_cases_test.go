package salesforce_test

import "github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"

// settingsCase is a type of settings that are there once in an organization.
type settingsCase struct {
	// component is the metadata type, member its one component.
	component, member string
	// config sets settings that an organization has otherwise.
	config prototest.Config
	// dropped is one of them, element where metadata has it, and byHand another value.
	dropped, element, byHand string
	// unmanaged is an element that config leaves out, and its value by hand.
	unmanaged, otherwise string
	// components is how many the type manages; zero is one.
	components int
	// permission is what the error of somebody who may not must name.
	permission string
}

var settingsCases = map[string]settingsCase{
	"apiaccess_salesforce_event_settings": {
		component: "EventSettings", member: "Event",
		config: prototest.Config{
			"enable_event_log_generation": true, "event_log_retention_duration": 90, "real_time_events": map[string]any{"ApiEvent": true},
		},
		dropped: "event_log_retention_duration", element: "eventLogRetentionDuration", byHand: "60",
		unmanaged: "enableLoginForensics", otherwise: "true",
		permission: "Modify Metadata", components: 2,
	},
	"apiaccess_salesforce_external_client_app_settings": {
		component: "ExternalClientAppSettings", member: "ExternalClientApp",
		config:  prototest.Config{"enable_client_secret_in_rest_api_access": true, "enable_consumer_secret_api_access": false},
		dropped: "enable_client_secret_in_rest_api_access", element: "enableClientSecretInRestApiAccess", byHand: "false",
		unmanaged: "enablePackageEcaOauthFromDevOrg", otherwise: "true",
		permission: "Modify Metadata",
	},
	"apiaccess_salesforce_oauth_settings": {
		component: "OauthOidcSettings", member: "OauthOidc",
		config:  prototest.Config{"block_username_password_flow": true, "block_user_agent_flow": true, "pkce_required": true},
		dropped: "block_user_agent_flow", element: "blockOAuthUsrAgtFlow", byHand: "false",
		unmanaged: "oAuthCdCrdtFlowEnable", otherwise: "true",
		permission: "Modify Metadata",
	},
	"apiaccess_salesforce_password_policies": {
		component: "SecuritySettings", member: "Security",
		config: prototest.Config{
			"minimum_password_length": 16, "complexity": "UpperLowerCaseNumeric", "expiration": "Never", "history_restriction": 0,
			"max_login_attempts": "ThreeAttempts", "lockout_interval": "Forever", "question_restriction": "None",
			"minimum_password_lifetime": true, "password_assistance_message": "Call us",
		},
		dropped: "minimum_password_length", element: "passwordPolicies/minimumPasswordLength", byHand: "9",
		unmanaged: "passwordPolicies/obscureSecretAnswer", otherwise: "true",
		permission: "Manage Password Policies",
	},
	"apiaccess_salesforce_session_settings": {
		component: "SecuritySettings", member: "Security",
		config: prototest.Config{
			"lock_sessions_to_ip": true, "session_timeout": "FifteenMinutes", "logout_url": "https://acme.example/bye", "enable_u2f": false,
		},
		dropped: "session_timeout", element: "sessionSettings/sessionTimeout", byHand: "EightHours",
		unmanaged: "sessionSettings/lockSessionsToDomain", otherwise: "false",
		permission: "Modify Metadata",
	},
}

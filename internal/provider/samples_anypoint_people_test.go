package provider_test

import "github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"

var anypointPeopleSamples = map[string]sample{
	"apiaccess_anypoint_team": {
		config:   prototest.Config{"name": "Payments Team"},
		changed:  prototest.Config{"name": "Payment Team", "type": "private", "parent": "Frontend Team"},
		importID: joined("organization_id", "id"),
	},
	"apiaccess_anypoint_team_external_group_mappings": {
		config: prototest.Config{"team": "Frontend Team", "groups": map[string]any{
			"2e50e859-0042-46ff-8cf8-1ad6f0c78b67": map[string]any{"frontend": "member"},
		}},
		changed: prototest.Config{"team": "Frontend Team", "groups": map[string]any{
			"2e50e859-0042-46ff-8cf8-1ad6f0c78b67": map[string]any{"frontend": "member", "frontend-leads": "maintainer"},
		}},
		importID: joined("team"),
	},
	"apiaccess_anypoint_team_member": {
		config:   prototest.Config{"team": "Frontend Team", "user": "mei.chen@acme.example"},
		changed:  prototest.Config{"team": "Frontend Team", "user": "mei.chen", "membership_type": "maintainer"},
		importID: joined("organization_id", "team", "user"),
	},
	"apiaccess_anypoint_team_members": {
		config: prototest.Config{"team": "Frontend Team", "members": map[string]any{
			"sarah.lee": "maintainer", "omar.diaz": "member",
		}},
		changed: prototest.Config{"team": "Frontend Team", "members": map[string]any{
			"sarah.lee": "maintainer", "mei.chen": "member",
		}},
		importID: joined("organization_id", "team_id"),
	},
	"apiaccess_anypoint_team_role": {
		config: prototest.Config{"team": "Frontend Team", "role": "View Policies", "environment": "Production"},
		changed: prototest.Config{
			"team": "Frontend Team", "role": "View Policies", "business_group": "Acme", "environment": "Production",
		},
		importID: joined("id"),
	},
	"apiaccess_anypoint_team_roles": {
		config: prototest.Config{"team": "Frontend Team", "roles": map[string]any{
			"policies": map[string]any{"role": "View Policies", "environment": "Production"},
			"exchange": map[string]any{"role": "Exchange Viewer", "business_group": "Retail"},
		}},
		changed: prototest.Config{"team": "Frontend Team", "roles": map[string]any{
			"policies": map[string]any{"role": "Manage Policies", "environment": "Sandbox"},
		}},
		importID: joined("team"),
	},
	"apiaccess_anypoint_user_role": {
		config: prototest.Config{"user": "sarah.lee", "role": "Exchange Viewer"},
		changed: prototest.Config{
			"user": "sarah.lee@acme.example", "role": "Exchange Viewer", "business_group": "Acme",
		},
		importID: joined("id"),
	},
}

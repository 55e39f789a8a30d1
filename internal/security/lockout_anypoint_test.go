package security_test

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	appAccessControl   = "apiaccess_anypoint_api_access_control"
	anypointAppType    = "apiaccess_anypoint_connected_app"
	ownAdministratorID = "5a1c0000-005e-4000-8000-000000000001"
	ownTeam            = "Frontend Team"
	identityProvider   = "2e50e859-0042-46ff-8cf8-1ad6f0c78b67"
)

// waysOutOfAnypoint are the ways that are known there.
var waysOutOfAnypoint = map[string]wayOut{
	"turning the app allowlist on while the own app is not on it": {
		prepare: unlisted, create: appAccessControl, config: always(prototest.Config{"allowlist_enabled": true}),
		refusal: "the app is not on it",
	},
	"taking the own app's entry off the allowlist": {prepare: listed},
	"leaving the own app out of the list of apps": {
		prepare: func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider) prototest.State {
			t.Helper()
			listed(t, platform, under)
			return prototest.State{}
		},
		create: "apiaccess_anypoint_app_allowlist",
		config: always(prototest.Config{"apps": map[string]any{"Auditor": map[string]any{}}}),
	},
	"forbidding the own app's grant type": {
		create: appAccessControl, config: always(prototest.Config{"grant_types_allowed": []any{"password"}}),
		refusal: "client_credentials",
	},
	"letting no connected app in": {
		create: appAccessControl, config: always(prototest.Config{"applications_enabled": "none"}),
		refusal: "lets no connected app in",
	},
	"deleting the own connected app": {prepare: imports(anypointAppType, acctest.AnypointClientID)},
	"disabling the own connected app": {
		prepare: imports(anypointAppType, acctest.AnypointClientID), config: changed(prototest.Config{"enabled": false}),
	},
	"taking the own connected app's grant type": {
		prepare: imports(anypointAppType, acctest.AnypointClientID),
		config:  changed(prototest.Config{"grant_types": []any{"password"}, "scopes": nil}),
	},
	"taking the scope by which the own app manages apps": {
		prepare: imports("apiaccess_anypoint_connected_app_scopes", acctest.AnypointClientID),
		config: changed(prototest.Config{"scopes": []any{
			map[string]any{"scope": "read:orgconnapps", "organization": "Acme"},
		}}),
		refusal: "loses the scope",
	},
	"removing the own administrator from the team that administers": {
		prepare: administers("apiaccess_anypoint_team_member", ownTeam+","+acctest.AdministratorUsername),
	},
	"leaving the own administrator out of the team's members": {
		prepare: administers("apiaccess_anypoint_team_members", ownTeam),
		config:  changed(prototest.Config{"members": map[string]any{"sarah.lee": "member"}}),
	},
	"taking the administrator's role from the own team": {
		prepare: administers("apiaccess_anypoint_team_role", ownTeam+",Organization Administrator,org="+acctest.OrganizationID),
	},
	"leaving the administrator's role out of the team's roles": {
		prepare: administers("apiaccess_anypoint_team_roles", ownTeam),
		config:  changed(prototest.Config{"roles": map[string]any{"a": map[string]any{"role": "Exchange Viewer"}}}),
	},
	"deleting the team that administers": {prepare: administers("apiaccess_anypoint_team", ownTeam)},
	"taking the own administrator's role": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			platform.AccessManagement = true
			under := platform.Protocol(t)
			state, err := under.Apply(t, under.Null(t, "apiaccess_anypoint_user_role"), prototest.Config{
				"user": acctest.AdministratorUsername, "role": "Organization Administrator",
			})
			must(t, err)
			return state
		},
	},
	"unmapping the group that makes the own user an administrator": {
		prepare: func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider) prototest.State {
			t.Helper()
			platform.AddGroupMapping(ownTeam, "administrators", identityProvider, "member")
			state := administers("apiaccess_anypoint_team_external_group_mappings", ownTeam)(t, platform, under)
			platform.SetTeamMember(ownTeam, simulator.TeamMember{UserID: ownAdministratorID, MembershipType: "member", External: true})
			return state
		},
	},
}

func changed(changes prototest.Config) func(prototest.Config) prototest.Config {
	return func(state prototest.Config) prototest.Config { return merged(state, changes) }
}

// unlisted lets none of the organization's own apps in without an entry, once the
// allowlist is on.
func unlisted(_ *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
	platform.SetAnypointAppSettings(func(settings *simulator.AnypointAppSettings) { settings.AllowlistInternal = false })
	return prototest.State{}
}

// listed turns the allowlist on, with an entry of the own app that the provider
// manages.
func listed(t *testing.T, platform *acctest.Simulator, under *prototest.Provider) prototest.State {
	t.Helper()
	unlisted(t, platform, under)
	state, err := under.Apply(t, under.Null(t, "apiaccess_anypoint_app_allowlist_entry"), prototest.Config{"app": ownApp})
	must(t, err)
	platform.SetAnypointAppSettings(func(settings *simulator.AnypointAppSettings) { settings.AllowlistEnabled = true })
	return state
}

func imports(typeName, id string) func(*testing.T, *acctest.Simulator, *prototest.Provider) prototest.State {
	return func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
		t.Helper()
		state, err := platform.Protocol(t).ImportID(t, typeName, id)
		must(t, err)
		return state
	}
}

// administers makes the user as whom access is managed an administrator as a member
// of a team, and imports an object.
func administers(typeName, id string) func(*testing.T, *acctest.Simulator, *prototest.Provider) prototest.State {
	return func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider) prototest.State {
		t.Helper()
		platform.AccessManagement = true
		platform.SetTeamMember(ownTeam, simulator.TeamMember{UserID: ownAdministratorID, MembershipType: "member"})
		platform.AddTeamRole(ownTeam, simulator.HeldRole{
			Role: "Organization Administrator", Context: map[string]string{"org": acctest.OrganizationID},
		})
		return imports(typeName, id)(t, platform, under)
	}
}

package security_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const lockingOut = "ways to shut oneself out"

// wayOut is a way in which the provider could shut itself out. A new one needs a
// row here alone.
type wayOut struct {
	// prepare brings the organization there, and returns the object to change;
	// none is one to create.
	prepare func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider) prototest.State
	// create is the type of the object to create where prepare returns none.
	create string
	// config is what it is changed to; nil removes it.
	config func(state prototest.Config) prototest.Config
	// refusal is what the message says beside that the provider would lock itself
	// out.
	refusal string
}

const (
	ownApp      = "Terraform"
	loginRanges = "apiaccess_salesforce_profile_login_ip_ranges"
)

// waysOut are the ways that are known, by what is done.
var waysOut = map[string]wayOut{
	"switching to approved apps while the own app is not approved": {
		prepare: notApproved, create: "apiaccess_salesforce_api_access_control",
		config: always(prototest.Config{"approved_apps_only": true}), refusal: "is not on the allowlist",
	},
	"approving the own app while it is not granted": {
		prepare: func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider) prototest.State {
			t.Helper()
			notApproved(t, platform, under)
			return notGranted(t, platform, under)
		},
		create: "apiaccess_salesforce_app_allowlist_entry", config: always(prototest.Config{"app": ownApp}), refusal: "is granted neither",
	},
	"withdrawing the grant of the own app": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			granted, _ := lockedDown(t, platform)
			return granted
		},
		refusal: "after revoking it",
	},
	"withdrawing the approval of the own app": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			_, approved := lockedDown(t, platform)
			return approved
		},
		refusal: "after withdrawing the approval",
	},
	"leaving the own app out of the allowlist": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			lockedDown(t, platform)
			id := platform.SalesforceID("ConnectedApplication", "Name", "Reporting Cloud")
			must(t, platform.UpdateSalesforce("ConnectedApplication", id, map[string]any{"OptionsAllowAdminApprovedUsersOnly": false}))
			return prototest.State{}
		},
		create: "apiaccess_salesforce_app_allowlist", config: always(prototest.Config{"apps": []any{"Warehouse_Sync"}}),
	},
	"leaving the own grant out of the list of its app's grants": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			lockedDown(t, platform)
			under := platform.Protocol(t)
			state, err := under.ImportID(t, "apiaccess_salesforce_api_grants", ownApp+",Reporting_Tools")
			must(t, err)
			return state
		},
		config: always(prototest.Config{
			"app": ownApp, "through": "Reporting_Tools", "users": map[string]any{"mei.chen@acme.example": map[string]any{}},
		}),
	},
	"taking away the permission set that carries the own grant": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			lockedDown(t, platform)
			state, err := platform.Protocol(t).ImportID(t, "apiaccess_salesforce_permission_set_assignment", "permission_set:Reporting_Tools,terraform@acme.example")
			must(t, err)
			return state
		},
	},
	"deleting the permission set that carries the own grant": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			lockedDown(t, platform)
			state, err := platform.Protocol(t).ImportID(t, "apiaccess_salesforce_permission_set", "Reporting_Tools")
			must(t, err)
			return state
		},
	},
	"leaving the own user out of the list of assignments": {
		prepare: func(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			t.Helper()
			lockedDown(t, platform)
			state, err := platform.Protocol(t).ImportID(t, "apiaccess_salesforce_permission_set_assignments", "permission_set:Reporting_Tools")
			must(t, err)
			return state
		},
		config: always(prototest.Config{
			"permission_set": "Reporting_Tools", "users": map[string]any{"mei.chen@acme.example": map[string]any{}},
		}),
	},
	"blocking the own app": {
		create: "apiaccess_salesforce_blocked_app",
		config: always(prototest.Config{
			"name": "Own", "consumer_key": acctest.SalesforceClientID, "app_name": "Own", "label": "Own",
		}),
	},
	"deleting the own app": {prepare: ownAppImported},
	"turning the own app's client credentials flow off": {
		prepare: ownAppImported, config: without("oauth", "client_credentials_user"),
	},
	"taking the API from the own app's scopes": {
		prepare: ownAppImported,
		config: func(state prototest.Config) prototest.Config {
			return within(state, "oauth", prototest.Config{"scopes": []any{"OpenID"}})
		},
		refusal: "taking the API from its scopes",
	},
	"having IP ranges without the own address hold for the own app": {
		prepare: func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider) prototest.State {
			t.Helper()
			platform.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = "198.51.100.7" })
			must(t, platform.EditConnectedApp(ownApp, func(set func(string, ...string)) { set("oauthPolicy/ipRelaxation", "BYPASS") }))
			must(t, platform.EditSalesforceMetadata("Profile", "Admin", func(set func(string, ...string)) {
				set("loginIpRanges/startAddress", "10.0.0.1")
				set("loginIpRanges/endAddress", "10.0.0.9")
			}))
			return ownAppImported(t, platform, under)
		},
		config: func(state prototest.Config) prototest.Config {
			return within(state, "oauth_policy", prototest.Config{"ip_relaxation": "ENFORCE"})
		},
		refusal: "198.51.100.7",
	},
	"keeping the own profile to addresses without the own one": {
		prepare: func(_ *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
			platform.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = "198.51.100.7" })
			return prototest.State{}
		},
		create: loginRanges,
		config: always(prototest.Config{
			"profile": "System Administrator", "ranges": []any{map[string]any{"start": "203.0.113.0", "end": "203.0.113.255"}},
		}),
	},
}

func allWaysOut() map[string]wayOut {
	all := maps.Clone(waysOut)
	maps.Copy(all, waysOutOfAnypoint)
	return all
}

func TestSecurityNobodyShutsThemselvesOut(t *testing.T) {
	t.Parallel()
	for name, way := range allWaysOut() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			platform.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlActivated = true })
			var state prototest.State
			if way.prepare != nil {
				state = way.prepare(t, platform, platform.Protocol(t))
			}
			under := platform.Protocol(t)
			if way.create != "" {
				state = under.Null(t, way.create)
			}
			var config prototest.Config
			if way.config != nil {
				config = way.config(written(t, under, state))
			}
			_, err := under.Apply(t, state, config)
			security.Tried(t, lockingOut, 1)
			if err == nil || !refusesLockOut(err) || !strings.Contains(err.Error(), way.refusal) {
				security.Violated(t, lockingOut, "%s: %v", name, err)
			}
			if err := mayStillEnter(t, platform); err != nil {
				security.Violated(t, lockingOut, "%s: the provider is shut out: %v", name, err)
			}
		})
	}
}

func refusesLockOut(err error) bool {
	for _, words := range []string{"would lock itself out", "lock out the provider", "signs in with"} {
		if strings.Contains(err.Error(), words) {
			return true
		}
	}
	return false
}

// mayStillEnter signs in afresh to both platforms, and does there what takes power.
func mayStillEnter(t *testing.T, platform *acctest.Simulator) error {
	t.Helper()
	under := platform.Protocol(t)
	_, salesforce := under.ImportID(t, "apiaccess_salesforce_permission_set", "Frontend_Base")
	_, anypoint := under.ImportID(t, "apiaccess_anypoint_connected_app", acctest.AnypointAuditorClientID)
	if !platform.AccessManagement {
		return errors.Join(salesforce, anypoint)
	}
	_, people := under.ImportID(t, "apiaccess_anypoint_team_members", ownTeam)
	return errors.Join(salesforce, anypoint, people)
}

func always(config prototest.Config) func(prototest.Config) prototest.Config {
	return func(prototest.Config) prototest.Config { return config }
}

func within(config prototest.Config, name string, changes prototest.Config) prototest.Config {
	inner, _ := config[name].(map[string]any)
	changed := merged(inner, changes)
	return merged(config, prototest.Config{name: changed})
}

func without(block, name string) func(prototest.Config) prototest.Config {
	return func(config prototest.Config) prototest.Config {
		return within(config, block, prototest.Config{name: nil})
	}
}

func merged(configs ...prototest.Config) prototest.Config {
	all := prototest.Config{}
	for _, config := range configs {
		maps.Copy(all, config)
	}
	return all
}

// written is what a configuration of an object would say.
func written(t *testing.T, under *prototest.Provider, state prototest.State) prototest.Config {
	t.Helper()
	if state.Type == "" || state.Gone() {
		return nil
	}
	config, values := prototest.Config{}, state.Attributes(t)
	for _, attribute := range under.Schema.ResourceSchemas[state.Type].Block.Attributes {
		if value := values[attribute.Name]; value != nil && (attribute.Optional || attribute.Required) {
			config[attribute.Name] = value
		}
	}
	return config
}

func ownAppImported(t *testing.T, _ *acctest.Simulator, under *prototest.Provider) prototest.State {
	t.Helper()
	state, err := under.ImportID(t, "apiaccess_salesforce_connected_app", ownApp)
	must(t, err)
	return state
}

func notApproved(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
	t.Helper()
	id := platform.SalesforceID("ConnectedApplication", "Name", ownApp)
	must(t, platform.UpdateSalesforce("ConnectedApplication", id, map[string]any{"OptionsAllowAdminApprovedUsersOnly": false}))
	return prototest.State{}
}

func notGranted(t *testing.T, platform *acctest.Simulator, _ *prototest.Provider) prototest.State {
	t.Helper()
	app := platform.SalesforceID("ConnectedApplication", "Name", ownApp)
	for _, row := range platform.SalesforceRows("SetupEntityAccess") {
		if row["SetupEntityId"] == app {
			id, _ := row["Id"].(string)
			must(t, platform.DeleteSalesforce("SetupEntityAccess", id))
		}
	}
	return prototest.State{}
}

// lockedDown lets approved apps in alone, the provider's own by a grant and an
// entry that the provider manages.
func lockedDown(t *testing.T, platform *acctest.Simulator) (granted, approved prototest.State) {
	t.Helper()
	notApproved(t, platform, nil)
	notGranted(t, platform, nil)
	under := platform.Protocol(t)
	_, err := under.Apply(t, under.Null(t, "apiaccess_salesforce_api_grant"), prototest.Config{
		"app": ownApp, "permission_set": "Reporting_Tools",
	})
	must(t, err)
	granted, err = under.Apply(t, under.Null(t, "apiaccess_salesforce_api_grant"), prototest.Config{
		"app": ownApp, "user": "terraform@acme.example", "through": "Reporting_Tools",
	})
	must(t, err)
	approved, err = under.Apply(t, under.Null(t, "apiaccess_salesforce_app_allowlist_entry"), prototest.Config{"app": ownApp})
	must(t, err)
	platform.SetAPIAccessControl(true)
	return granted, approved
}

package anypoint_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	teamRoleType     = "apiaccess_anypoint_team_role"
	teamRolesType    = "apiaccess_anypoint_team_roles"
	userRoleType     = "apiaccess_anypoint_user_role"
	teamRoleAddress  = teamRoleType + ".test"
	teamRolesAddress = teamRolesType + ".test"
	userRoleAddress  = userRoleType + ".test"

	viewPoliciesID = "b979af78-664f-4ca2-8fd6-d8355fa09dc3"
)

var viewPolicies = simulator.HeldRole{
	Role: "View Policies", Context: map[string]string{"org": acctest.OrganizationID, "envId": acctest.ProductionID},
}

// rolesText are roles and where they are held, one a line.
func rolesText(roles []simulator.HeldRole) string {
	lines := make([]string, len(roles))
	for i, role := range roles {
		lines[i] = role.Role
		for _, name := range slices.Sorted(maps.Keys(role.Context)) {
			lines[i] += " " + name + "=" + role.Context[name][len(role.Context[name])-1:]
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func expectTeamRoles(platform *acctest.Simulator, want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := rolesText(platform.TeamRoles("Frontend Team")); got != strings.Join(want, "\n") {
			return fmt.Errorf("the team's roles are\n%s\nwant\n%s", got, strings.Join(want, "\n"))
		}
		return nil
	}
}

func TestTeamRoleLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	config := object(teamRoleType, "team = \"Frontend Team\"\n  role = \"View Policies\"\n  environment = \"Production\"")
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(teamRoleAddress, tfjsonpath.New("role"), knownvalue.StringExact("View Policies")),
				plancheck.ExpectKnownValue(teamRoleAddress, tfjsonpath.New("role_id"), knownvalue.StringExact(viewPoliciesID)),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(teamRoleAddress, "context", knownvalue.MapExact(map[string]knownvalue.Check{
					"org": knownvalue.StringExact(acctest.OrganizationID), "envId": knownvalue.StringExact(acctest.ProductionID),
				})),
			},
			Check: expectTeamRoles(platform, "View Policies envId=1 org=1"),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: noChanges()},
		resource.TestStep{
			Config: object(teamRoleType, "team = \""+frontendID+"\"\n  role = \""+viewPoliciesID+"\"\n  context = {\n    org = \""+
				acctest.OrganizationID+"\"\n    envId = \""+acctest.ProductionID+"\"\n  }"),
			ConfigPlanChecks: plans(teamRoleAddress, plancheck.ResourceActionUpdate), // another spelling
		},
		resource.TestStep{
			Config: config, ConfigPlanChecks: plans(teamRoleAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			ResourceName: teamRoleAddress, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc: acctest.ImportID(teamRoleAddress, "id"),
		},
		resource.TestStep{
			PreConfig: func() { platform.RemoveTeamRole("Frontend Team", viewPolicies) },
			Config:    config, ConfigPlanChecks: plans(teamRoleAddress, plancheck.ResourceActionCreate),
			Check: expectTeamRoles(platform, "View Policies envId=1 org=1"),
		},
		resource.TestStep{
			Config: object(teamRoleType, "team = \"Frontend Team\"\n  role = \"View Policies\"\n  business_group = \"Retail\"\n"+
				"  environment = \"Production\""),
			ConfigPlanChecks: plans(teamRoleAddress, plancheck.ResourceActionReplace),
			Check:            expectTeamRoles(platform, "View Policies envId=3 org=2"),
		},
		resource.TestStep{
			Config:           object(teamRoleType, "team = \"Frontend Team\"\n  role = \"Access Controls Admin\"\n  context = {}"),
			ConfigPlanChecks: plans(teamRoleAddress, plancheck.ResourceActionReplace),
			Check:            expectTeamRoles(platform, "Access Controls Admin"),
		},
	)
	if roles := platform.TeamRoles("Frontend Team"); len(roles) > 0 {
		t.Errorf("destroy left %v", roles)
	}
}

func TestUserRoleLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	platform.AddUserRole(meiID, simulator.HeldRole{Role: "Exchange Viewer", Context: map[string]string{"org": retailID}})
	config := object(userRoleType, "user = \"mei.chen@acme.example\"\n  role = \"View Policies\"\n  environment = \"Sandbox\"")
	expect := func(want string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := rolesText(platform.UserRoles(meiID)); got != want {
				return fmt.Errorf("the user's roles are\n%s\nwant\n%s", got, want)
			}
			return nil
		}
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config, Check: expect("Exchange Viewer org=2\nView Policies envId=2 org=1")},
		resource.TestStep{
			ResourceName: userRoleAddress, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc: acctest.ImportID(userRoleAddress, "id"), ImportStateVerifyIgnore: []string{"user"},
		},
		resource.TestStep{
			PreConfig: func() { platform.RemoveUserRoles(meiID) },
			Config:    config, ConfigPlanChecks: plans(userRoleAddress, plancheck.ResourceActionCreate),
			Check: expect("View Policies envId=2 org=1"),
		},
		resource.TestStep{
			Config:           object(userRoleType, "user = \"mei.chen\"\n  role = \"Exchange Viewer\""),
			ConfigPlanChecks: plans(userRoleAddress, plancheck.ResourceActionReplace),
			Check:            expect("Exchange Viewer org=1"),
		},
	)
	if roles := platform.UserRoles(meiID); len(roles) > 0 {
		t.Errorf("destroy left %v", roles)
	}
}

func teamRoles(entries ...string) string {
	return object(teamRolesType, "team = \"Frontend Team\"\n  roles = {\n    "+strings.Join(entries, "\n    ")+"\n  }")
}

func TestTeamRolesAreManagedWhole(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	const policies = `"policies" = { role = "View Policies", environment = "Production" }`
	const exchange = `"exchange" = { role = "Exchange Viewer", business_group = "Retail" }`
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: teamRoles(policies, exchange),
			Check:  expectTeamRoles(platform, "Exchange Viewer org=2", "View Policies envId=1 org=1"),
		},
		resource.TestStep{Config: teamRoles(policies, exchange), ConfigPlanChecks: noChanges()},
		resource.TestStep{
			ResourceName: teamRolesAddress, ImportState: true, ImportStateId: "Frontend Team",
			ImportStateCheck: func(states []*terraform.InstanceState) error {
				for _, key := range []string{"View Policies in Acme/Production", "Exchange Viewer in Retail"} {
					if states[0].Attributes["roles."+key+".role"] == "" {
						return fmt.Errorf("no role was imported as %s: %v", key, states[0].Attributes)
					}
				}
				return nil
			},
		},
		resource.TestStep{
			// Somebody takes one role and gives another.
			PreConfig: func() {
				platform.RemoveTeamRole("Frontend Team", viewPolicies)
				platform.AddTeamRole("Frontend Team", simulator.HeldRole{
					Role: "Manage Contracts", Context: map[string]string{"org": acctest.OrganizationID, "envId": acctest.SandboxID},
				})
			},
			Config:           teamRoles(policies, exchange),
			ConfigPlanChecks: plans(teamRolesAddress, plancheck.ResourceActionUpdate),
			Check:            expectTeamRoles(platform, "Exchange Viewer org=2", "View Policies envId=1 org=1"),
		},
		resource.TestStep{
			// Another key is no other role.
			PreConfig:        platform.ForgetRequests,
			Config:           teamRoles(strings.Replace(policies, `"policies"`, `"production"`, 1), exchange),
			ConfigPlanChecks: plans(teamRolesAddress, plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				if writes := platform.Calls("POST /roles") + platform.Calls("DELETE /roles"); writes > 0 {
					return fmt.Errorf("another key made %d writes", writes)
				}
				return nil
			},
		},
		resource.TestStep{
			Config: teamRoles(strings.Replace(exchange, "Viewer", "Contributor", 1)),
			Check:  expectTeamRoles(platform, "Exchange Contributor org=2"),
		},
	)
	if roles := platform.TeamRoles("Frontend Team"); len(roles) > 0 {
		t.Errorf("destroy left %v", roles)
	}
}

func TestRolesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	const policies = `"policies" = { role = "View Policies", environment = "Production" }`
	for name, test := range map[string]struct{ config, message string }{
		"an unknown role":        {teamRoles(`"a" = { role = "View Everything" }`), `Unknown role`},
		"an unknown group":       {teamRoles(`"a" = { role = "View Policies", business_group = "Wholesale" }`), `Unknown business group`},
		"an unknown environment": {teamRoles(`"a" = { role = "View Policies", environment = "Staging" }`), `Unknown environment`},
		"a role named twice":     {teamRoles(policies, strings.Replace(policies, "policies", "b", 1)), `Role named twice`},
		"one role and all of them": {
			teamRoles(policies) + object(teamRoleType, "team = \"Frontend Team\"\n  role = \"Exchange Viewer\""), `managed twice`,
		},
		"two ways to tell the place": {
			object(teamRoleType, "team = \"Frontend Team\"\n  role = \"Exchange Viewer\"\n  business_group = \"Retail\"\n  context = {}"),
			`Invalid Attribute Combination`,
		},
		"an unknown team": {object(teamRoleType, "team = \"Nobodies\"\n  role = \"Exchange Viewer\""), `Unknown team`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, platform, resource.TestStep{Config: test.config, PlanOnly: true, ExpectError: regexp.MustCompile(test.message)})
		})
	}
}

// An app that acts for itself may neither look roles up nor give them; with the
// second credential the same configuration applies.
func TestRolesTakeTheSecondCredential(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	byName := object(teamRoleType, "team = \"Frontend Team\"\n  role = \"View Policies\"\n  environment = \"Production\"")
	byID := strings.Replace(byName, "View Policies", viewPoliciesID, 1)
	without := platform.Provider()
	platform.AccessManagement = true
	missing := regexp.MustCompile(`(?s)access_management.*ANYPOINT_ADMIN_CLIENT_ID`)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: without + byName, ExpectError: missing}, // 401 of the catalogue
		resource.TestStep{Config: without + byID, ExpectError: missing},   // 403 of the team's roles
		resource.TestStep{Config: byName, Check: expectTeamRoles(platform, "View Policies envId=1 org=1")},
		resource.TestStep{Config: byName, ConfigPlanChecks: noChanges()},
	)
}

// What may not be read is not gone.
func TestRolesStayInTheStateWhereTheyMayNotBeRead(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	running := platform.Protocol(t)
	for typeName, config := range map[string]prototest.Config{
		teamRoleType:  {"team": "Frontend Team", "role": "View Policies", "environment": "Production"},
		teamRolesType: {"team": "Fulfilment Team", "roles": map[string]any{"a": map[string]any{"role": "Exchange Viewer"}}},
		userRoleType:  {"user": "sarah.lee", "role": "Exchange Viewer"},
		mappingsType:  {"team": "Frontend Team", "groups": map[string]any{okta: map[string]any{"a": "member"}}},
	} {
		state, err := running.Apply(t, running.Null(t, typeName), config)
		if err != nil {
			t.Fatal(err)
		}
		platform.AccessManagement = false
		read, err := platform.Protocol(t).Read(t, state)
		platform.AccessManagement = true
		if read.Gone() || err == nil || !strings.Contains(err.Error(), "ANYPOINT_ADMIN_CLIENT_ID") {
			t.Errorf("%s: gone %t, error %v", typeName, read.Gone(), err)
		}
	}
}

func TestFiveHundredRolesOfTwentyTeamsRefreshWithTwentyCalls(t *testing.T) {
	t.Parallel()
	const teams, count = 20, 500
	platform := startAdministered(t)
	seeding := platform.Protocol(t)
	groups := []string{"Exchange Viewer", "Exchange Contributor", "Exchange Administrator"}
	roles := []string{"View Policies", "Manage Policies", "View Contracts", "Manage Contracts", "View APIs Configuration", "Manage APIs Configuration", "View API Alerts", "Manage API Alerts"}
	var wanted []simulator.HeldRole
	for _, role := range roles {
		for _, place := range [][2]string{{acctest.OrganizationID, acctest.ProductionID}, {acctest.OrganizationID, acctest.SandboxID}, {retailID, retailProductionID}} {
			wanted = append(wanted, simulator.HeldRole{Role: role, Context: map[string]string{"org": place[0], "envId": place[1]}})
		}
	}
	wanted = append(wanted, simulator.HeldRole{Role: groups[0], Context: map[string]string{"org": retailID}})
	states := make([]prototest.State, 0, count)
	var ids []string
	for number := range teams {
		name := fmt.Sprintf("Team %02d", number)
		id := platform.AddTeam(name)
		for _, role := range wanted {
			platform.AddTeamRole(name, role)
			parts := []string{id, role.Role}
			for _, key := range slices.Sorted(maps.Keys(role.Context)) {
				parts = append(parts, key+"="+role.Context[key])
			}
			ids = append(ids, strings.Join(parts, ","))
		}
	}
	for _, id := range ids {
		imported, err := seeding.ImportID(t, teamRoleType, id)
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, imported)
	}
	if len(states) != count {
		t.Fatalf("%d roles, want %d", len(states), count)
	}

	platform.ForgetRequests()
	refreshing := platform.Protocol(t)
	inParallel(count, func(number int) {
		read, err := refreshing.Read(t, states[number])
		if err != nil || read.Gone() {
			t.Errorf("role %d: gone %t, error %v", number, read.Gone(), err)
		}
	})
	// Who is signed in is asked once, to know the root organization.
	if calls := platform.Calls("/roles"); calls > teams || anypointCalls(platform) > teams+1 {
		t.Errorf("refreshing %d roles took %d calls, %d of them for roles, want at most %d", count, anypointCalls(platform), calls, teams)
	}
	if tokens := platform.Calls("/oauth2/token"); tokens > 2 {
		t.Errorf("%d sign-ins, want one for each of two credentials", tokens)
	}
}

func TestTwoHundredRolesAreMadeThroughABurstOfRefusals(t *testing.T) {
	t.Parallel()
	const count = 200
	platform := startAdministered(t)
	names := make([]string, 10)
	for i := range names {
		names[i] = fmt.Sprintf("Team %d", i)
		platform.AddTeam(names[i])
	}
	platform.Inject(simulator.Fault{Pattern: "POST /roles", Skip: 9, Times: 3, Answer: simulator.Status(429, "Too many requests")})
	running := platform.Protocol(t)
	roles := []string{"View Policies", "Manage Policies", "View Contracts", "Manage Contracts", "View APIs Configuration", "Manage APIs Configuration", "View API Alerts", "Manage API Alerts", "Deploy API Proxies", "API Group Administrator"}
	inParallel(count, func(number int) {
		environment := "Production"
		if number >= 100 {
			environment = "Sandbox"
		}
		_, err := running.Apply(t, running.Null(t, teamRoleType), prototest.Config{
			"team": names[number%100/10], "role": roles[number%10], "environment": environment,
		})
		if err != nil {
			t.Errorf("role %d: %v", number, err)
		}
	})
	total := 0
	for _, name := range names {
		total += len(platform.TeamRoles(name))
	}
	if total != count {
		t.Errorf("the teams hold %d roles, want %d", total, count)
	}
	if writes := platform.Calls("POST /roles"); writes > 50 {
		t.Errorf("%d roles took %d writes, want at most 50", count, writes)
	}
	if lookups := platform.Calls("GET /accounts/api/roles"); lookups != 1 {
		t.Errorf("the catalogue was read %d times, want once", lookups)
	}
}

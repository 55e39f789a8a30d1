package anypoint_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	teamType    = "apiaccess_anypoint_team"
	teamAddress = teamType + ".test"

	everyoneID = "5a1c0000-7ea0-4000-8000-000000000001"
	meiID      = "5a1c0000-005e-4000-8000-000000000004"
)

// startAdministered starts a platform whose access the provider may manage.
func startAdministered(t *testing.T) *acctest.Simulator {
	t.Helper()
	platform := acctest.Start(t)
	platform.AccessManagement = true
	return platform
}

func object(typeName, arguments string) string {
	return fmt.Sprintf("\nresource %q \"test\" {\n  %s\n}\n", typeName, arguments)
}

func expectParent(platform *acctest.Simulator, team, parent string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := platform.TeamParent(team); got != parent {
			return fmt.Errorf("the parent of %s is %q, want %q", team, got, parent)
		}
		return nil
	}
}

func TestTeamLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: object(teamType, `name = "Payments Team"`),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(teamAddress, "type", knownvalue.StringExact("internal")),
				attribute(teamAddress, "parent", knownvalue.Null()),
				attribute(teamAddress, "parent_id", knownvalue.StringExact(everyoneID)),
			},
			Check: expectParent(platform, "Payments Team", "Everyone at Acme"),
		},
		resource.TestStep{
			Config:           object(teamType, "name = \"Payment Team\"\n  parent = \"Frontend Team\"\n  type = \"private\""),
			ConfigPlanChecks: plans(teamAddress, plancheck.ResourceActionUpdate),
			Check:            expectParent(platform, "Payment Team", "Frontend Team"),
		},
		resource.TestStep{
			Config:           object(teamType, "name = \"Payment Team\"\n  parent = \""+frontendID+"\"\n  type = \"private\""),
			ConfigPlanChecks: plans(teamAddress, plancheck.ResourceActionUpdate), // another spelling
		},
		resource.TestStep{
			ResourceName: teamAddress, ImportState: true, ImportStateVerify: true,
			ImportStateId: "Payment Team", ImportStateVerifyIgnore: []string{"parent"},
		},
		resource.TestStep{
			PreConfig:        func() { platform.RenameTeam("Payment Team", "Pay") },
			Config:           object(teamType, "name = \"Payment Team\"\n  parent = \""+frontendID+"\"\n  type = \"private\""),
			ConfigPlanChecks: plans(teamAddress, plancheck.ResourceActionUpdate),
			Check:            expectParent(platform, "Payment Team", "Frontend Team"),
		},
		resource.TestStep{
			PreConfig:        func() { platform.DeleteTeam("Payment Team") },
			Config:           object(teamType, `name = "Payment Team"`),
			ConfigPlanChecks: plans(teamAddress, plancheck.ResourceActionCreate),
			Check:            expectParent(platform, "Payment Team", "Everyone at Acme"),
		},
	)
	if names := platform.TeamNames(); slices.Contains(names, "Payment Team") || len(names) != 3 {
		t.Errorf("destroy left %v", names)
	}
}

func TestTeamsWithMembersAndRolesAreMadeInOneApply(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	config := `
resource "apiaccess_anypoint_team" "payments" {
  name = "Payments Team"
}

resource "apiaccess_anypoint_team" "refunds" {
  name   = "Refunds Team"
  parent = apiaccess_anypoint_team.payments.name
}

resource "apiaccess_anypoint_team_members" "refunds" {
  team    = apiaccess_anypoint_team.refunds.name
  members = { "mei.chen" = "maintainer" }
}

resource "apiaccess_anypoint_team_roles" "refunds" {
  team  = apiaccess_anypoint_team.refunds.id
  roles = { policies = { role = "Manage Policies", environment = "Production" } }
}
`
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: config,
			Check: func(*terraform.State) error {
				if members := platform.TeamMembers("Refunds Team"); len(members) != 1 || members[0].MembershipType != "maintainer" {
					return fmt.Errorf("the members are %v", members)
				}
				if roles := platform.TeamRoles("Refunds Team"); len(roles) != 1 || roles[0].Role != "Manage Policies" {
					return fmt.Errorf("the roles are %v", roles)
				}
				return expectParent(platform, "Refunds Team", "Payments Team")(nil)
			},
		},
		resource.TestStep{Config: config, ConfigPlanChecks: noChanges()},
		resource.TestStep{
			// The members refer to the team by the name that the same apply gives it.
			Config:           strings.Replace(config, "Refunds Team", "Refund Team", 1),
			ConfigPlanChecks: plans("apiaccess_anypoint_team_members.refunds", plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				if members := platform.TeamMembers("Refund Team"); len(members) != 1 {
					return fmt.Errorf("the members are %v", members)
				}
				return nil
			},
		},
	)
}

func warnings(diagnostics []*tfprotov6.Diagnostic) string {
	var text strings.Builder
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			text.WriteString(diagnostic.Summary + ": " + diagnostic.Detail + "\n")
		}
	}
	return text.String()
}

func TestThePlanOfADeletionNamesTheTeamsBelow(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	running := platform.Protocol(t)
	parent, err := running.Apply(t, running.Null(t, teamType), prototest.Config{"name": "Payments Team"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := running.Apply(t, running.Null(t, teamType), prototest.Config{"name": "Refunds Team", "parent": "Payments Team"}); err != nil {
		t.Fatal(err)
	}
	planned, err := running.Plan(t, parent, nil)
	if err != nil || !strings.Contains(warnings(planned.Diagnostics), "Refunds Team") {
		t.Errorf("the plan warns of %q, error %v", warnings(planned.Diagnostics), err)
	}
	if _, err := running.Apply(t, parent, nil); err != nil {
		t.Error(err)
	}
	if names := platform.TeamNames(); len(names) != 3 {
		t.Errorf("the teams left are %v", names)
	}
}

func TestTeamRefusesWrongInput(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	for name, test := range map[string]struct{ arguments, message string }{
		"a name with a dot":  {`name = "a.b"`, `must be letters, digits`},
		"an unknown type":    {"name = \"A\"\n  type = \"public\"", `value must be one of`},
		"an unknown parent":  {"name = \"A\"\n  parent = \"Nobodies\"", `Unknown team`},
		"a group by name":    {"name = \"A\"\n  organization_id = \"Acme\"", `must be a UUID`},
		"its name taken":     {`name = "Frontend Team"`, `exists already`},
		"open below private": {"name = \"Below\"\n  parent = \"Closed Team\"", `incompatible`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			closed := object(teamType, test.arguments)
			if strings.Contains(test.arguments, "Closed Team") {
				closed += "\nresource \"apiaccess_anypoint_team\" \"closed\" {\n  name = \"Closed Team\"\n  type = \"private\"\n}\n"
				closed = strings.Replace(closed, `"Closed Team"`, "apiaccess_anypoint_team.closed.name", 1)
			}
			acctest.Run(t, platform, resource.TestStep{Config: closed, ExpectError: regexp.MustCompile(test.message)})
		})
	}
}

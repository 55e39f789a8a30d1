package anypoint_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

var administrator = simulator.HeldRole{
	Role: "Organization Administrator", Context: map[string]string{"org": acctest.OrganizationID},
}

// The provider's own user administers the organization as a member of the Frontend
// Team.
func startAsTeamMember(t *testing.T) *acctest.Simulator {
	t.Helper()
	platform := startAdministered(t)
	platform.SetTeamMember("Frontend Team", simulator.TeamMember{UserID: adminID, MembershipType: "member"})
	platform.AddTeamRole("Frontend Team", administrator)
	return platform
}

func TestTheProvidersOwnUserKeepsItsAdministration(t *testing.T) {
	t.Parallel()
	role := map[string]any{"role": "Organization Administrator"}
	for name, test := range map[string]struct {
		typeName string
		importID string
		// next is what the object is to become; nil destroys it.
		next prototest.Config
	}{
		"a member is removed": {memberType, "Frontend Team,platform.admin", nil},
		"members are removed": {membersType, "Frontend Team", prototest.Config{
			"team": "Frontend Team", "members": map[string]any{"sarah.lee": "member"},
		}},
		"all members are removed": {membersType, "Frontend Team", nil},
		"a role is taken away": {
			teamRoleType, "Frontend Team,Organization Administrator,org=" + acctest.OrganizationID, nil,
		},
		"roles are taken away": {teamRolesType, "Frontend Team", prototest.Config{
			"team": "Frontend Team", "roles": map[string]any{"a": map[string]any{"role": "Exchange Viewer"}},
		}},
		"the team is deleted": {teamType, "Frontend Team", nil},
		"a group is unmapped": {mappingsType, "Frontend Team", prototest.Config{
			"team": "Frontend Team", "groups": map[string]any{okta: map[string]any{"frontend": "member"}},
		}},
		"all groups are unmapped": {mappingsType, "Frontend Team", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := startAsTeamMember(t)
			platform.AddGroupMapping("Frontend Team", "frontend", okta, "member")
			platform.AddGroupMapping("Frontend Team", "leads", okta, "maintainer")
			if test.typeName == mappingsType {
				platform.SetTeamMember("Frontend Team", simulator.TeamMember{UserID: adminID, MembershipType: "member", External: true})
			}
			running := platform.Protocol(t)
			state, err := running.ImportID(t, test.typeName, test.importID)
			if err != nil {
				t.Fatal(err)
			}
			_, err = platform.Protocol(t).Plan(t, state, test.next)
			if err == nil || !strings.Contains(err.Error(), "would lock itself out") || !strings.Contains(err.Error(), "platform.admin") {
				t.Errorf("the plan gave %v", err)
			}
			// Another role of its own keeps it an administrator.
			platform.AddUserRole(adminID, administrator)
			if _, err = platform.Protocol(t).Plan(t, state, test.next); err != nil {
				t.Errorf("the plan gave %v, although the user holds the role directly too", err)
			}
		})
	}
	t.Run("what stays is no loss", func(t *testing.T) {
		t.Parallel()
		platform := startAsTeamMember(t)
		running := platform.Protocol(t)
		for typeName, next := range map[string]prototest.Config{
			membersType:   {"team": "Frontend Team", "members": map[string]any{"platform.admin": "maintainer"}},
			teamRolesType: {"team": "Frontend Team", "roles": map[string]any{"a": role}},
		} {
			state, err := running.ImportID(t, typeName, "Frontend Team")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := running.Plan(t, state, next); err != nil {
				t.Errorf("%s: %v", typeName, err)
			}
		}
	})
}

// What is to become is known at last, when the apply comes to it.
func TestTheProvidersOwnUserKeepsItsAdministrationAtApply(t *testing.T) {
	t.Parallel()
	for typeName, test := range map[string]struct{ attribute, before, after string }{
		membersType:   {"members", `{ "platform.admin" = "member", "sarah.lee" = "member" }`, `{ "sarah.lee" = "member" }`},
		teamRolesType: {"roles", `{ a = { role = "Organization Administrator" } }`, `{ b = { role = "Exchange Viewer" } }`},
		mappingsType:  {"groups", `{ "` + okta + `" = { leads = "member" } }`, `{ "` + okta + `" = { frontend = "member" } }`},
	} {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			platform := startAsTeamMember(t)
			platform.SetTeamMember("Frontend Team", simulator.TeamMember{
				UserID: adminID, MembershipType: "member", External: typeName == mappingsType,
			})
			config := func(wanted string) string {
				return platform.Provider() + `
resource "terraform_data" "wanted" {
  input = ` + wanted + `
}
resource "` + typeName + `" "test" {
  team = "Frontend Team"
  ` + test.attribute + ` = terraform_data.wanted.output
}
`
			}
			platform.RemoveTeamMember("Frontend Team", omarID)
			acctest.Run(
				t, platform,
				resource.TestStep{Config: config(test.before)},
				resource.TestStep{Config: config(test.after), ExpectError: regexp.MustCompile(`would\s+lock\s+itself\s+out`)},
				resource.TestStep{
					PreConfig: func() { platform.AddUserRole(adminID, administrator) },
					Config:    config(test.after),
				},
			)
		})
	}
}

func TestTheProvidersOwnUserIsNotMovedAway(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	running := platform.Protocol(t)
	platform.AddTeamRole("Frontend Team", administrator)
	config := prototest.Config{"name": "Administrators", "parent": "Frontend Team"}
	state, err := running.Apply(t, running.Null(t, teamType), config)
	if err != nil {
		t.Fatal(err)
	}
	platform.SetTeamMember("Administrators", simulator.TeamMember{UserID: adminID, MembershipType: "member"})
	config["parent"] = "Fulfilment Team"
	if _, err = platform.Protocol(t).Plan(t, state, config); err == nil || !strings.Contains(err.Error(), "would lock itself out") {
		t.Errorf("the plan gave %v", err)
	}
	platform.AddTeamRole("Fulfilment Team", administrator)
	if _, err = platform.Protocol(t).Plan(t, state, config); err != nil {
		t.Errorf("the plan gave %v, although the other team administers too", err)
	}
}

func TestTheProvidersOwnUserKeepsItsDirectRole(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	running := platform.Protocol(t)
	config := prototest.Config{"user": "platform.admin", "role": "Organization Administrator"}
	state, err := running.Apply(t, running.Null(t, userRoleType), config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = running.Plan(t, state, nil); err == nil || !strings.Contains(err.Error(), "would lock itself out") {
		t.Errorf("the plan gave %v", err)
	}
	config["allow_self_lockout"] = true
	if state, err = running.Apply(t, state, config); err != nil {
		t.Fatal(err)
	}
	planned, err := running.Plan(t, state, nil)
	if err != nil || !strings.Contains(warnings(planned.Diagnostics), "may lock itself out") {
		t.Errorf("the plan warns of %q, error %v", warnings(planned.Diagnostics), err)
	}
	if _, err = running.Apply(t, state, nil); err != nil || len(platform.UserRoles(adminID)) > 0 {
		t.Errorf("the removal gave %v, roles %v", err, platform.UserRoles(adminID))
	}
}

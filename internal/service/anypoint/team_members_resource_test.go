package anypoint_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	memberType     = "apiaccess_anypoint_team_member"
	membersType    = "apiaccess_anypoint_team_members"
	memberAddress  = memberType + ".test"
	membersAddress = membersType + ".test"
)

// membershipOf is what a user is in a team; empty is no member.
func membershipOf(platform *acctest.Simulator, team, userID string) string {
	for _, member := range platform.TeamMembers(team) {
		if member.UserID == userID {
			return member.MembershipType
		}
	}
	return ""
}

func expectMembership(platform *acctest.Simulator, userID, membershipType string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := membershipOf(platform, "Frontend Team", userID); got != membershipType {
			return fmt.Errorf("%s is %q, want %q", userID, got, membershipType)
		}
		return nil
	}
}

func TestTeamMemberLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	config := object(memberType, "team = \"Frontend Team\"\n  user = \"mei.chen@acme.example\"\n  membership_type = \"maintainer\"")
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: object(memberType, "team = \"Frontend Team\"\n  user = \"mei.chen@acme.example\""),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(memberAddress, "team_id", knownvalue.StringExact(frontendID)),
				attribute(memberAddress, "user_id", knownvalue.StringExact(meiID)),
			},
			Check: expectMembership(platform, meiID, "member"),
		},
		resource.TestStep{
			Config: config, ConfigPlanChecks: plans(memberAddress, plancheck.ResourceActionUpdate),
			Check: expectMembership(platform, meiID, "maintainer"),
		},
		resource.TestStep{
			ResourceName: memberAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Frontend Team,mei.chen",
			ImportStateVerifyIgnore: []string{"user"}, // which an import writes as the username
		},
		resource.TestStep{
			PreConfig: func() {
				platform.SetTeamMember("Frontend Team", simulator.TeamMember{UserID: meiID, MembershipType: "member"})
			},
			Config: config, ConfigPlanChecks: plans(memberAddress, plancheck.ResourceActionUpdate),
			Check: expectMembership(platform, meiID, "maintainer"),
		},
		resource.TestStep{
			PreConfig: func() { platform.RemoveTeamMember("Frontend Team", meiID) },
			Config:    config, ConfigPlanChecks: plans(memberAddress, plancheck.ResourceActionCreate),
			Check: expectMembership(platform, meiID, "maintainer"),
		},
		resource.TestStep{
			Config:           object(memberType, "team = \"Fulfilment Team\"\n  user = \"sarah.lee\""),
			ConfigPlanChecks: plans(memberAddress, plancheck.ResourceActionReplace),
			Check:            expectMembership(platform, meiID, ""),
		},
	)
	if members := platform.TeamMembers("Frontend Team"); len(members) != 2 {
		t.Errorf("destroy left %v, want the two who were there", members)
	}
}

func TestTeamMemberWhoIsThereAlready(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	platform.SetTeamMember("Fulfilment Team", simulator.TeamMember{UserID: omarID, MembershipType: "member", External: true})
	running := platform.Protocol(t)
	wanted := prototest.Config{"team": "Frontend Team", "user": "sarah.lee", "membership_type": "maintainer"}
	_, err := running.Apply(t, running.Null(t, memberType), wanted)
	if err == nil || !strings.Contains(err.Error(), "terraform import ADDRESS 'Frontend Team,sarah.lee'") {
		t.Errorf("the duplicate gave %v", err)
	}
	wanted["adopt_existing"] = true
	if _, err = running.Apply(t, running.Null(t, memberType), wanted); err != nil || membershipOf(platform, "Frontend Team", sarahID) != "maintainer" {
		t.Errorf("adopting gave %v, membership %s", err, membershipOf(platform, "Frontend Team", sarahID))
	}
	_, err = running.Apply(t, running.Null(t, memberType), prototest.Config{"team": "Fulfilment Team", "user": "omar.diaz", "adopt_existing": true})
	if err == nil || !strings.Contains(err.Error(), "identity provider") {
		t.Errorf("a member by the identity provider gave %v", err)
	}
}

func membersConfig(keys ...string) string {
	var lines strings.Builder
	for _, key := range keys {
		fmt.Fprintf(&lines, "    %q = \"member\"\n", key)
	}
	return object(membersType, "team = \"Frontend Team\"\n  members = {\n"+lines.String()+"  }")
}

func TestATeamOfSixtyMembersIsManagedWhole(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 7 })
	ids := platform.AddAnypointUsers(61)
	platform.SetTeamMember("Frontend Team", simulator.TeamMember{UserID: ids[60], MembershipType: "member", External: true})
	everybody := []string{"sarah.lee@acme.example", "omar.diaz"}
	for number := range 58 {
		everybody = append(everybody, fmt.Sprintf("user%04d", number+5))
	}
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: membersConfig(everybody...),
			Check: func(*terraform.State) error {
				if writes := platform.Calls("PATCH /members"); writes != 1 {
					return fmt.Errorf("58 members were added in %d calls, want 1", writes)
				}
				if count := len(platform.TeamMembers("Frontend Team")); count != 61 {
					return fmt.Errorf("the team has %d members, want 60 and one by the identity provider", count)
				}
				return nil
			},
		},
		resource.TestStep{Config: membersConfig(everybody...), ConfigPlanChecks: noChanges()},
		resource.TestStep{
			ResourceName: membersAddress, ImportState: true, ImportStateId: "Frontend Team",
			ImportStateCheck: func(states []*terraform.InstanceState) error {
				if count := states[0].Attributes["members.%"]; count != "60" {
					return fmt.Errorf("%s members were imported, want 60", count)
				}
				return nil
			},
		},
		resource.TestStep{
			// Somebody removes one from a later page, adds another, and promotes a third.
			PreConfig: func() {
				platform.RemoveTeamMember("Frontend Team", ids[50])
				platform.SetTeamMember("Frontend Team", simulator.TeamMember{UserID: meiID, MembershipType: "maintainer"})
				platform.SetTeamMember("Frontend Team", simulator.TeamMember{UserID: sarahID, MembershipType: "maintainer"})
			},
			Config:           membersConfig(everybody...),
			ConfigPlanChecks: plans(membersAddress, plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(
				expectMembership(platform, ids[50], "member"), expectMembership(platform, meiID, ""),
				expectMembership(platform, sarahID, "member"), expectMembership(platform, ids[60], "member"),
			),
		},
		resource.TestStep{
			Config: membersConfig(everybody[:10]...),
			Check: func(*terraform.State) error {
				if count := len(platform.TeamMembers("Frontend Team")); count != 11 {
					return fmt.Errorf("the team has %d members, want 10 and one by the identity provider", count)
				}
				return nil
			},
		},
	)
	if left := platform.TeamMembers("Frontend Team"); len(left) != 1 || !left[0].External {
		t.Errorf("destroy left %v, want the one by the identity provider", left)
	}
}

func TestTeamMembersLeavesOthersToTheNextPlan(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	running := platform.Protocol(t)
	config := prototest.Config{"team": "Frontend Team", "members": map[string]any{"mei.chen": "member"}}
	planned, err := running.Plan(t, running.Null(t, membersType), config)
	if err != nil || !strings.Contains(warnings(planned.Diagnostics), "omar.diaz, sarah.lee") {
		t.Errorf("the plan warns of %q, error %v", warnings(planned.Diagnostics), err)
	}
	state, err := running.Apply(t, running.Null(t, membersType), config)
	if err != nil || len(platform.TeamMembers("Frontend Team")) != 3 {
		t.Fatalf("creation left %v, error %v", platform.TeamMembers("Frontend Team"), err)
	}
	if state, err = platform.Protocol(t).Read(t, state); err != nil {
		t.Fatal(err)
	}
	if _, err = platform.Protocol(t).Apply(t, state, config); err != nil {
		t.Fatal(err)
	}
	members := platform.TeamMembers("Frontend Team")
	if len(members) != 1 || members[0].UserID != meiID {
		t.Errorf("the members are %v, want mei alone", members)
	}
}

func TestMembersAreRefusedOneByOne(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	platform.SetTeamMember("Frontend Team", simulator.TeamMember{UserID: meiID, MembershipType: "member", External: true})
	for name, test := range map[string]struct {
		members []string
		message string
	}{
		"an unknown user":               {[]string{"sarah.lee", "nobody"}, `Unknown user`},
		"a user named twice":            {[]string{"sarah.lee", "sarah.lee@acme.example"}, `User named twice`},
		"one by the identity provider":  {[]string{"mei.chen"}, `Member by the identity provider`},
		"one member and all of them":    {[]string{"sarah.lee"}, `managed twice`},
		"an unknown type of membership": {[]string{"sarah.lee"}, `value must be one of`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := membersConfig(test.members...)
			switch name {
			case "one member and all of them":
				config += object(memberType, "team = \""+frontendID+"\"\n  user = \"mei.chen\"")
			case "an unknown type of membership":
				config = strings.ReplaceAll(config, `"member"`, `"owner"`)
			}
			acctest.Run(t, platform, resource.TestStep{Config: config, PlanOnly: true, ExpectError: regexp.MustCompile(test.message)})
		})
	}
}

func TestTwoHundredMembersAreMadeThroughABurstOfRefusals(t *testing.T) {
	t.Parallel()
	const count = 200
	platform := startAdministered(t)
	platform.AddAnypointUsers(count)
	platform.Inject(simulator.Fault{Pattern: "PATCH /members", Skip: 6, Times: 2, Answer: simulator.Status(429, "Too many requests")})
	platform.Inject(simulator.Fault{Pattern: "GET /members", Skip: 9, Times: 1, Answer: simulator.Status(503, "Back-end server is at capacity")})
	running := platform.Protocol(t)
	inParallel(count, func(number int) {
		_, err := running.Apply(t, running.Null(t, memberType), prototest.Config{
			"team": "Frontend Team", "user": fmt.Sprintf("user%04d", number+5),
		})
		if err != nil {
			t.Errorf("member %d: %v", number, err)
		}
	})
	if members := platform.TeamMembers("Frontend Team"); len(members) != count+2 {
		t.Errorf("the team has %d members, want %d", len(members), count+2)
	}
	if writes := platform.Calls("PATCH /members"); writes > 35 {
		t.Errorf("%d members took %d writes, want at most 35", count, writes)
	}
	if tokens := platform.Calls("/oauth2/token"); tokens > 2 {
		t.Errorf("%d sign-ins, want one for each of two credentials", tokens)
	}
}

package anypointapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const managePolicies = "456f139c-39e2-48c4-80b5-5205cb6b8ae2"

var (
	everyone     = anypointapi.TeamKey{OrganizationID: acme, TeamID: "5a1c0000-7ea0-4000-8000-000000000001"}
	frontend     = anypointapi.TeamKey{OrganizationID: acme, TeamID: acmeFrontend}
	policiesRole = anypointapi.RoleAssignment{
		RoleID: managePolicies, Context: map[string]string{"org": acme, "envId": acmeProd},
	}
)

// administer starts a platform and makes a client that signs in as an
// administrator.
func administer(t *testing.T) (*platform, *anypointapi.Client) {
	t.Helper()
	p := startPlatform(t)
	return p, p.client(anypointapi.Config{Credentials: administrator})
}

// callPeople makes every call about people and groups.
func callPeople(t *testing.T, client *anypointapi.Client) {
	t.Helper()
	ctx := t.Context()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	must(client.Roles.Find(ctx, "Manage Policies"))
	team, err := client.Teams.Create(ctx, acme, everyone.TeamID, "Payments Team", anypointapi.TeamInternal)
	must(team, err)
	key := anypointapi.TeamKey{OrganizationID: acme, TeamID: team.ID}
	must(nil, client.Teams.Change(ctx, key, "Payment Team", anypointapi.TeamShared))
	must(nil, client.Teams.Move(ctx, key, acmeFrontend))
	must(nil, client.TeamMembers.Add(ctx, key, anypointapi.TeamMember{UserID: acmeMei, MembershipType: "maintainer"}))
	must(nil, client.TeamMembers.Remove(ctx, key, acmeMei))
	must(nil, client.TeamRoles.Add(ctx, key, policiesRole))
	must(nil, client.TeamRoles.Remove(ctx, key, policiesRole))
	must(nil, client.TeamGroupMappings.Replace(ctx, key, []anypointapi.TeamGroupMapping{
		{GroupMappingKey: anypointapi.GroupMappingKey{ExternalGroupName: "payments", ProviderID: acmeRetail}, MembershipType: "member"},
	}))
	must(nil, client.Teams.Delete(ctx, key))
	user := anypointapi.UserKey{OrganizationID: acme, UserID: acmeMei}
	must(nil, client.UserRoles.Add(ctx, user, policiesRole))
	must(nil, client.UserRoles.Remove(ctx, user, policiesRole))
	must(client.Administrator(ctx))
}

func TestMembersOfATeamAreReadOncePageByPage(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 1 })
	for range 3 {
		members, err := client.TeamMembers.List(t.Context(), acme, acmeFrontend)
		if err != nil || len(members) != 2 {
			t.Fatalf("List = %+v, %v", members, err)
		}
		if members[1].UserID != acmeSarah || members[1].Name != "Sarah Lee" || members[1].MembershipType != anypointapi.MembershipMember {
			t.Errorf("the second member is %+v", members[1])
		}
	}
	p.wantCalls("/members", 2)
}

func TestManyMembersAreAddedAHundredAtATime(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	var members []anypointapi.TeamMember
	for _, id := range p.AddAnypointUsers(250) {
		members = append(members, anypointapi.TeamMember{UserID: id, MembershipType: "member"})
	}
	added, removed := client.TeamMembers.Set(t.Context(), frontend, members, []string{acmeSarah})
	for _, err := range append(added, removed...) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if count := len(p.TeamMembers("Frontend Team")); count != 251 {
		t.Errorf("the team has %d members, want 251", count)
	}
	p.wantCalls("PATCH /members", 3)
	p.wantCalls("DELETE /members", 1)
	p.wantCalls("GET /teams/ /members", 1)
}

func TestOneRefusedMemberDoesNotFailTheOthers(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	ids := append(p.AddAnypointUsers(20), "00000000-0000-4000-8000-000000000000")
	var members []anypointapi.TeamMember
	for _, id := range ids {
		members = append(members, anypointapi.TeamMember{UserID: id, MembershipType: "member"})
	}
	errs, _ := client.TeamMembers.Set(t.Context(), frontend, members, nil)
	for i, err := range errs {
		if refused := i == 20; (err != nil) != refused {
			t.Errorf("member %d: %v", i, err)
		}
	}
}

func TestABurstOfRefusalsInTheMiddleOfManyChangesIsSurvived(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	p.Inject(simulator.Fault{Pattern: "/members", Skip: 5, Times: 2, Answer: simulator.Status(http.StatusTooManyRequests, "Too many requests")})
	p.Inject(simulator.Fault{Pattern: "/members", Skip: 12, Times: 1, Answer: simulator.Status(http.StatusServiceUnavailable, "Back-end server is at capacity")})
	users := make(chan string, 200)
	for _, id := range p.AddAnypointUsers(200) {
		users <- id
	}
	close(users)
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			for id := range users {
				if err := client.TeamMembers.Add(t.Context(), frontend, anypointapi.TeamMember{UserID: id, MembershipType: "member"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if count := len(p.TeamMembers("Frontend Team")); count != 202 {
		t.Errorf("the team has %d members, want 202", count)
	}
	if writes := p.Calls("PATCH /members"); writes > 35 {
		t.Errorf("200 members took %d writes", writes)
	}
	p.wantCalls(tokenCalls, 1)
}

func TestALostAnswerOfAChangeIsReadBack(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	p.Inject(simulator.Fault{Pattern: "POST /roles", AfterEffect: true, Answer: simulator.Reset})
	if err := client.TeamRoles.Add(t.Context(), frontend, policiesRole); err != nil {
		t.Error(err)
	}
	if roles := p.TeamRoles("Frontend Team"); len(roles) != 1 || roles[0].Role != "Manage Policies" {
		t.Errorf("the roles are %v", roles)
	}
}

func TestAChangeThatDoesNotTakeIsAnError(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	p.Inject(simulator.Fault{Pattern: "POST /roles", Answer: simulator.Status(http.StatusNoContent, "")})
	err := client.TeamRoles.Add(t.Context(), frontend, policiesRole)
	if err == nil || !strings.Contains(err.Error(), "accepted the change") {
		t.Errorf("Add = %v", err)
	}
}

func TestTheAutomaticRoleIsLeftOut(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	p.AddTeamRole("Frontend Team", simulator.HeldRole{Role: "Manage Policies", Context: map[string]string{"org": acme, "envId": acmeProd}})
	p.AddUserRole(acmeMei, simulator.HeldRole{Role: "Exchange Viewer", Context: map[string]string{"org": acmeRetail}})
	roles, err := client.TeamRoles.List(t.Context(), frontend)
	if err != nil || len(roles) != 1 || roles[0].Name != "Manage Policies" {
		t.Errorf("List = %v, %v", roles, err)
	}
	roles, err = client.UserRoles.List(t.Context(), anypointapi.UserKey{OrganizationID: acme, UserID: acmeMei})
	if err != nil || len(roles) != 1 || roles[0].Name != "Exchange Viewer" {
		t.Errorf("List = %v, %v", roles, err)
	}
}

func TestATeamWhoseCreationWasNotAnsweredIsFound(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	p.Inject(simulator.Fault{Pattern: "POST /teams", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	team, err := client.Teams.Create(t.Context(), acme, everyone.TeamID, "Payments", anypointapi.TeamPrivate)
	if err != nil || team.Name != "Payments" || team.ParentID() != everyone.TeamID {
		t.Errorf("Create = %+v, %v", team, err)
	}
	_, err = client.Teams.Create(t.Context(), acme, everyone.TeamID, "Payments", anypointapi.TeamPrivate)
	if !transport.IsConflict(err) {
		t.Errorf("a second team of that name is answered %v", err)
	}
	p.wantCalls("POST /teams", 1)
}

func TestTeamsAreReadOnceHoweverManyAreMade(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	for number := range 10 {
		if _, err := client.Teams.Create(t.Context(), acme, everyone.TeamID, fmt.Sprintf("Team %d", number), anypointapi.TeamInternal); err != nil {
			t.Fatal(err)
		}
	}
	if team, err := client.Teams.Find(t.Context(), acme, "Team 7"); err != nil || team.Name != "Team 7" {
		t.Errorf("Find = %+v, %v", team, err)
	}
	p.wantCalls("GET /teams", 1)
}

func TestWhatWasReadOfTeamsStaysTrue(t *testing.T) {
	t.Parallel()
	p, client := administer(t)
	ctx := t.Context()
	create := func(parentID, name string) anypointapi.TeamKey {
		team, err := client.Teams.Create(ctx, acme, parentID, name, anypointapi.TeamInternal)
		if err != nil {
			t.Fatal(err)
		}
		return anypointapi.TeamKey{OrganizationID: acme, TeamID: team.ID}
	}
	payments := create(everyone.TeamID, "Payments")
	refunds := create(payments.TeamID, "Refunds")
	late := create(refunds.TeamID, "Late Refunds")
	doomed := create(refunds.TeamID, "Doomed")
	for _, err := range []error{
		client.Teams.Move(ctx, refunds, acmeFrontend), client.Teams.Change(ctx, payments, "Payment", anypointapi.TeamShared),
		client.Teams.Delete(ctx, doomed),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	known, err := client.Teams.List(ctx, acme)
	if err != nil {
		t.Fatal(err)
	}
	p.wantCalls("GET /teams", 1)
	told, err := p.client(anypointapi.Config{Credentials: administrator}).Teams.List(ctx, acme)
	if err != nil || fmt.Sprint(known) != fmt.Sprint(told) {
		t.Errorf("what is known of the teams is\n%v\nwhat the platform tells is\n%v, %v", known, told, err)
	}
	if _, err := client.Teams.Find(ctx, acme, "Payment"); err != nil {
		t.Error(err)
	}
	if found, err := client.Teams.Get(ctx, late); err != nil || len(found.AncestorIDs) != 3 {
		t.Errorf("Get = %+v, %v", found, err)
	}
}

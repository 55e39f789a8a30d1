package anypointapi_test

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// callPeople makes every call about people and groups.
func callPeople(t *testing.T, client *anypointapi.Client) {
	t.Helper()
	if _, err := client.TeamMembers.List(t.Context(), acme, acmeFrontend); err != nil {
		t.Error(err)
	}
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

package salesforceapi

import (
	"fmt"
	"testing"
)

func TestSimulatedUsersMatching(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	active, inactive := true, false
	sales := must(client.Profiles.Find(t.Context(), "Sales"))(t)
	team := must(client.PermissionSetGroups.Find(t.Context(), "Frontend_Team"))(t)
	tools := must(client.PermissionSets.Find(t.Context(), "Reporting_Tools"))(t)
	omar := must(client.Users.Find(t.Context(), "omar.diaz@acme.example"))(t)
	must(client.PermissionSetAssignments.Create(t.Context(), tools.ID, omar.ID, nil))(t)
	for want, filter := range map[string]UserFilter{
		"[former.employee@acme.example]":                  {Active: &inactive},
		"[mei.chen@acme.example]":                         {Active: &active, ProfileID: sales.ID},
		"[orders.integration@acme.example]":               {Text: "INTEGRATIONS@"},
		"[omar.diaz@acme.example sarah.lee@acme.example]": {GroupID: team.ID},
		"[omar.diaz@acme.example]":                        {GroupID: team.ID, PermissionSetID: tools.ID, Text: "o"},
		"[]":                                              {Text: "sarah_lee"},
	} {
		var usernames []string
		for _, user := range must(collectSeq(client.Users.Matching(t.Context(), filter)))(t) {
			usernames = append(usernames, user.Username)
		}
		if got := fmt.Sprint(usernames); got != want {
			t.Errorf("%+v: got %s, want %s", filter, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	if got := within(`50%_o'clock\`); got != `'%50\%\_o\'clock\\%'` {
		t.Errorf("got %s", got)
	}
}

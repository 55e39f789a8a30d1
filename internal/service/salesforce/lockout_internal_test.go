package salesforce

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// locked is an organization that restricts everybody, and lets the provider in.
func locked() standing {
	return standing{
		restrictsAll: true, appKnown: true, userKnown: true, approved: true,
		grants: []way{{needs: ids("0J0profile")}}, calls: []way{{needs: ids("0Paset", "0PSset")}},
	}
}

func ids(all ...salesforceapi.ID) []salesforceapi.ID { return all }

// open is an organization that restricts nothing.
func open() standing { return standing{appKnown: true, userKnown: true} }

func TestWhatKeepsTheProviderOut(t *testing.T) {
	t.Parallel()
	on, off := new(true), new(false)
	for name, test := range map[string]struct {
		before standing
		with   func(*standing)
		change accessChange
		want   obstacle
	}{
		"nothing changes":                                      {before: locked(), want: noObstacle},
		"off":                                                  {before: open(), want: noObstacle},
		"on, approved and granted":                             {before: locked(), change: accessChange{restrictAll: on}, want: noObstacle},
		"on, not approved":                                     {before: open(), change: accessChange{restrictAll: on}, want: isUnapproved},
		"on, not granted":                                      {before: open(), with: func(s *standing) { s.approved = true }, change: accessChange{restrictAll: on}, want: isUngranted},
		"on, any client":                                       {before: open(), with: func(s *standing) { s.anyClient = []way{{}} }, change: accessChange{restrictAll: on}, want: noObstacle},
		"on, any client, app unknown":                          {before: standing{userKnown: true, anyClient: []way{{}}}, change: accessChange{restrictAll: on}, want: noObstacle},
		"on, app unknown":                                      {before: standing{userKnown: true}, change: accessChange{restrictAll: on}, want: isUnknown},
		"on, user unknown":                                     {before: standing{appKnown: true, approved: true}, change: accessChange{restrictAll: on}, want: isUnknown},
		"off again":                                            {before: locked(), with: func(s *standing) { s.approved, s.grants = false, nil }, change: accessChange{restrictAll: off}, want: noObstacle},
		"external on, own person":                              {before: standing{userKnown: true}, change: accessChange{restrictExternal: on}, want: noObstacle},
		"external on, partner, app known":                      {before: open(), with: func(s *standing) { s.external = true }, change: accessChange{restrictExternal: on}, want: noObstacle},
		"external on, partner, app unknown":                    {before: standing{userKnown: true, external: true}, change: accessChange{restrictExternal: on}, want: isUnknown},
		"external on, nobody known":                            {before: standing{}, change: accessChange{restrictExternal: on}, want: isUnknown},
		"approval withdrawn while on":                          {before: locked(), change: accessChange{approve: off}, want: isUnapproved},
		"approval withdrawn, any client":                       {before: locked(), with: func(s *standing) { s.anyClient = []way{{}} }, change: accessChange{approve: off}, want: noObstacle},
		"approval withdrawn while off":                         {before: locked(), with: func(s *standing) { s.restrictsAll = false }, change: accessChange{approve: off}, want: noObstacle},
		"approved while granted":                               {before: locked(), with: func(s *standing) { s.approved = false }, change: accessChange{approve: on}, want: noObstacle},
		"approved while off, not granted":                      {before: open(), change: accessChange{approve: on}, want: isUngranted},
		"approved, not granted, any client":                    {before: open(), with: func(s *standing) { s.anyClient = []way{{}} }, change: accessChange{approve: on}, want: isUngranted},
		"the only grant revoked":                               {before: locked(), change: accessChange{revoked: ids("0J0profile")}, want: isUngranted},
		"another grant revoked":                                {before: locked(), change: accessChange{revoked: ids("0J0other")}, want: noObstacle},
		"a grant revoked while not approved":                   {before: locked(), with: func(s *standing) { s.restrictsAll, s.approved = false, false }, change: accessChange{revoked: ids("0J0profile")}, want: noObstacle},
		"blocked":                                              {before: open(), change: accessChange{block: true}, want: isBlocked},
		"the only permission set deleted that has API Enabled": {before: locked(), change: accessChange{revoked: ids("0PSset")}, want: isMute},
		"API Enabled taken out of the only set that has it":    {before: locked(), change: accessChange{withoutCalls: ids("0PSset")}, want: isMute},
		"API Enabled taken out while another set has it": {
			before: locked(), with: func(s *standing) { s.calls = append(s.calls, way{}) }, change: accessChange{withoutCalls: ids("0PSset")}, want: noObstacle,
		},
		"API Enabled not told by anything": {before: open(), change: accessChange{revoked: ids("0PSset")}, want: noObstacle},
		"the user deactivated":             {before: open(), change: accessChange{deactivate: true}, want: isInactive},
		"any client taken while not approved": {
			before: locked(), with: func(s *standing) { s.approved, s.anyClient = false, []way{{needs: ids("0PSset")}} },
			change: accessChange{withoutAnyClient: ids("0PSset")}, want: isUnapproved,
		},
		"blocked, any client": {before: open(), with: func(s *standing) { s.anyClient = []way{{}} }, change: accessChange{block: true}, want: isBlocked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.with != nil {
				test.with(&test.before)
			}
			if got := test.before.after(test.change).obstacle(); got != test.want {
				t.Errorf("the obstacle is %d, want %d", got, test.want)
			}
		})
	}
}

func TestAGrantEndsWithAnyOfItsRows(t *testing.T) {
	t.Parallel()
	before := locked()
	before.grants = []way{
		{needs: []salesforceapi.ID{"carrier", "assignment", ""}},
		{needs: []salesforceapi.ID{"carrier", "group assignment", "member"}},
	}
	for revoked, left := range map[salesforceapi.ID]int{"": 2, "carrier": 0, "assignment": 1, "group assignment": 1, "member": 1, "other": 2} {
		if got := len(before.after(accessChange{revoked: ids(revoked)}).grants); got != left {
			t.Errorf("without %q %d grants are left, want %d", revoked, got, left)
		}
	}
	if len(before.grants) != 2 {
		t.Error("working out a change changed what it started from")
	}
}

// TestEveryStanding compares all standings with what the platform's rules say in
// other words: who is let in.
func TestEveryStanding(t *testing.T) {
	t.Parallel()
	const flags = 11
	for bits := range 1 << flags {
		is := func(flag int) bool { return bits&(1<<flag) != 0 }
		s := standing{
			restrictsAll: is(0), restrictsExternal: is(1), appKnown: is(2), userKnown: is(3), approved: is(4) && is(2),
			blocked: is(5), external: is(6) && is(3), inactive: is(9) && is(3), mute: is(10) && is(3),
		}
		anyClient := is(7) && is(3)
		if anyClient {
			s.anyClient = []way{{}}
		}
		if is(8) && s.appKnown && s.userKnown {
			s.grants = []way{{}}
		}
		signsIn := !s.blocked && !s.inactive && (len(s.grants) > 0 || !s.approved && (!s.restrictsAll || anyClient))
		calls := !s.mute && (!s.restrictsAll || anyClient || s.approved)
		installed := !s.restrictsExternal || s.appKnown || s.userKnown && !s.external
		letIn := signsIn && calls && installed
		if got := s.obstacle() == noObstacle; got != letIn {
			t.Errorf("%+v is let in: %t, want %t", s, got, letIn)
		}
	}
}

// TestARemovalIsRefusedWhereNothingMakesItHarmless plans removals beside every plan
// of the switch.
func TestARemovalIsRefusedWhereNothingMakesItHarmless(t *testing.T) {
	t.Parallel()
	grant, approval := accessChange{revoked: ids("0J0profile")}, accessChange{approve: new(false)}
	for name, test := range map[string]struct {
		to      string
		change  accessChange
		before  standing
		found   obstacle
		certain bool
	}{
		"grant, switch stays on":        {switchedOn, grant, locked(), isUngranted, true},
		"grant, switch goes off":        {switchedOff, grant, locked(), isUngranted, false},
		"grant, switch not told":        {"", grant, locked(), isUngranted, false},
		"approval, switch stays on":     {switchedOn, approval, locked(), isUnapproved, true},
		"approval, switch goes off":     {switchedOff, approval, locked(), noObstacle, false},
		"approval, switch not told":     {"", approval, locked(), isUnapproved, false},
		"approval, switch is turned on": {switchedOn, approval, open(), isUnapproved, true},
		"API Enabled, switch not told":  {"", accessChange{revoked: ids("0PSset")}, locked(), isMute, true},
		"user, switch goes off":         {switchedOff, accessChange{deactivate: true}, locked(), isInactive, true},
	} {
		var planned clients.Planned
		if test.to != "" {
			planned.Add(plannedSwitch, plannedSwitch, test.to)
		}
		found, certain := guard{planned: &planned, doubtful: true}.weigh(test.before, test.change)
		if found != test.found || certain != test.certain {
			t.Errorf("%s: obstacle %d, certain %t, want %d, %t", name, found, certain, test.found, test.certain)
		}
		if _, announced := planned.Find(plannedRemoval, plannedRemoval); !announced {
			t.Errorf("%s: the removal is not announced to the plan of the switch", name)
		}
	}
}

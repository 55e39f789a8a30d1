package salesforce

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// locked is an organization that restricts everybody, and lets the provider in.
func locked() standing {
	return standing{
		restrictsAll: true, appKnown: true, userKnown: true, approved: true,
		grants: []ownGrant{{rows: []salesforceapi.ID{"0J0profile"}}},
	}
}

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
		"nothing changes":                    {before: locked(), want: noObstacle},
		"off":                                {before: open(), want: noObstacle},
		"on, approved and granted":           {before: locked(), change: accessChange{restrictAll: on}, want: noObstacle},
		"on, not approved":                   {before: open(), change: accessChange{restrictAll: on}, want: isUnapproved},
		"on, not granted":                    {before: open(), with: func(s *standing) { s.approved = true }, change: accessChange{restrictAll: on}, want: isUngranted},
		"on, any client":                     {before: open(), with: func(s *standing) { s.anyClient = true }, change: accessChange{restrictAll: on}, want: noObstacle},
		"on, any client, app unknown":        {before: standing{userKnown: true, anyClient: true}, change: accessChange{restrictAll: on}, want: noObstacle},
		"on, app unknown":                    {before: standing{userKnown: true}, change: accessChange{restrictAll: on}, want: isUnknown},
		"on, user unknown":                   {before: standing{appKnown: true, approved: true}, change: accessChange{restrictAll: on}, want: isUnknown},
		"off again":                          {before: locked(), with: func(s *standing) { s.approved, s.grants = false, nil }, change: accessChange{restrictAll: off}, want: noObstacle},
		"external on, own person":            {before: standing{userKnown: true}, change: accessChange{restrictExternal: on}, want: noObstacle},
		"external on, partner, app known":    {before: open(), with: func(s *standing) { s.external = true }, change: accessChange{restrictExternal: on}, want: noObstacle},
		"external on, partner, app unknown":  {before: standing{userKnown: true, external: true}, change: accessChange{restrictExternal: on}, want: isUnknown},
		"external on, nobody known":          {before: standing{}, change: accessChange{restrictExternal: on}, want: isUnknown},
		"approval withdrawn while on":        {before: locked(), change: accessChange{approve: off}, want: isUnapproved},
		"approval withdrawn, any client":     {before: locked(), with: func(s *standing) { s.anyClient = true }, change: accessChange{approve: off}, want: noObstacle},
		"approval withdrawn while off":       {before: locked(), with: func(s *standing) { s.restrictsAll = false }, change: accessChange{approve: off}, want: noObstacle},
		"approved while granted":             {before: locked(), with: func(s *standing) { s.approved = false }, change: accessChange{approve: on}, want: noObstacle},
		"approved while off, not granted":    {before: open(), change: accessChange{approve: on}, want: isUngranted},
		"approved, not granted, any client":  {before: open(), with: func(s *standing) { s.anyClient = true }, change: accessChange{approve: on}, want: isUngranted},
		"the only grant revoked":             {before: locked(), change: accessChange{revoked: "0J0profile"}, want: isUngranted},
		"another grant revoked":              {before: locked(), change: accessChange{revoked: "0J0other"}, want: noObstacle},
		"a grant revoked while not approved": {before: locked(), with: func(s *standing) { s.restrictsAll, s.approved = false, false }, change: accessChange{revoked: "0J0profile"}, want: noObstacle},
		"blocked":                            {before: open(), change: accessChange{block: true}, want: isBlocked},
		"blocked, any client":                {before: open(), with: func(s *standing) { s.anyClient = true }, change: accessChange{block: true}, want: isBlocked},
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
	before.grants = []ownGrant{
		{rows: []salesforceapi.ID{"carrier", "assignment", ""}},
		{rows: []salesforceapi.ID{"carrier", "group assignment", "member"}},
	}
	for revoked, left := range map[salesforceapi.ID]int{"": 2, "carrier": 0, "assignment": 1, "group assignment": 1, "member": 1, "other": 2} {
		if got := len(before.after(accessChange{revoked: revoked}).grants); got != left {
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
	const flags = 9
	for bits := range 1 << flags {
		is := func(flag int) bool { return bits&(1<<flag) != 0 }
		s := standing{
			restrictsAll: is(0), restrictsExternal: is(1), appKnown: is(2), userKnown: is(3), approved: is(4) && is(2),
			blocked: is(5), external: is(6) && is(3), anyClient: is(7) && is(3),
		}
		if is(8) && s.appKnown && s.userKnown {
			s.grants = []ownGrant{{}}
		}
		signsIn := !s.blocked && (len(s.grants) > 0 || !s.approved && (!s.restrictsAll || s.anyClient))
		calls := !s.restrictsAll || s.anyClient || s.approved
		installed := !s.restrictsExternal || s.appKnown || s.userKnown && !s.external
		letIn := signsIn && calls && installed
		if got := s.obstacle() == noObstacle; got != letIn {
			t.Errorf("%+v is let in: %t, want %t", s, got, letIn)
		}
	}
}

package salesforceapi

import (
	"context"
	"maps"
	"slices"
	"sync"
)

const (
	// separateListings is how many calls list what they are asked for, before all
	// that is left is listed at once.
	separateListings = 3
	// mostAhead is the most assignments that are listed without having been asked
	// for: five pages.
	mostAhead = 10_000
)

// assignmentsAhead are the assignments of what nobody has asked for yet. The engine
// reads objects in no order: those of many permission sets would take as many
// calls if each was listed when it is first asked for.
type assignmentsAhead struct {
	// listings counts the calls, and read tells that the rest was asked for. One
	// listing at a time works with both.
	listings int
	read     bool

	mu sync.Mutex
	// held are the assignments by target, if usable: the rest may be too large.
	held   map[ID]map[ID]PermissionSetAssignment
	usable bool
	// asked are the targets that were listed, together or alone.
	asked map[ID]bool
	// changed are the targets that a write may have changed since.
	changed map[ID]bool
}

// change tells that the assignments of a target are about to change, so that what
// was read ahead is not to be trusted.
func (h *assignmentsAhead) change(target ID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.changed == nil {
		h.changed = map[ID]bool{}
	}
	h.changed[target] = true
}

// take are the assignments of a target that were read ahead; otherwise they are
// none yet, and ahead is false.
func (h *assignmentsAhead) take(target ID) (held map[ID]PermissionSetAssignment, ahead bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.usable && !h.changed[target] && !h.asked[target] {
		held, ahead = h.held[target], true
	}
	if held == nil {
		held = map[ID]PermissionSetAssignment{}
	}
	if h.asked == nil {
		h.asked = map[ID]bool{}
	}
	h.asked[target] = true // asked for again, it was forgotten for a reason
	return held, ahead
}

// readAhead lists the rest once several listings were made. A failure is none of
// those who ask for something else: they list that.
func (a *PermissionSetAssignments) readAhead(ctx context.Context) {
	h := &a.ahead
	if h.read || h.listings < separateListings {
		return
	}
	h.read = true
	held, usable := a.readRest(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.held, h.usable = held, usable
}

func (a *PermissionSetAssignments) readRest(ctx context.Context) (held map[ID]map[ID]PermissionSetAssignment, usable bool) {
	held = map[ID]map[ID]PermissionSetAssignment{}
	var current page[assignmentRow]
	err := a.client.firstPage(ctx, queryPath, a.restQuery(), &current)
	for ; err == nil && current.TotalSize <= mostAhead; current, err = nextPage(ctx, a.client, current) {
		for _, row := range current.Records {
			assignment := row.assignment(a.column)
			if held[assignment.PermissionSetID] == nil {
				held[assignment.PermissionSetID] = map[ID]PermissionSetAssignment{}
			}
			held[assignment.PermissionSetID][row.AssigneeID] = assignment
		}
		if current.Done {
			return held, true
		}
	}
	return nil, false
}

// restQuery asks for the assignments of all that was not listed before.
func (a *PermissionSetAssignments) restQuery() string {
	condition := columnGroup + " != null"
	if a.column == columnPermissionSet {
		condition = columnGroup + " = null AND PermissionSet.IsOwnedByProfile = false"
	}
	if known := slices.Sorted(maps.Keys(a.ahead.asked)); len(known) > 0 && len(known) <= filteredTargets {
		condition += " AND " + a.column + " NOT IN " + In(known)
	}
	return assignmentQuery + condition
}

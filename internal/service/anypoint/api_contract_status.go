package anypoint

import (
	"fmt"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// The states of a contract as configurations write them.
const (
	statusApproved = "approved"
	statusPending  = "pending"
	statusRejected = "rejected"
	statusRevoked  = "revoked"
)

// transition is a change of a contract's state.
type transition struct{ from, to string }

// decisions are the transitions that the platform has.
var decisions = map[transition]anypointapi.Decision{
	{statusPending, statusApproved}: anypointapi.Approve,
	{statusPending, statusRejected}: anypointapi.Reject,
	{statusApproved, statusRevoked}: anypointapi.Revoke,
	{statusRevoked, statusApproved}: anypointapi.Restore,
}

// replaces tells that the transition takes a new contract: one that was rejected
// stays so.
func (t transition) replaces() bool {
	return t.from == statusRejected && (t.to == statusApproved || t.to == statusPending)
}

// problem tells why there is no such transition, and what to write instead; empty
// if there is one. A new contract comes from "".
func (t transition) problem() string {
	_, has := decisions[t]
	switch {
	case t.from == t.to || has || t.replaces() || t.from == "" && (t.to == statusApproved || t.to == statusPending):
		return ""
	case t.from == "":
		return fmt.Sprintf("A new contract can't be %s: there is nothing to take away. Remove the contract from the configuration, "+
			"or write approved or pending.", t.to)
	case t.to == statusPending:
		return fmt.Sprintf("The contract was %s, and can't be pending again. Write %s to keep that, or %s.", t.from, t.from, t.opposite())
	case t.to == statusRevoked:
		return fmt.Sprintf("A contract that is %s can't be revoked: it gives no access. Write rejected.", t.from)
	case t.from == statusApproved:
		return "A contract that is approved can't be rejected any more. Write revoked."
	}
	return fmt.Sprintf("A contract that is %s can't become %s. It gives no access; write %s.", t.from, t.to, t.from)
}

// opposite is the state that undoes the decision which led to from.
func (t transition) opposite() string {
	if t.from == statusApproved {
		return statusRevoked
	}
	return statusApproved
}

package anypoint

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// Every change of state is one call, or a new contract, or refused with a way out.
func TestTransitionsOfAContract(t *testing.T) {
	t.Parallel()
	const replaced, refused, nothing = "replaced", "refused", ""
	for change, want := range map[transition]string{
		{"", statusApproved}: nothing,
		{"", statusPending}:  nothing,
		{"", statusRejected}: refused,
		{"", statusRevoked}:  refused,

		{statusPending, statusPending}:  nothing,
		{statusPending, statusApproved}: string(anypointapi.Approve),
		{statusPending, statusRejected}: string(anypointapi.Reject),
		{statusPending, statusRevoked}:  refused,

		{statusApproved, statusApproved}: nothing,
		{statusApproved, statusPending}:  refused,
		{statusApproved, statusRejected}: refused,
		{statusApproved, statusRevoked}:  string(anypointapi.Revoke),

		{statusRejected, statusRejected}: nothing,
		{statusRejected, statusApproved}: replaced,
		{statusRejected, statusPending}:  replaced,
		{statusRejected, statusRevoked}:  refused,

		{statusRevoked, statusRevoked}:  nothing,
		{statusRevoked, statusApproved}: string(anypointapi.Restore),
		{statusRevoked, statusPending}:  refused,
		{statusRevoked, statusRejected}: refused,
	} {
		got := string(decisions[change])
		switch problem := change.problem(); {
		case problem != "" && (!strings.Contains(strings.ToLower(problem), "write ") || got != "" || change.replaces()):
			t.Errorf("%v: %q", change, problem)
		case problem != "":
			got = refused
		case change.replaces():
			got = replaced
		}
		if got != want {
			t.Errorf("%v is %q, want %q", change, got, want)
		}
	}
}

func TestAContractThatCouldNotBeApprovedIsAWarning(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	warnOfPending(apiContractModel{Application: types.StringValue("Partner Portal")}, errors.New("the tier is full"), &diags)
	if diags.HasError() || diags.WarningsCount() != 1 {
		t.Fatalf("the failed approval gave %v", diags)
	}
	for _, told := range []string{"Partner Portal", "the tier is full", "approves it in place"} {
		if !strings.Contains(diags[0].Detail(), told) {
			t.Errorf("the warning %q does not tell %q", diags[0].Detail(), told)
		}
	}
}

package anypoint

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
)

// claim tells other plans who owns the order of an API instance, and refuses to let
// two do that.
func (m *policyOrderModel) claim(planned *clients.Planned, by claimant, diags *diag.Diagnostics) {
	if !m.isPlaced() {
		return
	}
	if other, _ := planned.Find(policyOrderType, m.place()); other != "" && !by.is(other) {
		diags.AddAttributeError(path.Root("api_instance_id"), "Order of policies managed twice", fmt.Sprintf(
			"The configuration has two %s for %s: each would undo the order of the other. Make one of them.", policyOrderType, m.object()))
		return
	}
	planned.Add(policyOrderType, m.place(), by.String())
}

// unclaim is for an object that has been applied: what comes after is another run.
func (m *policyOrderModel) unclaim(planned *clients.Planned) {
	planned.Add(policyOrderType, m.place(), "")
}

// isPlaced tells that it is known whose order this is.
func (m *policyOrderModel) isPlaced() bool {
	return !m.OrganizationID.IsUnknown() && !m.EnvironmentID.IsUnknown() && !m.APIInstanceID.IsUnknown()
}

func (m *policyOrderModel) place() string {
	return strings.Join([]string{m.OrganizationID.ValueString(), m.EnvironmentID.ValueString(), m.APIInstanceID.ValueString()}, "/")
}

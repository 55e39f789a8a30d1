package anypoint

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type apiContractModel struct {
	instanceScope

	ID              types.String `tfsdk:"id"`
	Application     types.String `tfsdk:"application"`
	ApplicationID   types.String `tfsdk:"application_id"`
	ApplicationName types.String `tfsdk:"application_name"`
	ClientID        types.String `tfsdk:"client_id"`
	Tier            types.String `tfsdk:"tier"`
	TierID          types.String `tfsdk:"tier_id"`
	TierName        types.String `tfsdk:"tier_name"`
	Status          types.String `tfsdk:"status"`
}

// object is the contract as messages speak of it.
func (m apiContractModel) object() string {
	application := cmp.Or(m.Application.ValueString(), m.ApplicationName.ValueString())
	if application == "" {
		return fmt.Sprintf("contract %s of API instance %s", m.ID.ValueString(), m.APIInstanceID.ValueString())
	}
	return fmt.Sprintf("contract of %q with API instance %s", application, m.APIInstanceID.ValueString())
}

// setApplication takes over what the reference names. An id of zero comes about
// in the same apply, and an empty name is told by the platform.
func (m *apiContractModel) setApplication(id int64, name, clientID string) {
	m.ApplicationID, m.ApplicationName, m.ClientID = numberOrUnknown(id), textOrUnknown(name), textOrUnknown(clientID)
}

func (m *apiContractModel) setTier(id int64, name string) {
	m.TierID, m.TierName = numberOrUnknown(id), textOrUnknown(name)
}

func (m *apiContractModel) setNoTier() { m.TierID, m.TierName = types.StringNull(), types.StringNull() }

func numberOrUnknown(id int64) types.String {
	if id == 0 {
		return types.StringUnknown()
	}
	return types.StringValue(strconv.FormatInt(id, 10))
}

func textOrUnknown(text string) types.String {
	if text == "" {
		return types.StringUnknown()
	}
	return types.StringValue(text)
}

// tierNumber is the number of the tier; zero without one.
func (m apiContractModel) tierNumber(diags *diag.Diagnostics) int64 {
	if m.TierID.IsNull() {
		return 0
	}
	return number(m.TierID, "tier_id", diags)
}

// isWritten tells without a look-up that reference names what has the id and the
// name: in the words of before, or by either.
func isWritten(reference, before, id, name types.String) bool {
	if before.IsNull() {
		return reference.IsNull()
	}
	return reference.Equal(before) || reference.Equal(id) || reference.Equal(name)
}

// flatten takes over a contract as the platform tells it. How the configuration
// names the application and the tier stays while they are the same.
func (m *apiContractModel) flatten(contract anypointapi.Contract) {
	m.ID, m.Status = types.StringValue(strconv.FormatInt(contract.ID, 10)), types.StringValue(strings.ToLower(contract.Status))
	applicationID := strconv.FormatInt(contract.ApplicationID, 10)
	name := cmp.Or(contract.Application.Name, applicationID)
	if m.ApplicationID.ValueString() != applicationID || m.Application.IsNull() {
		m.Application = types.StringValue(name)
	}
	m.ApplicationID, m.ApplicationName = types.StringValue(applicationID), types.StringValue(name)
	m.ClientID = types.StringValue(contract.Application.ClientID)
	id, tierName := contract.EffectiveTier()
	if id == 0 {
		m.Tier = types.StringNull()
		m.setNoTier()
		return
	}
	tierID := strconv.FormatInt(id, 10)
	tierName = cmp.Or(tierName, tierID)
	if m.TierID.ValueString() != tierID || m.Tier.IsNull() {
		m.Tier = types.StringValue(tierName)
	}
	m.TierID, m.TierName = types.StringValue(tierID), types.StringValue(tierName)
}

// settle is flatten after a write. The names that were planned stay: the objects
// themselves tell them, which the same apply may rename.
func (m *apiContractModel) settle(contract anypointapi.Contract) {
	planned := *m
	m.flatten(contract)
	if !planned.ApplicationName.IsUnknown() {
		m.ApplicationName = planned.ApplicationName
	}
	if !planned.TierName.IsUnknown() {
		m.TierName = planned.TierName
	}
}

// compare fails for every value that the platform did not keep as it was sent.
func (m apiContractModel) compare(kept apiContractModel) diag.Diagnostics {
	return notKept(m.object(), map[string]bool{
		"status": m.Status.Equal(kept.Status), "tier": m.TierID.Equal(kept.TierID), "application": m.ApplicationID.Equal(kept.ApplicationID),
	})
}

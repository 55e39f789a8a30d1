package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// apiTier is an SLA tier of an API instance.
type apiTier struct {
	ID           int
	Name, Status string
	Description  *string
	AutoApprove  bool
	Limits       []any
	Created      time.Time
}

// apiContract lets an application call an API instance.
type apiContract struct {
	ID, ApplicationID     int
	Application, ClientID string
	Status                string
	Created               time.Time
}

// listTiers is GET .../tiers.
func listTiers(c *anypointCall, instance *apiInstance) anypointAnswer {
	from, to, refused := c.window(len(instance.Tiers), 100, 250)
	if refused != nil {
		return *refused
	}
	return success(map[string]any{
		"total": len(instance.Tiers),
		"tiers": views(instance.Tiers[from:to], func(tier apiTier) map[string]any { return c.tierView(instance, tier) }),
	})
}

// createTier is POST .../tiers.
func createTier(c *anypointCall, instance *apiInstance) anypointAnswer {
	tier := apiTier{ID: c.platform.integer(), Created: c.now}
	wanted := struct {
		Name        *string  `json:"name"`
		Status      *string  `json:"status"`
		Description **string `json:"description"`
		AutoApprove *bool    `json:"autoApprove"`
		Limits      *[]any   `json:"limits"`
	}{&tier.Name, &tier.Status, &tier.Description, &tier.AutoApprove, &tier.Limits}
	if refused := c.accept("createTier", &wanted); refused != nil {
		return *refused
	}
	if slices.ContainsFunc(instance.Tiers, func(t apiTier) bool { return t.Name == tier.Name }) {
		return managerRefusal(http.StatusConflict, "ConflictError", "A tier named %s exists", tier.Name)
	}
	instance.Tiers = append(instance.Tiers, tier)
	return created(c.tierView(instance, tier))
}

// deleteTier is DELETE .../tiers/{tier}.
func deleteTier(c *anypointCall, instance *apiInstance) anypointAnswer {
	before := len(instance.Tiers)
	instance.Tiers = slices.DeleteFunc(instance.Tiers, func(t apiTier) bool {
		return strconv.Itoa(t.ID) == c.PathValue("tier")
	})
	if len(instance.Tiers) == before {
		return managerRefusal(http.StatusNotFound, "NotFoundError", "The tier with id %s was not found", c.PathValue("tier"))
	}
	return noContent
}

func (c *anypointCall) tierView(instance *apiInstance, tier apiTier) map[string]any {
	return map[string]any{
		"audit": audit(tier.Created, time.Time{}), "masterOrganizationId": c.platform.root().ID,
		"organizationId": instance.OrganizationID, "id": tier.ID, "apiId": instance.ID, "name": tier.Name,
		"description": tier.Description, "status": tier.Status, "autoApprove": tier.AutoApprove,
		"limits": append([]any{}, tier.Limits...), "applicationCount": 0,
	}
}

// listContracts is GET .../contracts.
func listContracts(c *anypointCall, instance *apiInstance) anypointAnswer {
	query := c.URL.Query()
	selected := []apiContract{}
	for _, contract := range instance.Contracts {
		if equals(query.Get("coreServicesId"), contract.ClientID) && equals(query.Get("status"), contract.Status) &&
			matches(query.Get("query"), contract.Application) {
			selected = append(selected, contract)
		}
	}
	from, to, refused := c.window(len(selected), 100, 250)
	if refused != nil {
		return *refused
	}
	return success(map[string]any{
		"total": len(selected),
		"contracts": views(selected[from:to], func(contract apiContract) map[string]any {
			return c.contractView(instance, contract)
		}),
	})
}

// deleteContract is DELETE .../contracts/{contract}.
func deleteContract(c *anypointCall, instance *apiInstance) anypointAnswer {
	before := len(instance.Contracts)
	instance.Contracts = slices.DeleteFunc(instance.Contracts, func(contract apiContract) bool {
		return strconv.Itoa(contract.ID) == c.PathValue("contract")
	})
	if len(instance.Contracts) == before {
		return anypointAnswer{http.StatusNotFound, map[string]any{
			"errors": []any{map[string]any{"message": "The contract with id " + c.PathValue("contract") + " was not found"}},
		}}
	}
	return noContent
}

func (c *anypointCall) contractView(instance *apiInstance, contract apiContract) map[string]any {
	return map[string]any{
		"audit": audit(contract.Created, time.Time{}), "masterOrganizationId": c.platform.root().ID,
		"organizationId": instance.OrganizationID, "id": contract.ID, "status": contract.Status,
		"approvedDate": date(contract.Created, dateOfManager), "rejectedDate": nil, "revokedDate": nil,
		"applicationId": contract.ApplicationID,
		"application": map[string]any{
			"audit": audit(contract.Created, time.Time{}), "id": contract.ApplicationID, "name": contract.Application,
			"description": nil, "coreServicesId": contract.ClientID, "url": nil,
		},
		"tierId": nil, "tier": nil, "requestedTierId": nil, "requestedTier": nil, "terms": nil,
		"partyId": nil, "partyName": "", "apiId": instance.ID, "api": map[string]any{"id": instance.ID},
	}
}

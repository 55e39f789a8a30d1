package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// apiTier is an SLA tier of an API instance.
type apiTier struct {
	ID               int
	Name, Status     string
	Description      *string
	AutoApprove      bool
	Limits           []any
	Created, Updated time.Time // Updated is zero until the first change
}

// tierBody is what requests say about a tier; what is absent is left as it is.
func (t *apiTier) body() any {
	return &struct {
		Name        *string  `json:"name"`
		Status      *string  `json:"status"`
		Description **string `json:"description"`
		AutoApprove *bool    `json:"autoApprove"`
		Limits      *[]any   `json:"limits"`
	}{&t.Name, &t.Status, &t.Description, &t.AutoApprove, &t.Limits}
}

func (i *apiInstance) tier(id int) *apiTier {
	return first(i.Tiers, func(t *apiTier) bool { return t.ID == id })
}

// holders counts the applications that may call under a tier.
func (i *apiInstance) holders(tierID int) int {
	count := 0
	for _, contract := range i.Contracts {
		if contract.TierID == tierID && contract.Status == contractApproved {
			count++
		}
	}
	return count
}

// withTier finds the instance and the tier of the path.
func withTier(handle func(*anypointCall, *apiInstance, *apiTier) anypointAnswer) anypointHandler {
	return withInstance(func(c *anypointCall, instance *apiInstance) anypointAnswer {
		id, _ := strconv.Atoi(c.PathValue("tier"))
		tier := instance.tier(id)
		if tier == nil {
			return managerRefusal(http.StatusNotFound, "NotFoundError", "The tier with id %s was not found", c.PathValue("tier"))
		}
		return handle(c, instance, tier)
	})
}

// listTiers is GET .../tiers.
func listTiers(c *anypointCall, instance *apiInstance) anypointAnswer {
	tiers := slices.DeleteFunc(slices.Clone(instance.Tiers), func(t *apiTier) bool {
		return c.flag("active", false) && t.Status != "ACTIVE" || !matches(c.URL.Query().Get("query"), t.Name)
	})
	from, to, refused := c.window(len(tiers), 100, 250)
	if refused != nil {
		return *refused
	}
	return success(map[string]any{
		"total": len(tiers),
		"tiers": views(tiers[from:to], func(tier *apiTier) map[string]any {
			return merged(c.tierView(instance, tier), map[string]any{"applicationCount": instance.holders(tier.ID)})
		}),
	})
}

// createTier is POST .../tiers.
func createTier(c *anypointCall, instance *apiInstance) anypointAnswer {
	tier := &apiTier{Created: c.now}
	if refused := c.acceptTier(instance, tier, "createTier"); refused != nil {
		return *refused
	}
	tier.ID = c.platform.integer()
	instance.Tiers = append(instance.Tiers, tier)
	return created(c.tierView(instance, tier))
}

// replaceTier is PUT .../tiers/{tier}, which answers 201.
func replaceTier(c *anypointCall, instance *apiInstance, tier *apiTier) anypointAnswer {
	wanted := &apiTier{ID: tier.ID, Status: tier.Status, Created: tier.Created, Updated: c.now}
	if refused := c.acceptTier(instance, wanted, "replaceTier"); refused != nil {
		return *refused
	}
	*tier = *wanted
	return created(c.tierView(instance, tier))
}

// acceptTier reads a tier from the body and refuses what no tier may be.
func (c *anypointCall) acceptTier(instance *apiInstance, tier *apiTier, schema string) *anypointAnswer {
	if refused := c.accept(schema, tier.body()); refused != nil {
		return refused
	}
	if slices.ContainsFunc(instance.Tiers, func(t *apiTier) bool { return t.ID != tier.ID && t.Name == tier.Name }) {
		answer := managerRefusal(http.StatusConflict, "ConflictError", "A tier named %s exists", tier.Name)
		return &answer
	}
	visible := slices.ContainsFunc(tier.Limits, func(limit any) bool {
		described, _ := limit.(map[string]any)
		return described["visible"] == true
	})
	if len(tier.Limits) > 0 && !visible {
		answer := managerRefusal(http.StatusBadRequest, "Bad Request", "At least one limit must be visible")
		return &answer
	}
	return nil
}

// deleteTier is DELETE .../tiers/{tier}, for a tier without active applications.
func deleteTier(_ *anypointCall, instance *apiInstance, tier *apiTier) anypointAnswer {
	if holders := instance.holders(tier.ID); holders > 0 {
		return managerRefusal(http.StatusBadRequest, "Bad Request", "The tier %s has %d active applications", tier.Name, holders)
	}
	instance.Tiers = slices.DeleteFunc(instance.Tiers, func(t *apiTier) bool { return t == tier })
	return noContent
}

func (c *anypointCall) tierView(instance *apiInstance, tier *apiTier) map[string]any {
	return map[string]any{
		"audit": audit(tier.Created, tier.Updated), "masterOrganizationId": c.platform.root().ID,
		"organizationId": instance.OrganizationID, "id": tier.ID, "apiId": instance.ID, "name": tier.Name,
		"description": tier.Description, "status": tier.Status, "autoApprove": tier.AutoApprove,
		"limits": append([]any{}, tier.Limits...),
	}
}

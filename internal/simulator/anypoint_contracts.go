package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The states of a contract.
const (
	contractPending  = "PENDING"
	contractApproved = "APPROVED"
	contractRejected = "REJECTED"
	contractRevoked  = "REVOKED"
)

// apiContract lets an application call an API instance.
type apiContract struct {
	ID, ApplicationID int
	Status            string
	// TierID is the tier that holds, RequestedTierID the one that waits for
	// approval; zero is none.
	TierID, RequestedTierID           int
	Reason                            string
	Created, Updated                  time.Time
	ApprovedAt, RejectedAt, RevokedAt time.Time
}

// contractRefusal is the error body of contracts.
func contractRefusal(status int, format string, arguments ...any) anypointAnswer {
	return anypointAnswer{status, map[string]any{
		"errors": []any{map[string]any{"message": fmt.Sprintf(format, arguments...)}},
	}}
}

type contractHandler func(*anypointCall, *apiInstance, *apiContract) anypointAnswer

// withContract finds the instance and the contract of the path.
func withContract(handle contractHandler) anypointHandler {
	return withInstance(func(c *anypointCall, instance *apiInstance) anypointAnswer {
		id := c.PathValue("contract")
		contract := first(instance.Contracts, func(contract *apiContract) bool { return strconv.Itoa(contract.ID) == id })
		if contract == nil {
			return contractRefusal(http.StatusNotFound, "The contract with id %s was not found", id)
		}
		return handle(c, instance, contract)
	})
}

// listContracts is GET .../contracts.
func listContracts(c *anypointCall, instance *apiInstance) anypointAnswer {
	query := c.URL.Query()
	selected := slices.DeleteFunc(slices.Clone(instance.Contracts), func(contract *apiContract) bool {
		application := c.platform.application(contract.ApplicationID)
		return !equals(query.Get("coreServicesId"), application.ClientID) || !equals(query.Get("status"), contract.Status) ||
			!matches(query.Get("query"), application.Name)
	})
	from, to, refused := c.window(len(selected), 100, 250)
	if refused != nil {
		return *refused
	}
	return success(map[string]any{
		"total": len(selected),
		"contracts": views(selected[from:to], func(contract *apiContract) map[string]any {
			return c.contractView(instance, contract)
		}),
	})
}

// createContract is POST .../contracts. Without a tier, or with one that
// approves by itself, the contract is approved at once.
func createContract(c *anypointCall, instance *apiInstance) anypointAnswer {
	var wanted struct {
		ApplicationID   int  `json:"applicationId"`
		RequestedTierID *int `json:"requestedTierId"`
		Info            struct {
			Reason string `json:"reason"`
		} `json:"requestAccessInfo"`
	}
	if refused := c.accept("createContract", &wanted); refused != nil {
		return *refused
	}
	if c.platform.application(wanted.ApplicationID) == nil {
		return contractRefusal(http.StatusNotFound, "The application with id %d was not found", wanted.ApplicationID)
	}
	if slices.ContainsFunc(instance.Contracts, func(o *apiContract) bool { return o.ApplicationID == wanted.ApplicationID }) {
		return contractRefusal(http.StatusConflict, "The application has a contract with this API already")
	}
	contract := &apiContract{ApplicationID: wanted.ApplicationID, Reason: wanted.Info.Reason, Created: c.now}
	automatic := true
	if wanted.RequestedTierID != nil {
		tier := instance.tier(*wanted.RequestedTierID)
		if tier == nil || tier.Status != "ACTIVE" {
			return contractRefusal(http.StatusBadRequest, "The API has no active tier with id %d", *wanted.RequestedTierID)
		}
		contract.RequestedTierID, automatic = tier.ID, tier.AutoApprove
	}
	contract.Status = contractPending
	if automatic {
		contract.approve(c.now)
	}
	contract.ID = c.platform.integer()
	instance.Contracts = append(instance.Contracts, contract)
	return created(c.wholeContract(instance, contract))
}

func (contract *apiContract) approve(now time.Time) {
	contract.Status, contract.ApprovedAt = contractApproved, now
	if contract.RequestedTierID != 0 {
		contract.TierID, contract.RequestedTierID = contract.RequestedTierID, 0
	}
}

// showContract is GET .../contracts/{contract}.
func showContract(c *anypointCall, instance *apiInstance, contract *apiContract) anypointAnswer {
	return success(c.wholeContract(instance, contract))
}

// changeContract is PATCH .../contracts/{contract}: another tier at once, or the
// request for one.
func changeContract(c *anypointCall, instance *apiInstance, contract *apiContract) anypointAnswer {
	var wanted struct {
		TierID          int `json:"tierId"`
		RequestedTierID int `json:"requestedTierId"`
	}
	if refused := c.accept("changeContract", &wanted); refused != nil {
		return *refused
	}
	tier := instance.tier(max(wanted.TierID, wanted.RequestedTierID))
	switch {
	case tier == nil:
		return contractRefusal(http.StatusBadRequest, "The API has no such tier")
	case wanted.TierID != 0 && contract.Status == contractPending:
		return contractRefusal(http.StatusBadRequest, "The contract has no tier until it is approved")
	case wanted.TierID != 0 || tier.AutoApprove && contract.Status == contractApproved:
		contract.TierID, contract.RequestedTierID = tier.ID, 0
	default:
		contract.RequestedTierID = tier.ID
	}
	contract.Updated = c.now
	return success(c.wholeContract(instance, contract))
}

// decideContract is POST .../contracts/{contract}/approve, reject, revoke or
// restore of the experience API.
func decideContract(verb string) contractHandler {
	return func(c *anypointCall, instance *apiInstance, contract *apiContract) anypointAnswer {
		from := map[string]string{
			"approve": contractPending, "reject": contractPending, "revoke": contractApproved, "restore": contractRevoked,
		}
		if contract.Status != from[verb] {
			return contractRefusal(http.StatusBadRequest, "A contract that is %s cannot be changed by %s", contract.Status, verb)
		}
		contract.Updated = c.now
		switch verb {
		case "approve":
			contract.approve(c.now)
		case "reject":
			contract.Status, contract.RejectedAt = contractRejected, c.now
		case "revoke":
			contract.Status, contract.RevokedAt = contractRevoked, c.now
		case "restore":
			contract.Status, contract.ApprovedAt, contract.RevokedAt = contractApproved, c.now, time.Time{}
		}
		return created(c.wholeContract(instance, contract))
	}
}

// deleteContract is DELETE .../contracts/{contract}.
func deleteContract(c *anypointCall, instance *apiInstance, contract *apiContract) anypointAnswer {
	if contract.Status == contractApproved && !c.knobs.ApprovedContractsDeletable {
		return contractRefusal(http.StatusBadRequest, "The contract must be revoked before it is deleted")
	}
	instance.Contracts = slices.DeleteFunc(instance.Contracts, func(other *apiContract) bool { return other == contract })
	return noContent
}

// contractView is a contract within a list.
func (c *anypointCall) contractView(instance *apiInstance, contract *apiContract) map[string]any {
	application := c.platform.application(contract.ApplicationID)
	view := map[string]any{
		"audit": audit(contract.Created, contract.Updated), "masterOrganizationId": c.platform.root().ID,
		"organizationId": instance.OrganizationID, "id": contract.ID, "status": contract.Status,
		"approvedDate": dateOrNull(contract.ApprovedAt), "rejectedDate": dateOrNull(contract.RejectedAt),
		"revokedDate": dateOrNull(contract.RevokedAt), "applicationId": contract.ApplicationID,
		"application": map[string]any{
			"audit": audit(application.Created, application.Updated), "id": application.ID, "name": application.Name,
			"description": nullable(application.Description), "coreServicesId": application.ClientID,
			"url": nullable(application.URL),
		},
		"terms": nil, "partyId": nil, "partyName": "", "apiId": instance.ID, "api": map[string]any{"id": instance.ID},
	}
	for name, id := range map[string]int{"tier": contract.TierID, "requestedTier": contract.RequestedTierID} {
		view[name+"Id"], view[name] = nil, nil
		if tier := instance.tier(id); tier != nil {
			view[name+"Id"], view[name] = id, c.tierView(instance, tier)
		}
	}
	return view
}

// wholeContract is a contract alone, which tells the application's secret.
func (c *anypointCall) wholeContract(instance *apiInstance, contract *apiContract) map[string]any {
	view := c.contractView(instance, contract)
	application := c.platform.application(contract.ApplicationID)
	view["application"] = merged(c.applicationView(application, true), map[string]any{
		"coreServicesId": application.ClientID, "owner": "N/A", "email": "N/A", "owners": []any{},
	})
	if contract.Reason != "" {
		view["requestAccessInfo"] = map[string]any{"reason": contract.Reason}
	}
	return view
}

func dateOrNull(moment time.Time) any {
	if moment.IsZero() {
		return nil
	}
	return date(moment, dateOfManager)
}

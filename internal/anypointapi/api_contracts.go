package anypointapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// The states of a contract. One that is pending is approved or rejected; one that
// is approved may be revoked, and restored after that.
const (
	ContractPending  = "PENDING"
	ContractApproved = "APPROVED"
	ContractRejected = "REJECTED"
	ContractRevoked  = "REVOKED"
)

// Decision changes the state of a contract.
type Decision string

// The decisions.
const (
	Approve Decision = "approve"
	Reject  Decision = "reject"
	Revoke  Decision = "revoke"
	Restore Decision = "restore"
)

// Contracts are the contracts by which applications call API instances.
type Contracts struct {
	caller   *caller
	snapshot *coalesce.Snapshot[APIKey, int64, Contract]
	// writes to one API instance come one after the other.
	writes keyedMutex[APIKey]
}

// Contract lets one application call one API instance. The platform tells the
// application's secret too; it never gets into this type.
type Contract struct {
	ID            int64  `json:"id"`
	Status        string `json:"status"`
	ApplicationID int64  `json:"applicationId"`
	Application   struct {
		Name string `json:"name"`
		// ClientID is the application's.
		ClientID string `json:"coreServicesId"`
	} `json:"application"`
	// TierID is the tier that holds, RequestedTierID the one that waits for
	// approval; zero is none.
	TierID          int64         `json:"tierId"`
	Tier            *ContractTier `json:"tier"`
	RequestedTierID int64         `json:"requestedTierId"`
	RequestedTier   *ContractTier `json:"requestedTier"`
	// The dates are RFC 3339; empty where it has not come to that.
	ApprovedDate string `json:"approvedDate"`
	RejectedDate string `json:"rejectedDate"`
	RevokedDate  string `json:"revokedDate"`
}

// ContractTier is a tier as a contract names it.
type ContractTier struct {
	Name string `json:"name"`
}

// IsOpen tells that the application may call, or may be let in.
func (c Contract) IsOpen() bool { return c.Status == ContractApproved || c.Status == ContractPending }

// EffectiveTier is the tier that holds, or while the contract is pending the one
// that is asked for; zero is none.
func (c Contract) EffectiveTier() (id int64, name string) {
	tier := c.Tier
	id = c.TierID
	if c.Status == ContractPending && c.RequestedTierID != 0 {
		id, tier = c.RequestedTierID, c.RequestedTier
	}
	if id == 0 || tier == nil {
		return id, ""
	}
	return id, tier.Name
}

func newContracts(caller *caller) *Contracts {
	contracts := &Contracts{caller: caller}
	contracts.snapshot = coalesce.NewSnapshot(contracts.list, keepError)
	return contracts
}

// List reads the contracts of an API instance, ordered by their ids. An API
// instance is listed once (GET …/apis/{api}/contracts).
func (c *Contracts) List(ctx context.Context, key APIKey) ([]Contract, error) {
	found, err := c.snapshot.All(ctx, key)
	if err != nil {
		return nil, err
	}
	contracts := make([]Contract, 0, len(found))
	for _, contract := range found {
		contracts = append(contracts, contract)
	}
	slices.SortFunc(contracts, func(a, b Contract) int { return cmp.Compare(a.ID, b.ID) })
	return contracts, nil
}

// Get reads one contract, from the same listing as List. One that the listing
// lacks is [transport.NotFound].
func (c *Contracts) Get(ctx context.Context, key APIKey, contractID int64) (Contract, error) {
	contract, found, err := c.snapshot.Get(ctx, key, contractID)
	if err == nil && !found {
		err = missing("API instance %d has no contract %d", key.APIID, contractID)
	}
	return contract, err
}

// FindOf looks for the contract of an application, of which there is one at most.
// It lists the API instance again.
func (c *Contracts) FindOf(ctx context.Context, key APIKey, applicationID int64) (Contract, error) {
	c.snapshot.Invalidate(key)
	contracts, err := c.List(ctx, key)
	if err != nil {
		return Contract{}, err
	}
	for _, contract := range contracts {
		if contract.ApplicationID == applicationID {
			return contract, nil
		}
	}
	return Contract{}, missing("application %d has no contract with API instance %d", applicationID, key.APIID)
}

// Create asks for a contract (POST …/contracts). tierID zero asks for no tier.
// The platform approves it at once without a tier, or where the tier approves by
// itself. A second contract of an application is [transport.Conflict]. When the
// answer was lost, Create looks whether the contract was made all the same.
func (c *Contracts) Create(ctx context.Context, key APIKey, applicationID, tierID int64) (Contract, error) {
	unlock, err := c.writes.lock(ctx, key)
	if err != nil {
		return Contract{}, err
	}
	defer unlock()
	body := map[string]any{"applicationId": applicationID}
	if tierID != 0 {
		body["requestedTierId"] = tierID
	}
	created, err := c.write(ctx, key, onAPI(createContract(), key, body))
	if !errors.Is(err, transport.ErrNoAnswer) {
		return created, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	if found, lookup := c.FindOf(ctx, key, applicationID); lookup == nil {
		if asked, _ := found.EffectiveTier(); asked == tierID {
			return found, nil
		}
	}
	return Contract{}, err
}

// Decide changes the state of a contract
// (POST /apimanager/xapi/v1/…/contracts/{contract}/{decision}). When the answer
// was lost, Decide looks whether the contract was changed all the same.
func (c *Contracts) Decide(ctx context.Context, key APIKey, contractID int64, decision Decision) (Contract, error) {
	unlock, err := c.writes.lock(ctx, key)
	if err != nil {
		return Contract{}, err
	}
	defer unlock()
	made := onAPI(decideContract(), key, struct{}{}, contractID)
	made.segments = append(made.segments, string(decision))
	decided, err := c.write(ctx, key, made)
	if !errors.Is(err, transport.ErrNoAnswer) {
		return decided, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	if found, lookup := c.Get(ctx, key, contractID); lookup == nil && found.Status == decision.outcome() {
		return found, nil
	}
	return Contract{}, err
}

// outcome is the state that a decision leads to.
func (d Decision) outcome() string {
	switch d {
	case Reject:
		return ContractRejected
	case Revoke:
		return ContractRevoked
	case Approve, Restore:
	}
	return ContractApproved
}

// ChangeTier moves a contract to another tier; for one that is pending it changes
// what is asked for (PATCH …/contracts/{contract}).
func (c *Contracts) ChangeTier(ctx context.Context, key APIKey, contract Contract, tierID int64) (Contract, error) {
	unlock, err := c.writes.lock(ctx, key)
	if err != nil {
		return Contract{}, err
	}
	defer unlock()
	body := map[string]any{"tierId": tierID}
	if contract.Status == ContractPending {
		body = map[string]any{"requestedTierId": tierID}
	}
	return c.write(ctx, key, onAPI(updateContract(), key, body, contract.ID))
}

// write makes a call that answers with the contract as it is now.
func (c *Contracts) write(ctx context.Context, key APIKey, made call) (Contract, error) {
	var written Contract
	err := c.caller.do(ctx, made, &written)
	if err == nil && (written.ID == 0 || written.Status == "") {
		err = fmt.Errorf("%w: the answer to a written contract has no id or no status", transport.ErrNoAnswer)
	}
	if err != nil {
		c.snapshot.Invalidate(key)
		return Contract{}, err
	}
	c.snapshot.Put(key, written.ID, written)
	return written, nil
}

// Delete removes a contract (DELETE …/contracts/{contract}), after revoking it
// where it is approved, as the platform wants. One that is gone already is no
// error.
func (c *Contracts) Delete(ctx context.Context, key APIKey, contractID int64) error {
	contract, err := c.Get(ctx, key, contractID)
	if err == nil && contract.Status == ContractApproved {
		_, err = c.Decide(ctx, key, contractID, Revoke)
	}
	if transport.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	unlock, err := c.writes.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	err = c.caller.do(ctx, onAPI(deleteContract(), key, nil, contractID), nil)
	if err != nil && !transport.IsNotFound(err) {
		c.snapshot.Invalidate(key)
		return err
	}
	c.snapshot.Drop(key, contractID)
	return nil
}

func (c *Contracts) list(ctx context.Context, key APIKey) (map[int64]Contract, error) {
	listed := map[int64]Contract{}
	for contract, err := range turnPages(func(offset int) ([]Contract, int, error) {
		var page struct {
			Total     int        `json:"total"`
			Contracts []Contract `json:"contracts"`
		}
		listing := onAPI(listContracts(), key, nil)
		listing.query = pageQuery(url.Values{}, offset, contractsPageSize)
		err := c.caller.do(ctx, listing, &page)
		return page.Contracts, page.Total, err
	}) {
		if err != nil {
			return nil, err
		}
		listed[contract.ID] = contract
	}
	return listed, nil
}

package anypointapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// longestSearch bounds the search for a policy whose creation was not answered.
const longestSearch = time.Minute

// Policies are the policies applied to API instances.
type Policies struct {
	caller   *caller
	snapshot *coalesce.Snapshot[APIKey, int64, Policy]
	// writes to one API instance come one after the other: the platform orders
	// policies as they arrive.
	writes keyedMutex[APIKey]
}

func newPolicies(caller *caller) *Policies {
	policies := &Policies{caller: caller}
	policies.snapshot = coalesce.NewSnapshot(policies.list, keepError)
	return policies
}

// List reads the policies of an API instance, disabled ones included, in the
// order in which they apply; those outside the order come last. An API instance
// is listed once
// (GET …/apis/{api}/policies?fullInfo=false).
func (p *Policies) List(ctx context.Context, key APIKey) ([]Policy, error) {
	found, err := p.snapshot.All(ctx, key)
	if err != nil {
		return nil, err
	}
	policies := make([]Policy, 0, len(found))
	for _, policy := range found {
		policies = append(policies, policy)
	}
	slices.SortFunc(policies, func(a, b Policy) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.ID, b.ID))
	})
	return policies, nil
}

func place(policy Policy) int64 {
	if policy.Order == nil {
		return math.MaxInt64
	}
	return *policy.Order
}

// Get reads one policy, from the same listing as List. A policy that the listing
// lacks is asked for by itself before it is [transport.NotFound], for somebody
// else may have applied it meanwhile, and some policies are not listed.
func (p *Policies) Get(ctx context.Context, key APIKey, policyID int64) (Policy, error) {
	policy, found, err := p.snapshot.Get(ctx, key, policyID)
	if err != nil || found {
		return policy, err
	}
	return p.read(ctx, key, policyID)
}

// FindApplied looks on an API instance for a policy of the same asset, whatever
// its version. It is for telling what a [transport.Conflict] of Create was about.
func (p *Policies) FindApplied(ctx context.Context, key APIKey, groupID, assetID string) (Policy, error) {
	p.snapshot.Invalidate(key)
	applied, err := p.List(ctx, key)
	if err != nil {
		return Policy{}, err
	}
	for _, policy := range applied {
		if policy.GroupID == groupID && policy.AssetID == assetID {
			return policy, nil
		}
	}
	return Policy{}, missing("API instance %d has no policy %s", key.APIID, assetID)
}

// Create applies a policy (POST …/apis/{api}/policies).
//
// A policy of the same asset that is applied already is [transport.Conflict]:
// see FindApplied. When the answer was lost, Create looks whether the policy was
// applied all the same.
func (p *Policies) Create(ctx context.Context, key APIKey, wanted NewPolicy) (Policy, error) {
	unlock, err := p.writes.lock(ctx, key)
	if err != nil {
		return Policy{}, err
	}
	defer unlock()
	if wanted.Configuration == nil {
		wanted.Configuration = json.RawMessage("{}")
	}
	var created Policy
	err = p.caller.do(ctx, p.call(createPolicy(), key, wanted.body(key.APIID)), &created)
	if err == nil && created.ID == 0 {
		err = fmt.Errorf("%w: the answer to a new policy has no id", transport.ErrNoAnswer)
	}
	if errors.Is(err, transport.ErrNoAnswer) {
		return p.findCreated(ctx, key, wanted, err)
	}
	if err != nil {
		return Policy{}, err
	}
	if current, err := p.reread(ctx, key, created.ID, wanted.Order != nil); err == nil {
		return current, nil
	}
	// The policy is applied, which the caller must know; the answer to POST
	// repeats the request.
	p.snapshot.Invalidate(key)
	return created, nil
}

// findCreated looks for the policy whose creation was not answered. It does so
// even when the caller has given up, so that no effect goes unseen.
func (p *Policies) findCreated(ctx context.Context, key APIKey, wanted NewPolicy, failure error) (Policy, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	applied, err := p.FindApplied(ctx, key, wanted.GroupID, wanted.AssetID)
	if err != nil || !applied.isSameAs(wanted) {
		return Policy{}, failure
	}
	if equalJSON(applied.Configuration, wanted.Configuration) {
		return applied, nil
	}
	// Whether its secrets are the wanted ones nobody can read: send them again.
	again := PolicyChange{Configuration: wanted.Configuration}
	if err := p.caller.do(ctx, p.call(updatePolicy(), key, again.body(key.APIID), applied.ID), nil); err != nil {
		return Policy{}, failure
	}
	return applied, nil
}

// Update changes a policy (PATCH …/policies/{policy}) and reads it again, for the
// answer is but an echo of the request.
func (p *Policies) Update(ctx context.Context, key APIKey, policyID int64, change PolicyChange) (Policy, error) {
	unlock, err := p.writes.lock(ctx, key)
	if err != nil {
		return Policy{}, err
	}
	defer unlock()
	err = p.caller.do(ctx, p.call(updatePolicy(), key, change.body(key.APIID), policyID), nil)
	if err != nil {
		p.snapshot.Invalidate(key)
		return Policy{}, err
	}
	return p.reread(ctx, key, policyID, change.Order != nil)
}

// Arrange puts policies in that order, from 1
// (PATCH …/apis/{api}/policies), and lists them again.
func (p *Policies) Arrange(ctx context.Context, key APIKey, policyIDs []int64) ([]Policy, error) {
	unlock, err := p.writes.lock(ctx, key)
	if err != nil {
		return nil, err
	}
	defer unlock()
	type position struct {
		ID    int64 `json:"id"`
		Order int   `json:"order"`
	}
	positions := make([]position, len(policyIDs))
	for i, id := range policyIDs {
		positions[i] = position{ID: id, Order: i + 1}
	}
	err = p.caller.do(ctx, p.call(orderPolicies(), key, positions), nil)
	p.snapshot.Invalidate(key)
	if err != nil {
		return nil, err
	}
	return p.List(ctx, key)
}

// forgetEnvironment makes the next reads of the policies of all API instances of an
// environment list them anew.
func (p *Policies) forgetEnvironment(key EnvironmentKey) {
	p.snapshot.InvalidateWhere(func(instance APIKey) bool { return instance.Environment() == key })
}

// Forget makes the next read of an API instance's policies list them anew, because
// something else has changed them.
func (p *Policies) Forget(key APIKey) { p.snapshot.Invalidate(key) }

// Delete removes a policy (DELETE …/policies/{policy}). A policy that is gone
// already is no error.
func (p *Policies) Delete(ctx context.Context, key APIKey, policyID int64) error {
	unlock, err := p.writes.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	err = p.caller.do(ctx, p.call(deletePolicy(), key, nil, policyID), nil)
	if err != nil && !transport.IsNotFound(err) {
		p.snapshot.Invalidate(key)
		return err
	}
	p.snapshot.Drop(key, policyID)
	return nil
}

// reread reads a policy that was written. A change of its place may have moved
// the others, so that they have to be listed again.
func (p *Policies) reread(ctx context.Context, key APIKey, policyID int64, moved bool) (Policy, error) {
	if moved {
		p.snapshot.Invalidate(key)
	}
	policy, err := p.read(ctx, key, policyID)
	if err != nil {
		p.snapshot.Invalidate(key)
	}
	return policy, err
}

// read reads one policy by itself (GET …/policies/{policy}).
func (p *Policies) read(ctx context.Context, key APIKey, policyID int64) (Policy, error) {
	var policy Policy
	if err := p.caller.do(ctx, p.call(getPolicy(), key, nil, policyID), &policy); err != nil {
		return Policy{}, err
	}
	p.snapshot.Put(key, policyID, policy)
	return policy, nil
}

// list reads every policy of an API instance. Without fullInfo=false the
// platform would leave the disabled ones out.
func (p *Policies) list(ctx context.Context, key APIKey) (map[int64]Policy, error) {
	listing := p.call(listPolicies(), key, nil)
	listing.query = url.Values{"fullInfo": {"false"}}
	var policies []Policy
	if err := p.caller.do(ctx, listing, &policies); err != nil {
		return nil, err
	}
	listed := make(map[int64]Policy, len(policies))
	for _, policy := range policies {
		listed[policy.ID] = policy
	}
	return listed, nil
}

func (p *Policies) call(made operation, key APIKey, body any, policyIDs ...int64) call {
	segments := key.segments()
	for _, id := range policyIDs {
		segments = append(segments, strconv.FormatInt(id, 10))
	}
	return call{operation: made, segments: segments, header: key.Environment().header(), body: body}
}

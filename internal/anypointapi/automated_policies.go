package anypointapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const automatedPoliciesPath = "/apimanager/api/v1/organizations/{organization}/automated-policies"

// AutomatedPolicies are the policies that apply to whole environments.
type AutomatedPolicies struct {
	caller   *caller
	snapshot *coalesce.Snapshot[EnvironmentKey, int64, AutomatedPolicy]
	// policies are those of the API instances, which every write may disable or
	// enable.
	policies *Policies
	// writes to one environment come one after the other: they change policies of
	// all its API instances.
	writes keyedMutex[EnvironmentKey]
}

func newAutomatedPolicies(caller *caller, policies *Policies) *AutomatedPolicies {
	automated := &AutomatedPolicies{caller: caller, policies: policies}
	automated.snapshot = coalesce.NewSnapshot(automated.list, keepError)
	return automated
}

// changed forgets what a write to an environment may have changed.
func (a *AutomatedPolicies) changed(key EnvironmentKey) {
	a.snapshot.Invalidate(key)
	a.policies.forgetEnvironment(key)
}

// List reads the automated policies of an environment, once
// (GET /apimanager/api/v1/organizations/{organization}/automated-policies?environmentId=…).
func (a *AutomatedPolicies) List(ctx context.Context, key EnvironmentKey) ([]AutomatedPolicy, error) {
	found, err := a.snapshot.All(ctx, key)
	if err != nil {
		return nil, err
	}
	policies := make([]AutomatedPolicy, 0, len(found))
	for _, policy := range found {
		policies = append(policies, policy)
	}
	slices.SortFunc(policies, func(a, b AutomatedPolicy) int { return cmp.Compare(a.ID, b.ID) })
	return policies, nil
}

// Get reads one automated policy, from the same listing as List. One that the
// listing lacks is asked for by itself before it is [transport.NotFound].
func (a *AutomatedPolicies) Get(ctx context.Context, key EnvironmentKey, id int64) (AutomatedPolicy, error) {
	policy, found, err := a.snapshot.Get(ctx, key, id)
	if err != nil || found {
		return policy, err
	}
	return a.read(ctx, key, id)
}

// FindApplied looks for an automated policy of the same asset and technology,
// whatever its version.
func (a *AutomatedPolicies) FindApplied(ctx context.Context, key EnvironmentKey, wanted NewAutomatedPolicy) (AutomatedPolicy, error) {
	a.snapshot.Invalidate(key)
	applied, err := a.List(ctx, key)
	if err != nil {
		return AutomatedPolicy{}, err
	}
	for _, policy := range applied {
		if policy.GroupID == wanted.GroupID && policy.AssetID == wanted.AssetID &&
			(policy.Technology == "" || policy.Technology == wanted.Technology) {
			return policy, nil
		}
	}
	return AutomatedPolicy{}, missing("environment %s has no automated policy %s", key.EnvironmentID, wanted.AssetID)
}

// Create applies an automated policy (POST …/automated-policies). The platform
// disables the policies of the same asset that API instances of the environment
// have, or answers [transport.Conflict].
//
// When the answer was lost, Create looks whether the policy was applied all the
// same.
func (a *AutomatedPolicies) Create(ctx context.Context, key EnvironmentKey, wanted NewAutomatedPolicy) (AutomatedPolicy, error) {
	unlock, err := a.writes.lock(ctx, key)
	if err != nil {
		return AutomatedPolicy{}, err
	}
	defer unlock()
	body := wanted.body(key)
	body.Rule.Technologies = []string{wanted.Technology}
	var created AutomatedPolicy
	err = a.caller.do(ctx, a.call(a.operation(http.MethodPost), key, body), &created)
	if err == nil && created.ID == 0 {
		err = fmt.Errorf("%w: the answer to a new automated policy has no id", transport.ErrNoAnswer)
	}
	a.changed(key)
	if errors.Is(err, transport.ErrNoAnswer) {
		return a.findCreated(ctx, key, wanted, err)
	}
	if err != nil {
		return AutomatedPolicy{}, err
	}
	if current, err := a.read(ctx, key, created.ID); err == nil {
		return current, nil
	}
	return created, nil // it is applied, which the caller must know
}

// findCreated looks for the policy whose creation was not answered, even when the
// caller has given up, so that no effect goes unseen.
func (a *AutomatedPolicies) findCreated(
	ctx context.Context, key EnvironmentKey, wanted NewAutomatedPolicy, failure error,
) (AutomatedPolicy, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	applied, err := a.FindApplied(ctx, key, wanted)
	if err != nil || !applied.isSameAs(wanted) {
		return AutomatedPolicy{}, failure
	}
	if equalJSON(applied.Configuration, wanted.Configuration) {
		return applied, nil
	}
	// Whether its secrets are the wanted ones nobody can read: send them again.
	if err := a.caller.do(ctx, a.call(a.operation(http.MethodPatch), key, wanted.body(key), applied.ID), nil); err != nil {
		return AutomatedPolicy{}, failure
	}
	return applied, nil
}

// Update makes an automated policy what is wanted, but for its technology
// (PATCH …/automated-policies/{policy}, which takes all of it), and reads it again.
func (a *AutomatedPolicies) Update(
	ctx context.Context, key EnvironmentKey, id int64, wanted NewAutomatedPolicy,
) (AutomatedPolicy, error) {
	unlock, err := a.writes.lock(ctx, key)
	if err != nil {
		return AutomatedPolicy{}, err
	}
	defer unlock()
	err = a.caller.do(ctx, a.call(a.operation(http.MethodPatch), key, wanted.body(key), id), nil)
	a.changed(key)
	if err != nil {
		return AutomatedPolicy{}, err
	}
	return a.read(ctx, key, id)
}

// Delete removes an automated policy (DELETE …/automated-policies/{policy}); the
// platform enables the policies that it had disabled. One that is gone already is
// no error.
func (a *AutomatedPolicies) Delete(ctx context.Context, key EnvironmentKey, id int64) error {
	unlock, err := a.writes.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	err = a.caller.do(ctx, a.call(a.operation(http.MethodDelete), key, nil, id), nil)
	a.changed(key)
	if err != nil && !transport.IsNotFound(err) {
		return err
	}
	return nil
}

// read reads one policy by itself (GET …/automated-policies/{policy}).
func (a *AutomatedPolicies) read(ctx context.Context, key EnvironmentKey, id int64) (AutomatedPolicy, error) {
	var policy AutomatedPolicy
	err := a.caller.do(ctx, a.call(a.operation(http.MethodGet), key, nil, id), &policy)
	return policy, err
}

func (a *AutomatedPolicies) list(ctx context.Context, key EnvironmentKey) (map[int64]AutomatedPolicy, error) {
	listing := a.call(a.operation(http.MethodGet), key, nil)
	listing.query = url.Values{"environmentId": {key.EnvironmentID}}
	var answer struct {
		Policies []AutomatedPolicy `json:"automatedPolicies"`
	}
	if err := a.caller.do(ctx, listing, &answer); err != nil {
		return nil, err
	}
	listed := make(map[int64]AutomatedPolicy, len(answer.Policies))
	for _, policy := range answer.Policies {
		listed[policy.ID] = policy
	}
	return listed, nil
}

func (*AutomatedPolicies) operation(method string) operation {
	if method == http.MethodGet {
		return apiManager(method, automatedPoliciesPath, "read:api_policies", "View Policies")
	}
	return apiManager(method, automatedPoliciesPath, "manage:api_policies", "Manage Policies")
}

func (*AutomatedPolicies) call(made operation, key EnvironmentKey, body any, ids ...int64) call {
	segments := []string{key.OrganizationID}
	for _, id := range ids {
		made.path += "/{policy}"
		segments = append(segments, strconv.FormatInt(id, 10))
	}
	return call{operation: made, segments: segments, header: key.header(), body: body}
}

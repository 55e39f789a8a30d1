package anypointapi

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// A gateway that starts refuses new API instances for a while, as which the
// platform answers gatewayNotReady.
const (
	gatewayNotReady = "GatewayNotReadyError"
	gatewayAttempts = 5
	gatewayPeriod   = 20 * time.Second
)

// The technologies whose instances can be made.
const (
	Mule4       = "mule4"
	FlexGateway = "flexGateway"
)

// Endpoint is where an API instance listens and where it sends requests on to.
type Endpoint struct {
	// URI is the implementation's address and ProxyURI the one that the gateway
	// listens at; nil is none.
	URI      *string `json:"uri"`
	ProxyURI *string `json:"proxyUri"`
	// IsCloudHub is nil where the platform does not say.
	IsCloudHub *bool `json:"isCloudHub"`
	// DeploymentType is CH, HY, RF, SM or CH2; empty leaves it as it is.
	DeploymentType string `json:"deploymentType,omitempty"`
	// ResponseTimeout is in milliseconds; nil is the gateway's own.
	ResponseTimeout *int64 `json:"responseTimeout"`
}

// NewAPIInstance is an API instance to make.
type NewAPIInstance struct {
	GroupID, AssetID, AssetVersion string
	// Label may be empty, as may be EndpointURI, the address for consumers.
	Label, EndpointURI string
	// Technology is [Mule4] or [FlexGateway].
	Technology string
	Endpoint   Endpoint
}

// APIInstanceChange is what to change of an API instance; nil fields stay as they
// are, and an empty text removes a label or address.
type APIInstanceChange struct {
	AssetVersion, Label, EndpointURI *string
	Deprecated                       *bool
	Endpoint                         *Endpoint
}

func (n NewAPIInstance) body() map[string]any {
	endpoint := map[string]any{
		"uri": n.Endpoint.URI, "proxyUri": n.Endpoint.ProxyURI, "isCloudHub": n.Endpoint.IsCloudHub,
		"muleVersion4OrAbove": n.Technology == Mule4,
	}
	if n.Endpoint.DeploymentType != "" {
		endpoint["deploymentType"] = n.Endpoint.DeploymentType
	}
	if n.Endpoint.ResponseTimeout != nil {
		endpoint["responseTimeout"] = *n.Endpoint.ResponseTimeout
	}
	body := map[string]any{
		"spec":       map[string]any{"groupId": n.GroupID, "assetId": n.AssetID, "version": n.AssetVersion},
		"technology": n.Technology, "endpoint": endpoint,
	}
	for name, text := range map[string]string{"instanceLabel": n.Label, "endpointUri": n.EndpointURI} {
		if text != "" {
			body[name] = text
		}
	}
	return body
}

func (c APIInstanceChange) body() map[string]any {
	body := map[string]any{}
	if c.AssetVersion != nil {
		body["assetVersion"] = *c.AssetVersion
	}
	if c.Deprecated != nil {
		body["deprecated"] = *c.Deprecated
	}
	if c.Endpoint != nil {
		body["endpoint"] = c.Endpoint
	}
	for name, text := range map[string]*string{"instanceLabel": c.Label, "endpointUri": c.EndpointURI} {
		switch {
		case text == nil:
		case *text == "":
			body[name] = nil
		default:
			body[name] = *text
		}
	}
	return body
}

// Find reads one API instance from the listing of its environment, which is read
// once. It has no endpoint and may lack the technology, which only Get tells. One
// that the listing lacks is asked for by itself.
func (a *APIInstances) Find(ctx context.Context, key APIKey) (APIInstance, error) {
	instance, found, err := a.snapshot.Get(ctx, key.environment(), key.APIID)
	if err != nil || found {
		return instance, err
	}
	return a.Get(ctx, key)
}

// FindSame looks for the instance of the same asset version and label. It lists
// the environment again.
func (a *APIInstances) FindSame(ctx context.Context, key EnvironmentKey, wanted NewAPIInstance) (APIInstance, error) {
	a.snapshot.Invalidate(key)
	instances, err := a.snapshot.All(ctx, key)
	if err != nil {
		return APIInstance{}, err
	}
	for _, instance := range instances {
		if instance.GroupID == wanted.GroupID && instance.AssetID == wanted.AssetID &&
			instance.AssetVersion == wanted.AssetVersion && instance.InstanceLabel == wanted.Label {
			return instance, nil
		}
	}
	return APIInstance{}, missing("the environment has no instance of %s %s", wanted.AssetID, wanted.AssetVersion)
}

// Create makes an API instance (POST …/apis). One of the same asset version and
// label is [transport.Conflict]. While a gateway starts Create tries again. When
// the answer was lost, Create looks whether the instance was made all the same.
func (a *APIInstances) Create(ctx context.Context, key EnvironmentKey, wanted NewAPIInstance) (APIInstance, error) {
	var created APIInstance
	err := whenGatewayIsReady(ctx, func() error {
		return a.caller.do(ctx, call{
			operation: createAPIInstance(), segments: key.segments(), header: key.header(), body: wanted.body(),
		}, &created)
	})
	if err == nil && created.ID == 0 {
		err = fmt.Errorf("%w: the answer to a new API instance has no id", transport.ErrNoAnswer)
	}
	if err == nil {
		a.snapshot.Invalidate(key)
		return created, nil
	}
	if !errors.Is(err, transport.ErrNoAnswer) {
		return APIInstance{}, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	found, lookup := a.FindSame(ctx, key, wanted)
	if lookup != nil {
		return APIInstance{}, err
	}
	return a.Get(ctx, APIKey{OrganizationID: key.OrganizationID, EnvironmentID: key.EnvironmentID, APIID: found.ID})
}

// whenGatewayIsReady repeats a call that is refused because a gateway starts.
func whenGatewayIsReady(ctx context.Context, try func() error) error {
	for attempt := 1; ; attempt++ {
		err := try()
		refused, is := errors.AsType[*transport.Error](err)
		if !is || refused.Code != gatewayNotReady || attempt == gatewayAttempts {
			return err
		}
		select {
		case <-time.After(gatewayPeriod):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Update changes an API instance (PATCH …/apis/{api}) and reads it again, for the
// answer is but an echo of the request. An endpoint that does not say IsCloudHub
// keeps it.
func (a *APIInstances) Update(ctx context.Context, key APIKey, change APIInstanceChange) (APIInstance, error) {
	defer a.snapshot.Invalidate(key.environment())
	if change.Endpoint != nil && change.Endpoint.IsCloudHub == nil {
		// An endpoint is written with isCloudHub, which must stay as it is.
		current, err := a.Get(ctx, key)
		if err != nil {
			return APIInstance{}, err
		}
		endpoint := *change.Endpoint
		endpoint.IsCloudHub = current.Endpoint.IsCloudHub
		change.Endpoint = &endpoint
	}
	err := a.caller.do(ctx, call{
		operation: updateAPIInstance(), segments: key.segments(), header: key.environment().header(), body: change.body(),
	}, nil)
	if err != nil {
		return APIInstance{}, err
	}
	return a.Get(ctx, key)
}

// Delete removes an API instance with its policies and tiers
// (DELETE …/apis/{api}). One that is gone already is no error.
func (a *APIInstances) Delete(ctx context.Context, key APIKey) error {
	defer a.snapshot.Drop(key.environment(), key.APIID)
	err := a.caller.do(ctx, call{
		operation: deleteAPIInstance(), segments: key.segments(), header: key.environment().header(),
	}, nil)
	if err != nil && !transport.IsNotFound(err) {
		a.snapshot.Invalidate(key.environment())
		return err
	}
	return nil
}

// collect reads every instance of an environment.
func (a *APIInstances) collect(ctx context.Context, key EnvironmentKey) (map[int64]APIInstance, error) {
	listed := map[int64]APIInstance{}
	for instance, err := range a.List(ctx, key, APIFilter{}) {
		if err != nil {
			return nil, err
		}
		listed[instance.ID] = instance
	}
	return listed, nil
}

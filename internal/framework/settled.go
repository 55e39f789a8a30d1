package framework

import (
	"bytes"
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"golang.org/x/mod/semver"
)

// Settler is a resource whose objects come in thousands, most of which stay as
// they are. To find that out takes the framework longer than everything else does,
// so a settler tells it first. Its schema has no defaults and no write-only
// arguments, which a plan would fill in or see without a change of the state.
type Settler interface {
	resource.ResourceWithConfigure
	// Unchanged reads an object. It is false where the object is not what the state
	// says, or where something is to be told: then Read follows.
	Unchanged(ctx context.Context, state tftypes.Value) bool
	// Settled does what the plan of an object that stays as it is does for the plans
	// of others. It is false where the object does not stay as it is after all, or
	// where something is to be told: then a whole plan follows.
	Settled(ctx context.Context, state tftypes.Value) bool
}

// providerWithData is a provider that tells what its Configure hands to resources.
type providerWithData interface {
	provider.Provider
	ResourceData() any
}

// settlers are the resources of a provider that are settlers, by type.
type settlers struct {
	of    providerWithData
	types func() map[string]settler
	// withoutIdentities tells that the engine keeps no identities.
	withoutIdentities bool
}

type settler struct {
	construct func() resource.Resource
	wire      tftypes.Type
}

func newSettlers(of provider.Provider) settlers {
	told, is := of.(providerWithData)
	if !is {
		return settlers{types: func() map[string]settler { return nil }}
	}
	return settlers{of: told, types: sync.OnceValue(func() map[string]settler { return settlersOf(told) })}
}

// firstWithIdentities is the first version of the engine that keeps identities.
const firstWithIdentities = "v1.12.0"

// servedTo takes note of the engine's version.
func (s *settlers) servedTo(version string) {
	s.withoutIdentities = semver.IsValid("v"+version) && semver.Compare("v"+version, firstWithIdentities) < 0
}

func settlersOf(of provider.Provider) map[string]settler {
	ctx := context.Background()
	var named provider.MetadataResponse
	of.Metadata(ctx, provider.MetadataRequest{}, &named)
	found := map[string]settler{}
	for _, construct := range of.Resources(ctx) {
		one, is := construct().(Settler)
		if !is {
			continue
		}
		var typed resource.MetadataResponse
		one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: named.TypeName}, &typed)
		var described resource.SchemaResponse
		one.Schema(ctx, resource.SchemaRequest{}, &described)
		found[typed.TypeName] = settler{construct: construct, wire: described.Schema.Type().TerraformType(ctx)}
	}
	return found
}

// read answers the refresh of an object that is as it was; ok is false where it
// takes a Read. An engine that keeps identities and has none yet is to get one.
func (s *settlers) read(ctx context.Context, req *tfprotov6.ReadResourceRequest) (resp *tfprotov6.ReadResourceResponse, ok bool) {
	if req.CurrentIdentity == nil && !s.withoutIdentities || !s.ask(ctx, req.TypeName, req.CurrentState, Settler.Unchanged) {
		return nil, false
	}
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: req.CurrentIdentity}, true
}

// plan answers a plan that comes to nothing; ok is false where it takes a whole one.
func (s *settlers) plan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (resp *tfprotov6.PlanResourceChangeResponse, ok bool) {
	if !proposesNothing(req) || !s.ask(ctx, req.TypeName, req.PriorState, Settler.Settled) {
		return nil, false
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity,
	}, true
}

func proposesNothing(req *tfprotov6.PlanResourceChangeRequest) bool {
	return req.PriorState != nil && req.ProposedNewState != nil && len(req.PriorState.MsgPack) > 0 &&
		bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack)
}

// ask puts a question to the settler of that type, if it is one.
func (s *settlers) ask(
	ctx context.Context, typeName string, state *tfprotov6.DynamicValue, question func(Settler, context.Context, tftypes.Value) bool,
) bool {
	of, is := s.types()[typeName]
	if !is || state == nil {
		return false
	}
	value, err := state.Unmarshal(of.wire)
	one, is := of.construct().(Settler)
	data := s.of.ResourceData()
	if err != nil || value.IsNull() || !is || data == nil {
		return false
	}
	var configured resource.ConfigureResponse
	one.Configure(ctx, resource.ConfigureRequest{ProviderData: data}, &configured)
	return !configured.Diagnostics.HasError() && question(one, ctx, value)
}

package framework

import (
	"bytes"
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Settler is a resource whose objects come in thousands, most of which stay as
// they are. The plan of an object whose proposed state is its state is that state,
// and the framework takes longer to find that out than everything else does. Its
// schema has no defaults and no write-only arguments, which a plan would fill in
// or see without a change of the state.
type Settler interface {
	resource.ResourceWithConfigure
	// Settled does what the plan of an object that stays as it is does for the
	// plans of others. It is false where the object does not stay as it is after
	// all, or where something is to be told: then a whole plan follows.
	Settled(ctx context.Context, state tfsdk.State) bool
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
}

type settler struct {
	construct func() resource.Resource
	schema    resource.SchemaResponse
	wire      tftypes.Type
}

func newSettlers(of provider.Provider) settlers {
	told, is := of.(providerWithData)
	if !is {
		return settlers{types: func() map[string]settler { return nil }}
	}
	return settlers{of: told, types: sync.OnceValue(func() map[string]settler { return settlersOf(told) })}
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
		each := settler{construct: construct}
		one.Schema(ctx, resource.SchemaRequest{}, &each.schema)
		each.wire = each.schema.Schema.Type().TerraformType(ctx)
		found[typed.TypeName] = each
	}
	return found
}

// plan answers a plan that comes to nothing; ok is false where it takes a whole one.
func (s settlers) plan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (resp *tfprotov6.PlanResourceChangeResponse, ok bool) {
	if !proposesNothing(req) {
		return nil, false
	}
	of, is := s.types()[req.TypeName]
	if !is || !of.settled(ctx, s.of.ResourceData(), req.PriorState) {
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

func (s settler) settled(ctx context.Context, providerData any, state *tfprotov6.DynamicValue) bool {
	value, err := state.Unmarshal(s.wire)
	one, is := s.construct().(Settler)
	if err != nil || value.IsNull() || !is || providerData == nil {
		return false
	}
	var configured resource.ConfigureResponse
	one.Configure(ctx, resource.ConfigureRequest{ProviderData: providerData}, &configured)
	return !configured.Diagnostics.HasError() && one.Settled(ctx, tfsdk.State{Raw: value, Schema: s.schema.Schema})
}

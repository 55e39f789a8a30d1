package framework

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// server is all that the framework serves; that some of it is optional is for a
// time only.
type server interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// guarded is a server whose messages hold no secret of the configuration.
type guarded struct {
	server

	settlers   settlers
	described  func() (*tfprotov6.GetProviderSchemaResponse, error)
	configured []string
}

// Guarded serves a provider and keeps two promises for every type, so that none
// can forget them. It takes the values of sensitive and write-only arguments out of
// whatever the provider tells, of its own configuration and of the object at hand:
// validators quote what they refuse, and platforms what they were sent. And it
// refuses texts that could not arrive as they are.
func Guarded(of provider.Provider) tfprotov6.ProviderServer {
	served := providerserver.NewProtocol6(of)()
	whole, is := served.(server)
	if !is {
		return served // never so: the framework's server is whole
	}
	return &guarded{server: whole, settlers: newSettlers(of), described: sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
		return whole.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	})}
}

// ValidateProviderConfig implements [tfprotov6.ProviderServer].
func (s *guarded) ValidateProviderConfig(
	ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ValidateProviderConfig(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.schemas().Provider, req.Config)
	}
	return resp, err
}

// ConfigureProvider implements [tfprotov6.ProviderServer].
func (s *guarded) ConfigureProvider(
	ctx context.Context, req *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	s.settlers.servedTo(req.TerraformVersion)
	s.configured = secretsOf(s.schemas().Provider, req.Config)
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ConfigureProvider(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, nil)
	}
	return resp, err
}

// ValidateResourceConfig implements [tfprotov6.ProviderServer].
func (s *guarded) ValidateResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ValidateResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = append(resp.Diagnostics, refuseControls(s.schemas().ResourceSchemas[req.TypeName], req.Config)...)
		s.redact(resp.Diagnostics, s.schemas().ResourceSchemas[req.TypeName], req.Config)
	}
	return resp, err
}

// PlanResourceChange implements [tfprotov6.ProviderServer].
func (s *guarded) PlanResourceChange(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	if resp, settled := s.settlers.plan(ctx, req); settled {
		return resp, nil
	}
	resp, err := s.server.PlanResourceChange(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.schemas().ResourceSchemas[req.TypeName], req.Config, req.PriorState)
	}
	return resp, err
}

// ApplyResourceChange implements [tfprotov6.ProviderServer].
func (s *guarded) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ApplyResourceChange(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.schemas().ResourceSchemas[req.TypeName], req.Config, req.PriorState)
	}
	return resp, err
}

// UpgradeResourceState implements [tfprotov6.ProviderServer].
func (s *guarded) UpgradeResourceState(
	ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if resp, current := s.asItIs(req); current {
		return resp, nil
	}
	ctx, answered := releasing(ctx)
	defer answered()
	return s.server.UpgradeResourceState(ctx, req)
}

// asItIs hands back a state of the schema's own version, from which the engine has
// taken what the schema does not know. The framework decodes and encodes each.
func (s *guarded) asItIs(req *tfprotov6.UpgradeResourceStateRequest) (resp *tfprotov6.UpgradeResourceStateResponse, current bool) {
	schema := s.schemas().ResourceSchemas[req.TypeName]
	if schema == nil || schema.Version != req.Version || req.RawState == nil || len(req.RawState.JSON) == 0 {
		return nil, false
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, true
}

// ReadResource implements [tfprotov6.ProviderServer].
func (s *guarded) ReadResource(
	ctx context.Context, req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	if resp, settled := s.settlers.read(ctx, req); settled {
		return resp, nil
	}
	resp, err := s.server.ReadResource(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.schemas().ResourceSchemas[req.TypeName], req.CurrentState)
	}
	return resp, err
}

// ValidateDataResourceConfig implements [tfprotov6.ProviderServer].
func (s *guarded) ValidateDataResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ValidateDataResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = append(resp.Diagnostics, refuseControls(s.schemas().DataSourceSchemas[req.TypeName], req.Config)...)
		s.redact(resp.Diagnostics, s.schemas().DataSourceSchemas[req.TypeName], req.Config)
	}
	return resp, err
}

// ReadDataSource implements [tfprotov6.ProviderServer].
func (s *guarded) ReadDataSource(
	ctx context.Context, req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ReadDataSource(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.schemas().DataSourceSchemas[req.TypeName], req.Config)
	}
	return resp, err
}

// ValidateEphemeralResourceConfig implements [tfprotov6.ProviderServer].
func (s *guarded) ValidateEphemeralResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest,
) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ValidateEphemeralResourceConfig(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.schemas().EphemeralResourceSchemas[req.TypeName], req.Config)
	}
	return resp, err
}

// OpenEphemeralResource implements [tfprotov6.ProviderServer].
func (s *guarded) OpenEphemeralResource(
	ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest,
) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.OpenEphemeralResource(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.schemas().EphemeralResourceSchemas[req.TypeName], req.Config)
	}
	return resp, err
}

// ImportResourceState implements [tfprotov6.ProviderServer].
func (s *guarded) ImportResourceState(
	ctx context.Context, req *tfprotov6.ImportResourceStateRequest,
) (*tfprotov6.ImportResourceStateResponse, error) {
	ctx, answered := releasing(ctx)
	defer answered()
	resp, err := s.server.ImportResourceState(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, nil)
	}
	return resp, err
}

// ValidateActionConfig implements [tfprotov6.ActionServer].
func (s *guarded) ValidateActionConfig(
	ctx context.Context, req *tfprotov6.ValidateActionConfigRequest,
) (*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := s.server.ValidateActionConfig(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.actionSchema(req.ActionType), req.Config)
	}
	return resp, err
}

// PlanAction implements [tfprotov6.ActionServer].
func (s *guarded) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	resp, err := s.server.PlanAction(ctx, req)
	if resp != nil {
		s.redact(resp.Diagnostics, s.actionSchema(req.ActionType), req.Config)
	}
	return resp, err
}

// InvokeAction implements [tfprotov6.ActionServer].
func (s *guarded) InvokeAction(
	ctx context.Context, req *tfprotov6.InvokeActionRequest,
) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.server.InvokeAction(ctx, req)
	if stream == nil {
		return stream, err
	}
	events := stream.Events
	stream.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		for event := range events {
			if completed, is := event.Type.(tfprotov6.CompletedInvokeActionEventType); is {
				s.redact(completed.Diagnostics, s.actionSchema(req.ActionType), req.Config)
			}
			if !yield(event) {
				return
			}
		}
	}
	return stream, err
}

func (s *guarded) actionSchema(name string) *tfprotov6.Schema {
	if described, is := s.schemas().ActionSchemas[name]; is {
		return described.Schema
	}
	return nil
}

// schemas are the provider's, or none where it cannot tell them.
func (s *guarded) schemas() *tfprotov6.GetProviderSchemaResponse {
	if described, err := s.described(); err == nil && described != nil {
		return described
	}
	return &tfprotov6.GetProviderSchemaResponse{}
}

// redact takes the provider's own secrets and those of values out of what is told.
func (s *guarded) redact(told []*tfprotov6.Diagnostic, schema *tfprotov6.Schema, values ...*tfprotov6.DynamicValue) {
	if len(told) == 0 {
		return
	}
	hidden := append([]string{}, s.configured...)
	for _, value := range values {
		hidden = append(hidden, secretsOf(schema, value)...)
	}
	for _, diagnostic := range told {
		diagnostic.Summary = transport.Redact(diagnostic.Summary, hidden...)
		diagnostic.Detail = transport.Redact(diagnostic.Detail, hidden...)
	}
}

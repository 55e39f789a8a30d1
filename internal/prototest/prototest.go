// Package prototest drives a provider at protocol level, without an engine: for
// contracts that must hold for every type, and for features that are newer than
// the engine at hand. It is for tests only.
package prototest

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// Config is a configuration in Go values: string, bool, int, []any,
// map[string]any, and nil for null. [Unknown] is a value not known yet.
type Config = map[string]any

// Provider is a provider under test.
type Provider struct {
	Schema     *tfprotov6.GetProviderSchemaResponse
	Identities map[string]*tfprotov6.ResourceIdentitySchema

	server tfprotov6.ProviderServer
}

// State is an object as Terraform would keep it.
type State struct {
	Type     string
	Value    tftypes.Value
	Identity tftypes.Value
	Private  []byte
}

// Gone tells that there is no object.
func (s State) Gone() bool { return s.Value.IsNull() }

// Attributes are the top-level attributes in Go values, unknown ones left out.
func (s State) Attributes(t testing.TB) map[string]any {
	t.Helper()
	attributes, _ := native(t, s.Value).(map[string]any)
	return attributes
}

// IdentityAttributes are the identity in Go values.
func (s State) IdentityAttributes(t testing.TB) map[string]any {
	t.Helper()
	attributes, _ := native(t, s.Identity).(map[string]any)
	return attributes
}

// New starts a provider with that configuration.
func New(t testing.TB, construct func() provider.Provider, config Config) *Provider {
	t.Helper()
	server := framework.Guarded(construct())
	started := &Provider{server: server}
	var err error
	started.Schema, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	check(t, err, started.Schema.Diagnostics)
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	check(t, err, identities.Diagnostics)
	started.Identities = identities.IdentitySchemas

	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0",
		Config:           dynamic(t, wire(t, started.Schema.Provider.ValueType(), config)),
	})
	check(t, err, configured.Diagnostics)
	return started
}

// Configure starts a provider with that configuration, which may be refused.
func Configure(t testing.TB, construct func() provider.Provider, config Config) error {
	t.Helper()
	server := framework.Guarded(construct())
	described, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	check(t, err, described.Diagnostics)
	written := dynamic(t, wire(t, described.Provider.ValueType(), config))
	validated, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: written})
	if failed := failure(err, validated.Diagnostics); failed != nil {
		return failed
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.0", Config: written})
	return failure(err, configured.Diagnostics)
}

// Null is the state of an object that does not exist.
func (p *Provider) Null(t testing.TB, typeName string) State {
	t.Helper()
	return State{
		Type: typeName, Value: tftypes.NewValue(p.typeOf(t, typeName), nil),
		Identity: tftypes.NewValue(p.identityType(t, typeName), nil),
	}
}

// Plan plans config over prior and returns what apply would be given.
func (p *Provider) Plan(t testing.TB, prior State, config Config) (*tfprotov6.PlanResourceChangeResponse, error) {
	t.Helper()
	schema := p.Schema.ResourceSchemas[prior.Type]
	written := tftypes.NewValue(p.typeOf(t, prior.Type), nil)
	if config != nil {
		written = wire(t, p.typeOf(t, prior.Type), config)
		validated, err := p.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: prior.Type, Config: dynamic(t, written),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
		if failed := failure(err, validated.Diagnostics); failed != nil {
			return nil, failed
		}
	}
	planned, err := p.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: prior.Type, PriorState: dynamic(t, prior.Value), Config: dynamic(t, written),
		ProposedNewState: dynamic(t, proposed(t, schema, prior.Value, written)),
		PriorPrivate:     prior.Private, PriorIdentity: p.identityData(t, prior),
	})
	return planned, failure(err, planned.Diagnostics)
}

// Apply plans and applies config over prior; a nil config destroys. Unlike
// Terraform it updates in place where the plan asks for a replacement: compare
// Plan's RequiresReplace.
func (p *Provider) Apply(t testing.TB, prior State, config Config) (State, error) {
	t.Helper()
	planned, err := p.Plan(t, prior, config)
	if err != nil {
		return prior, err
	}
	written := tftypes.NewValue(p.typeOf(t, prior.Type), nil)
	if config != nil {
		written = wire(t, p.typeOf(t, prior.Type), config)
	}
	applied, err := p.server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: prior.Type, PriorState: dynamic(t, prior.Value), PlannedState: planned.PlannedState,
		Config: dynamic(t, written), PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	if err != nil {
		return prior, err
	}
	state := p.state(t, prior.Type, applied.NewState, applied.NewIdentity, applied.Private)
	return state, failure(nil, applied.Diagnostics)
}

// Read refreshes an object.
func (p *Provider) Read(t testing.TB, current State) (State, error) {
	t.Helper()
	read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: current.Type, CurrentState: dynamic(t, current.Value), Private: current.Private,
		CurrentIdentity: p.identityData(t, current),
	})
	if err != nil {
		return current, err
	}
	return p.state(t, current.Type, read.NewState, read.NewIdentity, read.Private), failure(nil, read.Diagnostics)
}

// ImportID imports an object by its id and reads it.
func (p *Provider) ImportID(t testing.TB, typeName, id string) (State, error) {
	t.Helper()
	return p.imported(t, &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
}

// ImportIdentity imports an object by its identity and reads it.
func (p *Provider) ImportIdentity(t testing.TB, typeName string, identity Config) (State, error) {
	t.Helper()
	return p.imported(t, &tfprotov6.ImportResourceStateRequest{TypeName: typeName, Identity: &tfprotov6.ResourceIdentityData{
		IdentityData: dynamic(t, wire(t, p.identityType(t, typeName), identity)),
	}})
}

func (p *Provider) imported(t testing.TB, request *tfprotov6.ImportResourceStateRequest) (State, error) {
	t.Helper()
	imported, err := p.server.ImportResourceState(t.Context(), request)
	if failed := failure(err, imported.Diagnostics); failed != nil {
		return State{}, failed
	}
	only := imported.ImportedResources[0]
	return p.Read(t, p.state(t, request.TypeName, only.State, only.Identity, only.Private))
}

// ReadData validates the configuration of a data source and reads it.
func (p *Provider) ReadData(t testing.TB, typeName string, config Config) (map[string]any, error) {
	t.Helper()
	valueType := p.Schema.DataSourceSchemas[typeName].ValueType()
	validated, err := p.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: typeName, Config: dynamic(t, wire(t, valueType, config)),
	})
	if failed := failure(err, validated.Diagnostics); failed != nil {
		return nil, failed
	}
	read, err := p.server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: typeName, Config: dynamic(t, wire(t, valueType, config)),
	})
	if failed := failure(err, read.Diagnostics); failed != nil {
		return nil, failed
	}
	value, err := read.State.Unmarshal(valueType)
	check(t, err, nil)
	attributes, _ := native(t, value).(map[string]any)
	return attributes, nil
}

func (p *Provider) typeOf(t testing.TB, typeName string) tftypes.Type {
	t.Helper()
	schema, registered := p.Schema.ResourceSchemas[typeName]
	if !registered {
		t.Fatalf("the provider has no resource %s", typeName)
	}
	return schema.ValueType()
}

func (p *Provider) identityType(t testing.TB, typeName string) tftypes.Type {
	t.Helper()
	schema, has := p.Identities[typeName]
	if !has {
		t.Fatalf("%s has no identity", typeName)
	}
	return schema.ValueType()
}

func (p *Provider) identityData(t testing.TB, state State) *tfprotov6.ResourceIdentityData {
	t.Helper()
	if state.Identity.IsNull() {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: dynamic(t, state.Identity)}
}

func (p *Provider) state(
	t testing.TB, typeName string, value *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData, private []byte,
) State {
	t.Helper()
	state := p.Null(t, typeName)
	state.Private = private
	var err error
	if value != nil {
		state.Value, err = value.Unmarshal(p.typeOf(t, typeName))
		check(t, err, nil)
	}
	if identity != nil && identity.IdentityData != nil {
		state.Identity, err = identity.IdentityData.Unmarshal(p.identityType(t, typeName))
		check(t, err, nil)
	}
	return state
}

// DiagnosticsError is what the provider reported as errors.
type DiagnosticsError []*tfprotov6.Diagnostic

// Error joins the reports.
func (f DiagnosticsError) Error() string {
	texts := make([]string, len(f))
	for i, diagnostic := range f {
		texts[i] = diagnostic.Summary + ": " + diagnostic.Detail
	}
	return strings.Join(texts, "\n")
}

func failure(err error, diagnostics []*tfprotov6.Diagnostic) error {
	if err != nil {
		return err
	}
	var failed DiagnosticsError
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			failed = append(failed, diagnostic)
		}
	}
	if failed == nil {
		return nil
	}
	return failed
}

func check(t testing.TB, err error, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	if failed := failure(err, diagnostics); failed != nil {
		t.Fatal(failed)
	}
}

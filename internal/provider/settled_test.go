package provider_test

import (
	"reflect"
	"testing"

	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
)

// A settler answers for an object that stays as it is. What it answers must be what
// Read and a whole plan would have.

// settlers are the settlers of the provider, by type.
func settlers(t *testing.T) map[string]framework.Settler {
	t.Helper()
	found := map[string]framework.Settler{}
	for _, construct := range provider.New("test")().Resources(t.Context()) {
		if settler, is := construct().(framework.Settler); is {
			var named resource.MetadataResponse
			settler.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "apiaccess"}, &named)
			found[named.TypeName] = settler
		}
	}
	if len(found) == 0 {
		t.Fatal("there are no settlers")
	}
	return found
}

func TestSettlersAnswerAsReadAndAWholePlanDo(t *testing.T) {
	t.Parallel()
	for typeName := range settlers(t) {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			sample := samples[typeName]
			platform, short, created := create(t, typeName, sample)
			// A provider that does not tell its data has no settlers.
			long := prototest.New(t, func() fwprovider.Provider {
				return struct{ fwprovider.Provider }{provider.New("test")()}
			}, platform.Configuration())

			mustReadAlike(t, short, long, created)
			mustPlanAlike(t, short, long, created, sample.config)
			changed, err := platform.Protocol(t).Apply(t, created, sample.changed) // by somebody else
			must(t, err)
			short = platform.Protocol(t)
			drifted, err := short.Read(t, created)
			must(t, err)
			if drifted.Value.Equal(created.Value) != changed.Value.Equal(created.Value) {
				t.Errorf("a change by somebody else reads as %v", drifted.Attributes(t))
			}
			mustPlanAlike(t, short, long, drifted, sample.config)
		})
	}
}

func mustReadAlike(t *testing.T, short, long *prototest.Provider, state prototest.State) {
	t.Helper()
	one, err := short.Read(t, state)
	must(t, err)
	other, err := long.Read(t, state)
	must(t, err)
	if !reflect.DeepEqual(one, other) {
		t.Errorf("it reads as\n%v\n%v, not as\n%v\n%v", one.Attributes(t), one.IdentityAttributes(t), other.Attributes(t), other.IdentityAttributes(t))
	}
}

func mustPlanAlike(t *testing.T, short, long *prototest.Provider, state prototest.State, config prototest.Config) {
	t.Helper()
	one, err := short.Plan(t, state, config)
	must(t, err)
	other, err := long.Plan(t, state, config)
	must(t, err)
	for _, planned := range []*tfprotov6.PlanResourceChangeResponse{one, other} {
		value, err := planned.PlannedState.Unmarshal(state.Value.Type())
		must(t, err)
		again, err := tfprotov6.NewDynamicValue(state.Value.Type(), value) // in one order
		must(t, err)
		planned.PlannedState = &again
		planned.PlannedPrivate = append([]byte{}, planned.PlannedPrivate...)
	}
	if !reflect.DeepEqual(one, other) {
		t.Errorf("the plan is\n%+v, not\n%+v", one, other)
	}
}

// A plan fills in defaults, and sees write-only arguments, without a change of the
// state.
func TestSettlersHaveNothingForAPlanToFillIn(t *testing.T) {
	t.Parallel()
	for typeName, settler := range settlers(t) {
		var described resource.SchemaResponse
		settler.Schema(t.Context(), resource.SchemaRequest{}, &described)
		for name, attribute := range described.Schema.Attributes {
			if attribute.IsWriteOnly() {
				t.Errorf("%s.%s is write-only", typeName, name)
			}
			if filled := reflect.ValueOf(attribute).FieldByName("Default"); filled.IsValid() && !filled.IsNil() {
				t.Errorf("%s.%s has a default", typeName, name)
			}
		}
		if len(described.Schema.Blocks) > 0 {
			t.Errorf("%s has blocks, which this test does not look into", typeName)
		}
	}
}

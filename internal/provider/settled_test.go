package provider_test

import (
	"bytes"
	"reflect"
	"testing"

	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
)

// A settler answers a plan that comes to nothing itself. What it answers must be
// what the framework would have planned.

// settlers are the constructors of the settlers, by type.
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
	return found
}

func TestEverySettledPlanIsTheWholePlan(t *testing.T) {
	t.Parallel()
	all := settlers(t)
	if len(all) == 0 {
		t.Fatal("there are no settlers")
	}
	for typeName := range all {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			platform, settled, created := create(t, typeName, samples[typeName])
			// A provider that does not tell its data has no settlers.
			whole := prototest.New(t, func() fwprovider.Provider {
				return struct{ fwprovider.Provider }{provider.New("test")()}
			}, platform.Configuration())
			short, err := settled.Plan(t, created, samples[typeName].config)
			must(t, err)
			long, err := whole.Plan(t, created, samples[typeName].config)
			must(t, err)
			for what, pair := range map[string][2]any{
				"diagnostics": {short.Diagnostics, long.Diagnostics},
				"replacement": {short.RequiresReplace, long.RequiresReplace},
			} {
				if !reflect.DeepEqual(pair[0], pair[1]) {
					t.Errorf("%s: %v, not %v", what, pair[0], pair[1])
				}
			}
			if !bytes.Equal(short.PlannedPrivate, long.PlannedPrivate) {
				t.Errorf("private: %s, not %s", short.PlannedPrivate, long.PlannedPrivate)
			}
			mustPlanNothing(t, settled, created, samples[typeName].config)
			mustPlanNothing(t, whole, created, samples[typeName].config)
			identities := [2]string{string(short.PlannedIdentity.IdentityData.MsgPack), string(long.PlannedIdentity.IdentityData.MsgPack)}
			if identities[0] != identities[1] {
				t.Errorf("identity: %q, not %q", identities[0], identities[1])
			}
		})
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

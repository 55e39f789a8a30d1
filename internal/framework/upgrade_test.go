package framework_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

func TestAStateOfThisVersionIsWhatTheFrameworkMakesOfIt(t *testing.T) {
	t.Parallel()
	guarded, plain := framework.Guarded(indiscreet{}), providerserver.NewProtocol6(indiscreet{})()
	described, err := plain.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	of := described.ResourceSchemas["indiscreet_thing"].ValueType()
	for _, state := range []string{`{"name":"Robin","keys":{"a":{"secrets":null}}}`, `{"name":"Robin"}`, `{}`} {
		request := &tfprotov6.UpgradeResourceStateRequest{TypeName: "indiscreet_thing", RawState: &tfprotov6.RawState{JSON: []byte(state)}}
		got, err := guarded.UpgradeResourceState(t.Context(), request)
		if err != nil || len(got.Diagnostics) > 0 {
			t.Fatal(err, got)
		}
		want, err := plain.UpgradeResourceState(t.Context(), request)
		if err != nil || len(want.Diagnostics) > 0 {
			t.Fatal(err, want)
		}
		one, err := got.UpgradedState.Unmarshal(of)
		if err != nil {
			t.Fatal(err)
		}
		if other, err := want.UpgradedState.Unmarshal(of); err != nil || !one.Equal(other) {
			t.Errorf("%s became %v, not %v (%v)", state, one, other, err)
		}
	}
}

func TestAStateThatTheFrameworkHasToReadIsLeftToIt(t *testing.T) {
	t.Parallel()
	guarded := framework.Guarded(indiscreet{})
	for name, request := range map[string]*tfprotov6.UpgradeResourceStateRequest{
		"of another version": {TypeName: "indiscreet_thing", Version: 7, RawState: &tfprotov6.RawState{JSON: []byte(`{"name":"Robin"}`)}},
		"of another type":    {TypeName: "indiscreet_other", RawState: &tfprotov6.RawState{JSON: []byte(`{"name":"Robin"}`)}},
		"of an old engine":   {TypeName: "indiscreet_thing", RawState: &tfprotov6.RawState{Flatmap: map[string]string{"name": "Robin"}}},
	} {
		resp, err := guarded.UpgradeResourceState(t.Context(), request)
		if err == nil && len(resp.Diagnostics) == 0 {
			t.Errorf("a state %s became %v", name, resp.UpgradedState)
		}
	}
}

package framework_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

type decoded struct {
	Name    types.String      `tfsdk:"name"`
	Adopted types.Bool        `tfsdk:"adopted"`
	Ends    timetypes.RFC3339 `tfsdk:"ends"`
}

var decodedSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"name":    schema.StringAttribute{Required: true},
	"adopted": schema.BoolAttribute{Optional: true},
	"ends":    schema.StringAttribute{Optional: true, CustomType: timetypes.RFC3339Type{}},
}}

func TestObjectsAreDecodedAsTheFrameworkDoesAndEncodedBack(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][3]any{
		"known":   {"Robin", true, "2027-01-01T00:00:00Z"},
		"null":    {nil, nil, nil},
		"unknown": {tftypes.UnknownValue, tftypes.UnknownValue, tftypes.UnknownValue},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			object := tftypes.NewValue(decodedSchema.Type().TerraformType(t.Context()), map[string]tftypes.Value{
				"name":    tftypes.NewValue(tftypes.String, values[0]),
				"adopted": tftypes.NewValue(tftypes.Bool, values[1]),
				"ends":    tftypes.NewValue(tftypes.String, values[2]),
			})
			var want decoded
			if diags := (tfsdk.State{Raw: object, Schema: decodedSchema}).Get(t.Context(), &want); diags.HasError() {
				t.Fatal(diags)
			}
			var got decoded
			if diags := framework.Decode(t.Context(), object, &got); diags.HasError() || got != want {
				t.Errorf("decoded as %v, %v, not as %v", got, diags, want)
			}
			encoded := tftypes.NewValue(object.Type(), nil)
			if diags := framework.Encode(t.Context(), got, &encoded); diags.HasError() || !encoded.Equal(object) {
				t.Errorf("encoded as %v, %v, not as %v", encoded, diags, object)
			}
		})
	}
}

func TestDecodeRefusesAnotherObject(t *testing.T) {
	t.Parallel()
	text := func(kind tftypes.Type, value any) map[string]tftypes.Value {
		return map[string]tftypes.Value{
			"name": tftypes.NewValue(kind, value), "adopted": tftypes.NewValue(tftypes.Bool, true), "ends": tftypes.NewValue(tftypes.String, nil),
		}
	}
	missing := text(tftypes.String, "Robin")
	delete(missing, "ends")
	for message, attributes := range map[string]map[string]tftypes.Value{
		`no attribute "ends"`: missing,
		`attribute "name"`:    text(tftypes.Bool, true),
	} {
		kinds := map[string]tftypes.Type{}
		for name, value := range attributes {
			kinds[name] = value.Type()
		}
		var model decoded
		object := tftypes.NewValue(tftypes.Object{AttributeTypes: kinds}, attributes)
		diags := framework.Decode(t.Context(), object, &model)
		if !diags.HasError() || !strings.Contains(diags[0].Detail(), message) {
			t.Errorf("it says %v, not %s", diags, message)
		}
		if before := object.Copy(); !framework.Encode(t.Context(), model, &object).HasError() || !object.Equal(before) {
			t.Errorf("the model is written over %v", before)
		}
	}
	if !framework.Decode(t.Context(), tftypes.NewValue(tftypes.String, "Robin"), new(decoded)).HasError() {
		t.Error("a text is decoded as an object")
	}
}

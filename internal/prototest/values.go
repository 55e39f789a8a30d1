package prototest

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type unknown struct{}

// Unknown is a value that is known only after apply.
var Unknown any = unknown{}

func dynamic(t testing.TB, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

// wire makes a value of that type; attributes that a map leaves out are null.
func wire(t testing.TB, of tftypes.Type, from any) tftypes.Value {
	t.Helper()
	switch from.(type) {
	case nil:
		return tftypes.NewValue(of, nil)
	case unknown:
		return tftypes.NewValue(of, tftypes.UnknownValue)
	}
	switch typed := of.(type) {
	case tftypes.Object:
		return wireObject(t, typed, from)
	case tftypes.Map:
		values := map[string]tftypes.Value{}
		for key, element := range as[map[string]any](t, from) {
			values[key] = wire(t, typed.ElementType, element)
		}
		return tftypes.NewValue(of, values)
	case tftypes.List:
		return tftypes.NewValue(of, wireAll(t, typed.ElementType, from))
	case tftypes.Set:
		return tftypes.NewValue(of, wireAll(t, typed.ElementType, from))
	}
	if number, is := from.(int); is {
		return tftypes.NewValue(of, big.NewFloat(float64(number)))
	}
	return tftypes.NewValue(of, from)
}

func wireObject(t testing.TB, of tftypes.Object, from any) tftypes.Value {
	t.Helper()
	attributes := as[map[string]any](t, from)
	values := map[string]tftypes.Value{}
	for name, attribute := range of.AttributeTypes {
		values[name] = wire(t, attribute, attributes[name])
	}
	for name := range attributes {
		if _, has := of.AttributeTypes[name]; !has {
			t.Fatalf("there is no attribute %s", name)
		}
	}
	return tftypes.NewValue(of, values)
}

func wireAll(t testing.TB, of tftypes.Type, from any) []tftypes.Value {
	t.Helper()
	values := []tftypes.Value{}
	for _, element := range as[[]any](t, from) {
		values = append(values, wire(t, of, element))
	}
	return values
}

func as[T any](t testing.TB, from any) T {
	t.Helper()
	typed, is := from.(T)
	if !is {
		t.Fatalf("%v is %T, not %T", from, from, typed)
	}
	return typed
}

// native makes a Go value; unknown values become [Unknown].
func native(t testing.TB, value tftypes.Value) any {
	t.Helper()
	if value.IsNull() {
		return nil
	}
	if !value.IsKnown() {
		return Unknown
	}
	switch {
	case value.Type().Is(tftypes.String):
		return read[string](t, value)
	case value.Type().Is(tftypes.Bool):
		return read[bool](t, value)
	case value.Type().Is(tftypes.Number):
		number := read[big.Float](t, value)
		whole, _ := number.Int64()
		return int(whole)
	case value.Type().Is(tftypes.Object{}), value.Type().Is(tftypes.Map{}):
		values := map[string]any{}
		for key, element := range read[map[string]tftypes.Value](t, value) {
			values[key] = native(t, element)
		}
		return values
	}
	values := []any{}
	for _, element := range read[[]tftypes.Value](t, value) {
		values = append(values, native(t, element))
	}
	return values
}

func read[T any](t testing.TB, value tftypes.Value) T {
	t.Helper()
	var into T
	if err := value.As(&into); err != nil {
		t.Fatal(err)
	}
	return into
}

// proposed is the configuration with computed attributes kept from prior, as
// Terraform proposes it to the provider. Write-only values do not stay.
func proposed(t testing.TB, schema *tfprotov6.Schema, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	if config.IsNull() {
		return config
	}
	kept := map[string]tftypes.Value{}
	if !prior.IsNull() {
		kept = read[map[string]tftypes.Value](t, prior)
	}
	values := read[map[string]tftypes.Value](t, config)
	for _, attribute := range schema.Block.Attributes {
		old, had := kept[attribute.Name]
		switch {
		case attribute.WriteOnly:
			values[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
		case attribute.Computed && had && values[attribute.Name].IsNull():
			values[attribute.Name] = old
		case attribute.NestedType != nil && attribute.NestedType.Nesting == singleNesting && had && !old.IsNull():
			values[attribute.Name] = proposedObject(t, attribute, old, values[attribute.Name])
		}
	}
	return tftypes.NewValue(config.Type(), values)
}

const singleNesting = tfprotov6.SchemaObjectNestingModeSingle

func proposedObject(t testing.TB, attribute *tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	inner := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: attribute.NestedType.Attributes}}
	return proposed(t, inner, prior, config)
}

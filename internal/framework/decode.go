package framework

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Decode reads an object into a model, a structure each of whose fields is a value
// of the framework and has a tfsdk tag. It is [tfsdk.State.Get] for objects that come
// in thousands: that looks at the tags of the model again for every one of them.
func Decode[Model any](ctx context.Context, object tftypes.Value) (Model, error) {
	var model Model
	var attributes map[string]tftypes.Value
	if err := object.As(&attributes); err != nil {
		return model, err
	}
	fields := reflect.ValueOf(&model).Elem()
	for i, field := range fieldsOf(ctx, fields.Type()) {
		raw, is := attributes[field.name]
		if !is {
			return model, fmt.Errorf("the object has no attribute %q", field.name)
		}
		value, err := field.kind.ValueFromTerraform(ctx, raw)
		if err != nil {
			return model, fmt.Errorf("attribute %q: %w", field.name, err)
		}
		fields.Field(i).Set(reflect.ValueOf(value))
	}
	return model, nil
}

// modelField is a field of a model, and the attribute that it holds.
type modelField struct {
	name string
	kind attr.Type
}

// modelFields are the fields of the models decoded so far, by the model's type.
var modelFields sync.Map

func fieldsOf(ctx context.Context, model reflect.Type) []modelField {
	if known, is := modelFields.Load(model); is {
		return known.([]modelField) //nolint:forcetypeassert // stored below, alone
	}
	fields := make([]modelField, model.NumField())
	for i := range fields {
		zero := reflect.Zero(model.Field(i).Type).Interface().(attr.Value) //nolint:forcetypeassert // what a model is, see Decode
		fields[i] = modelField{name: model.Field(i).Tag.Get("tfsdk"), kind: zero.Type(ctx)}
	}
	modelFields.Store(model, fields)
	return fields
}

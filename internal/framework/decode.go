package framework

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Decode reads an object into a model, a structure each of whose fields is a text, a
// number or a truth value of the framework and has a tfsdk tag. It is
// [tfsdk.State.Get] for objects that come in thousands: that looks at the tags of the
// model again for every one of them.
func Decode[Model any](ctx context.Context, object tftypes.Value, model *Model) diag.Diagnostics {
	var attributes map[string]tftypes.Value
	if err := object.As(&attributes); err != nil {
		return unfit("reading", err)
	}
	fields := reflect.ValueOf(model).Elem()
	for i, field := range shapeOf(ctx, fields.Type()).fields {
		raw, is := attributes[field.name]
		if !is {
			return unfit("reading", fmt.Errorf("the object has no attribute %q", field.name))
		}
		value, err := field.kind.ValueFromTerraform(ctx, raw)
		if err != nil {
			return unfit("reading", fmt.Errorf("attribute %q: %w", field.name, err))
		}
		fields.Field(i).Set(reflect.ValueOf(value))
	}
	return nil
}

// Encode writes a model to an object, see [Decode]. It is [tfsdk.State.Set] for
// objects that come in thousands.
func Encode[Model any](ctx context.Context, model Model, object *tftypes.Value) diag.Diagnostics {
	fields := reflect.ValueOf(model)
	shape := shapeOf(ctx, fields.Type())
	if !shape.object.Equal(object.Type()) {
		return unfit("writing", fmt.Errorf("the model is %s, the object %s", shape.object, object.Type()))
	}
	attributes := make(map[string]tftypes.Value, len(shape.fields))
	for i, field := range shape.fields {
		value, err := fields.Field(i).Interface().(attr.Value).ToTerraformValue(ctx) //nolint:forcetypeassert // what a model is, see Decode
		if err != nil {
			return unfit("writing", fmt.Errorf("attribute %q: %w", field.name, err))
		}
		attributes[field.name] = value
	}
	*object = tftypes.NewValue(shape.object, attributes)
	return nil
}

func unfit(doing string, err error) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic("An object does not fit its model", fmt.Sprintf(
		"%s it: %s. This is a fault of the provider; please report it.", doing, err))}
}

// modelShape is what a model holds: its fields, and the object they make.
type modelShape struct {
	fields []modelField
	object tftypes.Object
}

// modelField is a field of a model, and the attribute that it holds.
type modelField struct {
	name string
	kind attr.Type
}

// modelShapes are the shapes of the models seen so far, by the model's type.
var modelShapes sync.Map

func shapeOf(ctx context.Context, model reflect.Type) modelShape {
	if known, is := modelShapes.Load(model); is {
		return known.(modelShape) //nolint:forcetypeassert // stored below, alone
	}
	shape := modelShape{make([]modelField, model.NumField()), tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}}
	for i := range shape.fields {
		zero := reflect.Zero(model.Field(i).Type).Interface().(attr.Value) //nolint:forcetypeassert // what a model is, see Decode
		field := modelField{name: model.Field(i).Tag.Get("tfsdk"), kind: zero.Type(ctx)}
		shape.fields[i] = field
		shape.object.AttributeTypes[field.name] = field.kind.TerraformType(ctx)
	}
	modelShapes.Store(model, shape)
	return shape
}

package salesforce

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// switchSetting is a setting that is on or off.
func switchSetting[T any](name, description string, at func(*T) **bool) setting[T] {
	return setting[T]{
		name:      name,
		attribute: schema.BoolAttribute{MarkdownDescription: description, Optional: true, Computed: true},
		get:       func(section *T) attr.Value { return types.BoolPointerValue(*at(section)) },
		set: func(section *T, value attr.Value) {
			on, _ := value.(types.Bool)
			if element := at(section); *element != nil || on.ValueBool() {
				*element = on.ValueBoolPointer()
			}
		},
	}
}

// textSetting is a setting of any words. Null brings back that there are none, which
// is said even where the organization shows none.
func textSetting[T any](name, description string, at func(*T) **string, validators ...validator.String) setting[T] {
	return setting[T]{
		name: name,
		attribute: schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Computed: true,
			Validators: append([]validator.String{stringvalidator.LengthAtLeast(1), trimmed{}}, validators...),
		},
		get: func(section *T) attr.Value { return text(*at(section)) },
		set: func(section *T, value attr.Value) {
			words, _ := value.(types.String)
			content := words.ValueString()
			*at(section) = &content
		},
	}
}

// choiceSetting is a setting of one of the platform's words. There is no word for
// none.
func choiceSetting[T any](name, description string, at func(*T) **string, words ...string) setting[T] {
	made := textSetting(name, description, at, stringvalidator.OneOf(words...))
	made.set = func(section *T, value attr.Value) {
		if word, _ := value.(types.String); !word.IsNull() {
			setChoice(at(section), word)
		}
	}
	return made
}

// numberSetting is a setting of a number between bounds.
func numberSetting[T any](name, description string, least, most int64, at func(*T) **int64) setting[T] {
	return setting[T]{
		name:      name,
		attribute: numberAttribute(description, least, most),
		get:       func(section *T) attr.Value { return types.Int64PointerValue(*at(section)) },
		set: func(section *T, value attr.Value) {
			if count, _ := value.(types.Int64); !count.IsNull() {
				*at(section) = count.ValueInt64Pointer()
			}
		},
	}
}

// numberTextSetting is a numberSetting that the platform writes as a text.
func numberTextSetting[T any](name, description string, least, most int64, at func(*T) **string) setting[T] {
	return setting[T]{
		name:      name,
		attribute: numberAttribute(description, least, most),
		get: func(section *T) attr.Value {
			if element := *at(section); element != nil {
				if count, err := strconv.ParseInt(*element, 10, 64); err == nil {
					return types.Int64Value(count)
				}
			}
			return types.Int64Null()
		},
		set: func(section *T, value attr.Value) {
			if count, _ := value.(types.Int64); !count.IsNull() {
				digits := strconv.FormatInt(count.ValueInt64(), 10)
				*at(section) = &digits
			}
		},
	}
}

func numberAttribute(description string, least, most int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description, Optional: true, Computed: true,
		Validators: []validator.Int64{int64validator.Between(least, most)},
	}
}

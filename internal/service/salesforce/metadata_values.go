package salesforce

import "github.com/hashicorp/terraform-plugin-framework/types"

// The functions below turn the elements of metadata components into values of
// Terraform and back. An element may be absent, and an absent text is the same
// as an empty one; Terraform's null is both.

// setText gives an element a text. An element that is there is emptied, not left
// out, when there is no text: only that clears it.
func setText(element **string, value types.String) {
	if value.IsNull() && *element == nil {
		return
	}
	content := value.ValueString()
	*element = &content
}

// setChoice gives an element one of an enumeration's words, or leaves it out:
// an enumeration has no empty word.
func setChoice(element **string, value types.String) { *element = value.ValueStringPointer() }

// setFlag gives an element a truth.
func setFlag(element **bool, value types.Bool) { *element = value.ValueBoolPointer() }

// text is an element's text.
func text(element *string) types.String {
	if element == nil || *element == "" {
		return types.StringNull()
	}
	return types.StringValue(*element)
}

// textAs is an element's text in the spelling that it had before, when that says
// the same.
func textAs(element *string, before types.String, same func(one, other string) bool) types.String {
	told := text(element)
	if !told.IsNull() && !before.IsNull() && !before.IsUnknown() && same(told.ValueString(), before.ValueString()) {
		return before
	}
	return told
}

// flag is an element's truth, or the platform's default where it does not tell.
func flag(element *bool, byDefault bool) types.Bool {
	if element == nil {
		return types.BoolValue(byDefault)
	}
	return types.BoolValue(*element)
}

// number is an element's number, where zero says that there is none.
func number(element *int64) types.Int64 {
	if element == nil || *element == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(*element)
}

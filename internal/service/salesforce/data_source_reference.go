package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// foundByName is an argument that finds the object by a name.
func foundByName(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description, Optional: true, Computed: true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// foundByID is an argument that finds the object by its id.
func foundByID(of kind) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("Id (`%s…`).", of.prefixes[0]), Optional: true, Computed: true,
		Validators: []validator.String{idOf{of}},
	}
}

// told is what the platform tells of the object.
func told(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func toldFlag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// exactlyOneOf demands one of the arguments that find the object.
func exactlyOneOf(arguments ...string) []datasource.ConfigValidator {
	matches := make([]path.Expression, len(arguments))
	for i, argument := range arguments {
		matches[i] = path.MatchRoot(argument)
	}
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(matches...)}
}

// writtenOf is the argument that is set, and its value.
func writtenOf(arguments map[string]types.String) (argument, value string) {
	for name, text := range arguments {
		if !text.IsNull() {
			argument, value = name, text.ValueString()
		}
	}
	return argument, value
}

// explainLookUp reports that an object could not be looked up. What a user may
// not see is not there for that user.
func explainLookUp(diags *diag.Diagnostics, noun framework.Noun, argument, value string, err error) {
	if !transport.IsNotFound(err) {
		noun.FailedAt(diags, path.Root(argument), "find", value, err)
		return
	}
	diags.AddAttributeError(path.Root(argument), "There is no such "+noun.Name, fmt.Sprintf(
		"Nothing has the %s %q in the organization, as far as the identity that the provider signs in with may see. %s",
		argument, value, noun.Needs))
}

// idOf accepts the id of an object of one kind.
type idOf struct{ kind kind }

// Description implements [validator.Describer].
func (v idOf) Description(context.Context) string {
	return fmt.Sprintf("must be the id of a %s (%s…)", v.kind.name, v.kind.prefixes[0])
}

// MarkdownDescription implements [validator.Describer].
func (v idOf) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v idOf) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	problem := v.kind.problem(text)
	if problem == "" && !v.kind.isID(text) {
		problem = fmt.Sprintf("%q is no id", text)
	}
	if problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong id", problem+". The argument "+v.Description(ctx)+".")
	}
}

package anypoint

import (
	"cmp"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// foundIn is an argument of a data source that falls back to the provider's
// default, by fallBack.
func foundIn(what, argument string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("%s, as a UUID. Default: the provider's `anypoint.%s`.", what, argument),
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{framework.UUID()},
	}
}

// fallBack fills an argument that the configuration leaves out with the
// provider's default.
func fallBack(argument *types.String, name, providerDefault string, diags *diag.Diagnostics) {
	value := cmp.Or(argument.ValueString(), providerDefault)
	if value == "" {
		diags.AddAttributeError(path.Root(name), "Missing "+name,
			fmt.Sprintf("Set %s here or in the anypoint block of the provider.", name))
	}
	*argument = types.StringValue(value)
}

// told is an attribute that a data source reads.
func told(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// orNull is null where the platform tells nothing.
func orNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

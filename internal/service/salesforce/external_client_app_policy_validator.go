package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// defaultsWithoutOAuth lets an app without OAuth say no more of its OAuth policies
// than the defaults, which is what an import writes down.
type defaultsWithoutOAuth struct{ defaults map[string]attr.Value }

// Description implements [validator.Describer].
func (defaultsWithoutOAuth) Description(context.Context) string {
	return "other values than the defaults need oauth"
}

// MarkdownDescription implements [validator.Describer].
func (v defaultsWithoutOAuth) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateObject implements [validator.Object].
func (v defaultsWithoutOAuth) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	var oauth types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("oauth"), &oauth)...)
	if !oauth.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	for name, value := range req.ConfigValue.Attributes() {
		if !value.IsNull() && !value.IsUnknown() && !value.Equal(v.defaults[name]) {
			resp.Diagnostics.AddAttributeError(req.Path.AtName(name), "Policy of an app without OAuth",
				`Attribute "oauth" must be specified when "`+req.Path.AtName(name).String()+`" is another than the default.`)
		}
	}
}

package anypoint

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// absoluteURI accepts URIs with a scheme, one of schemes unless there are none,
// and without a fragment.
type absoluteURI struct{ schemes []string }

// Description implements [validator.String].
func (v absoluteURI) Description(context.Context) string {
	if len(v.schemes) > 0 {
		return "must begin with " + strings.Join(v.schemes, ":// or ") + "://, and name a host"
	}
	return "must be an absolute URI without a fragment, such as https://app.example.com/callback"
}

// MarkdownDescription implements [validator.String].
func (v absoluteURI) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v absoluteURI) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	parsed, err := url.Parse(text)
	isWrong := err != nil || parsed.Scheme == "" || strings.Contains(text, "#") || strings.ContainsAny(text, " \t\n")
	if !isWrong && len(v.schemes) > 0 {
		isWrong = !slices.Contains(v.schemes, parsed.Scheme) || parsed.Host == ""
	}
	if isWrong {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong address", "\""+text+"\" "+v.Description(ctx)+".")
	}
}

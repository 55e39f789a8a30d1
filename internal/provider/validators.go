package provider

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

func apiVersion() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[1-9][0-9]\.0$`), "must be an API version such as 66.0")
}

// goDuration accepts durations such as 30s.
type goDuration struct{}

// Description implements [validator.Describer].
func (goDuration) Description(context.Context) string { return "must be a duration such as 30s or 10m" }

// MarkdownDescription implements [validator.Describer].
func (d goDuration) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

// ValidateString implements [validator.String].
func (d goDuration) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if parsed, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || parsed < 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong duration",
			fmt.Sprintf("%q %s.", req.ConfigValue.ValueString(), d.Description(ctx)))
	}
}

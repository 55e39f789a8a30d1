package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// appPrefix is what ids of connected apps begin with.
const appPrefix = "0H4"

// appReference accepts the API name or the id of an app.
type appReference struct{}

// Description implements [validator.Describer].
func (appReference) Description(context.Context) string {
	return "must be the API name or the id of an app"
}

// MarkdownDescription implements [validator.Describer].
func (v appReference) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (appReference) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	reference := req.ConfigValue.ValueString()
	if apiName.MatchString(reference) || salesforceapi.IsID(reference, appPrefix) {
		return
	}
	reason := "it is neither an API name, which begins with a letter, nor an id that begins with " + appPrefix
	if _, err := salesforceapi.ParseID(reference); err != nil && len(reference) >= 15 && reference[0] == '0' {
		reason = err.Error()
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Wrong app", fmt.Sprintf(
		"%q is not the API name or the id of an app: %s.", reference, reason))
}

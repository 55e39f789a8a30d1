package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ownSecrets refuses secrets for a principal whose users enter their own.
type ownSecrets struct{}

// Description implements [validator.Describer].
func (ownSecrets) Description(context.Context) string {
	return "must hold no secrets for a PerUserPrincipal"
}

// MarkdownDescription implements [validator.Describer].
func (v ownSecrets) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements [validator.Object].
func (ownSecrets) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	values := req.ConfigValue.Attributes()
	secrets, has := values["secrets"]
	if has && !secrets.IsNull() && values["type"].Equal(types.StringValue("PerUserPrincipal")) {
		resp.Diagnostics.AddAttributeError(req.Path.AtName("secrets"), "Secrets of each user",
			"Users enter the secrets of a PerUserPrincipal themselves, in their personal settings.")
	}
}

package anypoint

import (
	"context"
	"encoding/pem"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// longestPublicKey is what the platform takes.
const longestPublicKey = 4096

// isPublicKey accepts PEM documents that hold no private key.
type isPublicKey struct{}

func (isPublicKey) Description(context.Context) string {
	return "must be a public key or certificate as a PEM document of at most 4096 characters"
}

func (v isPublicKey) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v isPublicKey) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	block, _ := pem.Decode([]byte(text))
	if block == nil || len(text) > longestPublicKey || !slices.Contains([]string{"PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"}, block.Type) {
		// The value may be a private key by mistake: it is not repeated.
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong public key", "Each "+v.Description(ctx)+".")
	}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: what goes
// with acting for itself and what with acting for users.
func (*connectedAppResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model connectedAppModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, element := range model.Scopes.Elements() {
		if words, ok := wordsOf(element); ok {
			words.checkPlace(path.Root("scopes").AtSetValue(element), &resp.Diagnostics)
		}
	}
	grants, known := knownTexts(model.GrantTypes)
	if !known {
		return
	}
	forItself := slices.Contains(grants, anypointapi.GrantClientCredentials)
	forUsers := len(grants) > 1 || !forItself
	redirects := slices.Contains(grants, anypointapi.GrantAuthorizationCode) || slices.Contains(grants, anypointapi.GrantImplicit)
	refuse := func(attribute, detail string) {
		resp.Diagnostics.AddAttributeError(path.Root(attribute), "Wrong for the app's grant types", detail)
	}
	if len(model.Scopes.Elements()) > 0 && !forItself {
		refuse("scopes", "Only an app with the grant type client_credentials acts for itself. What an app may do for users goes in delegated_scopes.")
	}
	if len(model.DelegatedScopes.Elements()) > 0 && !forUsers {
		refuse("delegated_scopes", "An app with the grant type client_credentials alone acts for no user. What it may do for itself goes in scopes.")
	}
	if !model.RedirectURIs.IsUnknown() && len(model.RedirectURIs.Elements()) == 0 && redirects {
		refuse("redirect_uris", "The grant types authorization_code and implicit need an address to redirect to.")
	}
}

// knownTexts are the elements of a set, if all of them are known.
func knownTexts(set types.Set) (texts []string, known bool) {
	if set.IsUnknown() {
		return nil, false
	}
	texts = []string{}
	for _, element := range set.Elements() {
		text, _ := element.(types.String)
		if text.IsUnknown() {
			return nil, false
		}
		texts = append(texts, text.ValueString())
	}
	return texts, true
}

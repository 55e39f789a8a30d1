package salesforce

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// explainExternalCreate reports why an app was not created.
func explainExternalCreate(model *externalAppModel, err error, diags *diag.Diagnostics) {
	if !transport.IsConflict(err) {
		explainExternalWrite(model, "create", err, diags)
		return
	}
	diags.AddAttributeError(path.Root("name"), "Salesforce external client app exists already", fmt.Sprintf(
		"There is a %s already. Bring it under Terraform with\n\n  terraform import ADDRESS %s\n\nor choose another name. "+
			"The platform said: %s.", model.object(), model.Name.ValueString(), err))
}

// explainExternalWrite reports a write that failed, at the attribute that the
// platform found fault with.
func explainExternalWrite(model *externalAppModel, verb string, err error, diags *diag.Diagnostics) {
	oauth := path.Root("oauth")
	switch {
	case isAbout(err, "consumerKey", "consumer key"):
		externalAppNoun.FailedAt(diags, oauth.AtName("consumer_key"), verb, model.object(), fmt.Errorf(
			"%w\n\nConsumer keys are unique among all Salesforce organizations, and that of a deleted app may stay reserved for a while. "+
				"Choose another one, or leave consumer_key out and let Salesforce make one up", err))
	case isAbout(err, "clientCredentialsFlowUser", "clientcredentialsflowuser"):
		externalAppNoun.FailedAt(diags, oauth.AtName("client_credentials_user"), verb, model.object(), err)
	case isAbout(err, "executeHandlerAs", "executehandleras"):
		externalAppNoun.FailedAt(diags, path.Root("oauth_policy").AtName("plugin_execution_user"), verb, model.object(), err)
	case isAbout(err, "commaSeparatedCustomScopes", "commaseparatedcustomscopes"):
		externalAppNoun.FailedAt(diags, oauth.AtName("custom_scopes"), verb, model.object(), err)
	default:
		externalAppNoun.Failed(diags, verb, model.object(), err)
	}
}

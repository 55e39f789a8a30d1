package salesforce

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// expandNew is the definition of an app to be created, the only one that may
// carry the consumer's key and secret.
func (m *connectedAppModel) expandNew(secret types.String) salesforceapi.ConnectedApp {
	app := salesforceapi.ConnectedApp{FullName: m.Name.ValueString()}
	m.define(&app)
	if app.OAuthConfig != nil {
		app.OAuthConfig.ConsumerSecret = secret.ValueStringPointer()
		if !m.OAuth.ConsumerKey.IsUnknown() {
			app.OAuthConfig.ConsumerKey = m.OAuth.ConsumerKey.ValueStringPointer()
		}
	}
	return app
}

// forgetUnknown makes null what is not known yet, so that an app that exists is
// in the state before all of it could be read.
func (m *connectedAppModel) forgetUnknown() {
	m.ID, m.Approved = types.StringNull(), types.BoolNull()
	if m.OAuth != nil && m.OAuth.ConsumerKey.IsUnknown() {
		m.OAuth.ConsumerKey = types.StringNull()
	}
}

// explainCreate reports why an app was not created and what to do about it.
func explainCreate(model *connectedAppModel, err error, diags *diag.Diagnostics) {
	const verb = "create"
	credentials := path.Root("oauth")
	switch {
	case salesforceapi.IsCreationRestricted(err):
		diags.AddError("New connected apps are not allowed in this organization", fmt.Sprintf(
			"%s: %s.\n\nSince Spring '26 Salesforce organizations take no new connected apps by default; existing ones keep working and can "+
				"be imported. Use an external client app instead, Salesforce's successor of connected apps, or open a case with Salesforce "+
				"Support to have their creation allowed (Setup, External Client Apps, Settings, Allow creation of connected apps).",
			model.object(), err))
	case isAbout(err, "consumerKey", "consumer key"):
		connectedAppNoun.FailedAt(diags, credentials.AtName("consumer_key"), verb, model.object(), fmt.Errorf(
			"%w\n\nConsumer keys are unique among all Salesforce organizations, and that of a deleted app may stay reserved for a while. "+
				"Choose another one, or leave consumer_key out and let Salesforce make one up", err))
	case isAbout(err, "consumerSecret", "consumer secret"):
		connectedAppNoun.FailedAt(diags, credentials.AtName("consumer_secret"), verb, model.object(), err)
	case isAbout(err, "oauthClientCredentialUser", "oauthclientcredentialuser"):
		connectedAppNoun.FailedAt(diags, credentials.AtName("client_credentials_user"), verb, model.object(), err)
	case transport.IsConflict(err):
		diags.AddAttributeError(path.Root("name"), "Salesforce connected app exists already", fmt.Sprintf(
			"There is a %s already. Bring it under Terraform with\n\n  terraform import ADDRESS %s\n\nor choose another name. "+
				"The platform said: %s.", model.object(), model.Name.ValueString(), err))
	default:
		connectedAppNoun.Failed(diags, verb, model.object(), err)
	}
}

// isAbout tells a refusal of one field's value, by the field or in words.
func isAbout(err error, field, words string) bool {
	var refused *transport.Error
	if !errors.As(err, &refused) {
		return false
	}
	return slices.Contains(refused.Fields, field) || strings.Contains(strings.ToLower(refused.Message), words)
}

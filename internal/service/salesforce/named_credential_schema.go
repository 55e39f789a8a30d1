package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*namedCredentialResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An endpoint that the organization calls by name, and the external credential that it proves itself with. All changes " +
			"but that of the name are made in place.",
		Attributes: map[string]schema.Attribute{
			"name":  policyNameAttribute(),
			"label": requiredText("Name that people see.", stringvalidator.LengthAtMost(80)),
			"type": choiceWithDefault("`SecuredEndpoint`, or `PrivateEndpoint` through a private connection.", "SecuredEndpoint",
				[]string{"SecuredEndpoint", "PrivateEndpoint"}),
			"url": requiredText("Where calls go: an `https` URL.", isSecureURL()),
			"external_credential": requiredText("API name of the external credential. Refer to "+
				"`apiaccess_salesforce_external_credential.NAME.name`, so that it is made first.",
				stringvalidator.RegexMatches(namespacedName, "must be an API name")),
			"network_connection":            optionalText("Private connection of a `PrivateEndpoint`, by its API name. Default: none."),
			"allow_merge_fields_in_body":    toggle("Formulas in the bodies of calls are filled in, with secrets too. Default `false`.", false),
			"allow_merge_fields_in_header":  toggle("Formulas in the headers of calls are filled in, with secrets too. Default `false`.", false),
			"generate_authorization_header": toggle("Salesforce writes the header `Authorization` by itself. Default `true`.", true),
			"custom_headers":                customHeadersAttribute(),
			"organization_id":               organizationAttribute(),
			"id":                            computedText("Id of the credential."),
		},
	}
}

type namedCredentialModel struct {
	OrganizationID              types.String            `tfsdk:"organization_id"`
	ID                          types.String            `tfsdk:"id"`
	Name                        types.String            `tfsdk:"name"`
	Label                       types.String            `tfsdk:"label"`
	Type                        types.String            `tfsdk:"type"`
	URL                         types.String            `tfsdk:"url"`
	ExternalCredential          types.String            `tfsdk:"external_credential"`
	NetworkConnection           types.String            `tfsdk:"network_connection"`
	AllowMergeFieldsInBody      types.Bool              `tfsdk:"allow_merge_fields_in_body"`
	AllowMergeFieldsInHeader    types.Bool              `tfsdk:"allow_merge_fields_in_header"`
	GenerateAuthorizationHeader types.Bool              `tfsdk:"generate_authorization_header"`
	CustomHeaders               map[string]types.String `tfsdk:"custom_headers"`
}

func (m namedCredentialModel) identity() namedIdentity {
	return namedIdentity{m.OrganizationID, m.Name}
}

func (m namedCredentialModel) object() string { return "named credential " + m.Name.ValueString() }

// define makes a credential what the model says. Its further parameters, and headers
// that the state before did not have either, are left alone.
func (m namedCredentialModel) define(credential *salesforceapi.NamedCredential, before namedCredentialModel) {
	credential.DeveloperName, credential.Label = m.Name.ValueString(), m.Label.ValueString()
	credential.Type, credential.CalloutURL = m.Type.ValueString(), m.URL.ValueString()
	credential.ExternalCredentials = []salesforceapi.DeveloperName{{DeveloperName: m.ExternalCredential.ValueString()}}
	credential.NetworkConnection = nil
	if !m.NetworkConnection.IsNull() {
		credential.NetworkConnection = &salesforceapi.DeveloperName{DeveloperName: m.NetworkConnection.ValueString()}
	}
	credential.CalloutOptions = salesforceapi.CalloutOptions{
		AllowMergeFieldsInBody:      m.AllowMergeFieldsInBody.ValueBool(),
		AllowMergeFieldsInHeader:    m.AllowMergeFieldsInHeader.ValueBool(),
		GenerateAuthorizationHeader: m.GenerateAuthorizationHeader.ValueBool(),
	}
	credential.CustomHeaders = defineHeaders(credential.CustomHeaders, m.CustomHeaders, before.CustomHeaders)
}

// flatten takes over a credential as the platform tells it: when importing, all of
// its headers.
func (m *namedCredentialModel) flatten(credential *salesforceapi.NamedCredential, importing bool) {
	m.ID, m.Label = types.StringValue(credential.ID), types.StringValue(credential.Label)
	m.Type, m.URL = types.StringValue(credential.Type), types.StringValue(credential.CalloutURL)
	m.ExternalCredential, m.NetworkConnection = types.StringNull(), types.StringNull()
	if len(credential.ExternalCredentials) > 0 {
		m.ExternalCredential = types.StringValue(credential.ExternalCredentials[0].DeveloperName)
	}
	if credential.NetworkConnection != nil {
		m.NetworkConnection = textOrNull(credential.NetworkConnection.DeveloperName)
	}
	m.AllowMergeFieldsInBody = types.BoolValue(credential.CalloutOptions.AllowMergeFieldsInBody)
	m.AllowMergeFieldsInHeader = types.BoolValue(credential.CalloutOptions.AllowMergeFieldsInHeader)
	m.GenerateAuthorizationHeader = types.BoolValue(credential.CalloutOptions.GenerateAuthorizationHeader)
	m.CustomHeaders = flattenHeaders(credential.CustomHeaders, m.CustomHeaders, importing)
}

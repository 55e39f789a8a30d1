package anypoint

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	clientIDEnforcementAsset          = "client-id-enforcement"
	defaultClientIDEnforcementVersion = "1.3.3"
	defaultClientIDExpression         = "#[attributes.headers['client_id']]"

	fromExpression = "customExpression"
	fromBasic      = "httpBasicAuthenticationHeader"
)

type clientIDEnforcementModel struct {
	appliedPolicy
	plain

	CredentialsOrigin      types.String `tfsdk:"credentials_origin"`
	ClientIDExpression     types.String `tfsdk:"client_id_expression"`
	ClientSecretExpression types.String `tfsdk:"client_secret_expression"`
}

type clientIDEnforcementConfiguration struct {
	CredentialsOrigin      string `json:"credentialsOriginHasHttpBasicAuthenticationHeader"`
	ClientIDExpression     string `json:"clientIdExpression,omitempty"`
	ClientSecretExpression string `json:"clientSecretExpression,omitempty"`
}

func (*clientIDEnforcementModel) asset() string { return clientIDEnforcementAsset }

func (m *clientIDEnforcementModel) known() bool { return allKnown(m.arguments()) }

func (m *clientIDEnforcementModel) arguments() map[string]attr.Value {
	return map[string]attr.Value{
		"credentials_origin": m.CredentialsOrigin, "client_id_expression": m.ClientIDExpression,
		"client_secret_expression": m.ClientSecretExpression,
	}
}

func (m *clientIDEnforcementModel) configuration(context.Context, *diag.Diagnostics) json.RawMessage {
	configuration := clientIDEnforcementConfiguration{
		CredentialsOrigin: m.CredentialsOrigin.ValueString(), ClientIDExpression: m.ClientIDExpression.ValueString(),
		ClientSecretExpression: m.ClientSecretExpression.ValueString(),
	}
	if configuration.CredentialsOrigin == fromExpression && m.ClientIDExpression.IsNull() {
		configuration.ClientIDExpression = defaultClientIDExpression
	}
	return encodeJSON(configuration)
}

func (m *clientIDEnforcementModel) refresh(_ context.Context, now json.RawMessage, _ memory) diag.Diagnostics {
	var configuration clientIDEnforcementConfiguration
	var diags diag.Diagnostics
	if err := json.Unmarshal(now, &configuration); err != nil {
		diags.AddError("Unable to read the configuration of the policy", err.Error())
		return diags
	}
	m.CredentialsOrigin = types.StringValue(configuration.CredentialsOrigin)
	m.ClientSecretExpression = orNull(configuration.ClientSecretExpression)
	// A default that is left to this type stays left to it.
	if isDefault := configuration.ClientIDExpression == defaultClientIDExpression &&
		configuration.CredentialsOrigin == fromExpression; !isDefault || !m.ClientIDExpression.IsNull() {
		m.ClientIDExpression = orNull(configuration.ClientIDExpression)
	}
	return diags
}

func (m *clientIDEnforcementModel) unkept(ctx context.Context, now json.RawMessage, known memory) diag.Diagnostics {
	after := *m
	diags := after.refresh(ctx, now, known)
	return append(diags, unlike(m.object(), m.arguments(), after.arguments())...)
}

func (*clientIDEnforcementModel) at(key string) path.Path {
	return argument(key, map[string]string{
		"credentialsOriginHasHttpBasicAuthenticationHeader": "credentials_origin",
		"clientIdExpression":     "client_id_expression",
		"clientSecretExpression": "client_secret_expression",
	})
}

func (m *clientIDEnforcementModel) warnings(context.Context) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.CredentialsOrigin.ValueString() == fromExpression && m.ClientSecretExpression.IsNull() {
		diags.AddAttributeWarning(path.Root("client_secret_expression"), "A client id alone is no secret", m.object()+
			": without client_secret_expression whoever knows the client id of an application may call in its name.")
	}
	return diags
}

type clientIDEnforcementResource struct {
	policyResource[clientIDEnforcementModel, *clientIDEnforcementModel]
}

// NewClientIDEnforcementPolicyResource makes
// apiaccess_anypoint_client_id_enforcement_policy.
func NewClientIDEnforcementPolicyResource() resource.Resource {
	return &clientIDEnforcementResource{newPolicyResource[clientIDEnforcementModel](
		"client_id_enforcement_policy", "client id enforcement policy", defaultClientIDEnforcementVersion, "a request would have to pass both")}
}

// Schema implements [resource.Resource].
func (*clientIDEnforcementResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets only applications with an approved contract call one API instance: the policy *Client ID enforcement*. " +
			"Who has none is answered with 401 by the gateway, some seconds after apply.\n\n" +
			"An API instance has the policy once. Where it has it already, creation fails and tells how to import it.",
		Attributes: policyAttributes(map[string]schema.Attribute{
			"asset_version": defaultVersionAttribute(defaultClientIDEnforcementVersion),
			"credentials_origin": schema.StringAttribute{
				MarkdownDescription: "Where the gateway finds the application's credentials: `" + fromExpression + "`, the default, by the " +
					"expressions below, or `" + fromBasic + "`, in the header of HTTP basic authentication. Changed in place.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(fromExpression),
				Validators: []validator.String{stringvalidator.OneOf(fromExpression, fromBasic)},
			},
			"client_id_expression": schema.StringAttribute{
				MarkdownDescription: "Where the client id is, as a DataWeave expression. Default, with `" + fromExpression + "`: `" +
					defaultClientIDExpression + "`. Changed in place.",
				Optional:   true,
				Validators: []validator.String{dataWeave{}},
			},
			"client_secret_expression": schema.StringAttribute{
				MarkdownDescription: "Where the client secret is, as a DataWeave expression such as `#[attributes.headers['client_secret']]`. Default: " +
					"the gateway asks for no secret, of which the plan warns. Changed in place.",
				Optional:   true,
				Validators: []validator.String{dataWeave{}},
			},
		}),
	}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (*clientIDEnforcementResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var model clientIDEnforcementModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if model.CredentialsOrigin.ValueString() != fromBasic {
		return
	}
	for name, value := range map[string]types.String{
		"client_id_expression": model.ClientIDExpression, "client_secret_expression": model.ClientSecretExpression,
	} {
		if !value.IsNull() {
			resp.Diagnostics.AddAttributeError(path.Root(name), "Nothing to find",
				"With credentials_origin "+fromBasic+" both credentials are in the header. Leave "+name+" out.")
		}
	}
}

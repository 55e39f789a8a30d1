package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// Schema implements [resource.Resource].
func (*appScopesResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	scopes := scopesAttribute("All scopes of the app; the empty list takes every scope away. Scopes that are not listed are removed. Changed in " +
		"place, in one call.")
	scopes.Required, scopes.Optional = true, false
	resp.Schema = schema.Schema{
		MarkdownDescription: "The complete list of what a connected app that acts for itself may do, and where. Scopes that somebody adds by hand " +
			"are drift. The scope `profile`, which every such app has, is left alone. To manage single scopes, use " +
			"`apiaccess_anypoint_connected_app_scope`; the two, and `scopes` of `apiaccess_anypoint_connected_app`, are not mixed for one app.",
		Attributes: map[string]schema.Attribute{
			"organization_id":    organizationAttribute(),
			"app":                appAttribute("Connected app that acts for itself, by name or client id."),
			"scopes":             scopes,
			"allow_self_lockout": selfLockoutAttribute("taking scopes from the app"),
			"client_id":          computed("Client id of the app."),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*appScopesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{
			OptionalForImport: true, Description: "Organization of the app; default the provider's.",
		},
		"client_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Client id of the app."},
	}}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (*appScopesResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var scopes types.Set
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("scopes"), &scopes)...)
	for _, element := range scopes.Elements() {
		if words, ok := wordsOf(element); ok {
			words.checkPlace(path.Root("scopes").AtSetValue(element), &resp.Diagnostics)
		}
	}
}

type appScopesModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	App            types.String `tfsdk:"app"`
	Scopes         types.Set    `tfsdk:"scopes"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
	ClientID       types.String `tfsdk:"client_id"`
}

func (m *appScopesModel) identity() connectedAppIdentity {
	return connectedAppIdentity{m.OrganizationID, m.ClientID}
}

func (m *appScopesModel) key() anypointapi.AppKey {
	return anypointapi.AppKey{OrganizationID: m.OrganizationID.ValueString(), ClientID: m.ClientID.ValueString()}
}

func (m *appScopesModel) object() string { return "connected app " + m.App.ValueString() }

// containsValue tells that a set has an element.
func containsValue(set types.Set, wanted attr.Value) bool {
	for _, element := range set.Elements() {
		if element.Equal(wanted) {
			return true
		}
	}
	return false
}

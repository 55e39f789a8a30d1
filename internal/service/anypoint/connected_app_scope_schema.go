package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// Schema implements [resource.Resource].
func (*appScopeResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := scopeAttributes()
	for name, description := range map[string]string{
		"scope":        "Scope, such as `read:api_policies`. Changing it replaces this.",
		"organization": "Organization (business group) where it holds, by name or UUID. Left out for a scope that holds everywhere. Another one replaces this.",
		"environment":  "Environment of that organization where it holds, by name or UUID. Left out for a scope that holds in all of it. Another one replaces this.",
	} {
		attribute, _ := attributes[name].(schema.StringAttribute)
		attribute.MarkdownDescription = description
		attributes[name] = attribute
	}
	attributes["organization_id"] = organizationAttribute()
	attributes["app"] = appAttribute("Connected app that acts for itself, by name or client id.")
	attributes["adopt_existing"] = schema.BoolAttribute{
		MarkdownDescription: "Take over a scope that the app has already. Default `false`: creation fails and tells the import command. It has no " +
			"effect after creation.",
		Optional: true,
	}
	attributes["allow_self_lockout"] = selfLockoutAttribute("taking the scope from the app")
	attributes["client_id"] = computed("Client id of the app.")
	attributes["context_organization_id"] = computed("UUID of `organization`; null without one.")
	attributes["context_environment_id"] = computed("UUID of `environment`; null without one.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "One scope, in one place, of a connected app that acts for itself. It leaves the app's other scopes alone. For the " +
			"complete list use `apiaccess_anypoint_connected_app_scopes`, or `scopes` of `apiaccess_anypoint_connected_app`: the ways are not mixed " +
			"for one app.",
		Attributes: attributes,
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*appScopeResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{
			OptionalForImport: true, Description: "Organization of the app; default the provider's.",
		},
		"client_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Client id of the app."},
		"scope":     identityschema.StringAttribute{RequiredForImport: true, Description: "Scope."},
		"context_organization_id": identityschema.StringAttribute{
			OptionalForImport: true, Description: "Organization where it holds, as a UUID; none for a scope that holds everywhere.",
		},
		"context_environment_id": identityschema.StringAttribute{
			OptionalForImport: true, Description: "Environment where it holds, as a UUID; none for a scope that holds in all of the organization.",
		},
	}}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (*appScopeResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model appScopeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.words().checkPlace(path.Empty(), &resp.Diagnostics)
}

type appScopeModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	App            types.String `tfsdk:"app"`
	Scope          types.String `tfsdk:"scope"`
	Organization   types.String `tfsdk:"organization"`
	Environment    types.String `tfsdk:"environment"`
	AdoptExisting  types.Bool   `tfsdk:"adopt_existing"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
	ClientID       types.String `tfsdk:"client_id"`
	ContextOrgID   types.String `tfsdk:"context_organization_id"`
	ContextEnvID   types.String `tfsdk:"context_environment_id"`
}

type appScopeIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ClientID       types.String `tfsdk:"client_id"`
	Scope          types.String `tfsdk:"scope"`
	ContextOrgID   types.String `tfsdk:"context_organization_id"`
	ContextEnvID   types.String `tfsdk:"context_environment_id"`
}

func (m *appScopeModel) identity() appScopeIdentity {
	return appScopeIdentity{m.OrganizationID, m.ClientID, m.Scope, m.ContextOrgID, m.ContextEnvID}
}

func (m *appScopeModel) words() scopeWords { return scopeWords{m.Scope, m.Organization, m.Environment} }

func (m *appScopeModel) key() anypointapi.AppKey {
	return anypointapi.AppKey{OrganizationID: m.OrganizationID.ValueString(), ClientID: m.ClientID.ValueString()}
}

// value is the scope with its ids.
func (m *appScopeModel) value() anypointapi.AppScope {
	return anypointapi.AppScope{
		Name: m.Scope.ValueString(), OrganizationID: m.ContextOrgID.ValueString(), EnvironmentID: m.ContextEnvID.ValueString(),
	}
}

func (m *appScopeModel) setPlace(scope anypointapi.AppScope) {
	m.ContextOrgID, m.ContextEnvID = orNull(scope.OrganizationID), orNull(scope.EnvironmentID)
}

func (m *appScopeModel) object() string {
	return m.Scope.ValueString() + " of connected app " + m.App.ValueString()
}

package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// Schema implements [resource.Resource].
func (*allowlistEntryResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	scopes := approvedScopesAttribute("Scopes that the app may be given. Left out, all that the app is registered for when it is approved; what it is " +
		"registered for later has to be approved anew. Changed in place.")
	scopes.Computed = true
	resp.Schema = schema.Schema{
		MarkdownDescription: "Puts one connected app on the allowlist of a root organization: while the allowlist is on " +
			"(`apiaccess_anypoint_api_access_control`), only the apps on it get tokens. It leaves other entries alone. For the complete list use " +
			"`apiaccess_anypoint_app_allowlist`; the two are not mixed in one configuration.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"app": appAttribute("Connected app: the name or client id of one of the organization's own, or the client id of somebody " +
				"else's."),
			"authorized_scopes": scopes,
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over an entry that is there already. Default `false`: creation fails and tells the import command. It has no " +
					"effect after creation.",
				Optional: true,
			},
			"allow_self_lockout": selfLockoutAttribute("removing the entry"),
			"client_id":          computed("Client id of the app."),
			"app_name":           computed("Name of the app; null for somebody else's."),
		},
	}
}

func approvedScopesAttribute(description string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description,
		Optional:            true,
		ElementType:         types.StringType,
		Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*allowlistEntryResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Root organization; default the provider's."},
		"client_id":       identityschema.StringAttribute{RequiredForImport: true, Description: "Client id of the app."},
	}}
}

type allowlistEntryModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	App            types.String `tfsdk:"app"`
	Scopes         types.Set    `tfsdk:"authorized_scopes"`
	AdoptExisting  types.Bool   `tfsdk:"adopt_existing"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
	ClientID       types.String `tfsdk:"client_id"`
	AppName        types.String `tfsdk:"app_name"`
}

func (m *allowlistEntryModel) identity() connectedAppIdentity {
	return connectedAppIdentity{m.OrganizationID, m.ClientID}
}

func (m *allowlistEntryModel) object() string { return "app " + m.App.ValueString() }

// entry is what to approve.
func (m *allowlistEntryModel) entry() anypointapi.AllowlistEntry {
	entry := anypointapi.AllowlistEntry{ClientID: m.ClientID.ValueString()}
	if texts, known := knownTexts(m.Scopes); known && len(texts) > 0 {
		entry.Scopes = texts
	}
	return entry
}

// setName fills in the name of an app of the organization's own. Where it cannot be
// told, a name that is known already stays.
func (m *allowlistEntryModel) setName(ctx context.Context, client *anypointapi.Client) {
	app, err := client.ConnectedApps.Find(ctx, m.OrganizationID.ValueString(), m.ClientID.ValueString())
	switch {
	case err == nil:
		m.AppName = types.StringValue(app.Name)
	case transport.IsNotFound(err) || m.AppName.IsUnknown():
		m.AppName = types.StringNull()
	}
}

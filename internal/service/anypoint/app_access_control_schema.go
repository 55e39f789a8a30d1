package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// Schema implements [resource.Resource].
func (*accessControlResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const leftOut = " Left out, it is shown and left alone. Changed in place."
	resp.Schema = schema.Schema{
		MarkdownDescription: "What a root organization allows connected apps: whether there may be any, in which ways they get tokens, and whether only " +
			"those on the allowlist do. An organization has one of these.\n\n" +
			"Which apps are on the allowlist is decided by `apiaccess_anypoint_app_allowlist_entry` or `apiaccess_anypoint_app_allowlist`: name them " +
			"in `depends_on`, so that they are there before the allowlist is turned on. What is set no more, and all of it on destroy, becomes what " +
			"it was before Terraform first changed it.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"applications_enabled": schema.StringAttribute{
				MarkdownDescription: "Which connected apps may be used: `all`, `partial` or `none`." + leftOut,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.OneOf("none", "partial", "all")},
			},
			"grant_types_allowed": schema.SetAttribute{
				MarkdownDescription: "Ways in which connected apps may get tokens: `authorization_code`, `client_credentials`, `implicit`, `password`, " +
					"`refresh_token`, `urn:ietf:params:oauth:grant-type:jwt-bearer`." + leftOut,
				Optional:    true,
				Computed:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf(anypointapi.GrantTypes()...))},
			},
			"allowlist_enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether only apps on the allowlist get tokens." + leftOut,
				Optional:            true,
				Computed:            true,
			},
			"allowlist_internal_applications": schema.BoolAttribute{
				MarkdownDescription: "Whether the organization's own apps are let in without being on the allowlist." + leftOut,
				Optional:            true,
				Computed:            true,
			},
			"allow_self_lockout": selfLockoutAttribute("a change of the settings"),
		},
	}
}

// ConfigValidators implements [resource.ResourceWithConfigValidators].
func (*accessControlResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.AtLeastOneOf(
		path.MatchRoot("applications_enabled"), path.MatchRoot("grant_types_allowed"), path.MatchRoot("allowlist_enabled"),
		path.MatchRoot("allowlist_internal_applications"),
	)}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*accessControlResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = rootIdentitySchema()
}

// rootIdentitySchema is the identity of what a root organization has one of.
func rootIdentitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Root organization."},
	}}
}

type rootIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
}

type accessControlModel struct {
	OrganizationID      types.String `tfsdk:"organization_id"`
	ApplicationsEnabled types.String `tfsdk:"applications_enabled"`
	GrantTypesAllowed   types.Set    `tfsdk:"grant_types_allowed"`
	AllowlistEnabled    types.Bool   `tfsdk:"allowlist_enabled"`
	AllowlistInternal   types.Bool   `tfsdk:"allowlist_internal_applications"`
	SelfLockout         types.Bool   `tfsdk:"allow_self_lockout"`
}

func (m *accessControlModel) object() string { return "organization " + m.OrganizationID.ValueString() }

func (m *accessControlModel) flatten(settings anypointapi.AppSettings) {
	m.ApplicationsEnabled = types.StringValue(settings.ApplicationsEnabled)
	m.GrantTypesAllowed = textSet(settings.GrantTypesAllowed)
	m.AllowlistEnabled, m.AllowlistInternal = types.BoolValue(settings.AllowlistEnabled), types.BoolValue(settings.AllowlistInternal)
}

// change is what the known values ask for.
func (m *accessControlModel) change() anypointapi.AppSettingsChange {
	none := accessControlModel{}
	return anypointapi.AppSettingsChange{
		ApplicationsEnabled: changedText(m.ApplicationsEnabled, none.ApplicationsEnabled),
		GrantTypesAllowed:   changedTexts(m.GrantTypesAllowed, none.GrantTypesAllowed),
		AllowlistEnabled:    changedBool(m.AllowlistEnabled, none.AllowlistEnabled),
		AllowlistInternal:   changedBool(m.AllowlistInternal, none.AllowlistInternal),
	}
}

// settingsBefore are settings as they were before they were managed; nil ones are
// not managed. They are kept in private state.
type settingsBefore anypointapi.AppSettingsChange

// manage is what to change so that the settings are as configured, and that those
// which are configured no more are as they were before. It keeps in mind what is
// managed from now on.
func (b *settingsBefore) manage(configured accessControlModel, now anypointapi.AppSettings) anypointapi.AppSettingsChange {
	wanted := configured.change()
	return anypointapi.AppSettingsChange{
		ApplicationsEnabled: manageOne(&b.ApplicationsEnabled, wanted.ApplicationsEnabled, now.ApplicationsEnabled),
		GrantTypesAllowed:   manageOne(&b.GrantTypesAllowed, wanted.GrantTypesAllowed, now.GrantTypesAllowed),
		AllowlistEnabled:    manageOne(&b.AllowlistEnabled, wanted.AllowlistEnabled, now.AllowlistEnabled),
		AllowlistInternal:   manageOne(&b.AllowlistInternal, wanted.AllowlistInternal, now.AllowlistInternal),
	}
}

func manageOne[V any](before **V, wanted *V, now V) *V {
	switch {
	case wanted == nil:
		restored := *before
		*before = nil
		return restored
	case *before == nil:
		*before = &now
	}
	return wanted
}

// refuseNoUUID refuses an import of what is no organization.
func refuseNoUUID(ctx context.Context, resp *resource.ImportStateResponse) {
	var organizationID types.String
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("organization_id"), &organizationID)...)
	if !framework.IsUUID(organizationID.ValueString()) {
		resp.Diagnostics.AddError("Wrong import id", "The id is the UUID of the root organization, got "+organizationID.String()+".")
	}
}

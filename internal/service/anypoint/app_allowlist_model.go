package anypoint

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// Schema implements [resource.Resource].
func (*allowlistResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The complete allowlist of connected apps of a root organization: while it is on " +
			"(`apiaccess_anypoint_api_access_control`), only the apps on it get tokens. An organization has one of these. Apps that somebody puts " +
			"there by hand are drift. To manage single entries, use `apiaccess_anypoint_app_allowlist_entry`; the two are not mixed in one " +
			"configuration.\n\nDestroying it takes every app of the list off.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"apps": schema.MapNestedAttribute{
				MarkdownDescription: "All apps that are on the allowlist, by the name or client id of the organization's own, or the client id of somebody " +
					"else's. Changed in place, in one call.",
				Required: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"authorized_scopes": approvedScopesAttribute("Scopes that the app may be given. Left out, all that the app is registered for when it " +
						"is approved, and not looked at later."),
				}},
			},
			"allow_self_lockout": selfLockoutAttribute("a change of the list"),
			"client_ids": schema.MapAttribute{
				MarkdownDescription: "Client ids of the apps, by the words in `apps`.",
				Computed:            true,
				ElementType:         types.StringType,
			},
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*allowlistResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = rootIdentitySchema()
}

type allowlistModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Apps           types.Map    `tfsdk:"apps"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
	ClientIDs      types.Map    `tfsdk:"client_ids"`
}

var allowlistedType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"authorized_scopes": types.SetType{ElemType: types.StringType},
}}

func (m *allowlistModel) object() string { return "organization " + m.OrganizationID.ValueString() }

// find are the listed entries by the words that name them, as far as they are
// known; all tells that none is missing.
func (m *allowlistModel) find(ctx context.Context, lookup appLookup) (listed map[string]anypointapi.AllowlistEntry, all bool) {
	listed, all = map[string]anypointapi.AllowlistEntry{}, !m.Apps.IsUnknown()
	words := map[string]string{}
	for word, element := range m.Apps.Elements() {
		id := lookup.find(ctx, types.StringValue(word), types.StringNull(), types.StringNull())
		object, _ := element.(types.Object)
		scopes, _ := object.Attributes()["authorized_scopes"].(types.Set)
		texts, known := knownTexts(scopes)
		if id.IsUnknown() || object.IsUnknown() || !known {
			all = false
			if id.IsUnknown() {
				continue
			}
		}
		if other, twice := words[id.ValueString()]; twice {
			lookup.diags.AddAttributeError(path.Root("apps").AtMapKey(word), "An app is listed twice", other+" and "+word+" are the same app.")
		}
		words[id.ValueString()] = word
		entry := anypointapi.AllowlistEntry{ClientID: id.ValueString()}
		if len(texts) > 0 {
			entry.Scopes = texts
		}
		listed[word] = entry
	}
	return listed, all
}

func (m *allowlistModel) setClientIDs(listed map[string]anypointapi.AllowlistEntry) {
	ids := map[string]attr.Value{}
	for word, entry := range listed {
		ids[word] = types.StringValue(entry.ClientID)
	}
	m.ClientIDs = types.MapValueMust(types.StringType, ids)
}

// knownIDs are the client ids that the state knows.
func (m *allowlistModel) knownIDs() []string {
	var ids []string
	for _, element := range m.ClientIDs.Elements() {
		if id, _ := element.(types.String); !id.IsNull() && !id.IsUnknown() {
			ids = append(ids, id.ValueString())
		}
	}
	slices.Sort(ids)
	return ids
}

// flatten takes over the entries as the platform tells them, by the words that
// already stand for them.
func (m *allowlistModel) flatten(ctx context.Context, client *anypointapi.Client, entries []anypointapi.AllowlistEntry) {
	words := map[string]string{}
	for word, element := range m.ClientIDs.Elements() {
		if id, is := element.(types.String); is {
			words[id.ValueString()] = word
		}
	}
	imported := m.Apps.IsNull()
	apps, ids := map[string]attr.Value{}, map[string]attr.Value{}
	for _, entry := range entries {
		word, known := words[entry.ClientID]
		if !known {
			word = appWord(ctx, client, anypointapi.AppKey{OrganizationID: m.OrganizationID.ValueString(), ClientID: entry.ClientID})
		}
		scopes := types.SetNull(types.StringType)
		if before, is := m.Apps.Elements()[word].(types.Object); imported || !known || is && !before.Attributes()["authorized_scopes"].IsNull() {
			scopes = textSet(entry.Scopes)
		}
		apps[word] = types.ObjectValueMust(allowlistedType.AttrTypes, map[string]attr.Value{"authorized_scopes": scopes})
		ids[word] = types.StringValue(entry.ClientID)
	}
	m.Apps, m.ClientIDs = types.MapValueMust(allowlistedType, apps), types.MapValueMust(types.StringType, ids)
}

// allowlistDifference are the listed entries to approve, and the client ids to
// remove. An entry without scopes of its own is as it should be if it is there.
func allowlistDifference(
	listed map[string]anypointapi.AllowlistEntry, entries []anypointapi.AllowlistEntry,
) (approved []anypointapi.AllowlistEntry, removed []string) {
	now := map[string]anypointapi.AllowlistEntry{}
	for _, entry := range entries {
		now[entry.ClientID] = entry
	}
	for _, entry := range listed {
		there, is := now[entry.ClientID]
		if !is || entry.Scopes != nil && (len(missingFrom(entry.Scopes, there.Scopes)) > 0 || len(missingFrom(there.Scopes, entry.Scopes)) > 0) {
			approved = append(approved, entry)
		}
		delete(now, entry.ClientID)
	}
	for clientID := range now {
		removed = append(removed, clientID)
	}
	slices.Sort(removed)
	return approved, removed
}

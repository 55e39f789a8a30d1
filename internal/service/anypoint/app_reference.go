package anypoint

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// appAttribute names a connected app.
func appAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Another app replaces this; another way to write the same one does not.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// appLookup finds the connected app that a reference names.
type appLookup struct {
	// client is nil while it is not known how to sign in.
	client         *anypointapi.Client
	planned        *clients.Planned
	organizationID types.String
	// foreign takes a reference that no app of the organization bears for the
	// client id of somebody else's.
	foreign bool
	diags   *diag.Diagnostics
}

// find fills in the client id of an app, unless it is not known yet: that of an
// app that the same apply makes is unknown, and one that it renames has its new
// name already. It is before where the reference is as
// it was, so that an entry follows its app and not the name.
func (l appLookup) find(ctx context.Context, app, appBefore, idBefore types.String) types.String {
	if !idBefore.IsNull() && app.Equal(appBefore) {
		return idBefore
	}
	if app.IsUnknown() || l.client == nil || l.organizationID.IsUnknown() {
		return types.StringUnknown()
	}
	word := app.ValueString()
	if id, manages := l.planned.Find(plannedApp, word); manages {
		if id == "" {
			return types.StringUnknown()
		}
		return types.StringValue(id)
	}
	return l.lookUp(ctx, word)
}

// lookUp finds the client id of an app that exists.
func (l appLookup) lookUp(ctx context.Context, word string) types.String {
	found, err := l.client.ConnectedApps.Find(ctx, l.organizationID.ValueString(), word)
	switch {
	case err == nil:
		return types.StringValue(found.ClientID)
	case transport.IsNotFound(err) && l.foreign && !hasSpace(word):
		return types.StringValue(word)
	case transport.IsNotFound(err):
		return l.readUnlisted(ctx, word, err)
	}
	appNotFound(l.diags, word, err)
	return types.StringUnknown()
}

// readUnlisted asks for an app by its client id, for listings leave some out.
func (l appLookup) readUnlisted(ctx context.Context, word string, missing error) types.String {
	key := anypointapi.AppKey{OrganizationID: l.organizationID.ValueString(), ClientID: word}
	if hasSpace(word) {
		appNotFound(l.diags, word, missing)
		return types.StringUnknown()
	}
	found, err := l.client.ConnectedApps.Get(ctx, key)
	if err != nil {
		appNotFound(l.diags, word, missing)
		return types.StringUnknown()
	}
	return types.StringValue(found.ClientID)
}

// hasSpace tells a name that is no client id.
func hasSpace(word string) bool { return strings.Contains(word, " ") }

// appNotFound reports that a look-up of an app failed.
func appNotFound(diags *diag.Diagnostics, word string, err error) {
	if transport.IsNotFound(err) {
		diags.AddAttributeError(path.Root("app"), "Unknown app", "Connected app \""+word+"\": "+err.Error()+".")
		return
	}
	framework.Noun{Name: "connected app", Needs: connectedAppNoun.Needs}.FailedAt(diags, path.Root("app"), "find", "connected app "+word, err)
}

package salesforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// The types that manage settings have no object that comes and goes: every
// organization has the settings, always. What the configuration leaves out is
// shown, but left alone. What it sets is written, and what the organization had
// before is kept in private state, for the day that it is left out again or the
// resource is destroyed.

// setting is one attribute of such a type, and where a T has it.
type setting[T any] struct {
	name      string
	attribute schema.Attribute
	// get is null for a setting that the organization does not show.
	get func(*T) attr.Value
	set func(*T, attr.Value)
}

// settings are the attributes of one type.
type settings[T any] []setting[T]

// attributes are the schema's, with the organization.
func (s settings[T]) attributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{"organization_id": organizationAttribute()}
	for _, one := range s {
		attributes[one.name] = one.attribute
	}
	return attributes
}

// write makes a section of the settings as configured. A setting that was managed
// and is configured no more becomes what it was before; before is kept for the others.
func (s settings[T]) write(section *T, configured types.Object, before beforeValues) {
	wanted := configured.Attributes()
	for _, one := range s {
		_, recorded := before[one.name]
		switch {
		case !wanted[one.name].IsNull():
			if !recorded {
				before.record(one.name, one.get(section))
			}
			one.set(section, wanted[one.name])
		case recorded:
			one.set(section, before.value(one.name, wanted[one.name]))
			delete(before, one.name)
		}
	}
}

// restore makes a section of the settings as it was before.
func (s settings[T]) restore(section *T, before beforeValues) {
	for _, one := range s {
		if _, recorded := before[one.name]; recorded {
			one.set(section, before.value(one.name, one.get(section)))
		}
	}
}

// written is the state after a write that ended with err, which it reports. There
// is none, and kept is false, when the write had no effect. The state is as planned,
// and as read where the plan left it open or the platform did not keep a value.
func (s settings[T]) written(
	configured, planned types.Object, section *T, err error, noun framework.Noun, diags *diag.Diagnostics,
) (state types.Object, kept bool) {
	switch {
	case err != nil && !mayHaveTakenEffect(err):
		noun.Failed(diags, "change", "the organization", err)
		return planned, false
	case section == nil:
		noun.Failed(diags, "change", "the organization", err)
		section = new(T)
	case err != nil:
		s.reportLost(configured, section, err, noun, diags)
	}
	return s.merge(planned, section, func(value, read attr.Value) attr.Value {
		if value.IsUnknown() {
			return read
		}
		return value
	}), true
}

// reportLost reports each of the configured settings that section does not have as
// configured.
func (s settings[T]) reportLost(configured types.Object, section *T, err error, noun framework.Noun, diags *diag.Diagnostics) {
	shown := s.refresh(configured, section).Attributes()
	found := false
	for _, one := range s {
		if wanted := configured.Attributes()[one.name]; !wanted.IsNull() && !wanted.Equal(shown[one.name]) {
			found = true
			diags.AddAttributeError(path.Root(one.name), "Salesforce did not keep the value", fmt.Sprintf(
				"%s: %s. It may be a setting that the organization's edition or licenses do not offer, or one that another setting "+
					"overrules.", noun.Name, err))
		}
	}
	if !found {
		noun.Failed(diags, "change", "the organization", err)
	}
}

// sectionOf is a section of settings, or nil when they could not be read.
func sectionOf[G, T any](group *G, section func(*G) *T) *T {
	if group == nil {
		return nil
	}
	return section(group)
}

// refresh is the state as section shows it. A switch that is off may not be shown.
func (s settings[T]) refresh(state types.Object, section *T) types.Object {
	return s.merge(state, section, func(value, read attr.Value) attr.Value {
		if read.IsNull() && value.Equal(types.BoolValue(false)) {
			return value
		}
		return read
	})
}

func (s settings[T]) merge(object types.Object, section *T, choose func(value, read attr.Value) attr.Value) types.Object {
	values := object.Attributes()
	for _, one := range s {
		values[one.name] = choose(values[one.name], one.get(section))
	}
	return types.ObjectValueMust(object.AttributeTypes(context.Background()), values)
}

// plan leaves alone what is not configured, and plans what was before for what is
// configured no more.
func (s settings[T]) plan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		recallAtRemoval(ctx, req, &resp.Diagnostics)
		return
	}
	if req.State.Raw.IsNull() {
		return
	}
	var configured, state types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, one := range s {
		if !configured.Attributes()[one.name].IsNull() {
			continue
		}
		value := state.Attributes()[one.name]
		if _, recorded := before[one.name]; recorded {
			value = before.value(one.name, value)
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(one.name), value)...)
	}
}

// settingsIdentity is the identity of settings.
type settingsIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
}

func settingsIdentitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Organization (00D…) whose settings they are."},
	}}
}

// organizationOf is the organization of settings.
func organizationOf(object types.Object) types.String {
	id, _ := object.Attributes()["organization_id"].(types.String)
	return id
}

// withOrganization fills in the organization, which is the one that the provider
// signs in to when it is not known. It reports what stands against it.
func withOrganization(
	ctx context.Context, client *salesforceapi.Client, object *types.Object, noun framework.Noun, diags *diag.Diagnostics,
) bool {
	id := organizationOf(*object)
	if !sameOrganization(ctx, client, &id, noun.Name, diags) {
		return false
	}
	values := object.Attributes()
	values["organization_id"] = id
	*object = types.ObjectValueMust(object.AttributeTypes(ctx), values)
	return true
}

// importSettings imports by the organization's id, or by the name that the
// settings have in metadata, which is the same everywhere.
func importSettings(
	ctx context.Context, all *clients.Clients, member string, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	client, ok := all.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	var identity settingsIdentity
	switch {
	case req.ID == "":
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	case strings.EqualFold(req.ID, member):
	case salesforceapi.IsID(req.ID, "00D"):
		identity.OrganizationID = types.StringValue(req.ID)
	default:
		resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf(
			"Got %q. The id is the organization's (00D…), or the word %s: an organization has these settings once.", req.ID, member))
	}
	if resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &identity.OrganizationID, "the settings", &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), identity.OrganizationID)...)
}

package salesforce

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*profilePermissionsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	permissions := userPermissionsAttribute("User permissions that the profile gives (`true`) or does not (`false`), by their API names, such as " +
		"`ApiEnabled` or `ApiUserOnly`. Those that are not named stay as they are; one that is taken out of the map is again as it was before " +
		"Terraform first changed it. A permission that the organization does not have is an error of the plan. Changed in place.")
	permissions.Optional, permissions.Required = false, true
	permissions.Validators = append(permissions.Validators, mapvalidator.SizeAtLeast(1))
	resp.Schema = schema.Schema{
		MarkdownDescription: "User permissions of one custom profile, above all those that let its users call APIs. It speaks for those alone that it " +
			"names. The permissions of standard profiles cannot be changed.\n\nA profile has one of these. On destroy the named permissions " +
			"are again as they were before Terraform first changed them.",
		Attributes: profileAttributes(map[string]schema.Attribute{
			"permissions":    permissions,
			allowSelfLockout: selfLockoutAttribute("taking *API Enabled* or *Use Any API Client* from the profile"),
		}),
	}
}

type profilePermissionsModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Profile        types.String `tfsdk:"profile"`
	ProfileID      types.String `tfsdk:"profile_id"`
	Permissions    types.Map    `tfsdk:"permissions"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
}

func (m profilePermissionsModel) identity() profileIdentity {
	return profileIdentity{m.OrganizationID, m.ProfileID}
}

func (m profilePermissionsModel) object() string { return "profile " + m.Profile.ValueString() }

// userPermissions are the permissions that the profile gives.
func (m profilePermissionsModel) userPermissions(client *salesforceapi.Client) userPermissions {
	return userPermissions{
		noun: profilePermissionsNoun, object: m.object(),
		get: client.Profiles.Permissions, set: client.Profiles.SetPermissions,
	}
}

// usualPermissions are the permissions that an import takes over: those that every
// organization has and that decide on calls of APIs.
func usualPermissions() types.Map {
	return types.MapValueMust(types.BoolType, map[string]attr.Value{
		"ApiEnabled": types.BoolValue(false), "ApiUserOnly": types.BoolValue(false),
	})
}

// change sets the permissions that are not as planned, and brings back those that
// the plan names no more. What was before goes to before.
func (m *profilePermissionsModel) change(
	ctx context.Context, client *salesforceapi.Client, state types.Map, before beforeValues, diags *diag.Diagnostics,
) (uncertain, kept bool) {
	id, permissions := salesforceapi.ID(m.ProfileID.ValueString()), m.userPermissions(client)
	held := permissions.read(ctx, id, m.Permissions, diags)
	if diags.HasError() {
		return false, false
	}
	wanted, planned := map[string]bool{}, m.Permissions.Elements()
	for name, value := range held.Elements() {
		if _, known := before[name]; !known {
			before.record(name, value)
		}
		if !value.Equal(planned[name]) {
			wanted[name] = isTrue(planned[name])
		}
	}
	dropped := beforeValues{}
	for name := range state.Elements() {
		if value, known := before[name]; known && planned[name] == nil {
			dropped[name] = value
		}
	}
	maps.Copy(wanted, former(before, dropped))
	if err := permissions.set(ctx, id, wanted); err != nil {
		permissions.failed("set", err, diags)
		if errors.Is(err, salesforceapi.ErrDidNotStick) {
			m.Permissions = permissions.read(ctx, id, m.Permissions, diags)
		}
		return isUncertain(err), mayHaveTakenEffect(err)
	}
	for name := range dropped {
		delete(before, name)
	}
	return false, true
}

// former are the values that permissions had before.
func former(before, names beforeValues) map[string]bool {
	values := make(map[string]bool, len(names))
	for name := range names {
		values[name] = recorded[bool](before, name)
	}
	return values
}

// refuseStandard reports a profile whose permissions cannot be changed.
func (m profilePermissionsModel) refuseStandard(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) bool {
	custom, err := client.Profiles.IsCustom(ctx, salesforceapi.Profile{
		ID: salesforceapi.ID(m.ProfileID.ValueString()), Name: m.Profile.ValueString(),
	})
	switch {
	case err != nil:
		profilePermissionsNoun.FailedAt(diags, path.Root("profile"), "prepare", m.object(), err)
	case !custom:
		diags.AddAttributeError(path.Root("profile"), "A standard profile", fmt.Sprintf(
			"%s comes with Salesforce: the permissions of a standard profile can't be changed. Clone it in Setup and manage the clone, or give "+
				"its users a permission set, as with apiaccess_salesforce_permission_set.", m.object()))
	}
	return err == nil && custom
}

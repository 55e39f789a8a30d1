package salesforce

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type apiGrantsModel struct {
	App                   types.String `tfsdk:"app"`
	Through               types.String `tfsdk:"through"`
	Users                 types.Map    `tfsdk:"users"`
	PermissionSetGroups   types.Map    `tfsdk:"permission_set_groups"`
	PermissionSets        types.Map    `tfsdk:"permission_sets"`
	Profiles              types.Map    `tfsdk:"profiles"`
	RevokeAllConfirmation types.String `tfsdk:"revoke_all_confirmation"`
	SelfLockout           types.Bool   `tfsdk:"allow_self_lockout"`
	ID                    types.String `tfsdk:"id"`
	AppID                 types.String `tfsdk:"app_id"`
	AppLabel              types.String `tfsdk:"app_label"`
	ThroughID             types.String `tfsdk:"through_id"`
	OrganizationID        types.String `tfsdk:"organization_id"`
}

type apiGrantsIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	AppID          types.String `tfsdk:"app_id"`
	ThroughID      types.String `tfsdk:"through_id"`
}

func (m *apiGrantsModel) identity() apiGrantsIdentity {
	return apiGrantsIdentity{m.OrganizationID, m.AppID, m.ThroughID}
}

// The values of the maps of principals.
var (
	principalElement = types.ObjectType{AttrTypes: map[string]attr.Type{}}
	assigneeElement  = types.ObjectType{AttrTypes: map[string]attr.Type{"expiration": timetypes.RFC3339Type{}}}
)

// principalTypes are the kinds of principals, in the order of the arguments.
var principalTypes = []string{principalUser, principalGroup, principalPermissionSet, principalProfile}

// principals is the map of the principals of one type, which its attribute holds.
func (m *apiGrantsModel) principals(principalType string) *types.Map {
	switch principalType {
	case principalUser:
		return &m.Users
	case principalGroup:
		return &m.PermissionSetGroups
	case principalPermissionSet:
		return &m.PermissionSets
	}
	return &m.Profiles
}

func principalsPath(principalType string) path.Path { return path.Root(principalType + "s") }

// anyone tells that somebody has the app.
func (m *apiGrantsModel) anyone() bool {
	for _, principalType := range principalTypes {
		if len(m.principals(principalType).Elements()) > 0 {
			return true
		}
	}
	return false
}

// nobody tells that it is known that nobody shall have the app.
func (m *apiGrantsModel) nobody() bool {
	return !m.anyone() && !m.Users.IsUnknown() && !m.PermissionSetGroups.IsUnknown() &&
		!m.PermissionSets.IsUnknown() && !m.Profiles.IsUnknown()
}

// object names the grants in messages.
func (m *apiGrantsModel) object() string { return "the grants of the app " + m.App.ValueString() }

func (m *apiGrantsModel) appID() salesforceapi.ID { return salesforceapi.ID(m.AppID.ValueString()) }

// throughID is empty without a permission set that carries the app.
func (m *apiGrantsModel) throughID() salesforceapi.ID {
	return salesforceapi.ID(m.ThroughID.ValueString())
}

// single is a grant of the same app through the same permission set, whose
// look-ups serve here too.
func (m *apiGrantsModel) single() apiGrantModel {
	return apiGrantModel{App: m.App, Through: m.Through, AppID: m.AppID, AppLabel: m.AppLabel, ThroughID: m.ThroughID}
}

// claim refuses what another object of the configuration manages as well: grants of
// the app, and who holds the permission set that carries it.
func (m *apiGrantsModel) claim(planned *clients.Planned, config tfsdk.Config, diags *diag.Diagnostics) {
	grantClaims.claimAll(planned, config, diags, m.App, m.AppID)
	if m.Through.IsNull() || m.Through.IsUnknown() || diags.HasError() {
		return
	}
	carrier := []types.String{types.StringValue(permissionSetKind.name + " " + m.Through.ValueString()), m.ThroughID}
	carriedClaims.claimAll(planned, config, diags, carrier...)
	if !diags.HasError() {
		carrierClaims.refuseBesideAll(planned, diags, carrier...)
	}
}

// expirationOf is when the grant of a user ends, or nil.
func expirationOf(element attr.Value) *time.Time {
	object, is := element.(types.Object)
	if !is || object.IsNull() || object.IsUnknown() {
		return nil
	}
	text, is := object.Attributes()["expiration"].(timetypes.RFC3339)
	if !is || text.IsNull() || text.IsUnknown() {
		return nil
	}
	moment, diags := text.ValueRFC3339Time()
	if diags.HasError() {
		return nil // the attribute's type has refused it already
	}
	return &moment
}

// element is what a map says of a principal. The same moment keeps the form in
// which it was written.
func (g grantee) element(of types.ObjectType, before attr.Value) attr.Value {
	if _, expires := of.AttrTypes["expiration"]; !expires {
		return types.ObjectValueMust(of.AttrTypes, map[string]attr.Value{})
	}
	if before != nil && sameMoment(expirationOf(before), g.expiration) {
		return before
	}
	return types.ObjectValueMust(of.AttrTypes, map[string]attr.Value{
		"expiration": timetypes.NewRFC3339TimePointerValue(g.expiration),
	})
}

func elementOf(principalType string) types.ObjectType {
	if principalType == principalUser {
		return assigneeElement
	}
	return principalElement
}

// holding is a map of elements; one of none stays null where it was.
func holding(of types.ObjectType, elements map[string]attr.Value, before types.Map) types.Map {
	if len(elements) == 0 && before.IsNull() {
		return types.MapNull(of)
	}
	return types.MapValueMust(of, elements)
}

// describe tells principals of one type in words.
func describe(principalType, key string) string {
	return fmt.Sprintf("%s %s", principalKinds[principalType].name, key)
}

package salesforce

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type permissionSetAssignmentModel struct {
	PermissionSet      types.String      `tfsdk:"permission_set"`
	PermissionSetGroup types.String      `tfsdk:"permission_set_group"`
	User               types.String      `tfsdk:"user"`
	Expiration         timetypes.RFC3339 `tfsdk:"expiration"`
	AdoptExisting      types.Bool        `tfsdk:"adopt_existing"`
	SelfLockout        types.Bool        `tfsdk:"allow_self_lockout"`
	ID                 types.String      `tfsdk:"id"`
	HeldID             types.String      `tfsdk:"held_id"`
	UserID             types.String      `tfsdk:"user_id"`
	OrganizationID     types.String      `tfsdk:"organization_id"`
}

type permissionSetAssignmentIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	HeldID         types.String `tfsdk:"held_id"`
	UserID         types.String `tfsdk:"user_id"`
}

func (m *permissionSetAssignmentModel) identity() permissionSetAssignmentIdentity {
	return permissionSetAssignmentIdentity{m.OrganizationID, m.HeldID, m.UserID}
}

// held is what the user holds, as all its assignments know it.
func (m *permissionSetAssignmentModel) held() *permissionSetAssignmentsModel {
	return &permissionSetAssignmentsModel{PermissionSet: m.PermissionSet, PermissionSetGroup: m.PermissionSetGroup, ID: m.HeldID}
}

// object names the assignment in messages.
func (m *permissionSetAssignmentModel) object() string {
	return fmt.Sprintf("%s to the user %s", m.held().what(), m.User.ValueString())
}

func (m *permissionSetAssignmentModel) userID() salesforceapi.ID {
	return salesforceapi.ID(m.UserID.ValueString())
}

// expires is when the assignment ends, or nil.
func (m *permissionSetAssignmentModel) expires() *time.Time {
	return (&apiGrantModel{Expiration: m.Expiration}).expires()
}

// setRow takes over the row as the platform tells it. The same moment keeps the form
// in which it was written.
func (m *permissionSetAssignmentModel) setRow(row salesforceapi.PermissionSetAssignment) {
	m.ID = types.StringValue(string(row.ID))
	if !sameMoment(m.expires(), row.Expiration) {
		m.Expiration = timetypes.NewRFC3339TimePointerValue(row.Expiration)
	}
}

// Schema implements [resource.Resource].
func (*permissionSetAssignmentResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets one user hold one permission set or permission set group. It is additive: assignments that were made " +
			"elsewhere stay as they are.",
		Attributes: map[string]schema.Attribute{
			principalPermissionSet: heldAttribute(permissionSetKind, "Permission set, by its API name or its id (`0PS…`)."),
			principalGroup:         heldAttribute(permissionSetGroupKind, "Permission set group, by its developer name or its id (`0PG…`)."),
			principalUser:          argument(userKind, true, "User, by the username or the id (`005…`). Takes *Assign Permission Sets*."),
			"expiration": schema.StringAttribute{
				MarkdownDescription: "When the assignment ends, in RFC 3339 such as `2027-01-31T00:00:00Z`, to the second. Default: never. " +
					"Changed in place.",
				CustomType: timetypes.RFC3339Type{},
				Optional:   true,
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over the assignment where it exists already, with this expiration. Default `false`: creation fails and " +
					"tells the import command. It has no effect after creation.",
				Optional: true,
			},
			allowSelfLockout:  selfLockoutAttribute("taking the assignment away, or setting an expiration that is less than a day ahead,"),
			"id":              computed("Id of the assignment (`0Pa…`)."),
			"held_id":         computed("Id of the permission set (`0PS…`) or group (`0PG…`)."),
			"user_id":         computed("Id of the user (`005…`)."),
			"organization_id": organizationAttribute(),
		},
	}
}

// ConfigValidators implements [resource.ResourceWithConfigValidators].
func (*permissionSetAssignmentResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{
		resourcevalidator.ExactlyOneOf(path.MatchRoot(principalPermissionSet), path.MatchRoot(principalGroup)),
	}
}

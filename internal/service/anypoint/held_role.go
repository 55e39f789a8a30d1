package anypoint

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// heldRole is a role and where it is held.
type heldRole struct {
	Role          types.String `tfsdk:"role"`
	BusinessGroup types.String `tfsdk:"business_group"`
	Environment   types.String `tfsdk:"environment"`
	Context       types.Map    `tfsdk:"context"`
	RoleID        types.String `tfsdk:"role_id"`
}

// heldRoleType is an element of a map of roles.
var heldRoleType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"role": types.StringType, "business_group": types.StringType, "environment": types.StringType,
	"context": types.MapType{ElemType: types.StringType}, "role_id": types.StringType,
}}

// heldRoleAttributes are the attributes of a role. Note tells how it is changed.
func heldRoleAttributes(note string) map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description + note, Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		}
	}
	role := text("Role, by name, such as `Manage Policies`, or UUID. The data source `apiaccess_anypoint_roles` lists them.")
	role.Optional, role.Required = false, true
	sibling := func(name string) path.Expression { return path.MatchRelative().AtParent().AtName(name) }
	return map[string]schema.Attribute{
		"role":           role,
		"business_group": text("Business group where the role is held, by name or UUID. Default: `organization_id`."),
		"environment": text("Environment of that business group where the role is held, by name or UUID. The roles of API Manager and Runtime " +
			"Manager need one, others must not have one."),
		"context": schema.MapAttribute{
			MarkdownDescription: "Where the role is held, in the words of the platform: `org` and `envId`, as they follow from " +
				"`business_group` and `environment`. Set it instead of those for a role that is held on another object, or `{}` for one that is " +
				"held everywhere." + note,
			Optional:    true,
			Computed:    true,
			ElementType: types.StringType,
			Validators: []validator.Map{
				mapvalidator.SizeAtMost(7),
				mapvalidator.ConflictsWith(sibling("business_group"), sibling("environment")),
			},
		},
		"role_id": schema.StringAttribute{MarkdownDescription: "Role, as a UUID.", Computed: true},
	}
}

// resolve fills in the ids of a role as the configuration writes it. At is where it
// is in the configuration.
func (h *heldRole) resolve(ctx context.Context, at func(name string) path.Path, search people) {
	h.RoleID = search.role(ctx, at("role"), h.Role)
	if !h.Context.IsNull() {
		return // the configuration's own
	}
	h.Context = types.MapUnknown(types.StringType)
	organization := search.businessGroup(ctx, at("business_group"), h.BusinessGroup)
	if organization.IsUnknown() {
		return
	}
	elements := map[string]attr.Value{"org": organization}
	if !h.Environment.IsNull() {
		environment := search.environment(ctx, at("environment"), organization, h.Environment)
		if environment.IsUnknown() {
			return
		}
		elements["envId"] = environment
	}
	h.Context = types.MapValueMust(types.StringType, elements)
}

func (h *heldRole) isResolved() bool {
	return !h.RoleID.IsUnknown() && !h.Context.IsUnknown() &&
		!slices.ContainsFunc(slices.Collect(maps.Values(h.Context.Elements())), attr.Value.IsUnknown)
}

// assignment is the role as the platform knows it.
func (h *heldRole) assignment() anypointapi.RoleAssignment {
	context := map[string]string{}
	for name, value := range h.Context.Elements() {
		context[name] = textOf(value)
	}
	return anypointapi.RoleAssignment{RoleID: h.RoleID.ValueString(), Name: h.Role.ValueString(), Context: context}
}

func (h *heldRole) key() anypointapi.RoleKey { return h.assignment().Key() }

// sameAs tells that two roles are one, in the same place.
func (h *heldRole) sameAs(other *heldRole) bool {
	return h.isResolved() && other.isResolved() && h.key() == other.key()
}

// object is the role in messages.
func (h *heldRole) object() string {
	if !h.BusinessGroup.IsNull() || !h.Environment.IsNull() {
		place := strings.Trim(h.BusinessGroup.ValueString()+"/"+h.Environment.ValueString(), "/")
		return h.Role.ValueString() + " in " + place
	}
	return h.Role.ValueString()
}

// imported is a role that the platform tells and no configuration has written yet,
// with names where they can be looked up.
func (p people) imported(ctx context.Context, assignment anypointapi.RoleAssignment) heldRole {
	elements := make(map[string]attr.Value, len(assignment.Context))
	for name, value := range assignment.Context {
		elements[name] = types.StringValue(value)
	}
	held := heldRole{
		Role: types.StringValue(cmp.Or(assignment.Name, assignment.RoleID)), RoleID: types.StringValue(assignment.RoleID),
		Context: types.MapValueMust(types.StringType, elements),
	}
	key := assignment.Key()
	if key.OrganizationID == "" || key.Rest != "" {
		return held
	}
	if key.OrganizationID != p.organizationID {
		held.BusinessGroup = types.StringValue(p.organizationName(ctx, key.OrganizationID))
	}
	if key.EnvironmentID != "" {
		held.Environment = types.StringValue(key.EnvironmentID)
		if environment, err := p.client.Environments.Find(ctx, key.OrganizationID, key.EnvironmentID); err == nil {
			held.Environment = types.StringValue(environment.Name)
		}
	}
	return held
}

// organizationName is how an organization is called; the id where that is not its
// alone, or not told.
func (p people) organizationName(ctx context.Context, id string) string {
	organization, err := p.client.Organizations.Find(ctx, p.root(ctx), id)
	if err != nil {
		return id
	}
	if _, err := p.client.Organizations.Find(ctx, p.root(ctx), organization.Name); err != nil {
		return id
	}
	return organization.Name
}

// label is what a role is called in a map when the configuration has no name for
// it: what is held, and where.
func (p people) label(ctx context.Context, assignment anypointapi.RoleAssignment) string {
	held := p.imported(ctx, assignment)
	key := assignment.Key()
	label := held.Role.ValueString()
	if key.OrganizationID != "" {
		label += " in " + p.organizationName(ctx, key.OrganizationID)
	}
	if key.EnvironmentID != "" {
		label += "/" + held.Environment.ValueString()
	}
	if key.Rest != "" {
		label += " on " + key.Rest
	}
	return label
}

// contextID is a context as part of an id.
func (h *heldRole) contextID() string {
	var parts []string
	elements := h.Context.Elements()
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		parts = append(parts, name+"="+textOf(elements[name]))
	}
	return strings.Join(parts, ",")
}

// parseRoleID reads HOLDER,ROLE and then KEY=VALUE for each entry of the context.
func parseRoleID(id string) (holder, role string, context map[string]string, err error) {
	parts := strings.Split(id, ",")
	context = map[string]string{}
	wrong := len(parts) < 2 || slices.ContainsFunc(parts, func(part string) bool {
		return part == "" || strings.TrimSpace(part) != part
	})
	for _, part := range parts[min(2, len(parts)):] {
		name, value, found := strings.Cut(part, "=")
		context[name] = value
		wrong = wrong || !found || name == "" || value == ""
	}
	if wrong {
		return "", "", nil, fmt.Errorf("got %q: the id is the team or user, the role, and where it is held as the platform tells it, such as "+
			"NAME_OR_ID,NAME_OR_ID,envId=ENVIRONMENT_ID,org=ORGANIZATION_ID, joined by commas, without spaces around them", id)
	}
	return parts[0], parts[1], context, nil
}

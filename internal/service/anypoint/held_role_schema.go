package anypoint

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// Schema implements [resource.Resource].
func (r *heldRoleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := heldRoleAttributes(" Changing it replaces the role, unless it is another way to write the same one.")
	attributes["role_id"] = computed("Role, as a UUID.")
	held, _ := attributes["context"].(schema.MapAttribute)
	held.PlanModifiers = []planmodifier.Map{mapplanmodifier.UseStateForUnknown()}
	attributes["context"] = held
	maps.Copy(attributes, map[string]schema.Attribute{
		"organization_id": peopleOrganization(),
		"adopt_existing": schema.BoolAttribute{
			MarkdownDescription: "Take over a role that the " + r.attribute + " holds there already. Default `false`: creation fails and tells " +
				"the import command. It has no effect after creation.",
			Optional: true,
		},
		"allow_self_lockout": selfLockoutAttribute("the removal of the role"),
		"id":                 computed("The ids of the " + r.attribute + " and the role, and then the context as `NAME=VALUE`, joined by commas."),
		r.attribute + "_id":  computed("Id of the " + r.attribute + ", as a UUID."),
		r.attribute:          teamReference("role"),
	})
	if r.attribute == "user" {
		attributes[r.attribute] = userReference("role")
	}
	resp.Schema = schema.Schema{MarkdownDescription: r.description + administratorNote, Attributes: attributes}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (r *heldRoleResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id":   organizationIdentity(),
		r.attribute + "_id": identityschema.StringAttribute{RequiredForImport: true, Description: "The " + r.attribute + ", as a UUID."},
		"role_id":           identityschema.StringAttribute{RequiredForImport: true, Description: "Role, as a UUID."},
		"context": identityschema.StringAttribute{
			OptionalForImport: true, Description: "Where the role is held, as NAME=VALUE joined by commas, in the order of the names.",
		},
	}}
}

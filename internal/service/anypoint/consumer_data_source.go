package anypoint

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// instanceDataAttributes are the arguments of a data source that lists what
// belongs to an API instance, and others besides.
func instanceDataAttributes(others map[string]schema.Attribute) map[string]schema.Attribute {
	others["organization_id"] = foundIn("Organization (business group) of the environment", "organization_id")
	others["environment_id"] = foundIn("Environment", "environment_id")
	others["api_instance_id"] = schema.StringAttribute{
		MarkdownDescription: "API instance, by its number in API Manager.",
		Required:            true,
		Validators:          []validator.String{framework.Number()},
	}
	return others
}

// fallBack fills what the configuration leaves out with the provider's defaults.
func (s *instanceScope) fallBack(provider *clients.Clients, diags *diag.Diagnostics) {
	fallBack(&s.OrganizationID, "organization_id", provider.AnypointOrganizationID, diags)
	fallBack(&s.EnvironmentID, "environment_id", provider.AnypointEnvironmentID, diags)
}

// narrowing is an argument that narrows a list.
func narrowing(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Default: any.",
		Optional:            true,
		Validators:          append(validators, stringvalidator.LengthAtLeast(1)),
	}
}

// listOf is a list of objects that a data source reads.
func listOf(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description,
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: attributes},
	}
}

// truth is a flag that a data source reads.
func truth(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// instanceObject is an API instance as messages speak of it.
func (s instanceScope) instanceObject() string {
	return "API instance " + s.APIInstanceID.ValueString()
}

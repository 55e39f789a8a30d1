package anypoint

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// listing is what the data sources that list embed.
type listing struct{ dataSource }

// searchAttribute narrows a list by a text.
func searchAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description, Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// rowsAttribute is a list that a data source reads.
func rowsAttribute(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

// holdsText tells that a text is not asked for, or is part of one of the others,
// whatever the case.
func holdsText(text types.String, texts ...string) bool {
	return text.IsNull() || slices.ContainsFunc(texts, func(candidate string) bool {
		return strings.Contains(strings.ToLower(candidate), strings.ToLower(text.ValueString()))
	})
}

// begin reads the configuration of a list, with the organization that it leaves
// out.
func (d *listing) begin(
	ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse, model any, organizationID *types.String,
) (search people, ok bool) {
	resp.Diagnostics.Append(req.Config.Get(ctx, model)...)
	fallBack(organizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	return people{client: client, organizationID: organizationID.ValueString(), diags: &resp.Diagnostics},
		ok && !resp.Diagnostics.HasError()
}

package anypoint

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type identitiesDataSource struct{ dataSource }

type identitiesModel struct {
	SearchOrganizationID types.String         `tfsdk:"search_organization_id"`
	Search               types.String         `tfsdk:"search"`
	Types                []types.String       `tfsdk:"types"`
	Identities           []foundIdentityModel `tfsdk:"identities"`
}

type foundIdentityModel struct {
	ID             types.String `tfsdk:"id"`
	Type           types.String `tfsdk:"type"`
	Name           types.String `tfsdk:"name"`
	Username       types.String `tfsdk:"username"`
	Email          types.String `tfsdk:"email"`
	OrganizationID types.String `tfsdk:"organization_id"`
}

// NewIdentitiesDataSource makes apiaccess_anypoint_identities.
func NewIdentitiesDataSource() datasource.DataSource {
	return &identitiesDataSource{dataSource{Name: "anypoint_identities"}}
}

// Schema implements [datasource.DataSource].
func (*identitiesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Searches for users, teams and organizations that APIs can be granted to. It asks Exchange, which also answers " +
			"apps that act for themselves and may not read Access Management.",
		Attributes: map[string]schema.Attribute{
			"search_organization_id": foundIn("Organization to search in", "organization_id"),
			"search": schema.StringAttribute{
				MarkdownDescription: "What the names hold, such as `lee`. Exchange decides what matches: a part of a username, a name or an e-mail " +
					"address. Default: everybody.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"types": schema.ListAttribute{
				MarkdownDescription: "Only these types: `user`, `team`, `organization` and `externalOrganization`, which is a root organization of " +
					"somebody else. Default: all.",
				Optional:    true,
				ElementType: types.StringType,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1), listvalidator.ValueStringsAre(stringvalidator.OneOf(granteeTypes...)),
				},
			},
			"identities": schema.ListNestedAttribute{
				MarkdownDescription: "Who was found, by type and then by username or name.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":              told("Id, as a UUID."),
					"type":            told("`user`, `team`, `organization` or `externalOrganization`."),
					"name":            told("A user's first and last name; the name of a team or an organization."),
					"username":        told("Username; null for teams and organizations."),
					"email":           told("E-mail address; null for teams and organizations."),
					"organization_id": told("Organization of the user or team; of an organization its own id."),
				}},
			},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *identitiesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model identitiesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.SearchOrganizationID, "search_organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	var found []anypointapi.Identity
	for identity, err := range client.IdentitySearch(ctx, model.SearchOrganizationID.ValueString(), model.Search.ValueString()) {
		if err != nil {
			identityNoun.FailedAt(&resp.Diagnostics, path.Root("search"), "search for", cmp.Or(model.Search.ValueString(), "everybody"), err)
			return
		}
		if model.Types == nil || slices.Contains(model.Types, types.StringValue(identity.Type)) {
			found = append(found, identity)
		}
	}
	slices.SortFunc(found, func(a, b anypointapi.Identity) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(nameOf(a), nameOf(b)), cmp.Compare(a.ID, b.ID))
	})
	model.Identities = make([]foundIdentityModel, len(found))
	for n, identity := range found {
		model.Identities[n] = newFoundIdentity(identity)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func newFoundIdentity(found anypointapi.Identity) foundIdentityModel {
	var single identityModel
	single.flatten(found)
	return foundIdentityModel{single.ID, single.Type, single.Name, single.Username, single.Email, single.OrganizationID}
}

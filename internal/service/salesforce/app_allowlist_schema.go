package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema implements [resource.Resource].
func (*allowlistResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The complete list of the apps that are approved for API access. An organization has one of these. Apps that are " +
			"approved elsewhere are drift, which the plan shows by name and the apply withdraws. To approve single apps and leave the others " +
			"alone, use `apiaccess_salesforce_app_allowlist_entry`; the two are not mixed in one configuration.\n\n" +
			"Only those may use an approved app whom it is granted to (`apiaccess_salesforce_api_grant`): name the grants in `depends_on`, so " +
			"that they are there first. Destroying the list withdraws every approval in it.",
		Attributes: map[string]schema.Attribute{
			"apps": schema.SetAttribute{
				MarkdownDescription: "All apps that are approved: each the developer name of a connected app of the organization's own or of an " +
					"external client app, or the id of any app (`0H4…` or `0xI…`). Apps that are installed from another organization are approved " +
					"in Setup alone: those that are approved are in the list by their ids. Changed in place.",
				Required:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.ValueStringsAre(nameOrID{appKind})},
			},
			"approved": schema.MapAttribute{
				MarkdownDescription: "Names of the approved apps that people see, by the apps' ids.",
				Computed:            true,
				ElementType:         types.StringType,
			},
			"allow_self_lockout": selfLockoutAttribute("a change of the list"),
			"organization_id":    organizationAttribute(),
		},
	}
}

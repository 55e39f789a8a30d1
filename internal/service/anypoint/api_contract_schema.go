package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*apiContractResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets one client application call one API instance. A gateway enforces contracts through a policy such as " +
			"*Client ID enforcement*.\n\n" +
			"An application has one contract with an API instance; where there is one already, creation fails and tells how to import it. " +
			"Destroying a contract that is approved revokes it first, as the platform wants. A contract that goes with its application, or with " +
			"its API instance, leaves the state without an error.\n\n" +
			"It takes the permissions Manage Contracts (scope `manage:api_contracts`) in the environment and Exchange Viewer (`read:exchange`), " +
			"and for applications by name the scope `read:client_applications`.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"environment_id":  environmentAttribute(),
			"api_instance_id": apiInstanceIDAttribute("contract"),
			"application": schema.StringAttribute{
				MarkdownDescription: "Client application that may call, by name or number. Changing it replaces the contract, unless it is another " +
					"way to write the same one.",
				Required:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"tier": schema.StringAttribute{
				MarkdownDescription: "SLA tier of the API instance, by name or number. Default: none. Changed in place, at once for a contract that is " +
					"approved; taking it away replaces the contract.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "What is to become of the contract. `approved` (the default): the application may call. `pending`: access is asked " +
					"for and somebody else decides. `rejected`: what was asked for is refused. `revoked`: access that was approved is taken away, and the " +
					"contract stays. Changed in place, except from `rejected`, which takes a new contract. A change that the platform has no way for is " +
					"refused at plan.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(statusApproved),
				Validators: []validator.String{stringvalidator.OneOf(statusApproved, statusPending, statusRejected, statusRevoked)},
			},
			"id":               computed("Number of the contract."),
			"application_id":   computed("Number of the application."),
			"application_name": computed("Name of the application."),
			"client_id":        computed("Client id that the application calls with. It is no secret."),
			"tier_id":          computed("Number of the tier, or while the contract is pending of the one that is asked for; null without a tier."),
			"tier_name":        computed("Name of that tier; null without one."),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*apiContractResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = instanceIdentitySchema("contract")
}

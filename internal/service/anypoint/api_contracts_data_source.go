package anypoint

import (
	"context"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type apiContractsDataSource struct{ dataSource }

type apiContractsModel struct {
	instanceScope

	Status    types.String          `tfsdk:"status"`
	Contracts []listedContractModel `tfsdk:"api_contracts"`
}

type listedContractModel struct {
	ID              types.String `tfsdk:"id"`
	Status          types.String `tfsdk:"status"`
	ApplicationID   types.String `tfsdk:"application_id"`
	ApplicationName types.String `tfsdk:"application_name"`
	ClientID        types.String `tfsdk:"client_id"`
	TierID          types.String `tfsdk:"tier_id"`
	TierName        types.String `tfsdk:"tier_name"`
	RequestedTierID types.String `tfsdk:"requested_tier_id"`
	ApprovedAt      types.String `tfsdk:"approved_at"`
	RejectedAt      types.String `tfsdk:"rejected_at"`
	RevokedAt       types.String `tfsdk:"revoked_at"`
}

// NewAPIContractsDataSource makes apiaccess_anypoint_api_contracts.
func NewAPIContractsDataSource() datasource.DataSource {
	return &apiContractsDataSource{dataSource{Name: "anypoint_api_contracts"}}
}

// Schema implements [datasource.DataSource].
func (*apiContractsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the contracts of one API instance: which applications may call it, ask for that, or may not any more. It " +
			"takes the permission View Contracts in the environment (scope `read:api_contracts`).",
		Attributes: instanceDataAttributes(map[string]schema.Attribute{
			"status": narrowing("Only contracts that are `approved`, `pending`, `rejected` or `revoked`.",
				stringvalidator.OneOf(statusApproved, statusPending, statusRejected, statusRevoked)),
			"api_contracts": listOf("The contracts, the oldest first.", map[string]schema.Attribute{
				"id":                told("Number of the contract."),
				"status":            told("`approved`, `pending`, `rejected` or `revoked`."),
				"application_id":    told("Number of the application."),
				"application_name":  told("Name of the application."),
				"client_id":         told("Client id that the application calls with. It is no secret."),
				"tier_id":           told("Number of the tier, or while the contract is pending of the one that is asked for; null without a tier."),
				"tier_name":         told("Name of that tier; null without one."),
				"requested_tier_id": told("Number of the tier that waits for approval; null for none."),
				"approved_at":       told("When it was approved last, in RFC 3339; null if never."),
				"rejected_at":       told("When it was rejected, in RFC 3339; null if never."),
				"revoked_at":        told("When it was revoked, in RFC 3339; null if it is not."),
			}),
		}),
	}
}

// Read implements [datasource.DataSource].
func (d *apiContractsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiContractsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.fallBack(d.Clients, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	key := model.api(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	contracts, err := client.Contracts.List(ctx, key)
	if err != nil {
		apiContractNoun.Failed(&resp.Diagnostics, "list", model.instanceObject(), err)
		return
	}
	model.Contracts = []listedContractModel{}
	for _, contract := range contracts {
		if listed := listedContract(contract); model.Status.IsNull() || model.Status.Equal(listed.Status) {
			model.Contracts = append(model.Contracts, listed)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func listedContract(contract anypointapi.Contract) listedContractModel {
	tierID, tierName := contract.EffectiveTier()
	return listedContractModel{
		ID: types.StringValue(strconv.FormatInt(contract.ID, 10)), Status: types.StringValue(strings.ToLower(contract.Status)),
		ApplicationID:   types.StringValue(strconv.FormatInt(contract.ApplicationID, 10)),
		ApplicationName: orNull(contract.Application.Name), ClientID: orNull(contract.Application.ClientID),
		TierID: numberOrNull(tierID), TierName: orNull(tierName), RequestedTierID: numberOrNull(contract.RequestedTierID),
		ApprovedAt: orNull(contract.ApprovedDate), RejectedAt: orNull(contract.RejectedDate), RevokedAt: orNull(contract.RevokedDate),
	}
}

func numberOrNull(id int64) types.String {
	if id == 0 {
		return types.StringNull()
	}
	return types.StringValue(strconv.FormatInt(id, 10))
}

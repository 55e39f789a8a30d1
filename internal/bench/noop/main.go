// Command noop is a provider that makes no call: what a plan costs with it is the
// price of Terraform itself and of the plugin protocol. It has one type of five
// attributes, as many as a grant has.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return noop{} }, providerserver.ServeOpts{
		Address: "registry.terraform.io/apiaccess/noop", ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}

type noop struct{}

func (noop) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "noop"
}

func (noop) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (noop) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (noop) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (noop) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return grant{} }}
}

type grant struct{}

type model struct {
	ID    types.String `tfsdk:"id"`
	App   types.String `tfsdk:"app"`
	User  types.String `tfsdk:"user"`
	Role  types.String `tfsdk:"role"`
	Label types.String `tfsdk:"label"`
}

func (grant) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "noop_grant"
}

func (grant) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"app":   schema.StringAttribute{Required: true},
		"user":  schema.StringAttribute{Required: true},
		"role":  schema.StringAttribute{Optional: true},
		"id":    schema.StringAttribute{Computed: true, PlanModifiers: kept},
		"label": schema.StringAttribute{Computed: true, PlanModifiers: kept},
	}}
}

func (grant) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var planned model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	planned.ID, planned.Label = planned.User, planned.App
	resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
}

func (grant) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (grant) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
}

func (grant) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

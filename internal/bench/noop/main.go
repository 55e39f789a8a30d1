// Command noop is a provider that makes no call: what a plan costs with it is the
// price of Terraform itself and of the plugin protocol. It has one type of five
// attributes, and one of as many as a Salesforce API grant has, which costs Terraform
// itself half as much again.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
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
	return []func() resource.Resource{
		func() resource.Resource {
			return grant{name: "noop_grant", optional: []string{"role"}, computed: []string{"id", "label"}}
		},
		func() resource.Resource {
			return grant{
				name: "noop_api_grant",
				optional: []string{
					"through", "profile", "permission_set", "permission_set_group", "expiration", "adopt_existing", "allow_self_lockout",
				},
				computed: []string{
					"id", "app_id", "app_label", "principal_type", "principal_id", "principal_name", "through_id", "organization_id",
				},
			}
		},
	}
}

// grant has the required attributes app and user, and these.
type grant struct {
	name               string
	optional, computed []string
}

func (g grant) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = g.name
}

func (g grant) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"app":  schema.StringAttribute{Required: true},
		"user": schema.StringAttribute{Required: true},
	}}
	for _, name := range g.optional {
		resp.Schema.Attributes[name] = schema.StringAttribute{Optional: true}
	}
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	for _, name := range g.computed {
		resp.Schema.Attributes[name] = schema.StringAttribute{Computed: true, PlanModifiers: kept}
	}
}

func (g grant) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var user types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("user"), &user)...)
	resp.State.Raw = req.Plan.Raw
	for _, name := range g.computed {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), user)...)
	}
}

func (grant) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (grant) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (grant) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// Package framework holds what every resource and data source of this provider
// does alike over terraform-plugin-framework.
package framework

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resource is embedded by every resource. D is what the provider's Configure
// hands on.
type Resource[D any] struct {
	// Name is the type name without the provider's prefix.
	Name string
	// Clients is set by Configure.
	Clients D
}

// Metadata implements [resource.Resource].
func (r *Resource[D]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Name
}

// Configure implements [resource.ResourceWithConfigure].
func (r *Resource[D]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	take(req.ProviderData, &r.Clients, &resp.Diagnostics)
}

// DataSource is embedded by every data source.
type DataSource[D any] struct {
	// Name is the type name without the provider's prefix.
	Name string
	// Clients is set by Configure.
	Clients D
}

// Metadata implements [datasource.DataSource].
func (d *DataSource[D]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.Name
}

// Configure implements [datasource.DataSourceWithConfigure].
func (d *DataSource[D]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	take(req.ProviderData, &d.Clients, &resp.Diagnostics)
}

// take keeps the provider's data; there is none before the provider is
// configured, as during validation.
func take[D any](data any, into *D, diags *diag.Diagnostics) {
	if data == nil {
		return
	}
	typed, ok := data.(D)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf(
			"Got %T instead of %T. This is a bug of the provider; please report it.", data, *into))
		return
	}
	*into = typed
}

// Ephemeral is embedded by every ephemeral resource.
type Ephemeral[D any] struct {
	// Name is the type name without the provider's prefix.
	Name string
	// Clients is set by Configure.
	Clients D
}

// Metadata implements [ephemeral.EphemeralResource].
func (e *Ephemeral[D]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + e.Name
}

// Configure implements [ephemeral.EphemeralResourceWithConfigure].
func (e *Ephemeral[D]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	take(req.ProviderData, &e.Clients, &resp.Diagnostics)
}

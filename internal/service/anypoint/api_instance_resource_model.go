package anypoint

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type managedInstanceModel struct {
	OrganizationID            types.String `tfsdk:"organization_id"`
	EnvironmentID             types.String `tfsdk:"environment_id"`
	ID                        types.String `tfsdk:"id"`
	GroupID                   types.String `tfsdk:"group_id"`
	AssetID                   types.String `tfsdk:"asset_id"`
	AssetVersion              types.String `tfsdk:"asset_version"`
	Label                     types.String `tfsdk:"label"`
	Technology                types.String `tfsdk:"technology"`
	EndpointURI               types.String `tfsdk:"endpoint_uri"`
	Endpoint                  types.Object `tfsdk:"endpoint"`
	Deprecated                types.Bool   `tfsdk:"deprecated"`
	AutodiscoveryInstanceName types.String `tfsdk:"autodiscovery_instance_name"`
	ProductVersion            types.String `tfsdk:"product_version"`
}

type endpointModel struct {
	ImplementationURI types.String `tfsdk:"implementation_uri"`
	ProxyURI          types.String `tfsdk:"proxy_uri"`
	DeploymentType    types.String `tfsdk:"deployment_type"`
	ResponseTimeout   types.Int64  `tfsdk:"response_timeout"`
}

type managedInstanceIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	ID             types.String `tfsdk:"id"`
}

func (m managedInstanceModel) identity() managedInstanceIdentity {
	return managedInstanceIdentity{m.OrganizationID, m.EnvironmentID, m.ID}
}

// object is the instance as messages speak of it.
func (m managedInstanceModel) object() string {
	name := m.AssetID.ValueString() + " " + m.AssetVersion.ValueString()
	switch {
	case m.AssetID.IsNull():
		return "API instance " + m.ID.ValueString()
	case !m.Label.IsNull():
		return fmt.Sprintf("API instance %s %q", name, m.Label.ValueString())
	}
	return "API instance " + name
}

func (m managedInstanceModel) environment() anypointapi.EnvironmentKey {
	return anypointapi.EnvironmentKey{OrganizationID: m.OrganizationID.ValueString(), EnvironmentID: m.EnvironmentID.ValueString()}
}

func (m managedInstanceModel) api(diags *diag.Diagnostics) anypointapi.APIKey {
	return anypointapi.APIKey{
		OrganizationID: m.OrganizationID.ValueString(), EnvironmentID: m.EnvironmentID.ValueString(), APIID: number(m.ID, "id", diags),
	}
}

func (m managedInstanceModel) expand(ctx context.Context, diags *diag.Diagnostics) anypointapi.NewAPIInstance {
	wanted := anypointapi.NewAPIInstance{
		GroupID: m.GroupID.ValueString(), AssetID: m.AssetID.ValueString(), AssetVersion: m.AssetVersion.ValueString(),
		Label: m.Label.ValueString(), EndpointURI: m.EndpointURI.ValueString(), Technology: m.Technology.ValueString(),
		Endpoint: m.endpoint(ctx, diags),
	}
	usual := map[string]string{anypointapi.Mule4: "CH", anypointapi.FlexGateway: "HY"}
	wanted.Endpoint.DeploymentType = cmp.Or(wanted.Endpoint.DeploymentType, usual[wanted.Technology])
	return wanted
}

// endpoint is what the configuration says; nothing where it says nothing.
func (m managedInstanceModel) endpoint(ctx context.Context, diags *diag.Diagnostics) anypointapi.Endpoint {
	if m.Endpoint.IsNull() {
		return anypointapi.Endpoint{}
	}
	var model endpointModel
	diags.Append(m.Endpoint.As(ctx, &model, basetypes.ObjectAsOptions{})...)
	return anypointapi.Endpoint{
		URI: model.ImplementationURI.ValueStringPointer(), ProxyURI: model.ProxyURI.ValueStringPointer(),
		DeploymentType: model.DeploymentType.ValueString(), ResponseTimeout: model.ResponseTimeout.ValueInt64Pointer(),
	}
}

// change holds what differs from before: what is not sent stays as it is.
func (m managedInstanceModel) change(
	ctx context.Context, before managedInstanceModel, diags *diag.Diagnostics,
) (change anypointapi.APIInstanceChange, changed bool) {
	for _, text := range []struct {
		to            **string
		value, before types.String
	}{
		{&change.AssetVersion, m.AssetVersion, before.AssetVersion},
		{&change.Label, m.Label, before.Label},
		{&change.EndpointURI, m.EndpointURI, before.EndpointURI},
	} {
		if !text.value.Equal(text.before) {
			*text.to, changed = new(text.value.ValueString()), true
		}
	}
	if !m.Deprecated.Equal(before.Deprecated) {
		change.Deprecated, changed = m.Deprecated.ValueBoolPointer(), true
	}
	if !m.Endpoint.IsNull() && !m.Endpoint.Equal(before.Endpoint) {
		change.Endpoint, changed = new(m.endpoint(ctx, diags)), true
	}
	return change, changed
}

// flatten takes over an instance as the platform tells it. whole tells that its
// endpoint and technology were read too. What the configuration does not manage
// of the endpoint stays out, but an import takes all of it.
func (m *managedInstanceModel) flatten(ctx context.Context, instance anypointapi.APIInstance, whole bool) diag.Diagnostics {
	isImported := m.AssetID.IsNull()
	m.ID = types.StringValue(strconv.FormatInt(instance.ID, 10))
	m.GroupID, m.AssetID = types.StringValue(instance.GroupID), types.StringValue(instance.AssetID)
	m.AssetVersion, m.Label = types.StringValue(instance.AssetVersion), orNull(instance.InstanceLabel)
	m.EndpointURI, m.Deprecated = orNull(instance.EndpointURI), types.BoolValue(instance.Deprecated)
	m.ProductVersion = orNull(instance.ProductVersion)
	m.AutodiscoveryInstanceName = orNull(instance.AutodiscoveryInstanceName)
	if instance.Technology != "" {
		m.Technology = types.StringValue(instance.Technology)
	}
	if !whole {
		return nil
	}
	return m.flattenEndpoint(ctx, instance.Endpoint, isImported)
}

func (m *managedInstanceModel) flattenEndpoint(ctx context.Context, endpoint anypointapi.Endpoint, isImported bool) diag.Diagnostics {
	var diags diag.Diagnostics
	var managed endpointModel
	switch {
	case !m.Endpoint.IsNull():
		diags.Append(m.Endpoint.As(ctx, &managed, basetypes.ObjectAsOptions{})...)
	case !isImported || endpoint.URI == nil && endpoint.ProxyURI == nil:
		m.Endpoint = types.ObjectNull(endpointType.AttrTypes)
		return nil
	}
	current := endpointModel{
		ImplementationURI: types.StringPointerValue(endpoint.URI), ProxyURI: types.StringPointerValue(endpoint.ProxyURI),
		ResponseTimeout: types.Int64PointerValue(endpoint.ResponseTimeout),
	}
	if isImported || !managed.DeploymentType.IsNull() {
		current.DeploymentType = orNull(endpoint.DeploymentType)
	}
	object, problems := types.ObjectValueFrom(ctx, endpointType.AttrTypes, current)
	diags.Append(problems...)
	m.Endpoint = object
	return diags
}

// compare fails for every value that the platform did not keep as it was sent.
func (m managedInstanceModel) compare(kept managedInstanceModel) diag.Diagnostics {
	return notKept(m.object(), map[string]bool{
		"asset_version": m.AssetVersion.Equal(kept.AssetVersion), "label": m.Label.Equal(kept.Label),
		"endpoint_uri": m.EndpointURI.Equal(kept.EndpointURI), "deprecated": m.Deprecated.Equal(kept.Deprecated),
		"technology": m.Technology.Equal(kept.Technology), "endpoint": m.Endpoint.Equal(kept.Endpoint),
	})
}

package anypoint

import (
	"context"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type clientApplicationModel struct {
	OrganizationID        types.String `tfsdk:"organization_id"`
	ID                    types.String `tfsdk:"id"`
	Name                  types.String `tfsdk:"name"`
	Description           types.String `tfsdk:"description"`
	URL                   types.String `tfsdk:"url"`
	RedirectURIs          types.Set    `tfsdk:"redirect_uris"`
	GrantTypes            types.Set    `tfsdk:"grant_types"`
	APIEndpoints          types.Bool   `tfsdk:"api_endpoints"`
	APIInstanceID         types.String `tfsdk:"api_instance_id"`
	SecretRotationTrigger types.String `tfsdk:"secret_rotation_trigger"`
	ClientID              types.String `tfsdk:"client_id"`
}

type clientApplicationIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
}

func (m clientApplicationModel) identity() clientApplicationIdentity {
	return clientApplicationIdentity{m.OrganizationID, m.ID}
}

// object is the application as messages speak of it.
func (m clientApplicationModel) object() string {
	if m.Name.IsNull() {
		return "client application " + m.ID.ValueString()
	}
	return "client application " + strconv.Quote(m.Name.ValueString())
}

func (m clientApplicationModel) root() string { return m.OrganizationID.ValueString() }

func (m clientApplicationModel) expand(ctx context.Context, diags *diag.Diagnostics) anypointapi.NewClientApplication {
	wanted := anypointapi.NewClientApplication{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), URL: m.URL.ValueString(),
		RedirectURIs: textsOf(ctx, m.RedirectURIs, diags), APIEndpoints: m.APIEndpoints.ValueBoolPointer(),
	}
	if !m.GrantTypes.IsUnknown() {
		wanted.GrantTypes = textsOf(ctx, m.GrantTypes, diags)
	}
	if !m.APIInstanceID.IsNull() {
		wanted.APIInstanceID = number(m.APIInstanceID, "api_instance_id", diags)
	}
	return wanted
}

// textsOf are the members of a set in order; none for a null set.
func textsOf(ctx context.Context, set types.Set, diags *diag.Diagnostics) []string {
	texts := []string{}
	diags.Append(set.ElementsAs(ctx, &texts, false)...)
	slices.Sort(texts)
	return texts
}

// change holds what differs from before: what is not sent stays as it is.
func (m clientApplicationModel) change(
	ctx context.Context, before clientApplicationModel, diags *diag.Diagnostics,
) (change anypointapi.ClientApplicationChange, changed bool) {
	for _, text := range []struct {
		to            **string
		value, before types.String
	}{
		{&change.Name, m.Name, before.Name},
		{&change.Description, m.Description, before.Description},
		{&change.URL, m.URL, before.URL},
	} {
		if !text.value.Equal(text.before) {
			*text.to, changed = new(text.value.ValueString()), true
		}
	}
	for _, set := range []struct {
		to            **[]string
		value, before types.Set
	}{
		{&change.RedirectURIs, m.RedirectURIs, before.RedirectURIs},
		{&change.GrantTypes, m.GrantTypes, before.GrantTypes},
	} {
		if !set.value.Equal(set.before) {
			*set.to, changed = new(textsOf(ctx, set.value, diags)), true
		}
	}
	return change, changed
}

// rotates tells that the secret is to be replaced.
func (m clientApplicationModel) rotates(before clientApplicationModel) bool {
	return !m.SecretRotationTrigger.IsNull() && !before.SecretRotationTrigger.IsNull() &&
		!m.SecretRotationTrigger.Equal(before.SecretRotationTrigger)
}

// flatten takes over an application as the platform tells it.
func (m *clientApplicationModel) flatten(application anypointapi.ClientApplication) {
	m.ID, m.Name = types.StringValue(strconv.FormatInt(application.ID, 10)), types.StringValue(application.Name)
	m.Description, m.URL = orNull(application.Description), orNull(application.URL)
	if application.ClientID != "" || m.ClientID.IsUnknown() {
		m.ClientID = types.StringValue(application.ClientID)
	}
	m.GrantTypes = textSet(application.GrantTypes)
	m.RedirectURIs = types.SetNull(types.StringType)
	if len(application.RedirectURIs) > 0 {
		m.RedirectURIs = textSet(application.RedirectURIs)
	}
}

// compare fails for every value that the platform did not keep as it was sent.
func (m clientApplicationModel) compare(kept clientApplicationModel) diag.Diagnostics {
	return notKept(m.object(), map[string]bool{
		"name": m.Name.Equal(kept.Name), "description": m.Description.Equal(kept.Description), "url": m.URL.Equal(kept.URL),
		"redirect_uris": m.RedirectURIs.Equal(kept.RedirectURIs),
		"grant_types":   m.GrantTypes.IsUnknown() || m.GrantTypes.Equal(kept.GrantTypes),
	})
}

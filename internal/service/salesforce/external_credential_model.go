package salesforce

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type externalCredentialModel struct {
	OrganizationID types.String                        `tfsdk:"organization_id"`
	ID             types.String                        `tfsdk:"id"`
	Name           types.String                        `tfsdk:"name"`
	Label          types.String                        `tfsdk:"label"`
	Protocol       types.String                        `tfsdk:"protocol"`
	Variant        types.String                        `tfsdk:"variant"`
	Parameters     map[string]credentialParameterModel `tfsdk:"parameters"`
	CustomHeaders  map[string]types.String             `tfsdk:"custom_headers"`
	Principals     map[string]principalModel           `tfsdk:"principals"`
}

type credentialParameterModel struct {
	Type        types.String `tfsdk:"type"`
	Value       types.String `tfsdk:"value"`
	Description types.String `tfsdk:"description"`
}

type principalModel struct {
	Type           types.String `tfsdk:"type"`
	Secrets        types.Map    `tfsdk:"secrets"`
	SecretsVersion types.Int64  `tfsdk:"secrets_version"`
}

func (m externalCredentialModel) identity() namedIdentity {
	return namedIdentity{m.OrganizationID, m.Name}
}

func (m externalCredentialModel) object() string {
	return "external credential " + m.Name.ValueString()
}

// define makes a credential what the model says. Parameters and headers that the
// state before did not have either are left alone.
func (m externalCredentialModel) define(credential *salesforceapi.ExternalCredential, before externalCredentialModel) {
	credential.DeveloperName, credential.Label = m.Name.ValueString(), m.Label.ValueString()
	credential.Protocol, credential.Variant = m.Protocol.ValueString(), m.Variant.ValueString()
	m.defineParameters(credential, before)
	credential.CustomHeaders = defineHeaders(credential.CustomHeaders, m.CustomHeaders, before.CustomHeaders)

	var principals []salesforceapi.CredentialPrincipal
	for _, name := range slices.Sorted(maps.Keys(m.Principals)) {
		wanted := salesforceapi.CredentialPrincipal{Name: name, Type: m.Principals[name].Type.ValueString(), Sequence: int64(len(principals) + 1)}
		for _, existing := range credential.Principals {
			if existing.Name == wanted.Name && existing.Type == wanted.Type {
				wanted = existing
			}
		}
		principals = append(principals, wanted)
	}
	credential.Principals = principals
}

func (m externalCredentialModel) defineParameters(credential *salesforceapi.ExternalCredential, before externalCredentialModel) {
	existing := map[string]salesforceapi.ExternalCredentialParameter{}
	credential.Parameters = slices.DeleteFunc(credential.Parameters, func(one salesforceapi.ExternalCredentialParameter) bool {
		existing[one.Name] = one
		_, managed := before.Parameters[one.Name]
		_, wanted := m.Parameters[one.Name]
		return managed || wanted
	})
	for _, name := range slices.Sorted(maps.Keys(m.Parameters)) {
		parameter := existing[name]
		parameter.Name, parameter.Type = name, m.Parameters[name].Type.ValueString()
		parameter.Value, parameter.Description = m.Parameters[name].Value.ValueString(), m.Parameters[name].Description.ValueString()
		credential.Parameters = append(credential.Parameters, parameter)
	}
}

// defineHeaders are the headers as wanted, behind those that are nobody's here.
func defineHeaders(headers []salesforceapi.CredentialHeader, wanted, before map[string]types.String) []salesforceapi.CredentialHeader {
	existing := map[string]salesforceapi.CredentialHeader{}
	var last int64
	kept := slices.DeleteFunc(slices.Clone(headers), func(one salesforceapi.CredentialHeader) bool {
		existing[one.Name] = one
		last = max(last, one.Sequence)
		_, managed := before[one.Name]
		_, defined := wanted[one.Name]
		return managed || defined
	})
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		header, has := existing[name]
		if !has {
			last++
			header = salesforceapi.CredentialHeader{Name: name, Sequence: last}
		}
		header.Value = wanted[name].ValueString()
		kept = append(kept, header)
	}
	return kept
}

// flatten takes over a credential as the platform tells it: when importing, all of
// it.
func (m *externalCredentialModel) flatten(credential *salesforceapi.ExternalCredential, importing bool) {
	m.ID, m.Label = types.StringValue(credential.ID), types.StringValue(credential.Label)
	m.Protocol, m.Variant = types.StringValue(credential.Protocol), textOrNull(credential.Variant)
	parameters := map[string]credentialParameterModel{}
	for _, one := range credential.Parameters {
		if _, managed := m.Parameters[one.Name]; managed || importing {
			parameters[one.Name] = credentialParameterModel{types.StringValue(one.Type), textOrNull(one.Value), textOrNull(one.Description)}
		}
	}
	m.Parameters = orNil(parameters)
	m.CustomHeaders = flattenHeaders(credential.CustomHeaders, m.CustomHeaders, importing)
	principals := map[string]principalModel{}
	for _, one := range credential.Principals {
		principals[one.Name] = principalModel{types.StringValue(one.Type), types.MapNull(types.StringType), m.Principals[one.Name].SecretsVersion}
	}
	m.Principals = principals
}

func flattenHeaders(headers []salesforceapi.CredentialHeader, before map[string]types.String, importing bool) map[string]types.String {
	named := map[string]types.String{}
	for _, one := range headers {
		if _, managed := before[one.Name]; managed || importing {
			named[one.Name] = types.StringValue(one.Value)
		}
	}
	return orNil(named)
}

// orNil is nil for a map without entries, which is null.
func orNil[V any](values map[string]V) map[string]V {
	if len(values) == 0 {
		return nil
	}
	return values
}

// sendSecrets sends the secrets of the configuration to the principals that are new,
// or whose version changed.
func (m externalCredentialModel) sendSecrets(
	ctx context.Context, client *salesforceapi.Client, configured, before externalCredentialModel, diags *diag.Diagnostics,
) error {
	of := salesforceapi.ExternalCredential{
		DeveloperName: m.Name.ValueString(), Protocol: m.Protocol.ValueString(), Variant: m.Variant.ValueString(),
	}
	for _, name := range slices.Sorted(maps.Keys(configured.Principals)) {
		principal, former := configured.Principals[name], before.Principals[name]
		kind := m.Principals[name].Type
		if principal.Secrets.IsNull() || (principal.SecretsVersion.Equal(former.SecretsVersion) && kind.Equal(former.Type)) {
			continue
		}
		secrets := map[string]string{}
		diags.Append(principal.Secrets.ElementsAs(ctx, &secrets, false)...)
		values := map[string]salesforceapi.SecretValue{}
		for secret, value := range secrets {
			values[secret] = salesforceapi.SecretValue{Value: value, Encrypted: true}
		}
		who := salesforceapi.Principal{ExternalCredential: of.DeveloperName, Name: name, Type: kind.ValueString()}
		if err := client.PrincipalSecrets.Set(ctx, of, who, values); err != nil {
			return err
		}
	}
	return nil
}

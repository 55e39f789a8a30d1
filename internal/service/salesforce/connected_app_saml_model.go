package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type samlModel struct {
	ACSURL                 types.String `tfsdk:"acs_url"`
	EntityURL              types.String `tfsdk:"entity_url"`
	Issuer                 types.String `tfsdk:"issuer"`
	Certificate            types.String `tfsdk:"certificate"`
	EncryptionCertificate  types.String `tfsdk:"encryption_certificate"`
	EncryptionType         types.String `tfsdk:"encryption_type"`
	NameIDFormat           types.String `tfsdk:"name_id_format"`
	SigningAlgorithm       types.String `tfsdk:"signing_algorithm"`
	SubjectType            types.String `tfsdk:"subject_type"`
	SubjectCustomAttribute types.String `tfsdk:"subject_custom_attribute"`
	SLOBinding             types.String `tfsdk:"slo_binding"`
	SLOURL                 types.String `tfsdk:"slo_url"`
}

func (m *samlModel) define(into **salesforceapi.ConnectedAppSAMLConfig) {
	if m == nil {
		*into = nil
		return
	}
	if *into == nil {
		*into = &salesforceapi.ConnectedAppSAMLConfig{}
	}
	config := *into
	config.ACSURL = m.ACSURL.ValueString()
	config.EntityURL = m.EntityURL.ValueString()
	config.SubjectType = m.SubjectType.ValueString()
	setText(&config.Issuer, m.Issuer)
	setText(&config.Certificate, m.Certificate)
	setText(&config.EncryptionCertificate, m.EncryptionCertificate)
	setChoice(&config.EncryptionType, m.EncryptionType)
	setChoice(&config.NameIDFormat, m.NameIDFormat)
	setChoice(&config.SigningAlgorithm, m.SigningAlgorithm)
	setText(&config.SubjectCustomAttr, m.SubjectCustomAttribute)
	setChoice(&config.IDPSLOBinding, m.SLOBinding)
	setText(&config.SLOURL, m.SLOURL)
}

// flatten is the settings of a definition in the spelling of m, which may be nil.
func (m *samlModel) flatten(config *salesforceapi.ConnectedAppSAMLConfig) *samlModel {
	if config == nil {
		return nil
	}
	var before samlModel
	if m != nil {
		before = *m
	}
	return &samlModel{
		ACSURL:                 types.StringValue(config.ACSURL),
		EntityURL:              types.StringValue(config.EntityURL),
		Issuer:                 text(config.Issuer),
		Certificate:            textAs(config.Certificate, before.Certificate, sameCertificate),
		EncryptionCertificate:  textAs(config.EncryptionCertificate, before.EncryptionCertificate, sameCertificate),
		EncryptionType:         text(config.EncryptionType),
		NameIDFormat:           text(config.NameIDFormat),
		SigningAlgorithm:       text(config.SigningAlgorithm),
		SubjectType:            types.StringValue(config.SubjectType),
		SubjectCustomAttribute: text(config.SubjectCustomAttr),
		SLOBinding:             text(config.IDPSLOBinding),
		SLOURL:                 text(config.SLOURL),
	}
}

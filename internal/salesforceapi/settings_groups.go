package salesforceapi

import "encoding/xml"

// ConnectedAppSettings is API Access Control. The first two exist only where
// Salesforce Support has activated it.
type ConnectedAppSettings struct {
	// EnableAdminApprovedAppsOnly lets only approved apps call APIs.
	EnableAdminApprovedAppsOnly *bool `xml:"enableAdminApprovedAppsOnly"`
	// EnableAdminApprovedAppsOnlyForExternalUser does so for customers and partners.
	EnableAdminApprovedAppsOnlyForExternalUser *bool     `xml:"enableAdminApprovedAppsOnlyForExternalUser"`
	Unknown                                    []Element `xml:",any"`
}

// ExternalClientAppSettings tell how the consumers of external client apps are
// kept.
type ExternalClientAppSettings struct {
	// EnableClientSecretInRESTAPIAccess shows consumer secrets by the Connect interface.
	EnableClientSecretInRESTAPIAccess *bool `xml:"enableClientSecretInRestApiAccess"`
	// EnableConsumerSecretAPIAccess shows them by the Metadata API.
	EnableConsumerSecretAPIAccess   *bool     `xml:"enableConsumerSecretApiAccess"`
	EnablePackageECAOAuthFromDevOrg *bool     `xml:"enablePackageEcaOauthFromDevOrg"`
	Unknown                         []Element `xml:",any"`
}

// OAuthSettings are which OAuth flows the organization lets happen, the type
// OauthOidcSettings.
type OAuthSettings struct {
	BlockUsernamePasswordFlow *bool     `xml:"blockOAuthUnPwFlow"`
	BlockUserAgentFlow        *bool     `xml:"blockOAuthUsrAgtFlow"`
	IsPKCERequired            *bool     `xml:"isPkceRequired"`
	EnableCodeCredentialsFlow *bool     `xml:"oAuthCdCrdtFlowEnable"`
	Unknown                   []Element `xml:",any"`
}

// EventSettings are what the organization records.
type EventSettings struct {
	BypassMeteringBlock               *bool `xml:"bypassMeteringBlock"`
	EnableApexLimitEvents             *bool `xml:"enableApexLimitEvents"`
	EnableDeleteMonitoringData        *bool `xml:"enableDeleteMonitoringData"`
	EnableDynamicStreamingChannel     *bool `xml:"enableDynamicStreamingChannel"`
	EnableEventLogGeneration          *bool `xml:"enableEventLogGeneration"`
	EnableEventLogWaveIntegration     *bool `xml:"enableEventLogWaveIntegration"`
	EnableLightningLoggerEvents       *bool `xml:"enableLightningLoggerEvents"`
	EnableLoginForensics              *bool `xml:"enableLoginForensics"`
	EnableStreamingAPI                *bool `xml:"enableStreamingApi"`
	EnableTransactionSecurityPolicies *bool `xml:"enableTransactionSecurityPolicies"`
	// EventLogRetentionDuration is in days, from 30 to 365.
	EventLogRetentionDuration *int64    `xml:"eventLogRetentionDuration"`
	Unknown                   []Element `xml:",any"`
}

// RealTimeEventSettings are which events are stored and streamed.
type RealTimeEventSettings struct {
	Events  []RealTimeEvent `xml:"realTimeEvents"`
	Unknown []Element       `xml:",any"`
}

// RealTimeEvent is the switch of one kind of event.
type RealTimeEvent struct {
	// EntityName is such as ApiEvent, which is stored, or ApiEventStream.
	EntityName string    `xml:"entityName"`
	IsEnabled  bool      `xml:"isEnabled"`
	Unknown    []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (s ConnectedAppSettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ConnectedAppSettings
	return encodeOrdered(encoder, start, plain(s))
}

// MarshalXML writes the elements in the WSDL's order.
func (s ExternalClientAppSettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain ExternalClientAppSettings
	return encodeOrdered(encoder, start, plain(s))
}

// MarshalXML writes the elements in the WSDL's order.
func (s OAuthSettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain OAuthSettings
	return encodeOrdered(encoder, start, plain(s))
}

// MarshalXML writes the elements in the WSDL's order.
func (s EventSettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain EventSettings
	return encodeOrdered(encoder, start, plain(s))
}

// MarshalXML writes the elements in the WSDL's order.
func (s RealTimeEventSettings) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain RealTimeEventSettings
	return encodeOrdered(encoder, start, plain(s))
}

// MarshalXML writes the elements in the WSDL's order.
func (e RealTimeEvent) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain RealTimeEvent
	return encodeOrdered(encoder, start, plain(e))
}

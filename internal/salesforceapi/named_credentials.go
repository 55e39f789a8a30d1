package salesforceapi

// NamedCredential is an endpoint that the organization calls, and the external
// credential that it proves itself with.
type NamedCredential struct {
	ID            string `json:"id,omitempty"`
	DeveloperName string `json:"developerName"`
	Label         string `json:"masterLabel"`
	Description   string `json:"description,omitempty"`
	// Type is SecuredEndpoint or PrivateEndpoint.
	Type       string `json:"type"`
	CalloutURL string `json:"calloutUrl"`
	// ExternalCredentials holds one, since version 58.0.
	ExternalCredentials []DeveloperName            `json:"externalCredentials"`
	NetworkConnection   *DeveloperName             `json:"networkConnection,omitempty"`
	CalloutOptions      CalloutOptions             `json:"calloutOptions"`
	CustomHeaders       []CredentialHeader         `json:"customHeaders,omitempty"`
	Parameters          []NamedCredentialParameter `json:"parameters,omitempty"`
}

// DeveloperName refers to something by its developer name.
type DeveloperName struct {
	DeveloperName string `json:"developerName"`
}

// CalloutOptions tell what a call may contain.
type CalloutOptions struct {
	AllowMergeFieldsInBody      bool `json:"allowMergeFieldsInBody"`
	AllowMergeFieldsInHeader    bool `json:"allowMergeFieldsInHeader"`
	GenerateAuthorizationHeader bool `json:"generateAuthorizationHeader"`
}

// CredentialHeader is a header of every call. Its value is a formula, which must
// hold no secret of its own.
type CredentialHeader struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"headerName"`
	Value    string `json:"headerValue"`
	Sequence int64  `json:"sequenceNumber,omitempty"`
}

// NamedCredentialParameter is a further setting, such as a package that may use
// the named credential (AllowedManagedPackageNamespaces).
type NamedCredentialParameter struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"parameterName"`
	Type        string `json:"parameterType"`
	Value       string `json:"parameterValue,omitempty"`
	Description string `json:"parameterDescription,omitempty"`
}

// ExternalCredential is how the organization proves itself to others.
type ExternalCredential struct {
	ID            string `json:"id,omitempty"`
	DeveloperName string `json:"developerName"`
	Label         string `json:"masterLabel"`
	// Protocol is AwsSv4, Basic, Custom, Jwt or OAuth.
	Protocol string `json:"authenticationProtocol"`
	// Variant is such as ClientCredentialsClientSecret or JwtBearer; empty for none.
	Variant       string                        `json:"authenticationProtocolVariant,omitempty"`
	Parameters    []ExternalCredentialParameter `json:"parameters,omitempty"`
	Principals    []CredentialPrincipal         `json:"principals,omitempty"`
	CustomHeaders []CredentialHeader            `json:"customHeaders,omitempty"`
}

// ExternalCredentialParameter is a setting of the protocol, such as a scope, a
// claim or a signing certificate.
type ExternalCredentialParameter struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"parameterName"`
	Type        string `json:"parameterType"`
	Value       string `json:"parameterValue,omitempty"`
	Description string `json:"parameterDescription,omitempty"`
}

// CredentialPrincipal is as whom the organization proves itself. Permission sets
// tell who may use it.
type CredentialPrincipal struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"principalName"`
	// Type is NamedPrincipal, PerUserPrincipal or AwsStsPrincipal.
	Type       string                        `json:"principalType"`
	Sequence   int64                         `json:"sequenceNumber,omitempty"`
	Parameters []ExternalCredentialParameter `json:"parameters,omitempty"`
}

func newNamedCredentials(client *Client) *ConnectResources[NamedCredential] {
	return newConnectResources(&ConnectResources[NamedCredential]{
		client: client, path: "/named-credentials/named-credential-setup", list: "namedCredentials",
		name: func(credential *NamedCredential) *string { return &credential.DeveloperName },
		same: func(found, wanted *NamedCredential) bool {
			return found.Label == wanted.Label && found.Type == wanted.Type && found.CalloutURL == wanted.CalloutURL
		},
		whole: func(listed *NamedCredential) bool {
			return listed.CalloutURL != "" && listed.CustomHeaders != nil && listed.Parameters != nil
		},
	})
}

func newExternalCredentials(client *Client) *ConnectResources[ExternalCredential] {
	return newConnectResources(&ConnectResources[ExternalCredential]{
		client: client, path: "/named-credentials/external-credentials", list: "externalCredentials",
		name: func(credential *ExternalCredential) *string { return &credential.DeveloperName },
		same: func(found, wanted *ExternalCredential) bool {
			return found.Label == wanted.Label && found.Protocol == wanted.Protocol
		},
		whole: func(listed *ExternalCredential) bool {
			return listed.Principals != nil && listed.CustomHeaders != nil && listed.Parameters != nil
		},
	})
}

package salesforceapi

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const credentialPath = "/named-credentials/credential" //nolint:gosec // a path, no secret

// Principal names a principal of an external credential.
type Principal struct {
	ExternalCredential string
	// Name is empty for a principal per user.
	Name string
	// Type is NamedPrincipal, PerUserPrincipal or AwsStsPrincipal.
	Type string
}

// PrincipalSecrets are the secrets of the principals of external credentials.
// They can be written and never read.
type PrincipalSecrets struct {
	client *Client
}

// PrincipalStatus tells which secrets a principal has.
type PrincipalStatus struct {
	// Status is Configured, NotConfigured or Unknown.
	Status string
	// Names are those of the values, in their order.
	Names []string
}

// SecretValue is one value of a principal. Encrypted ones cannot be read again by
// anybody.
type SecretValue struct {
	Value     string `json:"value"`
	Encrypted bool   `json:"encrypted"`
}

func (p Principal) query() url.Values {
	return url.Values{
		"externalCredential": {p.ExternalCredential}, "principalName": {p.Name}, "principalType": {p.Type},
	}
}

// Status reads which secrets a principal has, without their values. A principal
// that does not exist is an error of kind NotFound.
func (s *PrincipalSecrets) Status(ctx context.Context, principal Principal) (PrincipalStatus, error) {
	var answer struct {
		Status      string                     `json:"authenticationStatus"`
		Credentials map[string]json.RawMessage `json:"credentials"`
	}
	err := s.client.do(ctx, call{method: http.MethodGet, path: credentialPath, query: principal.query(), safe: true}, &answer)
	return PrincipalStatus{Status: answer.Status, Names: slices.Sorted(maps.Keys(answer.Credentials))}, err
}

// principalInput is the body of a write.
type principalInput struct {
	ExternalCredential string                 `json:"externalCredential"`
	Protocol           string                 `json:"authenticationProtocol"`
	Variant            string                 `json:"authenticationProtocolVariant,omitempty"`
	PrincipalName      string                 `json:"principalName,omitempty"`
	PrincipalType      string                 `json:"principalType"`
	Credentials        map[string]SecretValue `json:"credentials"`
}

// Set replaces all values of a principal by others: POST for one that has none,
// PUT for others. The values are by their names, such as clientSecret. The
// external credential tells the protocol.
func (s *PrincipalSecrets) Set(
	ctx context.Context, of ExternalCredential, principal Principal, values map[string]SecretValue,
) error {
	status, err := s.Status(ctx, principal)
	if err != nil && !transport.IsNotFound(err) {
		return err
	}
	method := http.MethodPut
	if len(status.Names) == 0 {
		method = http.MethodPost
	}
	return s.client.do(ctx, call{method: method, path: credentialPath, safe: method == http.MethodPut, body: principalInput{
		ExternalCredential: of.DeveloperName, Protocol: of.Protocol, Variant: of.Variant,
		PrincipalName: principal.Name, PrincipalType: principal.Type, Credentials: values,
	}}, nil)
}

// Delete takes all values from a principal.
func (s *PrincipalSecrets) Delete(ctx context.Context, principal Principal) error {
	return s.client.do(ctx, call{method: http.MethodDelete, path: credentialPath, query: principal.query(), safe: true}, nil)
}

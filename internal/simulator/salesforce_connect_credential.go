package simulator

import (
	"maps"
	"net/http"
)

// connectCredential is what a principal signs in elsewhere with.
type connectCredential struct {
	ExternalCredential string `json:"externalCredential"`
	Protocol           string `json:"authenticationProtocol"`
	PrincipalType      string `json:"principalType"`
	PrincipalName      string `json:"principalName"`
	Credentials        map[string]struct {
		Value     string `json:"value"`
		Encrypted bool   `json:"encrypted"`
	} `json:"credentials"`
}

// principal checks that the external credential has the principal.
func (c *salesforceCall) principal(given connectCredential) *salesforceError {
	if !c.may("CustomizeApplication") {
		return insufficientAccess()
	}
	id := c.org.component("ExternalCredential", given.ExternalCredential)
	if id == "" {
		return notFound()
	}
	for _, parameter := range c.org.Components[id].all(externalParameters) {
		if parameter.child("parameterType").text() == given.PrincipalType && parameter.child("parameterName").text() == given.PrincipalName {
			return nil
		}
	}
	return refusal("INVALID_INPUT", "The external credential %s has no principal %s of type %s.",
		given.ExternalCredential, given.PrincipalName, given.PrincipalType)
}

// showCredential is a credential as the Connect API shows it: without values.
func (c *salesforceCall) showCredential(given connectCredential) map[string]any {
	secrets := c.org.Secrets[given.ExternalCredential][principalKey(given.PrincipalType, given.PrincipalName)]
	status := "NotConfigured"
	if secrets != nil {
		status = "Configured"
	}
	shown := c.showExternal(c.org.component("ExternalCredential", given.ExternalCredential))
	return map[string]any{
		"externalCredential": given.ExternalCredential, "authenticationProtocol": shown["authenticationProtocol"],
		"principalType": given.PrincipalType, "principalName": given.PrincipalName, "authenticationStatus": status,
		"credentials": secrets.describe(),
	}
}

// asked is the principal that the query of a request names.
func (c *salesforceCall) asked() connectCredential {
	query := c.request.URL.Query()
	return connectCredential{
		ExternalCredential: query.Get("externalCredential"), PrincipalType: query.Get("principalType"),
		PrincipalName: query.Get("principalName"),
	}
}

func connectReadCredential(c *salesforceCall) (salesforceReply, *salesforceError) {
	if refused := c.principal(c.asked()); refused != nil {
		return salesforceReply{}, refused
	}
	return ok(c.showCredential(c.asked())), nil
}

// connectWriteCredential creates (POST), replaces (PUT) or adds to (PATCH) the
// secrets of a principal.
func connectWriteCredential(c *salesforceCall) (salesforceReply, *salesforceError) {
	var given connectCredential
	if refused := c.decode(&given); refused != nil {
		return salesforceReply{}, refused
	}
	if refused := c.principal(given); refused != nil {
		return salesforceReply{}, refused
	}
	key := principalKey(given.PrincipalType, given.PrincipalName)
	old := c.org.Secrets[given.ExternalCredential][key]
	switch method := c.request.Method; {
	case method == http.MethodPost && old != nil:
		return salesforceReply{}, refusal("INVALID_INPUT", "The principal %s has credentials already.", given.PrincipalName)
	case method != http.MethodPost && old == nil:
		return salesforceReply{}, notFound()
	case method == http.MethodPatch && c.showCredential(given)["authenticationProtocol"] != "Custom":
		return salesforceReply{}, refusal("INVALID_INPUT", "PATCH is supported for custom authentication alone.")
	}
	secrets := salesforceSecrets{}
	if c.request.Method == http.MethodPatch {
		maps.Copy(secrets, old)
	}
	for name, credential := range given.Credentials {
		secrets[name] = salesforceSecret{credential.Value, credential.Encrypted, old[name].Revision + 1}
	}
	c.keepSecrets(given.ExternalCredential, key, secrets)
	reply := ok(c.showCredential(given))
	if c.request.Method == http.MethodPost {
		reply.status = http.StatusCreated
	}
	return reply, nil
}

// keepSecrets replaces, or given nil deletes, the secrets of one principal.
func (c *salesforceCall) keepSecrets(credential, key string, secrets salesforceSecrets) {
	all := maps.Clone(c.org.Secrets[credential])
	if all == nil {
		all = map[string]salesforceSecrets{}
	}
	if delete(all, key); secrets != nil {
		all[key] = secrets
	}
	c.org.putSecrets(credential, all)
	c.note("changedExternalCredential", "Named Credentials", "Changed the credentials of "+credential)
}

func connectDeleteCredential(c *salesforceCall) (salesforceReply, *salesforceError) {
	asked := c.asked()
	if refused := c.principal(asked); refused != nil {
		return salesforceReply{}, refused
	}
	key := principalKey(asked.PrincipalType, asked.PrincipalName)
	if c.org.Secrets[asked.ExternalCredential][key] == nil {
		return salesforceReply{}, notFound()
	}
	c.keepSecrets(asked.ExternalCredential, key, nil)
	return salesforceReply{status: http.StatusNoContent}, nil
}

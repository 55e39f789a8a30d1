package simulator

import (
	"maps"
	"slices"
)

// salesforceSecrets are the credentials of one principal, by name.
type salesforceSecrets map[string]salesforceSecret

// salesforceSecret is one credential. Its value is never told; its revision
// counts how often it was set.
type salesforceSecret struct {
	Value     string
	Encrypted bool
	Revision  int
}

// principalKey names a principal of an external credential.
func principalKey(kind, name string) string { return kind + "/" + name }

// putSecrets replaces, or given nil deletes, the secrets of an external
// credential by principal, undoably.
func (o *salesforceOrg) putSecrets(credential string, secrets map[string]salesforceSecrets) {
	if o.Secrets == nil {
		o.Secrets = map[string]map[string]salesforceSecrets{}
	}
	old := o.Secrets[credential]
	set := func(secrets map[string]salesforceSecrets) {
		if len(secrets) == 0 {
			delete(o.Secrets, credential)
			return
		}
		o.Secrets[credential] = secrets
	}
	set(secrets)
	o.undo(func() { set(old) })
}

// forgetSecrets drops the secrets of the principals that an external credential
// no longer has.
func (o *salesforceOrg) forgetSecrets(id string) {
	name := o.row("ExternalCredential", id).text("DeveloperName")
	kept := maps.Clone(o.Secrets[name])
	principals := map[string]bool{}
	for _, parameter := range o.Components[id].all("externalCredentialParameters") {
		principals[principalKey(parameter.child("parameterType").text(), parameter.child("parameterName").text())] = true
	}
	maps.DeleteFunc(kept, func(principal string, _ salesforceSecrets) bool { return !principals[principal] })
	o.putSecrets(name, kept)
}

// SalesforceSecrets are the credentials of a principal of an external credential
// by name, which no call tells. It is nil for a principal without any. The type
// is NamedPrincipal, PerUserPrincipal or AwsStsPrincipal.
func (s *Server) SalesforceSecrets(credential, principalType, principal string) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	secrets := s.state.Salesforce.Secrets[credential][principalKey(principalType, principal)]
	if secrets == nil {
		return nil
	}
	values := map[string]string{}
	for name, secret := range secrets {
		values[name] = secret.Value
	}
	return values
}

// describe tells of secrets without their values.
func (s salesforceSecrets) describe() map[string]any {
	described := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s)) {
		described[name] = map[string]any{"encrypted": s[name].Encrypted, "revision": s[name].Revision}
	}
	return described
}

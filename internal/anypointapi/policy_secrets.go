package anypointapi

import (
	"encoding/json"
	"slices"
	"strings"
)

// secretKeys are the keys under which MuleSoft's own policies keep secrets.
var secretKeys = []string{
	"password", "textKey", "ldapServerUserPassword", "authorizationValue", "clientSecret", "secret",
}

// isSecretKey tells that a key of a configuration holds a secret, whatever the
// policy.
func isSecretKey(key string) bool { return slices.Contains(secretKeys, key) }

// isMask tells that the platform wrote asterisks in place of a secret.
func isMask(value any) bool {
	text, isText := value.(string)
	return isText && len(text) > 2 && strings.Trim(text, "*") == ""
}

// WithoutSecrets is a configuration without the members that hold secrets, as far
// as that shows without the policy's template: members of well-known names, and
// masked ones. The platform leaves out some of them itself.
func WithoutSecrets(configuration json.RawMessage) json.RawMessage {
	var decoded any
	if json.Unmarshal(configuration, &decoded) != nil || !dropSecrets(decoded, isSecretKey) {
		return configuration
	}
	encoded, err := json.Marshal(decoded)
	if err != nil {
		return nil // cannot happen to what was decoded; a secret must not get through
	}
	return encoded
}

// dropSecrets removes secret members, at any depth, and tells whether there were
// some.
func dropSecrets(value any, isSecret func(key string) bool) (dropped bool) {
	switch typed := value.(type) {
	case map[string]any:
		for key, member := range typed {
			switch {
			case isSecret(key), isMask(member):
				delete(typed, key)
				dropped = true
			case dropSecrets(member, isSecret):
				dropped = true
			}
		}
	case []any:
		for _, element := range typed {
			if dropSecrets(element, isSecret) {
				dropped = true
			}
		}
	}
	return dropped
}

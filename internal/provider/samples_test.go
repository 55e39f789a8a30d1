package provider_test

import (
	"fmt"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

// sample is one object of a type, on the Acme fixture.
type sample struct {
	// prepare makes what the object stands on.
	prepare func(t *testing.T, platform *acctest.Simulator, under *prototest.Provider)
	// config makes the object; changed changes it in place.
	config, changed prototest.Config
	// importID is its import id, from its attributes.
	importID func(attributes map[string]any) string
	// secrets are the secrets that the configuration holds.
	secrets []string
}

// secrets are those of the fixture.
func secrets() []string {
	return []string{acctest.SalesforceClientSecret, acctest.AnypointClientSecret}
}

// joined is an import id made of attributes.
func joined(names ...string) func(map[string]any) string {
	return func(attributes map[string]any) string {
		id := ""
		for i, name := range names {
			if i > 0 {
				id += ","
			}
			id += fmt.Sprint(attributes[name])
		}
		return id
	}
}

var samples = map[string]sample{
	"apiaccess_anypoint_ip_allowlist_policy": {
		config: prototest.Config{"api_instance_id": "19215012", "ips": []any{"203.0.113.0/24"}},
		changed: prototest.Config{
			"api_instance_id": "19215012", "ips": []any{"203.0.113.0/24", "198.51.100.7"}, "disabled": true,
			"pointcuts": []any{map[string]any{"methods": []any{"GET"}, "uri_template": "/orders.*"}},
		},
		importID: joined("organization_id", "environment_id", "api_instance_id", "id"),
	},
}

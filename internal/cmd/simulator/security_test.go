package main

import (
	"path/filepath"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// TestSecurityTheRequestLogHoldsNoSecret runs the provider against the program and
// searches its log for what it was sent and has answered.
func TestSecurityTheRequestLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	const what, given = "secrets in the simulator's request log", "GivenConsumerSecretThatNobodyMaySee0001"
	state := filepath.Join(t.TempDir(), "state.json")
	program := start(t, "-v", "-fixture", "", "-state", state)
	platform := &acctest.Simulator{Server: &simulator.Server{}, URL: program.url}
	under := prototest.New(t, provider.New("test"), platform.Configuration())
	for typeName, config := range map[string]prototest.Config{
		"apiaccess_salesforce_connected_app": {
			"name": "Orders_Portal", "label": "Orders Portal", "contact_email": "orders@acme.example",
			"oauth": map[string]any{
				"callback_urls": []any{"https://portal.acme.example/cb"}, "scopes": []any{"Api"},
				"consumer_secret": given, "consumer_secret_version": 1,
			},
		},
		"apiaccess_anypoint_api_grant": {"asset_id": "orders-api", "user": "sarah.lee", "role": "viewer"},
	} {
		created, err := under.Apply(t, under.Null(t, typeName), config)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := under.Read(t, created); err != nil {
			t.Fatal(err)
		}
	}
	program.stop(t)
	if err := platform.Load(state); err != nil {
		t.Fatal(err)
	}
	hidden := append(security.HiddenIn(t, platform), given)
	security.MustNotHold(t, what, "the log", program.logs.String(), hidden)
	security.Tried(t, what, len(hidden))
	if program.logs.Len() < 500 {
		t.Errorf("the log tells little: %s", program.logs)
	}
}

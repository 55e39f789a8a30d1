package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	sessionSettingsType    = "apiaccess_salesforce_session_settings"
	sessionSettingsAddress = sessionSettingsType + ".test"
)

// singleton is a configuration of a type that an organization has once.
func singleton(typeName, arguments string) string {
	return "resource \"" + typeName + "\" \"test\" {\n" + arguments + "\n}\n"
}

// importsByOrganization imports settings by the organization's id and compares
// them with the state.
func importsByOrganization(address string) resource.TestStep {
	return resource.TestStep{
		ResourceName: address, ImportState: true, ImportStateVerify: true,
		ImportStateVerifyIdentifierAttribute: "organization_id",
		ImportStateIdFunc:                    acctest.ImportID(address, "organization_id"),
	}
}

func TestSessionSettingsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const locked = `
  session_timeout     = "FifteenMinutes"
  lock_sessions_to_ip = true`
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: singleton(sessionSettingsType, locked),
			ConfigStateChecks: []statecheck.StateCheck{
				expectAttribute(sessionSettingsAddress, "session_timeout", "FifteenMinutes"),
				statecheck.ExpectKnownValue(sessionSettingsAddress, tfjsonpath.New("lock_sessions_to_domain"), knownvalue.Bool(true)),
			},
		},
		importsByOrganization(sessionSettingsAddress),
		resource.TestStep{
			PreConfig: func() {
				byHand(t, platform, "SecuritySettings", "Security", "sessionSettings/lockSessionsToIp", "false")
			},
			Config: singleton(sessionSettingsType, `
  lock_sessions_to_ip               = true
  enable_mfa_direct_ui_login_opt_in = true`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(sessionSettingsAddress, plancheck.ResourceActionUpdate),
				expectPlanned(sessionSettingsAddress, "session_timeout", "TwoHours"),
			}},
		},
	)
	texts := platform.SalesforceMetadata("SecuritySettings", "Security")
	for path, want := range map[string]string{
		"sessionSettings/sessionTimeout": "TwoHours", "sessionSettings/lockSessionsToIp": "false",
		"sessionSettings/enableMFADirectUILoginOptIn": "false",
	} {
		if got := texts[path]; len(got) != 1 || got[0] != want {
			t.Errorf("destroy left %s at %v", path, got)
		}
	}
}

func TestSessionSettingsRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"an unknown time":     {prototest.Config{"session_timeout": "OneMinute"}, "\"FifteenMinutes\""},
		"an unknown redirect": {prototest.Config{"untrusted_redirect": "WithUserPermission"}, "\"AllowWithUserPermission\""},
		"an empty text":       {prototest.Config{"logout_url": ""}, "at least 1"},
		"blanks":              {prototest.Config{"logout_url": " https://acme.example"}, "begins or ends with blanks"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, sessionSettingsType), test.config)
			expectError(t, err, test.message)
		})
	}
}

func TestSessionSettingsWaitForWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	created := applied(t, protocol, protocol.Null(t, sessionSettingsType), prototest.Config{"lock_sessions_to_ip": true})
	changes := changesOf(t, protocol, created, prototest.Config{"lock_sessions_to_ip": true, "session_timeout": prototest.Unknown})
	if len(changes) != 1 || changes["session_timeout"] != prototest.Unknown {
		t.Errorf("planned %v", changes)
	}
}

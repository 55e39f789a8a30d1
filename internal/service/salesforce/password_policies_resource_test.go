package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	passwordPoliciesType    = "apiaccess_salesforce_password_policies"
	passwordPoliciesAddress = passwordPoliciesType + ".test"
)

func TestPasswordPoliciesLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(passwordPoliciesType, "  minimum_password_length = 15\n  complexity = \"SpecialCharacters\"")},
		importsByOrganization(passwordPoliciesAddress),
		resource.TestStep{
			Config: singleton(passwordPoliciesType, "  minimum_password_length = 20"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(passwordPoliciesAddress, plancheck.ResourceActionUpdate),
				expectPlanned(passwordPoliciesAddress, "complexity", "AlphaNumeric"),
			}},
		},
	)
	if got := platform.SalesforceMetadata("SecuritySettings", "Security")["passwordPolicies/minimumPasswordLength"]; got[0] != "8" {
		t.Errorf("destroy left the length at %s", got)
	}
}

func TestPasswordPoliciesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"a short length":        {prototest.Config{"minimum_password_length": 4}, "between 5 and 50"},
		"a long length":         {prototest.Config{"minimum_password_length": 51}, "between 5 and 50"},
		"a long history":        {prototest.Config{"history_restriction": 25}, "between 0 and 24"},
		"an unknown complexity": {prototest.Config{"complexity": "Hard"}, "\"AlphaNumeric\""},
		"an unknown expiration": {prototest.Config{"expiration": "90"}, "\"NinetyDays\""},
		"an unknown lockout":    {prototest.Config{"lockout_interval": "Never"}, "\"Forever\""},
		"unknown attempts":      {prototest.Config{"max_login_attempts": "3"}, "\"ThreeAttempts\""},
		"an unknown question":   {prototest.Config{"question_restriction": "Any"}, "\"DoesNotContainPassword\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, passwordPoliciesType), test.config)
			expectError(t, err, test.message)
		})
	}
}

func TestSecuritySettingsShareOneReadAndDoNotUndoEachOther(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(passwordPoliciesType, "  minimum_password_length = 15") +
			singleton(sessionSettingsType, "  session_timeout = \"FourHours\"")},
		resource.TestStep{
			PreConfig: platform.ForgetRequests,
			Config: singleton(passwordPoliciesType, "  minimum_password_length = 15") +
				singleton(sessionSettingsType, "  session_timeout = \"FourHours\""),
			ConfigPlanChecks: expectNoChanges(),
			Check: func(*acctest.State) error {
				if runs, reads := platform.Calls("POST /services/oauth2/token"), platform.Calls("POST readMetadata"); reads > runs {
					t.Errorf("%d runs read %d times", runs, reads)
				}
				return nil
			},
		},
	)
}

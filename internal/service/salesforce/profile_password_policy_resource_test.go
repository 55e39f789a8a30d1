package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	profilePolicyType    = "apiaccess_salesforce_profile_password_policy"
	profilePolicyAddress = profilePolicyType + ".test"
	profilePolicyName    = "Sales_profilePasswordPolicy"
)

func TestProfilePasswordPolicyLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const long = "  profile = \"Sales\"\n  minimum_password_length = 15"
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(profilePolicyType, "  profile = \"Sales\"")},
		resource.TestStep{
			Config:           singleton(profilePolicyType, long+"\n  lockout_interval = \"Forever\""),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, profilePolicyAddress),
		},
		resource.TestStep{
			ResourceName: profilePolicyAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Sales",
			ImportStateVerifyIdentifierAttribute: "profile_id",
		},
		resource.TestStep{
			PreConfig:        func() { byHand(t, platform, "ProfilePasswordPolicy", profilePolicyName, "minimumPasswordLength", "6") },
			Config:           singleton(profilePolicyType, long),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, profilePolicyAddress),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := platform.DeleteSalesforceMetadata("ProfilePasswordPolicy", profilePolicyName); err != nil {
					t.Error(err)
				}
			},
			Config:           singleton(profilePolicyType, long),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, profilePolicyAddress),
		},
	)
	if left := platform.SalesforceMetadataNames("ProfilePasswordPolicy"); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestProfilePasswordPolicySpeaksInNumbers(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	applied(t, protocol, protocol.Null(t, profilePolicyType), prototest.Config{
		"profile": "Sales", "complexity": "SpecialCharacters", "expiration": "SixMonths", "lockout_interval": "SixtyMinutes",
		"max_login_attempts": "NoLimit", "question_restriction": "None", "history_restriction": 7, "forgot_password_redirect": true,
	})
	texts := platform.SalesforceMetadata("ProfilePasswordPolicy", profilePolicyName)
	for element, want := range map[string]string{
		"passwordComplexity": "2", "passwordExpiration": "180", "lockoutInterval": "60", "maxLoginAttempts": "0", "passwordQuestion": "0",
		"passwordHistory": "7", "minimumPasswordLength": "8", "forgotPasswordRedirect": "true", "profile": "sales",
	} {
		if got := texts[element]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %v, want %s", element, got, want)
		}
	}
}

func TestProfilePasswordPolicyRetrievedFromAnOrganizationImportsAndPlansNothing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "PT1_profilePasswordPolicy1652814767705", "PT1_profilePasswordPolicy1652814767705.profilePasswordPolicy")
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, profilePolicyType, "System Administrator")
	if err != nil {
		t.Fatal(err)
	}
	config := asConfigured(t, protocol, imported)
	if config["complexity"] != "UpperLowerCaseNumericSpecialCharacters" || config["expiration"] != "NinetyDays" {
		t.Errorf("imported %v", config)
	}
	expectNoChange(t, protocol, imported, config)
}

func TestProfilePasswordPolicyFollowsItsProfile(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, profilePolicyType), prototest.Config{"profile": "Sales"})
	id := platform.SalesforceID("Profile", "Name", "Sales")
	for reference, replacements := range map[string]int{"Sales": 0, id: 0, "Standard User": 1} {
		planned, err := protocol.Plan(t, created, prototest.Config{"profile": reference})
		if err != nil || len(planned.RequiresReplace) != replacements {
			t.Errorf("%s replaces the policy because of %v, %v", reference, planned.RequiresReplace, err)
		}
	}
}

func TestProfilePasswordPolicyRefuses(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"an unknown profile":                  {prototest.Config{"profile": "Pirates"}, "no profile \"Pirates\""},
		"a user":                              {prototest.Config{"profile": "0055g00000AbCdE"}, "is the id of a user"},
		"an unknown complexity":               {prototest.Config{"profile": "Sales", "complexity": "2"}, "\"AlphaNumeric\""},
		"a short length":                      {prototest.Config{"profile": "Sales", "minimum_password_length": 4}, "between 5 and 50"},
		"expiring passwords without a memory": {prototest.Config{"profile": "Sales", "history_restriction": 0}, "the expiration must be \"Never\""},
	} {
		_, err := protocol.Plan(t, protocol.Null(t, profilePolicyType), test.config)
		if err == nil {
			t.Errorf("%s is not refused", name)
			continue
		}
		expectError(t, err, test.message)
	}
	applied(t, protocol, protocol.Null(t, profilePolicyType), prototest.Config{"profile": "Sales"})
	_, err := protocol.Apply(t, protocol.Null(t, profilePolicyType), prototest.Config{"profile": "Sales"})
	expectError(t, err, "The profile has a password policy", "terraform import ADDRESS \"Sales\"")
	_, err = protocol.ImportID(t, profilePolicyType, "Standard User")
	expectError(t, err, "The profile has no password policy")
	_, err = asAuditor(t, platform).Apply(t, protocol.Null(t, profilePolicyType), prototest.Config{"profile": "Sales"})
	expectError(t, err, "View Setup and Configuration")
}

func TestProfilePasswordPolicyThatSalesforceDoesNotKeep(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, profilePolicyType), prototest.Config{"profile": "Sales"})
	platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Times: 1, Answer: simulator.Status(200, saved)})
	_, err := protocol.Apply(t, created, prototest.Config{"profile": "Sales", "complexity": "NoRestriction"})
	expectError(t, err, "reads back another complexity")
}

func TestProfilePasswordPoliciesTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, profilePolicyType), prototest.Config{"profile": "Sales"})
	platform.ForgetRequests()
	expectNoChange(t, platform.Protocol(t), refreshed(t, platform, created), prototest.Config{"profile": "Sales"})
	if calls := platform.Calls(""); calls != 2 { // a sign-in and a read
		t.Errorf("a refresh and a plan without changes took %d calls: %v", calls, platform.Requests())
	}
}

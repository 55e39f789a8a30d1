package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*passwordPoliciesResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the organization demands of passwords (Setup > Password Policies). An organization has one of these; " +
			"`apiaccess_salesforce_profile_password_policy` has others for the users of one profile.\n\n" +
			"Only what the configuration sets is managed; everything else is shown and left alone. What is set no more, and all of it on " +
			"destroy, becomes what it was before Terraform first changed it. All changes are made in place.",
		Attributes: passwordPolicies.attributes(),
	}
}

// The words that the password policies of organizations and profiles share, in the
// order of the numbers that stand for complexities.
var (
	passwordComplexities = []string{
		"NoRestriction", "AlphaNumeric", "SpecialCharacters", "UpperLowerCaseNumeric", "UpperLowerCaseNumericSpecialCharacters",
		"Any3UpperLowerCaseNumericSpecialCharacters",
	}
	passwordExpirations   = []string{"ThirtyDays", "SixtyDays", "NinetyDays", "SixMonths", "OneYear", "Never"}
	passwordLockouts      = []string{"FifteenMinutes", "ThirtyMinutes", "SixtyMinutes", "Forever"}
	passwordLoginAttempts = []string{"ThreeAttempts", "FiveAttempts", "TenAttempts", "NoLimit"}
	passwordQuestions     = []string{"None", "DoesNotContainPassword"}
	meaningOfComplexity   = "Characters that a password must hold: `NoRestriction`, `AlphaNumeric` (letters and digits), " +
		"`SpecialCharacters` (those and special ones), `UpperLowerCaseNumeric`, `UpperLowerCaseNumericSpecialCharacters`, or " +
		"`Any3UpperLowerCaseNumericSpecialCharacters` (three of the four)."
	meaningOfExpiration = "Life of a password: `ThirtyDays`, `SixtyDays`, `NinetyDays`, `SixMonths`, `OneYear` or `Never`. A shorter one " +
		"ends older passwords at once."
	meaningOfLockout  = "How long users are locked out: `FifteenMinutes`, `ThirtyMinutes`, `SixtyMinutes`, or `Forever` until an administrator unlocks them."
	meaningOfAttempts = "Wrong passwords before users are locked out: `ThreeAttempts`, `FiveAttempts`, `TenAttempts` or `NoLimit`."
	meaningOfQuestion = "Security questions: `None` for no demand, or `DoesNotContainPassword`."
	meaningOfHistory  = "Former passwords that users may not choose again, 0 to 24."
)

// The bounds of the numbers.
const (
	leastPasswordLength, mostPasswordLength = 5, 50
	mostPasswordHistory                     = 24
)

// passwords shortens the list below.
type passwords = salesforceapi.PasswordPolicies

var passwordPolicies = settings[passwords]{
	numberTextSetting("minimum_password_length", "Characters that a password must have, 5 to 50.", leastPasswordLength, mostPasswordLength,
		func(p *passwords) **string { return &p.MinimumPasswordLength }),
	choiceSetting("complexity", meaningOfComplexity, func(p *passwords) **string { return &p.Complexity }, passwordComplexities...),
	choiceSetting("expiration", meaningOfExpiration, func(p *passwords) **string { return &p.Expiration }, passwordExpirations...),
	numberTextSetting("history_restriction", meaningOfHistory, 0, mostPasswordHistory,
		func(p *passwords) **string { return &p.HistoryRestriction }),
	switchSetting("minimum_password_lifetime", "A password changes once in 24 hours at most.",
		func(p *passwords) **bool { return &p.MinimumPasswordLifetime }),
	choiceSetting("max_login_attempts", meaningOfAttempts,
		func(p *passwords) **string { return &p.MaxLoginAttempts }, passwordLoginAttempts...),
	choiceSetting("lockout_interval", meaningOfLockout, func(p *passwords) **string { return &p.LockoutInterval }, passwordLockouts...),
	choiceSetting("question_restriction", meaningOfQuestion,
		func(p *passwords) **string { return &p.QuestionRestriction }, passwordQuestions...),
	switchSetting("obscure_secret_answer", "Answers to security questions are hidden while they are typed.",
		func(p *passwords) **bool { return &p.ObscureSecretAnswer }),
	textSetting("password_assistance_message", "What users who forgot their password are told.",
		func(p *passwords) **string { return &p.PasswordAssistanceMessage }),
	textSetting("password_assistance_url", "Where that message leads.",
		func(p *passwords) **string { return &p.PasswordAssistanceURL }),
	textSetting("api_only_user_home_page_url", "Where users who may use the APIs alone are sent to change their password.",
		func(p *passwords) **string { return &p.APIOnlyUserHomePageURL }),
}

package salesforce

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type profilePasswordPolicyModel struct {
	OrganizationID          types.String `tfsdk:"organization_id"`
	Profile                 types.String `tfsdk:"profile"`
	ProfileID               types.String `tfsdk:"profile_id"`
	Name                    types.String `tfsdk:"name"`
	MinimumPasswordLength   types.Int64  `tfsdk:"minimum_password_length"`
	Complexity              types.String `tfsdk:"complexity"`
	Expiration              types.String `tfsdk:"expiration"`
	HistoryRestriction      types.Int64  `tfsdk:"history_restriction"`
	MinimumPasswordLifetime types.Bool   `tfsdk:"minimum_password_lifetime"`
	MaxLoginAttempts        types.String `tfsdk:"max_login_attempts"`
	LockoutInterval         types.String `tfsdk:"lockout_interval"`
	QuestionRestriction     types.String `tfsdk:"question_restriction"`
	ObscureSecretAnswer     types.Bool   `tfsdk:"obscure_secret_answer"`
	ForgotPasswordRedirect  types.Bool   `tfsdk:"forgot_password_redirect"`
}

func (m profilePasswordPolicyModel) identity() profileIdentity {
	return profileIdentity{m.OrganizationID, m.ProfileID}
}

func (m profilePasswordPolicyModel) object() string {
	return "password policy of profile " + m.Profile.ValueString()
}

// numbers are what words stand for in a profile's policy, in the order of the words.
type numbers []int64

// The numbers of the words that the policies of organizations have.
var (
	complexityNumbers = numbers{0, 1, 2, 3, 4, 5}
	expirationNumbers = numbers{30, 60, 90, 180, 365, 0}
	lockoutNumbers    = numbers{15, 30, 60, 0}
	attemptNumbers    = numbers{3, 5, 10, 0}
	questionNumbers   = numbers{0, 1}
)

// of is the number of a word.
func (n numbers) of(word types.String, words []string) int64 {
	return n[max(0, slices.Index(words, word.ValueString()))]
}

// word is the word of a number; one that has none stays a number.
func (n numbers) word(number int64, words []string) types.String {
	if i := slices.Index(n, number); i >= 0 {
		return types.StringValue(words[i])
	}
	return types.StringValue(strconv.FormatInt(number, 10))
}

// define makes a policy what the model says.
func (m profilePasswordPolicyModel) define(policy *salesforceapi.ProfilePasswordPolicy) {
	policy.MinimumPasswordLength = m.MinimumPasswordLength.ValueInt64()
	policy.PasswordComplexity = complexityNumbers.of(m.Complexity, passwordComplexities)
	policy.PasswordExpiration = expirationNumbers.of(m.Expiration, passwordExpirations)
	policy.PasswordHistory = m.HistoryRestriction.ValueInt64()
	policy.MinimumPasswordLifetime = m.MinimumPasswordLifetime.ValueBoolPointer()
	policy.MaxLoginAttempts = attemptNumbers.of(m.MaxLoginAttempts, passwordLoginAttempts)
	policy.LockoutInterval = lockoutNumbers.of(m.LockoutInterval, passwordLockouts)
	policy.PasswordQuestion = questionNumbers.of(m.QuestionRestriction, passwordQuestions)
	policy.ObscureSecretAnswer = m.ObscureSecretAnswer.ValueBoolPointer()
	policy.ForgotPasswordRedirect = m.ForgotPasswordRedirect.ValueBoolPointer()
}

// flatten takes over a policy as the platform tells it.
func (m *profilePasswordPolicyModel) flatten(policy *salesforceapi.ProfilePasswordPolicy) {
	m.Name = types.StringValue(policy.FullName)
	m.MinimumPasswordLength = types.Int64Value(policy.MinimumPasswordLength)
	m.Complexity = complexityNumbers.word(policy.PasswordComplexity, passwordComplexities)
	m.Expiration = expirationNumbers.word(policy.PasswordExpiration, passwordExpirations)
	m.HistoryRestriction = types.Int64Value(policy.PasswordHistory)
	m.MinimumPasswordLifetime = flag(policy.MinimumPasswordLifetime, false)
	m.MaxLoginAttempts = attemptNumbers.word(policy.MaxLoginAttempts, passwordLoginAttempts)
	m.LockoutInterval = lockoutNumbers.word(policy.LockoutInterval, passwordLockouts)
	m.QuestionRestriction = questionNumbers.word(policy.PasswordQuestion, passwordQuestions)
	m.ObscureSecretAnswer = flag(policy.ObscureSecretAnswer, false)
	m.ForgotPasswordRedirect = flag(policy.ForgotPasswordRedirect, false)
}

// notInNames are the characters that a developer name does not have.
var notInNames = regexp.MustCompile(`[^A-Za-z0-9]+`)

// componentName is what a new policy of a profile is called in metadata.
func componentName(profile string) string {
	const suffix = "profilePasswordPolicy"
	words := strings.Trim(notInNames.ReplaceAllString(profile, "_"), "_")
	if words == "" || words[0] < 'A' {
		words = strings.Trim("P_"+words, "_")
	}
	const most = 80 - len(suffix) - 1
	return strings.TrimRight(words[:min(len(words), most)], "_") + "_" + suffix
}

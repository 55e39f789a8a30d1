package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*profilePasswordPolicyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What is demanded of the passwords of one profile's users, instead of the organization's policies " +
			"(`apiaccess_salesforce_password_policies`). It holds as a whole: what is left out has the default named here, not what the " +
			"organization's policies say. All changes but that of the profile are made in place.",
		Attributes: profileAttributes(map[string]schema.Attribute{
			"minimum_password_length":   countWithDefault("Characters that a password must have, 5 to 50.", leastPasswordLength, mostPasswordLength, 8),
			"complexity":                choiceWithDefault(meaningOfComplexity, "AlphaNumeric", passwordComplexities),
			"expiration":                choiceWithDefault(meaningOfExpiration, "NinetyDays", passwordExpirations),
			"history_restriction":       countWithDefault(meaningOfHistory+" None takes an `expiration` of `Never`.", 0, mostPasswordHistory, 3),
			"minimum_password_lifetime": toggle("A password changes once in 24 hours at most. Default `false`.", false),
			"max_login_attempts":        choiceWithDefault(meaningOfAttempts, "TenAttempts", passwordLoginAttempts),
			"lockout_interval":          choiceWithDefault(meaningOfLockout, "FifteenMinutes", passwordLockouts),
			"question_restriction":      choiceWithDefault(meaningOfQuestion, "DoesNotContainPassword", passwordQuestions),
			"obscure_secret_answer":     toggle("Answers to security questions are hidden while they are typed. Default `false`.", false),
			"forgot_password_redirect": toggle("Links in mails to users who forgot their password live until the user confirms the reset. "+
				"Default `false`.", false),
			"name": computedText("Name of the policy in metadata."),
		}),
	}
}

func choiceWithDefault(description, byDefault string, words []string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Default `" + byDefault + "`.",
		Optional:            true, Computed: true, Default: stringdefault.StaticString(byDefault),
		Validators: []validator.String{stringvalidator.OneOf(words...)},
	}
}

func countWithDefault(description string, least, most, byDefault int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description,
		Optional:            true, Computed: true, Default: int64default.StaticInt64(byDefault),
		Validators: []validator.Int64{int64validator.Between(least, most)},
	}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: a policy that
// remembers no passwords must let them live for ever.
func (*profilePasswordPolicyResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var model profilePasswordPolicyModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	history := model.HistoryRestriction
	remembersNone := !history.IsNull() && !history.IsUnknown() && history.ValueInt64() == 0
	if remembersNone && !model.Expiration.IsUnknown() && model.Expiration.ValueString() != "Never" {
		resp.Diagnostics.AddAttributeError(path.Root("history_restriction"), "Passwords that expire must be remembered",
			"With a history_restriction of 0 the expiration must be \"Never\": users would choose the expired password again.")
	}
}

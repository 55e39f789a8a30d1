package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// apiOnlyProfile is the profile that Salesforce has for users who call APIs and
// do nothing else.
const apiOnlyProfile = "Minimum Access - API Only Integrations"

// Schema implements [resource.Resource].
func (*integrationUserResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A user of its own for an integration: one who calls APIs and does nothing else, of the profile *" + apiOnlyProfile +
			"* unless told otherwise.\n\nSalesforce deletes no users. On destroy the user is deactivated: it cannot sign in any more, gives its " +
			"license back and keeps its username for good. To have the user again, import it; the next apply activates it.",
		Attributes: map[string]schema.Attribute{
			"username": schema.StringAttribute{
				MarkdownDescription: "Username, in the form of an email address, at most 80 characters. No two users of any Salesforce " +
					"organization share one. Case has no meaning. Changed in place.",
				Required:      true,
				Validators:    emailValidators(80),
				PlanModifiers: []planmodifier.String{keepEquivalentText(sameUsername)},
			},
			"last_name":  requiredText("Last name, at most 80 characters. Changed in place.", stringvalidator.LengthAtMost(80)),
			"first_name": optionalText("First name, at most 40 characters. Default: none. Changed in place.", stringvalidator.LengthAtMost(40)),
			"email": schema.StringAttribute{
				MarkdownDescription: "Address that Salesforce writes to, at most 128 characters. Case has no meaning. Changed in place, though the " +
					"organization may want the new address to be confirmed first.",
				Required:      true,
				Validators:    emailValidators(128),
				PlanModifiers: []planmodifier.String{keepEquivalentText(sameUsername)},
			},
			"alias": schema.StringAttribute{
				MarkdownDescription: "Short name in lists, at most 8 characters. Default: the first letter of the first name and four of the last " +
					"name, as they are at creation. Changed in place.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.LengthBetween(1, 8), trimmed{}},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"profile": schema.StringAttribute{
				MarkdownDescription: "Profile, by its name as people see it, or its id (`00e…`). Default `" + apiOnlyProfile + "`, which the " +
					"license *Salesforce Integration* brings. Changed in place, where the other profile is of a license that is free.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(apiOnlyProfile),
				Validators: []validator.String{nameOrID{profileKind}},
			},
			"federation_id": optionalText("What identifies the user in single sign-on, at most 512 characters. Default: nothing. Changed in place.",
				stringvalidator.LengthAtMost(512)),
			"time_zone": defaultText("Time zone such as `Europe/Paris`. Default `GMT`. Changed in place.", "GMT", stringvalidator.LengthAtLeast(1), trimmed{}),
			"locale":    defaultText("Locale such as `fr_FR`. Default `en_US`. Changed in place.", "en_US", stringvalidator.LengthAtLeast(1), trimmed{}),
			"language":  defaultText("Language such as `fr`. Default `en_US`. Changed in place.", "en_US", stringvalidator.LengthAtLeast(1), trimmed{}),
			"email_encoding": defaultText("Encoding of emails: `UTF-8`, `ISO-8859-1`, `Shift_JIS`, `ISO-2022-JP`, `EUC-JP`, `x-SJIS_0213`, "+
				"`ks_c_5601-1987`, `Big5`, `GB2312` or `Big5-HKSCS`. Default `UTF-8`. Changed in place.", "UTF-8",
				stringvalidator.OneOf("UTF-8", "ISO-8859-1", "Shift_JIS", "ISO-2022-JP", "EUC-JP", "x-SJIS_0213", "ks_c_5601-1987", "Big5",
					"GB2312", "Big5-HKSCS")),
			"active": schema.BoolAttribute{
				MarkdownDescription: "Whether the user may sign in: always `true` after apply. A user who was deactivated by hand shows in the plan and is activated.",
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			allowSelfLockout:  selfLockoutAttribute("another profile, or the end of the user,"),
			"profile_id":      computed("Id of the profile (`00e…`)."),
			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the user (`005…`)."),
		},
	}
}

// emailValidators accept what has the form of an email address.
func emailValidators(longest int) []validator.String {
	return []validator.String{
		stringvalidator.LengthAtMost(longest),
		stringvalidator.RegexMatches(emailAddress, "must have the form of an email address, such as orders@acme.example"),
	}
}

// defaultText is a text with a default.
func defaultText(description, byDefault string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		Default:             stringdefault.StaticString(byDefault),
		Validators:          validators,
	}
}

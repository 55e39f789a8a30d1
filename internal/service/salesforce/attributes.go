package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// requiredText is a text that an object cannot do without.
func requiredText(description string, validators ...validator.String) schema.StringAttribute {
	attribute := optionalText(description, validators...)
	attribute.Optional, attribute.Required = false, true
	return attribute
}

// optionalText is a text that is empty on the platform when it is null here.
func optionalText(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          append([]validator.String{stringvalidator.LengthAtLeast(1), trimmed{}}, validators...),
	}
}

// optionalChoice is one of the platform's words, or none.
func optionalChoice(description string, values ...string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          []validator.String{stringvalidator.OneOf(values...)},
	}
}

// toggle is a switch with a default.
func toggle(description string, byDefault bool) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		Default:             booldefault.StaticBool(byDefault),
	}
}

// computedText is what the platform gives and keeps.
func computedText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
	}
}

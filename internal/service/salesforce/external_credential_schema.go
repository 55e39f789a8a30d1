package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema implements [resource.Resource].
func (*externalCredentialResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replaced := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	variant := optionalText("Flow of the protocol, such as `ClientCredentialsClientSecret` or `JwtBearer`. Default: none. Changing it replaces the " +
		"credential.")
	variant.PlanModifiers = replaced
	resp.Schema = schema.Schema{
		MarkdownDescription: "How the organization proves who it is to a system that it calls: a protocol, its parameters, and the principals with " +
			"their secrets. Secrets are write-only: Terraform keeps none, and Salesforce tells none.",
		Attributes: map[string]schema.Attribute{
			"name":  policyNameAttribute(),
			"label": requiredText("Name that people see. Changed in place.", stringvalidator.LengthAtMost(80)),
			"protocol": schema.StringAttribute{
				MarkdownDescription: "`AwsSv4`, `Basic`, `Custom`, `Jwt` or `OAuth`. Changing it replaces the credential.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf("AwsSv4", "Basic", "Custom", "Jwt", "OAuth")},
				PlanModifiers:       replaced,
			},
			"variant":         variant,
			"parameters":      credentialParametersAttribute(),
			"custom_headers":  customHeadersAttribute(),
			"principals":      credentialPrincipalsAttribute(),
			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the credential."),
		},
	}
}

func credentialParametersAttribute() schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "Parameters of the protocol, by name, such as `AwsRegion`. Parameters that Salesforce adds by itself are left alone. " +
			"Changed in place.",
		Optional:   true,
		Validators: []validator.Map{mapvalidator.SizeAtLeast(1)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"type":        requiredText("Type, such as `AuthParameter`, `AuthProviderUrl`, `SigningCertificate` or `JwtBodyClaim`."),
			"value":       optionalText("Value. It can be read by everybody who may view the setup: no place for secrets."),
			"description": optionalText("What the parameter is for. Default: none."),
		}},
	}
}

func customHeadersAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Headers of every call, by name: formulas such as `{!$Credential.Orders.ApiKey}`, which must hold no secret of their own. " +
			"Headers that were added elsewhere are left alone. Changed in place.",
		Optional:    true,
		ElementType: types.StringType,
		Validators:  []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1), trimmed{})},
	}
}

func credentialPrincipalsAttribute() schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "As whom the organization proves itself, by name: all principals. Ones that were added elsewhere are taken out, with " +
			"their secrets. Changed in place.",
		Required:   true,
		Validators: []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1), trimmed{})},
		NestedObject: schema.NestedAttributeObject{Validators: []validator.Object{ownSecrets{}}, Attributes: map[string]schema.Attribute{
			"type": schema.StringAttribute{
				MarkdownDescription: "`NamedPrincipal`, the same for all users, `PerUserPrincipal` or `AwsStsPrincipal`. Default `NamedPrincipal`. Another " +
					"type is another principal, without the secrets of the former.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(namedPrincipal),
				Validators: []validator.String{stringvalidator.OneOf(namedPrincipal, "PerUserPrincipal", "AwsStsPrincipal")},
			},
			"secrets": schema.MapAttribute{
				MarkdownDescription: "Secrets by their names in the protocol, such as `clientId` and `clientSecret`, `username` and `password`, or " +
					"`awsAccessKey` and `awsAccessSecret`: all of the principal. Write-only; needs Terraform 1.11. Sent at creation and whenever " +
					"`secrets_version` changes.",
				Optional: true, WriteOnly: true, Sensitive: true, ElementType: types.StringType,
				Validators: []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("secrets_version"))},
			},
			"secrets_version": schema.Int64Attribute{
				MarkdownDescription: "Number of the secrets: raise it to send them anew. Removing it leaves the secrets as they are.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
		}},
	}
}

const namedPrincipal = "NamedPrincipal"

package salesforce

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// customScopeKind is told by a name or an id; how ids of it begin, Salesforce does
// not document.
var customScopeKind = kind{
	name: "OAuth custom scope", form: regexp.MustCompile(`^\w+$`),
	example: "a developer name such as warehouse_read", dataSource: "apiaccess_salesforce_oauth_custom_scope",
}

// Schema implements [resource.Resource].
func (*customScopeResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An OAuth scope of the organization's own: what a token may be used for beyond Salesforce's APIs, as checked " +
			"by services that accept the organization's tokens. Connected apps may ask for it through " +
			"`apiaccess_salesforce_oauth_custom_scope_assignment`, external client apps through `oauth.custom_scopes` of their own.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Developer name, which clients ask for: a letter, then letters, digits and single underscores, at most 80 " +
					"characters. Changed in place; clients have to ask for the new name then.",
				Required: true,
				Validators: []validator.String{
					stringvalidator.LengthAtMost(80),
					stringvalidator.RegexMatches(apiName, "must begin with a letter and hold letters, digits and single underscores only, none of them last"),
				},
			},
			"label": requiredText("Name that people see, at most 80 characters. Changed in place.", stringvalidator.LengthAtMost(80)),
			"description": requiredText("What users read who are asked to allow the app the scope, at most 60 characters; unlike that of every "+
				"other scope. Changed in place.", stringvalidator.LengthAtMost(60)),
			"public": toggle("Whether the organization's OpenID Connect discovery document lists the scope. Default `false`. Changed in place.", false),

			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the scope."),
		},
	}
}

package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Schema implements [resource.Resource].
func (*scopeAssignmentResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets one connected app ask for one OAuth scope of the organization's own. It is additive: what was assigned " +
			"elsewhere stays as it is. External client apps name theirs in `oauth.custom_scopes` of " +
			"`apiaccess_salesforce_external_client_app`.",
		Attributes: map[string]schema.Attribute{
			"scope":           argument(customScopeKind, true, "Scope, by its developer name or its id."),
			"app":             argument(connectedAppKind, true, "Connected app, by its developer name or its id (`0H4…`)."),
			"scope_id":        computed("Id of the scope."),
			"app_id":          computed("Id of the app (`0H4…`)."),
			"organization_id": organizationAttribute(),
			"id":              computed("Id of the row that makes the assignment."),
		},
	}
}

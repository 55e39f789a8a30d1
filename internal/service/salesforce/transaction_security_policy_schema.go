package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*transactionPolicyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A transaction security policy: it watches one kind of event, such as calls of the APIs, and acts on those that an Apex " +
			"class or a flow picks out. Takes Event Monitoring. All changes but that of the name are made in place.",
		Attributes: map[string]schema.Attribute{
			"name":  policyNameAttribute(),
			"label": requiredText("Name that people see.", stringvalidator.LengthAtMost(80)),
			"description": optionalText("What the policy is for. Default: none.",
				stringvalidator.LengthAtMost(255)),
			"event": schema.StringAttribute{
				MarkdownDescription: "What the policy watches, such as `ApiEvent`, `LoginEvent`, `ReportEvent`, `BulkApiResultEventStore` or " +
					"`PermissionSetEventStore`.",
				Required:   true,
				Validators: []validator.String{stringvalidator.OneOf(watchedEvents...)},
			},
			"apex_class": optionalText("Apex class that picks events out (`TxnSecurity.EventCondition`). Either this or `flow`.",
				stringvalidator.ExactlyOneOf(path.MatchRoot("flow"))),
			"flow":           optionalText("Flow that picks events out, as the condition builder makes them. Either this or `apex_class`."),
			"execution_user": optionalIdentity("Username that the policy runs as. Default: whoever saves it."),
			"active":         toggle("Whether the policy acts. Default `true`.", true),
			"block":          toggle("Stop what is going on. Default `false`.", false),
			"two_factor_authentication": toggle("Demand a second factor. Default `false`. Calls of the APIs cannot give one: they are stopped.",
				false),
			"end_session": toggle("End the session. Default `false`.", false),
			"freeze_user": toggle("Freeze the user. Default `false`.", false),
			"notifications": schema.MapNestedAttribute{
				MarkdownDescription: "Who is told, by username.",
				Optional:            true,
				Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"in_app":     toggle("In Salesforce. Default `false`.", false),
					"send_email": toggle("By mail. Default `true`.", true),
				}},
			},
			"block_message": optionalText("What users are told who are stopped, at most 1,000 characters. Default: Salesforce's own words.",
				stringvalidator.LengthAtMost(1000)),
			"custom_email_content": optionalText("What the mails say, at most 1,333 characters. Default: Salesforce's own words.",
				stringvalidator.LengthAtMost(1333)),
			"organization_id": organizationAttribute(),
		},
	}
}

func policyNameAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "API name: a letter, then letters, digits and single underscores, at most 80 characters. Changing it replaces " +
			"the object.",
		Required: true,
		Validators: []validator.String{
			stringvalidator.LengthAtMost(80),
			stringvalidator.RegexMatches(apiName, "must begin with a letter and hold letters, digits and single underscores only, none of them last"),
		},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// watchedEvents are the events that a policy may watch.
var watchedEvents = []string{
	"AdminSetupEvent", "ApiAnomalyEventStore", "ApiEvent", "BulkApiResultEventStore", "CredentialStuffingEventStore", "FileEventStore",
	"GuestUserAnomalyEventStore", "ListViewEvent", "LoginAnomalyEventStore", "LoginAsEvent", "LoginEvent", "PermissionSetEventStore",
	"ReportAnomalyEventStore", "ReportEvent", "SessionHijackingEventStore", "UniversalAnomalyEventStore",
}

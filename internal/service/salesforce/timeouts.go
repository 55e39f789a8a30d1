package salesforce

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// metadataTimeout is how long one change of metadata may take by default: changes
// wait for each other, and for those of other people, because Salesforce makes
// one at a time.
const metadataTimeout = 20 * time.Minute

func metadataTimeouts(ctx context.Context) schema.Attribute {
	const description = "As a duration such as `90s` or `30m`. Default `20m`. Changes of metadata wait for each other, in this run and elsewhere."
	attribute, _ := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: description,
		Update: true, UpdateDescription: description,
		Delete: true, DeleteDescription: description,
	}).(schema.SingleNestedAttribute)
	attribute.MarkdownDescription = "How long operations may take."
	return attribute
}

// within bounds ctx by one of the timeouts, such as timeouts.Value.Create.
func within(
	ctx context.Context, timeout func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	longest, problems := timeout(ctx, metadataTimeout)
	diags.Append(problems...)
	return context.WithTimeout(ctx, longest)
}

package anypoint

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	rateLimitingAsset          = "rate-limiting"
	defaultRateLimitingVersion = "1.4.1"
)

type rateLimitingModel struct {
	appliedPolicy
	plain

	RateLimits    types.List   `tfsdk:"rate_limits"`
	KeySelector   types.String `tfsdk:"key_selector"`
	ExposeHeaders types.Bool   `tfsdk:"expose_headers"`
	Clusterizable types.Bool   `tfsdk:"clusterizable"`
}

// rateLimit is one limit, in the configuration of Terraform and of the platform.
type rateLimit struct {
	MaximumRequests          int64 `json:"maximumRequests"          tfsdk:"maximum_requests"`
	TimePeriodInMilliseconds int64 `json:"timePeriodInMilliseconds" tfsdk:"time_period_in_milliseconds"`
}

var rateLimitType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"maximum_requests": types.Int64Type, "time_period_in_milliseconds": types.Int64Type,
}}

type rateLimitingConfiguration struct {
	RateLimits    []rateLimit `json:"rateLimits"`
	KeySelector   string      `json:"keySelector,omitempty"`
	ExposeHeaders bool        `json:"exposeHeaders"`
	// Clusterizable is true where the platform leaves it out.
	Clusterizable *bool `json:"clusterizable"`
}

func (*rateLimitingModel) asset() string { return rateLimitingAsset }

func (m *rateLimitingModel) known() bool { return allKnown(m.arguments()) }

func (m *rateLimitingModel) arguments() map[string]attr.Value {
	return map[string]attr.Value{
		"rate_limits": m.RateLimits, "key_selector": m.KeySelector, "expose_headers": m.ExposeHeaders, "clusterizable": m.Clusterizable,
	}
}

func (m *rateLimitingModel) configuration(ctx context.Context, diags *diag.Diagnostics) json.RawMessage {
	configuration := rateLimitingConfiguration{
		KeySelector: m.KeySelector.ValueString(), ExposeHeaders: m.ExposeHeaders.ValueBool(), Clusterizable: m.Clusterizable.ValueBoolPointer(),
	}
	diags.Append(m.RateLimits.ElementsAs(ctx, &configuration.RateLimits, false)...)
	return encodeJSON(configuration)
}

func (m *rateLimitingModel) refresh(ctx context.Context, now json.RawMessage, _ memory) diag.Diagnostics {
	var configuration rateLimitingConfiguration
	var diags diag.Diagnostics
	if err := json.Unmarshal(now, &configuration); err != nil {
		diags.AddError("Unable to read the configuration of the policy", err.Error())
		return diags
	}
	m.KeySelector = orNull(configuration.KeySelector)
	m.ExposeHeaders = types.BoolValue(configuration.ExposeHeaders)
	m.Clusterizable = types.BoolValue(configuration.Clusterizable == nil || *configuration.Clusterizable)
	m.RateLimits, diags = types.ListValueFrom(ctx, rateLimitType, configuration.RateLimits)
	return diags
}

func (m *rateLimitingModel) unkept(ctx context.Context, now json.RawMessage, known memory) diag.Diagnostics {
	after := *m
	diags := after.refresh(ctx, now, known)
	return append(diags, unlike(m.object(), m.arguments(), after.arguments())...)
}

func (*rateLimitingModel) at(key string) path.Path {
	return argument(key, map[string]string{
		"rateLimits": "rate_limits", "keySelector": "key_selector", "exposeHeaders": "expose_headers", "clusterizable": "clusterizable",
	})
}

func (*rateLimitingModel) warnings(context.Context) diag.Diagnostics { return nil }

type rateLimitingResource struct {
	policyResource[rateLimitingModel, *rateLimitingModel]
}

// NewRateLimitingPolicyResource makes apiaccess_anypoint_rate_limiting_policy.
func NewRateLimitingPolicyResource() resource.Resource {
	return &rateLimitingResource{newPolicyResource[rateLimitingModel](
		"rate_limiting_policy", "rate limiting policy", defaultRateLimitingVersion, "a request would count against both")}
}

// Schema implements [resource.Resource].
func (*rateLimitingResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Limits how many requests one API instance answers in a period: the policy *Rate limiting*. What is too much is " +
			"answered with 429 by the gateway, some seconds after apply. Limits of each consumer's contract are another policy, " +
			"`rate-limiting-sla-based`.\n\n" +
			"An API instance has the policy once. Where it has it already, creation fails and tells how to import it.",
		Attributes: policyAttributes(map[string]schema.Attribute{
			"asset_version": defaultVersionAttribute(defaultRateLimitingVersion),
			"rate_limits": schema.ListNestedAttribute{
				MarkdownDescription: "Limits, all of which hold. Changed in place.",
				Required:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1)},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"maximum_requests":            positive("Requests that are answered in the period."),
					"time_period_in_milliseconds": positive("Period, in milliseconds."),
				}},
			},
			"key_selector": schema.StringAttribute{
				MarkdownDescription: "What requests are counted by, as a DataWeave expression such as `#[attributes.queryParams['identifier']]`: each of " +
					"its values has the limits of its own. Default: all requests together. Changed in place.",
				Optional:   true,
				Validators: []validator.String{dataWeave{}},
			},
			"expose_headers": schema.BoolAttribute{
				MarkdownDescription: "Tell callers what is left, in the headers `X-RateLimit-*`. Default `false`. Changed in place.",
				Optional:            true, Computed: true, Default: booldefault.StaticBool(false),
			},
			"clusterizable": schema.BoolAttribute{
				MarkdownDescription: "Count over all nodes of a cluster, not over each. Default `true`. Changed in place.",
				Optional:            true, Computed: true, Default: booldefault.StaticBool(true),
			},
		}),
	}
}

func positive(description string) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description, Required: true, Validators: []validator.Int64{int64validator.AtLeast(1)},
	}
}

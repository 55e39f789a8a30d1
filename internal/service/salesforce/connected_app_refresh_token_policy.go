package salesforce

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// refreshTokenPolicy is how long refresh tokens are valid.
type refreshTokenPolicy struct {
	// kind is zero, infinite, specific_lifetime or specific_inactivity.
	kind string
	// number and unit are of the last two alone.
	number int
	unit   string
}

// parseRefreshTokenPolicy reads a policy as Salesforce's metadata spells it.
func parseRefreshTokenPolicy(text string) (refreshTokenPolicy, error) {
	if text == "zero" || text == "infinite" {
		return refreshTokenPolicy{kind: text}, nil
	}
	wrong := fmt.Errorf("%q is neither zero, infinite, specific_lifetime:N:UNIT nor specific_inactivity:N:UNIT, "+
		"where N is a number from 1 and UNIT is HOURS, DAYS or MONTHS", text)
	parts := strings.Split(text, ":")
	if len(parts) != 3 || !slices.Contains([]string{"specific_lifetime", "specific_inactivity"}, parts[0]) ||
		!slices.Contains([]string{"HOURS", "DAYS", "MONTHS"}, parts[2]) {
		return refreshTokenPolicy{}, wrong
	}
	number, err := strconv.ParseInt(parts[1], 10, 32)
	policy := refreshTokenPolicy{kind: parts[0], number: int(number), unit: parts[2]}
	if err != nil || number < 1 || policy.String() != text {
		return refreshTokenPolicy{}, wrong
	}
	return policy, nil
}

// String is the policy in the spelling of the metadata.
func (p refreshTokenPolicy) String() string {
	if p.unit == "" {
		return p.kind
	}
	return fmt.Sprintf("%s:%d:%s", p.kind, p.number, p.unit)
}

// refreshTokenPolicyForm accepts what parseRefreshTokenPolicy reads.
type refreshTokenPolicyForm struct{}

// Description implements [validator.Describer].
func (refreshTokenPolicyForm) Description(context.Context) string {
	return "must be zero, infinite, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT"
}

// MarkdownDescription implements [validator.Describer].
func (v refreshTokenPolicyForm) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString implements [validator.String].
func (refreshTokenPolicyForm) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := parseRefreshTokenPolicy(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong refresh token policy", err.Error()+".")
	}
}

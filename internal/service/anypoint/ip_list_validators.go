package anypoint

import (
	"context"
	"fmt"
	"math/big"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// ipRange accepts one entry of an IP allowlist.
type ipRange struct{}

// Description implements [validator.Describer].
func (ipRange) Description(context.Context) string {
	return "must be an address, a range in CIDR notation, or leading octets"
}

// MarkdownDescription implements [validator.Describer].
func (v ipRange) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (ipRange) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := framework.ParseIPRange(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong address", err.Error()+".")
	}
}

// unquotedHeader is a header's name as a DataWeave index without quotes, which a
// shell leaves behind when it eats them: headers[x-forwarded-for] subtracts three
// undefined names from each other.
var unquotedHeader = regexp.MustCompile(`headers\s*\[\s*[A-Za-z][A-Za-z0-9_-]*\s*\]`)

// dataWeave accepts a DataWeave expression.
type dataWeave struct{}

// Description implements [validator.Describer].
func (dataWeave) Description(context.Context) string {
	return "must be a DataWeave expression #[…] with quoted header names"
}

// MarkdownDescription implements [validator.Describer].
func (v dataWeave) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (dataWeave) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	expression := req.ConfigValue.ValueString()
	if !strings.HasPrefix(expression, "#[") || !strings.HasSuffix(expression, "]") {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a DataWeave expression",
			fmt.Sprintf("%q must be of the form #[…], such as %s.", expression, defaultIPExpression))
	}
	if found := unquotedHeader.FindString(expression); found != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Header name without quotes", fmt.Sprintf(
			"%s indexes by an expression, not by a header's name, so the gateway would turn every caller away. "+
				"Write the name in single quotes, such as %s.", found, defaultIPExpression))
	}
}

// ipListWarnings are what the warnings of a list of addresses say.
type ipListWarnings struct {
	// everybody is of a list that holds every address, ipv6 of one that holds IPv6
	// addresses, and forged of one that trusts X-Forwarded-For: each a summary and a
	// detail.
	everybody, ipv6, forged [2]string
}

// about are what a reviewer should know of a list before it is applied.
func (m *ipList) about(ctx context.Context, object string, texts ipListWarnings) diag.Diagnostics {
	var diags diag.Diagnostics
	if !m.known() {
		return nil
	}
	warn := func(attribute string, text [2]string) {
		diags.AddAttributeWarning(path.Root(attribute), text[0], object+": "+text[1])
	}
	var entries []string
	diags.Append(m.IPs.ElementsAs(ctx, &entries, false)...)
	ranges := parseAll(entries)
	if coversEverything(ranges) {
		warn("ips", texts.everybody)
	}
	if slices.ContainsFunc(ranges, framework.IPRange.Is6) {
		warn("ips", texts.ipv6)
	}
	if strings.Contains(strings.ToLower(m.IPExpression.ValueString()), "x-forwarded-for") &&
		!strings.Contains(m.IPExpression.ValueString(), "[-") {
		warn("ip_expression", texts.forged)
	}
	return diags
}

func parseAll(entries []string) []framework.IPRange {
	var ranges []framework.IPRange
	for _, entry := range entries {
		if parsed, err := framework.ParseIPRange(entry); err == nil {
			ranges = append(ranges, parsed)
		}
	}
	return ranges
}

// coversEverything tells that the ranges of one family hold all its addresses,
// also when only together: 0.0.0.0/1 and 128.0.0.0/1.
func coversEverything(ranges []framework.IPRange) bool {
	for _, bits := range []int{32, 128} {
		held := new(big.Int)
		for i, candidate := range ranges {
			prefix := candidate.Prefix()
			if prefix.Addr().BitLen() == bits && !heldByAnother(prefix, i, ranges) {
				held.Add(held, new(big.Int).Lsh(big.NewInt(1), uint(bits-prefix.Bits())))
			}
		}
		if held.Cmp(new(big.Int).Lsh(big.NewInt(1), uint(bits))) == 0 {
			return true
		}
	}
	return false
}

// heldByAnother tells that the prefix at position is inside another, or repeats
// an earlier one.
func heldByAnother(prefix netip.Prefix, position int, ranges []framework.IPRange) bool {
	return slices.ContainsFunc(ranges, func(other framework.IPRange) bool {
		return other.Prefix().Overlaps(prefix) && other.Prefix().Bits() < prefix.Bits()
	}) || slices.ContainsFunc(ranges[:position], func(other framework.IPRange) bool { return other.Prefix() == prefix })
}

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
var unquotedHeader = regexp.MustCompile(`headers\s*\[\s*[A-Za-z][A-Za-z0-9-]*\s*\]`)

// ipExpression accepts the DataWeave expression that finds the caller's address.
type ipExpression struct{}

// Description implements [validator.Describer].
func (ipExpression) Description(context.Context) string {
	return "must be a DataWeave expression #[…] with quoted header names"
}

// MarkdownDescription implements [validator.Describer].
func (v ipExpression) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (ipExpression) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
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

// warnings are what a reviewer should know of a list before it is applied.
func (m *ipAllowlistModel) warnings(ctx context.Context) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.IPs.IsUnknown() {
		return nil
	}
	var entries []string
	for _, element := range m.IPs.Elements() {
		if element.IsUnknown() {
			return nil
		}
	}
	diags.Append(m.IPs.ElementsAs(ctx, &entries, false)...)
	ranges := parseAll(entries)
	at := path.Root("ips")
	if coversEverything(ranges) {
		diags.AddAttributeWarning(at, "The IP allowlist lets everyone in", m.object()+
			": together its entries hold every address, so the policy keeps nobody out.")
	}
	if slices.ContainsFunc(ranges, framework.IPRange.Is6) {
		diags.AddAttributeWarning(at, "IPv6 in an IP allowlist", m.object()+
			": Flex Gateway takes IPv6 addresses; the Mule gateway does not document them and may turn their callers away.")
	}
	if strings.Contains(strings.ToLower(m.IPExpression.ValueString()), "x-forwarded-for") &&
		!strings.Contains(m.IPExpression.ValueString(), "[-") {
		diags.AddAttributeWarning(path.Root("ip_expression"), "X-Forwarded-For can be forged", m.object()+
			": the expression trusts the whole header. A caller that reaches the gateway directly, or through a proxy that adds to the "+
			"header instead of replacing it, can claim any address. Behind such a proxy take the entry that the proxy itself added, "+
			"counted from the end; without one use #[attributes.remoteAddress].")
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

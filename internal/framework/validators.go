package framework

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// UUID accepts ids such as Anypoint gives to organizations, environments, users
// and teams.
func UUID() validator.String {
	return stringvalidator.RegexMatches(uuid, "must be a UUID such as 00000000-0000-0000-0000-000000000000")
}

// IsUUID tells an id from a name.
func IsUUID(text string) bool { return uuid.MatchString(text) }

// Number accepts ids such as Anypoint gives to API instances and policies.
func Number() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[1-9][0-9]{0,9}$`), "must be a number such as 12345678")
}

// IPRange is what an IP allowlist accepts as one entry: an address, a range in
// CIDR notation, or the leading octets of IPv4 addresses.
type IPRange struct {
	prefix netip.Prefix
}

// ParseIPRange reads one entry of an IP allowlist. Bits of the address behind a
// CIDR's length are allowed, as the platform allows them.
func ParseIPRange(text string) (IPRange, error) {
	if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
		return IPRange{netip.PrefixFrom(address, address.BitLen())}, nil
	}
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return IPRange{prefix.Masked()}, nil
	}
	octets := strings.Split(text, ".")
	if len(octets) < 4 {
		padded := text + strings.Repeat(".0", 4-len(octets))
		if address, err := netip.ParseAddr(padded); err == nil && address.Is4() {
			return IPRange{netip.PrefixFrom(address, 8*len(octets))}, nil
		}
	}
	return IPRange{}, fmt.Errorf("%q is neither an address (192.0.2.1), a range (192.0.2.0/24) "+
		"nor leading octets (192.0.2)", text)
}

// Is6 tells that the range is one of IPv6 addresses.
func (r IPRange) Is6() bool { return r.prefix.Addr().Is6() }

// Prefix is the range in CIDR notation, without bits behind its length.
func (r IPRange) Prefix() netip.Prefix { return r.prefix }

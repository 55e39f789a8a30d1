package salesforce_test

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	trustedRangesType    = "apiaccess_salesforce_trusted_ip_ranges"
	trustedRangesAddress = trustedRangesType + ".test"
)

// span is a range of addresses.
func span(start, end string) map[string]any { return map[string]any{"start": start, "end": end} }

func spans(ranges ...any) prototest.Config { return prototest.Config{"ranges": ranges} }

func trustedStarts(platform *acctest.Simulator) []string {
	return platform.SalesforceMetadata("SecuritySettings", "Security")["networkAccess/ipRanges/start"]
}

func TestTrustedIPRangesLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "Security", "Security.settings")
	before := platform.SalesforceMetadata("SecuritySettings", "Security")
	const office = `  ranges = [{ start = "203.0.113.0", end = "203.0.113.255" }]`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(trustedRangesType, office)},
		importsByOrganization(trustedRangesAddress),
		resource.TestStep{
			PreConfig: func() {
				byHand(t, platform, "SecuritySettings", "Security", "networkAccess/ipRanges/start", "203.0.113.7")
			},
			Config:           singleton(trustedRangesType, office),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, trustedRangesAddress),
		},
		resource.TestStep{
			Config: singleton(trustedRangesType, `  ranges = [
    { start = "203.0.113.0", end = "203.0.113.255" },
    { start = "2001:DB8::1", end = "2001:0db8:0::2", description = "Office" },
  ]`),
		},
		resource.TestStep{
			Config: singleton(trustedRangesType, `  ranges = [
    { start = "2001:DB8::1", end = "2001:0db8:0::2", description = "Office" },
    { start = "203.0.113.0", end = "203.0.113.255" },
  ]`),
			ConfigPlanChecks: expectNoChanges(),
		},
	)
	expectSame(t, before, platform.SalesforceMetadata("SecuritySettings", "Security"))
}

func TestTrustedIPRangesOfNobodyAreBroughtBack(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, trustedRangesType), spans(span("203.0.113.0", "203.0.113.255")))
	none := applied(t, protocol, created, spans())
	if got := trustedStarts(platform); len(got) != 0 {
		t.Errorf("the empty list left %v", got)
	}
	again := applied(t, protocol, none, spans(span("198.51.100.1", "198.51.100.1")))
	applied(t, protocol, again, nil)
	if got := trustedStarts(platform); len(got) != 0 {
		t.Errorf("destroy left %v", got)
	}
}

func TestTrustedIPRangesRetrievedFromAnOrganizationImportAndPlanNothing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "Security", "Security.settings")
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, trustedRangesType, "Security")
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, protocol, imported, asConfigured(t, protocol, imported))
	applied(t, protocol, imported, nil)
	if got := trustedStarts(platform); len(got) != 1 || platform.Calls("POST updateMetadata") > 0 {
		t.Errorf("destroying what was never changed left %v", got)
	}
}

func TestTrustedIPRangesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"no list":      {prototest.Config{}, "Missing Configuration for Required Attribute"},
		"no address":   {spans(span("office", "203.0.113.1")), "is not an IP address"},
		"a range":      {spans(span("203.0.113.0/24", "203.0.113.1")), "is not an IP address"},
		"wrong order":  {spans(span("203.0.113.9", "203.0.113.1")), "the first not after the last"},
		"two families": {spans(span("203.0.113.9", "2001:db8::1")), "both ends must be IPv4 or both IPv6"},
		"a blank around": {
			spans(map[string]any{"start": "203.0.113.1", "end": "203.0.113.1", "description": " Office"}),
			"begins or ends with blanks",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, trustedRangesType), test.config)
			expectError(t, err, test.message)
		})
	}
}

// warningsOf are the summaries of a plan's warnings.
func warningsOf(t *testing.T, protocol *prototest.Provider, prior prototest.State, config prototest.Config) []string {
	t.Helper()
	planned, err := protocol.Plan(t, prior, config)
	if err != nil {
		t.Fatal(err)
	}
	summaries := []string{}
	for _, diagnostic := range planned.Diagnostics {
		summaries = append(summaries, diagnostic.Summary)
	}
	return summaries
}

func TestTrustedIPRangesWarn(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = "198.51.100.7" })
	protocol := platform.Protocol(t)
	const everyone, ownAddress = "Every address is trusted", "The provider's own address is not trusted"
	for name, test := range map[string]struct {
		config prototest.Config
		want   []string
	}{
		"with the provider":    {spans(span("198.51.100.0", "198.51.100.255")), []string{}},
		"without the provider": {spans(span("203.0.113.0", "203.0.113.255")), []string{ownAddress}},
		"of the other family":  {spans(span("2001:db8::1", "2001:db8::2")), []string{ownAddress}},
		"everyone":             {spans(span("0.0.0.0", "255.255.255.255")), []string{everyone}},
		"everyone in halves":   {spans(span("0.0.0.0", "127.255.255.255"), span("128.0.0.0", "255.255.255.255")), []string{everyone}},
		"everyone of IPv6":     {spans(span("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")), []string{everyone, ownAddress}},
		"nobody":               {spans(), []string{}},
		"unknown":              {spans(span("203.0.113.0", "203.0.113.255"), map[string]any{"start": prototest.Unknown, "end": "203.0.113.1"}), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := warningsOf(t, protocol, protocol.Null(t, trustedRangesType), test.config); !reflect.DeepEqual(got, test.want) {
				t.Errorf("warned of %q, want %q", got, test.want)
			}
		})
	}
}

func TestTrustedIPRangesThatSalesforceDoesNotKeep(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Times: 1, Answer: simulator.Status(200, saved)})
	created, err := protocol.Apply(t, protocol.Null(t, trustedRangesType), spans(span("203.0.113.0", "203.0.113.255")))
	expectError(t, err, "does not show the new value of networkAccess.ipRanges")
	if ranges, _ := created.Attributes(t)["ranges"].([]any); len(ranges) != 0 {
		t.Errorf("the state holds %v", ranges)
	}
}

func TestTrustedIPRangesTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := spans(span("127.0.0.1", "127.0.0.1"))
	created := applied(t, protocol, protocol.Null(t, trustedRangesType), config)
	if reads, writes := platform.Calls("POST readMetadata"), platform.Calls("POST updateMetadata"); reads != 2 || writes != 1 {
		t.Errorf("creation took %d reads and %d writes", reads, writes)
	}
	platform.ForgetRequests()
	expectNoChange(t, platform.Protocol(t), refreshed(t, platform, created), config)
	if calls := platform.Calls(""); calls != 2 { // a sign-in and a read
		t.Errorf("a refresh and a plan without changes took %d calls: %v", calls, platform.Requests())
	}
}

func TestTrustedIPRangesTellMissingPermissions(t *testing.T) {
	t.Parallel()
	protocol := asAuditor(t, acctest.Start(t))
	_, err := protocol.Apply(t, protocol.Null(t, trustedRangesType), spans())
	expectError(t, err, "may not do this", "Manage IP Addresses")
}

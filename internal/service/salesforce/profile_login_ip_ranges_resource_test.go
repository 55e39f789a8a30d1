package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	loginRangesType    = "apiaccess_salesforce_profile_login_ip_ranges"
	loginRangesAddress = loginRangesType + ".test"
)

// loginSpans are the ranges of a profile.
func loginSpans(profile string, ranges ...any) prototest.Config {
	return prototest.Config{"profile": profile, "ranges": ranges}
}

func loginStarts(platform *acctest.Simulator, profile string) []string {
	return platform.SalesforceMetadata("Profile", profile)["loginIpRanges/startAddress"]
}

func TestProfileLoginIPRangesLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	before := platform.SalesforceMetadata("Profile", "Sales")
	const office = "  profile = \"Sales\"\n  ranges = [{ start = \"203.0.113.0\", end = \"203.0.113.255\" }]"
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(loginRangesType, office)},
		resource.TestStep{
			ResourceName: loginRangesAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Sales",
			ImportStateVerifyIdentifierAttribute: "profile_id",
		},
		resource.TestStep{
			PreConfig:        func() { byHand(t, platform, "Profile", "Sales", "loginIpRanges/startAddress", "203.0.113.9") },
			Config:           singleton(loginRangesType, office),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, loginRangesAddress),
		},
		resource.TestStep{
			Config:           singleton(loginRangesType, "  profile = \"Sales\"\n  ranges = []"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, loginRangesAddress),
		},
	)
	expectSame(t, before, platform.SalesforceMetadata("Profile", "Sales"))
}

func TestProfileLoginIPRangesOfAnOrganizationImportAndComeBack(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "Inside Sales Profile", "Inside Sales Profile.profile")
	before := platform.SalesforceMetadata("Profile", "Inside Sales Profile")
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, loginRangesType, "Inside Sales Profile")
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, protocol, imported, asConfigured(t, protocol, imported))
	untouched := applied(t, protocol, imported, nil)
	if got := loginStarts(platform, "Inside Sales Profile"); !untouched.Gone() || len(got) != 2 {
		t.Errorf("destroying what was never changed left %v", got)
	}
	changed := applied(t, protocol, imported, loginSpans("Inside Sales Profile", span("2001:DB8::1", "2001:0db8::2")))
	if got := loginStarts(platform, "Inside Sales Profile"); len(got) != 1 || got[0] != "2001:db8::1" {
		t.Errorf("the profile has %v", got)
	}
	applied(t, protocol, changed, nil)
	expectSame(t, before, platform.SalesforceMetadata("Profile", "Inside Sales Profile"))
}

// lockedOut starts an organization that sees the provider call from 198.51.100.7.
func lockedOut(t *testing.T) *acctest.Simulator {
	t.Helper()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = "198.51.100.7" })
	return platform
}

func TestProfileLoginIPRangesDoNotKeepTheProviderOut(t *testing.T) {
	t.Parallel()
	platform := lockedOut(t)
	protocol := platform.Protocol(t)
	const own = "System Administrator"
	elsewhere, here := span("203.0.113.0", "203.0.113.255"), span("198.51.100.0", "198.51.100.255")

	_, err := protocol.Plan(t, protocol.Null(t, loginRangesType), loginSpans(own, elsewhere))
	expectError(t, err, "lock itself out", "terraform@acme.example", "from 198.51.100.7", "allow_self_lockout = true")
	for name, harmless := range map[string]prototest.Config{
		"its own address is held": loginSpans(own, elsewhere, here),
		"everywhere":              loginSpans(own),
		"another profile":         loginSpans("Sales", elsewhere),
	} {
		if warnings := warningsOf(t, protocol, protocol.Null(t, loginRangesType), harmless); len(warnings) > 0 {
			t.Errorf("%s: warned of %v", name, warnings)
		}
	}
	allowed := with(loginSpans(own, elsewhere), prototest.Config{"allow_self_lockout": true})
	if warnings := warningsOf(t, protocol, protocol.Null(t, loginRangesType), allowed); len(warnings) != 1 {
		t.Errorf("what is allowed warns of %v", warnings)
	}
	locked := applied(t, protocol, protocol.Null(t, loginRangesType), allowed)
	_, err = platform.Protocol(t).Read(t, locked)
	expectError(t, err, "ip restricted")
}

func TestProfileLoginIPRangesThatCameBackDoNotKeepTheProviderOut(t *testing.T) {
	t.Parallel()
	platform := lockedOut(t)
	protocol := platform.Protocol(t)
	// Whoever is signed in stays so.
	warningsOf(t, protocol, protocol.Null(t, loginRangesType), loginSpans("System Administrator"))
	document := `<Profile xmlns="http://soap.sforce.com/2006/04/metadata"><loginIpRanges><endAddress>203.0.113.9</endAddress>` +
		`<startAddress>203.0.113.1</startAddress></loginIpRanges></Profile>`
	if err := platform.LoadSalesforceMetadata("Admin", []byte(document)); err != nil {
		t.Fatal(err)
	}
	created := applied(t, protocol, protocol.Null(t, loginRangesType), loginSpans("System Administrator"))
	_, err := protocol.Apply(t, created, nil)
	expectError(t, err, "lock itself out")
	if got := loginStarts(platform, "Admin"); len(got) > 0 {
		t.Errorf("the ranges %v are back", got)
	}
}

func TestProfileLoginIPRangesRefuse(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{loginSpans("Pirates"), "no profile \"Pirates\""},
		{loginSpans("Sales", span("203.0.113.9", "203.0.113.1")), "the first not after the last"},
		{loginSpans("Sales", span("here", "203.0.113.1")), "is not an IP address"},
		{prototest.Config{"profile": "Sales"}, "Missing Configuration for Required Attribute"},
	} {
		_, err := protocol.Plan(t, protocol.Null(t, loginRangesType), test.config)
		expectError(t, err, test.message)
	}
	_, err := asAuditor(t, platform).Apply(t, protocol.Null(t, loginRangesType), loginSpans("Sales"))
	expectError(t, err, "may not do this", "Manage IP Addresses")
}

func TestProfileLoginIPRangesThatSalesforceDoesNotKeep(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Times: 1, Answer: simulator.Status(200, saved)})
	created, err := protocol.Apply(t, protocol.Null(t, loginRangesType), loginSpans("Sales", span("203.0.113.1", "203.0.113.9")))
	expectError(t, err, "does not show the new value of loginIpRanges")
	if ranges, _ := created.Attributes(t)["ranges"].([]any); len(ranges) != 0 {
		t.Errorf("the state holds %v", ranges)
	}
}

func TestProfileLoginIPRangesOfAProfileThatIsGone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "Inside Sales Profile", "Inside Sales Profile.profile")
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, loginRangesType), loginSpans("Inside Sales Profile"))
	if err := platform.DeleteSalesforceMetadata("Profile", "Inside Sales Profile"); err != nil {
		t.Fatal(err)
	}
	if read := refreshed(t, platform, created); !read.Gone() {
		t.Errorf("the ranges of a profile that is gone read as %v", read.Attributes(t))
	}
	applied(t, platform.Protocol(t), created, nil)
}

func TestProfileLoginIPRangesTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := loginSpans("Sales", span("203.0.113.1", "203.0.113.9"))
	created := applied(t, protocol, protocol.Null(t, loginRangesType), config)
	platform.ForgetRequests()
	next := platform.Protocol(t)
	read, err := next.Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, next, read, config)
	if calls := platform.Calls(""); calls != 4 { // a sign-in, the listings of profiles and of their names, and a read
		t.Errorf("a refresh and a plan without changes took %d calls: %v", calls, platform.Requests())
	}
}

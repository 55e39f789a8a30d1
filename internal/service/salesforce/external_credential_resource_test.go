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
	externalCredentialType    = "apiaccess_salesforce_external_credential"
	externalCredentialAddress = externalCredentialType + ".test"
)

// principal is a named principal with a secret of that version.
func principal(secret string, version int) map[string]any {
	return map[string]any{"secrets": map[string]any{"apiKey": secret}, "secrets_version": version}
}

func carrier(principals map[string]any, added prototest.Config) prototest.Config {
	return with(prototest.Config{"name": "Carrier", "label": "Carrier", "protocol": "Custom", "principals": principals}, added)
}

func keyOf(platform *acctest.Simulator, name string) string {
	return platform.SalesforceSecrets("Carrier", "NamedPrincipal", name)["apiKey"]
}

func TestExternalCredentialLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const credential = `
  name     = "Carrier"
  label    = "Carrier"
  protocol = "Custom"
  principals = {
    Shipping = { secrets = { apiKey = "first-key-of-all" }, secrets_version = 1 }
  }`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(externalCredentialType, credential)},
		resource.TestStep{
			ResourceName: externalCredentialAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Carrier",
			ImportStateVerifyIgnore: []string{"principals.Shipping.secrets_version"},
		},
		resource.TestStep{
			Config:           singleton(externalCredentialType, credential+"\n  custom_headers = { X-Caller = \"{!$Organization.Id}\" }"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, externalCredentialAddress),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := platform.DeleteSalesforceMetadata("ExternalCredential", "Carrier"); err != nil {
					t.Error(err)
				}
			},
			Config:           singleton(externalCredentialType, credential),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, externalCredentialAddress),
		},
	)
	if left := platform.SalesforceMetadataNames("ExternalCredential"); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestExternalCredentialSendsSecretsWithTheirVersion(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	state := applied(t, protocol, protocol.Null(t, externalCredentialType), carrier(map[string]any{"Shipping": principal("first", 1)}, nil))
	if got := keyOf(platform, "Shipping"); got != "first" {
		t.Errorf("the secret is %q", got)
	}
	same := carrier(map[string]any{"Shipping": principal("second", 1)}, prototest.Config{"label": "The carrier"})
	state = applied(t, protocol, state, same)
	if got := keyOf(platform, "Shipping"); got != "first" {
		t.Errorf("without another version the secret became %q", got)
	}
	both := carrier(map[string]any{"Shipping": principal("second", 2), "Returns": principal("third", 1)}, nil)
	state = applied(t, protocol, state, both)
	if keyOf(platform, "Shipping") != "second" || keyOf(platform, "Returns") != "third" {
		t.Errorf("the secrets are %q and %q", keyOf(platform, "Shipping"), keyOf(platform, "Returns"))
	}
	state = applied(t, protocol, state, carrier(map[string]any{"Returns": map[string]any{}}, nil))
	if keyOf(platform, "Shipping") != "" || keyOf(platform, "Returns") != "third" {
		t.Errorf("the secrets are %q and %q", keyOf(platform, "Shipping"), keyOf(platform, "Returns"))
	}
	platform.Inject(simulator.Fault{Pattern: "PUT /services/data/", Skip: 1, Times: 1, Answer: simulator.Status(400, `[{"errorCode":"INVALID_INPUT","message":"No."}]`)})
	fourth := carrier(map[string]any{"Returns": principal("fourth", 2)}, nil)
	failed, err := protocol.Apply(t, state, fourth)
	expectError(t, err, "Unable to set the secrets of")
	applied(t, protocol, failed, fourth)
	if got := keyOf(platform, "Returns"); got != "fourth" {
		t.Errorf("the next apply left %q", got)
	}
}

func TestExternalCredentialLeavesTheParametersOfOthersAlone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "SampleExternalCredential", "SampleExternalCredential.externalCredential")
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, externalCredentialType, "SampleExternalCredential")
	if err != nil {
		t.Fatal(err)
	}
	config := asConfigured(t, protocol, imported)
	if parameters, _ := config["parameters"].(map[string]any); len(parameters) != 2 {
		t.Errorf("imported %v", config)
	}
	expectNoChange(t, protocol, imported, config)

	region := map[string]any{"AwsRegion": map[string]any{"type": "AuthParameter", "value": "eu-west-1"}}
	one := applied(t, protocol, imported, with(config, prototest.Config{"parameters": region}))
	expectNoChange(t, protocol, refreshed(t, platform, one), with(config, prototest.Config{"parameters": region}))
	if got := platform.SalesforceMetadata("ExternalCredential", "SampleExternalCredential")["externalCredentialParameters/parameterName"]; len(got) != 2 {
		t.Errorf("what the configuration gave up is there: %v", got)
	}
	none := applied(t, protocol, one, with(config, prototest.Config{"parameters": nil}))
	expectNoChange(t, protocol, refreshed(t, platform, none), with(config, prototest.Config{"parameters": nil}))
}

func TestExternalCredentialRefuses(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	shipping := map[string]any{"Shipping": map[string]any{}}
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{carrier(shipping, prototest.Config{"protocol": "Magic"}), "\"OAuth\""},
		{carrier(map[string]any{}, nil), "at least 1"},
		{carrier(map[string]any{"Shipping": map[string]any{"type": "Nobody"}}, nil), "\"PerUserPrincipal\""},
		{carrier(map[string]any{"Shipping": with(principal("x", 1), prototest.Config{"type": "PerUserPrincipal"})}, nil), "enter the secrets"},
		{carrier(map[string]any{"Shipping": map[string]any{"secrets": map[string]any{"apiKey": "x"}}}, nil), "secrets_version"},
		{carrier(shipping, prototest.Config{"name": "The Carrier"}), "must begin with a letter"},
	} {
		_, err := protocol.Plan(t, protocol.Null(t, externalCredentialType), test.config)
		expectError(t, err, test.message)
	}
	applied(t, protocol, protocol.Null(t, externalCredentialType), carrier(shipping, nil))
	_, err := protocol.Apply(t, protocol.Null(t, externalCredentialType), carrier(shipping, nil))
	expectError(t, err, "exists already", "terraform import ADDRESS Carrier")
	_, err = asAuditor(t, platform).Apply(t, protocol.Null(t, externalCredentialType), carrier(shipping, prototest.Config{"name": "Other"}))
	expectError(t, err, "may not do this", "Customize Application")
}

func TestExternalCredentialThatMayNotBeSeenIsNotTakenForDeleted(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, externalCredentialType), carrier(map[string]any{"Shipping": map[string]any{}}, nil))
	_, err := asAuditor(t, platform).Read(t, created)
	expectError(t, err, "may not do this", "View Setup and Configuration")
}

func TestExternalCredentialsTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := carrier(map[string]any{"Shipping": map[string]any{}}, nil)
	created := applied(t, protocol, protocol.Null(t, externalCredentialType), config)
	platform.ForgetRequests()
	expectNoChange(t, platform.Protocol(t), refreshed(t, platform, created), config)
	if calls := platform.Calls(""); calls != 2 { // a sign-in and a read
		t.Errorf("a refresh and a plan without changes took %d calls: %v", calls, platform.Requests())
	}
}

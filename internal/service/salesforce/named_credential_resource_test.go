package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	namedCredentialType    = "apiaccess_salesforce_named_credential"
	namedCredentialAddress = namedCredentialType + ".test"
)

func endpoint(added prototest.Config) prototest.Config {
	return with(prototest.Config{
		"name": "Carrier_API", "label": "Carrier", "url": "https://api.carrier.example", "external_credential": "Carrier",
	}, added)
}

// withCarrier starts an organization with the external credential Carrier.
func withCarrier(t *testing.T) (*acctest.Simulator, *prototest.Provider) {
	t.Helper()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	applied(t, protocol, protocol.Null(t, externalCredentialType), carrier(map[string]any{"Shipping": map[string]any{}}, nil))
	return platform, protocol
}

func TestNamedCredentialLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	external := singleton(externalCredentialType, "  name = \"Carrier\"\n  label = \"Carrier\"\n  protocol = \"Custom\"\n  principals = { Shipping = {} }")
	const named = `
  name                = "Carrier_API"
  label               = "Carrier"
  url                 = "https://api.carrier.example"
  external_credential = apiaccess_salesforce_external_credential.test.name`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: external + singleton(namedCredentialType, named)},
		resource.TestStep{
			ResourceName: namedCredentialAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Carrier_API",
		},
		resource.TestStep{
			Config:           external + singleton(namedCredentialType, named+"\n  custom_headers = { X-Caller = \"{!$Organization.Id}\" }"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, namedCredentialAddress),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := platform.DeleteSalesforceMetadata("NamedCredential", "Carrier_API"); err != nil {
					t.Error(err)
				}
			},
			Config:           external + singleton(namedCredentialType, named),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, namedCredentialAddress),
		},
	)
	if left := platform.SalesforceMetadataNames("NamedCredential"); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestNamedCredentialRetrievedFromAnOrganizationImportsAndKeepsItsParameters(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "SampleExternalCredential", "SampleExternalCredential.externalCredential")
	load(t, platform, "SampleNamedCredential", "SampleNamedCredential.namedCredential")
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, namedCredentialType, "SampleNamedCredential")
	if err != nil {
		t.Fatal(err)
	}
	config := asConfigured(t, protocol, imported)
	if config["url"] != "https://iam.amazonaws.com/" || config["allow_merge_fields_in_body"] != true {
		t.Errorf("imported %v", config)
	}
	expectNoChange(t, protocol, imported, config)
	changed := applied(t, protocol, imported, with(config, prototest.Config{"label": "Identities"}))
	if changes := changesOf(t, protocol, refreshed(t, platform, changed), config); len(changes) != 1 {
		t.Errorf("going back plans %v", changes)
	}
}

func TestNamedCredentialRefuses(t *testing.T) {
	t.Parallel()
	platform, protocol := withCarrier(t)
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{endpoint(prototest.Config{"url": "http://api.carrier.example"}), "begins with https"},
		{endpoint(prototest.Config{"type": "Legacy"}), "\"SecuredEndpoint\""},
		{endpoint(prototest.Config{"name": "1st"}), "must begin with a letter"},
	} {
		_, err := protocol.Plan(t, protocol.Null(t, namedCredentialType), test.config)
		expectError(t, err, test.message)
	}
	_, err := protocol.Apply(t, protocol.Null(t, namedCredentialType), endpoint(prototest.Config{"external_credential": "Nobody"}))
	expectError(t, err, "Unable to create Salesforce named credential", "Nobody")
	applied(t, protocol, protocol.Null(t, namedCredentialType), endpoint(nil))
	_, err = protocol.Apply(t, protocol.Null(t, namedCredentialType), endpoint(nil))
	expectError(t, err, "exists already", "terraform import ADDRESS Carrier_API")
	_, err = asAuditor(t, platform).Apply(t, protocol.Null(t, namedCredentialType), endpoint(prototest.Config{"name": "Other"}))
	expectError(t, err, "may not do this", "Customize Application")
}

func TestNamedCredentialThatMayNotBeSeenIsNotTakenForDeleted(t *testing.T) {
	t.Parallel()
	platform, protocol := withCarrier(t)
	created := applied(t, protocol, protocol.Null(t, namedCredentialType), endpoint(nil))
	_, err := asAuditor(t, platform).Read(t, created)
	expectError(t, err, "may not do this", "View Setup and Configuration")
}

func TestNamedCredentialsTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform, protocol := withCarrier(t)
	created := applied(t, protocol, protocol.Null(t, namedCredentialType), endpoint(nil))
	platform.ForgetRequests()
	expectNoChange(t, platform.Protocol(t), refreshed(t, platform, created), endpoint(nil))
	if calls := platform.Calls(""); calls != 2 { // a sign-in and a read
		t.Errorf("a refresh and a plan without changes took %d calls: %v", calls, platform.Requests())
	}
}

func TestNamedCredentialOfNoNameIsNotImported(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, identity := range []prototest.Config{{}, {"name": ""}} {
		_, err := platform.Protocol(t).ImportIdentity(t, namedCredentialType, identity)
		expectError(t, err, "The identity has no name")
	}
	if calls := platform.Calls("GET named-credentials"); calls != 0 {
		t.Errorf("%d calls looked for it", calls)
	}
}

package salesforce_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	ordersKey    = "3MVG9AcmeOrdersConsumerKey0000000000000000000000000001"
	ordersSecret = "AcmeOrdersConsumerSecret00000000000000001"
)

// ordersFixture adds to Acme an external client app, and one that shares its
// developer name with a connected app.
const ordersFixture = `
  external_client_apps:
    - name: Orders
      label: Orders
      contact_email: orders@acme.example
      callback_urls: [https://orders.acme.example/cb]
      consumer_key: ` + ordersKey + `
      consumer_secret: ` + ordersSecret + `
      run_as: terraform@acme.example
      scopes: [Api]
    - name: Warehouse_Sync
      label: Warehouse Synchronisation
      contact_email: orders@acme.example
      callback_urls: [https://warehouse.acme.example/cb]
      scopes: [Api]
`

func startWithExternalApps(t *testing.T) *acctest.Simulator {
	t.Helper()
	return startWithMore(t, ordersFixture)
}

// startWithMore starts Acme with more in its Salesforce organization.
func startWithMore(t *testing.T, more string) *acctest.Simulator {
	t.Helper()
	fixture := strings.Replace(string(simulator.Acme()), "\nanypoint:", more+"\nanypoint:", 1)
	return acctest.StartWith(t, []byte(fixture), httptest.NewServer)
}

func externalID(platform *acctest.Simulator, name string) string {
	return platform.SalesforceID("ExternalClientApplication", "DeveloperName", name)
}

func permittedUsers(t *testing.T, platform *acctest.Simulator, policies string) string {
	t.Helper()
	return strings.Join(platform.SalesforceMetadata("ExtlClntAppOauthConfigurablePolicies", policies)["permittedUsersPolicyType"], " ")
}

func TestAllowlistEntryOfAnExternalClientApp(t *testing.T) {
	t.Parallel()
	platform := startWithExternalApps(t)
	const policies = "OrdersOAuthSettings_defaultPolicy"
	id := externalID(platform, "Orders")
	for _, app := range []string{"Orders", id, id[:15]} {
		protocol := platform.Protocol(t)
		entry := createEntry(t, protocol, prototest.Config{"app": app})
		if attributes := entry.Attributes(t); attributes["app_id"] != id || attributes["app_name"] != "Orders" || attributes["installed"] != false {
			t.Errorf("the state has %v", attributes)
		}
		if permitted := permittedUsers(t, platform, policies); permitted != "AdminApprovedPreAuthorized" {
			t.Errorf("with the entry permitted are %s", permitted)
		}
		imported, err := protocol.ImportID(t, entryType, id)
		if err != nil || imported.Attributes(t)["app"] != "Orders" {
			t.Errorf("imported %v, %v", imported.Value, err)
		}
		if _, err := protocol.Apply(t, entry, nil); err != nil {
			t.Fatal(err)
		}
		if permitted := permittedUsers(t, platform, policies); permitted != "AllSelfAuthorized" {
			t.Errorf("without the entry permitted are %s", permitted)
		}
	}
}

func TestGrantOfAnExternalClientApp(t *testing.T) {
	t.Parallel()
	platform := startWithExternalApps(t)
	protocol := platform.Protocol(t)
	config := prototest.Config{"app": "Orders", "permission_set": "Reporting_Tools"}
	created, err := protocol.Apply(t, protocol.Null(t, grantType), config)
	if err != nil {
		t.Fatal(err)
	}
	id := externalID(platform, "Orders")
	if got := created.Attributes(t); got["app_id"] != id || got["app_label"] != "Orders" {
		t.Errorf("the state has %v", got)
	}
	for _, importID := range []string{"Orders,permission_set:Reporting_Tools", id + ",permission_set:Reporting_Tools"} {
		imported, err := protocol.ImportID(t, grantType, importID)
		if err != nil || !imported.Value.Equal(created.Value) {
			t.Errorf("%s was imported as %v, %v", importID, imported.Value, err)
		}
	}
	if _, err := protocol.Apply(t, created, nil); err != nil {
		t.Fatal(err)
	}
}

func TestAnAppsNameThatIsAmbiguous(t *testing.T) {
	t.Parallel()
	platform := startWithExternalApps(t)
	protocol := platform.Protocol(t)
	connected, external := appID(platform, "Warehouse Sync"), externalID(platform, "Warehouse_Sync")
	for typeName, arguments := range map[string]prototest.Config{
		entryType: {}, grantType: {"permission_set": "Reporting_Tools"},
	} {
		_, err := protocol.Plan(t, protocol.Null(t, typeName), with(arguments, prototest.Config{"app": "Warehouse_Sync"}))
		expectError(t, err, "Ambiguous app", connected, external)
		for _, id := range []string{connected, external} {
			created, err := protocol.Apply(t, protocol.Null(t, typeName), with(arguments, prototest.Config{"app": id}))
			if err != nil || created.Attributes(t)["app_id"] != id {
				t.Errorf("%s of %s: %v, %v", typeName, id, created.Value, err)
			}
		}
	}
	imported, err := protocol.ImportID(t, entryType, external)
	if err != nil || imported.Attributes(t)["app"] != external {
		t.Errorf("imported %v, %v", imported.Value, err)
	}
}

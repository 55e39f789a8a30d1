package salesforce_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

func TestExternalClientAppIsImported(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	created := createExternal(t, protocol, portalOAuth(nil))
	organization, _ := created.Attributes(t)["organization_id"].(string)
	for name, imported := range map[string]func() (prototest.State, error){
		"by name": func() (prototest.State, error) { return protocol.ImportID(t, externalType, "Order_Portal") },
		"by organization": func() (prototest.State, error) {
			return protocol.ImportID(t, externalType, organization+",Order_Portal")
		},
		"by identity": func() (prototest.State, error) {
			return protocol.ImportIdentity(t, externalType, prototest.Config{"name": "Order_Portal"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, err := imported()
			if err != nil || !state.Value.Equal(created.Value) || !state.Identity.Equal(created.Identity) {
				t.Errorf("imported\n%v %v\nwant\n%v %v\n%v", state.Value, state.Identity, created.Value, created.Identity, err)
			}
		})
	}
	_, err := protocol.ImportID(t, externalType, "00D000000000001EAA,Order_Portal")
	expectError(t, err, "Another Salesforce organization")
}

// TestExternalClientAppsAsRetrievedImportAndPlanEmpty loads components as real
// organizations and Salesforce's documentation have them.
func TestExternalClientAppsAsRetrievedImportAndPlanEmpty(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, extension := range []string{"eca", "ecaOauth", "ecaGlblOauth", "ecaOauthPlcy", "ecaPlcy"} {
		files, err := filepath.Glob("../../simulator/testdata/salesforce_metadata/*." + extension)
		if err != nil || len(files) == 0 {
			t.Fatalf("no components %s: %v", extension, err)
		}
		for _, file := range files {
			document, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := platform.LoadSalesforceMetadata(strings.TrimSuffix(filepath.Base(file), "."+extension), document); err != nil {
				t.Fatal(err)
			}
		}
	}
	protocol := platform.Protocol(t)
	for _, name := range platform.SalesforceMetadataNames("ExternalClientApplication") {
		imported, err := protocol.ImportID(t, externalType, name)
		if err != nil || imported.Gone() {
			t.Fatalf("%s: %v", name, err)
		}
		config := imported.Attributes(t)
		for _, computed := range []string{"id", "organization_id", "approved"} {
			delete(config, computed)
		}
		oauth, _ := config["oauth"].(map[string]any)
		delete(oauth, "consumer_id")
		planned, _ := plannedValue(t, protocol, imported, config)
		if !planned.Value.Equal(imported.Value) {
			t.Errorf("%s plans\n%v\nover\n%v", name, planned.Value, imported.Value)
		}
	}
}

func TestExternalClientAppsAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 200
	platform := acctest.Start(t)
	names := make([]string, count)
	for i := range names {
		names[i] = fmt.Sprintf("App_%d", i)
		loadExternal(t, platform, names[i])
	}
	importing := platform.Protocol(t)
	states := make([]prototest.State, count)
	eachOf(names, func(i int, name string) {
		var err error
		if states[i], err = importing.ImportID(t, externalType, name); err != nil {
			t.Error(err)
		}
	})

	platform.ForgetRequests()
	refreshing := platform.Protocol(t) // a run of its own
	eachOf(states, func(_ int, state prototest.State) {
		read, err := refreshing.Read(t, state)
		if err != nil || !read.Value.Equal(state.Value) {
			t.Errorf("%v was read as %v, %v", state.Value, read.Value, err)
		}
	})
	// Two listings, one retrieval, which takes as long as it takes, and two queries for the ids.
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token") - platform.Calls("checkRetrieveStatus"); calls > 5 {
		t.Errorf("the refresh made %d calls:\n%v", calls, platform.Requests())
	}
}

// loadExternal gives the organization an app without the provider.
func loadExternal(t *testing.T, platform *acctest.Simulator, name string) {
	t.Helper()
	owner := "<externalClientApplication>" + name + "</externalClientApplication>"
	for _, component := range [][3]string{
		{name, "ExternalClientApplication", "<label>" + name + "</label>"},
		{name + "OAuth", "ExtlClntAppOauthSettings", owner},
		{name + "Global", "ExtlClntAppGlobalOauthSettings", owner},
	} {
		document := fmt.Sprintf(`<%[1]s xmlns="http://soap.sforce.com/2006/04/metadata">%[2]s</%[1]s>`, component[1], component[2])
		if err := platform.LoadSalesforceMetadata(component[0], []byte(document)); err != nil {
			t.Fatal(err)
		}
	}
}

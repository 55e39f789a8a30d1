package salesforce_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// retrieved are the objects that the documents of testdata/salesforce_metadata hold, by
// type: the ids to import them by.
var retrieved = map[string][]string{
	"apiaccess_salesforce_api_access_control":            {"ConnectedApp"},
	"apiaccess_salesforce_blocked_app":                   {"test"},
	"apiaccess_salesforce_connected_app":                 {"TestApp", "MultiCallback", "Duplicate_Management_App"},
	"apiaccess_salesforce_event_settings":                {"Event"},
	"apiaccess_salesforce_external_client_app":           {"ecaViaMetadata", "myeca", "mySamlEca"},
	"apiaccess_salesforce_external_client_app_settings":  {"ExternalClientApp"},
	"apiaccess_salesforce_external_credential":           {"SampleExternalCredential"},
	"apiaccess_salesforce_named_credential":              {"SampleNamedCredential"},
	"apiaccess_salesforce_oauth_custom_scope":            {"basicScope"},
	"apiaccess_salesforce_oauth_custom_scope_assignment": {"basicScope,TestApp"},
	"apiaccess_salesforce_oauth_settings":                {"OauthOidc"},
	"apiaccess_salesforce_password_policies":             {"Security"},
	"apiaccess_salesforce_permission_set":                {"User_Management_Perms", "Billing_PS"},
	"apiaccess_salesforce_permission_set_group":          {"Finance_Mgmt_PermSetGroup"},
	"apiaccess_salesforce_profile_login_ip_ranges":       {"Inside Sales Profile"},
	"apiaccess_salesforce_profile_password_policy":       {"System Administrator", "platformportal"},
	"apiaccess_salesforce_profile_permissions":           {"Inside Sales Profile"},
	"apiaccess_salesforce_session_settings":              {"Security"},
	"apiaccess_salesforce_transaction_security_policy":   {"TxnSecPolicyMDApi"},
	"apiaccess_salesforce_trusted_ip_ranges":             {"Security"},
	"apiaccess_salesforce_api_grants":                    {"TestApp"},
}

// TestRetrievedMetadataImportsAndPlansNothing imports, through the command line and
// with the configuration that the engine writes by itself, all that a retrieval
// brings of the types that the provider manages.
func TestRetrievedMetadataImportsAndPlansNothing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(k *simulator.Knobs) { k.APIAccessControlActivated = true })
	loadAll(t, platform, "salesforce_metadata")
	expectImportPlansNothing(t, platform, retrieved)
}

// TestDocumentedSettingsImportAndPlanNothing does so with settings that are
// documented with other values than the retrieved ones have: elements without a
// value, an empty list of addresses, a restriction that is off.
func TestDocumentedSettingsImportAndPlanNothing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(k *simulator.Knobs) { k.APIAccessControlActivated = true })
	loadAll(t, platform, "salesforce_documented")
	expectImportPlansNothing(t, platform, map[string][]string{
		"apiaccess_salesforce_api_access_control": {"ConnectedApp"},
		"apiaccess_salesforce_password_policies":  {"Security"},
		"apiaccess_salesforce_session_settings":   {"Security"},
		"apiaccess_salesforce_trusted_ip_ranges":  {"Security"},
	})
}

// expectImportPlansNothing imports objects by type and id, has the engine write
// their configuration, and expects nothing to do then and later.
func expectImportPlansNothing(t *testing.T, platform *acctest.Simulator, objects map[string][]string) {
	t.Helper()
	var blocks strings.Builder
	blocks.WriteString(requireProvider)
	count := 0
	for typeName, ids := range objects {
		for _, id := range ids {
			fmt.Fprintf(&blocks, "import {\n  to = %s.retrieved_%d\n  id = %q\n}\n", typeName, count, id)
			count++
		}
	}
	work := acctest.NewWorkspace(t, platform, blocks.String())
	if _, err := work.Plan(t.Context(), tfexec.GenerateConfigOut("generated.tf"), tfexec.Out("plan")); err != nil {
		t.Fatal(err)
	}
	planned, err := work.ShowPlanFile(t.Context(), "plan")
	if err != nil {
		t.Fatal(err)
	}
	imported := 0
	for _, object := range planned.ResourceChanges {
		if object.Change.Importing != nil && object.Change.Actions.NoOp() {
			imported++
			continue
		}
		t.Errorf("%s plans %v: %v instead of %v", object.Address, object.Change.Actions, object.Change.After, object.Change.Before)
	}
	if imported != count {
		t.Errorf("%d objects are imported, want %d", imported, count)
	}
	platform.ForgetRequests()
	if err := work.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	if writes := platform.Calls("POST updateMetadata") + platform.Calls("PATCH ") + platform.Calls("DELETE "); writes > 0 {
		t.Errorf("the import made %d writes: %v", writes, platform.Requests())
	}
	if changed, err := work.Plan(t.Context()); err != nil || changed {
		t.Errorf("the plan after the import is not empty: %v, %v", changed, err)
	}
}

// loadAll loads the documents of a directory as a retrieval brings them, what
// others refer to before them.
func loadAll(t *testing.T, platform *acctest.Simulator, directory string) {
	t.Helper()
	files, err := filepath.Glob("../../simulator/testdata/" + directory + "/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in %s: %v", directory, err)
	}
	order := []string{".permissionset", ".mutingpermissionset", ".profile", ".eca", ".ecaOauth", ".ecaPlcy", ".connectedApp", ".externalCredential"}
	rank := func(file string) int {
		if at := slices.Index(order, filepath.Ext(file)); at >= 0 {
			return at
		}
		return len(order)
	}
	slices.SortStableFunc(files, func(a, b string) int { return rank(a) - rank(b) })
	for _, file := range files {
		document, err := os.ReadFile(file)
		if err == nil {
			err = platform.LoadSalesforceMetadata(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), document)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
}

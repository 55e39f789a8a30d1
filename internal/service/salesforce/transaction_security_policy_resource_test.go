package salesforce_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	transactionPolicyType    = "apiaccess_salesforce_transaction_security_policy"
	transactionPolicyAddress = transactionPolicyType + ".test"
	transactionPolicyKind    = "TransactionSecurityPolicy"
)

func exports(added prototest.Config) prototest.Config {
	return with(prototest.Config{"name": "Mass_Export", "label": "Mass export", "event": "ApiEvent", "apex_class": "Condition"}, added)
}

func TestTransactionSecurityPolicyLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const policy = `
  name       = "Mass_Export"
  label      = "Mass export"
  event      = "ApiEvent"
  apex_class = "Condition"`
	const acting = policy + `
  block         = true
  notifications = { "Sarah.Lee@acme.example" = { in_app = true } }`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(transactionPolicyType, policy)},
		resource.TestStep{
			Config:           singleton(transactionPolicyType, acting),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, transactionPolicyAddress),
		},
		resource.TestStep{
			PreConfig:        func() { byHand(t, platform, transactionPolicyKind, "Mass_Export", "action/block", "false") },
			Config:           singleton(transactionPolicyType, acting),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, transactionPolicyAddress),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := platform.DeleteSalesforceMetadata(transactionPolicyKind, "Mass_Export"); err != nil {
					t.Error(err)
				}
			},
			Config:           singleton(transactionPolicyType, policy),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, transactionPolicyAddress),
		},
		resource.TestStep{
			ResourceName: transactionPolicyAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Mass_Export",
			ImportStateVerifyIdentifierAttribute: "name",
		},
		resource.TestStep{
			Config:           singleton(transactionPolicyType, strings.Replace(policy, "Mass_Export", "Exports", 1)),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionReplace, transactionPolicyAddress),
		},
	)
	if left := platform.SalesforceMetadataNames(transactionPolicyKind); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestTransactionSecurityPolicyRetrievedFromAnOrganizationImportsAndPlansNothing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "TxnSecPolicyMDApi", "TxnSecPolicyMDApi.transactionSecurityPolicy")
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, transactionPolicyType, "TxnSecPolicyMDApi")
	if err != nil {
		t.Fatal(err)
	}
	config := asConfigured(t, protocol, imported)
	if config["event"] != "ReportEvent" || config["block"] != true || config["notifications"] == nil {
		t.Errorf("imported %v", config)
	}
	expectNoChange(t, protocol, imported, config)
}

func TestTransactionSecurityPolicyGoesFromClassToFlow(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, transactionPolicyType), exports(prototest.Config{"description": "x", "block_message": "No"}))
	config := prototest.Config{"name": "Mass_Export", "label": "Mass export", "event": "ApiEvent", "flow": "Condition_Flow"}
	updated := applied(t, protocol, created, config)
	expectNoChange(t, protocol, refreshed(t, platform, updated), config)
	texts := platform.SalesforceMetadata(transactionPolicyKind, "Mass_Export")
	if texts["type"][0] != "CustomConditionBuilderPolicy" || len(texts["apexClass"]) > 0 {
		t.Errorf("the policy is %v", texts)
	}
}

func TestTransactionSecurityPolicyLeavesTheExecutionUserAlone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, transactionPolicyType), exports(nil))
	byHand(t, platform, transactionPolicyKind, "Mass_Export", "executionUser", "terraform@acme.example")
	expectNoChange(t, protocol, refreshed(t, platform, created), exports(nil))
}

func TestTransactionSecurityPolicyRefuses(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{exports(prototest.Config{"event": "Weather"}), "\"ApiEvent\""},
		{exports(prototest.Config{"flow": "Another"}), "2 attributes specified when one (and only one) of"},
		{exports(prototest.Config{"apex_class": nil}), "No attribute specified when one (and only one) of"},
		{exports(prototest.Config{"name": "Mass Export"}), "must begin with a letter"},
		{exports(prototest.Config{"block_message": strings.Repeat("x", 1001)}), "at most 1000"},
		{exports(prototest.Config{"notifications": map[string]any{}}), "at least 1"},
	} {
		_, err := protocol.Plan(t, protocol.Null(t, transactionPolicyType), test.config)
		expectError(t, err, test.message)
	}
	stranger := exports(prototest.Config{"notifications": map[string]any{"nobody@acme.example": map[string]any{"in_app": true}}})
	_, err := protocol.Apply(t, protocol.Null(t, transactionPolicyType), stranger)
	expectError(t, err, "no User named nobody@acme.example found")
	applied(t, protocol, protocol.Null(t, transactionPolicyType), exports(nil))
	_, err = protocol.Apply(t, protocol.Null(t, transactionPolicyType), exports(nil))
	expectError(t, err, "exists already", "terraform import ADDRESS Mass_Export")
	_, err = asAuditor(t, platform).Apply(t, protocol.Null(t, transactionPolicyType), exports(prototest.Config{"name": "Other"}))
	expectError(t, err, "may not do this", "Customize Application")
}

func TestTransactionSecurityPolicyThatSalesforceDoesNotKeep(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, transactionPolicyType), exports(nil))
	platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Times: 1, Answer: simulator.Status(200, saved)})
	_, err := protocol.Apply(t, created, exports(prototest.Config{"freeze_user": true}))
	expectError(t, err, "reads back another freeze_user")
}

func TestTransactionSecurityPoliciesTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	var policies []prototest.State
	for _, name := range []string{"A", "B", "C", "D", "E", "F", "G", "H"} {
		policies = append(policies, applied(t, protocol, protocol.Null(t, transactionPolicyType), exports(prototest.Config{"name": name})))
	}
	platform.ForgetRequests()
	next := platform.Protocol(t)
	eachOf(policies, func(_ int, policy prototest.State) {
		if _, err := next.Read(t, policy); err != nil {
			t.Error(err)
		}
	})
	if reads := platform.Calls("POST readMetadata"); reads > 2 {
		t.Errorf("reading 8 policies at once took %d calls", reads)
	}
}

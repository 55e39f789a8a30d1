package salesforce_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

func TestWhatOneObjectManagesNoOtherDoes(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	users := func(names ...string) prototest.Config { return prototest.Config{"users": all(names...)} }
	reporting := func(more prototest.Config) prototest.Config {
		return with(prototest.Config{"permission_set": "Reporting_Tools"}, more)
	}
	through := func(config prototest.Config) prototest.Config {
		return with(config, prototest.Config{"through": "Reporting_Tools"})
	}
	byID := prototest.Config{"permission_set": platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools")}
	type plan struct {
		typeName string
		config   prototest.Config
	}
	const two, twice = "Two complete lists of the same", "Assignments managed twice"
	for name, test := range map[string]struct {
		plans   [2]plan
		message string
	}{
		"all grants of an app": {[2]plan{
			{grantsType, warehouse(users("sarah.lee@acme.example"))}, {grantsType, warehouse(users("mei.chen@acme.example"))},
		}, two},
		"all grants of an app, once by its id": {[2]plan{
			{grantsType, warehouse(users("sarah.lee@acme.example"))},
			{grantsType, warehouse(with(users("mei.chen@acme.example"), prototest.Config{"app": appID(platform, "Warehouse Sync")}))},
		}, two},
		"the allowlist": {[2]plan{{listType, list(platform, "Terraform")}, {listType, list(platform, "Terraform", "Auditor")}}, two},
		"all assignments": {[2]plan{
			{assignmentsType, reporting(users("sarah.lee@acme.example"))}, {assignmentsType, with(users("mei.chen@acme.example"), byID)},
		}, two},
		"an assignment beside all": {[2]plan{
			{assignmentsType, reporting(users("sarah.lee@acme.example"))},
			{assignmentType, with(prototest.Config{"user": "mei.chen@acme.example"}, byID)},
		}, twice},
		"all assignments beside one": {[2]plan{
			{assignmentType, reporting(prototest.Config{"user": "mei.chen@acme.example"})},
			{assignmentsType, reporting(users("sarah.lee@acme.example"))},
		}, twice},
		"all assignments beside the grants of an app through the same": {[2]plan{
			{grantsType, warehouse(through(users("sarah.lee@acme.example")))}, {assignmentsType, reporting(users("mei.chen@acme.example"))},
		}, twice},
		"the grants of an app beside all assignments of what carries it": {[2]plan{
			{assignmentsType, with(users("mei.chen@acme.example"), byID)}, {grantsType, warehouse(through(users("sarah.lee@acme.example")))},
		}, twice},
		"an assignment beside the grants of an app through the same": {[2]plan{
			{grantsType, warehouse(through(users("sarah.lee@acme.example")))},
			{assignmentType, with(prototest.Config{"user": "mei.chen@acme.example"}, byID)},
		}, twice},
		"the grants of an app beside an assignment of what carries it": {[2]plan{
			{assignmentType, reporting(prototest.Config{"user": "mei.chen@acme.example"})},
			{grantsType, warehouse(through(users("sarah.lee@acme.example")))},
		}, twice},
		"the grants of two apps through the same": {[2]plan{
			{grantsType, warehouse(through(users("sarah.lee@acme.example")))},
			{grantsType, through(with(users("mei.chen@acme.example"), prototest.Config{"app": "Terraform"}))},
		}, two},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			protocol := platform.Protocol(t)
			for range 2 { // as an object that is replaced is
				if _, err := protocol.Plan(t, protocol.Null(t, test.plans[0].typeName), test.plans[0].config); err != nil {
					t.Fatal(err)
				}
			}
			_, err := protocol.Plan(t, protocol.Null(t, test.plans[1].typeName), test.plans[1].config)
			expectError(t, err, test.message)
		})
	}
}

func TestTwoListsOfOneConfigurationAreRefused(t *testing.T) {
	t.Parallel()
	acctest.Run(t, acctest.Start(t), resource.TestStep{
		Config: `
resource "apiaccess_salesforce_permission_set_assignments" "some" {
  permission_set = "Reporting_Tools"
  users          = { "sarah.lee@acme.example" = {} }
}

resource "apiaccess_salesforce_permission_set_assignments" "others" {
  permission_set = "Reporting_Tools"
  users          = { "mei.chen@acme.example" = {} }
}
`,
		ExpectError: regexp.MustCompile(`Two\s+complete\s+lists\s+of\s+the\s+same`),
	})
}

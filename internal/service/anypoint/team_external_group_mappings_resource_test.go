package anypoint_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const (
	mappingsType    = "apiaccess_anypoint_team_external_group_mappings"
	mappingsAddress = mappingsType + ".test"
	okta            = "2e50e859-0042-46ff-8cf8-1ad6f0c78b67"
)

func groupMappings(groups string) string {
	return object(mappingsType, "team = \"Frontend Team\"\n  groups = {\n    \""+okta+"\" = {\n"+groups+"\n    }\n  }")
}

func TestExternalGroupMappingsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	expect := func(count int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := platform.GroupMappings("Frontend Team"); len(got) != count {
				return fmt.Errorf("the mappings are %v, want %d", got, count)
			}
			return nil
		}
	}
	const one, two = `frontend = "member"`, "frontend = \"maintainer\"\n leads = \"maintainer\""
	acctest.Run(
		t, platform,
		resource.TestStep{Config: groupMappings(one), Check: expect(1)},
		resource.TestStep{
			Config: groupMappings(two), ConfigPlanChecks: plans(mappingsAddress, plancheck.ResourceActionUpdate), Check: expect(2),
		},
		resource.TestStep{
			ResourceName: mappingsAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Frontend Team",
			ImportStateVerifyIdentifierAttribute: "team_id",
		},
		resource.TestStep{
			PreConfig: func() { platform.AddGroupMapping("Frontend Team", "interns", okta, "member") },
			Config:    groupMappings(two), ConfigPlanChecks: plans(mappingsAddress, plancheck.ResourceActionUpdate), Check: expect(2),
		},
	)
	if left := platform.GroupMappings("Frontend Team"); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestExternalGroupMappingsRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := startAdministered(t)
	for name, test := range map[string]struct{ config, message string }{
		"no group at all":             {groupMappings(``), `(?s)at\s+least\s+1`},
		"an unknown membership type":  {groupMappings(`frontend = "owner"`), `(?s)value\s+must be one of`},
		"an identity provider's name": {object(mappingsType, "team = \"Frontend Team\"\n  groups = { Okta = { a = \"member\" } }"), `must be a UUID`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, platform, resource.TestStep{Config: test.config, PlanOnly: true, ExpectError: regexp.MustCompile(test.message)})
		})
	}
}

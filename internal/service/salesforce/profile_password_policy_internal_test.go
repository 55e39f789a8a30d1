package salesforce

import (
	"strings"
	"testing"
)

func TestPoliciesAreNamedAfterTheirProfile(t *testing.T) {
	t.Parallel()
	for profile, want := range map[string]string{
		"Sales":                                 "Sales_profilePasswordPolicy",
		"Minimum Access - API Only":             "Minimum_Access_API_Only_profilePasswordPolicy",
		"2nd line":                              "P_2nd_line_profilePasswordPolicy",
		"営業":                                    "P_profilePasswordPolicy",
		" __Ops__ ":                             "Ops_profilePasswordPolicy",
		strings.Repeat("x", 58) + " and others": strings.Repeat("x", 58) + "_profilePasswordPolicy",
	} {
		if got := componentName(profile); got != want || !apiName.MatchString(got) || len(got) > 80 {
			t.Errorf("the policy of %q is called %q, want %q", profile, got, want)
		}
	}
}

package salesforce

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

func TestExternalRefreshTokenPolicy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]salesforceapi.ExternalClientAppOAuthPolicies{
		"infinite":                        {RefreshTokenPolicy: new("Infinite")},
		"zero":                            {RefreshTokenPolicy: new("Zero")},
		"specific_lifetime:90:DAYS":       {RefreshTokenPolicy: new("SpecificLifetime"), RefreshTokenValidityPeriod: new(int64(90)), RefreshTokenValidityUnit: new("Days")},
		"specific_inactivity:12:HOURS":    {RefreshTokenPolicy: new("SpecificInactivity"), RefreshTokenValidityPeriod: new(int64(12)), RefreshTokenValidityUnit: new("Hours")},
		"specific_inactivity:1:MONTHS":    {RefreshTokenPolicy: new("SpecificInactivity"), RefreshTokenValidityPeriod: new(int64(1)), RefreshTokenValidityUnit: new("Months")},
		defaultExternalRefreshTokenPolicy: {RefreshTokenPolicy: new("SpecificLifetime"), RefreshTokenValidityPeriod: new(int64(365)), RefreshTokenValidityUnit: new("Days")},
	} {
		written := salesforceapi.ExternalClientAppOAuthPolicies{
			RefreshTokenPolicy: new("SpecificLifetime"), RefreshTokenValidityPeriod: new(int64(7)), RefreshTokenValidityUnit: new("Hours"),
		}
		setRefreshTokenPolicy(&written, text)
		if valueOf(written.RefreshTokenPolicy) != valueOf(want.RefreshTokenPolicy) ||
			!number(written.RefreshTokenValidityPeriod).Equal(number(want.RefreshTokenValidityPeriod)) ||
			valueOf(written.RefreshTokenValidityUnit) != valueOf(want.RefreshTokenValidityUnit) {
			t.Errorf("%s is written as %+v", text, written)
		}
		if read := refreshTokenPolicyOf(&written); read != text {
			t.Errorf("%s is read as %s", text, read)
		}
	}
}

func TestExternalPoliciesThatAreOddlyToldAreShown(t *testing.T) {
	t.Parallel()
	for want, told := range map[string]salesforceapi.ExternalClientAppOAuthPolicies{
		"specific_lifetime:365:DAYS": {},
		"infinite":                   {RefreshTokenPolicy: new("INFINITE")},
		"specific_lifetime:5:DAYS":   {RefreshTokenPolicy: new("SpecificLifetime"), RefreshTokenValidityPeriod: new(int64(5))},
		"specific_lifetime":          {RefreshTokenPolicy: new("SpecificLifetime")},
		"Forever":                    {RefreshTokenPolicy: new("Forever")},
	} {
		if got := refreshTokenPolicyOf(&told); got != want {
			t.Errorf("%+v is read as %s, want %s", told, got, want)
		}
	}
}

func TestExternalClientCredentialsNeedBothHalves(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		offered, permitted *bool
		want               types.String
	}{
		"neither told":   {nil, nil, types.StringNull()},
		"off":            {new(false), new(false), types.StringNull()},
		"only offered":   {new(true), new(false), types.StringValue("")},
		"only permitted": {nil, new(true), types.StringValue("")},
		"both":           {new(true), new(true), types.StringValue("Sarah@acme.example")},
	} {
		before := externalOAuthModel{ClientCredentialsUser: types.StringValue("Sarah@acme.example")}
		got := before.runAs(
			&salesforceapi.ExternalClientAppGlobalOAuth{IsClientCredentialsFlowEnabled: test.offered},
			&salesforceapi.ExternalClientAppOAuthPolicies{
				IsClientCredentialsFlowEnabled: test.permitted, ClientCredentialsFlowUser: new("sarah@acme.example"),
			})
		if !got.Equal(test.want) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

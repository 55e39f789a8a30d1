package anypoint

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

func TestWhatKeepsTheProviderOut(t *testing.T) {
	t.Parallel()
	open := anypointapi.AppSettings{
		ApplicationsEnabled: "all", GrantTypesAllowed: []string{"client_credentials", "password"}, AllowlistInternal: true,
	}
	own := signInStanding{
		settings: open, grantType: "client_credentials", internal: true, enabled: true, grantTypes: []string{"client_credentials"}, manages: true,
	}
	with := func(standing signInStanding, change func(*signInStanding)) signInStanding {
		change(&standing)
		return standing
	}
	strict := with(own, func(s *signInStanding) { s.settings.AllowlistInternal = false })
	token := with(own, func(s *signInStanding) { s.grantType = "" })
	foreign := signInStanding{settings: open, grantType: "password"}
	settings := func(change anypointapi.AppSettingsChange) signInChange { return signInChange{settings: change} }
	allowlistOn := anypointapi.AppSettingsChange{AllowlistEnabled: new(true)}
	for name, test := range map[string]struct {
		now    signInStanding
		change signInChange
		want   signInObstacle
	}{
		"no change":                                   {own, signInChange{}, noObstacle},
		"deleting the app":                            {own, signInChange{deleted: true}, isDeleted},
		"disabling the app":                           {own, signInChange{enabled: new(false)}, isDisabled},
		"taking the grant type from the app":          {own, signInChange{grantTypes: &[]string{"password"}}, isGrantRemoved},
		"adding a grant type":                         {own, signInChange{grantTypes: &[]string{"password", "client_credentials"}}, noObstacle},
		"taking the scope that manages apps":          {own, signInChange{lost: []string{"read:exchange", "admin:access_controls"}}, isPowerless},
		"taking another scope":                        {own, signInChange{lost: []string{"manage:exchange"}}, noObstacle},
		"taking it from an app that manages none":     {with(own, func(s *signInStanding) { s.manages = false }), signInChange{lost: []string{"full"}}, noObstacle},
		"no apps at all":                              {own, settings(anypointapi.AppSettingsChange{ApplicationsEnabled: new("none")}), hasNoApps},
		"some apps":                                   {own, settings(anypointapi.AppSettingsChange{ApplicationsEnabled: new("partial")}), noObstacle},
		"forbidding the grant type":                   {own, settings(anypointapi.AppSettingsChange{GrantTypesAllowed: &[]string{"password"}}), isGrantForbidden},
		"forbidding another grant type":               {own, settings(anypointapi.AppSettingsChange{GrantTypesAllowed: &[]string{"client_credentials"}}), noObstacle},
		"forbidding it for a token":                   {token, settings(anypointapi.AppSettingsChange{GrantTypesAllowed: &[]string{"password"}}), isGrantForbidden},
		"forbidding another for a token":              {token, settings(anypointapi.AppSettingsChange{GrantTypesAllowed: &[]string{"client_credentials"}}), noObstacle},
		"the allowlist, own apps let in":              {own, settings(allowlistOn), noObstacle},
		"the allowlist without the app":               {strict, settings(allowlistOn), isUnlisted},
		"the allowlist with the app":                  {with(strict, func(s *signInStanding) { s.listed = true }), settings(allowlistOn), noObstacle},
		"the allowlist without somebody else's app":   {foreign, settings(allowlistOn), isUnlisted},
		"own apps no longer let in":                   {with(own, func(s *signInStanding) { s.settings.AllowlistEnabled = true }), settings(anypointapi.AppSettingsChange{AllowlistInternal: new(false)}), isUnlisted},
		"taking the app off while the list is on":     {with(strict, func(s *signInStanding) { s.settings.AllowlistEnabled, s.listed = true, true }), signInChange{listed: new(false)}, isUnlisted},
		"taking the app off while the list is off":    {with(strict, func(s *signInStanding) { s.listed = true }), signInChange{listed: new(false)}, noObstacle},
		"turning the list off and taking the app off": {with(strict, func(s *signInStanding) { s.settings.AllowlistEnabled, s.listed = true, true }), signInChange{listed: new(false), settings: anypointapi.AppSettingsChange{AllowlistEnabled: new(false)}}, noObstacle},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.now.after(test.change).obstacle(); got != test.want {
				t.Errorf("the obstacle is %d, want %d", got, test.want)
			}
		})
	}
}

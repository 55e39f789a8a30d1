package salesforceapi

import (
	"errors"
	"fmt"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestSimulatedSettings(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	security := must(client.Settings.Security.Update(ctx, func(s *SecuritySettings) {
		s.NetworkAccess = &NetworkAccess{IPRanges: []TrustedIPRange{{Start: "10.0.0.1", End: "10.0.0.9"}}}
		s.PasswordPolicies.MinimumPasswordLength = new("14")
		s.SessionSettings.LockSessionsToIP = new(true)
	}))(t)
	if len(security.NetworkAccess.IPRanges) != 1 || *security.PasswordPolicies.MinimumPasswordLength != "14" ||
		!*security.SessionSettings.LockSessionsToIP {
		t.Errorf("got %+v", security)
	}
	if got := fmt.Sprint(server.SalesforceMetadata("SecuritySettings", "Security")["sessionSettings/lockSessionsToIp"]); got != "[true]" {
		t.Errorf("the organization shows %s", got)
	}
	if calls := server.Calls("POST readMetadata") + server.Calls("POST updateMetadata"); calls != 3 {
		t.Errorf("%d calls, want 3", calls)
	}
	must(client.Settings.OAuth.Update(ctx, func(s *OAuthSettings) { s.IsPKCERequired = new(true) }))(t)
	must(client.Settings.ExternalClientApp.Update(ctx, func(s *ExternalClientAppSettings) {
		s.EnableClientSecretInRESTAPIAccess = new(true)
	}))(t)
	must(client.Settings.Event.Update(ctx, func(s *EventSettings) { s.EnableEventLogGeneration = new(true) }))(t)
	must(client.Settings.RealTimeEvent.Update(ctx, func(s *RealTimeEventSettings) {
		s.Events = append(s.Events, RealTimeEvent{EntityName: "ApiEvent", IsEnabled: true})
	}))(t)
}

func TestSimulatedAccessControl(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	restrict := func() error {
		_, err := client.Settings.ConnectedApp.Update(t.Context(), func(s *ConnectedAppSettings) {
			s.EnableAdminApprovedAppsOnlyForExternalUser = new(true)
		})
		return err
	}
	server.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlActivated = false })
	if _, is := errors.AsType[*NotActivatedError](restrict()); !is {
		t.Error("an organization without API Access Control is not recognized")
	}
	server.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlActivated = true })
	if err := restrict(); err != nil {
		t.Error(err)
	}
}

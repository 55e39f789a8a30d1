package salesforceapi

import (
	"fmt"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestSimulatedLoginIPRanges(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	for _, name := range []string{"Sales", "Standard User"} {
		profile := must(client.Profiles.Find(ctx, name))(t)
		if ranges := must(client.ProfileIPRanges.Get(ctx, profile))(t); len(ranges) != 0 {
			t.Errorf("%s has %v", name, ranges)
		}
		wanted := []LoginIPRange{
			{Start: "10.0.0.1", End: "10.0.0.9", Description: new("Office")}, {Start: "192.0.2.1", End: "192.0.2.1"},
		}
		if err := client.ProfileIPRanges.Set(ctx, profile, wanted); err != nil {
			t.Fatal(err)
		}
		if ranges := must(client.ProfileIPRanges.Get(ctx, profile))(t); fmt.Sprint(rangeTexts(ranges)) != fmt.Sprint(rangeTexts(wanted)) {
			t.Errorf("%s has %v", name, rangeTexts(ranges))
		}
		if err := client.ProfileIPRanges.Set(ctx, profile, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSimulatedProfilePolicies(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	policy := ProfilePasswordPolicy{
		FullName: "Sales_passwords", LockoutInterval: 15, MaxLoginAttempts: 5, MinimumPasswordLength: 12,
		PasswordComplexity: 1, PasswordExpiration: 90, PasswordHistory: 3, PasswordQuestion: 1, Profile: "sales",
	}
	if err := client.ProfilePasswordPolicies.Create(ctx, policy); err != nil {
		t.Fatal(err)
	}
	changed := must(client.ProfilePasswordPolicies.Update(ctx, policy.FullName, func(p *ProfilePasswordPolicy) { p.MinimumPasswordLength = 14 }))(t)
	if changed.MinimumPasswordLength != 14 || changed.Profile != "sales" {
		t.Errorf("got %+v", changed)
	}
	setting := ProfileSessionSetting{FullName: "Sales_sessions", Profile: "sales", SessionTimeout: 60, ForceLogout: true}
	if err := client.ProfileSessionSettings.Create(ctx, setting); err != nil {
		t.Fatal(err)
	}
	if got := must(client.ProfileSessionSettings.Get(ctx, setting.FullName))(t); got.SessionTimeout != 60 || !got.ForceLogout {
		t.Errorf("got %+v", got)
	}
	if err := client.ProfileSessionSettings.Delete(ctx, setting.FullName); err != nil {
		t.Error(err)
	}
}

func TestSimulatedOAuthCustomScopes(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	scope := must(client.OAuthCustomScopes.Create(ctx, OAuthCustomScope{
		DeveloperName: "orders_read", Label: "Read orders", Description: "Reads orders",
	}))(t)
	scope.IsPublic = true
	if err := client.OAuthCustomScopes.Update(ctx, scope); err != nil {
		t.Fatal(err)
	}
	fresh := newOAuthCustomScopes(client)
	for _, reference := range []string{"ORDERS_read", string(scope.ID), string(scope.ID)[:15]} {
		if got := must(fresh.Find(ctx, reference))(t); got != scope {
			t.Errorf("%s is %+v, want %+v", reference, got, scope)
		}
	}
	if all := must(fresh.List(ctx))(t); len(all) != 1 {
		t.Errorf("listed %v", all)
	}
	app := must(client.Apps.Find(ctx, "Warehouse_Sync"))(t)
	_, err := client.OAuthCustomScopeAssignments.Get(ctx, scope.ID, app.ID)
	wantKind(t, err, transport.NotFound)
	assigned := must(client.OAuthCustomScopeAssignments.Create(ctx, scope.ID, app.ID))(t)
	_, err = client.OAuthCustomScopeAssignments.Create(ctx, scope.ID, app.ID)
	wantKind(t, err, transport.Conflict)
	if got := must(newOAuthCustomScopeAssignments(client).Get(ctx, scope.ID, app.ID))(t); got != assigned {
		t.Errorf("got %+v, want %+v", got, assigned)
	}
	if err := client.OAuthCustomScopeAssignments.Delete(ctx, assigned); err != nil {
		t.Error(err)
	}
	if err := client.OAuthCustomScopes.Delete(ctx, scope.ID); err != nil {
		t.Error(err)
	}
	_, err = client.OAuthCustomScopes.Find(ctx, "orders_read")
	wantKind(t, err, transport.NotFound)
}

func TestSimulatedMuting(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	muting := must(client.MutingPermissionSets.Create(ctx, MutingPermissionSet{DeveloperName: "Quiet", Label: "Quiet"}))(t)
	if err := client.MutingPermissionSets.SetPermissions(ctx, muting.ID, map[string]bool{"ApiEnabled": true}); err != nil {
		t.Fatal(err)
	}
	fresh := testClientLike(t, client)
	if held := must(fresh.MutingPermissionSets.Permissions(ctx, muting.ID, []string{"ApiEnabled", "ViewSetup"}))(t); !held["ApiEnabled"] || held["ViewSetup"] {
		t.Errorf("mutes %v", held)
	}
	group := must(client.PermissionSetGroups.Find(ctx, "Frontend_Team"))(t)
	member := must(client.PermissionSetGroupComponents.Create(ctx, group.ID, muting.ID))(t)
	members := must(fresh.PermissionSetGroupComponents.OfGroup(ctx, group.ID))(t)
	if len(members) != 2 || !isMuting(members[0].PermissionSetID) && !isMuting(members[1].PermissionSetID) {
		t.Errorf("the group has %+v", members)
	}
	if settled := must(client.PermissionSetGroups.AwaitUpdated(ctx, group.ID))(t); settled.Status != GroupUpdated {
		t.Errorf("settled as %+v", settled)
	}
	if err := client.PermissionSetGroupComponents.Delete(ctx, member); err != nil {
		t.Error(err)
	}
	if err := client.MutingPermissionSets.Delete(ctx, muting.ID); err != nil {
		t.Error(err)
	}
}

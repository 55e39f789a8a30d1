package salesforce_test

import (
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	ownUser      = "terraform@acme.example"
	ownSet       = "Own_Access"
	wouldLockOut = "The provider would lock itself out"
)

// onlyWay is an organization that lets approved apps in alone, and the provider by
// one permission set alone, which carries its own app.
func onlyWay(t *testing.T, arguments prototest.Config) (platform *acctest.Simulator, set prototest.State) {
	t.Helper()
	platform = activated(t)
	setApproved(t, platform, "Terraform", false)
	revokeOwnGrants(t, platform)
	protocol := platform.Protocol(t)
	set = applied(t, protocol, protocol.Null(t, permissionSetType), with(prototest.Config{"name": ownSet, "label": "Own access"}, arguments))
	mustApply(t, protocol, prototest.Config{"app": "Terraform", "permission_set": ownSet})
	return platform, set
}

// lock lets in approved apps alone.
func lock(t *testing.T, platform *acctest.Simulator) {
	t.Helper()
	setApproved(t, platform, "Terraform", true)
	platform.SetAPIAccessControl(true)
}

// made makes one object, in a run of its own.
func made(t *testing.T, platform *acctest.Simulator, typeName string, config prototest.Config) prototest.State {
	t.Helper()
	protocol := platform.Protocol(t)
	return applied(t, protocol, protocol.Null(t, typeName), config)
}

// expectRemovalRefused expects that a removal is refused at plan beside a switch that
// stays on, warned of where the plan cannot tell, and refused at apply.
func expectRemovalRefused(t *testing.T, platform *acctest.Simulator, state prototest.State) {
	t.Helper()
	beside := platform.Protocol(t)
	if _, err := beside.Plan(t, beside.Null(t, accessControlType), restricted); err != nil {
		t.Fatal(err)
	}
	_, err := beside.Plan(t, state, nil)
	expectError(t, err, wouldLockOut)

	before := platform.Protocol(t)
	if _, warnings := plannedValue(t, before, state, nil); !strings.Contains(strings.Join(warnings, ""), "may lock itself out") {
		t.Errorf("the plan alone warns %q", warnings)
	}
	_, err = before.Plan(t, before.Null(t, accessControlType), restricted)
	expectError(t, err, wouldLockOut, "is part of this plan")

	_, err = platform.Protocol(t).Apply(t, state, nil)
	expectError(t, err, wouldLockOut)
	if read := refreshed(t, platform, state); read.Gone() {
		t.Error("it is gone all the same")
	}
}

func TestTheOnlyAssignmentThatLetsTheProviderInStays(t *testing.T) {
	t.Parallel()
	platform, set := onlyWay(t, nil)
	config := prototest.Config{"permission_set": ownSet, "user": ownUser}
	held := made(t, platform, assignmentType, config)
	other := made(t, platform, assignmentType, prototest.Config{"permission_set": ownSet, "user": "mei.chen@acme.example"})
	lock(t, platform)
	expectRemovalRefused(t, platform, held)
	applied(t, platform.Protocol(t), other, nil)
	_, err := platform.Protocol(t).Apply(t, set, nil)
	expectError(t, err, wouldLockOut)

	protocol := platform.Protocol(t)
	near := time.Now().Add(2 * time.Hour).UTC().Format(time.RFC3339)
	_, err = protocol.Plan(t, held, with(config, prototest.Config{"expiration": near}))
	expectError(t, err, wouldLockOut, "after its end at "+near, "allow_self_lockout = true")
	far := time.Now().AddDate(0, 2, 0).UTC().Format(time.RFC3339)
	if _, warnings := plannedValue(t, protocol, held, with(config, prototest.Config{"expiration": far})); !strings.Contains(strings.Join(warnings, ""), "after its end at "+far) {
		t.Errorf("an end to come warns %q", warnings)
	}
	applied(t, protocol, held, with(config, prototest.Config{"expiration": near, "allow_self_lockout": true}))
}

func TestTheOnlyPermissionSetThatLetsTheProviderInStays(t *testing.T) {
	t.Parallel()
	platform, set := onlyWay(t, nil)
	made(t, platform, assignmentType, prototest.Config{"permission_set": ownSet, "user": ownUser})
	lock(t, platform)
	expectRemovalRefused(t, platform, set)
}

func TestTheOnlyGroupThatLetsTheProviderInStays(t *testing.T) {
	t.Parallel()
	platform, set := onlyWay(t, nil)
	members := func(names ...string) prototest.Config {
		sets := map[string]any{}
		for _, name := range names {
			sets[name] = map[string]any{}
		}
		return prototest.Config{"name": "Own_Group", "label": "Own group", "permission_sets": sets}
	}
	group := made(t, platform, groupType, members(ownSet))
	held := made(t, platform, assignmentType, prototest.Config{"permission_set_group": "Own_Group", "user": ownUser})
	lock(t, platform)
	for _, state := range []prototest.State{group, held, set} {
		expectRemovalRefused(t, platform, state)
	}
	_, err := platform.Protocol(t).Plan(t, group, members())
	expectError(t, err, wouldLockOut, "taking permission sets out of it")
	// With another one in its place the plan cannot tell, and the apply does.
	kept, err := platform.Protocol(t).Apply(t, group, members("Reporting_Tools"))
	expectError(t, err, wouldLockOut, "taking permission sets out of it")
	if sets, _ := kept.Attributes(t)["permission_sets"].(map[string]any); len(sets) != 2 {
		t.Errorf("the group holds %v", sets)
	}
}

func TestTheProvidersUserStaysInAnAuthoritativeList(t *testing.T) {
	t.Parallel()
	platform, _ := onlyWay(t, nil)
	users := func(names map[string]any) prototest.Config {
		return prototest.Config{"permission_set": ownSet, "users": names, "revoke_all_confirmation": "REVOKE"}
	}
	own, mei := map[string]any{}, "mei.chen@acme.example"
	all := made(t, platform, assignmentsType, users(map[string]any{ownUser: own, mei: own}))
	lock(t, platform)
	expectRemovalRefused(t, platform, all)
	if _, warnings := plannedValue(t, platform.Protocol(t), all, users(map[string]any{ownUser: own})); len(warnings) > 0 {
		t.Errorf("the loss of somebody else warns %q", warnings)
	}
	_, err := platform.Protocol(t).Plan(t, all, users(map[string]any{mei: own}))
	expectError(t, err, wouldLockOut, "taking it from users")
	near := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	_, err = platform.Protocol(t).Plan(t, all, users(map[string]any{ownUser: map[string]any{"expiration": near}, mei: own}))
	expectError(t, err, wouldLockOut, "after its end at "+near)
}

func TestTheProvidersUserStaysAmongTheGranteesOfItsApp(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	setApproved(t, platform, "Terraform", false)
	revokeOwnGrants(t, platform)
	config := func(more prototest.Config) prototest.Config {
		return with(prototest.Config{"app": "Terraform", "through": "Reporting_Tools", "revoke_all_confirmation": "REVOKE"}, more)
	}
	users := func(names ...string) prototest.Config {
		all := map[string]any{}
		for _, name := range names {
			all[name] = map[string]any{}
		}
		return config(prototest.Config{"users": all})
	}
	grants := made(t, platform, grantsType, users(ownUser, "mei.chen@acme.example"))
	lock(t, platform)
	expectRemovalRefused(t, platform, grants)
	_, err := platform.Protocol(t).Plan(t, grants, users("mei.chen@acme.example"))
	expectError(t, err, wouldLockOut, "revoking grants")
	// With somebody gained the plan cannot tell, and the apply does.
	kept, err := platform.Protocol(t).Apply(t, grants, users("mei.chen@acme.example", "omar.diaz@acme.example"))
	expectError(t, err, wouldLockOut, "revoking grants")
	if held, _ := kept.Attributes(t)["users"].(map[string]any); len(held) != 3 {
		t.Errorf("the state holds %v", held)
	}
	near := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	_, err = platform.Protocol(t).Plan(t, grants, config(prototest.Config{"users": map[string]any{
		ownUser: map[string]any{"expiration": near}, "mei.chen@acme.example": map[string]any{},
	}}))
	expectError(t, err, wouldLockOut, "after its end at "+near)
	// Through its profile the provider has it in another way: gains come first.
	applied(t, platform.Protocol(t), kept, config(prototest.Config{"profiles": map[string]any{"System Administrator": map[string]any{}}}))
}

func TestTheEndOfTheProvidersOwnGrantIsNotNear(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	setApproved(t, platform, "Terraform", false)
	revokeOwnGrants(t, platform)
	config := prototest.Config{"app": "Terraform", "user": ownUser, "through": "Reporting_Tools"}
	mustApply(t, platform.Protocol(t), prototest.Config{"app": "Terraform", "permission_set": "Reporting_Tools"})
	grant := mustApply(t, platform.Protocol(t), config)
	lock(t, platform)
	near := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	_, err := platform.Protocol(t).Plan(t, grant, with(config, prototest.Config{"expiration": near}))
	expectError(t, err, wouldLockOut, "after its end at "+near)
	expectRemovalRefused(t, platform, grant)
}

func TestTheProvidersOwnRowIsNotAdoptedWithANearEnd(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	setApproved(t, platform, "Terraform", false)
	revokeOwnGrants(t, platform)
	mustApply(t, platform.Protocol(t), prototest.Config{"app": "Terraform", "permission_set": "Reporting_Tools"})
	held := prototest.Config{"user": ownUser, "permission_set": "Reporting_Tools"}
	made(t, platform, assignmentType, held) // out of Terraform's hands from here on
	lock(t, platform)
	near := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	adopted := prototest.Config{"adopt_existing": true, "expiration": near}
	for typeName, config := range map[string]prototest.Config{
		assignmentType: with(held, adopted),
		grantType:      with(prototest.Config{"app": "Terraform", "user": ownUser, "through": "Reporting_Tools"}, adopted),
	} {
		protocol := platform.Protocol(t)
		_, err := protocol.Plan(t, protocol.Null(t, typeName), config)
		expectError(t, err, wouldLockOut, "after its end at "+near)
		allowed := with(config, prototest.Config{"allow_self_lockout": true, "expiration": time.Now().Add(2 * time.Hour).UTC().Format(time.RFC3339)})
		made(t, platform, typeName, allowed)
	}
}

func TestWhatLetsTheProviderCallStays(t *testing.T) {
	t.Parallel()
	calls := prototest.Config{"permissions": map[string]any{"ApiEnabled": true}}
	platform, set := onlyWay(t, calls)
	held := made(t, platform, assignmentType, prototest.Config{"permission_set": ownSet, "user": ownUser})
	// A custom profile which gives the provider all that it needs but API Enabled.
	for _, permission := range []string{"ViewSetup", "ModifyMetadata", "ManageProfilesPermissionsets", "ManageUsers", "AssignPermissionSets"} {
		setProfilePermission(t, platform, permission, true)
	}
	setProfilePermission(t, platform, "ApiEnabled", false)
	edit(t, platform, "User", "Username", ownUser, map[string]any{"ProfileId": platform.SalesforceID("Profile", "Name", "Sales")})()
	for _, removed := range []prototest.State{set, held} {
		_, err := platform.Protocol(t).Plan(t, removed, nil)
		expectError(t, err, wouldLockOut, "API Enabled neither by the profile")
	}
	_, err := platform.Protocol(t).Plan(t, set, prototest.Config{
		"name": ownSet, "label": "Own access", "permissions": map[string]any{"ApiEnabled": false},
	})
	expectError(t, err, wouldLockOut, "taking permissions from it", "API Enabled neither by the profile")
}

func TestTheProvidersOwnUserStaysActiveAndKeepsAProfileThatLetsItIn(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	user, err := protocol.ImportID(t, integrationUserType, ownUser)
	if err != nil {
		t.Fatal(err)
	}
	_, err = protocol.Plan(t, user, nil)
	expectError(t, err, wouldLockOut, "deactivating it", "would not be active")
	config := asConfigured(t, protocol, user)
	_, err = protocol.Plan(t, user, with(config, prototest.Config{"profile": "Sales"}))
	expectError(t, err, wouldLockOut, "changing the profile to Sales")
	if _, warnings := plannedValue(t, protocol, user, with(config, prototest.Config{"profile": "Sales", "allow_self_lockout": true})); !strings.Contains(strings.Join(warnings, ""), "locks itself out") {
		t.Errorf("where it is allowed, the plan warns %q", warnings)
	}
}

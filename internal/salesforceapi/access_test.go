package salesforceapi

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// accessFacts is an organization in which the app Orders is granted to the
// permission set Direct, to the set Member of the group Team, and to the profile
// Sales.
func accessFacts() AccessFacts {
	user := func(id ID, profile ID) User {
		return User{ID: id, Username: string(id), IsActive: true, ProfileID: profile}
	}
	return AccessFacts{
		Now:  time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
		Apps: []App{{ID: "orders", Label: "Orders", Approved: true}, {ID: "other", Label: "Other"}},
		Users: []User{
			user("ann", "standard"), user("bob", "standard"), user("cas", "sales"), user("dee", "standard"),
		},
		PermissionSets: []PermissionSet{
			{ID: "direct"},
			{ID: "member"},
			{ID: "0PSsales", IsOwnedByProfile: true, ProfileID: "sales"},
			{ID: "0PSstandard", IsOwnedByProfile: true, ProfileID: "standard"},
			{ID: "aggregate", GroupID: "team"},
		},
		Groups:  []PermissionSetGroup{{ID: "team"}},
		Members: []PermissionSetGroupComponent{{ID: "m1", GroupID: "team", PermissionSetID: "member"}},
		Grants: []SetupEntityAccess{
			{ID: "g1", ParentID: "direct", AppID: "orders"},
			{ID: "g2", ParentID: "member", AppID: "orders"},
			{ID: "g3", ParentID: "0PSsales", AppID: "orders"},
			{ID: "g4", ParentID: "aggregate", AppID: "orders"},
		},
		Assignments: []AssignmentFact{
			{ID: "a1", AssigneeID: "ann", PermissionSetID: "direct", IsActive: true},
			{ID: "a2", AssigneeID: "ann", PermissionSetID: "aggregate", GroupID: "team", IsActive: true},
			{ID: "a3", AssigneeID: "bob", PermissionSetID: "aggregate", GroupID: "team", IsActive: true},
			{ID: "a4", AssigneeID: "cas", PermissionSetID: "0PSsales", IsActive: true},
		},
	}
}

// pathsOf tells in one line who has access by what.
func pathsOf(access AppAccess) string {
	var text strings.Builder
	names := map[PathKind]string{ByPermissionSet: "set", ByGroup: "group", ByProfile: "profile"}
	for _, user := range access.Users {
		text.WriteString(user.User.Username + ":")
		for _, path := range user.Paths {
			text.WriteString(" " + names[path.Kind] + "/" + string(path.GrantID))
			if path.NeedsActivation {
				text.WriteString("?")
			}
		}
		text.WriteString("; ")
	}
	return text.String()
}

func TestAccess(t *testing.T) {
	t.Parallel()
	yesterday := time.Date(2026, 5, 31, 0, 0, 0, 0, time.UTC)
	tomorrow := time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		change func(*AccessFacts)
		want   string
	}{
		"everything holds": {
			func(*AccessFacts) {},
			"ann: set/g1 group/g2; bob: group/g2; cas: profile/g3; ",
		},
		"an inactive user": {
			func(f *AccessFacts) { f.Users[0].IsActive = false },
			"bob: group/g2; cas: profile/g3; ",
		},
		"an inactive user of a profile": {
			func(f *AccessFacts) { f.Users[2].IsActive = false },
			"ann: set/g1 group/g2; bob: group/g2; ",
		},
		"an assignment that is over": {
			func(f *AccessFacts) { f.Assignments[0].Expiration = &yesterday },
			"ann: group/g2; bob: group/g2; cas: profile/g3; ",
		},
		"an assignment that ends now": {
			func(f *AccessFacts) { f.Assignments[0].Expiration = &f.Now },
			"ann: group/g2; bob: group/g2; cas: profile/g3; ",
		},
		"an assignment that will end": {
			func(f *AccessFacts) { f.Assignments[2].Expiration = &tomorrow },
			"ann: set/g1 group/g2; bob: group/g2; cas: profile/g3; ",
		},
		"an assignment that is not active": {
			func(f *AccessFacts) { f.Assignments[2].IsActive = false },
			"ann: set/g1 group/g2; cas: profile/g3; ",
		},
		"an assignment that is revoked": {
			func(f *AccessFacts) { f.Assignments[2].IsRevoked = true },
			"ann: set/g1 group/g2; cas: profile/g3; ",
		},
		"a group that mutes the app": {
			func(f *AccessFacts) {
				f.Members = append(f.Members, PermissionSetGroupComponent{GroupID: "team", PermissionSetID: "0QMmuting"})
				f.Grants = append(f.Grants, SetupEntityAccess{ID: "g5", ParentID: "0QMmuting", AppID: "orders"})
			},
			"ann: set/g1; cas: profile/g3; ",
		},
		"a group that mutes another app": {
			func(f *AccessFacts) {
				f.Members = append(f.Members, PermissionSetGroupComponent{GroupID: "team", PermissionSetID: "0QMmuting"})
				f.Grants = append(f.Grants, SetupEntityAccess{ID: "g5", ParentID: "0QMmuting", AppID: "other"})
			},
			"ann: set/g1 group/g2; bob: group/g2; cas: profile/g3; ",
		},
		"a permission set that has to be activated": {
			func(f *AccessFacts) { f.PermissionSets[0].HasActivationRequired = true },
			"ann: set/g1? group/g2; bob: group/g2; cas: profile/g3; ",
		},
		"a member that is taken out": {
			func(f *AccessFacts) { f.Members = nil },
			"ann: set/g1; cas: profile/g3; ",
		},
		"a member that is also assigned directly": {
			func(f *AccessFacts) {
				f.Assignments = append(f.Assignments, AssignmentFact{ID: "a9", AssigneeID: "dee", PermissionSetID: "member", IsActive: true})
			},
			"ann: set/g1 group/g2; bob: group/g2; cas: profile/g3; dee: set/g2; ",
		},
		"no grants": {func(f *AccessFacts) { f.Grants = nil }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := accessFacts()
			test.change(&facts)
			access := facts.Access()
			if got := pathsOf(access.App("orders")); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			for _, user := range facts.Users {
				wantSameFromTheUser(t, access, user.ID)
			}
		})
	}
}

// wantSameFromTheUser compares what the user reaches with what the apps tell.
func wantSameFromTheUser(t *testing.T, access *Access, id ID) {
	t.Helper()
	reached := map[ID]string{}
	for _, app := range access.User(id) {
		reached[app.App.ID] = fmt.Sprint(app.Paths)
	}
	for _, app := range access.Apps() {
		told := ""
		for _, user := range access.App(app.ID).Users {
			if user.User.ID == id {
				told = fmt.Sprint(user.Paths)
			}
		}
		if told != reached[app.ID] {
			t.Errorf("%s reaches %s by %s, which tells %s", id, app.ID, reached[app.ID], told)
		}
	}
}

func TestAccessOfAnApp(t *testing.T) {
	t.Parallel()
	access := accessFacts().Access()
	orders := access.App("orders")
	if got := fmt.Sprint(orders.PermissionSets, orders.Groups, orders.Profiles); got != "[direct member] [team] [sales]" {
		t.Errorf("the app is carried by %s", got)
	}
	if orders.SelfAuthorized || !access.App("other").SelfAuthorized {
		t.Error("only the approved app is closed to everybody else")
	}
	if apps := access.Apps(); len(apps) != 2 || apps[0].ID != "orders" {
		t.Errorf("the apps are %v", apps)
	}
}

func BenchmarkAccess(b *testing.B) {
	facts := accessFacts()
	for i := range 10_000 {
		id := ID(fmt.Sprintf("u%d", i))
		facts.Users = append(facts.Users, User{ID: id, Username: string(id), IsActive: true, ProfileID: "sales"})
		facts.Assignments = append(facts.Assignments, AssignmentFact{ID: "a" + id, AssigneeID: id, PermissionSetID: "direct", IsActive: true})
	}
	for b.Loop() {
		if got := len(facts.Access().App("orders").Users); got < 10_000 {
			b.Fatalf("%d users", got)
		}
	}
}

func TestSimulatedAccess(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	app := must(client.Apps.Find(ctx, "Warehouse_Sync"))(t)
	for _, name := range []string{"Frontend_Base", "Reporting_Tools"} {
		set := must(client.PermissionSets.Find(ctx, name))(t)
		must(client.SetupEntityAccess.Create(ctx, app.ID, set.ID))(t)
	}
	omar := must(client.Users.Find(ctx, "omar.diaz@acme.example"))(t)
	tools := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	must(client.PermissionSetAssignments.Create(ctx, tools.ID, omar.ID, nil))(t)

	fresh := testClientLike(t, client)
	must(fresh.OrganizationID(ctx))(t)
	server.ForgetRequests()
	access := must(fresh.ReadAccess(ctx))(t)
	if calls := len(server.Requests()); calls > 10 {
		t.Errorf("%d calls", calls)
	}
	users := map[string]int{}
	for _, user := range access.App(app.ID).Users {
		users[user.User.Username] = len(user.Paths)
	}
	if got := fmt.Sprint(users); got != "map[omar.diaz@acme.example:2 sarah.lee@acme.example:1]" {
		t.Errorf("got %s", got)
	}
	reached := access.User(omar.ID)
	if len(reached) != 2 || reached[1].App.Label != "Warehouse Sync" || len(reached[1].Paths) != 2 {
		t.Errorf("omar reaches %+v", reached)
	}
}

// testClientLike is a new client of the same organization.
func testClientLike(t *testing.T, client *Client) *Client {
	t.Helper()
	return signedInAs(t, client.signIn.login.String(), terraformKey, terraformSecret)
}

func TestSimulatedCaller(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	caller := must(client.Caller(t.Context()))(t)
	terraform := must(client.Users.Find(t.Context(), "terraform@acme.example"))(t)
	if caller.UserID != terraform.ID || caller.SourceIP != "127.0.0.1" {
		t.Errorf("got %+v", caller)
	}
}

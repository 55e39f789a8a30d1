package salesforce

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// An app that is granted, but that the signed-in user may not see.
func TestAppThatTheListsDoNotShowIsNotGuessed(t *testing.T) {
	t.Parallel()
	const id = "0xI000000000001AAA"
	facts := salesforceapi.AccessFacts{
		Users:          []salesforceapi.User{{ID: "ann", Username: "ann@acme.example", IsActive: true, ProfileID: "sales"}},
		PermissionSets: []salesforceapi.PermissionSet{{ID: "own", IsOwnedByProfile: true, ProfileID: "sales"}},
		Grants:         []salesforceapi.SetupEntityAccess{{ID: "grant", ParentID: "own", AppID: id}},
	}
	access, names := facts.Access(), newAccessNames(facts)
	app := names.app(access.App(id), true)
	if !app.Approved.IsNull() || !app.Kind.IsNull() || !app.Label.IsNull() || app.AppID.ValueString() != id {
		t.Errorf("got %+v", app.accessAppModel)
	}
	if app.EffectiveUsersCount.ValueInt64() != 1 {
		t.Errorf("%s users", app.EffectiveUsersCount)
	}

	var user userAPIAccessModel
	user.tell(access, names, facts.Users[0], func(salesforceapi.ID) bool { return true })
	if len(user.Access) != 1 || len(user.ToCutOff) != 1 || user.ToCutOff[0].Apps[0].ValueString() != id {
		t.Errorf("got %+v", user)
	}
}

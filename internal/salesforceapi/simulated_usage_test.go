package salesforceapi

import (
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestSimulatedUsageOfExternalClientApps(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	must(client.ExternalClientApps.Create(ctx, "Orders", ordersExternalApp()))(t)
	app := must(client.Apps.FindExternal(ctx, "Orders"))(t)
	if used := must(client.ExternalAppUsage.Apps(ctx))(t); len(used) != 0 {
		t.Errorf("an app that nobody used is in use: %v", used)
	}
	used := time.Now().Add(-48 * time.Hour).UTC().Truncate(time.Second)
	for i, username := range []string{"mei.chen@acme.example", "omar.diaz@acme.example", "sarah.lee@acme.example"} {
		_, err := server.InsertSalesforce("ExtlClntAppOauthUsage", map[string]any{
			"ExternalClientApplicationId": string(app.ID), "UserId": server.SalesforceID("User", "Username", username),
			"UseCount": 1.0, "LastUsedDate": used.AddDate(0, 0, -i).Format(dateTimeForm),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	server.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 2 })
	fresh := newExternalAppUsage(client)
	for range 2 {
		if found := must(fresh.Apps(ctx))(t); len(found) != 1 || found[app.ID] != "Orders" {
			t.Errorf("in use are %v", found)
		}
		if last := must(fresh.LastUsed(ctx, app.ID))(t); last == nil || !last.Equal(used) {
			t.Errorf("the app was last used at %v, want %v", last, used)
		}
	}
	if calls := server.Calls("/users"); calls != 2 {
		t.Errorf("three users in pages of two took %d calls", calls)
	}
	_, err := fresh.LastUsed(ctx, "0xI000000000001AAA")
	wantKind(t, err, transport.NotFound)
}

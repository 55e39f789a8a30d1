package salesforceapi

import (
	"fmt"
	"slices"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// hired are the usernames of that many new users of the organization.
func hired(t *testing.T, server *simulator.Server, count int) []string {
	t.Helper()
	usernames := make([]string, count)
	for i := range usernames {
		usernames[i] = fmt.Sprintf("Person%04d@acme.example", i)
		if _, err := server.InsertSalesforce("User", userFields(server, usernames[i])); err != nil {
			t.Fatal(err)
		}
	}
	return usernames
}

func userFields(server *simulator.Server, username string) map[string]any {
	return map[string]any{
		"Username": username, "LastName": "P", "Email": username, "Alias": "p",
		"ProfileId":      server.SalesforceID("Profile", "Name", "Standard User"),
		"TimeZoneSidKey": "GMT", "LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US",
	}
}

// asked looks each user up by itself and tells how many queries that took.
func asked(t *testing.T, server *simulator.Server, client *Client, references ...string) int {
	t.Helper()
	before := server.Calls("GET query")
	for _, reference := range references {
		if _, err := client.Users.Find(t.Context(), reference); err != nil {
			t.Errorf("%s: %v", reference, err)
		}
	}
	return server.Calls("GET query") - before
}

// TestUsersAreListedOnceManyWereLookedUp looks up one user after the other, which is
// the worst that can come, by name and by id.
func TestUsersAreListedOnceManyWereLookedUp(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	usernames := hired(t, server, 30)
	if got := asked(t, server, client, usernames...); got != separateLookups+1 {
		t.Errorf("%d queries, want %d look-ups and a page", got, separateLookups)
	}
	ids := make([]string, len(usernames))
	for i, username := range usernames {
		ids[i] = server.SalesforceID("User", "Username", username)
	}
	if got := asked(t, server, client, ids[separateLookups:]...); got != 0 {
		t.Errorf("%d queries for ids of listed users", got)
	}
	server.ForgetRequests()
	if found := must(client.Users.FindAll(t.Context(), append(ids[separateLookups:], usernames...)))(t); len(found) != 55 {
		t.Errorf("found %d users, want 55", len(found))
	}
	if got := server.Calls("GET query"); got != 0 {
		t.Errorf("%d queries for listed users together", got)
	}
}

// TestNoMorePagesOfUsersAreReadThanLookUpsWereMade has pages of a single user, which
// help as little as can be.
func TestNoMorePagesOfUsersAreReadThanLookUpsWereMade(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	usernames := hired(t, server, 80)
	server.Set(func(k *simulator.Knobs) { k.PageSize = 1 })
	slices.Reverse(usernames) // those that are listed last come first
	if got := asked(t, server, client, usernames[:30]...); got != 59 {
		t.Errorf("30 users beyond the listing took %d queries, want a look-up of each and the pages due before", got)
	}
	if got := asked(t, server, client, usernames[30:]...); got > 40 {
		t.Errorf("50 further users took %d queries, though many were listed", got)
	}
}

func TestUsersThatAListingLacksAreLookedUp(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	usernames := hired(t, server, 20)
	gone, late := "nobody@acme.example", "late@acme.example"
	_, err := client.Users.Find(ctx, late)
	wantKind(t, err, transport.NotFound)
	asked(t, server, client, usernames...)
	if !client.Users.listing.ended {
		t.Fatal("the users were not listed")
	}

	server.ForgetRequests()
	for range 2 {
		_, err = client.Users.Find(ctx, gone)
		wantKind(t, err, transport.NotFound)
	}
	if got := server.Calls("GET query"); got != 1 {
		t.Errorf("%d queries for a missing user, want 1: it is looked up, and remembered", got)
	}

	if _, err := server.InsertSalesforce("User", userFields(server, "elsewhere@acme.example")); err != nil {
		t.Fatal(err)
	}
	wanted := UserDetails{
		Username: late, LastName: "Late", Email: late, Alias: "late", IsActive: true,
		ProfileID: ID(server.SalesforceID("Profile", "Name", "Standard User")),
		TimeZone:  "GMT", Locale: "en_US", EmailEncoding: "UTF-8", Language: "en_US",
	}
	id := must(client.Users.Create(ctx, wanted))(t)
	asked(t, server, client, "elsewhere@acme.example", late, string(id))
	if err := client.Users.Deactivate(ctx, id); err != nil {
		t.Fatal(err)
	}
	if user := must(client.Users.Find(ctx, late))(t); user.IsActive {
		t.Error("the user is remembered as it was")
	}
}

// TestAListingTellsNothingOfUsersThatTheRunChanges has a page on its way while a user
// is deactivated.
func TestAListingTellsNothingOfUsersThatTheRunChanges(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	usernames := hired(t, server, 20)
	leaving, stale := usernames[19], must(client.Users.Find(t.Context(), usernames[19]))(t)
	if err := client.Users.Deactivate(t.Context(), stale.ID); err != nil {
		t.Fatal(err)
	}
	client.Users.remember([]User{stale})
	asked(t, server, client, usernames[:10]...)
	for _, reference := range []string{leaving, string(stale.ID)} {
		if user := must(client.Users.Find(t.Context(), reference))(t); user.IsActive {
			t.Errorf("%s is remembered as it was", reference)
		}
	}
}

func TestAListingOfUsersThatFailsIsNobodysFailure(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	usernames := hired(t, server, 12)
	asked(t, server, client, usernames[:separateLookups]...)
	client.Users.listing.pages, client.Users.listing.last = 1, page[User]{NextRecordsURL: "/elsewhere"}
	if got := asked(t, server, client, usernames[separateLookups:]...); got != 12-separateLookups {
		t.Errorf("%d users took %d queries, want one for each", 12-separateLookups, got)
	}
}

package salesforce_test

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// listOf makes one text of each object of a list, of some of its attributes.
func listOf(t *testing.T, attributes map[string]any, list string, names ...string) []string {
	t.Helper()
	texts := []string{}
	for _, item := range attributes[list].([]any) { //nolint:forcetypeassert // the schema says so
		values := make([]string, len(names))
		for i, name := range names {
			values[i] = fmt.Sprint(item.(map[string]any)[name]) //nolint:forcetypeassert // the schema says so
		}
		texts = append(texts, strings.Join(values, " "))
	}
	return texts
}

func TestAppsAreListedByKindApprovalAndLabel(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	loadExternal(t, platform, "Order_Portal")
	protocol := platform.Protocol(t)
	for _, test := range []struct {
		config prototest.Config
		want   []string
	}{
		{prototest.Config{"kind": "external"}, []string{"Order_Portal Order_Portal external false false"}},
		{prototest.Config{"kind": "installed"}, []string{
			"Dataloader Partner Dataloader_Partner installed false true", "Reporting Cloud Reporting_Cloud installed true true",
		}},
		{prototest.Config{"label_contains": "R", "approved": false, "kind": "connected"}, []string{
			"Auditor Auditor connected false false", "Warehouse Sync Warehouse_Sync connected false false",
		}},
		{prototest.Config{"approved": true}, []string{"Reporting Cloud Reporting_Cloud installed true true", "Terraform Terraform connected true false"}},
		{prototest.Config{"label_contains": "nothing"}, []string{}},
	} {
		got, err := protocol.ReadData(t, data+"apps", test.config)
		if err != nil {
			t.Fatal(err)
		}
		if apps := listOf(t, got, "apps", "label", "name", "kind", "approved", "installed"); !slices.Equal(apps, test.want) {
			t.Errorf("%v lists %q, want %q", test.config, apps, test.want)
		}
	}
	_, err := protocol.ReadData(t, data+"apps", prototest.Config{"kind": "packaged"})
	expectError(t, err, "value must be one of")
	_, err = asAuditor(t, platform).ReadData(t, data+"apps", prototest.Config{})
	expectError(t, err, "may not do this", "View Setup and Configuration")
}

func TestAppsSayThatExternalOnesCannotBeSeen(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{
		Pattern: "/query", Skip: 1, // the first one asks for connected apps
		Answer: simulator.SalesforceError(http.StatusBadRequest, "INVALID_TYPE", "sObject type 'ExternalClientApplication' is not supported."),
	})
	protocol := platform.Protocol(t)
	if got, err := protocol.ReadData(t, data+"apps", prototest.Config{}); err != nil || len(listOf(t, got, "apps", "id")) == 0 {
		t.Errorf("got %v, %v", got, err)
	}
	_, err := protocol.ReadData(t, data+"apps", prototest.Config{"kind": "external"})
	expectError(t, err, "may not do this", "View all External Client Apps")
}

// uses seeds an organization with tokens, and returns how to read them.
func uses(t *testing.T) (platform *acctest.Simulator, read func(prototest.Config) map[string]any) {
	t.Helper()
	platform = acctest.Start(t)
	token := func(app, username string, count, days int) {
		user := platform.SalesforceID("User", "Username", username)
		_, err := platform.InsertSalesforce("OauthToken", map[string]any{
			"AppName": app, "UserId": user, "UseCount": float64(count), "DeleteToken": app + username,
			"LastUsedDate": time.Now().AddDate(0, 0, -days).UTC().Format("2006-01-02T15:04:05.000+0000"),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	token("Shadow IT", "sarah.lee@acme.example", 7, 3)
	token("Shadow IT", "omar.diaz@acme.example", 2, 40)
	token("warehouse sync", "omar.diaz@acme.example", 5, 1)
	loadExternal(t, platform, "Portal")
	token("Portal", "mei.chen@acme.example", 1, 400)
	protocol := platform.Protocol(t)
	return platform, func(config prototest.Config) map[string]any {
		t.Helper()
		got, err := protocol.ReadData(t, data+"oauth_tokens", config)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

func TestTokensTellWhoUsesWhatAndWhatIsNotInstalled(t *testing.T) {
	t.Parallel()
	platform, read := uses(t)
	for _, test := range []struct {
		config       prototest.Config
		tokens, apps []string
		uninstalled  []any
	}{
		{
			prototest.Config{"used_within_days": 30, "user": "omar.diaz@acme.example"},
			[]string{"warehouse sync true omar.diaz@acme.example 5"},
			[]string{"warehouse sync true 1 5 [" + platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync") + "]"},
			[]any{},
		},
		{
			prototest.Config{"installed": false},
			[]string{"Portal false mei.chen@acme.example 1", "Shadow IT false omar.diaz@acme.example 2", "Shadow IT false sarah.lee@acme.example 7"},
			[]string{"Portal false 1 1 []", "Shadow IT false 2 9 []"},
			[]any{"Portal", "Shadow IT"},
		},
		{
			prototest.Config{"app": "shadow it", "used_within_days": 30},
			[]string{"Shadow IT false sarah.lee@acme.example 7"},
			[]string{"Shadow IT false 1 7 []"},
			[]any{"Shadow IT"},
		},
		{prototest.Config{"app": "Nothing"}, []string{}, []string{}, []any{}},
	} {
		got := read(test.config)
		if tokens := listOf(t, got, "tokens", "app", "installed", "username", "use_count"); !slices.Equal(tokens, test.tokens) {
			t.Errorf("%v tells the tokens %q, want %q", test.config, tokens, test.tokens)
		}
		if apps := listOf(t, got, "apps", "app", "installed", "user_count", "use_count", "app_ids"); !slices.Equal(apps, test.apps) {
			t.Errorf("%v tells the apps %q, want %q", test.config, apps, test.apps)
		}
		if !reflect.DeepEqual(got["uninstalled_apps"], test.uninstalled) || got["complete"] != true {
			t.Errorf("%v tells %v", test.config, got)
		}
	}
	if last := listOf(t, read(prototest.Config{"app": "Shadow IT"}), "apps", "last_used")[0]; !strings.HasPrefix(last, time.Now().AddDate(0, 0, -3).UTC().Format("2006-01-02T")) {
		t.Errorf("the app was last used %s", last)
	}
	if strings.Contains(fmt.Sprint(read(prototest.Config{})), "Shadow ITsarah") {
		t.Error("what revokes a token is told")
	}
	if calls := len(platform.Requests()); calls > 30 {
		t.Errorf("%d calls", calls)
	}
}

func TestTokensRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{prototest.Config{"user": "nobody@acme.example"}, "There is no such Salesforce user"},
		{prototest.Config{"user": "0H4000000000001"}, "is the id of a connected app"},
		{prototest.Config{"used_within_days": 0}, "must be between 1"},
		{prototest.Config{"app": ""}, "at least 1"},
	} {
		_, err := protocol.ReadData(t, data+"oauth_tokens", test.config)
		expectError(t, err, test.message)
	}
	_, err := asAuditor(t, acctest.Start(t)).ReadData(t, data+"oauth_tokens", prototest.Config{})
	expectError(t, err, "may not do this", "Customize Application")
}

func TestTokensAreReadWithFewCalls(t *testing.T) {
	t.Parallel()
	platform, read := uses(t)
	platform.ForgetRequests()
	read(prototest.Config{})
	// Tokens, users, connected apps and their names, and external client apps with their policies.
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 6 {
		t.Errorf("reading all took %d calls:\n%v", calls, platform.Requests())
	}
}

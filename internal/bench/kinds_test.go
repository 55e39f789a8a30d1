//go:build bench

package bench

import (
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

// kind is a type whose objects come in thousands.
type kind struct {
	name string
	// prepare makes what so many objects stand on, and tells their configurations
	// and those that change them; a kind that knows no change in place has no
	// second ones.
	prepare func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config)
}

const lastDay = "2099-12-31T00:00:00Z"

var kinds = []kind{
	{"apiaccess_salesforce_api_grant", func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config) {
		b.Helper()
		carry(b, platform)
		for _, username := range hire(b, platform, count) {
			config := prototest.Config{"app": "Warehouse_Sync", "user": username, "through": "Reporting_Tools"}
			configs = append(configs, config)
			changed = append(changed, with(config, "expiration", lastDay))
		}
		return configs, changed
	}},
	{"apiaccess_salesforce_permission_set_assignment", func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config) {
		b.Helper()
		for _, username := range hire(b, platform, count) {
			config := prototest.Config{"permission_set": "Reporting_Tools", "user": username}
			configs = append(configs, config)
			changed = append(changed, with(config, "expiration", lastDay))
		}
		return configs, changed
	}},
	{"apiaccess_anypoint_api_grant", func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config) {
		b.Helper()
		apis, people := min(100, count), (count+99)/100
		if _, err := platform.AddAPIInstances(acctest.ProductionID, apis); err != nil {
			b.Fatal(err)
		}
		users := platform.AddAnypointUsers(people)
		for i := range count {
			config := prototest.Config{"asset_id": apiName(i % apis), "user": users[i/apis], "role": "viewer"}
			configs = append(configs, config)
			changed = append(changed, with(config, "role", "contributor"))
		}
		return configs, changed
	}},
	{"apiaccess_anypoint_ip_allowlist_policy", func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config) {
		b.Helper()
		ids, err := platform.AddAPIInstances(acctest.ProductionID, count)
		if err != nil {
			b.Fatal(err)
		}
		for _, id := range ids {
			config := prototest.Config{"api_instance_id": strconv.Itoa(id), "ips": []any{"203.0.113.0/24"}}
			configs = append(configs, config)
			changed = append(changed, with(config, "ips", []any{"203.0.113.0/24", "198.51.100.7"}))
		}
		return configs, changed
	}},
}

// lists are the types that hold everybody in one object.
var lists = []kind{
	{"apiaccess_salesforce_api_grants", func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config) {
		b.Helper()
		carry(b, platform)
		users := everyone(hire(b, platform, count), prototest.Config{})
		config := prototest.Config{"app": "Warehouse_Sync", "through": "Reporting_Tools", "profiles": map[string]any{"Sales": prototest.Config{}}}
		return []prototest.Config{with(config, "users", users)}, []prototest.Config{with(config, "users", oneLess(users))}
	}},
	{"apiaccess_salesforce_permission_set_assignments", func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config) {
		b.Helper()
		users := everyone(hire(b, platform, count), prototest.Config{})
		config := prototest.Config{"permission_set": "Frontend_Base"}
		return []prototest.Config{with(config, "users", users)}, []prototest.Config{with(config, "users", oneLess(users))}
	}},
	{"apiaccess_anypoint_api_grants", func(b testing.TB, platform *acctest.Simulator, count int) (configs, changed []prototest.Config) {
		b.Helper()
		users := everyone(platform.AddAnypointUsers(count), "viewer")
		fewer := oneLess(users)
		users["platform.admin"], fewer["platform.admin"] = "admin", "admin" // who may take it back
		config := prototest.Config{"asset_id": "orders-api"}
		return []prototest.Config{with(config, "users", users)}, []prototest.Config{with(config, "users", fewer)}
	}},
}

// carry lets Reporting_Tools carry the app.
func carry(b testing.TB, platform *acctest.Simulator) {
	b.Helper()
	under := platform.Protocol(b)
	if _, err := under.Apply(b, under.Null(b, "apiaccess_salesforce_api_grant"), prototest.Config{
		"app": "Warehouse_Sync", "permission_set": "Reporting_Tools",
	}); err != nil {
		b.Fatal(err)
	}
}

func apiName(i int) string { return fmt.Sprintf("api-%04d", i+3) } // two are there from the start

// hire adds that many users and tells their usernames.
func hire(b testing.TB, platform *acctest.Simulator, count int) []string {
	b.Helper()
	profile := platform.SalesforceID("Profile", "Name", "Standard User")
	usernames := make([]string, count)
	for i := range usernames {
		usernames[i] = fmt.Sprintf("person%05d@acme.example", i)
		if _, err := platform.InsertSalesforce("User", map[string]any{
			"Username": usernames[i], "LastName": "Person", "Email": usernames[i], "Alias": fmt.Sprintf("p%05d", i), "ProfileId": profile,
			"TimeZoneSidKey": "GMT", "LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US",
		}); err != nil {
			b.Fatal(err)
		}
	}
	return usernames
}

func everyone(names []string, value any) map[string]any {
	all := make(map[string]any, len(names))
	for _, name := range names {
		all[name] = value
	}
	return all
}

func oneLess(all map[string]any) map[string]any {
	fewer := maps.Clone(all)
	for name := range all {
		delete(fewer, name)
		break
	}
	return fewer
}

func with(config prototest.Config, name string, value any) prototest.Config {
	changed := prototest.Config{name: value}
	for key, kept := range config {
		if key != name {
			changed[key] = kept
		}
	}
	return changed
}

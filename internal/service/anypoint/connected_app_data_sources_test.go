package anypoint_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// toldOf lists one attribute of every object in a list.
func toldOf(attributes map[string]any, list, name string) []string {
	texts := []string{}
	objects, _ := attributes[list].([]any)
	for _, object := range objects {
		attributes, _ := object.(map[string]any)
		texts = append(texts, fmt.Sprint(attributes[name]))
	}
	return texts
}

func TestConnectedAppsDataSource(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	platform.EditAnypointApp(acctest.AnypointAuditorClientID, func(app *simulator.AnypointApp) { app.Enabled = false })
	for name, test := range map[string]struct {
		config prototest.Config
		want   []string
	}{
		"all":        {prototest.Config{}, []string{"Auditor", "Terraform", "Terraform Access Management"}},
		"a search":   {prototest.Config{"search": "MANAGE"}, []string{"Terraform Access Management"}},
		"a grant":    {prototest.Config{"grant_type": "client_credentials"}, []string{"Auditor", "Terraform"}},
		"disabled":   {prototest.Config{"enabled": false}, []string{"Auditor"}},
		"everything": {prototest.Config{"enabled": false, "search": "terra"}, []string{}},
	} {
		read, err := running.ReadData(t, "apiaccess_anypoint_connected_apps", test.config)
		if err != nil || !slices.Equal(toldOf(read, "apps", "name"), test.want) {
			t.Errorf("%s: %v, %v", name, toldOf(read, "apps", "name"), err)
		}
		if strings.Contains(fmt.Sprint(read), acctest.AnypointClientSecret) {
			t.Error("a secret is told")
		}
	}
	if calls := platform.Calls("GET /connectedApplications"); calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

func TestConnectedAppDataSource(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for _, app := range []string{"Auditor", acctest.AnypointAuditorClientID} {
		read, err := running.ReadData(t, "apiaccess_anypoint_connected_app", prototest.Config{"app": app})
		if err != nil {
			t.Fatal(err)
		}
		if read["client_id"] != acctest.AnypointAuditorClientID || read["name"] != "Auditor" || read["acts_for_itself"] != true {
			t.Errorf("%s is %v", app, read)
		}
		if environments := toldOf(read, "scopes", "environment"); len(environments) != 8 || !slices.Contains(environments, "Sandbox") {
			t.Errorf("its scopes are %v", read["scopes"])
		}
	}
	_, err := running.ReadData(t, "apiaccess_anypoint_connected_app", prototest.Config{"app": "Nobody"})
	wantRefusal(t, err, "Unknown app")
	platform.Inject(simulator.Fault{Pattern: "GET /connectedApplications", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	for _, typeName := range []string{"apiaccess_anypoint_connected_app", "apiaccess_anypoint_connected_apps", "apiaccess_anypoint_app_authorizations"} {
		config := prototest.Config{}
		if typeName == "apiaccess_anypoint_connected_app" {
			config["app"] = "Auditor"
		}
		_, err := platform.Protocol(t).ReadData(t, typeName, config)
		wantRefusal(t, err, "read:orgconnapps")
	}
}

func TestAppAuthorizationsDataSource(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AuthorizeAnypointApp(sarahID, acctest.AnypointAuditorClientID, "openid", "profile")
	platform.AuthorizeAnypointApp(omarID, partnerApp, "full")
	running := platform.Protocol(t)
	for name, test := range map[string]struct {
		config prototest.Config
		users  []string
		apps   []string
	}{
		"all":                {prototest.Config{}, []string{"sarah.lee", "omar.diaz"}, []string{"Auditor", "<nil>"}},
		"of a user":          {prototest.Config{"user": "omar.diaz@acme.example"}, []string{"omar.diaz"}, []string{"<nil>"}},
		"of an app":          {prototest.Config{"app": "Auditor"}, []string{"sarah.lee"}, []string{"Auditor"}},
		"of a stranger's":    {prototest.Config{"app": partnerApp}, []string{"omar.diaz"}, []string{"<nil>"}},
		"of a user who none": {prototest.Config{"user": "mei.chen"}, []string{}, []string{}},
	} {
		read, err := running.ReadData(t, "apiaccess_anypoint_app_authorizations", test.config)
		if err != nil || !slices.Equal(toldOf(read, "authorizations", "username"), test.users) ||
			!slices.Equal(toldOf(read, "authorizations", "app_name"), test.apps) {
			t.Errorf("%s: %v, %v", name, read, err)
		}
	}
	_, err := running.ReadData(t, "apiaccess_anypoint_app_authorizations", prototest.Config{"user": "nobody"})
	wantRefusal(t, err, "Unknown user")
}

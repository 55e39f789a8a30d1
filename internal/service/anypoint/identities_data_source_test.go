package anypoint_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const identitiesType = "apiaccess_anypoint_identities"

// column are the values of one attribute in a list of objects, as text.
func column(t *testing.T, list any, attribute string) string {
	t.Helper()
	var values []any
	for _, object := range objects(t, list) {
		values = append(values, object[attribute])
	}
	return fmt.Sprint(values)
}

func objects(t *testing.T, list any) []map[string]any {
	t.Helper()
	elements, is := list.([]any)
	if !is {
		t.Fatalf("%v is no list", list)
	}
	found := make([]map[string]any, len(elements))
	for n, element := range elements {
		found[n], _ = element.(map[string]any)
	}
	return found
}

func readData(t testing.TB, platform *acctest.Simulator, typeName string, config prototest.Config) map[string]any {
	t.Helper()
	read, err := platform.Protocol(t).ReadData(t, typeName, config)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func expectText(t *testing.T, what string, got any, want string) {
	t.Helper()
	if fmt.Sprint(got) != want {
		t.Errorf("%s: got %v, want %s", what, got, want)
	}
}

func TestIdentitiesAreSearchedByNameAndType(t *testing.T) {
	t.Parallel()
	platform := acctest.StartWith(t, withPartner(), httptest.NewServer)
	for name, test := range map[string]struct {
		config prototest.Config
		want   string
	}{
		"everybody": {prototest.Config{}, "[Partner Inc Acme Retail Everyone at Acme Frontend Team Fulfilment Team Mei Chen Omar Diaz Platform Admin Sarah Lee]"},
		"by a name": {prototest.Config{"search": "fr"}, "[Frontend Team]"},
		"by types":  {prototest.Config{"types": []any{"organization", "team"}, "search": "acme"}, "[Acme Everyone at Acme]"},
		"nobody":    {prototest.Config{"search": "zebra"}, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := readData(t, platform, identitiesType, test.config)
			expectText(t, "names", column(t, got["identities"], "name"), test.want)
		})
	}
	user := objects(t, readData(t, platform, identitiesType, prototest.Config{"search": "sarah"})["identities"])[0]
	for attribute, want := range map[string]string{
		"id": sarahID, "type": "user", "username": "sarah.lee", "email": "sarah.lee@acme.example", "organization_id": acctest.OrganizationID,
	} {
		expectText(t, attribute, user[attribute], want)
	}
}

func TestAThousandIdentitiesAreFoundPageByPage(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AddAnypointUsers(1000)
	got := readData(t, platform, identitiesType, prototest.Config{"search": "user"})
	if count := len(objects(t, got["identities"])); count != 1000 || platform.Calls("/identities") > 11 {
		t.Errorf("%d identities were found by %d calls", count, platform.Calls("/identities"))
	}
}

func TestIdentitiesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	_, err := platform.Protocol(t).ReadData(t, identitiesType, prototest.Config{"types": []any{"group"}})
	expectTold(t, err, "types")
	platform.Inject(simulator.Fault{Pattern: "/identities", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	_, err = platform.Protocol(t).ReadData(t, identitiesType, prototest.Config{})
	expectTold(t, err, "read:exchange")
}

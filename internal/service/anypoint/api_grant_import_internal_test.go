package anypoint

import "testing"

const groupID = "5a1c0000-ac3e-4000-8000-000000000001"

func TestParseAPIGrantKey(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]apiGrantKey{
		groupID + ",orders-api,team,Frontend Team":    {groupID, "orders-api", "team", "Frontend Team"},
		"orders-api,user,sarah.lee@acme.example":      {"", "orders-api", "user", "sarah.lee@acme.example"},
		"orders-api,organization,Acme, Inc.":          {"", "orders-api", "organization", "Acme, Inc."},
		groupID + ",orders-api,organization,A, B, C.": {groupID, "orders-api", "organization", "A, B, C."},
		groupID + ",team,Frontend Team":               {},
		",orders-api,user,sarah.lee":                  {},
		"":                                            {},
	} {
		got, err := parseAPIGrantKey(id)
		if got != want || (err == nil) != (want != apiGrantKey{}) {
			t.Errorf("%q is %+v, error %v; want %+v", id, got, err, want)
		}
	}
}

func FuzzParseAPIGrantKey(f *testing.F) {
	f.Add(groupID + ",orders-api,team,Frontend Team")
	f.Add("orders-api,organization,Acme, Inc.")
	f.Fuzz(func(t *testing.T, id string) {
		key, err := parseAPIGrantKey(id)
		if err == nil && key.String() != id {
			t.Errorf("%q is %+v, which is written %q", id, key, key)
		}
	})
}

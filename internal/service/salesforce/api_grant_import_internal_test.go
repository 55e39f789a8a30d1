package salesforce

import "testing"

func TestParseGrantID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]importedGrant{
		"Portal,permission_set:Portal_Users":              {"Portal", "permission_set", "Portal_Users", ""},
		"Portal,profile:Sales, North (EMEA): leads":       {"Portal", "profile", "Sales, North (EMEA): leads", ""},
		"Portal,user:sarah.lee@acme.example,Portal_Users": {"Portal", "user", "sarah.lee@acme.example", "Portal_Users"},
		"Portal,user:o,hara@acme.example,Portal_Users":    {"Portal", "user", "o,hara@acme.example", "Portal_Users"},
		"0H4000000000001,permission_set_group:0PG000000000001,0PS000000000001": {
			"0H4000000000001", "permission_set_group", "0PG000000000001", "0PS000000000001",
		},
	} {
		got, err := parseGrantID(id)
		if err != nil || got != want {
			t.Errorf("%q was read as %+v, %v", id, got, err)
		}
	}
	for _, id := range []string{
		"", ",", "Portal", "Portal,", "Portal,user", "Portal,user:", "Portal,user:a@b", "Portal,user:a@b,", ",user:a@b,Portal_Users",
		"Portal,team:Frontend", "Portal,permission_set:Portal_Users,Other", "Portal,profile:", "Portal,profile: Sales",
		"Portal,user:0H4000000000001,Portal_Users", "Portal , user:a@b,Portal_Users",
	} {
		if got, err := parseGrantID(id); err == nil {
			t.Errorf("%q was accepted as %+v", id, got)
		}
	}
}

func FuzzParseGrantID(f *testing.F) {
	f.Add("Portal,permission_set:Portal_Users")
	f.Add("Portal,profile:Sales, North (EMEA): leads")
	f.Add("Portal,user:sarah.lee@acme.example,Portal_Users")
	f.Add("0H4000000000001,permission_set_group:0PG000000000001,0PS000000000001")
	f.Fuzz(func(t *testing.T, id string) {
		grant, err := parseGrantID(id)
		if err == nil && grant.String() != id {
			t.Errorf("%q was read as %+v, which is %q", id, grant, grant)
		}
	})
}

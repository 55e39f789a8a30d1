package salesforce

import "testing"

func TestParseRefreshTokenPolicy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]refreshTokenPolicy{
		"zero":                               {kind: "zero"},
		"infinite":                           {kind: "infinite"},
		"specific_lifetime:90:DAYS":          {"specific_lifetime", 90, "DAYS"},
		"specific_lifetime:1:HOURS":          {"specific_lifetime", 1, "HOURS"},
		"specific_inactivity:12:MONTHS":      {"specific_inactivity", 12, "MONTHS"},
		"":                                   {},
		"ZERO":                               {},
		"infinite:1:DAYS":                    {},
		"specific_lifetime":                  {},
		"specific_lifetime:90":               {},
		"specific_lifetime:0:DAYS":           {},
		"specific_lifetime:-1:DAYS":          {},
		"specific_lifetime:+1:DAYS":          {},
		"specific_lifetime:01:DAYS":          {},
		"specific_lifetime:1.5:DAYS":         {},
		"specific_lifetime:90:days":          {},
		"specific_lifetime:90:YEARS":         {},
		"specific_lifetime:90:DAYS:more":     {},
		"specific_age:90:DAYS":               {},
		"specific_lifetime:99999999999:DAYS": {},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := parseRefreshTokenPolicy(text)
			if got != want || (err == nil) != (want.kind != "") {
				t.Errorf("read as %+v, %v", got, err)
			}
		})
	}
}

func FuzzParseRefreshTokenPolicy(f *testing.F) {
	f.Add("zero")
	f.Add("specific_lifetime:90:DAYS")
	f.Add("specific_inactivity:0012:MONTHS")
	f.Fuzz(func(t *testing.T, text string) {
		policy, err := parseRefreshTokenPolicy(text)
		if err == nil && policy.String() != text {
			t.Errorf("%q was read as %q", text, policy)
		}
	})
}

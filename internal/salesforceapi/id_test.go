package salesforceapi

import (
	"testing"
)

func TestParseID(t *testing.T) {
	t.Parallel()
	// Published ids of real organizations.
	for _, full := range []string{
		"0YaB000002knVQLKA2", "001D000000IqhSLIAZ", "0H4RM00000000Kr0AI", "00exx000000jz1SAAQ", "0NIB000000000KOOAY",
		"0Afxx00000000lWCAQ", "0Af7e00001WsuoSCAR", "0Af8D00000pNtEUSA0", "00GR0000000VtwUMAS", "0PLD000000003mwOAA",
	} {
		t.Run(full, func(t *testing.T) {
			t.Parallel()
			for _, form := range []string{full, full[:15]} {
				if id, err := ParseID(form); err != nil || string(id) != full {
					t.Errorf("ParseID(%q) = %q, %v; want %q", form, id, err, full)
				}
			}
		})
	}
}

func TestParseIDRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":            "",
		"a name":             "Orders_App",
		"16 characters":      "001D000000IqhSLI",
		"a wrong case":       "001d000000IqhSLIAZ",
		"a wrong checksum":   "001D000000IqhSLIAA",
		"a lower checksum":   "001D000000IqhSLiaz",
		"a sign":             "001D000000Iqh-L",
		"a letter of others": "001D000000Iqhé",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if id, err := ParseID(text); err == nil {
				t.Errorf("ParseID(%q) = %q, want an error", text, id)
			}
			if NormalizeID(text) != text {
				t.Errorf("NormalizeID(%q) = %q, want it unchanged", text, NormalizeID(text))
			}
		})
	}
}

func TestIsID(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text     string
		prefixes []string
		want     bool
	}{
		{"0H4RM00000000Kr0AI", []string{"0H4"}, true},
		{"0H4RM00000000Kr", []string{"0xI", "0H4"}, true},
		{"0H4RM00000000Kr", []string{"005"}, false},
		{"0H4RM00000000Kr", nil, true},
		{"Orders", nil, false},
	}
	for _, test := range tests {
		if got := IsID(test.text, test.prefixes...); got != test.want {
			t.Errorf("IsID(%q, %q) = %t", test.text, test.prefixes, got)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("0H4RM00000000Kr0AI")
	f.Add("0H4RM00000000Kr")
	f.Add("é")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseID(text)
		if err != nil {
			return
		}
		if len(id) != 18 || string(id)[:15] != text[:15] {
			t.Fatalf("ParseID(%q) = %q", text, id)
		}
		if again, err := ParseID(string(id)); err != nil || again != id {
			t.Fatalf("its own form of 18 characters is refused: %q, %v", id, err)
		}
	})
}

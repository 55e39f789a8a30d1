package anypoint

import (
	"strings"
	"testing"
)

func TestCoversEverything(t *testing.T) {
	t.Parallel()
	for entries, want := range map[string]bool{
		"":                                 false,
		"0.0.0.0/0":                        true,
		"::/0":                             true,
		"10.1.2.3/0":                       true,
		"0.0.0.0/1 128.0.0.0/1":            true,
		"128.0.0.0/1 0.0.0.0/1 10":         true,
		"0.0.0.0/1 0.0.0.0/1":              false,
		"0.0.0.0/1 64.0.0.0/2":             false,
		"0.0.0.0/2 64.0.0.0/2 128.0.0.0/1": true,
		"0.0.0.0/1 128.0.0.0/2":            false,
		"0.0.0.0/1 8000::/1":               false,
		"::/1 8000::/1":                    true,
		"203.0.113.0/24 203.0.113.7":       false,
		"0.0.0.0":                          false,
		"0":                                false,
	} {
		if got := coversEverything(parseAll(strings.Fields(entries))); got != want {
			t.Errorf("%q covers everything: %t, want %t", entries, got, want)
		}
	}
}

func FuzzCoversEverything(f *testing.F) {
	f.Add("0.0.0.0/1 128.0.0.0/1")
	f.Add("::/1 8000::/1 10")
	f.Fuzz(func(t *testing.T, text string) {
		entries := strings.Fields(text)
		if len(entries) > 64 {
			return
		}
		alone := coversEverything(parseAll(entries))
		if more := coversEverything(parseAll(append(entries, "192.0.2.0/24"))); alone && !more {
			t.Errorf("%q covers everything, but not with one more range", text)
		}
		if !coversEverything(parseAll(append(entries, "0.0.0.0/0"))) {
			t.Errorf("%q and 0.0.0.0/0 do not cover everything", text)
		}
	})
}

func TestUnquotedHeader(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]bool{
		"#[attributes.headers['x-forwarded-for']]":   false,
		`#[attributes.headers["x-forwarded-for"]]`:   false,
		"#[attributes.headers[x-forwarded-for]]":     true,
		"#[attributes.headers[ X-Real-IP ]]":         true,
		"#[attributes.headers [x-forwarded-for][0]]": true,
		"#[attributes.remoteAddress]":                false,
	} {
		if got := unquotedHeader.MatchString(expression); got != want {
			t.Errorf("%s lacks quotes: %t, want %t", expression, got, want)
		}
	}
}

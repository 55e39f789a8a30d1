package salesforceapi

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Sales":          `'Sales'`,
		"O'Brien":        `'O\'Brien'`,
		`back\slash`:     `'back\\slash'`,
		"two\nlines\r\t": `'two\nlines\r\t'`,
		`\' OR Id != '`:  `'\\\' OR Id != \''`,
	} {
		if got := Quote(text); got != want {
			t.Errorf("Quote(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestIn(t *testing.T) {
	t.Parallel()
	if got := In([]ID{"a", "b'"}); got != `('a','b\'')` {
		t.Errorf("got %s", got)
	}
}

func TestChunksKeepTheURLShort(t *testing.T) {
	t.Parallel()
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprintf("someone+%d'%s@acme.example", i, strings.Repeat("ü", i%40)))
	}
	var seen []string
	for chunk := range chunks(names) {
		if length := len(url.QueryEscape(In(chunk))); length > 12_100 {
			t.Errorf("a list of %d names takes %d bytes", len(chunk), length)
		}
		seen = append(seen, chunk...)
	}
	if strings.Join(seen, "\n") != strings.Join(names, "\n") {
		t.Error("the chunks together are not the whole")
	}
}

// A quoted text must never end its own literal.
func FuzzQuote(f *testing.F) {
	f.Add(`O'Brien\`)
	f.Fuzz(func(t *testing.T, text string) {
		inner := strings.TrimSuffix(strings.TrimPrefix(Quote(text), "'"), "'")
		for i := 0; i < len(inner); i++ {
			switch inner[i] {
			case '\\':
				i++
				if i == len(inner) {
					t.Fatalf("%q ends in half an escape", inner)
				}
			case '\'':
				t.Fatalf("%q holds a bare quote", inner)
			}
		}
	})
}

package transport

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"html"
	"net/url"
	"slices"
	"strings"
)

// Redacted is what stands where a secret was.
const Redacted = "[redacted]"

// shortestSecret is how long a secret must be to be looked for: taking out every
// letter a would tell the secret rather than hide it.
const shortestSecret = 4

// Redact takes secrets out of a text, also as a form, a path, JSON, XML or a web
// page would spell them: a platform, or what stands before it, may repeat what it
// was sent.
func Redact(text string, secrets ...string) string {
	var spellings []string
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			spellings = append(spellings, spellingsOf(secret)...)
		}
	}
	// The longest first: a secret may be part of another.
	slices.SortFunc(spellings, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, spelling := range slices.Compact(spellings) {
		text = strings.ReplaceAll(text, spelling, Redacted)
	}
	return text
}

func spellingsOf(secret string) []string {
	spellings := []string{
		secret, strings.Join(strings.Fields(secret), " "), url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret),
	}
	if encoded, err := json.Marshal(secret); err == nil {
		inner := string(encoded[1 : len(encoded)-1])
		// Others than Go leave < > & as they are.
		plain := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(inner)
		spellings = append(spellings, inner, plain)
	}
	var escaped strings.Builder
	if xml.EscapeText(&escaped, []byte(secret)) == nil {
		spellings = append(spellings, escaped.String())
	}
	return slices.DeleteFunc(spellings, func(spelling string) bool { return len(spelling) < shortestSecret })
}

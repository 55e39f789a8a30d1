package anypointapi

import (
	"net/url"
	"strings"
	"testing"
)

// FuzzExpand checks that no id leads a call to another object's path.
func FuzzExpand(f *testing.F) {
	for _, seed := range []string{
		"19215012", "..", "%2e%2e", "../policies", "a/b", "a?b=c", "a#b", "{policy}", "a;b", "\x00", "é", "a%2fb", `a\b`, ". .",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		expanded, err := expand(policyPath, []string{"organization", "environment", id, "policy"})
		if err != nil {
			return
		}
		target, err := url.Parse("https://anypoint.mulesoft.com" + expanded)
		if err != nil {
			t.Fatalf("%q makes a path that is none: %v", id, err)
		}
		if target.Host != "anypoint.mulesoft.com" || target.RawQuery != "" || target.Fragment != "" {
			t.Errorf("%q leads to %s", id, target)
		}
		segments := strings.Split(target.EscapedPath(), "/")
		if want := strings.Count(policyPath, "/") + 1; len(segments) != want {
			t.Fatalf("%q makes a path of %d segments instead of %d: %s", id, len(segments), want, expanded)
		}
		if got, err := url.PathUnescape(segments[len(segments)-3]); err != nil || got != id {
			t.Errorf("%q arrives as %q, %v", id, got, err)
		}
	})
}

// FuzzBaseURL checks that no spelling of a control plane's address gets a secret
// sent elsewhere than to its host, or in clear.
func FuzzBaseURL(f *testing.F) {
	for _, seed := range []string{
		"https://anypoint.mulesoft.com", "http://anypoint.mulesoft.com", "https://anypoint.mulesoft.com@evil.example",
		"https://evil.example/?https://anypoint.mulesoft.com", "https://anypoint.mulesoft.com/prefix/", "https://a b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		base, err := parseBaseURL(text)
		if err != nil {
			return
		}
		if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
			t.Errorf("%q is taken as %s", text, base)
		}
		asked, err := url.Parse(strings.TrimSuffix(base.String(), "/") + tokenPath)
		if err != nil || asked.Host != base.Host || asked.Scheme != base.Scheme || !strings.HasSuffix(asked.Path, tokenPath) {
			t.Errorf("%q makes calls to %s: %v", text, asked, err)
		}
	})
}

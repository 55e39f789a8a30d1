package security

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

// hiddenName are the names under which a platform keeps secrets, and hiddenKeys
// those of what is kept by secrets.
var (
	hiddenName = regexp.MustCompile(`(?i)(secret|token|password|private_?key|assertion)s?$`)
	hiddenKeys = regexp.MustCompile(`(?i)(session|token|refreshgrant)s$`)
)

// shortestHidden keeps words such as true out of what is searched for.
const shortestHidden = 12

// HiddenIn are the secrets that a platform holds by now: whatever its state keeps
// under the name of one. Types that come later need not be named here.
func HiddenIn(t testing.TB, platform *acctest.Simulator) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "state.json")
	if err := platform.Save(file); err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile(file) //nolint:gosec // the file was made above
	if err != nil {
		t.Fatal(err)
	}
	var state any
	if err := json.Unmarshal(document, &state); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	gather("", state, found)
	secrets := make([]string, 0, len(found))
	for secret := range found {
		secrets = append(secrets, secret)
	}
	if len(secrets) < 5 {
		t.Fatalf("the platform holds %d secrets only: is its state kept under other names?", len(secrets))
	}
	return secrets
}

func gather(name string, value any, found map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if hiddenKeys.MatchString(name) && len(key) >= shortestHidden {
				found[key] = true
			}
			if key == "Value" { // what is kept beside when it was set
				key = name
			}
			gather(below(name, key), inner, found)
		}
	case []any:
		for _, inner := range value {
			gather(name, inner, found)
		}
	case string:
		if hiddenName.MatchString(name) && len(value) >= shortestHidden {
			found[value] = true
		}
	}
}

// below is the name of what stands in a collection: that of the collection, where
// it is one of secrets by whatever their owners are called.
func below(name, key string) string {
	if name == "Secrets" || name == "Passwords" {
		return name
	}
	return key
}

// beginning is how a secret begins, without the id of the organization that a
// session begins with.
func beginning(secret string) string {
	if _, session, is := strings.Cut(secret, "!"); is && len(session) >= shortestHidden {
		secret = session
	}
	if uuid.MatchString(secret) {
		return secret // a fixture's begin alike
	}
	return secret[:shortestHidden]
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// MustNotHold fails for a content that holds a secret, or so much of its beginning
// that it helps to guess the rest.
func MustNotHold(t testing.TB, what, where, content string, secrets []string) {
	t.Helper()
	for _, secret := range secrets {
		if len(secret) < shortestHidden {
			continue
		}
		start := beginning(secret)
		if at := strings.Index(content, start); at >= 0 {
			Violated(t, what, "%s holds the secret %s…: …%.60s", where, secret[:6], content[max(0, at-50):at])
		}
	}
}

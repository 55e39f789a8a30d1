package chaos

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// picture is all that a simulator holds, without what differs between two runs
// that did the same: ids, times, tokens and counters. It maps lines, each one
// object, to how often there is such a one.
type picture map[string]int

// bookkeeping are the members that tell how something came about, not what is
// there.
var bookkeeping = map[string]bool{
	"Sessions": true, "RefreshGrants": true, "Jobs": true, "Recalculations": true, "Requests": true, "Issued": true,
	"Deleted": true, "Last": true, "Tokens": true, "LastID": true, "LastUUID": true, "Staged": true,
	"AuthSession": true, "LoginHistory": true, "OauthToken": true, "SetupAuditTrail": true, "EventLogFile": true,
}

var (
	// madeUp are ids as the simulator makes them up; inText finds Salesforce's
	// within other text, such as the name of a group's own permission set: G and the
	// group's id.
	inText = regexp.MustCompile(`\bG?[0-9a-zA-Z]{3}5g0000[0-9a-zA-Z]{6}\b`)
	madeUp = regexp.MustCompile(`^(?:[0-9a-zA-Z]{3}5g0000[0-9a-zA-Z]{6}(?:[A-Z0-5]{3})?|5a1c0000-9e4e-4000-9000-[0-9a-f]{12}|5a1cc11e47[0-9a-f]{22})$`)
	moment = regexp.MustCompile(`^(20[2-4]\d|0001)-\d\d-\d\dT\d\d:\d\d:\d\d`)
	secret = regexp.MustCompile(`(?i)(secret|consumerkey|token)$`)
)

// look takes a picture. known are the strings and numbers that were there from
// the start, which keep their names.
func look(t testing.TB, platform *simulator.Server, known map[string]bool) picture {
	t.Helper()
	document := dump(t, platform)
	naming := naming{known: known, labels: map[string]string{}}
	for range 4 { // each round looks one reference further
		naming.relabel(document)
	}
	taken := picture{}
	naming.lines("", document, taken)
	return taken
}

// names are all strings and numbers of the simulator's state.
func names(t testing.TB, platform *simulator.Server) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	collect(dump(t, platform), found)
	return found
}

func dump(t testing.TB, platform *simulator.Server) any {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.json")
	if err := platform.Save(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func collect(value any, into map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			into[key] = true
			collect(member, into)
		}
	case []any:
		for _, element := range value {
			collect(element, into)
		}
	default:
		into[fmt.Sprint(value)] = true
	}
}

// naming replaces ids that were made up during the run by labels, which come of
// what the object is.
type naming struct {
	known  map[string]bool
	labels map[string]string
}

// relabel labels every new object by its content under the labels so far.
func (n *naming) relabel(document any) {
	contents := map[string][]string{} // a row and its definition have the same id
	walk("", document, func(key string, object map[string]any) {
		for _, id := range distinct(key, text(object["ID"]), text(object["Id"]), text(object["ClientID"])) {
			if n.isNew(id) {
				contents[id] = append(contents[id], n.canonical(object, id))
			}
		}
	})
	n.labels = map[string]string{}
	for id, content := range contents {
		slices.Sort(content)
		sum := sha256.Sum256([]byte(strings.Join(content, "\n")))
		n.labels[id] = hex.EncodeToString(sum[:6])
	}
}

func distinct(texts ...string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

func walk(key string, value any, visit func(key string, object map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
		visit(key, value)
		for name, member := range value {
			if !bookkeeping[name] {
				walk(name, member, visit)
			}
		}
	case []any:
		for _, element := range value {
			walk("", element, visit)
		}
	}
}

func text(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case float64:
		return fmt.Sprint(value)
	case string:
		return value
	}
	return ""
}

// isNew tells an id that was made up during the run.
func (n *naming) isNew(id string) bool {
	return id != "" && !n.known[id] && madeUp.MatchString(id)
}

// canonical writes a value with labels for ids; itself is the id of the object
// that is written.
func (n *naming) canonical(value any, itself string) string {
	switch value := value.(type) {
	case map[string]any:
		var parts []string
		for name, member := range value {
			switch {
			case bookkeeping[name], secret.MatchString(name):
			default:
				parts = append(parts, n.name(name, itself)+"="+n.canonical(member, itself))
			}
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, " ") + "}"
	case []any:
		parts := make([]string, len(value))
		for i, element := range value {
			parts[i] = n.canonical(element, itself)
		}
		slices.Sort(parts)
		return "[" + strings.Join(parts, " ") + "]"
	case string:
		return n.name(value, itself)
	case float64:
		if value >= firstMadeUpNumber && !n.known[fmt.Sprint(value)] {
			return "(number)"
		}
	}
	return fmt.Sprint(value)
}

// firstMadeUpNumber is below every number that Anypoint gives its objects.
const firstMadeUpNumber = 1000

func (n *naming) name(text, itself string) string {
	switch {
	case text == itself:
		return "(itself)"
	case n.isNew(text):
		return "(" + cmp.Or(n.labels[text], "new") + ")"
	case moment.MatchString(text) && !strings.HasPrefix(text, "2099"):
		return "(now)"
	}
	return inText.ReplaceAllStringFunc(text, func(id string) string {
		if n.known[text] {
			return id
		}
		return "(id)"
	})
}

// lines writes one line for each object: of every table of Salesforce, and of
// every other collection of the platforms.
func (n *naming) lines(at string, value any, into picture) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			switch {
			case bookkeeping[name]:
			case strings.Count(at, ".") < 2, strings.HasSuffix(at, ".Tables"), name == "Rows":
				n.lines(at+"."+name, member, into)
			default:
				into[at+"/"+n.name(name, "")+" "+n.canonical(member, name)]++
			}
		}
	case []any:
		for _, element := range value {
			into[at+" "+n.canonical(element, "")]++
		}
	default:
		into[at+" "+n.canonical(value, "")]++
	}
}

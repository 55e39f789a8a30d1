package chaos

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// forgiving is the picture with the settings that a killed run could not restore
// as they should be: whoever is killed between a change and its record takes the
// knowledge of what was before along. Nothing else is forgiven.
func (p picture) forgiving(expected reference) picture {
	forgiven := maps.Clone(p)
	for _, line := range beyond(p, expected.destroyed) {
		if !isSetting(line) || expected.applied[line] == 0 {
			continue
		}
		for _, former := range beyond(expected.destroyed, p) {
			if strings.Fields(former)[0] == strings.Fields(line)[0] {
				forgiven[line]--
				forgiven[former]++
			}
		}
	}
	return forgiven
}

// revision is how often a secret was sent.
var revision = regexp.MustCompile(`\bRevision=\d+`)

// whateverSent is the picture without how often secrets were sent: whether one
// arrived whose answer was lost cannot be read, so it is sent again.
func (p picture) whateverSent() picture {
	alike := picture{}
	for line, count := range p {
		alike[revision.ReplaceAllString(line, "Revision=1")] += count
	}
	return alike
}

func isSetting(line string) bool {
	return strings.HasPrefix(line, ".Salesforce.Components/") && !strings.HasPrefix(line, ".Salesforce.Components/(") ||
		strings.HasPrefix(line, ".Salesforce.Settings")
}

// differences are the lines that only one of two pictures has; of lines that are
// nearly the same only what differs.
func differences(got, want picture) []string {
	extra, missing := beyond(got, want), beyond(want, got)
	var found []string
	for _, line := range extra {
		if twin := slices.IndexFunc(missing, func(other string) bool { return alike(line, other) }); twin >= 0 {
			found = append(found, fmt.Sprintf("other than expected: %s … %s, instead of %s", line[:min(len(line), 60)],
				apart(line, missing[twin]), apart(missing[twin], line)))
			missing = slices.Delete(missing, twin, twin+1)
			continue
		}
		found = append(found, "too many: "+line)
	}
	for _, line := range missing {
		found = append(found, "missing: "+line)
	}
	return found
}

// beyond are the lines that a has more often than b.
func beyond(a, b picture) []string {
	var lines []string
	for _, line := range slices.Sorted(maps.Keys(a)) {
		for range a[line] - b[line] {
			lines = append(lines, line)
		}
	}
	return lines
}

func alike(a, b string) bool {
	return len(apart(a, b))*2 < len(a) && len(apart(b, a))*2 < len(b) && strings.Fields(a)[0] == strings.Fields(b)[0]
}

// apart are the words of a that b lacks.
func apart(a, b string) string {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(b) {
		words[word] = true
	}
	var lacking []string
	for word := range strings.FieldsSeq(a) {
		if !words[word] {
			lacking = append(lacking, word)
		}
	}
	return strings.Join(lacking, " ")
}

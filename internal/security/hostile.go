package security

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed testdata/hostile.txt
var hostile string

// Hostile are texts that would break what does not quote them: queries, XML, JSON,
// paths, headers, terminals.
func Hostile() []string {
	var texts []string
	for line := range strings.Lines(hostile) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, err := strconv.Unquote(line)
		if err != nil {
			panic(fmt.Sprintf("testdata/hostile.txt holds %s: %v", line, err))
		}
		texts = append(texts, text)
	}
	return append(texts, strings.Repeat("a'", 4_000))
}

// Harmless are texts of the sorts that arguments take, which stand for nothing.
// What a provider does with them is what it may do with hostile ones.
func Harmless() []string {
	return []string{"Unheard_Of", "unheard.of@acme.example", "https://unheard.example/of", "192.0.2.77", "unheard-of"}
}

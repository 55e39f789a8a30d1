package salesforceapi

import (
	"iter"
	"net/url"
	"strings"
)

// Quote makes a SOQL string literal of text.
func Quote(text string) string { return "'" + escaper.Replace(text) + "'" }

var escaper = strings.NewReplacer(
	`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\b", `\b`, "\f", `\f`,
)

// In makes the right-hand side of SOQL's IN operator.
func In[S ~string](values []S) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = Quote(string(value))
	}
	return "(" + strings.Join(quoted, ",") + ")"
}

// chunks cuts values into runs whose IN lists keep a query's URL below the
// 16,384 bytes that Salesforce takes, the rest of the query included.
func chunks[S ~string](values []S) iter.Seq[[]S] {
	const longest = 12_000
	return func(yield func([]S) bool) {
		start, size := 0, 0
		for i, value := range values {
			length := len(url.QueryEscape(Quote(string(value)) + ","))
			if size+length > longest && i > start {
				if !yield(values[start:i]) {
					return
				}
				start, size = i, 0
			}
			size += length
		}
		if start < len(values) {
			yield(values[start:])
		}
	}
}

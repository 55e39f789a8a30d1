package simulator

import (
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

const (
	// soqlMaximumLength and soqlMaximumDepth bound what a query may be.
	soqlMaximumLength = 100000
	soqlMaximumDepth  = 100
)

// soqlQuery is SELECT … FROM … WHERE … ORDER BY … LIMIT … OFFSET ….
type soqlQuery struct {
	Select *soqlSelect    `parser:"'SELECT' @@"`
	From   string         `parser:"'FROM' @Ident"`
	Where  *soqlCondition `parser:"('WHERE' @@)?"`
	Order  []*soqlOrder   `parser:"('ORDER' 'BY' @@ (',' @@)*)?"`
	Limit  *int           `parser:"('LIMIT' @Number)?"`
	Offset *int           `parser:"('OFFSET' @Number)?"`
}

// soqlSelect is COUNT() or a list of fields.
type soqlSelect struct {
	Count  bool        `parser:"( @('COUNT' '(' ')')"`
	Fields []*soqlPath `parser:"| @@ (',' @@)* )"`
}

// soqlPath is a field, or relationships that lead to one, joined by dots.
type soqlPath struct {
	Names []string `parser:"@Ident ('.' @Ident)*"`
}

func (p *soqlPath) String() string { return strings.Join(p.Names, ".") }

// soqlCondition is a list of terms joined by AND or by OR; to mix them takes
// parentheses.
type soqlCondition struct {
	First *soqlTerm   `parser:"@@"`
	And   []*soqlTerm `parser:"( ('AND' @@)+"`
	Or    []*soqlTerm `parser:"| ('OR' @@)+ )?"`
}

type soqlTerm struct {
	Not        bool            `parser:"@'NOT'?"`
	Group      *soqlCondition  `parser:"( '(' @@ ')'"`
	Comparison *soqlComparison `parser:"| @@ )"`
}

// soqlComparison is a field against one literal, a list of them, or the result
// of another query.
type soqlComparison struct {
	Field    *soqlPath      `parser:"@@"`
	Operator string         `parser:"( @(Operator | 'LIKE')"`
	Literal  *soqlLiteral   `parser:"  @@"`
	NotIn    bool           `parser:"| @'NOT'? 'IN' '('"`
	List     []*soqlLiteral `parser:"  ( @@ (',' @@)*"`
	Query    *soqlQuery     `parser:"  | @@ ) ')' )"`
}

type soqlLiteral struct {
	Text   *string  `parser:"  @String"`
	Date   *string  `parser:"| @DateTime"`
	Number *float64 `parser:"| @Number"`
	True   bool     `parser:"| @'TRUE'"`
	False  bool     `parser:"| @'FALSE'"`
	Null   bool     `parser:"| @'NULL'"`
}

type soqlOrder struct {
	Field      *soqlPath `parser:"@@"`
	Descending bool      `parser:"( 'ASC' | @'DESC' )?"`
	NullsLast  bool      `parser:"( 'NULLS' ( 'FIRST' | @'LAST' ) )?"`
}

var soqlParser = participle.MustBuild[soqlQuery](
	participle.Lexer(lexer.MustSimple([]lexer.SimpleRule{
		{Name: "Keyword", Pattern: `(?i)\b(SELECT|COUNT|FROM|WHERE|AND|OR|NOT|IN|LIKE|NULL|TRUE|FALSE|ORDER|BY|ASC|DESC|NULLS|FIRST|LAST|LIMIT|OFFSET)\b`},
		{Name: "Ident", Pattern: `[A-Za-z][A-Za-z0-9_]*`},
		{Name: "DateTime", Pattern: `\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2}))?`},
		{Name: "Number", Pattern: `[-+]?\d+(\.\d+)?`},
		{Name: "String", Pattern: `'(\\.|[^'\\])*'`},
		{Name: "Operator", Pattern: `<=|>=|!=|<>|=|<|>`},
		{Name: "Punctuation", Pattern: `[(),.]`},
		{Name: "space", Pattern: `\s+`},
	})),
	participle.CaseInsensitive("Keyword"),
	participle.Elide("space"),
)

// parseSOQL reads a query.
func parseSOQL(text string) (*soqlQuery, *salesforceError) {
	if len(text) > soqlMaximumLength {
		return nil, malformedQuery("SOQL statements cannot be longer than %d characters.", soqlMaximumLength)
	}
	if nesting(text) > soqlMaximumDepth {
		return nil, malformedQuery("the query is nested too deeply")
	}
	query, err := soqlParser.ParseString("", text)
	if err != nil {
		return nil, malformedQuery("%s", err.Error())
	}
	return query, nil
}

func malformedQuery(format string, args ...any) *salesforceError {
	return refusal("MALFORMED_QUERY", format, args...)
}

// nesting is how deep the parentheses of a query go. It is known before the
// query is parsed, which recurses.
func nesting(text string) int {
	depth, deepest, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
			deepest = max(deepest, depth)
		case c == ')':
			depth--
		}
	}
	return deepest
}

// unescapeSOQL is the value of a quoted literal. Escapes other than the
// documented ones are errors; \_ and \% stand in LIKE patterns alone, where they
// stay escaped.
func unescapeSOQL(quoted string, like bool) (string, *salesforceError) {
	raw := quoted[1 : len(quoted)-1]
	if !strings.Contains(raw, `\`) {
		return raw, nil
	}
	var text strings.Builder
	for len(raw) > 0 {
		if raw[0] != '\\' {
			text.WriteByte(raw[0])
			raw = raw[1:]
			continue
		}
		plain, rest, right := unescapeOne(raw[1:], like)
		if !right {
			return "", malformedQuery(`Invalid string literal %s. Illegal character sequence '\%.1s' in string literal.`, quoted, raw[1:])
		}
		text.WriteString(plain)
		raw = rest
	}
	return text.String(), nil
}

package simulator

import (
	"regexp"
	"strconv"
	"strings"
)

// unescapeOne reads what follows a backslash, and returns the rest.
func unescapeOne(escape string, like bool) (plain, rest string, right bool) {
	switch c := escape[0]; c {
	case 'n', 'N':
		return "\n", escape[1:], true
	case 'r', 'R':
		return "\r", escape[1:], true
	case 't', 'T':
		return "\t", escape[1:], true
	case 'b', 'B':
		return "\b", escape[1:], true
	case 'f', 'F':
		return "\f", escape[1:], true
	case '"', '\'':
		return escape[:1], escape[1:], true
	case '\\':
		if like {
			return `\\`, escape[1:], true
		}
		return `\`, escape[1:], true
	case '_', '%':
		return `\` + escape[:1], escape[1:], like
	case 'u', 'U':
		if len(escape) < 5 {
			return "", "", false
		}
		code, err := strconv.ParseUint(escape[1:5], 16, 32)
		return string(rune(code)), escape[5:], err == nil //nolint:gosec // four hexadecimal digits
	}
	return "", "", false
}

// likePattern compiles a LIKE pattern: % is any text, _ any character, in any
// case.
func likePattern(pattern string) (*regexp.Regexp, *salesforceError) {
	var expression strings.Builder
	expression.WriteString(`(?is)^`)
	escaped := false
	for _, c := range pattern {
		switch {
		case escaped:
			expression.WriteString(regexp.QuoteMeta(string(c)))
			escaped = false
		case c == '\\':
			escaped = true
		case c == '%':
			expression.WriteString(".*")
		case c == '_':
			expression.WriteString(".")
		default:
			expression.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	compiled, err := regexp.Compile(expression.String() + "$")
	if err != nil {
		return nil, malformedQuery("the pattern %s is not valid", pattern)
	}
	return compiled, nil
}

// soqlValue is the literal as a value that rows hold, checked against the field
// that it is compared with: nil, bool, float64, or string.
func (l *soqlLiteral) soqlValue(field *salesforceField) (any, *salesforceError) {
	switch field.Kind {
	case kindBoolean:
		if l.True || l.False {
			return l.True, nil
		}
	case kindInt:
		if l.Number != nil {
			return *l.Number, nil
		}
	case kindDatetime:
		if l.Date != nil {
			return l.datetime(field)
		}
	case kindID, kindReference:
		if l.Text != nil {
			return l.id(field)
		}
	case kindString, kindEmail, kindPicklist:
		if l.Text != nil {
			text, refused := unescapeSOQL(*l.Text, false)
			if text == "" {
				return nil, refused
			}
			return strings.ToLower(text), refused
		}
	}
	if l.Null {
		return nil, nil
	}
	return nil, wrongCriterion(field)
}

func wrongCriterion(field *salesforceField) *salesforceError {
	quotes := "should not be enclosed in quotes"
	switch field.Kind {
	case kindID, kindReference, kindString, kindEmail, kindPicklist:
		quotes = "should be enclosed in quotes"
	case kindBoolean, kindInt, kindDatetime:
	}
	return refusal("INVALID_FIELD", "value of filter criterion for field '%s' must be of type %s and %s",
		field.Name, field.Kind, quotes)
}

func (l *soqlLiteral) datetime(field *salesforceField) (any, *salesforceError) {
	at, err := parseSalesforceTime(*l.Date)
	if err != nil || len(*l.Date) == len("2006-01-02") {
		return nil, wrongCriterion(field)
	}
	return at.UTC().Format(salesforceTime), nil
}

func (l *soqlLiteral) id(field *salesforceField) (any, *salesforceError) {
	text, refused := unescapeSOQL(*l.Text, false)
	if refused != nil {
		return nil, refused
	}
	if text == "" {
		return nil, nil
	}
	id, right := canonicalID(text)
	if !right {
		return nil, refusal("INVALID_QUERY_FILTER_OPERATOR", "%s: invalid ID field: %s", field.Name, text)
	}
	return id, nil
}

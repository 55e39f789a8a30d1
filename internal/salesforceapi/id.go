package salesforceapi

import (
	"fmt"
	"slices"
	"strings"
)

// ID is a record's id in its form of 18 characters, which is safe to compare
// without regard to how a person wrote it.
type ID string

// ParseID reads an id of 15 or 18 characters. The last three of the longer form
// are a checksum over the case of the others; one that does not fit is an error,
// as it is to Salesforce.
func ParseID(text string) (ID, error) {
	if len(text) != 15 && len(text) != 18 {
		return "", fmt.Errorf("%q is not a Salesforce id: it has %d characters instead of 15 or 18", text, len(text))
	}
	for _, char := range text {
		if !isAlphanumeric(char) {
			return "", fmt.Errorf("%q is not a Salesforce id: it holds more than letters and digits", text)
		}
	}
	full := text[:15] + checksum(text[:15])
	if len(text) == 18 && full != text {
		return "", fmt.Errorf("%q is not a Salesforce id: its last three characters do not fit the case of the others", text)
	}
	return ID(full), nil
}

// NormalizeID is the form of 18 characters of an id, or text itself when it is
// none.
func NormalizeID(text string) string {
	if id, err := ParseID(text); err == nil {
		return string(id)
	}
	return text
}

// IsID tells whether text is an id that begins with one of the prefixes, or any
// id without prefixes.
func IsID(text string, prefixes ...string) bool {
	if _, err := ParseID(text); err != nil {
		return false
	}
	return len(prefixes) == 0 ||
		slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}

// checksum tells in one character per group of five which of them are capitals,
// the first one in the lowest bit.
func checksum(short string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	sum := make([]byte, 0, 3)
	for group := 0; group < 15; group += 5 {
		capitals := 0
		for bit, char := range short[group : group+5] {
			if char >= 'A' && char <= 'Z' {
				capitals |= 1 << bit
			}
		}
		sum = append(sum, alphabet[capitals])
	}
	return string(sum)
}

func isAlphanumeric(char rune) bool {
	return char >= '0' && char <= '9' || char >= 'A' && char <= 'Z' || char >= 'a' && char <= 'z'
}

// UnmarshalText reads an id that the platform sent. It keeps what is none as it
// is, because an id in an answer is the platform's business.
func (i *ID) UnmarshalText(text []byte) error {
	*i = ID(NormalizeID(string(text)))
	return nil
}

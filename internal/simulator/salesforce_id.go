package simulator

import "strings"

const (
	// salesforceInstanceKey is the part of every id that names the instance.
	salesforceInstanceKey = "5g0"
	base62                = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	checksumAlphabet      = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
)

// salesforceID is the 18-character id of a type's number-th row. Ids of one type
// sort in the order of their numbers.
func salesforceID(prefix string, number int) string {
	digits := []byte("000000000")
	// The offset makes the ids of even a small organization mix letters of both
	// cases, as real ones do.
	for i, rest := len(digits)-1, number*4177+62*62*62*11; rest > 0; i, rest = i-1, rest/62 {
		digits[i] = base62[rest%62]
	}
	id := prefix + salesforceInstanceKey + string(digits)
	return id + salesforceChecksum(id)
}

// salesforceChecksum is the three characters that make a 15-character id safe
// for systems that ignore case: one bit for each upper-case letter.
func salesforceChecksum(id string) string {
	checksum := make([]byte, 0, 3)
	for start := 0; start+5 <= len(id); start += 5 {
		bits := 0
		for i := range 5 {
			if c := id[start+i]; 'A' <= c && c <= 'Z' {
				bits |= 1 << i
			}
		}
		checksum = append(checksum, checksumAlphabet[bits])
	}
	return string(checksum)
}

// canonicalID is the 18-character form of an id given in 15 or 18 characters. It
// is false for anything else, such as an 18-character id in the wrong case.
func canonicalID(id string) (string, bool) {
	if len(id) != 15 && len(id) != 18 {
		return "", false
	}
	if strings.Trim(id, base62) != "" {
		return "", false
	}
	canonical := id[:15] + salesforceChecksum(id[:15])
	return canonical, len(id) == 15 || id == canonical
}

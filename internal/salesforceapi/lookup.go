package salesforceapi

import "strings"

// lookup is one way in which a listed row can be asked for.
type lookup struct {
	by    string
	value string
}

// byName looks names up as the platform compares them, without regard to case.
func byName(name string) lookup { return lookup{by: "name", value: strings.ToLower(name)} }

// byID looks an id up in either of its forms.
func byID(id string) lookup { return lookup{by: "id", value: NormalizeID(id)} }

package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// settings are the values of one block of the provider's configuration, filled
// up from the environment.
type settings struct {
	block   string
	values  map[string]string
	written map[string]bool // set by the configuration itself
	unknown []string
}

// environment names the variables of each argument, in order of precedence.
type environment map[string][]string

// readSettings reads the strings and numbers of block. The configuration wins over
// the environment.
func readSettings(name string, block types.Object, variables environment, getenv func(string) string) *settings {
	read := &settings{block: name, values: map[string]string{}, written: map[string]bool{}}
	if block.IsUnknown() {
		read.unknown = []string{"*"}
		return read
	}
	for argument, value := range block.Attributes() {
		read.take(argument, value)
	}
	for argument, names := range variables {
		if read.values[argument] != "" || slices.Contains(read.unknown, argument) {
			continue
		}
		for _, variable := range names {
			if value := getenv(variable); value != "" {
				read.values[argument] = value
				break
			}
		}
	}
	slices.Sort(read.unknown)
	return read
}

func (s *settings) take(argument string, value attr.Value) {
	if value.IsUnknown() {
		s.unknown = append(s.unknown, argument)
		return
	}
	text := ""
	switch value := value.(type) {
	case types.String:
		text = value.ValueString()
	case types.Int64:
		if !value.IsNull() {
			text = value.String()
		}
	}
	if text != "" {
		s.values[argument] = text
		s.written[argument] = true
	}
}

// get is an argument's value, or empty.
func (s *settings) get(argument string) string { return s.values[argument] }

// any tells that at least one of the arguments has a value.
func (s *settings) any(arguments ...string) bool {
	return slices.ContainsFunc(arguments, func(a string) bool { return s.values[a] != "" })
}

// way is one way of signing in: the argument that decides for it, and the others
// that it takes.
type way struct {
	name    string
	decided string
	needs   []string
	allows  []string
}

// choose finds the one way of signing in that the settings describe. Deciding
// arguments of the configuration count alone; those of the environment count
// only where the configuration has none.
func (s *settings) choose(ways []way) (way, error) {
	chosen := s.decided(ways, func(argument string) bool { return s.written[argument] })
	if len(chosen) == 0 {
		chosen = s.decided(ways, func(argument string) bool { return s.values[argument] != "" })
	}
	switch len(chosen) {
	case 0:
		return way{}, fmt.Errorf("the %s block names no way to sign in: set one of %s", s.block, describe(ways))
	case 1:
	default:
		return way{}, fmt.Errorf("the %s block names more than one way to sign in (%s): keep exactly one",
			s.block, describe(chosen))
	}
	for _, argument := range chosen[0].needs {
		if s.values[argument] == "" {
			return way{}, fmt.Errorf("signing in by %s also takes %s.%s", chosen[0].name, s.block, argument)
		}
	}
	return chosen[0], nil
}

func (s *settings) decided(ways []way, has func(string) bool) []way {
	var chosen []way
	taken := map[string]bool{}
	for _, candidate := range ways {
		if !has(candidate.decided) || taken[candidate.decided] {
			continue
		}
		chosen = append(chosen, candidate)
		// What belongs to this way decides for no other: a client secret beside a
		// refresh token is part of it.
		for _, argument := range slices.Concat(candidate.needs, candidate.allows) {
			taken[argument] = true
		}
	}
	return chosen
}

func describe(ways []way) string {
	names := make([]string, len(ways))
	for i, candidate := range ways {
		names[i] = fmt.Sprintf("%s (%s)", candidate.decided, candidate.name)
	}
	return strings.Join(names, ", ")
}

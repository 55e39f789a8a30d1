package anypoint

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Configurations of policies are JSON of any shape. What is said here of keys holds
// at any depth of objects; a list is one value.

// decodeJSON is nil for what is no JSON.
func decodeJSON(document json.RawMessage) any {
	var decoded any
	if json.Unmarshal(document, &decoded) != nil {
		return nil
	}
	return decoded
}

// encodeJSON is nil for what cannot be JSON, which decoded JSON always can.
func encodeJSON(value any) json.RawMessage {
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	return encoded
}

func sameJSON(one, other json.RawMessage) bool {
	return reflect.DeepEqual(decodeJSON(one), decodeJSON(other))
}

// mergeJSON is base with over on top; no base is over alone.
func mergeJSON(base, over json.RawMessage) json.RawMessage {
	if len(over) == 0 {
		return base
	}
	return encodeJSON(merged(decodeJSON(base), decodeJSON(over)))
}

func merged(base, over any) any {
	below, isObject := base.(map[string]any)
	above, isAlso := over.(map[string]any)
	if !isObject || !isAlso {
		return over
	}
	result := maps.Clone(below)
	for key, value := range above {
		result[key] = merged(below[key], value)
	}
	return result
}

// overlap lists the keys that both hold.
func overlap(one, other any) []string {
	first, isObject := one.(map[string]any)
	second, isAlso := other.(map[string]any)
	if !isObject || !isAlso {
		return nil
	}
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(second)) {
		value, both := first[key]
		if !both {
			continue
		}
		inner := overlap(value, second[key])
		for _, name := range inner {
			keys = append(keys, key+"."+name)
		}
		_, isObject := value.(map[string]any)
		if _, isAlso := second[key].(map[string]any); !isObject || !isAlso {
			keys = append(keys, key)
		}
	}
	return keys
}

// shapeOf is a value with null in place of all that is no object: its keys.
func shapeOf(value any) any {
	object, isObject := value.(map[string]any)
	if !isObject {
		return nil
	}
	shape := make(map[string]any, len(object))
	for key, member := range object {
		shape[key] = shapeOf(member)
	}
	return shape
}

// without is a value without the keys of a shape.
func without(value, shape any) any {
	object, isObject := value.(map[string]any)
	keys, has := shape.(map[string]any)
	if !isObject || !has {
		return value
	}
	result := maps.Clone(object)
	for key, inner := range keys {
		member, present := result[key]
		if _, isShape := inner.(map[string]any); isShape && present {
			result[key] = without(member, inner)
			continue
		}
		delete(result, key)
	}
	return result
}

// unkept compares what was sent with what is read back. Keys that the platform
// adds are fine; missing are those that it left out, other those that it changed.
func unkept(sent, back any) (missing, other []string) {
	before, isObject := sent.(map[string]any)
	after, isAlso := back.(map[string]any)
	switch {
	case isObject && isAlso:
		for _, key := range slices.Sorted(maps.Keys(before)) {
			value, present := after[key]
			if !present {
				missing = append(missing, key)
				continue
			}
			innerMissing, innerOther := unkept(before[key], value)
			missing, other = append(missing, under(key, innerMissing)...), append(other, under(key, innerOther)...)
		}
	case !sameElements(sent, back):
		other = []string{""}
	}
	return missing, other
}

// sameElements compares values that are not both objects; objects in lists may have
// gained keys.
func sameElements(sent, back any) bool {
	before, isList := sent.([]any)
	after, isAlso := back.([]any)
	if !isList || !isAlso {
		return reflect.DeepEqual(sent, back)
	}
	return slices.EqualFunc(before, after, func(a, b any) bool {
		missing, other := unkept(a, b)
		return len(missing)+len(other) == 0
	})
}

func under(key string, inner []string) []string {
	keys := make([]string, len(inner))
	for i, name := range inner {
		keys[i] = strings.TrimSuffix(key+"."+name, ".")
	}
	return keys
}

// memory is what a resource remembers of a configuration beside its state, so that
// defaults which the platform adds, and secrets that it withholds, are no drift.
// It holds no secret.
type memory struct {
	// Back is what the platform read back after the last write.
	Back json.RawMessage `json:"back,omitempty"`
	// WriteOnly are the keys of the write-only configuration, with null for values.
	WriteOnly any `json:"write_only,omitempty"`
}

// remember notes what the platform read back after a write with those write-only
// values.
func remember(back, secrets json.RawMessage) memory {
	shape := shapeOf(decodeJSON(secrets))
	return memory{Back: encodeJSON(without(decodeJSON(back), shape)), WriteOnly: shape}
}

// seen is the configuration to show for one that the platform tells now, where
// before was the last. What reads back as it did after the last write is as it was.
func (m memory) seen(before, now json.RawMessage) json.RawMessage {
	current := without(decodeJSON(now), m.WriteOnly)
	if len(m.Back) == 0 {
		return encodeJSON(current)
	}
	back := decodeJSON(m.Back)
	if reflect.DeepEqual(current, back) {
		return before
	}
	members, isObject := current.(map[string]any)
	known, wasObject := back.(map[string]any)
	shown, wasShown := decodeJSON(before).(map[string]any)
	if !isObject || !wasObject || !wasShown {
		return encodeJSON(current)
	}
	result := map[string]any{}
	for key, value := range members {
		if !reflect.DeepEqual(value, known[key]) {
			result[key] = value
		}
	}
	for key, value := range shown {
		now, told := members[key]
		then, toldThen := known[key]
		if told == toldThen && reflect.DeepEqual(now, then) {
			result[key] = value
		}
	}
	return encodeJSON(result)
}

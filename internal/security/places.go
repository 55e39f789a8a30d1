package security

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Place is one place for a text in a configuration: an attribute, a key of a map,
// an element of a list.
type Place struct {
	// Path tells where it is.
	Path string
	// Secret tells that what stands there is sensitive or write-only.
	Secret bool
	// With is the configuration with a text put there.
	With func(text string) map[string]any
}

// Places are all places for texts in a configuration: where it has one, and where
// the schema lets it have one.
func Places(schema *tfprotov6.Schema, config map[string]any) []Place {
	return placesIn("", schema.Block.Attributes, config, false, func(changed any) map[string]any {
		whole, _ := changed.(map[string]any)
		return whole
	})
}

// put makes the whole configuration out of one part of it that has changed.
type put = func(changed any) map[string]any

func placesIn(at string, attributes []*tfprotov6.SchemaAttribute, object map[string]any, secret bool, whole put) []Place {
	var found []Place
	for _, attribute := range attributes {
		if !attribute.Optional && !attribute.Required {
			continue
		}
		inside := func(changed any) map[string]any {
			copied := maps.Clone(object)
			copied[attribute.Name] = changed
			return whole(copied)
		}
		hidden := secret || attribute.Sensitive || attribute.WriteOnly
		path, value := at+attribute.Name, object[attribute.Name]
		switch {
		case attribute.NestedType != nil:
			found = append(found, placesInNested(path, attribute.NestedType, value, hidden, inside)...)
		case attribute.Type.Is(tftypes.String):
			found = append(found, placeAt(path, hidden, inside))
		default:
			found = append(found, placesInValue(path, value, hidden, inside)...)
		}
	}
	return found
}

func placeAt(path string, secret bool, whole put) Place {
	return Place{Path: path, Secret: secret, With: func(text string) map[string]any { return whole(text) }}
}

func placesInNested(at string, nested *tfprotov6.SchemaObject, value any, secret bool, whole put) []Place {
	switch value := value.(type) {
	case map[string]any:
		if nested.Nesting == tfprotov6.SchemaObjectNestingModeSingle {
			return placesIn(at+".", nested.Attributes, value, secret, whole)
		}
		return placesInMap(at, value, secret, whole, func(path string, element any, inside put) []Place {
			object, _ := element.(map[string]any)
			return placesIn(path+".", nested.Attributes, object, secret, inside)
		})
	case []any:
		return placesInList(at, value, whole, func(path string, element any, inside put) []Place {
			object, _ := element.(map[string]any)
			return placesIn(path+".", nested.Attributes, object, secret, inside)
		})
	}
	return nil
}

func placesInValue(at string, value any, secret bool, whole put) []Place {
	inner := func(path string, element any, inside put) []Place {
		if _, text := element.(string); text {
			return []Place{placeAt(path, secret, inside)}
		}
		return placesInValue(path, element, secret, inside)
	}
	switch value := value.(type) {
	case map[string]any:
		return placesInMap(at, value, secret, whole, inner)
	case []any:
		return placesInList(at, value, whole, inner)
	}
	return nil
}

type walk = func(path string, element any, inside put) []Place

// placesInMap are the keys, and what stands below them.
func placesInMap(at string, object map[string]any, secret bool, whole put, inner walk) []Place {
	var found []Place
	for _, key := range slices.Sorted(maps.Keys(object)) {
		path := fmt.Sprintf("%s[%q]", at, key)
		found = append(found, Place{Path: "the key " + path, Secret: secret, With: func(text string) map[string]any {
			copied := maps.Clone(object)
			delete(copied, key)
			copied[text] = object[key]
			return whole(copied)
		}})
		found = append(found, inner(path, object[key], func(changed any) map[string]any {
			copied := maps.Clone(object)
			copied[key] = changed
			return whole(copied)
		})...)
	}
	return found
}

func placesInList(at string, list []any, whole put, inner walk) []Place {
	var found []Place
	for i, element := range list {
		found = append(found, inner(fmt.Sprintf("%s[%d]", at, i), element, func(changed any) map[string]any {
			copied := slices.Clone(list)
			copied[i] = changed
			return whole(copied)
		})...)
	}
	return found
}

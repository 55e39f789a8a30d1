package framework

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// secretsOf are the texts that a value holds in sensitive and write-only places.
func secretsOf(schema *tfprotov6.Schema, value *tfprotov6.DynamicValue) []string {
	if schema == nil || value == nil {
		return nil
	}
	decoded, err := value.Unmarshal(schema.ValueType())
	if err != nil {
		return nil // the framework tells what is wrong with it
	}
	return blockSecrets(schema.Block, decoded)
}

func blockSecrets(block *tfprotov6.SchemaBlock, value tftypes.Value) []string {
	found := attributeSecrets(block.Attributes, value)
	for _, inner := range block.BlockTypes {
		for _, element := range elementsOf(childOf(value, inner.TypeName), inner.Nesting != tfprotov6.SchemaNestedBlockNestingModeSingle) {
			found = append(found, blockSecrets(inner.Block, element)...)
		}
	}
	return found
}

func attributeSecrets(attributes []*tfprotov6.SchemaAttribute, value tftypes.Value) []string {
	var found []string
	for _, attribute := range attributes {
		child := childOf(value, attribute.Name)
		switch {
		case attribute.Sensitive || attribute.WriteOnly:
			found = append(found, textsOf(child)...)
		case attribute.NestedType != nil:
			for _, element := range elementsOf(child, attribute.NestedType.Nesting != tfprotov6.SchemaObjectNestingModeSingle) {
				found = append(found, attributeSecrets(attribute.NestedType.Attributes, element)...)
			}
		}
	}
	return found
}

func childOf(value tftypes.Value, name string) tftypes.Value {
	return asMap(value)[name]
}

// elementsOf are the objects of a collection, or the only one there is.
func elementsOf(value tftypes.Value, many bool) []tftypes.Value {
	if !many {
		return []tftypes.Value{value}
	}
	elements := asList(value)
	for _, element := range asMap(value) {
		elements = append(elements, element)
	}
	return elements
}

// textsOf are all texts in a value.
func textsOf(value tftypes.Value) []string {
	var text *string
	if value.Type() != nil && value.Type().Is(tftypes.String) && value.IsKnown() && value.As(&text) == nil && text != nil {
		return []string{*text}
	}
	var found []string
	for _, element := range elementsOf(value, true) {
		found = append(found, textsOf(element)...)
	}
	return found
}

func asMap(value tftypes.Value) map[string]tftypes.Value {
	var elements map[string]tftypes.Value
	if value.Type() == nil || !value.IsKnown() || value.As(&elements) != nil {
		return nil
	}
	return elements
}

func asList(value tftypes.Value) []tftypes.Value {
	var elements []tftypes.Value
	if value.Type() == nil || !value.IsKnown() || value.As(&elements) != nil {
		return nil
	}
	return elements
}

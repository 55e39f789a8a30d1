package main

import (
	"encoding/json"
	"fmt"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

func convert(
	schema *tfprotov6.GetProviderSchemaResponse, identities *tfprotov6.GetResourceIdentitySchemasResponse,
) (*tfjson.ProviderSchemas, error) {
	converted := &tfjson.ProviderSchema{ResourceIdentitySchemas: map[string]*tfjson.IdentitySchema{}}
	var err error
	if converted.ConfigSchema, err = convertSchema(schema.Provider); err != nil {
		return nil, err
	}
	if converted.ResourceSchemas, err = convertSchemas(schema.ResourceSchemas); err != nil {
		return nil, err
	}
	if converted.DataSourceSchemas, err = convertSchemas(schema.DataSourceSchemas); err != nil {
		return nil, err
	}
	if converted.EphemeralResourceSchemas, err = convertSchemas(schema.EphemeralResourceSchemas); err != nil {
		return nil, err
	}
	for name, identity := range identities.IdentitySchemas {
		if converted.ResourceIdentitySchemas[name], err = convertIdentity(identity); err != nil {
			return nil, fmt.Errorf("identity of %s: %w", name, err)
		}
	}
	return &tfjson.ProviderSchemas{
		FormatVersion: "1.0", Schemas: map[string]*tfjson.ProviderSchema{"apiaccess": converted},
	}, nil
}

func convertSchemas(schemas map[string]*tfprotov6.Schema) (map[string]*tfjson.Schema, error) {
	converted := map[string]*tfjson.Schema{}
	for name, schema := range schemas {
		var err error
		if converted[name], err = convertSchema(schema); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return converted, nil
}

func convertSchema(schema *tfprotov6.Schema) (*tfjson.Schema, error) {
	if len(schema.Block.BlockTypes) > 0 {
		return nil, fmt.Errorf("nested blocks are not used here: %s", schema.Block.BlockTypes[0].TypeName)
	}
	attributes, err := convertAttributes(schema.Block.Attributes)
	if err != nil {
		return nil, err
	}
	return &tfjson.Schema{
		Version: uint64(schema.Version), //nolint:gosec // versions count from zero
		Block: &tfjson.SchemaBlock{
			Attributes: attributes, Description: schema.Block.Description,
			DescriptionKind: kind(schema.Block.DescriptionKind), Deprecated: schema.Block.Deprecated,
		},
	}, nil
}

func convertAttributes(attributes []*tfprotov6.SchemaAttribute) (map[string]*tfjson.SchemaAttribute, error) {
	converted := map[string]*tfjson.SchemaAttribute{}
	for _, attribute := range attributes {
		one := &tfjson.SchemaAttribute{
			Description: attribute.Description, DescriptionKind: kind(attribute.DescriptionKind),
			Deprecated: attribute.Deprecated, Required: attribute.Required, Optional: attribute.Optional,
			Computed: attribute.Computed, Sensitive: attribute.Sensitive, WriteOnly: attribute.WriteOnly,
		}
		var err error
		if attribute.NestedType != nil {
			one.AttributeNestedType, err = convertNested(attribute.NestedType)
		} else {
			one.AttributeType, err = convertType(attribute.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", attribute.Name, err)
		}
		converted[attribute.Name] = one
	}
	return converted, nil
}

func convertNested(object *tfprotov6.SchemaObject) (*tfjson.SchemaNestedAttributeType, error) {
	attributes, err := convertAttributes(object.Attributes)
	if err != nil {
		return nil, err
	}
	return &tfjson.SchemaNestedAttributeType{
		Attributes: attributes, NestingMode: tfjson.SchemaNestingMode(strings.ToLower(object.Nesting.String())),
	}, nil
}

func convertIdentity(identity *tfprotov6.ResourceIdentitySchema) (*tfjson.IdentitySchema, error) {
	converted := &tfjson.IdentitySchema{
		Version:    uint64(identity.Version), //nolint:gosec // versions count from zero
		Attributes: map[string]*tfjson.IdentityAttribute{},
	}
	for _, attribute := range identity.IdentityAttributes {
		attributeType, err := convertType(attribute.Type)
		if err != nil {
			return nil, err
		}
		converted.Attributes[attribute.Name] = &tfjson.IdentityAttribute{
			IdentityType: attributeType, Description: attribute.Description,
			RequiredForImport: attribute.RequiredForImport, OptionalForImport: attribute.OptionalForImport,
		}
	}
	return converted, nil
}

// convertType goes through JSON, in which both libraries write types alike.
func convertType(from tftypes.Type) (cty.Type, error) {
	encoded, err := from.MarshalJSON() //nolint:staticcheck // the only way between the two libraries
	if err != nil {
		return cty.NilType, fmt.Errorf("encoding the type: %w", err)
	}
	var converted cty.Type
	if err := json.Unmarshal(encoded, &converted); err != nil {
		return cty.NilType, fmt.Errorf("decoding the type: %w", err)
	}
	return converted, nil
}

func kind(from tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	if from == tfprotov6.StringKindMarkdown {
		return tfjson.SchemaDescriptionKindMarkdown
	}
	return tfjson.SchemaDescriptionKindPlain
}

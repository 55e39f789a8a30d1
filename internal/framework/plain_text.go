package framework

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// refuseControls reports the texts of a configuration that hold a character which
// XML cannot: on its way to a platform it would become another, unseen.
func refuseControls(schema *tfprotov6.Schema, config *tfprotov6.DynamicValue) []*tfprotov6.Diagnostic {
	if schema == nil || config == nil {
		return nil
	}
	value, err := config.Unmarshal(schema.ValueType())
	if err != nil {
		return nil // the framework tells what is wrong with it
	}
	var told []*tfprotov6.Diagnostic
	_ = tftypes.Walk(value, func(at *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		if where, character, is := controlIn(at, value); is {
			told = append(told, &tfprotov6.Diagnostic{
				Severity: tfprotov6.DiagnosticSeverityError, Summary: "Text with a control character", Attribute: outOfSets(at),
				Detail: fmt.Sprintf("%s holds the character %U, which the platforms cannot store. Take it out.", where, character),
			})
		}
		return true, nil // nothing here fails
	})
	return told
}

// controlIn looks at a text, and at the key of a map by which it is reached.
func controlIn(at *tftypes.AttributePath, value tftypes.Value) (where string, character rune, is bool) {
	if key, isKey := at.LastStep().(tftypes.ElementKeyString); isKey {
		if character, is := firstControl(string(key)); is {
			return "The key", character, true
		}
	}
	var text *string
	if value.Type().Is(tftypes.String) && value.IsKnown() && value.As(&text) == nil && text != nil {
		character, is = firstControl(*text)
	}
	return "The text", character, is
}

func firstControl(text string) (rune, bool) {
	at := strings.IndexFunc(text, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
	})
	if at < 0 {
		return 0, false
	}
	for _, character := range text[at:] {
		return character, true
	}
	return 0, false
}

// outOfSets is a path up to the first set in it: an element of a set has no path
// but its value.
func outOfSets(at *tftypes.AttributePath) *tftypes.AttributePath {
	steps := at.Steps()
	for i, step := range steps {
		if _, isSet := step.(tftypes.ElementKeyValue); isSet {
			return tftypes.NewAttributePathWithSteps(steps[:i])
		}
	}
	return at
}

package salesforce

import (
	"encoding/xml"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// exampleOf is a value of the type that value has.
func exampleOf(value attr.Value) attr.Value {
	switch value.(type) {
	case types.Bool:
		return types.BoolValue(true)
	case types.Int64:
		return types.Int64Value(30)
	}
	return types.StringValue("example")
}

// testEachIsItsElement checks that every attribute is named as the element that it
// sets, that it reads back what it sets, and that no element is forgotten.
func testEachIsItsElement[T any](t *testing.T, attributes settings[T]) {
	t.Helper()
	for _, one := range attributes {
		section := new(T)
		example := exampleOf(one.get(section))
		one.set(section, example)
		if got := one.get(section); !got.Equal(example) {
			t.Errorf("%s was set to %s and reads as %s", one.name, example, got)
		}
		encoded, err := xml.Marshal(section)
		if err != nil {
			t.Fatal(err)
		}
		var parts struct {
			Elements []struct{ XMLName xml.Name } `xml:",any"`
		}
		if err := xml.Unmarshal(encoded, &parts); err != nil || len(parts.Elements) != 1 {
			t.Fatalf("%s sets %s, %v", one.name, encoded, err)
		}
		if element := parts.Elements[0].XMLName.Local; strings.ToLower(element) != strings.ReplaceAll(one.name, "_", "") {
			t.Errorf("%s sets %s", one.name, element)
		}
	}
	if fields := reflect.TypeFor[T]().NumField() - 1; len(attributes) != fields { // but Unknown
		t.Errorf("%d attributes for %d elements", len(attributes), fields)
	}
}

func TestEverySessionSettingIsItsElement(t *testing.T) {
	t.Parallel()
	testEachIsItsElement(t, sessionSettings)
}

func TestEveryPasswordPolicyIsItsElement(t *testing.T) {
	t.Parallel()
	testEachIsItsElement(t, passwordPolicies)
}

func TestEveryExternalClientAppSettingIsItsElement(t *testing.T) {
	t.Parallel()
	testEachIsItsElement(t, externalClientAppSettings)
}

func TestEveryEventSettingIsItsElement(t *testing.T) {
	t.Parallel()
	testEachIsItsElement(t, eventSettings)
}

package acctest

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// ImportID joins attributes of an object in the state by commas.
func ImportID(address string, attributes ...string) resource.ImportStateIdFunc {
	return func(state *terraform.State) (string, error) {
		object, managed := state.RootModule().Resources[address]
		if !managed {
			return "", fmt.Errorf("%s is not in the state", address)
		}
		values := make([]string, len(attributes))
		for i, attribute := range attributes {
			values[i] = object.Primary.Attributes[attribute]
		}
		return strings.Join(values, ","), nil
	}
}

// State is the state of the engine.
type State = terraform.State

// ImportedOne checks that an import found one object.
func ImportedOne(imported []*terraform.InstanceState) error {
	if len(imported) != 1 {
		return fmt.Errorf("imported %d objects", len(imported))
	}
	return nil
}

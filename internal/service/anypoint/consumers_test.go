package anypoint_test

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// remember keeps the number of an object in the state.
func remember(address string, number *int) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		object, managed := state.RootModule().Resources[address]
		if !managed {
			return fmt.Errorf("%s is not in the state", address)
		}
		value, err := strconv.Atoi(object.Primary.Attributes["id"])
		*number = value
		return err
	}
}

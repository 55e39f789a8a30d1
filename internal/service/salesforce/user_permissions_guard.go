package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// deniedBy is what a permission set, or the one of a profile, gives no more once it
// has the permissions of a map.
func deniedBy(set salesforceapi.ID, permissions types.Map) accessChange {
	var change accessChange
	for name, to := range map[string]*[]salesforceapi.ID{"ApiEnabled": &change.withoutCalls, "UseAnyApiClient": &change.withoutAnyClient} {
		if value, named := permissions.Elements()[name]; named && !value.IsUnknown() && !isTrue(value) {
			*to = []salesforceapi.ID{set}
		}
	}
	return change
}

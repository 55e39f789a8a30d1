package anypoint

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestParseRoleID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]struct {
		holder, role string
		context      map[string]string
	}{
		"Frontend Team,View Policies,envId=e,org=o": {"Frontend Team", "View Policies", map[string]string{"envId": "e", "org": "o"}},
		"t,r": {"t", "r", map[string]string{}},
	} {
		holder, role, context, err := parseRoleID(id)
		if err != nil || holder != want.holder || role != want.role || !maps.Equal(context, want.context) {
			t.Errorf("%s is %s, %s, %v, %v", id, holder, role, context, err)
		}
	}
	for _, id := range []string{"", "t", ",", "t,", "t,r,", "t,r,org", "t,r,=o", "t,r,org=", "t, r", "t,r, org=o"} {
		if _, _, _, err := parseRoleID(id); err == nil {
			t.Errorf("%q was taken for an id", id)
		}
	}
}

// What is parsed is written the same way again.
func FuzzParseRoleID(f *testing.F) {
	f.Add("Frontend Team,View Policies,envId=e,org=o")
	f.Add("t,r")
	f.Fuzz(func(t *testing.T, id string) {
		holder, role, context, err := parseRoleID(id)
		if err != nil {
			return
		}
		elements := map[string]attr.Value{}
		for name, value := range context {
			elements[name] = types.StringValue(value)
		}
		held := heldRole{RoleID: types.StringValue(role), Context: types.MapValueMust(types.StringType, elements)}
		model := heldRoleModel{heldRole: held}
		model.setID(types.StringValue(holder))
		againHolder, againRole, again, err := parseRoleID(model.ID.ValueString())
		if err != nil || againHolder != holder || againRole != role || !maps.Equal(again, context) {
			t.Errorf("%q became %q, %v", id, model.ID.ValueString(), err)
		}
	})
}

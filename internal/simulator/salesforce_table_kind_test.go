package simulator_test

import (
	"slices"
	"testing"
)

// TestComponentsAndTheirRowsAreTheSame changes permission sets and groups as
// metadata and as rows, and sees both in the other.
func TestComponentsAndTheirRowsAreTheSame(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	for name, document := range map[string]string{
		"Auditors": `<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Auditors</label><license>Salesforce</license>` +
			`<userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions></PermissionSet>`,
		"Bookkeepers": `<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Bookkeepers</label></PermissionSet>`,
	} {
		c.must(c.LoadSalesforceMetadata(name, []byte(document)))
	}
	c.must(c.LoadSalesforceMetadata("Finance", []byte(`<PermissionSetGroup xmlns="http://soap.sforce.com/2006/04/metadata">`+
		`<label>Finance</label><permissionSets>Auditors</permissionSets></PermissionSetGroup>`)))

	set := c.SalesforceID("PermissionSet", "Name", "Auditors")
	c.must(c.UpdateSalesforce("PermissionSet", set, map[string]any{"PermissionsViewSetup": false, "PermissionsApiEnabled": true}))
	if shown := c.SalesforceMetadata("PermissionSet", "Auditors"); !slices.Equal(shown["userPermissions/name"], []string{"ApiEnabled"}) {
		t.Errorf("the metadata shows the permissions %v", shown["userPermissions/name"])
	}

	members := func(names ...string) error {
		return c.EditSalesforceMetadata("PermissionSetGroup", "Finance", func(set func(string, ...string)) { set("permissionSets", names...) })
	}
	c.must(members("Bookkeepers"))
	var linked []any
	for _, row := range c.SalesforceRows("PermissionSetGroupComponent") {
		if row["PermissionSetGroupId"] == c.SalesforceID("PermissionSetGroup", "DeveloperName", "Finance") {
			linked = append(linked, row["PermissionSetId"])
		}
	}
	if !slices.Equal(linked, []any{c.SalesforceID("PermissionSet", "Name", "Bookkeepers")}) {
		t.Errorf("the group's rows link %v", linked)
	}
	if err := members("Nobody"); err == nil {
		t.Error("a group takes a permission set that is not there")
	}
	if err := c.DeleteSalesforceMetadata("PermissionSet", "Bookkeepers"); err == nil {
		t.Error("a member of a group is deleted")
	}
	c.must(c.DeleteSalesforceMetadata("PermissionSetGroup", "Finance"))
	c.must(c.DeleteSalesforceMetadata("PermissionSet", "Bookkeepers"))
	if c.SalesforceMetadata("PermissionSet", "Bookkeepers") != nil {
		t.Error("the deleted permission set is still there")
	}
}

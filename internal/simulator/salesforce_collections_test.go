package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// result is the outcome of one record of a collection.
type result struct {
	ID      string
	Success bool
	Errors  []struct {
		StatusCode, Message string
		Fields              []string
	}
}

func (c *salesforce) collection(method, path string, body any) []result {
	c.t.Helper()
	got := c.rest(method, path, body)
	if got.status != http.StatusOK {
		c.t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
	}
	var results []result
	got.decode(c.t, &results)
	return results
}

func records(object string, rows ...map[string]any) map[string]any {
	for _, row := range rows {
		row["attributes"] = map[string]any{"type": object}
	}
	return map[string]any{"allOrNone": false, "records": rows}
}

func TestACollectionReportsEachRecord(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	created := c.collection(http.MethodPost, "/composite/sobjects", records("PermissionSet",
		map[string]any{"Name": "One", "Label": "One"}, map[string]any{"Name": "Two"}, map[string]any{"Name": "One", "Label": "Again"}))
	if !created[0].Success || created[1].Success || created[2].Success ||
		created[1].Errors[0].StatusCode != "REQUIRED_FIELD_MISSING" || created[1].Errors[0].Fields[0] != "Label" ||
		created[2].Errors[0].StatusCode != "DUPLICATE_VALUE" || created[1].ID != "" {
		t.Fatalf("created: %+v", created)
	}
	absent := "0PS5g000000zzzz"
	updated := c.collection(http.MethodPatch, "/composite/sobjects", records("PermissionSet",
		map[string]any{"id": created[0].ID, "Label": "Uno"}, map[string]any{"id": absent, "Label": "x"}, map[string]any{"Id": "x"}))
	if !updated[0].Success || updated[1].Errors[0].StatusCode != "INVALID_CROSS_REFERENCE_KEY" || updated[2].Errors[0].StatusCode != "MALFORMED_ID" {
		t.Errorf("updated: %+v", updated)
	}
	var read []map[string]any
	c.rest(http.MethodPost, "/composite/sobjects/PermissionSet", map[string]any{
		"ids": []string{absent, created[0].ID}, "fields": []string{"Id", "Label"},
	}).decode(t, &read)
	if len(read) != 2 || read[0] != nil || read[1]["Label"] != "Uno" {
		t.Errorf("read: %v", read)
	}
	c.rest(http.MethodGet, "/composite/sobjects/PermissionSet?ids="+created[0].ID+"&fields=Label", nil).decode(t, &read)
	if len(read) != 1 || read[0]["Label"] != "Uno" {
		t.Errorf("read by GET: %v", read)
	}
	deleted := c.collection(http.MethodDelete, "/composite/sobjects?ids="+created[0].ID+","+absent+",x", nil)
	if !deleted[0].Success || deleted[1].Errors[0].StatusCode != "INVALID_CROSS_REFERENCE_KEY" || deleted[2].Errors[0].StatusCode != "MALFORMED_ID" {
		t.Errorf("deleted: %+v", deleted)
	}
	again := c.collection(http.MethodDelete, "/composite/sobjects?ids="+created[0].ID, nil)
	if again[0].Errors[0].StatusCode != "ENTITY_IS_DELETED" {
		t.Errorf("deleted again: %+v", again)
	}
}

func TestAllOrNoneTakesEverythingBack(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	before := fmt.Sprint(c.SalesforceRows("PermissionSet"), c.SalesforceRows("SetupAuditTrail"))
	body := records("PermissionSet", map[string]any{"Name": "One", "Label": "One"}, map[string]any{"Name": "Two"})
	body["allOrNone"] = true
	created := c.collection(http.MethodPost, "/composite/sobjects", body)
	if created[0].Success || created[0].Errors[0].StatusCode != "ALL_OR_NONE_OPERATION_ROLLED_BACK" || created[1].Errors[0].StatusCode != "REQUIRED_FIELD_MISSING" {
		t.Errorf("created: %+v", created)
	}
	grant := c.id("SetupEntityAccess", "SetupEntityType", "ConnectedApplication")
	deleted := c.collection(http.MethodDelete, "/composite/sobjects?allOrNone=true&ids="+grant+",0J05g000000zzzz", nil)
	if deleted[0].Success || deleted[1].Success {
		t.Errorf("deleted: %+v", deleted)
	}
	if got := c.rest(http.MethodGet, "/sobjects/SetupEntityAccess/"+grant, nil); got.status != http.StatusOK {
		t.Errorf("the deletion was not taken back: %d", got.status)
	}
	if after := fmt.Sprint(c.SalesforceRows("PermissionSet"), c.SalesforceRows("SetupAuditTrail")); after != before {
		t.Error("something is left of what was taken back")
	}
	if got := c.create("PermissionSet", map[string]any{"Name": "One", "Label": "One"}); got == "" {
		t.Error("the name that was taken back is still taken")
	}
}

func TestRefusedCollections(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	many := make([]map[string]any, 201)
	for i := range many {
		many[i] = map[string]any{"attributes": map[string]any{"type": "PermissionSet"}}
	}
	mixed := map[string]any{"records": []any{
		map[string]any{"attributes": map[string]any{"type": "PermissionSet"}, "Name": "One", "Label": "One"},
		map[string]any{"attributes": map[string]any{"type": "SetupEntityAccess"}},
	}}
	for name, test := range map[string]struct {
		method, path string
		body         any
		code         string
	}{
		"too many records":    {http.MethodPost, "/composite/sobjects", map[string]any{"records": many}, "EXCEEDED_ID_LIMIT"},
		"too many ids":        {http.MethodDelete, "/composite/sobjects?ids=" + strings.Repeat("x,", 200), nil, "EXCEEDED_ID_LIMIT"},
		"no ids":              {http.MethodDelete, "/composite/sobjects", nil, "REQUIRED_FIELD_MISSING"},
		"no records":          {http.MethodPost, "/composite/sobjects", map[string]any{}, "REQUIRED_FIELD_MISSING"},
		"a record of no type": {http.MethodPost, "/composite/sobjects", map[string]any{"records": []any{map[string]any{}}}, "INVALID_TYPE"},
		"mixed Setup objects": {http.MethodPost, "/composite/sobjects", mixed, "INVALID_TYPE"},
		"no JSON":             {http.MethodPost, "/composite/sobjects", nil, "JSON_PARSER_ERROR"},
		"a read of no fields": {http.MethodPost, "/composite/sobjects/User", map[string]any{"ids": []string{"x"}}, "REQUIRED_FIELD_MISSING"},
		"a read of too many":  {http.MethodPost, "/composite/sobjects/User", map[string]any{"ids": make([]string, 2001), "fields": []string{"Id"}}, "EXCEEDED_ID_LIMIT"},
		"a read of no column": {http.MethodPost, "/composite/sobjects/User", map[string]any{"ids": []string{"x"}, "fields": []string{"Wings"}}, "INVALID_FIELD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.rest(test.method, test.path, test.body).wantRefusal(t, http.StatusBadRequest, test.code, "")
		})
	}
}

func TestGrantsOfACollectionAreNotUpdated(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	grant := c.id("SetupEntityAccess", "SetupEntityType", "ConnectedApplication")
	got := c.collection(http.MethodPatch, "/composite/sobjects", records("SetupEntityAccess", map[string]any{"id": grant}))
	if got[0].Success || got[0].Errors[0].StatusCode != "INVALID_TYPE_FOR_OPERATION" {
		t.Errorf("%+v", got)
	}
}

// composite is the answer to a composite request.
type composite struct {
	CompositeResponse []struct {
		Body           any
		HTTPStatusCode int `json:"httpStatusCode"`
		ReferenceID    string
	}
}

func (c *salesforce) composite(allOrNone bool, requests ...map[string]any) []int {
	c.t.Helper()
	got := c.rest(http.MethodPost, "/composite", map[string]any{"allOrNone": allOrNone, "compositeRequest": requests})
	var answers composite
	got.decode(c.t, &answers)
	statuses := make([]int, len(answers.CompositeResponse))
	for i, one := range answers.CompositeResponse {
		statuses[i] = one.HTTPStatusCode
	}
	return statuses
}

func TestACompositeRequestRefersToItsOwnAnswers(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	app := c.id("ConnectedApplication", "Name", "Warehouse Sync")
	c.ForgetRequests()
	usage := c.rest(http.MethodGet, "/limits", nil).header.Get("Sforce-Limit-Info")
	statuses := c.composite(false,
		map[string]any{"method": "POST", "url": data + "/sobjects/PermissionSet", "referenceId": "set", "body": map[string]any{"Name": "One", "Label": "One"}},
		map[string]any{"method": "POST", "url": data + "/sobjects/SetupEntityAccess", "referenceId": "grant", "body": map[string]any{"ParentId": "@{set.id}", "SetupEntityId": app}},
		map[string]any{"method": "GET", "url": data + "/query?q=SELECT+Id+FROM+SetupEntityAccess+WHERE+ParentId='@{set.id}'", "referenceId": "rows"},
		map[string]any{"method": "DELETE", "url": data + "/sobjects/SetupEntityAccess/@{rows.records[0].Id}", "referenceId": "gone"},
	)
	if !slices.Equal(statuses, []int{201, 201, 200, 204}) {
		t.Errorf("statuses: %v", statuses)
	}
	after := c.rest(http.MethodGet, "/limits", nil).header.Get("Sforce-Limit-Info")
	var first, last int
	if _, err := fmt.Sscanf(usage+" "+after, "api-usage=%d/100000 api-usage=%d/100000", &first, &last); err != nil || last-first != 2 {
		t.Errorf("a composite request counts as one: from %s to %s", usage, after)
	}
}

func TestACompositeRequestIsAllOrNone(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	statuses := c.composite(true,
		map[string]any{"method": "POST", "url": data + "/sobjects/PermissionSet", "referenceId": "a", "body": map[string]any{"Name": "One", "Label": "One"}},
		map[string]any{"method": "POST", "url": data + "/sobjects/PermissionSet", "referenceId": "b", "body": map[string]any{"Name": "One"}},
	)
	if !slices.Equal(statuses, []int{400, 400}) || c.SalesforceID("PermissionSet", "Name", "One") != "" {
		t.Errorf("statuses: %v", statuses)
	}
	many := make([]map[string]any, 26)
	c.rest(http.MethodPost, "/composite", map[string]any{"compositeRequest": many}).
		wantRefusal(t, 400, "LIMIT_EXCEEDED", "25")
}

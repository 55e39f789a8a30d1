package simulator

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	salesforcePageSize    = 2000
	salesforceMinimumPage = 200
)

// salesforceCursor is a query whose answer takes more than one page.
type salesforceCursor struct {
	plan *soqlPlan
	rows []salesforceRow
	page int
}

// salesforceQuery runs a query and answers its first page.
func salesforceQuery(c *salesforceCall) (salesforceReply, *salesforceError) {
	text := c.request.URL.Query().Get("q")
	if text == "" {
		return salesforceReply{}, malformedQuery("A query string has to be specified")
	}
	query, refused := parseSOQL(text)
	if refused != nil {
		return salesforceReply{}, refused
	}
	plan, refused := planSOQL(c.salesforceActor, query, c.tooling)
	if refused != nil {
		return salesforceReply{}, refused
	}
	if c.request.URL.Query().Get("columns") == "true" {
		return ok(plan.columnMetadata()), nil
	}
	rows := plan.run()
	if plan.count {
		return ok(map[string]any{"totalSize": len(rows), "done": true, "records": []any{}}), nil
	}
	cursor := &salesforceCursor{plan: plan, rows: rows, page: c.pageSize()}
	if object := plan.object; object.PageSize > 0 {
		cursor.rows, cursor.page = rows[:min(len(rows), object.QueryMaximum)], min(cursor.page, object.PageSize)
		rows = cursor.rows
	}
	if len(rows) <= cursor.page {
		return ok(c.page(cursor, "", 0)), nil
	}
	locator := salesforceID("01g", c.org.issue())
	if c.org.cursors == nil {
		c.org.cursors = map[string]*salesforceCursor{}
	}
	c.org.cursors[locator] = cursor
	return ok(c.page(cursor, locator, 0)), nil
}

// salesforceQueryMore answers a further page, whose address is the cursor's
// locator and the number of the first row.
func salesforceQueryMore(c *salesforceCall) (salesforceReply, *salesforceError) {
	locator, start, _ := strings.Cut(c.request.PathValue("locator"), "-")
	from, err := strconv.Atoi(start)
	cursor := c.org.cursors[locator]
	if err != nil || cursor == nil || from < 0 || from >= len(cursor.rows) {
		return salesforceReply{}, refusal("INVALID_QUERY_LOCATOR", "invalid query locator")
	}
	return ok(c.page(cursor, locator, from)), nil
}

// pageSize is what the client asked for within what the organization gives.
func (c *salesforceCall) pageSize() int {
	size := salesforcePageSize
	if _, asked, found := strings.Cut(c.request.Header.Get("Sforce-Query-Options"), "batchSize="); found {
		if number, err := strconv.Atoi(strings.TrimSpace(asked)); err == nil {
			size = min(max(number, salesforceMinimumPage), salesforcePageSize)
		}
	}
	if limit := c.server.knobs.PageSize; limit > 0 {
		size = min(size, limit)
	}
	return size
}

func (c *salesforceCall) page(cursor *salesforceCursor, locator string, from int) map[string]any {
	to := min(from+cursor.page, len(cursor.rows))
	records := make([]map[string]any, 0, to-from)
	for _, row := range cursor.rows[from:to] {
		records = append(records, cursor.plan.record(row, c.version))
	}
	page := map[string]any{"totalSize": len(cursor.rows), "done": to == len(cursor.rows), "records": records}
	if to < len(cursor.rows) {
		page["nextRecordsUrl"] = fmt.Sprintf("/services/data/%s/query/%s-%d", c.version, locator, to)
	}
	return page
}

// columnMetadata describes the columns of the query instead of running it.
func (p *soqlPlan) columnMetadata() map[string]any {
	columns := make([]map[string]any, 0, len(p.columns))
	for _, column := range p.columns {
		var text, boolean, number bool
		switch column.field.Kind {
		case kindBoolean:
			boolean = true
		case kindInt:
			number = true
		case kindString, kindEmail, kindPicklist:
			text = true
		case kindID, kindReference, kindDatetime:
		}
		columns = append(columns, map[string]any{
			"aggregate": false, "apexType": string(column.field.Kind), "booleanType": boolean, "numberType": number,
			"textType": text, "columnName": column.field.Name, "displayName": column.field.Name, "custom": false,
			"foreignKeyName": nil, "insertable": column.field.is(createable), "updatable": column.field.is(updateable),
			"joinColumns": []any{},
		})
	}
	return map[string]any{
		"columnMetadata": columns, "entityName": p.object.Name, "groupBy": false, "idSelected": true,
		"keyPrefix": p.object.Prefix,
	}
}

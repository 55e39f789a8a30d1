package simulator

import (
	"maps"
	"slices"
	"strings"
)

// salesforceRow holds the fields of one row that were ever given a value. Rows
// are replaced, never changed, so that whoever holds one keeps what it saw.
type salesforceRow map[string]any

// text is a field's value as a string, or empty.
func (r salesforceRow) text(field string) string {
	value, _ := r[field].(string)
	return value
}

func (r salesforceRow) flag(field string) bool {
	value, _ := r[field].(bool)
	return value
}

func (r salesforceRow) with(field string, value any) salesforceRow {
	changed := maps.Clone(r)
	changed[field] = value
	return changed
}

// salesforceTable holds the rows of one object.
type salesforceTable struct {
	Rows    map[string]salesforceRow
	Deleted map[string]bool
	// Last is the number of the newest id.
	Last int

	ids     []string // in the order of creation, which is also that of the ids
	indexes map[string]map[string][]string
}

// prepare builds what is derived from the rows; a table loaded from a file has
// none of it.
func (t *salesforceTable) prepare(object *salesforceObject) {
	if t.indexes != nil {
		return
	}
	t.indexes = map[string]map[string][]string{}
	for _, group := range object.indexed() {
		t.indexes[strings.Join(group, "+")] = map[string][]string{}
	}
	t.ids = slices.Sorted(maps.Keys(t.Rows))
	for _, id := range t.ids {
		t.index(id, t.Rows[id])
	}
}

// put adds or replaces a row.
func (t *salesforceTable) put(id string, row salesforceRow) {
	if old, found := t.Rows[id]; found {
		t.unindex(id, old)
	} else if at, found := slices.BinarySearch(t.ids, id); !found {
		t.ids = slices.Insert(t.ids, at, id)
	}
	t.Rows[id] = row
	delete(t.Deleted, id)
	t.index(id, row)
}

func (t *salesforceTable) remove(id string) {
	t.unindex(id, t.Rows[id])
	if at, found := slices.BinarySearch(t.ids, id); found {
		t.ids = slices.Delete(t.ids, at, at+1)
	}
	delete(t.Rows, id)
	t.Deleted[id] = true
}

func (t *salesforceTable) index(id string, row salesforceRow) {
	for group, index := range t.indexes {
		key := indexKey(group, row)
		if at, found := slices.BinarySearch(index[key], id); !found {
			index[key] = slices.Insert(index[key], at, id)
		}
	}
}

func (t *salesforceTable) unindex(id string, row salesforceRow) {
	for group, index := range t.indexes {
		key := indexKey(group, row)
		at, found := slices.BinarySearch(index[key], id)
		if !found {
			continue
		}
		if index[key] = slices.Delete(index[key], at, at+1); len(index[key]) == 0 {
			delete(index, key)
		}
	}
}

// indexKey joins the values of a group of fields. Text is compared without
// regard to case; the checksum keeps ids that differ in case apart.
func indexKey(group string, row salesforceRow) string {
	if !strings.Contains(group, "+") {
		return strings.ToLower(row.text(group))
	}
	values := strings.Split(group, "+")
	for i, field := range values {
		values[i] = strings.ToLower(row.text(field))
	}
	return strings.Join(values, "\x00")
}

// lookup lists the ids of the rows whose group of indexed fields has these
// values, in the order of creation.
func (t *salesforceTable) lookup(group string, values ...string) []string {
	return slices.Clone(t.indexes[group][strings.ToLower(strings.Join(values, "\x00"))])
}

// first is the first id that lookup finds, or empty.
func (t *salesforceTable) first(group string, values ...string) string {
	if ids := t.indexes[group][strings.ToLower(strings.Join(values, "\x00"))]; len(ids) > 0 {
		return ids[0]
	}
	return ""
}

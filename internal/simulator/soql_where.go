package simulator

import "strings"

// condition binds a list of terms.
func (p *soqlPlan) condition(condition *soqlCondition) (soqlPredicate, *salesforceError) {
	first, refused := p.term(condition.First)
	if refused != nil {
		return nil, refused
	}
	and, refused := p.terms(condition.And)
	if refused != nil {
		return nil, refused
	}
	or, refused := p.terms(condition.Or)
	if refused != nil {
		return nil, refused
	}
	return func(row salesforceRow) bool {
		holds := first(row)
		for i := 0; i < len(and) && holds; i++ {
			holds = and[i](row)
		}
		for i := 0; i < len(or) && !holds; i++ {
			holds = or[i](row)
		}
		return holds
	}, nil
}

func (p *soqlPlan) terms(terms []*soqlTerm) ([]soqlPredicate, *salesforceError) {
	var predicates []soqlPredicate
	for _, term := range terms {
		predicate, refused := p.term(term)
		if refused != nil {
			return nil, refused
		}
		predicates = append(predicates, predicate)
	}
	return predicates, nil
}

func (p *soqlPlan) term(term *soqlTerm) (soqlPredicate, *salesforceError) {
	var predicate soqlPredicate
	var refused *salesforceError
	if term.Group != nil {
		predicate, refused = p.condition(term.Group)
	} else {
		predicate, refused = p.comparison(term.Comparison)
	}
	if term.Not && refused == nil {
		return func(row salesforceRow) bool { return !predicate(row) }, nil
	}
	return predicate, refused
}

func (p *soqlPlan) comparison(comparison *soqlComparison) (soqlPredicate, *salesforceError) {
	column, refused := p.column(comparison.Field)
	if refused != nil {
		return nil, refused
	}
	if column.field.is(unfilterable) {
		return nil, refusal("INVALID_FIELD", "field '%s' can not be filtered in a query call", column.field.Name)
	}
	switch {
	case comparison.Operator == "":
		return p.membership(column, comparison)
	case strings.EqualFold(comparison.Operator, "LIKE"):
		return p.like(column, comparison.Literal)
	}
	value, refused := comparison.Literal.soqlValue(column.field)
	if refused != nil {
		return nil, refused
	}
	return p.relation(column, comparison.Operator, value)
}

// relation binds a comparison with one value.
func (p *soqlPlan) relation(column soqlColumn, operator string, value any) (soqlPredicate, *salesforceError) {
	org := p.actor.org
	switch operator {
	case "=":
		return func(row salesforceRow) bool { return equalValues(column.value(org, row), value) }, nil
	case "!=", "<>":
		return func(row salesforceRow) bool { return !equalValues(column.value(org, row), value) }, nil
	}
	if _, boolean := value.(bool); boolean || value == nil {
		return nil, refusal("INVALID_QUERY_FILTER_OPERATOR", "invalid operator %s on field '%s'", operator, column.field.Name)
	}
	return func(row salesforceRow) bool {
		own := column.value(org, row)
		if own == nil {
			return false
		}
		order := compareValues(own, value)
		switch operator {
		case "<":
			return order < 0
		case "<=":
			return order <= 0
		case ">":
			return order > 0
		}
		return order >= 0
	}, nil
}

// equalValues compares a row's value with one that a literal gave, which is in
// lower case where case does not matter.
func equalValues(own, value any) bool {
	text, isText := own.(string)
	other, otherIsText := value.(string)
	if isText && otherIsText {
		return strings.EqualFold(text, other)
	}
	return own == value
}

func (p *soqlPlan) like(column soqlColumn, literal *soqlLiteral) (soqlPredicate, *salesforceError) {
	switch column.field.Kind {
	case kindString, kindEmail, kindPicklist:
	case kindID, kindReference, kindBoolean, kindInt, kindDatetime:
		return nil, refusal("INVALID_QUERY_FILTER_OPERATOR", "invalid operator LIKE on %s field '%s'",
			column.field.Kind, column.field.Name)
	}
	if literal.Text == nil {
		return nil, wrongCriterion(column.field)
	}
	text, refused := unescapeSOQL(*literal.Text, true)
	if refused != nil {
		return nil, refused
	}
	pattern, refused := likePattern(text)
	return func(row salesforceRow) bool {
		own, isText := column.value(p.actor.org, row).(string)
		return isText && pattern.MatchString(own)
	}, refused
}

// membership binds IN and NOT IN.
func (p *soqlPlan) membership(column soqlColumn, comparison *soqlComparison) (soqlPredicate, *salesforceError) {
	members, refused := p.members(column, comparison)
	if refused != nil {
		return nil, refused
	}
	org := p.actor.org
	return func(row salesforceRow) bool {
		return members[memberKey(column.value(org, row))] != comparison.NotIn
	}, nil
}

// memberKey is a value as a key of the set of members. Ids in another case are
// other ids, but their checksums differ too.
func memberKey(value any) any {
	if text, isText := value.(string); isText {
		return strings.ToLower(text)
	}
	return value
}

func (p *soqlPlan) members(column soqlColumn, comparison *soqlComparison) (map[any]bool, *salesforceError) {
	members := map[any]bool{}
	for _, literal := range comparison.List {
		value, refused := literal.soqlValue(column.field)
		if refused != nil {
			return nil, refused
		}
		members[memberKey(value)] = true
	}
	if comparison.Query == nil {
		return members, nil
	}
	inner, refused := planSOQL(p.actor, comparison.Query, p.tooling)
	if refused != nil {
		return nil, refused
	}
	if len(inner.columns) != 1 {
		return nil, malformedQuery("a semi-join sub-select must select exactly one field")
	}
	for _, row := range inner.run() {
		members[memberKey(inner.columns[0].value(p.actor.org, row))] = true
	}
	return members, nil
}

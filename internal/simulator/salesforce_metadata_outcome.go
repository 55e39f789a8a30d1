package simulator

// metadataError is why one component of a call failed.
type metadataError struct {
	code, message string
	fields        []string
}

func componentError(code, message string, fields ...string) *metadataError {
	return &metadataError{code, message, fields}
}

func noSuchComponent(kind, name string) *metadataError {
	return componentError("INVALID_CROSS_REFERENCE_KEY", "In field: fullName - no "+kind+" named "+name+" found")
}

func (e *metadataError) element() *soapElement {
	element := newElement("errors")
	for _, field := range e.fields {
		element.add(newText("fields", field))
	}
	element.add(newText("message", e.message), newText("statusCode", e.code))
	return element
}

// metadataOutcome is what became of one component.
type metadataOutcome struct {
	name    string
	created bool
	failure *metadataError
}

// each does something to a number of components, each on its own or all or
// none, and lists the results.
func (c *metadataCall) each(names []string, upsert bool, do func(i int) (bool, *metadataError)) []*soapElement {
	outcomes := make([]metadataOutcome, len(names))
	c.org.transact(func() bool {
		keep := true
		for i, name := range names {
			created, failure := do(i)
			outcomes[i] = metadataOutcome{name, created, failure}
			keep = keep && (failure == nil || !c.allOrNone)
		}
		for i := range outcomes {
			if !keep && outcomes[i].failure == nil {
				outcomes[i].failure = componentError("ALL_OR_NONE_OPERATION_ROLLED_BACK",
					"Record rolled back because not all records were valid and the request was using AllOrNone header")
			}
		}
		return keep
	})
	results := make([]*soapElement, len(outcomes))
	for i, outcome := range outcomes {
		results[i] = outcome.element(upsert)
	}
	return results
}

// element is the outcome as a SaveResult or an UpsertResult.
func (o metadataOutcome) element(upsert bool) *soapElement {
	result := newElement("result")
	if upsert {
		result.add(newBoolean("created", o.created && o.failure == nil))
	}
	if o.failure != nil {
		result.add(o.failure.element())
	}
	result.add(newText("fullName", o.name), newBoolean("success", o.failure == nil))
	return result
}

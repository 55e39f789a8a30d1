package simulator

// transactionPolicies keeps what blocks or reports a transaction.
var transactionPolicies = &rowKind{
	name: "TransactionSecurityPolicy", permission: "CustomizeApplication",
	check: (*metadataCall).checkTransactionPolicy,
	settle: func(c *metadataCall, id string, given *soapElement) *soapElement {
		name := c.org.row("TransactionSecurityPolicy", id).text("DeveloperName")
		given.set("developerName", name)
		if given.child("masterLabel") == nil {
			given.set("masterLabel", name)
		}
		return given
	},
}

func (c *metadataCall) checkTransactionPolicy(_ string, given *soapElement) *metadataError {
	for _, notification := range given.child("action").all("notifications") {
		user := notification.child("user").text()
		if c.org.named("User", "Username", user) == "" && !c.setup {
			return componentError("INVALID_CROSS_REFERENCE_KEY", "In field: user - no User named "+user+" found", "user")
		}
	}
	kind := given.child("type").text()
	switch {
	case kind == "":
		return componentError("REQUIRED_FIELD_MISSING", "Required fields are missing: [type]", "type")
	case given.child("eventName") == nil:
		return componentError("REQUIRED_FIELD_MISSING", "Required fields are missing: [eventName]", "eventName")
	case kind == "CustomApexPolicy" && given.child("apexClass") == nil:
		return componentError("REQUIRED_FIELD_MISSING", "Required fields are missing: [apexClass]", "apexClass")
	case kind == "CustomConditionBuilderPolicy" && given.child("flow") == nil:
		return componentError("REQUIRED_FIELD_MISSING", "Required fields are missing: [flow]", "flow")
	}
	return checkLengths(given, map[string]int{"blockMessage": 1000, "customEmailContent": 1333, "description": 255, "masterLabel": 80})
}

// externalCredentials keeps how the organization signs in elsewhere. Its secrets
// are no part of its metadata.
var externalCredentials = &rowKind{
	name: "ExternalCredential", permission: "CustomizeApplication",
	changed: func(c *metadataCall, id string) { c.org.forgetSecrets(id) },
	removing: func(c *metadataCall, id string) *metadataError {
		name := c.org.row("ExternalCredential", id).text("DeveloperName")
		if user := c.org.usesExternalCredential(name); user != "" {
			return componentError("DELETE_FAILED", "The external credential "+name+" is used by the named credential "+user+".")
		}
		return nil
	},
	removed: func(c *metadataCall, row salesforceRow) { c.org.putSecrets(row.text("DeveloperName"), nil) },
}

// namedCredentials keeps what the organization calls.
var namedCredentials = &rowKind{
	name: "NamedCredential", permission: "CustomizeApplication",
	check: func(c *metadataCall, _ string, given *soapElement) *metadataError {
		for _, parameter := range given.all("namedCredentialParameters") {
			name := parameter.child("externalCredential").text()
			if name != "" && c.org.component("ExternalCredential", name) == "" {
				return componentError("INVALID_CROSS_REFERENCE_KEY",
					"In field: externalCredential - no ExternalCredential named "+name+" found", "externalCredential")
			}
		}
		return nil
	},
}

// usesExternalCredential is the name of a named credential that uses an external
// one, or empty.
func (o *salesforceOrg) usesExternalCredential(name string) string {
	table := o.table("NamedCredential")
	for _, id := range table.ids {
		for _, parameter := range o.Components[id].all("namedCredentialParameters") {
			if parameter.child("externalCredential").text() == name {
				return table.Rows[id].text("DeveloperName")
			}
		}
	}
	return ""
}

package simulator

// blockedApps keeps the apps that may not be used, by consumer key.
var blockedApps = &rowKind{
	name: "BlacklistedConsumer", permission: "CustomizeApplication",
	check: (*metadataCall).checkBlockedApp,
	changed: func(c *metadataCall, id string) {
		if app := c.org.appWithKey(c.org.row("BlacklistedConsumer", id).text("ConsumerKey")); app != "" {
			c.org.endSessions(app)
		}
	},
}

func (c *metadataCall) checkBlockedApp(id string, given *soapElement) *metadataError {
	key := given.child("consumerKey").text()
	other := c.org.table("BlacklistedConsumer").first("ConsumerKey", key)
	switch {
	case id != "" && c.org.row("BlacklistedConsumer", id).text("ConsumerKey") != key:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer key can't be changed.", "consumerKey")
	case other != "" && other != id:
		return componentError("DUPLICATE_VALUE", "duplicate value found: ConsumerKey duplicates value on record with id: "+other,
			"consumerKey")
	}
	return nil
}

// blocked tells whether an administrator blocked the app.
func (o *salesforceOrg) blocked(app string) bool {
	return o.Apps[app] != nil && o.table("BlacklistedConsumer").first("ConsumerKey", o.Apps[app].ConsumerKey) != ""
}

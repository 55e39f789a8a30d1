package simulator

import (
	"slices"
	"strings"
)

// profileKind keeps profiles: what their rows hold, and the rest of their
// components beside.
type profileKind struct{}

func (profileKind) create(c *metadataCall, name string, component *soapElement) *metadataError {
	license := orDefault(component.child("userLicense").text(), "Salesforce")
	id := c.org.named("UserLicense", "Name", license)
	switch {
	case !c.may("ManageProfilesPermissionsets"):
		return noAccessToComponent()
	case id == "":
		return componentError("INVALID_CROSS_REFERENCE_KEY", "In field: userLicense - no UserLicense named "+license+" found", "userLicense")
	case c.org.profileNamed(name) != "":
		return componentError("DUPLICATE_DEVELOPER_NAME", "The profile name "+name+" is already in use.", "fullName")
	}
	object := salesforceObjectNamed("Profile")
	profile := c.add(object, salesforceRow{"Name": name, "UserLicenseId": id, profileAPIName: name, profileCustom: true})
	c.afterInsert(object, profile, c.org.row("Profile", profile))
	c.storeProfile(profile, component, newElement(""))
	c.audit("created", object, c.org.row("Profile", profile))
	return nil
}

func (profileKind) change(c *metadataCall, name string, component *soapElement) *metadataError {
	id := c.org.profileNamed(name)
	row := c.org.row("Profile", id)
	switch {
	case id == "":
		return noSuchComponent("Profile", name)
	case !c.may("ManageProfilesPermissionsets"):
		return noAccessToComponent()
	case component.child("loginIpRanges") != nil && !c.may("ManageIpAddresses"):
		return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", "loginIpRanges")
	case component.child("userPermissions") != nil && row[profileAPIName] != nil && !row.flag(profileCustom) && !c.setup:
		return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "The permissions of a standard profile can't be changed.", "userPermissions")
	}
	given := tidy("Profile", component)
	if missing := missingElements("Profile", given); len(missing) > 0 {
		return componentError("REQUIRED_FIELD_MISSING", "Required fields are missing: ["+strings.Join(missing, ", ")+"]", missing...)
	}
	if failure := checkAddressRanges(given.all("loginIpRanges"), "startAddress", "endAddress"); failure != nil {
		return failure
	}
	kept := c.org.Components[id]
	if c.whole || kept == nil {
		kept = newElement("")
	}
	c.storeProfile(id, component, kept)
	c.audit("changed", salesforceObjectNamed("Profile"), c.org.row("Profile", id))
	return nil
}

// storeProfile takes over what a component gives. Login ranges and hours are
// replaced as a whole; other lists are merged entry by entry.
func (c *metadataCall) storeProfile(id string, component, kept *soapElement) {
	merged := mergeSettings("Profile", kept, component)
	for _, name := range []string{"loginIpRanges", "loginHours"} {
		if given := component.all(name); len(given) > 0 {
			*merged = *merged.without(name)
			merged.add(given...)
		}
	}
	merged = tidy("Profile", merged)
	old := c.org.row("Profile", id)
	row := old.with("Description", old["Description"])
	if description := component.child("description"); description != nil {
		row["Description"] = description.text()
	}
	permissions := merged.all("userPermissions")
	definition := merged.without("userPermissions", "description", "userLicense", "custom")
	for _, permission := range permissions {
		name := permission.child("name").text()
		if slices.Contains(salesforcePermissions, name) {
			row["Permissions"+name] = permission.child("enabled").text() == "true"
			continue
		}
		definition.add(permission)
	}
	c.org.putComponent(id, tidy("Profile", definition))
	c.touch(row)
	c.org.put("Profile", id, row)
	c.afterUpdate(salesforceObjectNamed("Profile"), old, row)
}

func (profileKind) remove(c *metadataCall, name string) *metadataError {
	id := c.org.profileNamed(name)
	row := c.org.row("Profile", id)
	switch {
	case id == "":
		return noSuchComponent("Profile", name)
	case row[profileAPIName] != nil && !row.flag(profileCustom):
		return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "A standard profile can't be deleted.")
	}
	if refused := c.erase(salesforceObjectNamed("Profile"), id); refused != nil {
		return componentError(refused.code, refused.message, refused.fields...)
	}
	c.org.putComponent(id, nil)
	return nil
}

func (profileKind) show(c *metadataCall, name string) *soapElement {
	id := c.org.profileNamed(name)
	if id == "" {
		return nil
	}
	row := c.org.row("Profile", id)
	shown := newElement("", newBoolean("custom", row.flag(profileCustom) || row[profileAPIName] == nil),
		newText("description", row.text("Description")),
		newText("userLicense", c.org.row("UserLicense", row.text("UserLicenseId")).text("Name")))
	var permissions []*soapElement
	if kept := c.org.Components[id]; kept != nil {
		permissions = kept.all("userPermissions")
		shown.add(kept.without("userPermissions").Children...)
	}
	for _, name := range salesforcePermissions {
		if row.flag("Permissions"+name) && (name != "UseAnyApiClient" || c.activated) {
			permissions = append(permissions, newElement("userPermissions", newText("enabled", "true"), newText("name", name)))
		}
	}
	slices.SortFunc(permissions, func(a, b *soapElement) int {
		return strings.Compare(a.child("name").text(), b.child("name").text())
	})
	shown.add(permissions...)
	return tidy("Profile", shown)
}

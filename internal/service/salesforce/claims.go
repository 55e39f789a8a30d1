package salesforce

import (
	"crypto/sha256"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
)

// claims are the two ways to manage the same things: all of them in one object, or
// each in one of its own. A configuration may go one of them alone, and the first in
// one object alone, or the one would undo what the other does.
type claims struct {
	// all and single are the types of the two ways.
	all, single string
	// at is what the objects are of.
	at path.Path
	// summary and advice tell of a mixture.
	summary, advice string
}

var (
	grantClaims = claims{
		all: "apiaccess_salesforce_api_grants", single: "apiaccess_salesforce_api_grant", at: path.Root("app"),
		summary: "Grants of an app managed twice",
		advice: "Move the single grants into the maps, and take them out of the state with removed blocks or terraform state rm, so that nobody " +
			"loses access in between.",
	}
	assignmentClaims = claims{
		all: "apiaccess_salesforce_permission_set_assignments", single: "apiaccess_salesforce_permission_set_assignment",
		at: path.Root("users"), summary: "Assignments managed twice",
		advice: "Move the single assignments into users, and take them out of the state with removed blocks or terraform state rm, so that nobody " +
			"loses access in between.",
	}
	// carrierClaims and carriedClaims are of the users who hold a permission set that
	// carries an app to them: they are grants of the app and assignments alike.
	carrierClaims = claims{
		all: "apiaccess_salesforce_permission_set_assignments", single: "apiaccess_salesforce_api_grants",
		at: path.Root("users"), summary: "Assignments managed twice", advice: carrierAdvice,
	}
	carriedClaims = claims{
		all: "apiaccess_salesforce_api_grants", single: "apiaccess_salesforce_permission_set_assignment",
		at: path.Empty(), summary: "Assignments managed twice", advice: carrierAdvice,
	}
	allowlistClaims = claims{
		all: "apiaccess_salesforce_app_allowlist", single: "apiaccess_salesforce_app_allowlist_entry", at: path.Empty(),
		summary: "A list and entries in one configuration",
		advice: "To hand entries over to the list, put their apps in it and take the entries out of the state with removed blocks " +
			"(destroy = false) or terraform state rm.",
	}
)

const carrierAdvice = "The permission set is the one that users have an app through. Name its users in the grants of the app alone, and take " +
	"the assignments out of the state with removed blocks or terraform state rm, so that nobody loses access in between."

// theOrganization is what the allowlist is of.
var theOrganization = types.StringValue("the organization")

// claimAll announces the object that manages all, by its names and ids, and refuses
// it beside single ones and beside another one. Terraform plans an object that it
// replaces twice, with the same configuration; two objects of the same configuration
// undo nothing.
func (c claims) claimAll(planned *clients.Planned, config tfsdk.Config, diags *diag.Diagnostics, names ...types.String) {
	mark := fmt.Sprintf("%x", sha256.Sum256([]byte(config.Raw.String())))
	for _, name := range knownNames(names) {
		mine := planned.Claim(c.all, name, mark)
		if _, mixed := planned.Find(c.single, name); mixed {
			c.refuse(names, diags)
			return
		}
		if !mine {
			diags.AddAttributeError(c.at, "Two complete lists of the same", fmt.Sprintf("The configuration manages %s with more than one %s, each of which is the complete "+
				"list: the one would undo what the other does. Put everything into one of them.", names[0].ValueString(), c.all))
			return
		}
	}
}

// claimSingle announces an object that manages one, and refuses it beside the one that
// manages all.
func (c claims) claimSingle(planned *clients.Planned, diags *diag.Diagnostics, names ...types.String) {
	for _, name := range knownNames(names) {
		planned.Add(c.single, name, "")
	}
	c.refuseBesideAll(planned, diags, names...)
}

// refuseBesideAll refuses an object beside the one that manages all.
func (c claims) refuseBesideAll(planned *clients.Planned, diags *diag.Diagnostics, names ...types.String) {
	for _, name := range knownNames(names) {
		if _, mixed := planned.Find(c.all, name); mixed {
			c.refuse(names, diags)
			return
		}
	}
}

func (c claims) refuse(names []types.String, diags *diag.Diagnostics) {
	diags.AddAttributeError(c.at, c.summary, fmt.Sprintf("The configuration manages everything of %s with %s, and some of it with %s: the one would "+
		"undo what the other does. %s", names[0].ValueString(), c.all, c.single, c.advice))
}

// knownNames are the names that are known.
func knownNames(names []types.String) (values []string) {
	for _, name := range names {
		if !name.IsNull() && !name.IsUnknown() {
			values = append(values, name.ValueString())
		}
	}
	return values
}

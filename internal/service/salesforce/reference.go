package salesforce

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// kind is a kind of object that arguments name, by a name or by an id.
type kind struct {
	// name is what people call it.
	name string
	// prefixes are what its ids begin with.
	prefixes []string
	// form is how its names look; nil admits any.
	form *regexp.Regexp
	// example is a name in words.
	example string
	// dataSource is the type that looks it up.
	dataSource string
	// sorts are the kinds that it comprises, if there are several.
	sorts []string
}

var (
	// namespacedName is an API name, with the namespace of a package or without.
	namespacedName = regexp.MustCompile(`^[A-Za-z]\w*$`)
	username       = regexp.MustCompile(`^\S+@\S+$`)
)

var (
	connectedAppKind = kind{
		name: "connected app", prefixes: []string{"0H4"}, form: namespacedName,
		example: "a developer name such as Orders_Portal", dataSource: "apiaccess_salesforce_connected_app",
	}
	externalClientAppKind = kind{
		name: "external client app", prefixes: []string{"0xI"}, form: namespacedName,
		example: "a developer name such as Orders_Portal", dataSource: "apiaccess_salesforce_external_client_app",
	}
	// appKind is an app of either sort.
	appKind = kind{
		name: "app", prefixes: []string{"0H4", "0xI"}, form: namespacedName,
		example: "a developer name such as Orders_Portal", dataSource: "apiaccess_salesforce_connected_app",
		sorts: []string{connectedAppKind.name, externalClientAppKind.name},
	}
	userKind = kind{
		name: "user", prefixes: []string{"005"}, form: username,
		example: "a username such as sarah.lee@acme.example", dataSource: "apiaccess_salesforce_user",
	}
	profileKind = kind{
		name: "profile", prefixes: []string{"00e"},
		example: "a profile's name", dataSource: "apiaccess_salesforce_profile",
	}
	permissionSetKind = kind{
		name: "permission set", prefixes: []string{"0PS"}, form: namespacedName,
		example: "an API name such as Reporting_Tools", dataSource: "apiaccess_salesforce_permission_set",
	}
	permissionSetGroupKind = kind{
		name: "permission set group", prefixes: []string{"0PG"}, form: namespacedName,
		example: "a developer name such as Frontend_Team", dataSource: "apiaccess_salesforce_permission_set_group",
	}
	licenseKind = kind{
		name: "license", prefixes: []string{"100", "0PL"}, example: "a user license's name such as Salesforce",
	}
)

// idPrefixes are those of all objects that an argument of this provider could be
// given by mistake.
var idPrefixes = map[string]string{
	"005": "a user", "00D": "an organization", "00G": "a public group", "00e": "a profile", "00E": "a role", "0H4": "a connected app",
	"0J0": "a grant", "0PG": "a permission set group", "0PH": "a member of a permission set group", "0PL": "a permission set license",
	"0PS": "a permission set", "0QM": "a muting permission set", "0Pa": "a permission set assignment", "0xI": "an external client app", "100": "a user license",
	"888": "an external client app's consumer",
}

// nameOrID accepts the name or the id of an object of one kind.
type nameOrID struct{ kind kind }

// Description implements [validator.Describer].
func (v nameOrID) Description(context.Context) string {
	if len(v.kind.prefixes) == 0 {
		return fmt.Sprintf("must be %s, or an id", v.kind.example)
	}
	return fmt.Sprintf("must be %s, or an id (%s…)", v.kind.example, strings.Join(v.kind.prefixes, "… or "))
}

// MarkdownDescription implements [validator.Describer].
func (v nameOrID) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v nameOrID) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if problem := v.kind.problem(req.ConfigValue.ValueString()); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a "+v.kind.name, problem+". The argument "+v.Description(ctx)+".")
	}
}

// problem is why text cannot stand for an object of the kind, or empty.
func (k kind) problem(text string) string {
	if owner, looksLikeID := idPrefixes[text[:min(3, len(text))]]; looksLikeID && idForm.MatchString(text) {
		switch _, err := salesforceapi.ParseID(text); {
		case err != nil:
			return err.Error()
		case !k.isID(text):
			return fmt.Sprintf("%q is the id of %s", text, owner)
		}
		return ""
	}
	switch {
	case strings.TrimSpace(text) != text || text == "":
		return fmt.Sprintf("%q is empty or has spaces around it", text)
	case k.form != nil && !k.form.MatchString(text):
		return fmt.Sprintf("%q is neither a name nor an id", text)
	}
	return ""
}

// announce tells the plans of those who refer to an object by its name that the
// configuration makes it, if its id is not known yet, or keeps it. Types whose
// objects are referred to call it in every plan and after creation.
func (k kind) announce(planned *clients.Planned, name, id types.String) {
	if !name.IsUnknown() {
		planned.Add(k.name, name.ValueString(), id.ValueString())
	}
}

// find is what the configuration manages under a name: the ids, empty for an
// object that has yet to be made. Objects of several sorts may share a name.
func (k kind) find(planned *clients.Planned, name string) (ids []string) {
	sorts := k.sorts
	if sorts == nil {
		sorts = []string{k.name}
	}
	for _, sort := range sorts {
		if id, managed := planned.Find(sort, name); managed {
			ids = append(ids, id)
		}
	}
	return ids
}

// idForm is what ids and names of the same length have in common; a name that
// begins as no id does is a name.
var idForm = regexp.MustCompile(`^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$`)

// address is an example of a reference to an object of the kind, for the argument at.
func (k kind) address(at path.Path) string {
	if slices.Contains([]string{permissionSetKind.name, connectedAppKind.name, appKind.name, customScopeKind.name}, k.name) {
		return fmt.Sprintf("%s = %s.NAME.name", at, k.dataSource)
	}
	if k.name == userKind.name {
		return fmt.Sprintf("%s = apiaccess_salesforce_integration_user.NAME.username", at)
	}
	return fmt.Sprintf("%s = data.%s.NAME.id", at, k.dataSource)
}

// isID tells that text is an id of the kind.
func (k kind) isID(text string) bool { return salesforceapi.IsID(text, k.prefixes...) }

// wordFor is how an import writes an app: by its developer name, or by its id
// where it tells none or shares it with an app of the other sort.
func wordFor(ctx context.Context, client *salesforceapi.Client, app salesforceapi.App) string {
	if app.DeveloperName == "" {
		return string(app.ID)
	}
	if named, err := client.Apps.Find(ctx, app.DeveloperName); err != nil || named.ID != app.ID {
		return string(app.ID)
	}
	return app.DeveloperName
}

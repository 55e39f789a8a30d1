package salesforce

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// userPermissionName is how user permissions are called in the API, without the
// prefix that their fields have.
var userPermissionName = regexp.MustCompile(`^([A-OQ-Z]|P(?:[^e]|e[^r]|er[^m]|erm[^i]))[A-Za-z0-9]*$`)

// userPermissionsAttribute are user permissions of a permission set or profile. It
// speaks for those alone that it names.
func userPermissionsAttribute(description string) schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: description,
		Optional:            true,
		ElementType:         types.BoolType,
		Validators: []validator.Map{
			mapvalidator.KeysAre(stringvalidator.RegexMatches(userPermissionName,
				"must be a user permission's API name such as ApiEnabled, without the prefix Permissions")),
			mapvalidator.NoNullValues(),
		},
	}
}

// userPermissions reads and sets permissions of one kind of object.
type userPermissions struct {
	noun   framework.Noun
	object string
	get    func(context.Context, salesforceapi.ID, []string) (map[string]bool, error)
	set    func(context.Context, salesforceapi.ID, map[string]bool) error
}

var permissionsPath = path.Root("permissions")

// check refuses permissions that the organization does not have, where the plan
// names them anew.
func (p userPermissions) check(ctx context.Context, planned, before types.Map, diags *diag.Diagnostics) {
	known := before.Elements()
	var added []string
	for name := range planned.Elements() {
		if _, kept := known[name]; !kept {
			added = append(added, name)
		}
	}
	if len(added) == 0 {
		return
	}
	slices.Sort(added)
	if _, err := p.get(ctx, "", added); err != nil {
		p.failed("prepare", err, diags)
	}
}

// apply sets the permissions that are not as planned.
func (p userPermissions) apply(ctx context.Context, id salesforceapi.ID, planned, before types.Map, diags *diag.Diagnostics) bool {
	wanted, known := map[string]bool{}, before.Elements()
	for name, value := range planned.Elements() {
		if old, kept := known[name]; !kept || !old.Equal(value) {
			wanted[name] = isTrue(value)
		}
	}
	if err := p.set(ctx, id, wanted); err != nil {
		p.failed("set the permissions of", err, diags)
		return false
	}
	return true
}

// read is how the permissions are that the map names.
func (p userPermissions) read(ctx context.Context, id salesforceapi.ID, named types.Map, diags *diag.Diagnostics) types.Map {
	names := slices.Sorted(maps.Keys(named.Elements()))
	if len(names) == 0 {
		return named
	}
	held, err := p.get(ctx, id, names)
	if err != nil {
		p.failed("read the permissions of", err, diags)
		return named
	}
	elements := make(map[string]attr.Value, len(held))
	for name, value := range held {
		elements[name] = types.BoolValue(value)
	}
	return types.MapValueMust(types.BoolType, elements)
}

func (p userPermissions) failed(verb string, err error, diags *diag.Diagnostics) {
	if unknown, is := errors.AsType[*salesforceapi.UnknownPermissionError](err); is {
		diags.AddAttributeError(permissionsPath.AtMapKey(unknown.Permission), "Unknown permission", fmt.Sprintf(
			"%s: %s.", p.object, strings.TrimRight(err.Error(), ".")))
		return
	}
	if lost, is := errors.AsType[*salesforceapi.NotKeptError](err); is {
		for _, name := range lost.Fields {
			diags.AddAttributeError(permissionsPath.AtMapKey(name), "Salesforce did not keep the value", fmt.Sprintf(
				"%s: the platform took the change of %s without an error, but reads back another value. The permission may depend on another one, "+
					"or the license may not offer it.", p.object, name))
		}
		return
	}
	p.noun.FailedAt(diags, permissionsPath, verb, p.object, err)
}

func isTrue(value attr.Value) bool {
	flag, is := value.(types.Bool)
	return is && flag.ValueBool()
}

package salesforceapi

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// permissionColumn is one permission of all rows of an object.
type permissionColumn struct{ object, name string }

// permissions are the permissions that permission sets, muting permission sets
// and profiles hold. There are some 900, and not every organization has each, so
// that only those are read which are asked for: each of all rows at once, and
// those together that are asked for close together.
type permissions struct {
	client *Client
	listed *coalesce.Snapshot[permissionColumn, ID, bool]
	asked  *coalesce.Batcher[string, string, map[ID]bool]
	kept   *coalesce.Batcher[permissionColumns, ID, map[string]bool]
}

// permissionColumns are permissions of an object, their names separated by commas.
type permissionColumns struct{ object, names string }

func newPermissions(client *Client) *permissions {
	p := &permissions{client: client}
	p.asked = &coalesce.Batcher[string, string, map[ID]bool]{
		Limit: collectionLimit, Quiet: readQuiet, Longest: readLongest, Run: p.query,
	}
	p.kept = &coalesce.Batcher[permissionColumns, ID, map[string]bool]{
		Limit: collectionLimit, Quiet: readQuiet, Longest: readLongest, Run: p.queryRows,
	}
	p.listed = coalesce.NewSnapshot(func(ctx context.Context, column permissionColumn) (map[ID]bool, error) {
		return p.asked.Do(ctx, column.object, column.name)
	}, func(err error) bool { return transport.IsLasting(err) || transport.KindOf(err) == transport.Invalid })
	return p
}

// UnknownPermissionError tells that the organization has no such permission.
type UnknownPermissionError struct {
	// Permission is the name without the prefix Permissions.
	Permission string
	// Err is the platform's refusal.
	Err error
}

// Error names the permission and why it may be missing.
func (e *UnknownPermissionError) Error() string {
	reason := "It may need a license, a feature or a newer API version"
	if e.Permission == "UseAnyApiClient" {
		reason = "It exists only where Salesforce Support has activated API Access Control"
	}
	return fmt.Sprintf("the organization has no user permission %q. %s. (%s)", e.Permission, reason, e.Err)
}

// Unwrap is the platform's refusal, of kind Invalid.
func (e *UnknownPermissionError) Unwrap() error { return e.Err }

const permissionPrefix = "Permissions"

var permissionForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)

// get reads permissions of one row by their names without the prefix. A row that
// came into being after its permissions were read has none but those set since.
func (p *permissions) get(ctx context.Context, object string, id ID, names []string) (map[string]bool, error) {
	held := map[string]bool{}
	found := make([]chan error, len(names))
	values := make([]bool, len(names))
	for i, name := range names {
		if err := p.check(name); err != nil {
			return nil, err
		}
		found[i] = make(chan error, 1)
		go func() {
			value, _, err := p.listed.Get(ctx, permissionColumn{object, name}, id)
			values[i] = value
			found[i] <- err
		}()
	}
	var first error
	for i, name := range names {
		if err := <-found[i]; err != nil && first == nil {
			first = err
		}
		held[name] = values[i]
	}
	if first != nil {
		return nil, first
	}
	return held, nil
}

// check keeps everything but names out of queries.
func (p *permissions) check(name string) error {
	if permissionForm.MatchString(name) {
		return nil
	}
	return &transport.Error{
		Service: service, Method: http.MethodGet, Path: p.client.dataPath() + queryPath, Status: http.StatusOK,
		Kind: transport.Invalid, Message: fmt.Sprintf("%q is not the name of a user permission", name),
	}
}

// set changes permissions of one row, and reads them back: what an organization takes
// without an error and does not keep is an [*NotKeptError].
func (p *permissions) set(ctx context.Context, object string, id ID, wanted map[string]bool) error {
	values := fields{}
	for name, value := range wanted {
		if err := p.check(name); err != nil {
			return err
		}
		values[permissionPrefix+name] = value
	}
	if len(values) == 0 {
		return nil
	}
	err := p.client.rows.update(ctx, object, id, values)
	if err != nil {
		for name := range wanted {
			p.listed.Invalidate(permissionColumn{object, name})
		}
		return nameUnknown(err)
	}
	names := slices.Sorted(maps.Keys(wanted))
	kept, err := p.kept.Do(ctx, permissionColumns{object, strings.Join(names, ",")}, id)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotReadAgain, err)
	}
	var lost []string
	for _, name := range names {
		p.listed.Put(permissionColumn{object, name}, id, kept[name])
		if kept[name] != wanted[name] {
			lost = append(lost, name)
		}
	}
	if len(lost) > 0 {
		return &NotKeptError{Settings: strings.ToLower(object), Fields: lost}
	}
	return nil
}

// queryRows reads permissions of some rows, straight from the platform.
func (p *permissions) queryRows(ctx context.Context, of permissionColumns, ids []ID) []coalesce.Outcome[map[string]bool] {
	names := strings.Split(of.names, ",")
	found := map[ID]map[string]bool{}
	soql := "SELECT Id, " + permissionPrefix + strings.Join(names, ", "+permissionPrefix) + " FROM " + of.object + " WHERE Id IN " + In(ids)
	for row, err := range Query[fields](ctx, p.client, soql) {
		if err != nil {
			return coalesce.Failed[map[string]bool](len(ids), err)
		}
		held := map[string]bool{}
		for _, name := range names {
			held[name], _ = row[permissionPrefix+name].(bool)
		}
		found[ID(NormalizeID(fmt.Sprint(row["Id"])))] = held
	}
	outcomes := make([]coalesce.Outcome[map[string]bool], len(ids))
	for i, id := range ids {
		outcomes[i].Value = found[id]
	}
	return outcomes
}

// query reads permissions of all rows of an object. One that does not exist must
// not spoil the others.
func (p *permissions) query(ctx context.Context, object string, names []string) []coalesce.Outcome[map[ID]bool] {
	outcomes := make([]coalesce.Outcome[map[ID]bool], len(names))
	for i := range outcomes {
		outcomes[i].Value = map[ID]bool{}
	}
	soql := "SELECT Id, " + permissionPrefix + strings.Join(names, ", "+permissionPrefix) + " FROM " + object
	for row, err := range Query[fields](ctx, p.client, soql) {
		if transport.KindOf(err) == transport.Invalid && len(names) > 1 {
			return p.queryEach(ctx, object, names)
		}
		if err != nil {
			return coalesce.Failed[map[ID]bool](len(names), nameUnknown(err))
		}
		id := ID(NormalizeID(fmt.Sprint(row["Id"])))
		for i, name := range names {
			if holds, _ := row[permissionPrefix+name].(bool); holds {
				outcomes[i].Value[id] = true
			}
		}
	}
	return outcomes
}

func (p *permissions) queryEach(ctx context.Context, object string, names []string) []coalesce.Outcome[map[ID]bool] {
	var outcomes []coalesce.Outcome[map[ID]bool]
	for _, name := range names {
		outcomes = append(outcomes, p.query(ctx, object, []string{name})...)
	}
	return outcomes
}

var unknownColumn = regexp.MustCompile(`No such column '` + permissionPrefix + `(\w+)'`)

// nameUnknown recognizes the refusal of a permission that does not exist.
func nameUnknown(err error) error {
	if err == nil || transport.KindOf(err) != transport.Invalid {
		return err
	}
	if told := unknownColumn.FindStringSubmatch(err.Error()); told != nil {
		return &UnknownPermissionError{Permission: told[1], Err: err}
	}
	return err
}

// Permissions reads user permissions of a permission set by their names, such as
// ApiEnabled. One that the organization does not have is an
// [*UnknownPermissionError].
func (s *PermissionSets) Permissions(ctx context.Context, id ID, names []string) (map[string]bool, error) {
	return s.client.permissions.get(ctx, objectPermissionSet, id, names)
}

// SetPermissions changes user permissions of a permission set; the others stay.
func (s *PermissionSets) SetPermissions(ctx context.Context, id ID, wanted map[string]bool) error {
	return s.client.permissions.set(ctx, objectPermissionSet, id, wanted)
}

// Permissions reads user permissions of a profile, as those of a permission set.
func (p *Profiles) Permissions(ctx context.Context, profileID ID, names []string) (map[string]bool, error) {
	return p.sets.client.permissions.get(ctx, objectProfile, profileID, names)
}

// SetPermissions changes user permissions of a profile; the others stay. Standard
// profiles refuse most changes.
func (p *Profiles) SetPermissions(ctx context.Context, profileID ID, wanted map[string]bool) error {
	return p.sets.client.permissions.set(ctx, objectProfile, profileID, wanted)
}

const objectProfile = "Profile"

package salesforce

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// period is what lies between the ends.
func period(from, to timetypes.RFC3339, diags *diag.Diagnostics) salesforceapi.Period {
	var within salesforceapi.Period
	if !from.IsNull() {
		moment, found := from.ValueRFC3339Time()
		diags.Append(found...)
		within.From = moment
	}
	if !to.IsNull() {
		moment, found := to.ValueRFC3339Time()
		diags.Append(found...)
		within.To = moment
	}
	if !from.IsNull() && !to.IsNull() && !within.From.Before(within.To) {
		diags.AddAttributeError(path.Root("to"), "Period without an end", "The moment in to is not after the one in from.")
	}
	return within
}

// newestFirst sorts what happened: the platform leaves open how it sorts what
// happened at the same moment.
func newestFirst[T any](rows []T, of func(T) (time.Time, salesforceapi.ID)) {
	slices.SortFunc(rows, func(a, b T) int {
		momentA, idA := of(a)
		momentB, idB := of(b)
		return cmp.Or(momentB.Compare(momentA), cmp.Compare(idA, idB))
	})
}

// optionalUser is the id of the user that an argument names, or empty.
func optionalUser(
	ctx context.Context, client *salesforceapi.Client, reference types.String, noun framework.Noun, diags *diag.Diagnostics,
) salesforceapi.ID {
	if reference.IsNull() {
		return ""
	}
	user, err := client.Users.Find(ctx, reference.ValueString())
	if err != nil {
		explainListed(diags, noun, path.Root("user"), userKind, reference.ValueString(), err)
	}
	return user.ID
}

// userIDs are the users of rows.
func userIDs[T any](rows []T, of func(T) salesforceapi.ID) iter.Seq[salesforceapi.ID] {
	return func(yield func(salesforceapi.ID) bool) {
		for _, row := range rows {
			if !yield(of(row)) {
				return
			}
		}
	}
}

// usernamesOf are the usernames of ids, all asked for at once. Those of users who
// may not be seen are missing.
func usernamesOf(ctx context.Context, client *salesforceapi.Client, ids iter.Seq[salesforceapi.ID]) (map[salesforceapi.ID]string, error) {
	names := map[salesforceapi.ID]string{}
	for id := range ids {
		if salesforceapi.IsID(string(id), userKind.prefixes...) {
			names[id] = ""
		}
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	var failed error
	for _, id := range slices.Collect(maps.Keys(names)) {
		all.Go(func() {
			user, err := client.Users.Find(ctx, string(id))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				names[id] = user.Username
			case !transport.IsNotFound(err):
				failed = err
			}
		})
	}
	all.Wait()
	return names, failed
}

package salesforceapi

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// tokenLimit is how many rows of OauthToken one query is asked for; the platform
// stops telling more after 2,500.
const tokenLimit = 2000

// InUse are the labels of the apps whose tokens were used since then, in
// alphabetical order: queries of OauthToken. Apps that are not installed are among
// them; external client apps are not, for the platform keeps their tokens
// elsewhere.
func (a *Apps) InUse(ctx context.Context, since time.Time) ([]string, error) {
	found := map[string]bool{}
	for {
		soql := "SELECT AppName FROM OauthToken WHERE LastUsedDate >= " + since.UTC().Format(time.RFC3339)
		if len(found) > 0 {
			soql += " AND AppName NOT IN " + In(slices.Sorted(maps.Keys(found)))
		}
		rows, before := 0, len(found)
		for row, err := range Query[struct{ AppName string }](ctx, a.client, fmt.Sprintf("%s LIMIT %d", soql, tokenLimit)) {
			if err != nil {
				return nil, err
			}
			rows++
			found[row.AppName] = true
		}
		if rows < tokenLimit || len(found) == before {
			return slices.Sorted(maps.Keys(found)), nil
		}
	}
}

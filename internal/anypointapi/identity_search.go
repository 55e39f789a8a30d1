package anypointapi

import (
	"context"
	"iter"
	"net/url"
)

// searchPageSize is what one page of an identity search holds.
const searchPageSize = 100

// IdentitySearch yields the users, teams and organizations that an asset of an
// organization may be shared with and whose name matches a term
// (GET /exchange/api/v2/organizations/{organization}/identities).
func (c *Client) IdentitySearch(ctx context.Context, organizationID, term string) iter.Seq2[Identity, error] {
	seen := map[IdentityKey]bool{}
	return turnPages(func(offset int) ([]Identity, int, error) {
		var page []Identity
		err := c.caller.do(ctx, call{
			operation: searchIdentities(), segments: []string{organizationID},
			query: pageQuery(url.Values{"search": {term}}, offset, searchPageSize),
		}, &page)
		// The answer tells no total, and not every control plane pages it: the
		// listing ends when nothing new comes.
		fresh := page[:0]
		for _, identity := range page {
			if !seen[identity.IdentityKey] {
				seen[identity.IdentityKey] = true
				fresh = append(fresh, identity)
			}
		}
		return fresh, offset + len(fresh) + 1, err
	})
}

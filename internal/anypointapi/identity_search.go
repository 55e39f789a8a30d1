package anypointapi

import (
	"context"
	"iter"
	"math"
	"net/url"
	"slices"
)

// searchPageSize is what one page of an identity search holds.
const searchPageSize = 100

// IdentitySearch yields the users, teams and organizations that an asset of an
// organization may be shared with and whose name matches a term
// (GET /exchange/api/v2/organizations/{organization}/identities).
func (c *Client) IdentitySearch(ctx context.Context, organizationID, term string) iter.Seq2[Identity, error] {
	return func(yield func(Identity, error) bool) {
		// The answer tells no total, and paging it is not documented: the listing
		// ends when nothing new comes.
		seen := map[IdentityKey]bool{}
		turnPages(func(offset int) ([]Identity, int, error) {
			page, err := c.searchPage(ctx, organizationID, term, offset)
			page = slices.DeleteFunc(page, func(identity Identity) bool { return seen[identity.IdentityKey] })
			for _, identity := range page {
				seen[identity.IdentityKey] = true
			}
			return page, math.MaxInt, err
		})(yield)
	}
}

func (c *Client) searchPage(ctx context.Context, organizationID, term string, offset int) ([]Identity, error) {
	var page []Identity
	err := c.caller.do(ctx, call{
		operation: searchIdentities(), segments: []string{organizationID},
		query: pageQuery(url.Values{"search": {term}}, offset, searchPageSize),
	}, &page)
	return page, err
}

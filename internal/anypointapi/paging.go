package anypointapi

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"reflect"
	"strconv"
)

// accountsPageSize is the largest page of Access Management.
const accountsPageSize = 500

// turnPages yields the items of a paged listing. Fetch reads the page at an
// offset and tells how many items the listing has in all. An empty page ends the
// listing, whatever the total. The same page twice is an error: the platform has not
// turned it, and what comes after it is not known.
func turnPages[T any](fetch func(offset int) (items []T, total int, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var before []T
		for offset := 0; ; {
			items, total, err := fetch(offset)
			if err == nil && len(items) > 0 && reflect.DeepEqual(items, before) {
				err = fmt.Errorf("the platform answered with the same page twice: of %d objects it told %d", total, offset)
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			// A page may be shorter than what was asked for.
			offset += len(items)
			before = items
			if len(items) == 0 || offset >= total {
				return
			}
		}
	}
}

// listAccounts yields the items of an organization's listing of Access
// Management.
func listAccounts[T any](
	ctx context.Context, caller *caller, listing operation, organizationID string, query url.Values,
) iter.Seq2[T, error] {
	return listAccountsAt[T](ctx, caller, listing, []string{organizationID}, query)
}

// listAccountsAt yields the items of a listing of Access Management, which are
// paged as {"data": [...], "total": n}.
func listAccountsAt[T any](
	ctx context.Context, caller *caller, listing operation, segments []string, query url.Values,
) iter.Seq2[T, error] {
	return turnPages(func(offset int) ([]T, int, error) {
		var page struct {
			Data  []T `json:"data"`
			Total int `json:"total"`
		}
		err := caller.do(ctx, call{
			operation: listing, segments: segments,
			query: pageQuery(query, offset, accountsPageSize),
		}, &page)
		return page.Data, page.Total, err
	})
}

// pageQuery is query with a page's place in it.
func pageQuery(query url.Values, offset, limit int) url.Values {
	paged := url.Values{"offset": {strconv.Itoa(offset)}, "limit": {strconv.Itoa(limit)}}
	maps.Copy(paged, query)
	return paged
}

package salesforceapi

import (
	"context"
	"sync"
	"sync/atomic"
)

// separateLookups is how many queries look up the users they are asked for, before
// pages of all users are read.
const separateLookups = 5

// userListing is a reading of the users whom nobody has asked for yet, under way.
// The engine asks for what it does side by side: the users of a thousand grants
// would take a hundred queries, where a page holds two thousand. No more pages are
// read than queries were made, so that a run makes at worst, in an organization of
// very many users, twice the calls.
type userListing struct {
	queries atomic.Int64

	mu    sync.Mutex // held while pages are read
	pages int64
	last  page[User]
	ended bool
}

// due tells that so many queries were made that another page is worth it.
func (l *userListing) due() bool {
	queries := l.queries.Load()
	return !l.ended && queries >= separateLookups && l.pages < queries
}

// readAhead reads the pages that are due. They hold the users who may sign in; the
// others are seldom asked for, and there may be as many. A failure ends the
// listing and is nobody's: whoever asks for a user looks that one up.
func (u *Users) readAhead(ctx context.Context) {
	l := &u.listing
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.due() {
		var err error
		if l.pages++; l.pages == 1 {
			err = u.client.firstPage(ctx, queryPath, "SELECT "+userColumns+" FROM User WHERE IsActive = true", &l.last)
		} else {
			l.last, err = nextPage(ctx, u.client, l.last)
		}
		l.ended = err != nil || l.last.Done
		if err == nil {
			u.remember(l.last.Records)
		}
	}
}

// remember keeps listed users, unless they were looked up or may have changed
// since the listing began.
func (u *Users) remember(listed []User) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, user := range listed {
		name, id := byName(user.Username), byID(string(user.ID))
		if u.changed[name] || u.changed[id] {
			continue
		}
		for _, way := range []lookup{name, id} {
			if _, known := u.known[way]; !known {
				u.known[way] = &user
			}
		}
	}
}

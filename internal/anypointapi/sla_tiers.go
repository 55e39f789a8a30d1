package anypointapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// contractsPageSize is the largest page of tiers, contracts and applications.
const contractsPageSize = 250

// The states of a tier.
const (
	TierActive     = "ACTIVE"
	TierDeprecated = "DEPRECATED"
)

// SLATiers are the SLA tiers of API instances. The platform reads none alone.
type SLATiers struct {
	caller   *caller
	snapshot *coalesce.Snapshot[APIKey, int64, SLATier]
	// writes to one API instance come one after the other: a name is free or taken.
	writes keyedMutex[APIKey]
}

// SLATier is how much an application may call an API instance.
type SLATier struct {
	ID          int64       `json:"id"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Status      string      `json:"status"`
	AutoApprove bool        `json:"autoApprove"`
	Limits      []RateLimit `json:"limits"`
	// ApplicationCount is how many applications use the tier, as a listing tells.
	ApplicationCount int64 `json:"applicationCount"`
}

// RateLimit is how many requests may come in a period.
type RateLimit struct {
	MaximumRequests int64 `json:"maximumRequests"`
	// Period is in milliseconds.
	Period int64 `json:"timePeriodInMilliseconds"`
	// Visible tells whether consumers see the limit.
	Visible bool `json:"visible"`
}

// tierBody is a tier as it is written, whole.
type tierBody struct {
	APIID       int64       `json:"apiVersionId"`
	Name        string      `json:"name"`
	Description *string     `json:"description"`
	Status      string      `json:"status"`
	AutoApprove bool        `json:"autoApprove"`
	Limits      []RateLimit `json:"limits"`
}

func (t SLATier) body(apiID int64) tierBody {
	body := tierBody{APIID: apiID, Name: t.Name, Status: t.Status, AutoApprove: t.AutoApprove, Limits: t.Limits}
	if t.Description != "" {
		body.Description = &t.Description
	}
	return body
}

// isSameAs tells that both say the same, whatever their ids.
func (t SLATier) isSameAs(other SLATier) bool {
	t.ID, t.ApplicationCount = other.ID, other.ApplicationCount
	return reflect.DeepEqual(t, other)
}

func newSLATiers(caller *caller) *SLATiers {
	tiers := &SLATiers{caller: caller}
	tiers.snapshot = coalesce.NewSnapshot(tiers.list, keepError)
	return tiers
}

// List reads the tiers of an API instance, ordered by their ids. An API instance
// is listed once (GET …/apis/{api}/tiers).
func (s *SLATiers) List(ctx context.Context, key APIKey) ([]SLATier, error) {
	found, err := s.snapshot.All(ctx, key)
	if err != nil {
		return nil, err
	}
	tiers := make([]SLATier, 0, len(found))
	for _, tier := range found {
		tiers = append(tiers, tier)
	}
	slices.SortFunc(tiers, func(a, b SLATier) int { return cmp.Compare(a.ID, b.ID) })
	return tiers, nil
}

// Get reads one tier, from the same listing as List. A tier that the listing
// lacks is [transport.NotFound].
func (s *SLATiers) Get(ctx context.Context, key APIKey, tierID int64) (SLATier, error) {
	tier, found, err := s.snapshot.Get(ctx, key, tierID)
	if err == nil && !found {
		err = missing("API instance %d has no SLA tier %d", key.APIID, tierID)
	}
	return tier, err
}

// Find reads the tier that reference names: by its id or by its name.
func (s *SLATiers) Find(ctx context.Context, key APIKey, reference string) (SLATier, error) {
	tiers, err := s.List(ctx, key)
	if err != nil {
		return SLATier{}, err
	}
	for _, spelling := range []func(SLATier) string{
		func(t SLATier) string { return strconv.FormatInt(t.ID, 10) },
		func(t SLATier) string { return t.Name },
	} {
		if i := slices.IndexFunc(tiers, func(t SLATier) bool { return spelling(t) == reference }); i >= 0 {
			return tiers[i], nil
		}
	}
	names := make([]string, len(tiers))
	for i, tier := range tiers {
		names[i] = strconv.Quote(tier.Name)
	}
	return SLATier{}, missing("API instance %d has no SLA tier %q; it has %s", key.APIID, reference, orNone(names))
}

// Create makes a tier (POST …/tiers). A tier of that name is
// [transport.Conflict]. When the answer was lost, Create looks whether the tier
// was made all the same.
func (s *SLATiers) Create(ctx context.Context, key APIKey, wanted SLATier) (SLATier, error) {
	unlock, err := s.writes.lock(ctx, key)
	if err != nil {
		return SLATier{}, err
	}
	defer unlock()
	created, err := s.write(ctx, key, onAPI(createTier(), key, wanted.body(key.APIID)))
	if !errors.Is(err, transport.ErrNoAnswer) {
		return created, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	if found, lookup := s.Find(ctx, key, wanted.Name); lookup == nil && found.isSameAs(wanted) {
		return found, nil
	}
	return SLATier{}, err
}

// Update replaces a tier (PUT …/tiers/{tier}).
func (s *SLATiers) Update(ctx context.Context, key APIKey, wanted SLATier) (SLATier, error) {
	unlock, err := s.writes.lock(ctx, key)
	if err != nil {
		return SLATier{}, err
	}
	defer unlock()
	return s.write(ctx, key, onAPI(replaceTier(), key, wanted.body(key.APIID), wanted.ID))
}

// write makes a call that answers with the tier as it is now.
func (s *SLATiers) write(ctx context.Context, key APIKey, made call) (SLATier, error) {
	var written SLATier
	err := s.caller.do(ctx, made, &written)
	if err == nil && written.ID == 0 {
		err = fmt.Errorf("%w: the answer to a written SLA tier has no id", transport.ErrNoAnswer)
	}
	if err != nil {
		s.snapshot.Invalidate(key)
		return SLATier{}, err
	}
	s.snapshot.Put(key, written.ID, written)
	return written, nil
}

// Delete removes a tier (DELETE …/tiers/{tier}). The platform refuses it while an
// application uses the tier. A tier that is gone already is no error.
func (s *SLATiers) Delete(ctx context.Context, key APIKey, tierID int64) error {
	unlock, err := s.writes.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	err = s.caller.do(ctx, onAPI(deleteTier(), key, nil, tierID), nil)
	if err != nil && !transport.IsNotFound(err) {
		s.snapshot.Invalidate(key)
		return err
	}
	s.snapshot.Drop(key, tierID)
	return nil
}

func (s *SLATiers) list(ctx context.Context, key APIKey) (map[int64]SLATier, error) {
	listed := map[int64]SLATier{}
	for tier, err := range turnPages(func(offset int) ([]SLATier, int, error) {
		var page struct {
			Total int       `json:"total"`
			Tiers []SLATier `json:"tiers"`
		}
		listing := onAPI(listTiers(), key, nil)
		listing.query = pageQuery(url.Values{}, offset, contractsPageSize)
		err := s.caller.do(ctx, listing, &page)
		return page.Tiers, page.Total, err
	}) {
		if err != nil {
			return nil, err
		}
		listed[tier.ID] = tier
	}
	return listed, nil
}

// onAPI is a call on an API instance, or on what ids name below it.
func onAPI(made operation, key APIKey, body any, ids ...int64) call {
	segments := key.segments()
	for _, id := range ids {
		segments = append(segments, strconv.FormatInt(id, 10))
	}
	return call{operation: made, segments: segments, header: key.environment().header(), body: body}
}

// orNone lists what a message offers.
func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	const most = 10
	list := ""
	for i, name := range names {
		if i == most {
			return list + fmt.Sprintf(" and %d more", len(names)-most)
		}
		if i > 0 {
			list += ", "
		}
		list += name
	}
	return list
}

package anypointapi

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"net/url"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// assetsPageSize is the largest page of a search for assets.
const assetsPageSize = 250

// apiTypes are the types of assets that are APIs.
var apiTypes = []string{"rest-api", "soap-api", "http-api"}

// Assets are the APIs in Exchange.
type Assets struct {
	caller *caller
	apis   *coalesce.Snapshot[string, Asset, API]
	single *coalesce.Snapshot[Asset, struct{}, API]
}

// API is an asset of Exchange, as its latest version tells it.
type API struct {
	Asset

	Name string
	// Type is such as rest-api.
	Type string
	// CreatorID and CreatorName are the id and the username of the user who made
	// the asset; either may be empty, for the platform does not promise them.
	CreatorID, CreatorName string
	// CreatedAt is when, in the platform's own format.
	CreatedAt string
}

// UnmarshalJSON implements [json.Unmarshaler].
func (a *API) UnmarshalJSON(document []byte) error {
	var answer struct {
		GroupID   string `json:"groupId"`
		AssetID   string `json:"assetId"`
		Name      string `json:"name"`
		Type      string `json:"type"`
		CreatedAt string `json:"createdAt"`
		CreatedBy struct {
			ID string `json:"id"`
			// The name goes by one key in the documentation and by the other in its
			// examples; decoding has no regard to case.
			Username string `json:"username"`
		} `json:"createdBy"`
	}
	if err := json.Unmarshal(document, &answer); err != nil {
		return fmt.Errorf("decoding an asset: %w", err)
	}
	*a = API{
		Asset: Asset{GroupID: answer.GroupID, AssetID: answer.AssetID}, Name: answer.Name, Type: answer.Type,
		CreatorID: answer.CreatedBy.ID, CreatorName: answer.CreatedBy.Username, CreatedAt: answer.CreatedAt,
	}
	return nil
}

func newAssets(caller *caller) *Assets {
	assets := &Assets{caller: caller}
	assets.apis = coalesce.NewSnapshot(assets.list, keepError)
	assets.single = coalesce.NewSnapshot(assets.read, keepError)
	return assets
}

// APIs reads the APIs of an organization (business group), by asset id: assets of
// the types rest-api, soap-api and http-api. They are read once per organization
// (GET /exchange/api/v2/assets/search).
func (a *Assets) APIs(ctx context.Context, organizationID string) ([]API, error) {
	listed, err := a.apis.All(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	apis := make([]API, 0, len(listed))
	for _, api := range listed {
		apis = append(apis, api)
	}
	slices.SortFunc(apis, func(a, b API) int {
		return cmp.Or(cmp.Compare(a.AssetID, b.AssetID), cmp.Compare(a.GroupID, b.GroupID))
	})
	return apis, nil
}

// Get reads one asset of any type, once
// (GET /exchange/api/v2/assets/{group}/{asset}/asset).
//
// An asset that does not exist is [transport.NotFound].
func (a *Assets) Get(ctx context.Context, asset Asset) (API, error) {
	api, _, err := a.single.Get(ctx, asset, struct{}{})
	return api, err
}

func (a *Assets) read(ctx context.Context, asset Asset) (map[struct{}]API, error) {
	var api API
	err := a.caller.do(ctx, call{operation: getAsset(), segments: asset.segments()}, &api)
	api.Asset = asset
	return map[struct{}]API{{}: api}, err
}

func (a *Assets) list(ctx context.Context, organizationID string) (map[Asset]API, error) {
	listed := map[Asset]API{}
	for api, err := range a.search(ctx, organizationID, listed) {
		if err != nil {
			return nil, err
		}
		listed[api.Asset] = api
	}
	return listed, nil
}

// search yields the pages of a search. They tell no total, so the search ends when
// nothing new comes.
func (a *Assets) search(ctx context.Context, organizationID string, seen map[Asset]API) iter.Seq2[API, error] {
	query := url.Values{"organizationId": {organizationID}, "types": apiTypes}
	return turnPages(func(offset int) ([]API, int, error) {
		var page []API
		err := a.caller.do(ctx, call{operation: searchAssets(), query: pageQuery(query, offset, assetsPageSize)}, &page)
		page = slices.DeleteFunc(page, func(api API) bool { _, known := seen[api.Asset]; return known })
		return page, math.MaxInt, err
	})
}

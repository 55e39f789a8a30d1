package anypointapi

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// apiPageSize is how many assets one page of API instances covers. The platform
// names no maximum; this is its default.
const apiPageSize = 100

// EnvironmentKey names an environment. OrganizationID is the business group that
// owns it.
type EnvironmentKey struct{ OrganizationID, EnvironmentID string }

func (k EnvironmentKey) segments() []string { return []string{k.OrganizationID, k.EnvironmentID} }

// header repeats the key, as the platform's own tools do.
func (k EnvironmentKey) header() http.Header {
	header := http.Header{}
	header.Set("X-ANYPNT-ORG-ID", k.OrganizationID)
	header.Set("X-ANYPNT-ENV-ID", k.EnvironmentID)
	return header
}

// APIKey names an API instance.
type APIKey struct {
	OrganizationID, EnvironmentID string
	APIID                         int64
}

func (k APIKey) environment() EnvironmentKey {
	return EnvironmentKey{OrganizationID: k.OrganizationID, EnvironmentID: k.EnvironmentID}
}

func (k APIKey) segments() []string {
	return append(k.environment().segments(), strconv.FormatInt(k.APIID, 10))
}

// APIInstances are the API instances of environments.
type APIInstances struct {
	caller   *caller
	snapshot *coalesce.Snapshot[EnvironmentKey, int64, APIInstance]
}

func newAPIInstances(caller *caller) *APIInstances {
	instances := &APIInstances{caller: caller}
	instances.snapshot = coalesce.NewSnapshot(instances.collect, keepError)
	return instances
}

// APIInstance is an API that API Manager manages in one environment.
type APIInstance struct {
	ID             int64  `json:"id"`
	OrganizationID string `json:"organizationId"`
	EnvironmentID  string `json:"environmentId"`
	GroupID        string `json:"groupId"`
	AssetID        string `json:"assetId"`
	AssetVersion   string `json:"assetVersion"`
	// AssetName is the name of the asset in Exchange; Get does not tell it.
	AssetName      string   `json:"-"`
	ProductVersion string   `json:"productVersion"`
	InstanceLabel  string   `json:"instanceLabel"`
	Description    string   `json:"description"`
	Tags           []string `json:"tags"`
	// Technology is mule3, mule4, flexGateway or serviceMesh; it may be empty.
	Technology  string `json:"technology"`
	EndpointURI string `json:"endpointUri"`
	Deprecated  bool   `json:"deprecated"`
	IsPublic    bool   `json:"isPublic"`
	// AutodiscoveryInstanceName is what a Mule application names, such as
	// v1:14406958.
	AutodiscoveryInstanceName string `json:"autodiscoveryInstanceName"`
	// Endpoint is told by Get only.
	Endpoint Endpoint `json:"endpoint"`
}

// APIFilter narrows a listing; empty fields match everything.
type APIFilter struct {
	// Query matches parts of the name, the description, the label and the tags.
	Query string
	// The others match exactly.
	GroupID, AssetID, AssetVersion, ProductVersion, InstanceLabel string
}

func (f APIFilter) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"query": f.Query, "groupId": f.GroupID, "assetId": f.AssetID, "assetVersion": f.AssetVersion,
		"productVersion": f.ProductVersion, "instanceLabel": f.InstanceLabel,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// apiAsset is an asset with its instances, which is what a listing is paged by.
type apiAsset struct {
	Name string        `json:"exchangeAssetName"`
	APIs []APIInstance `json:"apis"`
}

// List yields the API instances of an environment, page by page
// (GET /apimanager/api/v1/organizations/{organization}/environments/{environment}/apis).
func (a *APIInstances) List(ctx context.Context, key EnvironmentKey, filter APIFilter) iter.Seq2[APIInstance, error] {
	assets := turnPages(func(offset int) ([]apiAsset, int, error) {
		var page struct {
			Total  int        `json:"total"`
			Assets []apiAsset `json:"assets"`
		}
		err := a.caller.do(ctx, call{
			operation: listAPIInstances(), segments: key.segments(), header: key.header(),
			query: pageQuery(filter.query(), offset, apiPageSize),
		}, &page)
		return page.Assets, page.Total, err
	})
	return func(yield func(APIInstance, error) bool) {
		for asset, err := range assets {
			if err != nil {
				yield(APIInstance{}, err)
				return
			}
			for _, instance := range asset.APIs {
				instance.AssetName = asset.Name
				if !yield(instance, nil) {
					return
				}
			}
		}
	}
}

// Get reads one API instance
// (GET /apimanager/api/v1/organizations/{organization}/environments/{environment}/apis/{api}).
func (a *APIInstances) Get(ctx context.Context, key APIKey) (APIInstance, error) {
	var instance APIInstance
	err := a.caller.do(ctx, call{
		operation: getAPIInstance(), segments: key.segments(), header: key.environment().header(),
	}, &instance)
	return instance, err
}

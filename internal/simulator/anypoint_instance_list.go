package simulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// managedAsset is an asset with its instances in one environment: the unit in
// which API Manager lists and counts.
type managedAsset struct {
	*exchangeAsset

	instances []*apiInstance
}

// listInstances is GET .../apis: offset, limit and total count assets.
func listInstances(c *anypointCall) anypointAnswer {
	assets := c.managedAssets()
	from, to, refused := c.window(len(assets), 100, len(assets)+1000)
	if refused != nil {
		return *refused
	}
	return success(map[string]any{"total": len(assets), "assets": views(assets[from:to], c.managedAssetView)})
}

// managedAssets groups the instances that the query selects.
func (c *anypointCall) managedAssets() []managedAsset {
	var assets []managedAsset
	for _, instance := range c.platform.Instances {
		if instance.EnvironmentID != c.PathValue("env") || !c.selects(instance) {
			continue
		}
		asset := c.platform.asset(instance.GroupID, instance.AssetID)
		i := slices.IndexFunc(assets, func(a managedAsset) bool { return a.exchangeAsset == asset })
		if i < 0 {
			i = len(assets)
			assets = append(assets, managedAsset{exchangeAsset: asset})
		}
		assets[i].instances = append(assets[i].instances, instance)
	}
	slices.SortStableFunc(assets, func(a, b managedAsset) int {
		order := strings.Compare(a.AssetID, b.AssetID)
		if sort := c.URL.Query().Get("sort"); sort == "createdDate" || sort == "updatedDate" {
			order = cmp.Compare(a.instances[0].ID, b.instances[0].ID)
		}
		if !c.flag("ascending", true) {
			return -order
		}
		return order
	})
	return assets
}

// selects applies the query's filters to an instance.
func (c *anypointCall) selects(instance *apiInstance) bool {
	query := c.URL.Query()
	return matches(query.Get("query"), instance.AssetID, instance.Label) &&
		equals(query.Get("groupId"), instance.GroupID) &&
		equals(query.Get("assetId"), instance.AssetID) &&
		equals(query.Get("assetVersion"), instance.AssetVersion) &&
		equals(query.Get("instanceLabel"), instance.Label) &&
		equals(query.Get("productVersion"), instance.productVersion()) &&
		equals(query.Get("autodiscoveryInstanceName"), instance.autodiscovery())
}

func (c *anypointCall) managedAssetView(asset managedAsset) map[string]any {
	name := "groupId:" + asset.GroupID + ":assetId:" + asset.AssetID
	return map[string]any{
		"audit": audit(asset.Created, asset.Created), "masterOrganizationId": c.platform.root().ID,
		"organizationId": c.PathValue("org"), "id": asset.instances[0].EndpointID, "name": name,
		"exchangeAssetName": asset.Name, "groupId": asset.GroupID, "assetId": asset.AssetID,
		"apis": views(asset.instances, c.instanceRow), "totalApis": len(asset.instances), "autodiscoveryApiName": name,
	}
}

// productVersion is the version group of an asset version: v1 for 1.2.3.
func (i *apiInstance) productVersion() string {
	major, _, _ := strings.Cut(i.AssetVersion, ".")
	return "v" + major
}

func (i *apiInstance) autodiscovery() string {
	return "v1:" + strconv.Itoa(i.ID)
}

// instanceRow is an instance within a list.
func (c *anypointCall) instanceRow(instance *apiInstance) map[string]any {
	row := map[string]any{
		"audit": audit(instance.Created, instance.Updated), "masterOrganizationId": c.platform.root().ID,
		"organizationId": instance.OrganizationID, "id": instance.ID, "instanceLabel": nullable(instance.Label),
		"groupId": instance.GroupID, "assetId": instance.AssetID, "assetVersion": instance.AssetVersion,
		"productVersion": instance.productVersion(), "description": nil, "tags": []string{}, "order": 1,
		"providerId": nil, "deprecated": instance.Deprecated, "lastActiveDate": nil,
		"endpointUri": nullable(instance.EndpointURI), "environmentId": instance.EnvironmentID, "isPublic": false,
		"pinned": false, "stage": "release", "technology": instance.Technology, "status": "unregistered",
		"autodiscoveryInstanceName": instance.autodiscovery(), "activeContractsCount": instance.activeContracts(),
	}
	return merged(row, instance.Details)
}

// instanceView is an instance alone: the row and its endpoint and deployment.
func (c *anypointCall) instanceView(instance *apiInstance) map[string]any {
	view := c.instanceRow(instance)
	view["endpoint"] = merged(map[string]any{
		"audit": audit(instance.Created, instance.Updated), "masterOrganizationId": c.platform.root().ID,
		"organizationId": instance.OrganizationID, "id": instance.EndpointID, "apiId": instance.ID, "type": "raml",
		"uri": nil, "proxyUri": nil, "isCloudHub": nil, "deploymentType": "CH", "responseTimeout": nil,
		"muleVersion4OrAbove": instance.Technology != "mule3", "referencesUserDomain": nil, "policiesVersion": nil,
	}, instance.Endpoint)
	view["deployment"] = nil
	if instance.Deployment != nil {
		view["deployment"] = instance.Deployment
	}
	return view
}

// nullable is nil for the empty string, which the platform writes as null.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// activeContracts counts the applications that may call the instance.
func (i *apiInstance) activeContracts() int {
	count := 0
	for _, contract := range i.Contracts {
		if contract.Status == contractApproved {
			count++
		}
	}
	return count
}

package simulator

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// apiInstance is an API in API Manager: an asset's version in an environment.
type apiInstance struct {
	ID, EndpointID                int
	OrganizationID, EnvironmentID string
	GroupID, AssetID              string
	AssetVersion                  string
	Label, Technology             string
	EndpointURI                   string
	Deprecated                    bool
	// Endpoint is what the request that created the instance said.
	Endpoint, Deployment map[string]any
	// Details are the members that changed later and mean nothing here.
	Details          map[string]any
	Policies         []*Policy
	Tiers            []*apiTier
	Contracts        []*apiContract
	Created, Updated time.Time // Updated is zero until the first change
}

// addInstance makes an instance with a new id.
func (p *anypointPlatform) addInstance(
	environment *anypointEnvironment, asset *exchangeAsset, version string, now time.Time,
) *apiInstance {
	instance := &apiInstance{
		ID: p.integer(), EndpointID: p.integer(),
		OrganizationID: environment.OrganizationID, EnvironmentID: environment.ID,
		GroupID: asset.GroupID, AssetID: asset.AssetID, AssetVersion: version, Technology: "mule4", Created: now,
	}
	p.Instances = append(p.Instances, instance)
	return instance
}

// noRoute is API Manager's answer to an API id that it does not know.
var noRoute = managerRefusal(http.StatusNotFound, "Not Found", `"route" could not be found using "request path"`)

// withInstance finds the instance of the path.
func withInstance(handle func(*anypointCall, *apiInstance) anypointAnswer) anypointHandler {
	return func(c *anypointCall) anypointAnswer {
		id, err := strconv.Atoi(c.PathValue("api"))
		if err != nil {
			return noRoute
		}
		instance := c.platform.instance(id)
		if instance == nil || instance.EnvironmentID != c.PathValue("env") {
			return noRoute
		}
		return handle(c, instance)
	}
}

func (p *anypointPlatform) instance(id int) *apiInstance {
	return first(p.Instances, func(i *apiInstance) bool { return i.ID == id })
}

// createInstance is POST .../apis.
func createInstance(c *anypointCall) anypointAnswer {
	var wanted struct {
		Spec struct {
			GroupID string `json:"groupId"`
			AssetID string `json:"assetId"`
			Version string `json:"version"`
		} `json:"spec"`
		Label       string         `json:"instanceLabel"`
		Technology  string         `json:"technology"`
		EndpointURI string         `json:"endpointUri"`
		Endpoint    map[string]any `json:"endpoint"`
		Deployment  map[string]any `json:"deployment"`
	}
	if refused := c.accept("createInstance", &wanted); refused != nil {
		return *refused
	}
	asset := c.platform.asset(wanted.Spec.GroupID, wanted.Spec.AssetID)
	if asset == nil || !slices.Contains(asset.Versions, wanted.Spec.Version) {
		return managerRefusal(http.StatusNotFound, "NotFoundError", "The asset %s %s was not found in Exchange",
			wanted.Spec.AssetID, wanted.Spec.Version)
	}
	if !c.canUse(asset, "viewer") {
		return forbidden
	}
	environment := c.PathValue("env")
	if slices.ContainsFunc(c.platform.Instances, func(i *apiInstance) bool {
		return i.EnvironmentID == environment && i.GroupID == asset.GroupID && i.AssetID == asset.AssetID &&
			i.AssetVersion == wanted.Spec.Version && i.Label == wanted.Label
	}) {
		return managerRefusal(http.StatusConflict, "ConflictError", "An instance with this asset version and label exists")
	}
	instance := c.platform.addInstance(
		c.platform.environment(c.PathValue("org"), environment), asset, wanted.Spec.Version, c.now)
	instance.Label, instance.EndpointURI = wanted.Label, wanted.EndpointURI
	instance.Technology = cmp.Or(wanted.Technology, instance.Technology)
	instance.Endpoint, instance.Deployment = wanted.Endpoint, wanted.Deployment
	return created(c.instanceView(instance))
}

// showInstance is GET .../apis/{api}.
func showInstance(c *anypointCall, instance *apiInstance) anypointAnswer {
	return success(c.instanceView(instance))
}

// changeInstance is PATCH .../apis/{api}.
func changeInstance(c *anypointCall, instance *apiInstance) anypointAnswer {
	changes := map[string]any{}
	if refused := c.accept("changeInstance", &changes); refused != nil {
		return *refused
	}
	if version, changed := changes["assetVersion"].(string); changed {
		asset := c.platform.asset(instance.GroupID, instance.AssetID)
		if asset == nil || !slices.Contains(asset.Versions, version) {
			return managerRefusal(http.StatusNotFound, "NotFoundError", "The asset version %s was not found", version)
		}
	}
	instance.change(changes)
	instance.Updated = c.now
	view := c.instanceView(instance)
	view["audit"] = audit(time.Time{}, c.now)
	return success(view)
}

// change takes over the members of a PATCH body.
func (i *apiInstance) change(changes map[string]any) {
	for name, target := range map[string]*string{
		"assetVersion": &i.AssetVersion, "instanceLabel": &i.Label, "technology": &i.Technology, "endpointUri": &i.EndpointURI,
	} {
		if value, present := changes[name]; present {
			*target, _ = value.(string) // null is the empty string
			delete(changes, name)
		}
	}
	if deprecated, present := changes["deprecated"].(bool); present {
		i.Deprecated = deprecated
	}
	if endpoint, present := changes["endpoint"].(map[string]any); present {
		i.Endpoint = merged(i.Endpoint, endpoint)
	}
	if deployment, present := changes["deployment"].(map[string]any); present {
		i.Deployment = deployment
	}
	delete(changes, "deprecated")
	delete(changes, "endpoint")
	delete(changes, "deployment")
	i.Details = merged(i.Details, changes)
}

// merged is base with the members of changes on top.
func merged(base, changes map[string]any) map[string]any {
	result := map[string]any{}
	maps.Copy(result, base)
	maps.Copy(result, changes)
	return result
}

// deleteInstance is DELETE .../apis/{api}; policies, tiers and contracts go
// with it.
func deleteInstance(c *anypointCall, instance *apiInstance) anypointAnswer {
	c.platform.Instances = slices.DeleteFunc(c.platform.Instances, func(i *apiInstance) bool { return i == instance })
	return noContent
}

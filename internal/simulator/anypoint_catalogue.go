package simulator

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// muleSoftGroup is the group id of MuleSoft's own policies on the US control
// plane.
const muleSoftGroup = "68ef9520-24e9-4cf2-b2f5-620025690913"

// firstTemplateID is the first number of the platform's internal template ids.
const firstTemplateID = 348740

var (
	//go:embed catalogue/anypoint_roles.yaml
	rolesDocument []byte
	//go:embed catalogue/anypoint_policies.yaml
	policiesDocument []byte
)

// policyTemplate is one version of a policy that can be applied to instances.
type policyTemplate struct {
	ID                int // the platform's internal number
	GroupID, AssetID  string
	Version           string
	Name, Description string
	Category          string
	Schema            map[string]any // JSON Schema of configurationData
	Sensitive         []string       // keys that reads leave out
	Unordered         bool           // has no place in the order of policies
	Implementations   map[string]policyImplementation
	Latest            bool
}

// policyImplementation is what gateways of one technology run.
type policyImplementation struct {
	AssetID string `yaml:"asset_id"`
	Version string `yaml:"version"`
}

// policyFamily is a policy with all its versions, as the catalogue file has it.
type policyFamily struct {
	AssetID         string                          `yaml:"asset_id"`
	Name            string                          `yaml:"name"`
	Description     string                          `yaml:"description"`
	Category        string                          `yaml:"category"`
	Versions        []string                        `yaml:"versions"`
	Strict          []string                        `yaml:"strict"`
	Sensitive       []string                        `yaml:"sensitive"`
	Unordered       bool                            `yaml:"unordered"`
	Implementations map[string]policyImplementation `yaml:"implementations"`
	Schema          map[string]any                  `yaml:"schema"`
}

// catalogue is what the platform brings along.
type catalogue struct {
	Roles    []anypointRole
	Policies []policyFamily
}

func readCatalogue() (catalogue, error) {
	var read catalogue
	if err := yaml.Load(rolesDocument, &read.Roles, yaml.WithKnownFields()); err != nil {
		return catalogue{}, fmt.Errorf("reading the role catalogue: %w", err)
	}
	if err := yaml.Load(policiesDocument, &read.Policies, yaml.WithKnownFields()); err != nil {
		return catalogue{}, fmt.Errorf("reading the policy catalogue: %w", err)
	}
	return read, nil
}

// templates lists every version of every policy.
func (c catalogue) templates() []policyTemplate {
	var templates []policyTemplate
	for _, family := range c.Policies {
		for i, version := range family.Versions {
			templates = append(templates, policyTemplate{
				ID: firstTemplateID + len(templates), GroupID: muleSoftGroup, AssetID: family.AssetID, Version: version,
				Name: family.Name, Description: family.Description, Category: family.Category,
				Schema: family.schema(version), Sensitive: family.Sensitive, Unordered: family.Unordered,
				Implementations: family.Implementations, Latest: i == len(family.Versions)-1,
			})
		}
	}
	return templates
}

// schema is the JSON Schema of one version, closed if the version is strict.
func (f policyFamily) schema(version string) map[string]any {
	schema := map[string]any{"$schema": "https://json-schema.org/draft/2019-09/schema"}
	maps.Copy(schema, f.Schema)
	if properties, has := f.Schema["properties"].(map[string]any); has && len(f.Sensitive) > 0 {
		schema["properties"] = marked(properties, f.Sensitive)
	}
	if slices.Contains(f.Strict, version) {
		schema["additionalProperties"] = false
	}
	return schema
}

// marked adds to properties what says that they hold secrets.
func marked(properties map[string]any, sensitive []string) map[string]any {
	properties = merged(properties, nil)
	for _, name := range sensitive {
		property, _ := properties[name].(map[string]any)
		properties[name] = merged(property, map[string]any{
			"@context": map[string]any{"@characteristics": []any{"security:sensitive"}},
		})
	}
	return properties
}

func (p *anypointPlatform) template(groupID, assetID, version string) *policyTemplate {
	i := slices.IndexFunc(p.Templates, func(t policyTemplate) bool {
		return t.GroupID == groupID && t.AssetID == assetID && t.Version == version
	})
	if i < 0 {
		return nil
	}
	return &p.Templates[i]
}

// templateOf is the template of an applied policy; it is empty if somebody has
// edited the policy into one that the catalogue does not have.
func (p *anypointPlatform) templateOf(policy *Policy) *policyTemplate {
	return cmp.Or(p.template(policy.GroupID, policy.AssetID, policy.AssetVersion), &policyTemplate{})
}

// listTemplates is GET .../exchange-policy-templates of the experience API.
func listTemplates(c *anypointCall) anypointAnswer {
	selected := []policyTemplate{}
	technology := c.technology()
	for _, template := range c.platform.Templates {
		if _, runs := template.Implementations[technology]; technology != "" && !runs {
			continue
		}
		if template.Latest || !c.flag("latest", false) {
			selected = append(selected, template)
		}
	}
	return success(views(selected, c.templateView))
}

// technology is that of the instance which the query names, or empty.
func (c *anypointCall) technology() string {
	id := c.URL.Query().Get("apiInstanceId")
	instance := first(c.platform.Instances, func(i *apiInstance) bool { return strconv.Itoa(i.ID) == id })
	return cmp.Or(instance, &apiInstance{}).Technology
}

// showTemplate is GET .../exchange-policy-templates/{group}/{asset}/{version}.
func showTemplate(c *anypointCall) anypointAnswer {
	template := c.platform.template(c.PathValue("group"), c.PathValue("asset"), c.PathValue("version"))
	if template == nil {
		return managerRefusal(404, "NotFoundError", "The policy template was not found")
	}
	return success(c.templateView(*template))
}

func (c *anypointCall) templateView(template policyTemplate) map[string]any {
	root := c.platform.root()
	view := map[string]any{
		"audit": audit(root.Created, root.Created), "organizationId": template.GroupID,
		"groupId": template.GroupID, "assetId": template.AssetID, "assetVersion": template.Version,
		"name": template.Name, "description": template.Description, "type": "system", "category": template.Category,
		"supportedPoliciesVersions": ">=v1",
	}
	if c.flag("includeConfiguration", true) {
		view["configuration"] = template.properties()
		if c.flag("splitModel", false) {
			view["configuration"] = template.Schema
		}
	}
	return view
}

// listLegacyTemplates is GET /organizations/{org}/policy-templates, which the
// policies of Mule 3 come from.
func listLegacyTemplates(c *anypointCall) anypointAnswer {
	selected := []map[string]any{}
	for _, template := range c.platform.Templates {
		if template.Latest {
			selected = append(selected, map[string]any{
				"id": template.AssetID, "name": template.Name, "description": template.Description,
				"category": template.Category, "configuration": template.properties(),
			})
		}
	}
	return success(selected)
}

// properties is the configuration as the form of the web page has it.
func (t policyTemplate) properties() []map[string]any {
	properties, _ := t.Schema["properties"].(map[string]any)
	required, _ := t.Schema["required"].([]any)
	listed := []map[string]any{}
	for name, schema := range properties {
		property, _ := schema.(map[string]any)
		listed = append(listed, map[string]any{
			"propertyName": name, "name": property["title"], "description": property["title"],
			"type": formType(property["type"]), "optional": !slices.Contains(required, any(name)),
			"sensitive": slices.Contains(t.Sensitive, name), "allowMultiple": property["type"] == "array",
		})
	}
	slices.SortFunc(listed, func(a, b map[string]any) int {
		return strings.Compare(fmt.Sprint(a["propertyName"]), fmt.Sprint(b["propertyName"]))
	})
	return listed
}

// formType names a JSON type as the form does.
func formType(jsonType any) string {
	switch jsonType {
	case "boolean":
		return "boolean"
	case "integer":
		return "int"
	}
	return "string"
}

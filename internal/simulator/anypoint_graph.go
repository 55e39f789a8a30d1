package simulator

import (
	"net/http"
	"strings"

	"go.yaml.in/yaml/v4"
)

// graph is POST /graph/api/v2/graphql, as far as the command line asks for
// policies. The token is a variable of the query.
func graph(c *anypointCall) anypointAnswer {
	var query struct {
		Query     string
		Variables struct{ AccessToken, GroupID, AssetID, Version string }
	}
	if err := c.decode(&query); err != nil {
		return graphError(http.StatusBadRequest, err.Error())
	}
	if !c.present(query.Variables.AccessToken) {
		return unauthorized
	}
	switch {
	case strings.Contains(query.Query, "assets("):
		return graphData("assets", views(c.platform.Templates, func(template policyTemplate) map[string]any {
			return map[string]any{
				"groupId": template.GroupID, "assetId": template.AssetID, "version": template.Version,
				"name": template.Name, "description": template.Description, "__typename": "Asset",
			}
		}))
	case strings.Contains(query.Query, "asset("):
		template := c.platform.template(query.Variables.GroupID, query.Variables.AssetID, query.Variables.Version)
		if template == nil {
			return graphError(http.StatusOK, "Asset not found")
		}
		return graphData("asset", c.graphAsset(template))
	}
	return graphError(http.StatusBadRequest, "The query is not known")
}

func graphData(name string, value any) anypointAnswer {
	return success(map[string]any{"data": map[string]any{name: value}})
}

func graphError(status int, message string) anypointAnswer {
	return anypointAnswer{status, map[string]any{"errors": []any{map[string]any{"message": message}}}}
}

func (c *anypointCall) graphAsset(template *policyTemplate) map[string]any {
	base := "http://" + c.Host
	if c.TLS != nil {
		base = "https://" + c.Host
	}
	path := strings.Join([]string{template.GroupID, template.AssetID, template.Version}, "/")
	return map[string]any{
		"name": template.Name, "description": template.Description, "assetId": template.AssetID, "__typename": "Asset",
		"files": []any{map[string]any{
			"classifier": "policy-definition", "__typename": "File",
			"externalLink": base + "/exchange/files/" + path + "/policy-definition.yaml",
		}},
	}
}

// policyDefinition is the file that a policy's external link leads to, which
// needs no token.
func policyDefinition(c *anypointCall) anypointAnswer {
	template := c.platform.template(c.PathValue("group"), c.PathValue("asset"), c.PathValue("version"))
	if template == nil {
		return anypointRefusal(http.StatusNotFound, "The file does not exist")
	}
	document, err := yaml.Dump(map[string]any{
		"id": template.AssetID, "name": template.Name, "category": template.Category,
		"description": template.Description, "configuration": template.properties(),
	})
	if err != nil {
		return anypointRefusal(http.StatusInternalServerError, "%v", err)
	}
	return anypointAnswer{http.StatusOK, string(document)}
}

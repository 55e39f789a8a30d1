package simulator

import (
	"net/http"
	"slices"
)

// listEnvironments is GET /accounts/api/organizations/{org}/environments. With
// expandAll the root lists those of its business groups too.
func listEnvironments(c *anypointCall) anypointAnswer {
	query := c.URL.Query()
	organization := c.platform.organization(c.PathValue("org"))
	all := organization.ParentID == "" && c.flag("expandAll", false)
	selected := []*anypointEnvironment{}
	for _, environment := range c.platform.Environments {
		if (all || environment.OrganizationID == organization.ID) &&
			equals(query.Get("name"), environment.Name) && equals(query.Get("type"), environment.Type) &&
			matches(query.Get("search"), environment.Name) &&
			c.flag("isProduction", environment.production()) == environment.production() {
			selected = append(selected, environment)
		}
	}
	return accountsPage(c, selected, environmentView)
}

// createEnvironment is POST /accounts/api/organizations/{org}/environments.
func createEnvironment(c *anypointCall) anypointAnswer {
	var wanted struct{ Name, Type string }
	if err := c.decode(&wanted); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	if wanted.Name == "" || !slices.Contains([]string{"production", "sandbox", "design"}, wanted.Type) {
		return anypointRefusal(http.StatusBadRequest, "name and type (production, sandbox or design) are required")
	}
	organization := c.PathValue("org")
	taken := func(e *anypointEnvironment) bool { return e.Name == wanted.Name }
	if slices.ContainsFunc(c.platform.environmentsOf(organization), taken) {
		return anypointRefusal(http.StatusConflict, "An environment named %s already exists", wanted.Name)
	}
	environment := &anypointEnvironment{
		ID: c.platform.uuid(), Name: wanted.Name, Type: wanted.Type,
		OrganizationID: organization, ClientID: c.platform.clientID(),
	}
	c.platform.Environments = append(c.platform.Environments, environment)
	return created(environmentView(environment))
}

// deleteEnvironment is DELETE /accounts/api/organizations/{org}/environments/{env};
// the environment's API instances go with it.
func deleteEnvironment(c *anypointCall) anypointAnswer {
	environment := c.platform.environment(c.PathValue("org"), c.PathValue("env"))
	if environment == nil {
		return anypointRefusal(http.StatusNotFound, "Environment %s not found", c.PathValue("env"))
	}
	c.platform.Environments = slices.DeleteFunc(c.platform.Environments, func(e *anypointEnvironment) bool {
		return e == environment
	})
	c.platform.Instances = slices.DeleteFunc(c.platform.Instances, func(i *apiInstance) bool {
		return i.EnvironmentID == environment.ID
	})
	return noContent
}

func (p *anypointPlatform) environmentsOf(organizationID string) []*anypointEnvironment {
	environments := []*anypointEnvironment{}
	for _, environment := range p.Environments {
		if environment.OrganizationID == organizationID {
			environments = append(environments, environment)
		}
	}
	return environments
}

func (e *anypointEnvironment) production() bool { return e.Type == "production" }

func environmentView(environment *anypointEnvironment) map[string]any {
	return map[string]any{
		"id": environment.ID, "name": environment.Name, "organizationId": environment.OrganizationID,
		"isProduction": environment.production(), "type": environment.Type, "clientId": environment.ClientID,
		"arcNamespace": nil,
	}
}

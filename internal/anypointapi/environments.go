package anypointapi

import (
	"context"
	"iter"
	"net/url"
)

// Environments are the environments of organizations.
type Environments struct {
	caller    *caller
	directory *directory[Environment]
}

// Environment is a stage of an organization's APIs, such as Production.
type Environment struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId"`
	Name           string `json:"name"`
	// Type is production, sandbox or design.
	Type         string `json:"type"`
	IsProduction bool   `json:"isProduction"`
}

func newEnvironments(caller *caller) *Environments {
	environments := &Environments{caller: caller}
	environments.directory = newDirectory("environment", environments.List,
		func(environment Environment) []string { return []string{environment.ID, environment.Name} },
		func(environment Environment) string { return environment.Name + " (" + environment.ID + ")" })
	return environments
}

// List yields the environments of one organization
// (GET /accounts/api/organizations/{organization}/environments).
func (e *Environments) List(ctx context.Context, organizationID string) iter.Seq2[Environment, error] {
	return listAccounts[Environment](ctx, e.caller, listEnvironments(), organizationID, nil)
}

// ListAll yields the environments of a root organization and all its business
// groups. The platform takes a root organization alone.
func (e *Environments) ListAll(ctx context.Context, rootID string) iter.Seq2[Environment, error] {
	return listAccounts[Environment](ctx, e.caller, listEnvironments(), rootID, url.Values{"expandAll": {"true"}})
}

// Find returns the environment of an organization whose id or name is
// reference. Environments are listed once per organization.
//
// An environment that does not exist is [transport.NotFound].
func (e *Environments) Find(ctx context.Context, organizationID, reference string) (Environment, error) {
	return e.directory.find(ctx, organizationID, reference)
}

package anypointapi

import (
	"context"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// ScopeCatalogue is all scopes that the platform has.
type ScopeCatalogue struct {
	names *coalesce.Shared[*map[string]string]
}

func newScopeCatalogue(caller *caller) *ScopeCatalogue {
	fetch := func(ctx context.Context) (*map[string]string, error) {
		var entries []struct {
			Scope string `json:"scope"`
			Name  string `json:"displayName"`
		}
		if err := caller.do(ctx, call{operation: listScopeCatalogue()}, &entries); err != nil {
			return nil, err
		}
		names := map[string]string{}
		for _, entry := range entries {
			names[entry.Scope] = entry.Name
		}
		return &names, nil
	}
	return &ScopeCatalogue{coalesce.NewShared(fetch, func(error) bool { return true })}
}

// Names are the names that the web console shows, by scope. They are asked for
// once (GET /accounts/api/cs/scopes), and so is what fails.
func (s *ScopeCatalogue) Names(ctx context.Context) (map[string]string, error) {
	names, err := s.names.Get(ctx)
	if err != nil {
		return nil, err
	}
	return *names, nil
}

// ScopePlace is where a scope holds.
type ScopePlace int

// The places of scopes.
const (
	// AnyPlace is that of a scope of which it is not known.
	AnyPlace ScopePlace = iota
	// WholeOrganization is a context of an organization alone.
	WholeOrganization
	// OneEnvironment is a context of an organization and an environment.
	OneEnvironment
	// NoPlace is that of a scope that only apps which act for users have.
	NoPlace
)

// scopePlaces are the places that are documented.
var scopePlaces = map[string]ScopePlace{
	"manage:apis":              OneEnvironment,
	"manage:api_configuration": OneEnvironment,
	"read:api_configuration":   OneEnvironment,
	"manage:api_policies":      OneEnvironment,
	"read:api_policies":        OneEnvironment,
	"manage:api_contracts":     OneEnvironment,
	"read:api_contracts":       OneEnvironment,
	"manage:api_alerts":        OneEnvironment,
	"read:api_alerts":          OneEnvironment,
	"manage:api_proxies":       OneEnvironment,
	"read:exchange":            WholeOrganization,
	"edit:exchange":            WholeOrganization,
	"create:exchange":          WholeOrganization,
	"manage:exchange":          WholeOrganization,
	"full":                     NoPlace,
	"read:full":                NoPlace,
	"offline_access":           NoPlace,
}

// PlaceOfScope tells where a scope holds.
func PlaceOfScope(name string) ScopePlace { return scopePlaces[name] }

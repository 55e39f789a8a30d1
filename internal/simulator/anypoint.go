package simulator

import (
	"net/http"
	"time"
)

// anypointPlatform is one Anypoint root organization with all below it.
type anypointPlatform struct{}

// anypointFixture is the anypoint key of a fixture.
type anypointFixture struct{}

func (p *anypointPlatform) seed(anypointFixture, time.Time) error { return nil }

func (s *Server) routeAnypoint(*http.ServeMux) {}

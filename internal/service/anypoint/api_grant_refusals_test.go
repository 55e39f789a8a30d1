package anypoint_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestAPIGrantExplainsRefusals(t *testing.T) {
	t.Parallel()
	forbidden := simulator.Status(http.StatusForbidden, "Forbidden")
	for name, test := range map[string]struct {
		faults  []string
		config  prototest.Config
		message string
	}{
		"an unknown asset": {
			config: prototest.Config{"asset_id": "payments-api", "user": "sarah.lee", "role": "viewer"}, message: "payments-api",
		},
		"no permission to share": {
			faults: []string{"PUT /identities"}, config: grantTo("user", "sarah.lee", "viewer"), message: "manage:exchange",
		},
		"no permission to look up": {
			faults: []string{"GET /members", "GET /organizations/ /identities"}, config: grantTo("user", "sarah.lee", "viewer"),
			message: "access_management",
		},
		"unknown where only Exchange may be searched": {
			faults: []string{"GET /members"}, config: grantTo("user", "nobody", "viewer"), message: "Exchange, searched instead, knows no user",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			for _, pattern := range test.faults {
				platform.Inject(simulator.Fault{Pattern: pattern, Answer: forbidden})
			}
			running := platform.Protocol(t)
			state, err := running.Apply(t, running.Null(t, grantType), test.config)
			if err == nil || !strings.Contains(err.Error(), test.message) {
				t.Errorf("got %v, want an error that names %s", err, test.message)
			}
			if !state.Gone() {
				t.Error("a grant that was not made is in the state")
			}
		})
	}
}

func TestAPIGrantDoesWithoutAccessManagement(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, listing := range []string{"/members", "/teams", "/hierarchy"} {
		platform.Inject(simulator.Fault{Pattern: "GET " + listing, Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	}
	running := platform.Protocol(t)
	for _, principal := range []struct{ kind, reference, id, name string }{
		{"user", "sarah.lee@acme.example", sarahID, "sarah.lee"},
		{"user", strings.ToUpper(omarID), omarID, "omar.diaz"},
		{"team", "Frontend Team", frontendID, "Frontend Team"},
		{"organization", retailID, retailID, "Retail"},
	} {
		state, err := running.Apply(t, running.Null(t, grantType), grantTo(principal.kind, principal.reference, "viewer"))
		if err != nil {
			t.Errorf("%s: %v", principal.reference, err)
			continue
		}
		if told := state.Attributes(t); told["principal_id"] != principal.id || told["principal_name"] != principal.name {
			t.Errorf("%s is %v %v, want %s %s", principal.reference, told["principal_id"], told["principal_name"], principal.id, principal.name)
		}
		if role := roleOf(platform, principal.id); role != "viewer" {
			t.Errorf("%s has role %q, want viewer", principal.reference, role)
		}
	}
}

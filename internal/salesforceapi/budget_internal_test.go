package salesforceapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestBudgetRefusesCallsAtItsShareOfTheAllocation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		percent int
		usage   string
		calls   int // that follow the answer
		want    bool
	}{
		"nothing is known yet":              {80, "", 1, true},
		"below":                             {80, "api-usage=70/100", 1, true},
		"reached":                           {80, "api-usage=80/100", 1, false},
		"reached by the client's calls":     {80, "api-usage=78/100", 3, false},
		"spent by others":                   {100, "api-usage=101/100; per-app-api-usage=17/250(appName=x)", 1, false},
		"without a limit":                   {0, "api-usage=101/100", 1, true},
		"a header that tells nothing":       {80, "per-app-api-usage=90/100(appName=x)", 1, true},
		"the whole allocation, one is left": {100, "api-usage=99/100", 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := &budget{percent: test.percent}
			limit.note(http.Header{"Sforce-Limit-Info": {test.usage}})
			var err error
			for range test.calls {
				err = limit.spend(http.MethodGet, "/query")
			}
			if (err == nil) != test.want {
				t.Fatalf("got %v", err)
			}
			if err != nil && (transport.KindOf(err) != transport.Quota || !strings.Contains(err.Error(), "was not sent")) {
				t.Errorf("the refusal is %v", err)
			}
		})
	}
}

// Answers that overtake each other do not lower the use.
func TestBudgetKeepsTheHighestUse(t *testing.T) {
	t.Parallel()
	limit := &budget{percent: 50}
	limit.note(http.Header{"Sforce-Limit-Info": {"api-usage=50/100"}})
	limit.note(http.Header{"Sforce-Limit-Info": {"api-usage=40/100"}})
	if limit.spend(http.MethodGet, "/query") == nil {
		t.Error("an older answer freed the budget")
	}
}

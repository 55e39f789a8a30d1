package salesforce_test

import (
	"reflect"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// destroyedFromAStaleReading creates settings and destroys them by a run whose last
// reading is of what was before: its change was not kept, and another run's was.
func destroyedFromAStaleReading(t *testing.T, platform *acctest.Simulator, typeName string, config prototest.Config) {
	t.Helper()
	stale := platform.Protocol(t)
	platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Times: 1, Answer: simulator.Status(200, saved)})
	created, err := stale.Apply(t, stale.Null(t, typeName), config)
	if err == nil {
		t.Fatal("the change was kept")
	}
	applied(t, stale, applied(t, platform.Protocol(t), refreshed(t, platform, created), config), nil)
}

func TestSettingsAreBroughtBackWhateverAReadingShows(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		platform := acctest.Start(t)
		before := platform.SalesforceMetadata(settings.component, settings.member)
		destroyedFromAStaleReading(t, platform, typeName, settings.config)
		expectSame(t, before, platform.SalesforceMetadata(settings.component, settings.member))
	})
}

func TestTrustedIPRangesAreBroughtBackWhateverAReadingShows(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	first := platform.Protocol(t)
	applied(t, first, first.Null(t, trustedRangesType), spans(span("198.51.100.1", "198.51.100.1")))
	destroyedFromAStaleReading(t, platform, trustedRangesType, spans(span("203.0.113.0", "203.0.113.255")))
	if got := trustedStarts(platform); !reflect.DeepEqual(got, []string{"198.51.100.1"}) {
		t.Errorf("destroy left %v", got)
	}
}

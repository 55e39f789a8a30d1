package chaos

import (
	"regexp"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// diagnostic begins each error and warning, so that no address is taken for that of
// another one.
var diagnostic = regexp.MustCompile(`(?m)^(Error|Warning): `)

var existing = regexp.MustCompile(`(?s)with (apiaccess_[^\n]+),\n.*?terraform import ADDRESS ([^\n]+)`)

// incomplete is how an apply that goes on tells that the next one has to complete
// what it made.
var incomplete = regexp.MustCompile(`Warning: (The new object is incomplete|It is not known whether this took effect|The contract is pending)`)

// heed does what the messages of a command that failed advise.
func (r *run) heed(command, text string) {
	r.importNamed(text)
	if command == "destroy" && r.lostSwitch && strings.Contains(text, "Error: The provider would lock itself out") {
		r.turnOffByHand()
	}
}

// importNamed brings under Terraform what the provider says exists already.
func (r *run) importNamed(text string) {
	for _, report := range diagnostic.Split(text, -1) {
		if found := existing.FindStringSubmatch(report); found != nil {
			id := strings.Trim(strings.TrimSpace(found[2]), `'"`)
			if ended := r.workspace.run(r.t, "import", found[1], id); !ended.ok() {
				r.t.Logf("run %d: the import of %s failed: %s", r.number, found[1], tail(ended.text))
			}
		}
	}
}

// noteLostSwitch notes that a kill left the switch of API access control on without
// what it was before. The engine keeps nothing of a creation whose provider dies, and
// of a change the state without what the provider kept privately.
func (r *run) noteLostSwitch() {
	on := r.platform.APIAccessControl() || r.platform.AnypointAppSettings().AllowlistEnabled
	if on && !r.workspace.remembers("_api_access_control") {
		r.lostSwitch = true
	}
}

// turnOffByHand is what the guard and the guide advise where the switch stays on.
func (r *run) turnOffByHand() {
	r.platform.SetAPIAccessControl(false)
	r.platform.SetAnypointAppSettings(func(settings *simulator.AnypointAppSettings) { settings.AllowlistEnabled = false })
}

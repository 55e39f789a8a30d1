package simulator

import (
	"testing"
)

// FuzzSeed checks that a fixture is refused with a reason or seeds both
// organizations, and that a server answers afterwards whichever it was.
func FuzzSeed(f *testing.F) {
	f.Add(string(acme))
	for _, seed := range []string{
		"", "salesforce: {}", "salesforce: {organization: {id: x}}", "salesforce: {users: [{username: a, profile: none}]}",
		"anypoint: {organization: {id: 1, name: a}, teams: [{name: a, parent: a}]}", "unknown: 1",
		"salesforce: {settings: {Security: {sessionSettings: {lockSessionsToIp: true}}}}", "a: &a [*a,*a]", "anypoint: {connected_apps: [{scopes: [{}]}]}",
		"salesforce: {metadata: [{name: a, content: <x/>}]}", "salesforce: {rows: {LoginHistory: [{UserId: a}]}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) {
		server := &Server{}
		if err := server.Seed([]byte(document)); err != nil && err.Error() == "" {
			t.Error("refused without a reason")
		}
	})
}

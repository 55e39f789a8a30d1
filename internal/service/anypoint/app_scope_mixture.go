package anypoint

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
)

// The ways of managing the scopes of a connected app. They announce themselves by
// the app's client id; two of them for one app would undo each other's work.
const (
	scopesInApp  = "scopes in apiaccess_anypoint_connected_app"
	scopesList   = "apiaccess_anypoint_connected_app_scopes"
	scopesSingle = "apiaccess_anypoint_connected_app_scope"
)

// refuseScopeMixture announces one way of managing the scopes of an app and
// refuses it beside another. Of an app that has yet to be made this is found out
// when it has been made.
func refuseScopeMixture(planned *clients.Planned, way, clientID string, at path.Path, diags *diag.Diagnostics) {
	if clientID == "" {
		return
	}
	planned.Add(way, clientID, "")
	for _, other := range []string{scopesInApp, scopesList, scopesSingle} {
		if _, mixed := planned.Find(other, clientID); mixed && other != way {
			diags.AddAttributeError(at, "Scopes of one app are managed in two ways", "The scopes of connected app "+clientID+
				" are managed by "+way+" and by "+other+" in the same configuration. They would undo each other's work. Use the one or the other.")
		}
	}
}

// missingFrom are the texts that others lack.
func missingFrom(texts, others []string) []string {
	var lost []string
	for _, text := range texts {
		if !slices.Contains(others, text) && !slices.Contains(lost, text) {
			lost = append(lost, text)
		}
	}
	return lost
}

// Package clients hands the platforms' clients to the resources. A platform is
// signed in to on first use only.
package clients

import (
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Clients is what the provider's configuration gives to every resource.
type Clients struct {
	Salesforce *Platform[*salesforceapi.Client]
	Anypoint   *Platform[*anypointapi.Client]
	// AnypointOrganizationID and AnypointEnvironmentID are the provider's
	// defaults; empty when it sets none.
	AnypointOrganizationID string
	AnypointEnvironmentID  string
	// Planned are the objects that the configuration makes or keeps.
	Planned Planned
}

// Platform is the client of one platform, or the reason why there is none.
type Platform[C any] struct {
	name    string
	block   string
	unknown []string
	build   func() (C, error)
}

// Configured is a platform whose client build makes on first use.
func Configured[C any](name, block string, build func() (C, error)) *Platform[C] {
	return &Platform[C]{name: name, block: block, build: sync.OnceValues(build)}
}

// NotKnown is a platform whose configuration depends on arguments that are known
// only after apply.
func NotKnown[C any](name, block string, arguments []string) *Platform[C] {
	return &Platform[C]{name: name, block: block, unknown: arguments}
}

// NotConfigured is a platform that the provider's configuration leaves out.
func NotConfigured[C any](name, block string) *Platform[C] {
	return &Platform[C]{name: name, block: block}
}

// Client is the platform's client. Without one it reports an error and ok is
// false.
func (p *Platform[C]) Client(diags *diag.Diagnostics) (client C, ok bool) {
	switch {
	case len(p.unknown) > 0:
		diags.AddError(p.name+" is not configured yet", p.whyUnknown()+
			" Apply what they depend on first, with -target, or set them to values that are known at plan.")
		return client, false
	case p.build == nil:
		diags.AddError(p.name+" is not configured", fmt.Sprintf(
			"This needs the %s block of the provider \"apiaccess\", or its environment variables. "+
				"The provider's page lists the ways to sign in.", p.block))
		return client, false
	}
	client, err := p.build()
	if err != nil {
		diags.AddError("Unable to use "+p.name, err.Error())
		return client, false
	}
	return client, true
}

// Planning is Client for a plan that looks something up: while the configuration
// is not known yet the look-up is left to apply, without an error.
func (p *Platform[C]) Planning(diags *diag.Diagnostics) (client C, ok bool) {
	if len(p.unknown) > 0 {
		return client, false
	}
	return p.Client(diags)
}

// Refreshing is Client for the refresh of an object: while the configuration is
// not known yet the object stays as it was, with a warning.
func (p *Platform[C]) Refreshing(diags *diag.Diagnostics) (client C, ok bool) {
	if len(p.unknown) > 0 {
		diags.AddWarning(p.name+" was not read", p.whyUnknown()+
			" Its objects are shown as they were last seen; apply reads them again.")
		return client, false
	}
	return p.Client(diags)
}

func (p *Platform[C]) whyUnknown() string {
	return fmt.Sprintf("The provider's arguments %s.%s are known only after apply.",
		p.block, strings.Join(p.unknown, ", "+p.block+"."))
}

package framework

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// Noun is a type of object as messages speak of it.
type Noun struct {
	// Name is such as "Salesforce connected app".
	Name string
	// Needs are the permissions or scopes that managing it takes, as a sentence.
	Needs string
}

// Failed reports that verb, such as "create", failed for object, such as its
// name, and what to do next.
func (n Noun) Failed(diags *diag.Diagnostics, verb, object string, err error) {
	diags.AddError(n.summary(verb), n.detail(object, err))
}

// FailedAt is Failed where one attribute is at fault.
func (n Noun) FailedAt(diags *diag.Diagnostics, at path.Path, verb, object string, err error) {
	diags.AddAttributeError(at, n.summary(verb), n.detail(object, err))
}

func (n Noun) summary(verb string) string { return "Unable to " + verb + " " + n.Name }

func (n Noun) detail(object string, err error) string {
	detail := fmt.Sprintf("%s: %s.", object, err)
	if advice := n.advice(err); advice != "" {
		detail += "\n\n" + advice
	}
	return detail
}

func (n Noun) advice(err error) string {
	if errors.Is(err, context.Canceled) {
		return "The run was interrupted. Run terraform plan to see what took effect."
	}
	switch transport.KindOf(err) {
	case transport.Permission:
		return "The identity that the provider signs in with may not do this. " + n.Needs
	case transport.AccessControl:
		return "API Access Control keeps the provider's own app out. Approve that app and grant it to the user " +
			"that the provider acts as, in Setup, or sign in with an app that is approved."
	case transport.Session:
		return "The session ended and a new one was not accepted. Check the credentials of the provider block."
	case transport.Quota:
		return "The organization's daily allocation of API requests is spent, or what this run may use of it; it frees up over the next 24 hours. " +
			"Nothing is gained by running again at once."
	case transport.Busy:
		return "The platform asked to come back later more often than max_retries allows. Run again, or raise max_retries."
	case transport.NoAnswer:
		return "It is not known whether this took effect. Run terraform plan to see."
	case transport.NotFound:
		return "It may have been deleted outside of Terraform. Run terraform plan to see."
	case transport.Other, transport.Conflict, transport.Invalid:
	}
	return ""
}

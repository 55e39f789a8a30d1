package anypointapi

import (
	"context"
	"iter"
)

// Organizations are root organizations with their business groups.
type Organizations struct {
	caller    *caller
	directory *directory[Organization]
}

// Organization is a root organization or a business group.
type Organization struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Domain string `json:"domain"`
	// ParentIDs are the organizations above, from the parent to the root.
	ParentIDs []string `json:"parentOrganizationIds"`
	IsRoot    bool     `json:"isRoot"`
	// SubOrganizations are the business groups directly below.
	SubOrganizations []Organization `json:"subOrganizations"`
}

// All yields the organization and all business groups below it, parents first.
func (o Organization) All() iter.Seq[Organization] {
	return func(yield func(Organization) bool) { o.walk(yield) }
}

func (o Organization) walk(yield func(Organization) bool) bool {
	if !yield(o) {
		return false
	}
	for _, below := range o.SubOrganizations {
		if !below.walk(yield) {
			return false
		}
	}
	return true
}

func newOrganizations(caller *caller) *Organizations {
	organizations := &Organizations{caller: caller}
	organizations.directory = newDirectory("organization", organizations.list,
		func(organization Organization) []string { return []string{organization.ID, organization.Name} },
		func(organization Organization) string { return organization.Name + " (" + organization.ID + ")" })
	return organizations
}

// Hierarchy reads an organization with everything below it
// (GET /accounts/api/organizations/{organization}/hierarchy).
func (o *Organizations) Hierarchy(ctx context.Context, organizationID string) (Organization, error) {
	var root Organization
	err := o.caller.do(ctx, call{operation: getHierarchy(), segments: []string{organizationID}}, &root)
	return root, err
}

// Find returns the organization at or below rootID whose id or name is
// reference, from one reading of the hierarchy.
//
// An organization that does not exist is [transport.NotFound]; a name that
// several business groups share is an error that lists them.
func (o *Organizations) Find(ctx context.Context, rootID, reference string) (Organization, error) {
	return o.directory.find(ctx, rootID, reference)
}

func (o *Organizations) list(ctx context.Context, rootID string) iter.Seq2[Organization, error] {
	return func(yield func(Organization, error) bool) {
		root, err := o.Hierarchy(ctx, rootID)
		if err != nil {
			yield(Organization{}, err)
			return
		}
		for organization := range root.All() {
			if !yield(organization, nil) {
				return
			}
		}
	}
}

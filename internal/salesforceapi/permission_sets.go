package salesforceapi

import (
	"context"
	"fmt"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const objectPermissionSet = "PermissionSet"

// PermissionSet is a permission set. Each profile owns one, which holds what the
// profile grants and cannot be changed as such; each permission set group has an
// aggregate one.
type PermissionSet struct {
	ID          ID     `json:"Id"`
	Name        string `json:"Name"`
	Label       string `json:"Label"`
	Description string `json:"Description"`
	// HasActivationRequired makes it one that a session has to activate.
	HasActivationRequired bool `json:"HasActivationRequired"`
	// LicenseID is the license that assignees need; empty for any. It can be
	// given at creation only.
	LicenseID        ID     `json:"LicenseId"`
	IsCustom         bool   `json:"IsCustom"`
	NamespacePrefix  string `json:"NamespacePrefix"`
	Type             string `json:"Type"`
	IsOwnedByProfile bool   `json:"IsOwnedByProfile"`
	ProfileID        ID     `json:"ProfileId"`
	GroupID          ID     `json:"PermissionSetGroupId"`
	Profile          struct {
		Name string `json:"Name"`
	} `json:"Profile"`
}

// permissionSetColumns are the fields of [PermissionSet] in SOQL.
const permissionSetColumns = "Id, Name, Label, Description, HasActivationRequired, LicenseId, IsCustom, " +
	"NamespacePrefix, Type, IsOwnedByProfile, ProfileId, PermissionSetGroupId, Profile.Name"

// lookups are the ways to ask for the permission set.
func (p PermissionSet) lookups() []lookup {
	ways := []lookup{byID(string(p.ID))}
	switch {
	case p.IsOwnedByProfile:
		ways = append(ways, byID(string(p.ProfileID)), lookup{by: "profile", value: byName(p.Profile.Name).value})
	case p.GroupID == "":
		ways = append(ways, byName(p.APIName()))
	}
	return ways
}

// APIName is the name with the namespace of the package that it came with.
func (p PermissionSet) APIName() string {
	if p.NamespacePrefix == "" {
		return p.Name
	}
	return p.NamespacePrefix + "__" + p.Name
}

// PermissionSets are the organization's permission sets, those of profiles and
// groups included. One listing answers all reads.
type PermissionSets struct {
	client *Client
	listed *coalesce.Snapshot[struct{}, lookup, PermissionSet]
}

func newPermissionSets(client *Client) *PermissionSets {
	list := func(ctx context.Context, _ struct{}) (map[lookup]PermissionSet, error) {
		found := map[lookup]PermissionSet{}
		soql := "SELECT " + permissionSetColumns + " FROM PermissionSet"
		for set, err := range Query[PermissionSet](ctx, client, soql) {
			if err != nil {
				return nil, err
			}
			for _, way := range set.lookups() {
				found[way] = set
			}
		}
		return found, nil
	}
	return &PermissionSets{client: client, listed: coalesce.NewSnapshot(list, transport.IsLasting)}
}

// Find looks a permission set up by its API name or its id (0PS…). A missing one
// is an error of kind NotFound.
func (s *PermissionSets) Find(ctx context.Context, reference string) (PermissionSet, error) {
	way := byName(reference)
	if IsID(reference, "0PS") {
		way = byID(reference)
	}
	return s.get(ctx, way, fmt.Sprintf("there is no permission set %q", reference))
}

// Get reads a permission set by its id. A missing one is an error of kind NotFound.
func (s *PermissionSets) Get(ctx context.Context, id ID) (PermissionSet, error) {
	return s.get(ctx, byID(string(id)), fmt.Sprintf("there is no permission set with the id %q", id))
}

func (s *PermissionSets) get(ctx context.Context, way lookup, otherwise string) (PermissionSet, error) {
	set, found, err := s.listed.Get(ctx, struct{}{}, way)
	if err == nil && !found {
		err = missing(s.client.dataPath()+queryPath, otherwise)
	}
	return set, err
}

// Create makes a permission set of Name, Label, Description,
// HasActivationRequired and LicenseID and returns it as the platform keeps it. A
// name that is taken is an error of kind Conflict.
func (s *PermissionSets) Create(ctx context.Context, set PermissionSet) (PermissionSet, error) {
	values := set.values()
	if set.LicenseID != "" {
		values["LicenseId"] = set.LicenseID
	}
	id, err := s.client.rows.create(ctx, objectPermissionSet, values)
	if err != nil {
		s.forget()
		return PermissionSet{}, err
	}
	set.ID, set.IsCustom, set.Type = id, true, "Regular"
	if set.HasActivationRequired {
		set.Type = "Session"
	}
	s.put(set)
	return set, nil
}

// Update sets Name, Label, Description and HasActivationRequired of the
// permission set with set's id.
func (s *PermissionSets) Update(ctx context.Context, set PermissionSet) (PermissionSet, error) {
	current, err := s.Get(ctx, set.ID)
	if err != nil {
		return PermissionSet{}, err
	}
	if err := s.client.rows.update(ctx, objectPermissionSet, set.ID, set.values()); err != nil {
		s.forget()
		return PermissionSet{}, err
	}
	s.drop(current)
	current.Name, current.Label, current.Description = set.Name, set.Label, set.Description
	current.HasActivationRequired = set.HasActivationRequired
	s.put(current)
	return current, nil
}

// Delete deletes a permission set, which nobody may hold any more, and with it
// its grants and memberships. One that is gone is an error of kind NotFound.
func (s *PermissionSets) Delete(ctx context.Context, id ID) error {
	err := s.client.rows.remove(ctx, objectPermissionSet, id)
	s.forget()
	s.client.SetupEntityAccess.forget()
	s.client.PermissionSetAssignments.listed.Invalidate(id)
	s.client.PermissionSetGroupComponents.listed.Invalidate(struct{}{})
	return err
}

// forget drops the listing when a write may have changed what it holds.
func (s *PermissionSets) forget() { s.listed.Invalidate(struct{}{}) }

// values are the fields that can be written at any time.
func (p PermissionSet) values() fields {
	return fields{
		"Name": p.Name, "Label": p.Label, "Description": p.Description,
		"HasActivationRequired": p.HasActivationRequired,
	}
}

func (s *PermissionSets) put(set PermissionSet) {
	for _, way := range set.lookups() {
		s.listed.Put(struct{}{}, way, set)
	}
}

func (s *PermissionSets) drop(set PermissionSet) {
	for _, way := range set.lookups() {
		s.listed.Drop(struct{}{}, way)
	}
}

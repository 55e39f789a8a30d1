package salesforceapi

import (
	"context"
	"fmt"
)

// Profile is a profile. What it grants hangs on the permission set it owns.
type Profile struct {
	ID ID
	// Name is in the language of the signed-in user for standard profiles.
	Name string
	// PermissionSetID is the permission set that the profile owns.
	PermissionSetID ID
}

// Profiles are the organization's profiles. They are read with the permission
// sets, in the same listing.
type Profiles struct {
	sets *PermissionSets
}

// Find looks a profile up by its name or its id (00e…). A missing one is an
// error of kind NotFound.
func (p *Profiles) Find(ctx context.Context, reference string) (Profile, error) {
	way := lookup{by: "profile", value: byName(reference).value}
	if IsID(reference, "00e") {
		way = byID(reference)
	}
	owned, err := p.sets.get(ctx, way, fmt.Sprintf("there is no profile %q", reference))
	if err != nil {
		return Profile{}, err
	}
	return Profile{ID: owned.ProfileID, Name: owned.Profile.Name, PermissionSetID: owned.ID}, nil
}

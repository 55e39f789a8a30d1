package salesforceapi

import "context"

const objectMutingSet = "MutingPermissionSet"

// MutingPermissionSet takes permissions away within a permission set group. It
// is put into a group as a permission set is.
type MutingPermissionSet struct {
	ID            ID     `json:"Id"`
	DeveloperName string `json:"DeveloperName"`
	Label         string `json:"MasterLabel"`
}

func (s MutingPermissionSet) rowID() ID       { return s.ID }
func (s MutingPermissionSet) rowName() string { return s.DeveloperName }
func (s MutingPermissionSet) values() fields {
	return fields{"DeveloperName": s.DeveloperName, "MasterLabel": s.Label}
}

// MutingPermissionSets are the organization's muting permission sets.
type MutingPermissionSets struct {
	*NamedRows[MutingPermissionSet]
}

func newMutingPermissionSets(client *Client) *MutingPermissionSets {
	rows := newNamedRows(client, objectMutingSet, "muting permission set", "Id, DeveloperName, MasterLabel",
		func(set MutingPermissionSet, id ID) MutingPermissionSet {
			set.ID = id
			return set
		})
	return &MutingPermissionSets{rows}
}

// Permissions reads which user permissions the set mutes, by their names.
func (s *MutingPermissionSets) Permissions(ctx context.Context, id ID, names []string) (map[string]bool, error) {
	return s.client.permissions.get(ctx, objectMutingSet, id, names)
}

// SetPermissions changes which user permissions the set mutes; the others stay.
func (s *MutingPermissionSets) SetPermissions(ctx context.Context, id ID, wanted map[string]bool) error {
	return s.client.permissions.set(ctx, objectMutingSet, id, wanted)
}

package salesforce

import (
	"context"
	"errors"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// What the types that give access announce to the guard, by the app's id: an
// approval or a grant that comes about in the same apply.
const (
	plannedApproval = "approval"
	plannedGrant    = "grant"

	approvalGiven     = "given"
	approvalWithdrawn = "withdrawn"
)

// own are the provider's own app and user, as messages name them.
type own struct {
	app  salesforceapi.App
	user salesforceapi.OwnUser
}

// readStanding reads how the provider stands, with what the client remembers:
// about ten calls. The planned objects count as if they were there; there are none
// at apply.
func readStanding(ctx context.Context, client *salesforceapi.Client, planned *clients.Planned) (standing, own, error) {
	var found standing
	var mine own
	settings, err := client.Settings.ConnectedApp.Get(ctx)
	if err != nil {
		return found, mine, err
	}
	found.restrictsAll = isOn(settings.EnableAdminApprovedAppsOnly)
	found.restrictsExternal = isOn(settings.EnableAdminApprovedAppsOnlyForExternalUser)
	if mine.app, found.appKnown, err = unlessMissing(client.Apps.Own(ctx)); err != nil {
		return found, mine, err
	}
	found.approved = mine.app.Approved
	if mine.user, found.userKnown, err = unlessMissing(client.OwnUser(ctx)); err != nil {
		return found, mine, err
	}
	found.external = mine.user.IsExternal()
	if found.userKnown {
		err = found.readGrants(ctx, client, mine)
	}
	if planned != nil && found.appKnown {
		found.approved = plannedApprovalOf(planned, mine.app)
		if _, coming := planned.Find(plannedGrant, string(mine.app.ID)); coming {
			found.grants = append(found.grants, ownGrant{})
		}
	}
	return found, mine, err
}

// plannedApprovalOf tells whether an app is approved after this apply.
func plannedApprovalOf(planned *clients.Planned, app salesforceapi.App) bool {
	if coming, changes := planned.Find(plannedApproval, string(app.ID)); changes {
		return coming == approvalGiven
	}
	return app.Approved
}

func isOn(setting *bool) bool { return setting != nil && *setting }

// unlessMissing tells apart what is not there from what cannot be read.
func unlessMissing[T any](value T, err error) (T, bool, error) {
	if transport.IsNotFound(err) {
		return value, false, nil
	}
	return value, err == nil, err
}

// readGrants reads the ways in which the user has the app, and whether the user
// needs any.
func (s *standing) readGrants(ctx context.Context, client *salesforceapi.Client, mine own) error {
	rows, err := client.SetupEntityAccess.OfApp(ctx, mine.app.ID)
	if err != nil {
		return err
	}
	carriers := map[salesforceapi.ID]salesforceapi.ID{}
	for _, row := range rows {
		carriers[row.ParentID] = row.ID
	}
	held, err := client.PermissionSetAssignments.HeldBy(ctx, mine.user.ID)
	if err != nil {
		return err
	}
	profile, err := client.Profiles.Find(ctx, string(mine.user.ProfileID))
	if err != nil {
		return err
	}
	held = append(held, salesforceapi.HeldSet{PermissionSetID: profile.PermissionSetID})
	for _, one := range held {
		members := []salesforceapi.PermissionSetGroupComponent{{PermissionSetID: one.PermissionSetID}}
		if one.GroupID != "" {
			if members, err = client.PermissionSetGroupComponents.OfGroup(ctx, one.GroupID); err != nil {
				return err
			}
		}
		s.addGrants(carriers, one, members)
		if err := s.addAnyClient(ctx, client, one, members); err != nil {
			return err
		}
	}
	return nil
}

// addGrants adds the ways to the app through what the user holds. A group whose
// muting permission set takes the app away gives none.
func (s *standing) addGrants(
	carriers map[salesforceapi.ID]salesforceapi.ID, held salesforceapi.HeldSet, members []salesforceapi.PermissionSetGroupComponent,
) {
	var grants []ownGrant
	for _, member := range members {
		row, carries := carriers[member.PermissionSetID]
		switch {
		case carries && isMuting(member):
			return
		case carries:
			grants = append(grants, ownGrant{rows: []salesforceapi.ID{row, held.ID, member.ID}})
		}
	}
	s.grants = append(s.grants, grants...)
}

func isMuting(member salesforceapi.PermissionSetGroupComponent) bool {
	return strings.HasPrefix(string(member.PermissionSetID), "0QM")
}

// addAnyClient finds out whether what the user holds lets any client in. Of a group
// that mutes something its own permission set alone tells.
func (s *standing) addAnyClient(
	ctx context.Context, client *salesforceapi.Client, held salesforceapi.HeldSet, members []salesforceapi.PermissionSetGroupComponent,
) error {
	const anyClient = "UseAnyApiClient"
	sets := []salesforceapi.ID{held.PermissionSetID}
	for _, member := range members {
		if isMuting(member) {
			sets = sets[:1]
			break
		}
		sets = append(sets, member.PermissionSetID)
	}
	for _, set := range sets {
		permissions, err := client.PermissionSets.Permissions(ctx, set, []string{anyClient})
		if _, absent := errors.AsType[*salesforceapi.UnknownPermissionError](err); absent {
			return nil
		}
		if err != nil {
			return err
		}
		s.anyClient = s.anyClient || permissions[anyClient]
	}
	return nil
}

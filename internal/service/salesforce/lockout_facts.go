package salesforce

import (
	"context"
	"errors"
	"slices"
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

// actor is whom the provider acts as once the change is made, where that is not the
// user of now.
type actor struct {
	// user is the id of another user.
	user salesforceapi.ID
	// profile is the id of another profile of the same user.
	profile salesforceapi.ID
}

// readStanding reads how the provider stands, with what the client remembers:
// about ten calls. The planned objects count as if they were there; there are none
// at apply.
func readStanding(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, as actor,
) (standing, own, error) {
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
	if mine.user, found.userKnown, err = unlessMissing(as.find(ctx, client)); err != nil {
		return found, mine, err
	}
	if found.userKnown {
		found.external, found.inactive = mine.user.IsExternal(), as.user != "" && !mine.user.IsActive
		err = found.readWays(ctx, client, mine)
		found.mute = as != actor{} && len(found.calls) == 0
	}
	if planned != nil && found.appKnown {
		found.approved = plannedApprovalOf(planned, mine.app)
		if _, coming := planned.Find(plannedGrant, string(mine.app.ID)); coming {
			found.grants = append(found.grants, way{})
		}
	}
	return found, mine, err
}

// find reads the user.
func (a actor) find(ctx context.Context, client *salesforceapi.Client) (salesforceapi.OwnUser, error) {
	if a.user != "" {
		return client.UserToActAs(ctx, a.user)
	}
	user, err := client.OwnUser(ctx)
	if a.profile != "" {
		user.ProfileID = a.profile
	}
	return user, err
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

// readWays reads the ways in which the user has the app and what else decides.
func (s *standing) readWays(ctx context.Context, client *salesforceapi.Client, mine own) error {
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
	held = slices.DeleteFunc(held, func(one salesforceapi.HeldSet) bool { // of the profile, which may be another
		return one.GroupID == "" && ownedByProfile(ctx, client, one.PermissionSetID)
	})
	held = append(held, salesforceapi.HeldSet{PermissionSetID: profile.PermissionSetID})
	for _, one := range held {
		members := []salesforceapi.PermissionSetGroupComponent{{PermissionSetID: one.PermissionSetID}}
		if one.GroupID != "" {
			if members, err = client.PermissionSetGroupComponents.OfGroup(ctx, one.GroupID); err != nil {
				return err
			}
		}
		s.addGrants(carriers, one, members)
		if err := addPermission(ctx, client, "ApiEnabled", one, members, &s.calls); err != nil {
			return err
		}
		if err := addPermission(ctx, client, "UseAnyApiClient", one, members, &s.anyClient); err != nil {
			return err
		}
	}
	return nil
}

// ownedByProfile tells the permission set in which a profile keeps what it gives.
func ownedByProfile(ctx context.Context, client *salesforceapi.Client, id salesforceapi.ID) bool {
	set, err := client.PermissionSets.Get(ctx, id)
	return err == nil && set.IsOwnedByProfile
}

// wayBy is the way by which the user has what a member gives, and the row that
// gives it.
func wayBy(held salesforceapi.HeldSet, member salesforceapi.PermissionSetGroupComponent, row salesforceapi.ID) way {
	return way{needs: []salesforceapi.ID{row, held.ID, held.GroupID, member.ID, member.PermissionSetID}}
}

// addGrants adds the ways to the app through what the user holds. A group whose
// muting permission set takes the app away gives none.
func (s *standing) addGrants(
	carriers map[salesforceapi.ID]salesforceapi.ID, held salesforceapi.HeldSet, members []salesforceapi.PermissionSetGroupComponent,
) {
	var grants []way
	for _, member := range members {
		row, carries := carriers[member.PermissionSetID]
		switch {
		case carries && isMuting(member):
			return
		case carries:
			grants = append(grants, wayBy(held, member, row))
		}
	}
	s.grants = append(s.grants, grants...)
}

func isMuting(member salesforceapi.PermissionSetGroupComponent) bool {
	return strings.HasPrefix(string(member.PermissionSetID), mutingPrefix)
}

// addPermission adds the ways in which what the user holds gives a permission. Of a
// group that mutes something its own permission set tells whether it does.
func addPermission(
	ctx context.Context, client *salesforceapi.Client, permission string, held salesforceapi.HeldSet,
	members []salesforceapi.PermissionSetGroupComponent, to *[]way,
) error {
	gives := func(set salesforceapi.ID) (bool, error) {
		permissions, err := client.PermissionSets.Permissions(ctx, set, []string{permission})
		if _, absent := errors.AsType[*salesforceapi.UnknownPermissionError](err); absent {
			return false, nil
		}
		return permissions[permission], err
	}
	if slices.ContainsFunc(members, isMuting) {
		if left, err := gives(held.PermissionSetID); err != nil || !left {
			return err
		}
	}
	for _, member := range members {
		if isMuting(member) {
			continue
		}
		given, err := gives(member.PermissionSetID)
		if err != nil {
			return err
		}
		if given {
			*to = append(*to, wayBy(held, member, ""))
		}
	}
	return nil
}

package anypointapi

import (
	"cmp"
	"context"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// Me is who [Config.Credentials] sign in.
type Me struct {
	// ClientID and ClientName are the connected app's; empty when a user signed
	// in without one.
	ClientID, ClientName string
	// UserID and Username are the user's. For an app that acts for itself the
	// platform names the app's owner.
	UserID, Username string
	// OrganizationID is the organization to work in by default; it may be empty.
	OrganizationID string
	// RootOrganizationID is the root above it; empty when the platform does not
	// tell.
	RootOrganizationID string
	// Organizations are the organizations that the user is a member of.
	Organizations []Membership
}

// Membership is an organization that a user is a member of.
type Membership struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	ParentID string `json:"parentId"`
	IsRoot   bool   `json:"isRoot"`
}

// Me tells who is signed in (GET /accounts/api/me). It is asked once.
func (c *Client) Me(ctx context.Context) (Me, error) {
	me, err := c.me.answer.Get(ctx)
	if err != nil {
		return Me{}, err
	}
	return *me, nil
}

// Administrator tells who makes the calls of Access Management: whom
// [Config.AccessManagement] signs in, or else [Config.Credentials]. It is asked
// once.
func (c *Client) Administrator(ctx context.Context) (Me, error) {
	me, err := c.administrator.answer.Get(ctx)
	if err != nil {
		return Me{}, err
	}
	return *me, nil
}

type whoAmI struct{ answer *coalesce.Shared[*Me] }

func newWhoAmI(caller *caller, asked operation) *whoAmI {
	ask := func(ctx context.Context) (*Me, error) {
		var answer meAnswer
		if err := caller.do(ctx, call{operation: asked}, &answer); err != nil {
			return nil, err
		}
		return answer.me(), nil
	}
	return &whoAmI{coalesce.NewShared(ask, keepError)}
}

func newAdministrator(caller *caller) *whoAmI {
	return newWhoAmI(caller, accessManagement(accounts+"/me"))
}

// meAnswer is what the platform tells; any of it may be absent.
type meAnswer struct {
	Client struct {
		ClientID       string `json:"client_id"`
		Name           string `json:"name"`
		OrganizationID string `json:"org_id"`
	} `json:"client"`
	User struct {
		ID             string `json:"id"`
		Username       string `json:"username"`
		OrganizationID string `json:"organizationId"`
		Organization   struct {
			ID        string   `json:"id"`
			IsRoot    bool     `json:"isRoot"`
			ParentIDs []string `json:"parentOrganizationIds"`
		} `json:"organization"`
		Memberships []Membership `json:"memberOfOrganizations"`
		Properties  struct {
			Authentication struct {
				ActiveOrganizationID string `json:"activeOrganizationId"`
			} `json:"cs_auth"`
		} `json:"properties"`
	} `json:"user"`
}

func (a *meAnswer) me() *Me {
	me := &Me{
		ClientID: a.Client.ClientID, ClientName: a.Client.Name,
		UserID: a.User.ID, Username: a.User.Username,
		OrganizationID: cmp.Or(a.Client.OrganizationID, a.User.Organization.ID, a.User.OrganizationID,
			a.User.Properties.Authentication.ActiveOrganizationID),
		Organizations: a.User.Memberships,
	}
	me.RootOrganizationID = a.rootOf(me.OrganizationID)
	return me
}

// rootOf finds the root above an organization: users belong to one root alone.
func (a *meAnswer) rootOf(organizationID string) string {
	home := a.User.Organization
	if home.IsRoot {
		return home.ID
	}
	for _, membership := range a.User.Memberships {
		if membership.IsRoot {
			return membership.ID
		}
	}
	if len(home.ParentIDs) == 0 && home.ID == organizationID {
		return home.ID
	}
	return ""
}

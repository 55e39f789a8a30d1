package anypointapi

import (
	"context"
	"slices"
)

// OwnApp is a connected app that the client itself signs in with.
type OwnApp struct {
	ClientID string
	// GrantType is how it signs in; empty where a token was given and it is not
	// known how it came about.
	GrantType string
	// Manages tells that the calls of Access Management are made with it.
	Manages bool
}

// OwnApps are the connected apps that the client signs in with: one, two with a
// credential of its own for Access Management, or none where users sign in as on
// the platform's own pages. Who a given token belongs to is asked
// (GET /accounts/api/me).
func (c *Client) OwnApps(ctx context.Context) ([]OwnApp, error) {
	var apps []OwnApp
	for _, one := range []*account{c.caller.main, c.caller.management} {
		app, err := c.appOf(ctx, one)
		if err != nil {
			return nil, err
		}
		app.Manages = one == c.caller.management
		same := slices.IndexFunc(apps, func(other OwnApp) bool {
			return other.ClientID == app.ClientID && other.GrantType == app.GrantType
		})
		switch {
		case app.ClientID == "":
		case same >= 0:
			apps[same].Manages = apps[same].Manages || app.Manages
		default:
			apps = append(apps, app)
		}
	}
	return apps, nil
}

func (c *Client) appOf(ctx context.Context, one *account) (OwnApp, error) {
	switch credentials := one.credentials.(type) {
	case ClientCredentials:
		return OwnApp{ClientID: credentials.ClientID, GrantType: GrantClientCredentials}, nil
	case Password:
		return OwnApp{ClientID: credentials.ClientID, GrantType: GrantPassword}, nil
	}
	var answer meAnswer
	asked := getMe()
	asked.accessManagement = one == c.caller.management
	if err := c.caller.do(ctx, call{operation: asked}, &answer); err != nil {
		return OwnApp{}, err
	}
	return OwnApp{ClientID: answer.Client.ClientID}, nil
}

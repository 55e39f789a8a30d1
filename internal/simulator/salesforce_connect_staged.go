package simulator

import (
	"net/http"
	"strings"
	"time"
)

// stagedLifetime is how long staged credentials, and those that they replaced,
// are good.
const stagedLifetime = 30 * 24 * time.Hour

// stagedCredential is the second pair of credentials that a consumer may have:
// the next one, or after a rotation the former one, which stays good for a while.
type stagedCredential struct {
	ID, Key, Secret, CreatedBy string
	Rotated                    bool
	CreatedAt                  time.Time
}

func (s *stagedCredential) state(now time.Time) string {
	switch {
	case !now.Before(s.CreatedAt.Add(stagedLifetime)):
		return "Expired"
	case s.Rotated:
		return "Rotated"
	}
	return "Active"
}

// former tells whether these are the credentials that an app had before its last
// rotation, and still good.
func (o *salesforceOrg) former(app, key string, now time.Time) *stagedCredential {
	staged := o.Staged[app]
	if staged == nil || staged.Key != key || staged.state(now) != "Rotated" {
		return nil
	}
	return staged
}

// putStaged replaces, or given nil deletes, the staged credentials of an app,
// undoably.
func (o *salesforceOrg) putStaged(app string, staged *stagedCredential) {
	if o.Staged == nil {
		o.Staged = map[string]*stagedCredential{}
	}
	old := o.Staged[app]
	set := func(staged *stagedCredential) {
		if staged == nil {
			delete(o.Staged, app)
			return
		}
		o.Staged[app] = staged
	}
	set(staged)
	o.undo(func() { set(old) })
}

// consumerOf is the id of the consumer of an external client app.
func (o *salesforceOrg) consumerOf(app string) string {
	_, id, _ := strings.Cut(o.satelliteDefinition("ExtlClntAppOauthSettings", app).child("oauthLink").text(), ":")
	canonical, _ := canonicalID(id)
	return canonical
}

// consumer finds the app, and checks the consumer, that the path names.
func (c *salesforceCall) consumer() (string, *salesforceError) {
	if c.org.setting(externalClientAppSettings, "enableClientSecretInRestApiAccess") != "true" {
		return "", refusal("FUNCTIONALITY_NOT_ENABLED", "Access to external client app consumer secrets via REST API is not "+
			"currently enabled.").withStatus(http.StatusForbidden)
	}
	if !c.may("ExternalClientAppDeveloper", "ClientSecretRotation") {
		return "", refusal("FUNCTIONALITY_NOT_ENABLED", "This feature is not enabled for this user.").withStatus(http.StatusForbidden)
	}
	app, _ := canonicalID(c.request.PathValue("app"))
	consumer, _ := canonicalID(c.request.PathValue("consumer"))
	if c.org.Apps[app] == nil || !c.org.Apps[app].External || (c.request.PathValue("consumer") != "" && consumer != c.org.consumerOf(app)) {
		return "", notFound()
	}
	return app, nil
}

func (c *salesforceCall) consumerURL(app string) string {
	return "/services/data/" + c.version + "/apps/oauth/credentials/" + app + "/" + c.org.consumerOf(app)
}

func (c *salesforceCall) showConsumer(app string) map[string]any {
	return map[string]any{
		"id": c.org.consumerOf(app), "key": c.org.Apps[app].ConsumerKey, "name": c.org.Apps[app].FullName,
		"url": c.consumerURL(app), "stagedCredentialsUrl": c.consumerURL(app) + "/staged",
	}
}

func connectConsumers(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, refused := c.consumer()
	if refused != nil {
		return salesforceReply{}, refused
	}
	return ok(map[string]any{"consumers": []any{c.showConsumer(app)}}), nil
}

func connectConsumer(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, refused := c.consumer()
	if refused != nil {
		return salesforceReply{}, refused
	}
	shown := c.showConsumer(app)
	switch part := strings.ToLower(c.request.URL.Query().Get("part")); part {
	case "", "key":
	case "secret", "keyandsecret":
		shown["secret"] = c.org.Apps[app].ConsumerSecret
		if part == "secret" {
			delete(shown, "key")
		}
	default:
		return salesforceReply{}, refusal("INVALID_INPUT", "The part %s is not valid.", part)
	}
	return ok(shown), nil
}

// staged finds the app and its staged credentials that the path names.
func (c *salesforceCall) staged() (string, *stagedCredential, *salesforceError) {
	app, refused := c.consumer()
	if refused != nil {
		return "", nil, refused
	}
	staged, asked := c.org.Staged[app], c.request.PathValue("staged")
	if id, _ := canonicalID(asked); staged == nil || (asked != "" && id != staged.ID) {
		return "", nil, notFound()
	}
	return app, staged, nil
}

func (c *salesforceCall) showStaged(app string, staged *stagedCredential) map[string]any {
	return map[string]any{
		"id": staged.ID, "key": staged.Key, "secret": staged.Secret, "state": staged.state(c.now),
		"createdBy": staged.CreatedBy, "createdDate": staged.CreatedAt.UTC().Format(salesforceTime),
		"expirationDate":       staged.CreatedAt.Add(stagedLifetime).UTC().Format(salesforceTime),
		"stagedCredentialsUrl": c.consumerURL(app) + "/staged", "url": c.consumerURL(app) + "/staged/" + staged.ID,
	}
}

func connectListStaged(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, staged, refused := c.staged()
	if refused != nil {
		return salesforceReply{}, refused
	}
	return ok(map[string]any{
		"stagedCredentials": []any{c.showStaged(app, staged)}, "url": c.consumerURL(app) + "/staged",
	}), nil
}

func connectReadStaged(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, staged, refused := c.staged()
	if refused != nil {
		return salesforceReply{}, refused
	}
	return ok(c.showStaged(app, staged)), nil
}

// mayRotate refuses who may not change consumers' credentials.
func (c *salesforceCall) mayRotate() *salesforceError {
	if c.may("ClientSecretRotation") {
		return nil
	}
	return refusal("FUNCTIONALITY_NOT_ENABLED", "Rotation of consumer keys and secrets is not enabled for this user.").
		withStatus(http.StatusForbidden)
}

func connectStage(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, refused := c.consumer()
	if refused != nil {
		return salesforceReply{}, refused
	}
	if refused := c.mayRotate(); refused != nil {
		return salesforceReply{}, refused
	}
	if old := c.org.Staged[app]; old != nil && old.state(c.now) != "Expired" {
		return salesforceReply{}, refusal("INVALID_INPUT", "A consumer can have only one staged credential.")
	}
	staged := &stagedCredential{
		ID: salesforceID("1Sg", c.org.issue()), Key: c.org.newConsumerKey(), Secret: c.org.newConsumerSecret(),
		CreatedBy: c.user, CreatedAt: c.now,
	}
	c.org.putStaged(app, staged)
	return salesforceReply{status: http.StatusCreated, body: c.showStaged(app, staged)}, nil
}

// connectRotate makes the staged credentials the consumer's own, and keeps the
// former ones in their place.
func connectRotate(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, staged, refused := c.staged()
	if refused != nil {
		return salesforceReply{}, refused
	}
	if refused := c.mayRotate(); refused != nil {
		return salesforceReply{}, refused
	}
	var asked struct {
		Command string `json:"command"`
	}
	if refused := c.decode(&asked); refused != nil {
		return salesforceReply{}, refused
	}
	if asked.Command != "rotate" || staged.state(c.now) != "Active" {
		return salesforceReply{}, refusal("INVALID_INPUT", "The staged credential can't be rotated.")
	}
	changed := *c.org.Apps[app]
	former := &stagedCredential{
		ID: staged.ID, Key: changed.ConsumerKey, Secret: changed.ConsumerSecret, CreatedBy: staged.CreatedBy,
		Rotated: true, CreatedAt: c.now,
	}
	changed.ConsumerKey, changed.ConsumerSecret = staged.Key, staged.Secret
	c.org.putApp(app, &changed)
	c.org.putStaged(app, former)
	c.note("rotatedConsumer", "External Client Apps", "Rotated the credentials of "+changed.FullName)
	return ok(c.showStaged(app, former)), nil
}

func connectUnstage(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, _, refused := c.staged()
	if refused != nil {
		return salesforceReply{}, refused
	}
	if refused := c.mayRotate(); refused != nil {
		return salesforceReply{}, refused
	}
	c.org.putStaged(app, nil)
	return salesforceReply{status: http.StatusNoContent}, nil
}

package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// clientApplication is an application of Exchange that calls APIs by contracts.
type clientApplication struct {
	ID                       int
	Name, Description, URL   string
	GrantTypes, RedirectURIs []string
	ClientID, ClientSecret   string
	// CreatedBy is the connected app that made it while acting for itself; OwnerID
	// is the user who owns it.
	CreatedBy, OwnerID string
	Created, Updated   time.Time // Updated is zero until the first change
}

// applicationBody is what requests say about an application; what is absent is
// left as it is.
func (a *clientApplication) body() any {
	return &struct {
		Name         *string   `json:"name"`
		Description  *string   `json:"description"`
		URL          *string   `json:"url"`
		GrantTypes   *[]string `json:"grantTypes"`
		RedirectURIs *[]string `json:"redirectUri"`
	}{&a.Name, &a.Description, &a.URL, &a.GrantTypes, &a.RedirectURIs}
}

func (p *anypointPlatform) application(id int) *clientApplication {
	return first(p.Applications, func(a *clientApplication) bool { return a.ID == id })
}

// applicationSecret is a new secret of an application.
func (p *anypointPlatform) applicationSecret() string {
	p.LastUUID++
	return fmt.Sprintf("AcmeApplicationSecret%011x", p.LastUUID)
}

// owns tells whether the caller may manage an application: the connected app
// that made it, its owner, an administrator, or who was given it by scope.
func (c *anypointCall) owns(application *clientApplication) bool {
	if c.may("manage:client_application", c.platform.root().ID, "") {
		return true
	}
	if c.token.OwnBehalf {
		return application.CreatedBy == c.app.ClientID
	}
	return c.user.ID == application.OwnerID
}

// atRoot lets a call through to the root organization, where applications live.
func atRoot(handle anypointHandler) anypointHandler {
	return func(c *anypointCall) anypointAnswer {
		if c.PathValue("org") != c.platform.root().ID {
			return anypointRefusal(http.StatusNotFound, "The organization has no applications; they belong to its root")
		}
		return handle(c)
	}
}

// withApplication finds the application of the path.
func withApplication(handle func(*anypointCall, *clientApplication) anypointAnswer) anypointHandler {
	return atRoot(func(c *anypointCall) anypointAnswer {
		id, _ := strconv.Atoi(c.PathValue("application"))
		application := c.platform.application(id)
		if application == nil {
			return anypointRefusal(http.StatusNotFound, "Application %s not found", c.PathValue("application"))
		}
		if !c.owns(application) && (c.Method != http.MethodGet || !c.may(applicationReader, c.platform.root().ID, "")) {
			return anypointRefusal(http.StatusForbidden, "Forbidden")
		}
		return handle(c, application)
	})
}

const applicationReader = "read:client_applications"

// listApplications is GET .../applications: the caller's own, or with
// targetAdminSite those of everybody. The answer is a bare array.
func listApplications(c *anypointCall) anypointAnswer {
	everybody := c.flag("targetAdminSite", false)
	if everybody && !c.may(applicationReader, c.platform.root().ID, "") {
		return anypointRefusal(http.StatusForbidden, "Forbidden")
	}
	query := c.URL.Query().Get("query")
	applications := slices.DeleteFunc(slices.Clone(c.platform.Applications), func(a *clientApplication) bool {
		return !everybody && !c.owns(a) || !matches(query, a.Name)
	})
	from, to, refused := c.window(len(applications), 20, 250)
	if refused != nil {
		return *refused
	}
	return success(views(applications[from:to], func(a *clientApplication) map[string]any {
		return c.applicationView(a, everybody)
	}))
}

// createApplication is POST .../applications.
func createApplication(c *anypointCall) anypointAnswer {
	application := &clientApplication{Created: c.now}
	if refused := c.accept("createApplication", application.body()); refused != nil {
		return *refused
	}
	if id := c.URL.Query().Get("apiInstanceId"); id != "" {
		number, _ := strconv.Atoi(id)
		if c.platform.instance(number) == nil {
			return anypointRefusal(http.StatusNotFound, "API instance %s not found", id)
		}
	}
	if refused := c.refuseName(application); refused != nil {
		return *refused
	}
	application.ID = c.platform.integer()
	application.ClientID, application.ClientSecret = c.platform.clientID(), c.platform.applicationSecret()
	application.OwnerID = c.user.ID
	if c.token.OwnBehalf {
		application.CreatedBy = c.app.ClientID
	}
	c.platform.Applications = append(c.platform.Applications, application)
	return created(c.applicationView(application, true))
}

// refuseName refuses a name that another application has.
func (c *anypointCall) refuseName(application *clientApplication) *anypointAnswer {
	if slices.ContainsFunc(c.platform.Applications, func(other *clientApplication) bool {
		return other.ID != application.ID && strings.EqualFold(other.Name, application.Name)
	}) {
		answer := anypointRefusal(http.StatusConflict, "An application named %s exists already", application.Name)
		return &answer
	}
	return nil
}

// showApplication is GET .../applications/{application}.
func showApplication(c *anypointCall, application *clientApplication) anypointAnswer {
	return success(c.applicationView(application, c.owns(application)))
}

// changeApplication is PATCH .../applications/{application}.
func changeApplication(c *anypointCall, application *clientApplication) anypointAnswer {
	changed := *application
	if refused := c.accept("changeApplication", changed.body()); refused != nil {
		return *refused
	}
	if refused := c.refuseName(&changed); refused != nil {
		return *refused
	}
	var said map[string]any
	if err := c.decode(&said); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	for name, text := range map[string]*string{"description": &changed.Description, "url": &changed.URL} {
		if value, present := said[name]; present && value == nil {
			*text = ""
		}
	}
	changed.Updated = c.now
	*application = changed
	return success(c.applicationView(application, true))
}

// deleteApplication is DELETE .../applications/{application}; its contracts go
// with it.
func deleteApplication(c *anypointCall, application *clientApplication) anypointAnswer {
	c.platform.removeApplication(application)
	return noContent
}

func (p *anypointPlatform) removeApplication(application *clientApplication) {
	p.Applications = slices.DeleteFunc(p.Applications, func(a *clientApplication) bool { return a == application })
	for _, instance := range p.Instances {
		instance.Contracts = slices.DeleteFunc(instance.Contracts, func(contract *apiContract) bool {
			return contract.ApplicationID == application.ID
		})
	}
}

// resetApplicationSecret is POST .../applications/{application}/secret/reset.
func resetApplicationSecret(c *anypointCall, application *clientApplication) anypointAnswer {
	application.ClientSecret, application.Updated = c.platform.applicationSecret(), c.now
	return created(c.applicationView(application, true))
}

// applicationView is an application, with the credentials for who may see them.
func (c *anypointCall) applicationView(application *clientApplication, credentials bool) map[string]any {
	view := map[string]any{
		"masterOrganizationId": c.platform.root().ID, "id": application.ID, "name": application.Name,
		"description": nullable(application.Description), "url": nullable(application.URL),
		"grantTypes": append([]string{}, application.GrantTypes...), "redirectUri": append([]string{}, application.RedirectURIs...),
	}
	if credentials {
		view["clientId"], view["clientSecret"] = application.ClientID, application.ClientSecret
		view["clientProvider"] = map[string]any{"providerId": nil}
	}
	return view
}

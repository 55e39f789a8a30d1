package anypointapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ClientApplications are the applications of Exchange that call APIs by
// contracts. They belong to the root organization, which every method takes.
type ClientApplications struct {
	caller   *caller
	snapshot *coalesce.Snapshot[string, int64, ClientApplication]
}

// ClientApplication is an application. The platform tells its secret too; it
// never gets into this type.
type ClientApplication struct {
	ID           int64    `json:"id"`
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	URL          string   `json:"url"`
	RedirectURIs []string `json:"redirectUri"`
	GrantTypes   []string `json:"grantTypes"`
	// ClientID may be empty in a listing.
	ClientID string `json:"clientId"`
}

// NewClientApplication is an application to make.
type NewClientApplication struct {
	Name         string
	Description  string
	URL          string
	RedirectURIs []string
	// GrantTypes nil leaves them to the client provider.
	GrantTypes []string
	// APIEndpoints tells the client provider to register the redirect URIs itself;
	// nil does not say.
	APIEndpoints *bool
	// APIInstanceID is an API instance whose client provider makes the client; zero
	// is the organization's own.
	APIInstanceID int64
}

// ClientApplicationChange is what to change of an application; nil fields stay as
// they are, and an empty text removes a description or URL.
type ClientApplicationChange struct {
	Name, Description, URL   *string
	RedirectURIs, GrantTypes *[]string
}

func newClientApplications(caller *caller) *ClientApplications {
	applications := &ClientApplications{caller: caller}
	applications.snapshot = coalesce.NewSnapshot(applications.list, keepError)
	return applications
}

// List reads all applications of a root organization, ordered by their names.
// They are listed once
// (GET /exchange/api/v2/organizations/{organization}/applications?targetAdminSite=true).
func (a *ClientApplications) List(ctx context.Context, rootID string) ([]ClientApplication, error) {
	found, err := a.snapshot.All(ctx, rootID)
	if err != nil {
		return nil, err
	}
	applications := make([]ClientApplication, 0, len(found))
	for _, application := range found {
		applications = append(applications, application)
	}
	slices.SortFunc(applications, func(a, b ClientApplication) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return applications, nil
}

// Get reads one application, from the same listing as List. One that the listing
// lacks, or whose client id the listing does not tell, is asked for by itself.
func (a *ClientApplications) Get(ctx context.Context, rootID string, id int64) (ClientApplication, error) {
	application, found, err := a.snapshot.Get(ctx, rootID, id)
	if err != nil || found && application.ClientID != "" {
		return application, err
	}
	err = a.caller.do(ctx, a.call(getApplication(), rootID, nil, id), &application)
	if err != nil {
		return ClientApplication{}, err
	}
	a.snapshot.Put(rootID, id, application)
	return application, nil
}

// Secret reads an application's secret, and keeps it nowhere
// (GET …/applications/{application}).
func (a *ClientApplications) Secret(ctx context.Context, rootID string, id int64) (string, error) {
	var answer struct {
		Secret string `json:"clientSecret"`
	}
	err := a.caller.do(ctx, a.call(getApplication(), rootID, nil, id), &answer)
	if err == nil && answer.Secret == "" {
		err = fmt.Errorf("the platform does not tell the secret of client application %d to this sign-in", id)
	}
	return answer.Secret, err
}

// Find reads the application that reference names: by its id or by its name.
func (a *ClientApplications) Find(ctx context.Context, rootID, reference string) (ClientApplication, error) {
	applications, err := a.List(ctx, rootID)
	if err != nil {
		return ClientApplication{}, err
	}
	for _, is := range []func(ClientApplication) bool{
		func(a ClientApplication) bool { return strconv.FormatInt(a.ID, 10) == reference },
		func(a ClientApplication) bool { return a.Name == reference },
		func(a ClientApplication) bool { return strings.EqualFold(a.Name, reference) },
	} {
		matching := slices.DeleteFunc(slices.Clone(applications), func(a ClientApplication) bool { return !is(a) })
		switch len(matching) {
		case 0:
		case 1:
			return matching[0], nil
		default:
			return ClientApplication{}, fmt.Errorf("%d client applications are called %q; use the id of one of them, such as %d",
				len(matching), reference, matching[0].ID)
		}
	}
	return ClientApplication{}, missing("the organization has no client application %q", reference)
}

// Create makes an application (POST …/applications). One of that name is
// [transport.Conflict]. When the answer was lost, Create looks whether the
// application was made all the same.
func (a *ClientApplications) Create(
	ctx context.Context, rootID string, wanted NewClientApplication,
) (ClientApplication, error) {
	creation := a.call(createApplication(), rootID, wanted.body())
	if wanted.APIInstanceID != 0 {
		creation.query = url.Values{"apiInstanceId": {strconv.FormatInt(wanted.APIInstanceID, 10)}}
	}
	var created ClientApplication
	err := a.caller.do(ctx, creation, &created)
	if err == nil && created.ID == 0 {
		err = fmt.Errorf("%w: the answer to a new client application has no id", transport.ErrNoAnswer)
	}
	if err == nil {
		a.snapshot.Put(rootID, created.ID, created)
		return created, nil
	}
	a.snapshot.Invalidate(rootID)
	if !errors.Is(err, transport.ErrNoAnswer) {
		return ClientApplication{}, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	found, lookup := a.Find(ctx, rootID, wanted.Name)
	if lookup != nil || !wanted.madeThis(found) {
		return ClientApplication{}, err
	}
	return a.Get(ctx, rootID, found.ID)
}

func (w NewClientApplication) madeThis(found ClientApplication) bool {
	return found.Name == w.Name && found.Description == w.Description && found.URL == w.URL &&
		slices.Equal(slices.Sorted(slices.Values(found.RedirectURIs)), slices.Sorted(slices.Values(w.RedirectURIs)))
}

func (w NewClientApplication) body() map[string]any {
	body := map[string]any{"name": w.Name, "redirectUri": append([]string{}, w.RedirectURIs...)}
	for name, text := range map[string]string{"description": w.Description, "url": w.URL} {
		if text != "" {
			body[name] = text
		}
	}
	if w.GrantTypes != nil {
		body["grantTypes"] = w.GrantTypes
	}
	if w.APIEndpoints != nil {
		body["apiEndpoints"] = *w.APIEndpoints
	}
	return body
}

// Update changes an application (PATCH …/applications/{application}) and reads it
// again.
func (a *ClientApplications) Update(
	ctx context.Context, rootID string, id int64, change ClientApplicationChange,
) (ClientApplication, error) {
	defer a.snapshot.Invalidate(rootID) // of what failed, the effect is not known
	if err := a.caller.do(ctx, a.call(updateApplication(), rootID, change.body(), id), nil); err != nil {
		return ClientApplication{}, err
	}
	var application ClientApplication
	err := a.caller.do(ctx, a.call(getApplication(), rootID, nil, id), &application)
	return application, err
}

func (c ClientApplicationChange) body() map[string]any {
	body := map[string]any{}
	if c.Name != nil {
		body["name"] = *c.Name
	}
	for name, text := range map[string]*string{"description": c.Description, "url": c.URL} {
		switch {
		case text == nil:
		case *text == "":
			body[name] = nil
		default:
			body[name] = *text
		}
	}
	for name, texts := range map[string]*[]string{"redirectUri": c.RedirectURIs, "grantTypes": c.GrantTypes} {
		if texts != nil {
			body[name] = append([]string{}, *texts...)
		}
	}
	return body
}

// ResetSecret gives an application a new secret, which nobody is told, and ends
// the old one (POST …/applications/{application}/secret/reset).
func (a *ClientApplications) ResetSecret(ctx context.Context, rootID string, id int64) error {
	return a.caller.do(ctx, a.call(resetApplicationSecret(), rootID, nil, id), nil)
}

// Delete removes an application, and with it its contracts
// (DELETE …/applications/{application}). One that is gone already is no error.
func (a *ClientApplications) Delete(ctx context.Context, rootID string, id int64) error {
	err := a.caller.do(ctx, a.call(deleteApplication(), rootID, nil, id), nil)
	if err != nil && !transport.IsNotFound(err) {
		a.snapshot.Invalidate(rootID)
		return err
	}
	a.snapshot.Drop(rootID, id)
	return nil
}

// list reads every application. The platform does not tell how many there are, so
// that an empty page ends the listing.
func (a *ClientApplications) list(ctx context.Context, rootID string) (map[int64]ClientApplication, error) {
	listed := map[int64]ClientApplication{}
	for application, err := range turnPages(func(offset int) ([]ClientApplication, int, error) {
		var page []ClientApplication
		listing := a.call(listApplications(), rootID, nil)
		listing.query = pageQuery(url.Values{"targetAdminSite": {"true"}}, offset, contractsPageSize)
		err := a.caller.do(ctx, listing, &page)
		return page, offset + len(page) + 1, err
	}) {
		if err != nil {
			return nil, err
		}
		listed[application.ID] = application
	}
	return listed, nil
}

func (*ClientApplications) call(made operation, rootID string, body any, ids ...int64) call {
	segments := []string{rootID}
	for _, id := range ids {
		segments = append(segments, strconv.FormatInt(id, 10))
	}
	return call{operation: made, segments: segments, body: body}
}

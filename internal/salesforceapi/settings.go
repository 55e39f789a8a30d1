package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// Settings are the organization's settings around the use of its APIs. Each
// group is one component, which always exists, of which there is one.
type Settings struct {
	// ConnectedApp is API Access Control.
	ConnectedApp *SettingsGroup[ConnectedAppSettings]
	// ExternalClientApp tells how the consumers of external client apps are kept.
	ExternalClientApp *SettingsGroup[ExternalClientAppSettings]
	// OAuth is which OAuth flows the organization lets happen.
	OAuth *SettingsGroup[OAuthSettings]
	// Security holds the trusted addresses, the password policies and the session
	// settings.
	Security *SettingsGroup[SecuritySettings]
	// Event is what the organization records.
	Event *SettingsGroup[EventSettings]
	// RealTimeEvent is which events are stored and streamed as they happen.
	RealTimeEvent *SettingsGroup[RealTimeEventSettings]
}

func newSettings(client *Client) *Settings {
	return &Settings{
		ConnectedApp:      newSettingsGroup[ConnectedAppSettings](client, "ConnectedApp"),
		ExternalClientApp: newSettingsGroup[ExternalClientAppSettings](client, "ExternalClientApp"),
		OAuth:             newSettingsGroup[OAuthSettings](client, "OauthOidc"),
		Security:          newSettingsGroup[SecuritySettings](client, "Security"),
		Event:             newSettingsGroup[EventSettings](client, "Event"),
		RealTimeEvent:     newSettingsGroup[RealTimeEventSettings](client, "RealTimeEvent"),
	}
}

// SettingsGroup is one group of settings of the type T. It is read once, and
// again after each change.
type SettingsGroup[T any] struct {
	client *Client
	// member is the component's full name; its type has "Settings" at the end.
	member string
	listed *coalesce.Snapshot[struct{}, struct{}, []byte]
}

func newSettingsGroup[T any](client *Client, member string) *SettingsGroup[T] {
	g := &SettingsGroup[T]{client: client, member: member}
	g.listed = coalesce.NewSnapshot(func(ctx context.Context, _ struct{}) (map[struct{}][]byte, error) {
		content, err := g.fetch(ctx)
		return map[struct{}][]byte{{}: content}, err
	}, transport.IsLasting)
	return g
}

func (g *SettingsGroup[T]) kind() string { return g.member + "Settings" }

// fetch reads the component: readMetadata.
func (g *SettingsGroup[T]) fetch(ctx context.Context) ([]byte, error) {
	content, err := g.client.metadata.read(ctx, g.kind(), g.member)
	if err == nil && content == nil {
		err = missing(g.client.soapPath(), "the organization does not show its "+g.kind())
	}
	return content, err
}

// Get reads the settings. A setting that the organization does not have is nil.
func (g *SettingsGroup[T]) Get(ctx context.Context) (*T, error) {
	content, _, err := g.listed.Get(ctx, struct{}{}, struct{}{})
	if err != nil {
		return nil, err
	}
	settings := new(T)
	return settings, decodeComponent(content, settings)
}

// Update lets change edit the settings and sends what is different: updateMetadata
// of the elements at the top of which something changed, each of them whole. No
// other write of this client comes in between. It reads the settings again and
// returns them; a setting that change sets to nil is left alone, and when what was
// asked for is not there, the error matches
// [ErrDidNotStick] and is a [*NotKeptError].
func (g *SettingsGroup[T]) Update(ctx context.Context, change func(*T)) (*T, error) {
	return g.write(ctx, change, false)
}

// Restore is Update for what was there before. It is written even where a reading
// shows it already, for the reading may be from before the change that is to be
// undone.
func (g *SettingsGroup[T]) Restore(ctx context.Context, change func(*T)) (*T, error) {
	return g.write(ctx, change, true)
}

func (g *SettingsGroup[T]) write(ctx context.Context, change func(*T), always bool) (*T, error) {
	unlock, err := g.client.metadata.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	settings, err := g.Get(ctx)
	if err != nil {
		return nil, err
	}
	before, err := elementsOf(*settings)
	if err != nil {
		return nil, err
	}
	change(settings)
	after, err := elementsOf(*settings)
	if err != nil {
		return nil, err
	}
	changed := differing(before, after)
	if always {
		if changed, err = withTouched(changed, before, after, change); err != nil {
			return nil, err
		}
	}
	if len(changed) == 0 {
		return settings, nil
	}
	g.listed.Invalidate(struct{}{})
	sent := settingsUpdate{FullName: g.member, Elements: changed}
	if err := g.client.metadata.update(ctx, g.kind(), sent); err != nil {
		return nil, notActivated(g.member, changed, err)
	}
	return g.verify(ctx, before, changed)
}

// settingsUpdate is what an update sends.
type settingsUpdate struct {
	FullName string    `xml:"fullName"`
	Elements []Element `xml:",any"`
}

// verify reads the settings again and compares what was changed.
func (g *SettingsGroup[T]) verify(ctx context.Context, before, wanted []Element) (*T, error) {
	settings, err := g.Get(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotReadAgain, err)
	}
	found, err := elementsOf(*settings)
	if err != nil {
		return nil, err
	}
	lost, err := notKept(before, wanted, found)
	if err != nil {
		return nil, err
	}
	if len(lost) > 0 {
		return settings, notActivated(g.member, wanted, &NotKeptError{Settings: g.kind(), Fields: lost})
	}
	return settings, nil
}

// ErrNotReadAgain tells that a change went through and could not be verified.
var ErrNotReadAgain = errors.New("the change was made, but reading it again failed")

// NotKeptError tells that the platform took a change of settings without an
// error and does not show it afterwards. It matches [ErrDidNotStick].
type NotKeptError struct {
	// Settings is the metadata type.
	Settings string
	// Fields are the paths of the settings, such as sessionSettings.lockSessionsToIp.
	Fields []string
}

// Error names the settings.
func (e *NotKeptError) Error() string {
	return fmt.Sprintf("Salesforce took the change of %s without an error, but does not show the new value of %s",
		e.Settings, strings.Join(e.Fields, ", "))
}

// Is matches [ErrDidNotStick].
func (e *NotKeptError) Is(target error) bool { return target == ErrDidNotStick }

// NotActivatedError tells that API Access Control is not activated for the
// organization, which only Salesforce Support can do.
type NotActivatedError struct {
	// Err is how the platform showed it.
	Err error
}

// Error tells what to do.
func (e *NotActivatedError) Error() string {
	return "API Access Control is not activated for this organization: ask Salesforce Support to activate it (" +
		e.Err.Error() + ")"
}

// Unwrap is how the platform showed it.
func (e *NotActivatedError) Unwrap() error { return e.Err }

// notActivated recognizes an organization without API Access Control, whose
// answer is not published: it refuses the switch or ignores it.
func notActivated(member string, changed []Element, err error) error {
	const gated = "enableAdminApprovedAppsOnly"
	if member != "ConnectedApp" {
		return err
	}
	kind := transport.KindOf(err)
	refused := kind == transport.Permission || kind == transport.Invalid || kind == transport.Other
	for _, element := range changed {
		if refused && strings.HasPrefix(element.XMLName.Local, gated) && gates(err, gated) {
			return &NotActivatedError{err}
		}
	}
	return err
}

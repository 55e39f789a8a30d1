package salesforceapi

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// appPart is how one type of parts is read and written.
type appPart interface {
	// name is the metadata type.
	name() string
	// assign puts a part to the app that it names.
	assign(apps map[string]*ExternalClientApp, record metadataRecord) error
	// exists tells whether the app has the part.
	exists(app *ExternalClientApp) bool
	// write makes the change of the part, if there is one, and reads it again.
	write(ctx context.Context, m *metadata, app *ExternalClientApp, change *ExternalClientAppChange) error
	// reset makes an app of the part's own, so that a copy can be changed.
	reset(app *ExternalClientApp)
}

// partOf is an [appPart] of the type T.
type partOf[T any, P interface {
	*T
	part() *ExternalClientAppPart
}] struct {
	kind, suffix string
	// in is where an app holds the part, and changing its change.
	in       func(*ExternalClientApp) **T
	changing func(*ExternalClientAppChange) func(*T)
	// settle takes out what may not be sent in an update.
	settle func(*T)
}

// appParts are all parts in the order in which they have to be made.
var appParts = []appPart{
	partOf[ExternalClientAppOAuthSettings, *ExternalClientAppOAuthSettings]{
		kind: typeECAOAuthSettings, suffix: "_oauth",
		in:       func(app *ExternalClientApp) **ExternalClientAppOAuthSettings { return &app.OAuthSettings },
		changing: func(c *ExternalClientAppChange) func(*ExternalClientAppOAuthSettings) { return c.OAuthSettings },
	},
	partOf[ExternalClientAppGlobalOAuth, *ExternalClientAppGlobalOAuth]{
		kind: typeECAGlobalOAuth, suffix: "_globaloauth",
		in:       func(app *ExternalClientApp) **ExternalClientAppGlobalOAuth { return &app.GlobalOAuth },
		changing: func(c *ExternalClientAppChange) func(*ExternalClientAppGlobalOAuth) { return c.GlobalOAuth },
		settle:   func(part *ExternalClientAppGlobalOAuth) { part.ConsumerKey = nil },
	},
	partOf[ExternalClientAppOAuthPolicies, *ExternalClientAppOAuthPolicies]{
		kind: typeECAOAuthPolicies, suffix: "_oauthPlcy",
		in:       func(app *ExternalClientApp) **ExternalClientAppOAuthPolicies { return &app.OAuthPolicies },
		changing: func(c *ExternalClientAppChange) func(*ExternalClientAppOAuthPolicies) { return c.OAuthPolicies },
	},
	partOf[ExternalClientAppPolicies, *ExternalClientAppPolicies]{
		kind: typeECAPolicies, suffix: "_plcy",
		in:       func(app *ExternalClientApp) **ExternalClientAppPolicies { return &app.Policies },
		changing: func(c *ExternalClientAppChange) func(*ExternalClientAppPolicies) { return c.Policies },
	},
}

func (p partOf[T, P]) name() string { return p.kind }

func (p partOf[T, P]) exists(app *ExternalClientApp) bool { return *p.in(app) != nil }

func (p partOf[T, P]) reset(app *ExternalClientApp) {
	if held := p.in(app); *held != nil {
		copied := **held
		*held = &copied
	}
}

func (p partOf[T, P]) assign(apps map[string]*ExternalClientApp, record metadataRecord) error {
	part, err := p.decode(record.FullName, record.Content)
	if err != nil {
		return err
	}
	if app, found := apps[strings.ToLower(P(part).part().App)]; found {
		*p.in(app) = part
	}
	return nil
}

func (p partOf[T, P]) decode(name string, content []byte) (*T, error) {
	part := new(T)
	if err := decodeComponent(content, part); err != nil {
		return nil, err
	}
	P(part).part().FullName = name
	return part, nil
}

// write reads the part as it is now, changes it, and sends it whole unless the
// change leaves it as it is.
func (p partOf[T, P]) write(
	ctx context.Context, m *metadata, app *ExternalClientApp, changes *ExternalClientAppChange,
) error {
	change, held := p.changing(changes), p.in(app)
	if change == nil {
		return nil
	}
	current, err := p.read(ctx, m, *held)
	if err != nil {
		return err
	}
	if current == nil {
		*held = nil
		return p.create(ctx, m, app, change)
	}
	name := P(*held).part().FullName
	kept := *current
	before, err := p.encode(current)
	if err != nil {
		return err
	}
	change(current)
	P(current).part().FullName, P(current).part().App = name, app.Name
	after, err := p.encode(current)
	if err != nil {
		return err
	}
	if bytes.Equal(before, after) {
		*held = &kept
		return nil
	}
	if err := m.update(ctx, p.kind, xmlContent(after)); err != nil {
		return err
	}
	return p.readBack(ctx, m, held, name)
}

// encode is the part as an update sends it.
func (p partOf[T, P]) encode(part *T) ([]byte, error) {
	sent := *part
	if p.settle != nil {
		p.settle(&sent)
	}
	return encodeContent(sent)
}

// create makes a part. One whose answer was lost is looked for.
func (p partOf[T, P]) create(ctx context.Context, m *metadata, app *ExternalClientApp, change func(*T)) error {
	part := new(T)
	change(part)
	common := P(part).part()
	common.FullName, common.App = firstOf(common.FullName, app.Name+p.suffix), app.Name
	err := m.create(ctx, p.kind, *part)
	if transport.KindOf(err) == transport.NoAnswer {
		ctx = context.WithoutCancel(ctx)
	} else if err != nil {
		return err
	}
	if missing := p.readBack(ctx, m, p.in(app), common.FullName); missing != nil {
		if err != nil {
			return fmt.Errorf("%w; looking for the component: %w", err, missing)
		}
		return missing
	}
	return nil
}

// read reads a part whose name is known, or nil.
func (p partOf[T, P]) read(ctx context.Context, m *metadata, known *T) (*T, error) {
	if known == nil {
		return nil, nil
	}
	name := P(known).part().FullName
	content, err := m.read(ctx, p.kind, name)
	if err != nil || content == nil {
		return nil, err
	}
	return p.decode(name, content)
}

func (p partOf[T, P]) readBack(ctx context.Context, m *metadata, held **T, name string) error {
	content, err := m.read(ctx, p.kind, name)
	if err != nil {
		return err
	}
	if content == nil {
		return missing(m.client.soapPath(), fmt.Sprintf("there is no %s named %q", p.kind, name))
	}
	part, err := p.decode(name, content)
	if err == nil {
		*held = part
	}
	return err
}

// xmlContent is the content of a component that is encoded already.
type xmlContent []byte

// MarshalXML writes the content as it is.
func (c xmlContent) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	return encoder.EncodeElement(struct {
		Content []byte `xml:",innerxml"`
	}{c}, start)
}

// encodeContent encodes the elements of a component, without a root.
func encodeContent(value any) ([]byte, error) {
	encoded, err := xml.Marshal(value)
	if err != nil {
		return nil, err
	}
	record, err := recordOf(encoded)
	return record.Content, err
}

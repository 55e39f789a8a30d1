package simulator

import (
	"encoding/xml"
	"slices"
	"strings"
)

// soapElement is one element of a SOAP message, and with all that is in it a
// metadata component. A nil element has no text and no children.
type soapElement struct {
	Name string
	// Type is the xsi:type, without its prefix.
	Type string `json:",omitempty"`
	// Nil is xsi:nil.
	Nil      bool           `json:",omitempty"`
	Text     string         `json:",omitempty"`
	Children []*soapElement `json:",omitempty"`

	namespace string
}

func newElement(name string, children ...*soapElement) *soapElement {
	return &soapElement{Name: name, Children: children}
}

func newText(name, text string) *soapElement { return &soapElement{Name: name, Text: text} }

func newBoolean(name string, value bool) *soapElement {
	if value {
		return newText(name, "true")
	}
	return newText(name, "false")
}

func (e *soapElement) add(children ...*soapElement) { e.Children = append(e.Children, children...) }

// child is the first child of this name, or nil.
func (e *soapElement) child(name string) *soapElement {
	if e == nil {
		return nil
	}
	for _, child := range e.Children {
		if child.Name == name {
			return child
		}
	}
	return nil
}

// all lists the children of this name.
func (e *soapElement) all(name string) []*soapElement {
	var found []*soapElement
	if e == nil {
		return nil
	}
	for _, child := range e.Children {
		if child.Name == name {
			found = append(found, child)
		}
	}
	return found
}

// without is a copy of the element without the children of these names.
func (e *soapElement) without(names ...string) *soapElement {
	stripped := *e
	stripped.Children = nil
	for _, child := range e.Children {
		if !slices.Contains(names, child.Name) {
			stripped.Children = append(stripped.Children, child)
		}
	}
	return &stripped
}

// text is the element's text without surrounding blanks.
func (e *soapElement) text() string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(e.Text)
}

// empty tells whether the element is nil in the sense of XML, or holds nothing.
func (e *soapElement) empty() bool {
	return e.Nil || (len(e.Children) == 0 && e.text() == "")
}

// write appends the element as XML.
func (e *soapElement) write(out *strings.Builder) {
	out.WriteString("<" + e.Name)
	if e.Type != "" {
		out.WriteString(` xsi:type="` + e.Type + `"`)
	}
	if e.Nil {
		out.WriteString(` xsi:nil="true"/>`)
		return
	}
	out.WriteString(">")
	if e.Text != "" {
		_ = xml.EscapeText(out, []byte(e.Text)) // a Builder takes every write
	}
	for _, child := range e.Children {
		child.write(out)
	}
	out.WriteString("</" + e.Name + ">")
}

package simulator

import (
	"fmt"
	"strings"
)

// newestVersion is the API version in which the hands speak metadata.
const newestVersion = 66

// metadataHands is a call of the organization's first user in Setup, whose
// components are complete: what they leave out is not there.
func (a salesforceActor) metadataHands() *metadataCall {
	return &metadataCall{salesforceActor: a, soapMessage: &soapMessage{}, version: newestVersion, whole: true}
}

// SalesforceMetadata is a component as its metadata shows it: the texts of its
// elements by path, such as sessionSettings/sessionTimeout. The type is the
// concrete one, such as SecuritySettings. It is nil for a component that is not
// there or a type that is not simulated.
func (s *Server) SalesforceMetadata(kind, name string) map[string][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if metadataKinds[kind] == nil {
		return nil
	}
	component := metadataKinds[kind].show(s.setupActor().metadataHands(), name)
	if component == nil {
		return nil
	}
	texts := map[string][]string{}
	collectTexts(component, "", texts)
	return texts
}

// SalesforceMetadataNames lists the names of the components of a type, of the
// concrete type for settings too.
func (s *Server) SalesforceMetadataNames(kind string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if metadataKinds[kind] == nil {
		return nil
	}
	if member := settingsMember(kind); member != "" {
		return []string{member}
	}
	var names []string
	for _, file := range s.setupActor().metadataHands().files(kind) {
		names = append(names, file.child("fullName").text())
	}
	return names
}

// EditSalesforceMetadata changes a component. The function is given a setter of
// texts by path, such as trustedIpRanges; it replaces every element of that path
// by one for each value, by none for none. A path through an element that occurs
// more than once reaches the first.
func (s *Server) EditSalesforceMetadata(kind, name string, edit func(set func(path string, values ...string))) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if metadataKinds[kind] == nil {
		return fmt.Errorf("metadata type %s is not simulated", kind)
	}
	hands := s.setupActor().metadataHands()
	hands.server = s
	component := metadataKinds[kind].show(hands, name)
	if component == nil {
		return fmt.Errorf("there is no %s %s", kind, name)
	}
	component = component.clone()
	edit(func(path string, values ...string) { setTexts(component, strings.Split(path, "/"), values) })
	return asError(metadataKinds[kind].change(hands, name, component))
}

// DeleteSalesforceMetadata deletes a component and what hangs on it.
func (s *Server) DeleteSalesforceMetadata(kind, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if metadataKinds[kind] == nil {
		return fmt.Errorf("metadata type %s is not simulated", kind)
	}
	return asError(metadataKinds[kind].remove(s.setupActor().metadataHands(), name))
}

// LoadSalesforceMetadata creates or replaces a component from a document such as
// a retrieval brings, whose root element is the component's type. What Salesforce
// generates stays as the document has it.
func (s *Server) LoadSalesforceMetadata(name string, document []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	hands := s.setupActor().metadataHands()
	hands.server = s
	return hands.load(name, document)
}

func (c *metadataCall) load(name string, document []byte) error {
	root, err := parseXML(document)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	if metadataKinds[root.Name] == nil {
		return fmt.Errorf("metadata type %s is not simulated", root.Name)
	}
	if fault := checkComponent(root.Name, root); fault != nil {
		return fmt.Errorf("%s %s: %s", root.Name, name, fault.message)
	}
	c.adoptPolicies(root.Name, name, root)
	if _, failure := c.put(root.Name, name, root); failure != nil {
		return fmt.Errorf("%s %s: %w", root.Name, name, asError(failure))
	}
	return nil
}

func (e *metadataError) Error() string { return e.code + ": " + e.message }

// asError is a failure as an error that is nil when there is none.
func asError(failure *metadataError) error {
	if failure == nil {
		return nil
	}
	return failure
}

// clone is a copy of the element and of all that is in it.
func (e *soapElement) clone() *soapElement {
	copied := *e
	copied.Children = nil
	for _, child := range e.Children {
		copied.add(child.clone())
	}
	return &copied
}

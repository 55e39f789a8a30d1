package simulator

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"

	"go.yaml.in/yaml/v4"
)

//go:embed fixtures/acme.yaml
var acme []byte

// Acme is the fixture of the Acme Corporation: the organization that the demo,
// the documentation and the tests play in.
func Acme() []byte { return bytes.Clone(acme) }

// fixture is the readable description of both organizations.
type fixture struct {
	Salesforce salesforceFixture `yaml:"salesforce"`
	Anypoint   anypointFixture   `yaml:"anypoint"`
}

// Seed replaces both organizations by what the YAML document describes; see
// fixtures/acme.yaml for every key. A key that it does not know is an error.
func (s *Server) Seed(document []byte) error {
	var parsed fixture
	if err := yaml.Load(document, &parsed, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("reading the fixture: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = state{}
	if err := s.state.Salesforce.seed(parsed.Salesforce, s.now()); err != nil {
		return fmt.Errorf("seeding Salesforce: %w", err)
	}
	if err := s.state.Anypoint.seed(parsed.Anypoint, s.now()); err != nil {
		return fmt.Errorf("seeding Anypoint: %w", err)
	}
	return nil
}

// Save writes the state of both organizations to a file, for [Server.Load].
func (s *Server) Save(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	document, err := json.MarshalIndent(s.state, "", " ")
	if err != nil {
		return fmt.Errorf("encoding the state: %w", err)
	}
	if err := os.WriteFile(path, document, 0o600); err != nil {
		return fmt.Errorf("saving the state: %w", err)
	}
	return nil
}

// Load replaces the state of both organizations by a file that [Server.Save]
// wrote.
func (s *Server) Load(path string) error {
	document, err := os.ReadFile(path) //nolint:gosec // the caller's own file
	if err != nil {
		return fmt.Errorf("loading the state: %w", err)
	}
	var loaded state
	if err := json.Unmarshal(document, &loaded); err != nil {
		return fmt.Errorf("decoding the state: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = loaded
	return nil
}

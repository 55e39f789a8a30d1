package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// commandLineCall is one request of testdata/anypoint_command_line.yaml.
type commandLineCall struct {
	Send   string            `yaml:"send"`
	Body   map[string]any    `yaml:"body"`
	List   []any             `yaml:"list"` // instead of Body
	Status int               `yaml:"status"`
	Has    []string          `yaml:"has"`
	Keep   map[string]string `yaml:"keep"`
}

// TestCommandLineIsSatisfied plays MuleSoft's command line against the
// simulator: every answer must have the members that its commands read.
func TestCommandLineIsSatisfied(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("testdata/anypoint_command_line.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var commands []struct {
		Command string            `yaml:"command"`
		Calls   []commandLineCall `yaml:"calls"`
	}
	if err := yaml.Load(document, &commands, yaml.WithKnownFields()); err != nil {
		t.Fatal(err)
	}
	c := richAnypoint(t)
	c.server.Set(func(knobs *simulator.Knobs) { knobs.ApprovedContractsDeletable = true })
	c.logIn("ada", "ada-password")
	known := map[string]string{"org": richOrganization, "group": richRetail, "env": richShop, "token": c.token}
	for _, command := range commands {
		for _, call := range command.Calls {
			c.play(command.Command, call, known)
		}
	}
}

// play sends one call and keeps what later ones need of the answer.
func (c *anypointClient) play(command string, call commandLineCall, known map[string]string) {
	c.t.Helper()
	var body any
	if call.Body != nil {
		body = call.Body
	}
	if call.List != nil {
		body = call.List
	}
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	replaced := string(text)
	target := call.Send
	for name, value := range known {
		target = strings.ReplaceAll(target, "{"+name+"}", value)
		if _, err := strconv.Atoi(value); err == nil && call.List != nil {
			replaced = strings.ReplaceAll(replaced, `"{`+name+`}"`, value)
		}
		replaced = strings.ReplaceAll(replaced, "{"+name+"}", value)
	}
	method, path, _ := strings.Cut(target, " ")
	status := call.Status
	if status == 0 {
		status = http.StatusOK
	}
	got := c.do(method, strings.TrimPrefix(path, c.url), replaced)
	if got.status != status {
		c.t.Fatalf("%s: %s answered %d %s, want %d", command, target, got.status, got.raw, status)
	}
	for _, member := range call.Has {
		if got.at(steps(member)...) == nil {
			c.t.Errorf("%s: %s lacks %s in %s", command, target, member, got.raw)
		}
	}
	for name, member := range call.Keep {
		known[name] = fmt.Sprint(got.at(steps(member)...))
		if number, isNumber := got.at(steps(member)...).(float64); isNumber {
			known[name] = strconv.Itoa(int(number))
		}
	}
}

// steps is the path of a member such as data.0.id.
func steps(member string) []any {
	var path []any
	for step := range strings.SplitSeq(member, ".") {
		if index, err := strconv.Atoi(step); err == nil {
			path = append(path, index)
		} else {
			path = append(path, step)
		}
	}
	return path
}

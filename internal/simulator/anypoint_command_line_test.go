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

// commandLineRequests is how many requests were recorded of MuleSoft's command
// line: none may get lost.
const commandLineRequests = 96

// commandLineFixture is the organization that the command line was recorded with.
const commandLineFixture = `
anypoint:
  organization:
    id: 11111111-1111-4111-8111-111111111111
    name: Acme
    environments:
      - {id: aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa, name: Sandbox, type: sandbox}
      - {id: bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb, name: Production, type: production}
    business_groups:
      - {id: 22222222-2222-4222-8222-222222222222, name: Billing BG}
  users:
    - {id: cccccccc-cccc-4ccc-8ccc-cccccccccccc, username: ada, first_name: Ada, last_name: Admin, email: ada@example.com, administrator: true}
  passwords: {ada: ada-password}
  connected_apps:
    - {client_id: c11d, client_secret: ada-app-secret, name: Command Line, owner: ada, grant_types: [client_credentials], scopes: [{scope: full}]}
  assets:
    - {asset_id: billing-api, name: billing-api, versions: [1.0.0], owner: ada}
    - {asset_id: orders-api, name: orders-api, versions: [1.0.1], owner: ada}
  api_instances:
    - id: 19000002
      asset_id: billing-api
      asset_version: 1.0.0
      label: billing
      environment: Sandbox
      technology: mule4
      contracts: [{id: 42, application: Billing Client, client_id: 0123456789abcdef0123456789abcdef}]
`

// commandLineRequest is one request of testdata/anypoint_command_line.yaml.
type commandLineRequest struct {
	Number  int               `yaml:"number"`
	Command string            `yaml:"command"`
	Send    string            `yaml:"send"`
	In      string            `yaml:"in"`
	Body    string            `yaml:"body"`
	Event   string            `yaml:"event"`
	Error   string            `yaml:"error"`
	Status  int               `yaml:"status"` // 200 unless given
	Keep    map[string]string `yaml:"keep"`
	Answer  string            `yaml:"answer"`
}

// TestCommandLineIsSatisfied replays MuleSoft's command line against the
// simulator: every answer must have the members that satisfied it.
func TestCommandLineIsSatisfied(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("testdata/anypoint_command_line.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Answers  map[string]map[string]string `yaml:"answers"`
		Requests []commandLineRequest         `yaml:"requests"`
	}
	if err := yaml.Load(document, &recorded, yaml.WithKnownFields()); err != nil {
		t.Fatal(err)
	}
	c := anypointClientOf(t, []byte(commandLineFixture), "")
	// Everything but the sign-in itself is done as the user: an app that acts for
	// itself may not make environments.
	c.logIn("ada", "ada-password")
	c.server.Set(func(knobs *simulator.Knobs) { knobs.ApprovedContractsDeletable = true })
	c.server.ForgetRequests()
	known := map[string]string{
		"org": "11111111-1111-4111-8111-111111111111", "env": "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
		"user": "cccccccc-cccc-4ccc-8ccc-cccccccccccc", "api": "19000002", "client": "c11d", "secret": "ada-app-secret", "token": c.token,
	}
	for position, request := range recorded.Requests {
		if request.Number != position+1 {
			t.Fatalf("request %d is missing", position+1)
		}
		shape, described := recorded.Answers[request.Answer]
		if request.Answer != "" && !described {
			t.Fatalf("%s: the answer %q is not described", request.Command, request.Answer)
		}
		c.play(request, shape, known)
	}
	if played := len(c.server.Requests()); played != commandLineRequests {
		t.Errorf("%d requests were replayed, want %d", played, commandLineRequests)
	}
}

// play sends one request and keeps what later ones need of the answer.
func (c *anypointClient) play(request commandLineRequest, shape, known map[string]string) {
	c.t.Helper()
	method, target, _ := strings.Cut(filled(request.Send, known), " ")
	body := filled(request.Body, known)
	if request.Event != "" {
		body = commandLineEvent(request, known)
	}
	sent, err := http.NewRequestWithContext(c.t.Context(), method, c.url+strings.TrimPrefix(target, c.url), strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	setCommandLineHeaders(sent, request.In, c.token, known)
	if body != "" {
		sent.Header.Set("Content-Type", "application/json")
	}
	got := roundTrip(c.t, sent)
	want := request.Status
	if want == 0 {
		want = http.StatusOK
	}
	if got.status != want {
		c.t.Fatalf("%d %s: %s %s answered %d %s, want %d", request.Number, request.Command, method, target, got.status, got.raw, want)
	}
	for member, kind := range shape {
		if found := got.kindOf(member); found != kind {
			c.t.Errorf("%d %s: %s %s answers %s as %s, want %s", request.Number, request.Command, method, target, member, found, kind)
		}
	}
	for name, member := range request.Keep {
		value, _ := got.member(member)
		known[name] = fmt.Sprint(value)
		if number, isNumber := value.(float64); isNumber {
			known[name] = strconv.Itoa(int(number))
		}
	}
}

// filled puts what is known in the place of its name in braces.
func filled(text string, known map[string]string) string {
	for name, value := range known {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// setCommandLineHeaders sets the headers that the command line sends in a context.
func setCommandLineHeaders(request *http.Request, in, token string, known map[string]string) {
	request.Header.Set("Accept", "application/json, text/plain, */*")
	request.Header.Set("User-Agent", "Anypoint-CLI/1.6.6")
	request.Header.Set("X-Request-Id", "2366fc55-1862-4a6b-9a6d-cfa62bdc9e40")
	if in == "none" {
		return
	}
	request.Header.Set("Authorization", "Bearer "+token)
	if in == "user" {
		return
	}
	request.Header.Set("X-Anypnt-Org-Id", known["org"])
	request.Header.Set("X-Organization-Id", known["org"])
	request.Header.Set("X-Owner-Id", known["user"])
	if in == "environment" {
		request.Header.Set("X-Anypnt-Env-Id", known["env"])
	}
}

// commandLineEvent is what the command line reports about itself.
func commandLineEvent(request commandLineRequest, known map[string]string) string {
	event := map[string]any{
		"installmentId": "d2c98412-ac9b-4251-8879-f4c1298cc6a3",
		"platform": map[string]any{
			"cliVersion": "1.6.6", "os": "Linux", "osPlatform": "linux", "nodeVersion": "v24.21.0", "nodeVersionMajor": "24",
		},
		"user":    map[string]any{"rootOrganizationId": known["org"], "organizationId": known["org"], "id": known["user"]},
		"command": request.Event, "properties": map[string]any{},
	}
	if request.Error != "" {
		event["error"] = request.Error
	}
	body, err := json.Marshal(event)
	if err != nil {
		return err.Error() // a map of texts has none
	}
	return string(body)
}

// member walks to a member such as data.0.id.
func (a reply) member(path string) (value any, found bool) {
	value = a.value
	for step := range strings.SplitSeq(path, ".") {
		switch within := value.(type) {
		case map[string]any:
			value, found = within[step]
		case []any:
			index, err := strconv.Atoi(step)
			if found = err == nil && index < len(within); found {
				value = within[index]
			}
		default:
			found = false
		}
		if !found {
			return nil, false
		}
	}
	return value, true
}

// kindOf is what a member of the answer is, in the words of the description; a
// dot is an answer that is no JSON.
func (a reply) kindOf(path string) string {
	if path == "." {
		if a.value == nil && a.raw != "" {
			return "text"
		}
		return "JSON"
	}
	value, found := a.member(path)
	if !found {
		return "nothing"
	}
	switch value := value.(type) {
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	default:
		return fmt.Sprint(value)
	}
}

func TestEnvironmentsAndContractsAreDeletedOnce(t *testing.T) {
	t.Parallel()
	c := anypointClientOf(t, []byte(commandLineFixture), "")
	c.server.Set(func(knobs *simulator.Knobs) { knobs.ApprovedContractsDeletable = true })
	c.logIn("ada", "ada-password")
	const organization = "/organizations/11111111-1111-4111-8111-111111111111"
	environments := "/accounts/api" + organization + "/environments"
	made := c.do(http.MethodPost, environments, `{"name":"QA","type":"sandbox"}`).want(http.StatusCreated).text("id")
	if found := c.get(environments+"?name=QA").want(http.StatusOK).text("data", 0, "id"); found != made {
		t.Errorf("the environment made is %s, and found %s", made, found)
	}
	c.do(http.MethodDelete, environments+"/"+made, nil).want(http.StatusNoContent)
	contract := "/apimanager/api/v1" + organization + "/environments/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa/apis/19000002/contracts/42"
	c.do(http.MethodDelete, contract, nil).want(http.StatusNoContent)
	if message := c.do(http.MethodDelete, contract, nil).want(http.StatusNotFound).text("errors", 0, "message"); message == "" {
		t.Error("the second deletion is refused without a word")
	}
}

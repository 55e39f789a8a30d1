package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	connectedApp   = "apiaccess_salesforce_connected_app.orders_portal"
	permissionSet  = "apiaccess_salesforce_permission_set.orders_portal"
	carrier        = "apiaccess_salesforce_api_grant.carrier"
	grantSarah     = "apiaccess_salesforce_api_grant.sarah"
	grantTeam      = "apiaccess_salesforce_api_grant.frontend_team"
	allowlistEntry = "apiaccess_salesforce_app_allowlist_entry.orders_portal"
	policy         = "apiaccess_anypoint_ip_allowlist_policy.orders"
	shareTeam      = "apiaccess_anypoint_api_grant.frontend_team"
	shareSarah     = "apiaccess_anypoint_api_grant.sarah"

	ordersAPI    = 19215012
	organization = "5a1c0000-ac3e-4000-8000-000000000001"
)

// story is the demo under way.
type story struct {
	screen        *screen
	platform      *simulator.Server
	directory     string
	configuration string
	executable    string
	environment   map[string]string

	work *workspace
}

// step is one step: what a person reads, and what happens.
type step struct {
	title string
	play  func(context.Context) error
}

func (s *story) play(ctx context.Context) error {
	var err error
	if s.work, err = s.workspace("work"); err != nil {
		return err
	}
	before := inventory(s.platform)
	for i, step := range []step{
		{"Validate the configuration", s.validate},
		{"Plan: who gains access?", s.plan},
		{"Apply", s.apply},
		{"Plan again: nothing to do", s.nothingToDo},
		{"Somebody changes things in the consoles; plan shows exactly that", s.drift},
		{"Apply repairs it", s.repair},
		{"Import every object into an empty state", s.importAll},
		{"Destroy", s.destroy},
	} {
		s.screen.title(i+1, step.title)
		calls := len(s.platform.Requests())
		if err := step.play(ctx); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, step.title, err)
		}
		s.screen.say("   %d calls", len(s.platform.Requests())-calls)
	}
	if after := inventory(s.platform); after != before {
		return fmt.Errorf("destroy left something behind:\n%s\nbefore:\n%s", after, before)
	}
	s.screen.done("Both platforms are as they were before.")
	return nil
}

func (s *story) workspace(name string) (*workspace, error) {
	return newWorkspace(filepath.Join(s.directory, name), s.executable, s.configuration, s.environment)
}

func (s *story) validate(ctx context.Context) error {
	result, err := s.work.engine.Validate(ctx)
	if err != nil {
		return err
	}
	if !result.Valid {
		return fmt.Errorf("the configuration is not valid: %v", result.Diagnostics)
	}
	s.screen.done("valid")
	return nil
}

func (s *story) plan(ctx context.Context) error {
	planned, err := s.work.plan(ctx)
	if err != nil {
		return err
	}
	s.screen.plan(planned.text)
	return planned.expect(map[string]string{
		connectedApp: "create", permissionSet: "create", carrier: "create", grantSarah: "create", grantTeam: "create",
		allowlistEntry: "create", policy: "create", shareTeam: "create", shareSarah: "create",
	})
}

func (s *story) apply(ctx context.Context) error {
	if err := s.work.engine.Apply(ctx, tfexec.DirOrPlan("plan-1")); err != nil {
		return err
	}
	if app := s.platform.ConnectedApp("Orders_Portal"); app == nil || app["oauthConfig/isAdminApproved"][0] != "true" {
		return fmt.Errorf("the app is not there, or not approved: %v", app)
	}
	if applied := s.platform.Policies(ordersAPI); len(applied) != 1 {
		return fmt.Errorf("the API has the policies %v", applied)
	}
	s.screen.done("The Orders Portal is approved; Sarah and the Frontend Team may use it; the orders API lets two networks in.")
	return nil
}

func (s *story) nothingToDo(ctx context.Context) error {
	planned, err := s.work.plan(ctx)
	if err != nil {
		return err
	}
	s.screen.plan(planned.text)
	return planned.expect(map[string]string{})
}

func (s *story) drift(ctx context.Context) error {
	if err := s.meddle(); err != nil {
		return err
	}
	planned, err := s.work.plan(ctx)
	if err != nil {
		return err
	}
	s.screen.plan(planned.text)
	for _, sign := range []string{`"0.0.0.0/0"`, `"Full"`, "sarah.lee@acme.example"} {
		if !strings.Contains(planned.text, sign) {
			return fmt.Errorf("the plan does not show %s:\n%s", sign, planned.text)
		}
	}
	return planned.expect(map[string]string{connectedApp: "update", grantSarah: "create", policy: "update"})
}

// meddle is what happens behind Terraform's back: the API is opened to everyone,
// the app may do more, and Sarah loses her grant.
func (s *story) meddle() error {
	applied := s.platform.Policies(ordersAPI)[0]
	s.platform.EditPolicy(ordersAPI, applied.ID, func(p *simulator.Policy) {
		ips, _ := p.Configuration["ips"].([]any)
		p.Configuration["ips"] = append(ips, "0.0.0.0/0")
	})
	if err := s.platform.EditConnectedApp("Orders_Portal", func(set func(string, ...string)) {
		set("oauthConfig/scopes", "Api", "RefreshToken", "Full")
	}); err != nil {
		return err
	}
	sarah := s.platform.SalesforceID("User", "Username", "sarah.lee@acme.example")
	carries := s.platform.SalesforceID("PermissionSet", "Name", "Orders_Portal_Users")
	for _, row := range s.platform.SalesforceRows("PermissionSetAssignment") {
		if row["AssigneeId"] == sarah && row["PermissionSetId"] == carries {
			id, _ := row["Id"].(string)
			return s.platform.DeleteSalesforce("PermissionSetAssignment", id)
		}
	}
	return errors.New("sarah has no grant to revoke")
}

func (s *story) repair(ctx context.Context) error {
	if err := s.work.engine.Apply(ctx); err != nil {
		return err
	}
	return s.nothingToDo(ctx)
}

func (s *story) importAll(ctx context.Context) error {
	empty, err := s.workspace("import")
	if err != nil {
		return err
	}
	ids, err := s.importIDs(ctx)
	if err != nil {
		return err
	}
	for _, object := range ids {
		if err := empty.engine.Import(ctx, object.address, object.id); err != nil {
			return err
		}
		s.screen.say("   terraform import %s '%s'", object.address, object.id)
	}
	planned, err := empty.plan(ctx)
	if err != nil {
		return err
	}
	s.screen.plan(planned.text)
	return planned.expect(map[string]string{})
}

type imported struct{ address, id string }

// importIDs are what a person would type; only the policy's number has to be
// looked up.
func (s *story) importIDs(ctx context.Context) ([]imported, error) {
	state, err := s.work.engine.Show(ctx)
	if err != nil {
		return nil, err
	}
	number, err := attribute(state, policy, "id")
	if err != nil {
		return nil, err
	}
	return []imported{
		{connectedApp, "Orders_Portal"},
		{permissionSet, "Orders_Portal_Users"},
		{carrier, "Orders_Portal,permission_set:Orders_Portal_Users"},
		{grantSarah, "Orders_Portal,user:sarah.lee@acme.example,Orders_Portal_Users"},
		{grantTeam, "Orders_Portal,permission_set_group:Frontend_Team,Orders_Portal_Users"},
		{allowlistEntry, "Orders_Portal"},
		{policy, fmt.Sprintf("%d,%s", ordersAPI, number)},
		{shareTeam, organization + ",orders-api,team,Frontend Team"},
		{shareSarah, organization + ",orders-api,user,sarah.lee"},
	}, nil
}

func attribute(state *tfjson.State, address, name string) (string, error) {
	for _, object := range state.Values.RootModule.Resources {
		if object.Address == address {
			return fmt.Sprint(object.AttributeValues[name]), nil
		}
	}
	return "", fmt.Errorf("%s is not in the state", address)
}

func (s *story) destroy(ctx context.Context) error {
	planned, err := s.work.plan(ctx, tfexec.Destroy(true))
	if err != nil {
		return err
	}
	s.screen.plan(planned.text)
	return s.work.engine.Destroy(ctx)
}

// inventory is everything that the demo could leave behind.
func inventory(platform *simulator.Server) string {
	var text strings.Builder
	for _, object := range []string{
		"ConnectedApplication", "PermissionSet", "PermissionSetAssignment", "PermissionSetGroupComponent", "SetupEntityAccess",
	} {
		for _, row := range platform.SalesforceRows(object) {
			fmt.Fprintln(&text, object, row["Id"])
		}
	}
	fmt.Fprintln(&text, len(platform.Policies(ordersAPI)), "policies")
	for _, identity := range platform.Identities(organization, "orders-api") {
		fmt.Fprintln(&text, identity)
	}
	return text.String()
}

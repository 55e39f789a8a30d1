package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
)

// workspace is a directory with the configuration and a state of its own.
type workspace struct {
	engine *tfexec.Terraform
	plans  int
}

func newWorkspace(directory, executable, configuration string, environment map[string]string) (*workspace, error) {
	if err := os.MkdirAll(directory, 0o750); err != nil {
		return nil, err
	}
	document, err := os.ReadFile(configuration)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(directory, "main.tf"), document, 0o600); err != nil {
		return nil, err
	}
	engine, err := tfexec.NewTerraform(directory, executable)
	if err != nil {
		return nil, err
	}
	return &workspace{engine: engine}, engine.SetEnv(environment)
}

// plan is a plan as a program and as a person reads it.
type plan struct {
	file    string
	text    string
	actions map[string]string
}

func (w *workspace) plan(ctx context.Context, options ...tfexec.PlanOption) (*plan, error) {
	w.plans++
	file := fmt.Sprintf("plan-%d", w.plans)
	if _, err := w.engine.Plan(ctx, append(options, tfexec.Out(file))...); err != nil {
		return nil, err
	}
	text, err := w.engine.ShowPlanFileRaw(ctx, file)
	if err != nil {
		return nil, err
	}
	parsed, err := w.engine.ShowPlanFile(ctx, file)
	if err != nil {
		return nil, err
	}
	return &plan{file: file, text: text, actions: actions(parsed)}, nil
}

// actions tells what a plan does to each object, no-ops and reads left out.
func actions(parsed *tfjson.Plan) map[string]string {
	found := map[string]string{}
	for _, change := range parsed.ResourceChanges {
		if change.Change.Actions.NoOp() || change.Change.Actions.Read() {
			continue
		}
		words := make([]string, len(change.Change.Actions))
		for i, action := range change.Change.Actions {
			words[i] = string(action)
		}
		found[change.Address] = strings.Join(words, "/")
	}
	return found
}

// expect fails when a plan does anything else than wanted.
func (p *plan) expect(wanted map[string]string) error {
	if maps.Equal(p.actions, wanted) {
		return nil
	}
	return fmt.Errorf("the plan does\n  %s\nand not\n  %s\n\n%s", list(p.actions), list(wanted), p.text)
}

func list(actions map[string]string) string {
	lines := []string{}
	for _, address := range slices.Sorted(maps.Keys(actions)) {
		lines = append(lines, actions[address]+" "+address)
	}
	return strings.Join(lines, "\n  ")
}

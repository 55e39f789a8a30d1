// Command licenses lists the modules that the provider's binary is made of, with
// their licences, as a table in Markdown. A licence that it does not know is an
// error: somebody has to read it first.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// provider is the package that is released.
const provider = "github.com/apiaccess/terraform-provider-apiaccess"

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, stdout io.Writer) error {
	modules, err := modulesOf(ctx, provider)
	if err != nil {
		return err
	}
	var table strings.Builder
	table.WriteString("# Licences\n\nWhat the provider's binary is made of, beside Go's standard library (BSD-3-Clause). " +
		"`make licenses` writes this list.\n\n| module | version | licence |\n|---|---|---|\n")
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		license, err := licenseOf(modules[path].Dir)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fmt.Fprintf(&table, "| %s | %s | %s |\n", path, modules[path].Version, license)
	}
	_, err = io.WriteString(stdout, table.String())
	return err
}

// module is a module as the go command tells of it.
type module struct{ Path, Version, Dir string }

// platforms are those that are released: some modules are part of one alone.
var platforms = []string{"linux", "darwin", "windows", "freebsd"}

// modulesOf are the modules that a package's binary is made of, by path.
func modulesOf(ctx context.Context, pkg string) (map[string]module, error) {
	found := map[string]module{}
	for _, platform := range platforms {
		command := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Module", pkg) //nolint:gosec // the package is our own
		command.Env = append(os.Environ(), "GOOS="+platform, "CGO_ENABLED=0")
		command.Stderr = os.Stderr
		output, err := command.Output()
		if err != nil {
			return nil, fmt.Errorf("listing the packages: %w", err)
		}
		decoder := json.NewDecoder(strings.NewReader(string(output)))
		for {
			var listed struct{ Module *module }
			if err := decoder.Decode(&listed); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("listing the packages: %w", err)
			}
			if listed.Module != nil && listed.Module.Path != provider {
				found[listed.Module.Path] = *listed.Module
			}
		}
	}
	return found, nil
}

var errNoLicense = errors.New("it has no licence that is known here")

// licenseOf is the SPDX name of the licence in a module's directory.
func licenseOf(directory string) (string, error) {
	files, err := os.ReadDir(directory)
	if err != nil {
		return "", err
	}
	var names []string
	for _, file := range files {
		if !licenseFile.MatchString(file.Name()) || file.IsDir() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(directory, file.Name())) //nolint:gosec // a file of a module
		if err != nil {
			return "", err
		}
		if name := nameOf(string(text)); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "", errNoLicense
	}
	return strings.Join(names, ", "), nil
}

var licenseFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)([.-].*)?$`)

// nameOf knows a licence by words that no other has, in this order.
func nameOf(text string) string {
	words := strings.Join(strings.Fields(text), " ")
	for _, known := range []struct{ name, words string }{
		{"MPL-2.0", "Mozilla Public License"},
		{"Apache-2.0", "Apache License"},
		{"BSD-3-Clause", "Neither the name of"},
		{"BSD-3-Clause", "may not be used to endorse or promote products"},
		{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
		{"ISC", "Permission to use, copy, modify, and/or distribute"},
		{"ISC", "Permission to use, copy, modify, and distribute"},
		{"MIT", "Permission is hereby granted, free of charge"},
	} {
		if strings.Contains(words, known.words) {
			return known.name
		}
	}
	return ""
}

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheListIsWhatTheProviderIsMadeOf(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	if err := run(t.Context(), &list); err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../../LICENSES.md")
	if err != nil {
		t.Fatal(err)
	}
	if list.String() != string(committed) {
		t.Error("LICENSES.md is not what make licenses makes: commit it")
	}
}

func TestALicenceThatIsNotKnownIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"MIT":     {"MIT License\n\nPermission is hereby\ngranted, free of charge, to", "MIT"},
		"unknown": {"You may use this on Sundays.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			directory := t.TempDir()
			if err := os.WriteFile(filepath.Join(directory, "LICENSE.txt"), []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := licenseOf(directory)
			if got != test.want || (test.want == "") != errors.Is(err, errNoLicense) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// Command demo plays the provider's main job with a real engine against the
// simulator: plan, apply, drift, repair, import, destroy. Every step checks
// itself; the first surprise ends the demo with an error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func main() {
	engine := flag.String("engine", "terraform", "path of terraform or tofu")
	provider := flag.String("provider", "build/terraform-provider-apiaccess", "path of the built provider")
	directory := flag.String("directory", "build/demo", "where state and scratch files go; it is emptied first")
	configuration := flag.String("configuration", "examples/demo/main.tf", "the configuration to play")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, newScreen(os.Stdout), *engine, *provider, *directory, *configuration)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, screen *screen, engine, provider, directory, configuration string) error {
	platform := &simulator.Server{}
	if err := platform.Seed(simulator.Acme()); err != nil {
		return err
	}
	platform.Set(func(k *simulator.Knobs) { k.APIAccessControlActivated = true })
	address, shutDown, err := listen(ctx, platform)
	if err != nil {
		return err
	}
	defer shutDown()

	directory, err = filepath.Abs(directory)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(directory); err != nil {
		return err
	}
	story := &story{
		screen: screen, platform: platform, directory: directory, configuration: configuration,
		executable: engine, environment: environment(address, directory),
	}
	if err := overrideProvider(directory, provider); err != nil {
		return err
	}
	began := time.Now()
	if err := story.play(ctx); err != nil {
		return err
	}
	if unknown := platform.Unknown(); len(unknown) > 0 {
		return fmt.Errorf("the simulator did not know %v", unknown)
	}
	screen.say("\nThe whole story took %.1f seconds and %d calls of the platforms' APIs, %d of them sign-ins.",
		time.Since(began).Seconds(), len(platform.Requests()), platform.Calls("/oauth2/token"))
	return nil
}

// listen serves the simulator on a free port of this machine.
func listen(ctx context.Context, platform http.Handler) (address string, shutDown func(), err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: platform, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			_, _ = fmt.Fprintln(os.Stderr, "demo: the simulator stopped:", err)
		}
	}()
	return "http://" + listener.Addr().String(), func() { _ = server.Close() }, nil
}

// overrideProvider makes the engine take the built provider, without init and
// without a network.
func overrideProvider(directory, provider string) error {
	absolute, err := filepath.Abs(provider)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(directory, 0o750); err != nil {
		return err
	}
	document := fmt.Sprintf(`provider_installation {
  dev_overrides {
    "apiaccess/apiaccess" = %q
  }
  direct {}
}
`, filepath.Dir(absolute))
	return os.WriteFile(filepath.Join(directory, "cli.tfrc"), []byte(document), 0o600)
}

// environment signs in with the Acme fixture's apps.
func environment(address, directory string) map[string]string {
	return map[string]string{
		"PATH": os.Getenv("PATH"), "HOME": directory,
		"TF_CLI_CONFIG_FILE": filepath.Join(directory, "cli.tfrc"), "CHECKPOINT_DISABLE": "1",

		"SALESFORCE_INSTANCE_URL":  address,
		"SALESFORCE_CLIENT_ID":     "3MVG9AcmeTerraformConsumerKey0000000000000000000000001",
		"SALESFORCE_CLIENT_SECRET": "AcmeTerraformConsumerSecret00000000000001",

		"ANYPOINT_BASE_URL":        address,
		"ANYPOINT_ORGANIZATION_ID": "5a1c0000-ac3e-4000-8000-000000000001",
		"ANYPOINT_ENVIRONMENT_ID":  "5a1c0000-e4f0-4000-8000-000000000001",
		"ANYPOINT_CLIENT_ID":       "ac3e0000000000000000000000000001",
		"ANYPOINT_CLIENT_SECRET":   "AcmeAnypointClientSecret0000000000001",
	}
}

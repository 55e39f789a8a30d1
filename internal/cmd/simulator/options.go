package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// options are the program's flags.
type options struct {
	address, fixture, state string
	verbose                 bool

	latency, tokenLifetime, propagationDelay time.Duration
	pageSize                                 int
	apiAccessControl, restrictConnectedApps  bool
}

// parseOptions reads the flags; the error is flag.ErrHelp if that is all they
// ask for.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.address, "addr", "127.0.0.1:8787", "loopback `address` to listen on")
	flags.StringVar(&o.fixture, "fixture", "", "YAML `file` that describes both organizations (default the Acme Corporation)")
	flags.StringVar(&o.state, "state", "", "`file` to resume from if it exists, and to keep the state in at the end")
	flags.BoolVar(&o.verbose, "v", false, "log every request")
	flags.DurationVar(&o.latency, "latency", 0, "delay of every answer")
	flags.DurationVar(&o.tokenLifetime, "token-lifetime", 0, "how long access tokens live (default the platforms' own)")
	flags.IntVar(&o.pageSize, "page-size", 0, "cap on paged answers (default the platforms' own)")
	flags.DurationVar(&o.propagationDelay, "propagation-delay", 0, "how long nobody can sign in with a new connected app")
	flags.BoolVar(&o.apiAccessControl, "api-access-control", false, "activate API Access Control in Salesforce")
	flags.BoolVar(&o.restrictConnectedApps, "restrict-connected-apps", false, "refuse new connected apps in Salesforce")
	if err := flags.Parse(args); err != nil {
		return options{}, err //nolint:wrapcheck // the flag package words it for the user
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, o.onLoopback()
}

// onLoopback refuses addresses that other machines can reach: the simulator's
// credentials are public.
func (o options) onLoopback() error {
	host, _, err := net.SplitHostPort(o.address)
	if err != nil {
		return fmt.Errorf("-addr: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("-addr %s is not a loopback address", o.address)
	}
	return nil
}

// document is the fixture that the flags name.
func (o options) document() ([]byte, error) {
	if o.fixture == "" {
		return simulator.Acme(), nil
	}
	document, err := os.ReadFile(o.fixture)
	if err != nil {
		return nil, fmt.Errorf("reading the fixture: %w", err)
	}
	return document, nil
}

// turn sets the knobs.
func (o options) turn(knobs *simulator.Knobs) {
	knobs.Latency = o.latency
	knobs.TokenLifetime = o.tokenLifetime
	knobs.PageSize = o.pageSize
	knobs.PropagationDelay = o.propagationDelay
	knobs.APIAccessControlActivated = o.apiAccessControl
	knobs.ConnectedAppCreationRestricted = o.restrictConnectedApps
}

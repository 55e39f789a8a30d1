// Command simulator serves the management APIs of Salesforce and Anypoint on a
// loopback address, so that the provider can be tried without an account. It
// prints the provider block to paste and runs until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// shutdownTimeout is how long requests under way may take after an interrupt.
const shutdownTimeout = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		_, _ = fmt.Fprintln(os.Stderr, "simulator:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	options, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	fixture, err := options.document()
	if err != nil {
		return err
	}
	server, err := open(options, fixture)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", options.address)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	if err := announce(stdout, "http://"+listener.Addr().String(), fixture); err != nil {
		return errors.Join(err, listener.Close())
	}
	var handler http.Handler = server
	if options.verbose {
		handler = logged(server, slog.New(slog.NewTextHandler(stderr, nil)))
	}
	if err := serve(ctx, listener, handler); err != nil {
		return err
	}
	if options.state == "" {
		return nil
	}
	if err := server.Save(options.state); err != nil {
		return fmt.Errorf("keeping the state: %w", err)
	}
	return nil
}

// open makes a server with the saved state if there is one, or the fixture.
func open(options options, fixture []byte) (*simulator.Server, error) {
	server := &simulator.Server{}
	server.Set(options.turn)
	if options.state != "" {
		err := server.Load(options.state)
		if err == nil {
			return server, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("resuming: %w", err)
		}
	}
	if err := server.Seed(fixture); err != nil {
		return nil, fmt.Errorf("starting afresh: %w", err)
	}
	return server, nil
}

// serve answers requests until ctx ends.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return fmt.Errorf("shutting down: %w", err)
	}
	return nil
}

// Command measured runs the provider named by MEASURED_PROVIDER in its place and
// appends to the file named by MEASURED_REPORT what it took: the seconds of
// processor time and the peak of resident memory in KiB, as Linux counts it.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func main() {
	command := exec.CommandContext(context.Background(), os.Getenv("MEASURED_PROVIDER"), os.Args[1:]...) //nolint:gosec // the caller names what to measure
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	signal.Ignore(os.Interrupt) // as providers do: the engine ends them
	failed := command.Run()
	used, known := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !known {
		log.Fatal("this system does not tell what a process took: ", failed)
	}
	seconds := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	report, err := os.OpenFile(os.Getenv("MEASURED_REPORT"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the caller names the report
	if err != nil {
		log.Fatal(err)
	}
	if _, err := fmt.Fprintf(report, "%f %d\n", seconds.Seconds(), used.Maxrss); err != nil {
		log.Fatal(err)
	}
	os.Exit(command.ProcessState.ExitCode())
}

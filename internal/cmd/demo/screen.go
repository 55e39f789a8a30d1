package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// screen prints what a person wants to see, in colours on a terminal only.
type screen struct {
	out     io.Writer
	colours bool
}

func newScreen(out *os.File) *screen {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return &screen{out: out, colours: terminal && os.Getenv("NO_COLOR") == ""}
}

func (s *screen) say(format string, values ...any) {
	_, _ = fmt.Fprintf(s.out, format+"\n", values...)
}

func (s *screen) title(number int, text string) {
	s.say("\n%s", s.paint("1", fmt.Sprintf("%d. %s", number, text)))
}

func (s *screen) done(format string, values ...any) {
	s.say("   %s %s", s.paint("32", "ok"), fmt.Sprintf(format, values...))
}

// interesting are the lines of a plan that tell what happens to what.
var interesting = regexp.MustCompile(`^(  # |Plan:|No changes|\s+[-+~] (ips|scopes|role|user|team|permission_set|permission_set_group|app|approved|disabled|principal_name) |\s+[-+] "|.*forces replacement)`)

// plan prints the lines of a plan that a reviewer reads first.
func (s *screen) plan(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if interesting.MatchString(line) {
			s.say("   %s", s.paint(colourOf(line), line))
		}
	}
}

func colourOf(line string) string {
	switch trimmed := strings.TrimSpace(line); {
	case strings.HasPrefix(trimmed, "+"):
		return "32"
	case strings.HasPrefix(trimmed, "-"):
		return "31"
	case strings.HasPrefix(trimmed, "~"):
		return "33"
	}
	return "1"
}

func (s *screen) paint(colour, text string) string {
	if !s.colours {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

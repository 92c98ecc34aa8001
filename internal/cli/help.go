package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// printHelp prints the examples, then what kong knows.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	name := ""
	if n := ctx.Selected(); n != nil {
		name = strings.TrimPrefix(n.Path(), "nonpaper ")
	}
	printExamples(ctx.Stdout, name)
	return kong.DefaultHelpPrinter(options, ctx)
}

func printExamples(w io.Writer, name string) {
	title := "Examples:"
	if len(usage[name]) == 1 {
		title = "Example:"
	}
	fmt.Fprintf(w, "%s\n  %s\n\n", title, strings.Join(usage[name], "\n  "))
}

// asAsked puts what people type for help, the version and the process's file into
// the form that the grammar has.
func asAsked(args []string) []string {
	var quiet, file []string // before the command, as people know it from git
	rest := args
	for found := true; found && len(rest) > 1; {
		switch {
		case rest[0] == "-q" || rest[0] == "--quiet":
			quiet, rest = append(quiet, rest[0]), rest[1:]
		case (rest[0] == "-C" || rest[0] == "--file") && len(rest) > 2:
			file, rest = append(file, rest[:2]...), rest[2:]
		case strings.HasPrefix(rest[0], "--file=") || strings.HasPrefix(rest[0], "-C") && len(rest[0]) > 2:
			file, rest = append(file, rest[0]), rest[1:]
		default:
			found = false
		}
	}
	if len(file) > 0 {
		args = append(quiet, slices.Insert(slices.Clone(rest), flagsEnd(rest), file...)...)
	}
	if len(args) == 0 {
		return []string{"--help"}
	}
	switch args[0] {
	case "help":
		return append(append([]string{}, args[1:]...), "--help")
	case "--version", "-V":
		return []string{"version"}
	}
	return args
}

// wrongUse says what is wrong with the arguments and how they may read.
func (p *program) wrongUse(err error, args []string) int {
	said := err.Error()
	for _, x := range []struct{ kong, ours string }{
		{`expected "<base>`, "a base text is needed, and none is named"},
		{`expected "<compiled>`, "a compiled text and a party's code are needed"},
		{`expected "<A>`, "two texts are needed"},
		{`expected "<B>`, "a second text is needed"},
		{`expected "<code>`, "a party's code is needed"},
		{`expected one of`, "a second word is needed: what to do"},
	} {
		if strings.HasPrefix(said, x.kong) {
			said = x.ours
		}
	}
	if rest, ok := strings.CutPrefix(said, `expected "`); ok {
		if what, _, ok := strings.Cut(rest, `"`); ok {
			said = "something is missing: " + what
		}
	}
	if rest, ok := strings.CutPrefix(said, "missing flags: "); ok {
		said = "something is missing: " + rest
	}
	name := commandOf(args)
	fmt.Fprintf(p.stderr, "nonpaper: %s\nFor example: %s\n", shortened(said), usage[name][0])
	fmt.Fprintf(p.stderr, "Try: %s\n", strings.Join(strings.Fields("nonpaper "+name+" --help"), " "))
	return WrongUse
}

// commandOf is the command that the arguments name, "" for none.
func commandOf(args []string) string {
	name := ""
	for _, a := range args {
		if strings.HasPrefix(a, "-") {
			continue
		}
		longer := strings.TrimSpace(name + " " + a)
		if _, known := usage[longer]; !known {
			break
		}
		name = longer
	}
	return name
}

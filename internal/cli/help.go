package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// usage is what the help of each command begins with: examples, the program's own
// under "". The first one is shown where a command is used wrongly.
var usage = map[string][]string{
	"": {
		"nonpaper demo",
		"nonpaper compile base.md ALD=ald.md BOR+retain=bor.txt CAD=cad.md",
		"nonpaper compare text-12.md text-14.md",
	},
	"compile": {
		"nonpaper compile base.md ALD=ald.md BOR=bor.txt",
		"nonpaper compile base.md ALD+complete=ald.md BOR+retain=bor.txt -o compiled.html",
		"nonpaper compile base.md ALD=ald.md --points 6,8 --style unattributed",
	},
	"project": {
		"nonpaper project compiled.json ALD",
		"nonpaper project compiled.json ALD --fill",
		"nonpaper project compiled.json base -o base.md",
	},
	"compare": {
		"nonpaper compare text-12.md text-14.md",
		"nonpaper compare text-12.md text-14.md -o changes.html",
		"nonpaper compare --whole old.txt new.txt",
	},
	"demo": {
		"nonpaper demo",
		"nonpaper demo --points 21",
		"nonpaper demo -o plan.html",
	},
	"version": {"nonpaper version"},
}

// printHelp prints the examples, then what kong knows.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	name := ""
	if n := ctx.Selected(); n != nil {
		name = n.Name
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

// asAsked puts what people type for help and the version into the form that the
// grammar has.
func asAsked(args []string) []string {
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
		{`expected "<code>`, "a party's code is needed, or base"},
		{`expected "<A>`, "two texts are needed"},
		{`expected "<B>`, "a second text is needed"},
	} {
		if strings.HasPrefix(said, x.kong) {
			said = x.ours
		}
	}
	name := commandOf(args)
	fmt.Fprintf(p.stderr, "nonpaper: %s\nFor example: %s\n", said, usage[name][0])
	fmt.Fprintf(p.stderr, "Try: %s\n", strings.Join(strings.Fields("nonpaper "+name+" --help"), " "))
	return WrongUse
}

// commandOf is the command that the arguments name, "" for none.
func commandOf(args []string) string {
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			if _, known := usage[a]; known {
				return a
			}
			return ""
		}
	}
	return ""
}

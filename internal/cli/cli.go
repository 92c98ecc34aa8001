// Package cli is the command line: it decodes arguments, calls the packages
// that do the work, and prints.
//
// It promises that results go to stdout and what is said to the person to
// stderr, that an error says what happened, what is safe and what to do, and
// that the exit status is one of the six below. It refuses to ask when it does
// not stand on a terminal.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"nonpaper/internal/compile"
	"nonpaper/internal/fault"
)

// Exit statuses.
const (
	Done         = 0
	Failed       = 1
	WrongUse     = 2
	Differences  = 3 // compare found some
	Conflict     = 4 // a person has to decide
	NotPermitted = 5
)

// status is an error that is a result: nothing went wrong, and the exit status
// says something.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// program is what every command may use.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	quiet          bool
}

// grammar is the whole command line.
type grammar struct {
	Quiet bool `short:"q" help:"Say nothing on stderr but errors."`

	Compile compileCmd `cmd:"" help:"Bring a base and the versions of parties into one bracketed text."`
	Project projectCmd `cmd:"" help:"Give one party's text back out of a compiled text."`
	Compare compareCmd `cmd:"" help:"Show what two texts differ in."`
	Demo    demoCmd    `cmd:"" help:"Compile a real example: the 28-point draft of November 2025 and three texts that answered it."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

const description = "One negotiating text, many versions: nonpaper shows in one bracketed text exactly who wants what."

// Main runs the program and returns its exit status.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) (exit int) {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr}
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(stderr, "nonpaper: a fault of the program: %v\nYour files were only read; nothing of yours has changed. Please report this with the lines below.\n%s", r, debug.Stack())
			exit = Failed
		}
	}()
	var g grammar
	left := false
	parser, err := kong.New(&g,
		kong.Name("nonpaper"), kong.Description(description), kong.Writers(stdout, stderr),
		kong.Help(printHelp),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.Exit(func(code int) { left, exit = true, code }),
	)
	if err != nil {
		return p.fail(err)
	}
	args = asAsked(args)
	ctx, err := parser.Parse(args)
	if left { // help was asked for
		return exit
	}
	if err != nil {
		return p.wrongUse(err, args)
	}
	p.quiet = g.Quiet
	if err := ctx.Run(p); err != nil {
		return p.fail(err)
	}
	return Done
}

// fail prints an error and gives its exit status.
func (p *program) fail(err error) int {
	if s, ok := errors.AsType[status](err); ok {
		return int(s)
	}
	fmt.Fprintf(p.stderr, "nonpaper: %s\n", err)
	if hint := fault.HintOf(err); hint != "" {
		fmt.Fprintln(p.stderr, hint)
	}
	if _, lost := errors.AsType[*compile.Lost](err); lost {
		fmt.Fprintln(p.stderr, "This is a fault of the program. Your files were only read. Please report it with the files, if you may.")
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return WrongUse
	case fault.Conflict:
		return Conflict
	case fault.Forbidden:
		return NotPermitted
	}
	return Failed
}

// say tells the person something that is no result.
func (p *program) say(format string, args ...any) {
	if !p.quiet {
		fmt.Fprintf(p.stderr, format+"\n", args...)
	}
}

// write puts a result to stdout, or whole and at once to a file.
func (p *program) write(to string, result []byte) error {
	if to == "" || to == "-" {
		_, err := p.stdout.Write(result)
		return err
	}
	if err := replaceFile(to, result); err != nil {
		return fmt.Errorf("%s was not written: %w", to, err)
	}
	p.say("Written to %s", to)
	return nil
}

// replaceFile writes a file so that at every moment either the old or the new
// one is there whole.
func replaceFile(name string, content []byte) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return errors.New("it is a folder")
		}
		return os.WriteFile(name, content, 0o666) // a device or a pipe
	}
	tmp := name + ".part"
	if err := os.WriteFile(tmp, content, 0o666); err != nil {
		return err
	}
	if err := os.Rename(tmp, name); err != nil {
		os.Remove(tmp)
		return err
	}
	return nil
}

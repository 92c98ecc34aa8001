package cli

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "accept what the program prints now")

// talksFolder is a small folder without faults.
var talksFolder = os.DirFS("testdata/talks")

// TestMain lets the scripts call the program as a command of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"nonpaper": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the stories in testdata/script, one file each; -update
// accepts what the program prints now.
func TestScripts(t *testing.T) {
	if raceEnabled { // a story is one short program after the other: what runs at once is tested by the packages that do
		t.Skip("test.sh runs this by itself without -race")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Condition: func(cond string) (bool, error) {
			if cond == "root" { // may read every file
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("no condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":   exitStatus,
			"fill":     fill,
			"unpack":   unpack,
			"picture":  picture,
			"talks":    talks,
			"edit":     edit,
			"refused":  refused,
			"med":      actor(""),
			"ald":      actor("ald.head"),
			"bor":      actor("bor.head"),
			"cad":      actor("cad.head"),
			"dov":      actor("dov.head"),
			"outsider": actor("reporter"), // known at the desk, and a member of no room
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("NONPAPER_FILE", "lakes.nonpaper")
			e.Setenv("HOME", e.WorkDir)
			sockets, err := os.MkdirTemp("", "np") // a socket's name has to be short
			if err != nil {
				return err
			}
			e.Defer(func() { os.RemoveAll(sockets) })
			e.Setenv("XDG_RUNTIME_DIR", sockets)
			e.Setenv("TZ", "UTC")
			return nil
		},
	})
}

// actor makes a verb of somebody: what they do at the program, as a command of a
// story. A number behind = is the exit status that is wanted instead of 0:
//
//	med convey 7 --to north --yes
//	bor =1 room show north
func actor(handle string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		want := "0"
		if len(args) > 0 && strings.HasPrefix(args[0], "=") {
			want, args = args[0][1:], args[1:]
		}
		if handle != "" {
			args = append(args, "--actor", handle)
		}
		exitStatus(ts, neg, append([]string{want}, args...))
	}
}

// exitStatus runs the program and wants a certain exit status:
//
//	status 2 compile base.md E3=empty.txt
//
// What it printed can be looked at as stdout and stderr.
func exitStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: status N ARG...")
	}
	got := 0
	if err := ts.Exec("nonpaper", args[1:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// fill writes a file of so many copies of a string, in which \\n, \\x00 and the
// like stand for what they stand for in Go: fill big.txt 1000 'words '.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	s, err := strconv.Unquote(`"` + strings.ReplaceAll(args[2], `"`, `\"`) + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte(s), n), 0o666))
}

// unpack takes a packed file apart: unpack book.xlsx DIR.
func unpack(ts *testscript.TestScript, neg bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), z))
}

// talks writes a folder from which a process can be made: talks DIR. What is there goes.
func talks(ts *testscript.TestScript, neg bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.RemoveAll(dir))
	ts.Check(os.CopyFS(dir, talksFolder))
}

// edit replaces words that stand in a file once; \\x00 and the like stand for what they
// stand for in Go: edit talks/press.csv 'They met' 'They left'.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	by, err := strconv.Unquote(`"` + strings.ReplaceAll(args[2], `"`, `\"`) + `"`)
	ts.Check(err)
	src := ts.ReadFile(args[0])
	if strings.Count(src, args[1]) != 1 {
		ts.Fatalf("%q does not stand in %s once", args[1], args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(src, args[1], by, 1)), 0o666))
}

// refused makes a process from the folder talks, and wants the exit status and the
// message, and that nothing is left: refused 2 '^press.csv:2:1: no date'.
func refused(ts *testscript.TestScript, neg bool, args []string) {
	exitStatus(ts, neg, []string{args[0], "new", "refused", "--from", "talks", "--no-passphrase"})
	if said := ts.ReadFile("stderr"); !regexp.MustCompile(`(?m)` + args[1]).MatchString(strings.ReplaceAll(said, "nonpaper: ", "")) {
		ts.Fatalf("it said\n%s\nand not %s", said, args[1])
	}
	left, err := filepath.Glob(ts.MkAbs("refused*"))
	ts.Check(err)
	if len(left) > 0 {
		ts.Fatalf("it left %q behind", left)
	}
}

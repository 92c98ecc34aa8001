package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"nonpaper/examples"
	"nonpaper/internal/sqlite"
)

// runs runs the program in this process and gives what it printed.
func runs(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, said bytes.Buffer
	if exit := Main(args, strings.NewReader(""), &out, &said); exit != want {
		t.Fatalf("nonpaper %q: exit status %d, want %d\n%s", args, exit, want, said.String())
	}
	return out.String()
}

// TestLakes makes the invented process and holds it against the files beside it
// and against what its pictures say.
func TestLakes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "lakes.nonpaper")
	runs(t, Done, "demo", "meridian-lakes", "--keep", file)
	runs(t, Done, "verify", "-C", file)

	// The words to which everything answers are those of framework.md.
	base := filepath.Join(t.TempDir(), "framework.md")
	src, err := fs.ReadFile(examples.Files, "meridian-lakes/framework.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(base, src, 0o666); err != nil {
		t.Fatal(err)
	}
	clean := filepath.Join(t.TempDir(), "clean.md")
	runs(t, Done, "text", "show", "Text 9, clean", "--as", "markdown", "-o", clean, "-C", file)
	runs(t, Done, "compare", base, clean) // Differences where there are some

	// Brackets and points are as many as the pictures show.
	for _, x := range []struct {
		text     string
		brackets int
	}{{"Text 9", 3}, {"Text 12", 27}, {"Text 14", 25}} {
		text := runs(t, Done, "text", "show", x.text, "-C", file)
		if n := strings.Count(text, "["); n != x.brackets || strings.Count(text, "]") != n {
			t.Errorf("%s has %d brackets, want %d", x.text, n, x.brackets)
		}
	}
	changed := runs(t, Differences, "changed-since", "DOV", "-C", file)
	if !strings.Contains(changed, "5 points changed, 23 the same") {
		t.Errorf("since Text 12 five of 28 points changed, not:\n%s", changed)
	}

	// A file that is there is not touched.
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	runs(t, WrongUse, "demo", "meridian-lakes", "--keep", file)
	if after, err := os.Stat(file); err != nil || !os.SameFile(before, after) || after.Size() != before.Size() {
		t.Errorf("the file was changed: %v", err)
	}
}

// TestFailingLine checks that a list stops at the line that fails, says which it
// was, and leaves no file.
func TestFailingLine(t *testing.T) {
	const begin = "# a list\nnew x --no-passphrase\n\nparty add ALD Aldmark # one side\n"
	for list, want := range map[string]string{
		begin + "party add ALD":                     "list:5: nonpaper party add ALD\nsomething is missing: <name>",
		begin + "note 'one word' --room nowhere":    "list:5: nonpaper note 'one word' --room nowhere\nno room \"nowhere\"",
		begin + "text import ../secret.md":          "list:5: nonpaper text import ../secret.md\n../secret.md is not there",
		begin + "room add ald.head --room drafting": "list:5: nonpaper room add ald.head --room drafting\n",
		"party add ALD Aldmark":                     "list does not begin with nonpaper new",
		begin + "text list -o out.txt":              "writes no files",
	} {
		file := filepath.Join(t.TempDir(), "x.nonpaper")
		commands, err := commandList("list", list)
		if err != nil {
			t.Fatal(err)
		}
		p := &program{ctx: context.Background(), clock: time.Now, rand: rand.Reader}
		err = p.carryOut(file, sqlite.Options{}, fstest.MapFS{}, "list", commands)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", list, err, want)
		}
		left, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
		if err != nil || len(left) > 0 {
			t.Errorf("%q left %q behind, %v", list, left, err)
		}
	}
}

func TestShellWords(t *testing.T) {
	for line, want := range map[string][]string{
		"":                              nil,
		"  # said to the reader":        nil,
		`a "b c"  'd "e"' f# # g`:       {"a", "b c", `d "e"`, "f#"},
		`--keeper m.rhee="Magnus Rhee"`: {"--keeper", "m.rhee=Magnus Rhee"},
		`"" ''`:                         {"", ""},
		"a\tb\r":                        {"a", "b"},
	} {
		if got, err := shellWords(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", line, got, err, want)
		}
	}
	if _, err := commandList("list", "new x\nnote 'open"); err == nil || !strings.Contains(err.Error(), "list:2: a quotation mark ' is not closed") {
		t.Errorf("an open quotation mark: %v", err)
	}
}

// TestSummaryIsAPage holds that the summary is a page or little more, whatever day is
// asked for, and that what it names to go on with is there.
func TestSummaryIsAPage(t *testing.T) {
	for _, args := range [][]string{{examples.First}, {examples.First, "--as-of", "2025-11-19"}, {"meridian-lakes"}} {
		said := runs(t, Done, append([]string{"demo", "--print", "-q"}, args...)...)
		lines := strings.Split(strings.TrimSuffix(said, "\n"), "\n")
		if len(lines) > 96 {
			t.Errorf("%q: %d lines", args, len(lines))
		}
		for _, l := range lines {
			if n := len([]rune(l)); n > 100 {
				t.Errorf("%q: a line has %d columns: %s", args, n, l)
			}
		}
		if len(args) > 1 {
			if !strings.Contains(said, "not known to us; s03, the outlet, Axios, 19 November 2025: i01 Control") && !strings.Contains(said, "i01 Control of territory in eastern Ukraine: how the text deals with it: not known to us; s03") {
				t.Errorf("as of that day nothing is said of territory:\n%s", said)
			}
			continue
		}
		file := filepath.Join(t.TempDir(), "kept.nonpaper")
		runs(t, Done, "demo", args[0], "--keep", file, "-q")
		for _, l := range lines[slices.Index(lines, "What to try next")+1:] {
			command, _, _ := strings.Cut(strings.TrimSpace(l), "  ")
			words, err := shellWords(command)
			if err != nil || len(words) < 3 || words[0] != "nonpaper" {
				t.Fatalf("%q is no command: %v", l, err)
			}
			if words[1] == "demo" {
				continue
			}
			want := Done
			if words[1] == "changed-since" { // which something has
				want = Differences
			}
			runs(t, want, append(words[1:len(words)-1], file)...)
		}
	}
}

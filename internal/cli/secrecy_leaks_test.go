package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each of these once told somebody more than they were to know.
func TestWhatOnceWentTooFar(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "p.nonpaper")
	t.Setenv("NONPAPER_FILE", file)
	text := func(name, src string) string {
		to := filepath.Join(dir, name)
		if err := os.WriteFile(to, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		return to
	}
	refused := func(status int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if exit := Main(args, strings.NewReader(""), &out, &errs); exit != status {
			t.Fatalf("%q: exit %d, not %d\n%s", args, exit, status, errs.String())
		}
		return out.String() + errs.String()
	}
	shows := func(hidden string, args ...string) {
		t.Helper()
		if out := onFile(t, "", args...); strings.Contains(out, hidden) {
			t.Errorf("%q shows %q:\n%s", args, hidden, out)
		}
	}
	onFile(t, "", "new", file, "--no-passphrase", "--keeper", "m.rhee=Magnus Rhee")
	onFile(t, "", "text", "import", text("draft.md", "# Plan\n\n## First part\n\n### 1. One\n\nThe first words.\n\n### 2. Two\n\nThe second words.\n\n### 3. Three\n\nThe third words.\n"))
	for _, c := range []string{"ALD", "BOR"} {
		onFile(t, "", "party", "add", c, "State "+c)
		onFile(t, "", "person", "add", strings.ToLower(c)+".head", "Head of "+c, "--party", c)
		onFile(t, "", "text", "rival", text(c+".md", "### 1. One\n\nThe first words of "+strings.Repeat(c[:1], 4)+".\n"), "--label", "Paper of "+c, "--party", c)
	}
	onFile(t, "", "room", "open", "northern", "--with", "ald.head,bor.head", "--purpose", "what both talk of")
	onFile(t, "", "room", "open", "western", "--with", "ald.head", "--purpose", "to prepare what is offered to BOR")
	onFile(t, "", "room", "open", "eastern", "--with", "bor.head")

	// Whoever enters for somebody read all the rooms of that person.
	shows("eastern", "room", "list", "--by", "ald.head", "--actor", "bor.head")
	refused(Failed, "record", "eastern", "--by", "ald.head", "--actor", "bor.head")
	// A room that was there, and not theirs, was named as it is called, not as it was asked for.
	if out := refused(Failed, "note", "x", "--room", "EASTERN", "--by", "ald.head", "--actor", "bor.head"); !strings.Contains(out, `no room "EASTERN"`) {
		t.Error(out)
	}

	// How much there is in the file as a whole was told to whoever was a member of some of it.
	for _, c := range []string{"verify", "doctor", "lock"} {
		refused(WrongUse, c, "--actor", "ald.head")
	}
	t.Setenv("NONPAPER_ACTOR", "ald.head")
	onFile(t, "", "verify")
	t.Setenv("NONPAPER_ACTOR", "")

	// Whoever was to see their own positions saw those of others, with their names.
	onFile(t, "", "convey", "1", "--to", "western", "--compile", "Paper of ALD", "--compile", "Paper of BOR", "--rendering", "own", "--yes")
	for _, hidden := range []string{"BOR", "BBBB"} {
		shows(hidden, "text", "show", "--room", "western", "--actor", "ald.head")
	}
	refused(WrongUse, "convey", "1", "--to", "western", "--compile", "Paper of BOR", "--rendering", "own", "--yes")
	refused(WrongUse, "convey", "1", "--compile", "Paper of BOR", "--rendering", "own", "--mode", "made-public", "--yes")

	// A table of sources went along with one point, and told of all the others.
	onFile(t, "", "point", "delete", "3")
	onFile(t, "", "text", "circulate", "--sources", "--label", "Text 7", "--to", "western", "--yes")
	if out := onFile(t, "", "text", "show", "Text 7", "--room", "western", "--actor", "ald.head"); !strings.Contains(out, "Sources") || strings.Contains(out, "\n3") {
		t.Errorf("the table of sources, which was asked for, is not there, or speaks of a point that was never given:\n%s", out)
	}
	onFile(t, "", "convey", "1", "--from", "Text 7", "--to", "eastern", "--yes")
	shows("Sources", "text", "show", "--room", "eastern", "--actor", "bor.head")

	// An empty slot was given with the part that the point had come to stand in.
	onFile(t, "", "text", "import", text("later.md", "# Plan\n\n## A part of which nobody knows\n\n### 1. One\n\nThe first words.\n\n## First part\n\n### 2. Two\n\nThe second words.\n"))
	onFile(t, "", "point", "delete", "1")
	onFile(t, "", "text", "circulate", "--label", "Text 8", "--to", "western", "--yes")
	shows("nobody knows", "text", "show", "Text 8", "--room", "western", "--actor", "ald.head", "--json")

	// A briefing counted as if the points had been given: their slots were given
	// later, and their identifiers told under which numbers they had stood.
	onFile(t, "", "text", "import", text("fund.md", "# Fund\n\n## Quiet part\n\n### 1. Means\n\nThe means.\n\n### 2. Ends\n\nThe ends.\n"), "--instrument", "fund")
	onFile(t, "", "convey", "--instrument", "fund", "--to", "eastern", "--mode", "briefed", "--gist", "that there is a fund", "--yes")
	onFile(t, "", "point", "delete", "1", "--instrument", "fund")
	onFile(t, "", "text", "renumber", "--instrument", "fund", "--drop-slots", "--yes")
	onFile(t, "", "point", "add", "More.", "--after", "1", "--number", "2", "--instrument", "fund")
	onFile(t, "", "point", "delete", "2", "--instrument", "fund")
	onFile(t, "", "convey", "--instrument", "fund", "--to", "eastern", "--label", "The fund", "--yes")
	for _, hidden := range []string{`"deleted"`, `"number": "2"`, "p2"} {
		shows(hidden, "text", "show", "The fund", "--room", "eastern", "--actor", "bor.head", "--json")
	}

	// A newcomer read what the room that theirs succeeds had been for.
	onFile(t, "", "room", "succeed", "western", "wider", "--with", "bor.head", "--yes")
	shows("to prepare", "record", "wider", "--actor", "bor.head")
}

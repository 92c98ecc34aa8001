package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each of these once told somebody more than they were to know of what parties
// give, or let somebody say what was not theirs to say.
func TestWhatGivingOnceTold(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "p.nonpaper")
	t.Setenv("NONPAPER_FILE", file)
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
	draft := filepath.Join(dir, "draft.md")
	if err := os.WriteFile(draft, []byte("# Plan\n\n### 1. One\n\nThe first words stand here.\n\n### 2. Two {#kept}\n\nThe second words stand here.\n\n### 3. Three\n\nThe third words stand here.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	onFile(t, "", "new", file, "--no-passphrase", "--keeper", "m.rhee=Magnus Rhee")
	onFile(t, "", "text", "import", draft)
	for _, c := range []string{"ALD", "BOR", "CAD"} {
		onFile(t, "", "party", "add", c, "State "+c)
		onFile(t, "", "person", "add", strings.ToLower(c)+".head", "Head of "+c, "--party", c)
	}
	onFile(t, "", "person", "add", "e.ode", "Ena Ode")
	onFile(t, "", "person", "add", "i.varga", "Ilan Varga")
	onFile(t, "", "room", "add", "e.ode", "--room", "drafting", "--yes")
	onFile(t, "", "room", "open", "ald-room", "--with", "ald.head")
	onFile(t, "", "room", "open", "both", "--with", "ald.head,bor.head")
	onFile(t, "", "room", "add", "e.ode", "--room", "both", "--yes")
	onFile(t, "", "room", "add", "i.varga", "--room", "both", "--keeps", "--yes")

	// The working text's words were recorded as a party's that had not been given them.
	for _, c := range [][]string{{"floor", "ald 2 second > other", "--room", "ald-room"}, {"propose", "2", "other", "--replace", "second", "--from", "ALD", "--room", "ald-room"}} {
		if out := refused(Failed, c...); !strings.Contains(out, "no point 2 has been given") {
			t.Error(out)
		}
	}
	shows("words", "record", "ald-room", "--actor", "ald.head", "--json")
	// Named by its identity in the working text, a point told its number there.
	refused(Failed, "propose", "kept", "Other words.", "--from", "ALD", "--room", "ald-room")
	// A party was told, by what was refused, which points the working text has.
	for _, n := range []string{"3", "4"} {
		refused(Failed, "concern", "not this", "--points", n, "--room", "ald-room", "--actor", "ald.head")
	}

	// A member read along, and spoke, lifted, answered and ended for others.
	onFile(t, "", "convey", "--to", "both", "--label", "Text 1", "--yes")
	onFile(t, "", "propose", "2", "Quite other words of ALD stand here.", "--from", "ALD", "--room", "both")
	for _, c := range [][]string{
		{"terms", "lift", "P 1", "--to", "may-be-attributed", "--by-word-of", "ald.head"},
		{"item", "confirm", "P 1"}, {"item", "disown", "P 1"}, {"item", "withdraw", "P 1"}, {"item", "lapse", "P 1"}, {"item", "fate", "P 1", "reflected"},
		{"propose", "3", "Words.", "--from", "ALD"}, {"propose", "3", "Words.", "--from", "BOR,ALD"},
		{"position", "3", "opposes", "--from", "ALD"}, {"concern", "Words", "--from", "ALD"},
	} {
		for _, who := range []string{"bor.head", "e.ode"} {
			refused(NotPermitted, append(c, "--room", "both", "--by", who)...)
		}
	}
	refused(NotPermitted, "undo", "--by", "e.ode")
	onFile(t, "", "propose", "3", "Our own words stand here.", "--room", "both", "--by", "bor.head")
	onFile(t, "", "item", "withdraw", "P 2", "--room", "both", "--by", "bor.head")

	// Terms that a party made stricter by itself, or another keeper, did not bind those
	// who convey.
	onFile(t, "", "terms", "lift", "ALD P 1", "--to", "may-be-attributed", "--by-word-of", "ald.head")
	onFile(t, "", "terms", "lift", "P 1", "--to", "mediator-only", "--by-word-of", "ald.head", "--room", "both", "--by", "ald.head")
	if out := onFile(t, "", "terms", "list", "--party", "ALD"); !strings.Contains(out, "for the mediator only") {
		t.Error(out)
	}
	onFile(t, "", "terms", "lift", "P 1", "--to", "as-own-idea", "--by-word-of", "ald.head", "--room", "both", "--by", "i.varga")
	if out := onFile(t, "", "terms", "list", "--party", "ALD"); !strings.Contains(out, "own idea") {
		t.Error(out)
	}
	// What was recorded on an item that was not taken in was refused in the name of the
	// drafting room, and terms that name another item always were.
	onFile(t, "", "item", "confirm", "P 2", "--room", "both")
	onFile(t, "", "concern", "too few words", "--from", "ALD", "--room", "both")
	onFile(t, "", "terms", "lift", "P 1", "--room", "both", "--to", "as-own-idea", "--with", "C 1", "--by-word-of", "ald.head")
	if out := onFile(t, "", "terms", "list", "--party", "ALD"); !strings.Contains(out, "together with ALD C 1") {
		t.Error(out)
	}

	// Whoever reads the drafting room, and not the room in which a thing was given, was
	// answered with that room's identifier; and undo took back what others had recorded.
	onFile(t, "", "propose", "2", "Words of ALD in private.", "--from", "ALD", "--room", "ald-room")
	if out := refused(NotPermitted, "item", "confirm", "ALD P 1 (ald-room)", "--by", "e.ode"); !strings.Contains(out, `in the room "ald-room"`) {
		t.Error(out)
	}
	onFile(t, "", "room", "add", "i.varga", "--room", "drafting", "--keeps", "--yes")
	if out := refused(Failed, "undo", "--by", "i.varga"); !strings.Contains(out, "nothing to undo") {
		t.Error(out)
	}

	// What may not be conveyed was handed across to another process, said in a briefing,
	// and carried to newcomers in a room that goes on.
	onFile(t, "", "propose", "1", "The first words, sealed under watch, stand here.", "--from", "ALD", "--room", "ald-room")
	onFile(t, "", "point", "word", "1", "The first words, sealed under watch, stand here.")
	refused(NotPermitted, "give", "--to-file", filepath.Join(dir, "out.md"), "--to", "the other mediator", "--yes")
	onFile(t, "", "give", "--to-file", filepath.Join(dir, "out.md"), "--to", "the other mediator", "--points", "3", "--yes")
	refused(NotPermitted, "convey", "1", "--to", "both", "--mode", "briefed", "--gist", "that all is sealed under watch", "--yes")
	onFile(t, "", "convey", "1", "--to", "ald-room", "--label", "Back", "--yes")
	entry := onFile(t, "", "record", "ald-room")
	number := ""
	for line := range strings.Lines(entry) {
		if strings.Contains(line, "given: “Back”") || strings.Contains(line, "Back") {
			number = strings.Fields(line)[0]
		}
	}
	refused(NotPermitted, "room", "succeed", "ald-room", "wider", "--with", "bor.head", "--entries", number, "--yes")
	onFile(t, "", "room", "succeed", "ald-room", "next", "--entries", number, "--yes")

	// What alone held words to their terms could be forgotten, and then they went to
	// anybody.
	for _, what := range []string{"terms of ALD P 1", "ALD P 2"} {
		for line := range strings.Lines(onFile(t, "", "record", "drafting")) {
			if strings.Contains(line, what) {
				number = strings.Fields(line)[0]
			}
		}
		refused(WrongUse, "forget", "drafting", number, "--reason", "r", "--yes")
	}

	// Nor could anything be given in the name of a party that the drafting room does not
	// know, without its being told of the drafting room.
	onFile(t, "", "party", "add", "DOV", "State DOV", "--desk-only")
	onFile(t, "", "person", "add", "dov.head", "Head of DOV", "--party", "DOV", "--desk-only")
	onFile(t, "", "room", "open", "dov-room", "--with", "dov.head")
	if out := refused(WrongUse, "concern", "our concern", "--room", "dov-room", "--actor", "dov.head"); strings.Contains(out, "drafting") {
		t.Error(out)
	}
}

package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/sqlite"
)

// sealedIn are a room's sealed bodies and wrapped keys.
func sealedIn(t *testing.T, log eventlog.Log, room ident.Room) (all [][2][]byte) {
	t.Helper()
	for rec, err := range log.After(context.Background(), room, 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, [2][]byte{bytes.Clone(rec.Body), bytes.Clone(rec.Key)})
	}
	return all
}

// stands looks for any run of 16 bytes of a secret.
func stands(in, secret []byte) bool {
	for i := 0; i+16 <= len(secret); i += 8 {
		if bytes.Contains(in, secret[i:i+16]) {
			return true
		}
	}
	return false
}

// While a process is held open, and where it is abandoned as by kill -9, no wording,
// name or label stands in the clear, and of what was forgotten or tabled neither
// the sealed bytes nor the key stand anywhere.
func TestNothingInTheClearWhileHeld(t *testing.T) {
	dir, tmp, copies := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("SQLITE_TMPDIR", tmp)
	file := filepath.Join(dir, "p.nonpaper")
	const pass = "seven small stones\n"
	onFile(t, pass, "new", file, "--passphrase-fd", "0", "--name", "MARKER process", "--keeper", "m.rhee=MARKER keeper")
	log, err := sqlite.Open(context.Background(), file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	p := &program{ctx: context.Background(), stdin: strings.NewReader(pass), stdout: io.Discard, stderr: io.Discard, clock: time.Now, rand: rand.Reader}
	if p.held, err = p.hold(log, 0); err != nil {
		t.Fatal(err)
	}
	do := func(args ...string) {
		t.Helper()
		var said bytes.Buffer
		p.stdout, p.stderr = io.Discard, &said
		p.readFile = func(string, int64) ([]byte, error) {
			return []byte("# MARKER title\n\n## MARKER part\n\n### 1. MARKER heading\n\nMARKER words.\n\n### 2. MARKER\n\n" + strings.Repeat("MARKER again. ", 3000) + "\n"), nil
		}
		if exit := p.run(args); exit != Done {
			t.Fatalf("%q: exit %d\n%s", args, exit, said.String())
		}
		if all := readAll(t, dir, tmp); bytes.Contains(bytes.ToUpper(all), []byte("MARKER")) {
			t.Fatalf("after %q a marker stands in the clear", args)
		}
	}
	do("text", "import", "MARKER.md", "--source", "MARKER source")
	do("party", "add", "MARKERX", "MARKER party")
	do("person", "add", "marker.head", "MARKER person", "--party", "MARKERX")
	do("room", "open", "marker-room", "--with", "marker.head", "--purpose", "MARKER purpose")
	do("text", "circulate", "--label", "MARKER label", "--to", "marker-room", "--yes")
	for range 30 {
		do("note", "MARKER note "+strings.Repeat("MARKER ", 40), "--room", "marker-room")
		do("note", "MARKER note in the drafting room")
	}
	do("draft", "keep", "MARKER-draft", "MARKER draft "+strings.Repeat("MARKER ", 2000), "--point", "p1")

	keeper := app.Actor{Person: keeperOf, Entered: keeperOf}
	given, err := p.held.process.Seat(context.Background(), keeper, app.In("marker-room"), app.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	private, err := p.held.process.Seat(context.Background(), keeper, app.In("drafts-of-"+keeperOf), app.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	kept := sealedIn(t, log, given.ID)
	drafted := sealedIn(t, log, private.ID)
	do("forget", "marker-room", "7,9,20-30", "--reason", "MARKER reason", "--yes")
	do("draft", "table", "MARKER-draft", "--yes")
	gone := append([][2][]byte{kept[6], kept[8], drafted[len(drafted)-1]}, kept[19:30]...)
	check := func(when string, dirs ...string) {
		t.Helper()
		all := readAll(t, dirs...)
		for i, s := range gone {
			if stands(all, s[0]) || stands(all, s[1]) {
				t.Errorf("%s, a body that was forgotten stands there still, or its key (%d)", when, i)
			}
		}
		if !stands(all, kept[10][0]) || !stands(all, kept[10][1]) {
			t.Errorf("%s, what was not forgotten does not stand there: the test looks in the wrong place", when)
		}
		if bytes.Contains(bytes.ToUpper(all), []byte("MARKER")) {
			t.Errorf("%s, a marker stands in the clear", when)
		}
	}
	check("while it is held", dir, tmp)
	for _, f := range []string{"", "-wal", "-shm"} { // as a kill leaves them
		if src, err := os.ReadFile(file + f); err == nil {
			if err := os.WriteFile(filepath.Join(copies, "p.nonpaper"+f), src, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	check("abandoned", copies)
	abandoned := filepath.Join(copies, "p.nonpaper")
	if out := onFile(t, pass, "verify", "-C", abandoned, "--passphrase-fd", "0"); strings.Contains(strings.ToUpper(out), "MARKER") {
		t.Errorf("verify says a marker:\n%s", out)
	}
	check("opened again", copies, tmp)
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	check("closed", dir, tmp)
}

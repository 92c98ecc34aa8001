package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// onFile runs a command on a real file.
func onFile(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if exit := Main(args, strings.NewReader(stdin), &out, &errs); exit != Done {
		t.Fatalf("%q: exit %d\n%s", args, exit, errs.String())
	}
	return out.String()
}

// No wording, name or label stands in the clear in the file, its journal, the
// lock or the temporary folder, while the process is held open or after; nor does
// what was forgotten.
func TestNothingInTheClear(t *testing.T) {
	dir := t.TempDir()
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("NONPAPER_FILE", filepath.Join(dir, "p.nonpaper"))
	const pass = "seven small stones\n"
	draft := filepath.Join(tmp, "..", "draft.md")
	if err := os.WriteFile(draft, []byte("# MARKER title\n\n## MARKER part\n\n### 1. MARKER heading\n\nMARKER words.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(draft)
	onFile(t, pass, "new", filepath.Join(dir, "p.nonpaper"), "--passphrase-fd", "0", "--name", "MARKER process", "--keeper", "m.rhee=MARKER keeper")
	for _, c := range [][]string{
		{"party", "add", "MARKERX", "MARKER party"},
		{"person", "add", "marker.head", "MARKER person", "--party", "MARKERX", "--capacity", "MARKER capacity"},
		{"room", "open", "marker-room", "--with", "marker.head", "--purpose", "MARKER purpose"},
		{"text", "import", draft, "--source", "MARKER source"},
		{"text", "circulate", "--label", "MARKER label", "--nature", "MARKER nature", "--head", "MARKER head", "--to", "marker-room", "--yes"},
		{"convey", "1", "--to", "marker-room", "--mode", "briefed", "--gist", "MARKER gist", "--terms", "MARKER terms", "--yes"},
		{"note", "MARKER note", "--room", "marker-room"},
		{"know", "--other", "MARKER press", "--level", "gist", "--way", "reported", "--source", "MARKER who"},
		{"authority", "show", "marker.head", "--room", "marker-room", "--limits", "MARKER limits", "--binding", "stated-limits", "--document", "MARKER letter"},
		{"draft", "keep", "MARKER-draft", "MARKER draft words", "--point", "p1"},
		{"draft", "give-up", "MARKER-draft", "--yes"},
		{"forget", "marker-room", "9", "--reason", "MARKER reason", "--yes"},
		{"backup", filepath.Join(dir, "copy.nonpaper")},
	} {
		onFile(t, pass, append(c, "--passphrase-fd", "0")...)
		clear := readAll(t, dir, tmp)
		if i := bytes.Index(bytes.ToUpper(clear), []byte("MARKER")); i >= 0 {
			t.Fatalf("after %q: %q stands in the clear", c, clear[max(0, i-20):min(len(clear), i+40)])
		}
	}
	if !strings.Contains(onFile(t, pass, "find", "MARKER", "--passphrase-fd", "0"), "MARKER label") {
		t.Fatal("the markers are not in the process, so that not finding them says nothing")
	}
}

// readAll reads everything in some folders.
func readAll(t *testing.T, dirs ...string) (all []byte) {
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			src, err := os.ReadFile(name)
			all = append(append(all, src...), 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

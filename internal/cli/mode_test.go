//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// What is written out of a process is readable by nobody else on the machine, also
// where a file that others could read stood in its place, or half of one.
func TestModeOfWhatComesFromAProcess(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("NONPAPER_FILE", filepath.Join(dir, "p.nonpaper"))
	onFile(t, "", "new", filepath.Join(dir, "p.nonpaper"), "--no-passphrase")
	out := filepath.Join(dir, "rooms.txt")
	for _, name := range []string{out, out + ".part"} {
		if err := os.WriteFile(name, []byte("older"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	onFile(t, "", "room", "list", "-o", out)
	info, err := os.Stat(out)
	if err != nil || info.Mode().Perm() != ofProcess {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
}

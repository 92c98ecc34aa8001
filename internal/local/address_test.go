//go:build unix

package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nonpaper/internal/fault"
)

// shortDir is a folder with a name short enough for a socket in it.
func shortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "np")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func TestOneFileHasOneAddress(t *testing.T) {
	dir := shortDir(t)
	t.Setenv("XDG_RUNTIME_DIR", dir)
	work := t.TempDir()
	t.Chdir(work)
	must(t, os.Mkdir("deep", 0o755))
	must(t, os.WriteFile("deep/lakes.np", nil, 0o600))
	must(t, os.Symlink(filepath.Join(work, "deep"), "link"))
	must(t, os.Symlink("deep/lakes.np", "short.np"))

	want, err := Address("deep/lakes.np")
	must(t, err)
	for _, name := range []string{"link/lakes.np", "short.np", filepath.Join(work, "deep", "..", "deep", "lakes.np")} {
		if got, err := Address(name); got != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", name, got, err, want)
		}
	}
	before, err := Address("link/new.np")
	must(t, err)
	if before == want {
		t.Error("two files have one address")
	}
	must(t, os.WriteFile("deep/new.np", nil, 0o600))
	if after, _ := Address("deep/new.np"); after != before {
		t.Error("the address changed when the file came to be")
	}
	if _, err := Address("nowhere/lakes.np"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a folder that is not there: %v", err)
	}
	if filepath.Dir(want) != filepath.Join(dir, "nonpaper") || len(want) > maxAddress {
		t.Errorf("address %s", want)
	}
	info, err := os.Stat(filepath.Dir(want))
	must(t, err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %v", info.Mode())
	}
}

func TestOnlyFoldersOfOursHoldSockets(t *testing.T) {
	run, cache, temp := shortDir(t), shortDir(t), shortDir(t)
	t.Setenv("XDG_RUNTIME_DIR", run)
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("HOME", cache)
	t.Setenv("TMPDIR", temp)
	in := func() string {
		t.Helper()
		a, err := Address("lakes.np")
		if err != nil {
			t.Log(err)
			if fault.KindOf(err) != fault.Unavailable || fault.HintOf(err) == "" {
				t.Errorf("no folder: %v", err)
			}
			return ""
		}
		return a
	}
	if a := in(); !strings.HasPrefix(a, run) {
		t.Errorf("%s is not in the folder of the session", a)
	}
	must(t, os.Chmod(run, 0o755))
	if a := in(); !strings.HasPrefix(a, cache) {
		t.Errorf("%s, though others may enter the folder of the session", a)
	}
	t.Setenv("XDG_RUNTIME_DIR", "relative")
	a := in()
	if !strings.HasPrefix(a, cache) {
		t.Errorf("%s for a relative folder", a)
	}
	must(t, os.Chmod(filepath.Dir(a), 0o777))
	if a := in(); !strings.HasPrefix(a, temp) {
		t.Errorf("%s, though others may write there", a)
	}
	must(t, os.RemoveAll(filepath.Dir(in())))
	elsewhere := t.TempDir()
	must(t, os.Chmod(elsewhere, 0o700))
	own := filepath.Join(temp, filepath.Base(filepath.Dir(in())))
	must(t, os.RemoveAll(own))
	must(t, os.Symlink(elsewhere, own))
	if a := in(); a != "" {
		t.Errorf("%s, through somebody's symbolic link", a)
	}
	must(t, os.Remove(own))
	long := filepath.Join(temp, strings.Repeat("x", 90))
	must(t, os.Mkdir(long, 0o700))
	t.Setenv("XDG_RUNTIME_DIR", long)
	if a := in(); !strings.HasPrefix(a, filepath.Join(temp, "nonpaper-")) {
		t.Errorf("%s for a folder with a long name", a)
	}
	if os.Getuid() == 0 {
		must(t, os.Chown(own, 1, 1))
		if a := in(); a != "" {
			t.Errorf("%s, in somebody else's folder", a)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

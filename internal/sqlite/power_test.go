package sqlite

import (
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The power fails at any moment: what was acknowledged before it is there, for
// a disk that keeps what was synced and, of the rest, anything. The same with
// synchronous NORMAL must lose some of it, or else this test would show nothing.
func TestPowerCut(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		lacking(t, "strace is missing: apt-get install strace")
	}
	for _, relaxed := range []bool{false, true} {
		before, ops := traced(t, relaxed)
		chance := mrand.New(mrand.NewPCG(11, 12))
		syncs, lost, acks := 0, 0, 0
		for _, o := range ops {
			switch o.kind {
			case "sync":
				syncs++
			case "say":
				acks++
			}
		}
		t.Logf("relaxed %v: %d ops, %d syncs, %d acknowledged batches", relaxed, len(ops), syncs, acks)
		for i := range 20 * times(t) {
			to := t.TempDir()
			said := cut(t, before, to, ops[:chance.IntN(len(ops)+1)], chance)
			gone := missing(t, filepath.Join(to, "p.np"), said)
			lost += len(gone)
			if len(gone) > 0 && !relaxed {
				t.Fatalf("cut %d: %d acknowledged are not there, first %s", i, len(gone), gone[0])
			}
			must(t, os.RemoveAll(to))
		}
		if relaxed && lost == 0 {
			t.Error("synchronous NORMAL loses nothing here: the test does not bite")
		}
	}
}

// traced has a writer work under strace, and returns a folder as it was before,
// and what the writer did.
func traced(t testing.TB, relaxed bool) (before string, ops []op) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	before = t.TempDir()
	path := filepath.Join(dir, "p.np")
	seeded(t, path)
	must(t, os.CopyFS(before, os.DirFS(dir)))
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command("strace", "-f", "-y", "-xx", "-s", "200000", "-o", trace,
		"-e", "trace=pwrite64,pwritev,write,writev,fsync,fdatasync,ftruncate,fallocate,openat,open,unlink,unlinkat,rename,renameat,renameat2", os.Args[0])
	cmd.Env = append(os.Environ(), "NONPAPER_TEST_WRITER="+path, "NONPAPER_TEST_TURNS=40")
	if relaxed {
		cmd.Env = append(cmd.Env, "NONPAPER_TEST_RELAXED=1")
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		lacking(t, "strace cannot watch here: "+err.Error())
	}
	f, err := os.Open(trace)
	must(t, err)
	defer f.Close()
	return before, readTrace(t, f, dir)
}

// lacking skips a test for which something is missing; with CI=true nothing may be.
func lacking(t testing.TB, what string) {
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}

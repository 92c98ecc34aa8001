package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"nonpaper/internal/eventlog"
	"nonpaper/internal/eventlog/logtest"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var roomA, roomB = ident.Room{0xa}, ident.Room{0xb}

// filled makes a process with some entries and returns what it holds.
func filled(t testing.TB) (*Log, []eventlog.Record) {
	l := create(t)
	list := logtest.Records(roomA, 0, 40)
	must(t, l.Append(ctx, []eventlog.Append{
		{Room: roomA, RoomKey: []byte("key a"), Records: list},
		{Room: roomB, RoomKey: []byte("key b"), Records: logtest.Records(roomB, 0, 3)}}))
	must(t, l.SetKeyring(ctx, []byte("ring")))
	return l, list
}

// says checks an error's kind, that it names what it should, and that it says
// what to do.
func says(t testing.TB, err error, kind fault.Kind, words ...string) {
	t.Helper()
	if fault.KindOf(err) != kind {
		t.Fatalf("kind %v and not %v: %v", fault.KindOf(err), kind, err)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
	if fault.HintOf(err) == "" {
		t.Errorf("%q has no hint", err)
	}
}

func readsBack(t testing.TB, path string, want []eventlog.Record) {
	t.Helper()
	l, err := Open(ctx, path, Options{})
	must(t, err)
	defer l.Close()
	got := logtest.All(t, l, roomA, 0)
	if len(got) != len(want) {
		t.Fatalf("%d entries, not %d", len(got), len(want))
	}
	for i := range got {
		if got[i].Header != want[i].Header || !bytes.Equal(got[i].Body, want[i].Body) {
			t.Fatalf("entry %d is another", i)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, src []byte) string {
		name = filepath.Join(dir, name)
		must(t, os.WriteFile(name, src, 0o600))
		return name
	}
	l, list := filled(t)
	must(t, l.Close())
	whole, err := os.ReadFile(l.Path())
	must(t, err)

	foreign := filepath.Join(dir, "foreign")
	c, err := sqlite.OpenConn(foreign, sqlite.OpenReadWrite, sqlite.OpenCreate)
	must(t, err)
	must(t, run(c, "CREATE TABLE t (x)"))
	must(t, c.Close())

	alter := func(name string, queries ...string) string {
		name = file(name, whole)
		c, err := sqlite.OpenConn(name, sqlite.OpenReadWrite)
		must(t, err)
		for _, q := range queries {
			must(t, run(c, q))
		}
		must(t, c.Close())
		return name
	}
	for _, f := range []struct {
		path string
		kind fault.Kind
		says string
	}{
		{filepath.Join(dir, "nothing"), fault.NotFound, "no process"},
		{filepath.Join(dir, "no folder", "nothing"), fault.NotFound, "no process"},
		{file("empty", nil), fault.Invalid, "empty"},
		{file("garbage", bytes.Repeat([]byte("what is this? "), 1000)), fault.Invalid, "not a process"},
		{file("short", whole[:50]), fault.Unavailable, "damaged"},
		{file("head", whole[:1000]), fault.Unavailable, "damaged"},
		{file("half", whole[:len(whole)/2]), fault.Unavailable, "damaged"},
		{file("tail", whole[:len(whole)-1]), fault.Unavailable, "damaged"},
		{foreign, fault.Invalid, "not a process"},
		{alter("newer", "PRAGMA user_version=2"), fault.Unavailable, "newer nonpaper (format 2; this one knows 1)"},
		{alter("trigger", "CREATE TRIGGER x AFTER INSERT ON entries BEGIN DELETE FROM entries; END"), fault.Unavailable, "tables"},
		{alter("view", "CREATE VIEW x AS SELECT 1"), fault.Unavailable, "tables"},
		{alter("lacks", "DROP TABLE meta"), fault.Unavailable, "tables"},
	} {
		before, _ := os.ReadFile(f.path)
		l, err := Open(ctx, f.path, Options{})
		if err == nil {
			t.Errorf("%s is opened", f.path)
			l.Close()
			continue
		}
		says(t, err, f.kind, f.says)
		if after, _ := os.ReadFile(f.path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", f.path)
		}
		if HolderOf(f.path).PID != 0 {
			t.Errorf("%s stays held", f.path)
		}
		to := filepath.Join(dir, "restored")
		if err := Restore(ctx, f.path, to); err == nil {
			t.Errorf("%s was restored", f.path)
		} else if _, err := os.Stat(to); err == nil {
			t.Errorf("%s left a file when it was refused", f.path)
		}
	}
	_, err = Open(ctx, dir, Options{})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("a folder gives %v", err)
	}
	_, err = Create(ctx, l.Path(), Options{})
	says(t, err, fault.Invalid, "there already")
	readsBack(t, l.Path(), list)
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestHeldFile(t *testing.T) {
	l, _ := filled(t)
	link := filepath.Join(t.TempDir(), "another name")
	must(t, os.Symlink(l.Path(), link))
	must(t, l.Announce("/run/some/socket"))
	for _, path := range []string{l.Path(), link} {
		_, err := Open(ctx, path, Options{})
		says(t, err, fault.Unavailable, fmt.Sprintf("program %d", os.Getpid()), "nothing was changed")
		held, ok := errors.AsType[*Held](err)
		if !ok || held.Holder.Socket != "/run/some/socket" || held.Holder.PID != os.Getpid() {
			t.Fatalf("the holder is %+v", held)
		}
		if h := HolderOf(path); h != held.Holder {
			t.Fatalf("the holder is %+v and %+v", h, held.Holder)
		}
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Open(over, l.Path(), Options{Wait: time.Hour}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled wait gives %v", err)
	}
	opened := make(chan error)
	go func() {
		second, err := Open(ctx, link, Options{Wait: 30 * time.Second})
		if err == nil {
			err = second.Close()
		}
		opened <- err
	}()
	time.Sleep(100 * time.Millisecond)
	must(t, l.Close())
	must(t, <-opened)
	if h := HolderOf(l.Path()); h.PID != 0 {
		t.Errorf("nobody holds it, and %v is named", h)
	}
	// What a killed program left, or a lock file of nonsense, is no obstacle.
	for _, src := range []string{"", "\n{\"pid\":1,\"host\":\"elsewhere\"}\n", "\nnonsense", "{"} {
		must(t, os.WriteFile(l.Path()+".lock", []byte(src), 0o600))
		if h := HolderOf(l.Path()); h.PID != 0 {
			t.Errorf("%q: nobody holds it, and %v is named", src, h)
		}
		again, err := Open(ctx, l.Path(), Options{})
		must(t, err)
		if h := HolderOf(l.Path()); h.PID != os.Getpid() {
			t.Errorf("%q: %v is named", src, h)
		}
		must(t, again.Close())
	}
}

func TestBackup(t *testing.T) {
	l, list := filled(t)
	dir := t.TempDir()
	to := filepath.Join(dir, "backup ?#%.np")
	stop, wrote := make(chan struct{}), make(chan int)
	go func() { // it is in use all the time
		n := 0
		for at := uint64(3); ; at++ {
			select {
			case <-stop:
				wrote <- n
				return
			default:
			}
			if err := l.Append(ctx, []eventlog.Append{{Room: roomB, Expect: at, Records: logtest.Records(roomB, at, 1)}}); err != nil {
				t.Error(err)
				wrote <- n
				return
			}
			n++
		}
	}()
	must(t, l.Backup(ctx, to))
	close(stop)
	if <-wrote == 0 {
		t.Error("nobody could write meanwhile")
	}
	info, err := os.Stat(to)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v", info.Mode())
	}
	says(t, l.Backup(ctx, to), fault.Invalid, "there already")
	if err := l.Backup(ctx, filepath.Join(dir, "no folder", "x")); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no folder gives %v", err)
	}
	says(t, Restore(ctx, l.Path(), filepath.Join(dir, "x")), fault.Invalid, "no backup")

	back := filepath.Join(dir, "restored")
	must(t, Restore(ctx, to, back))
	says(t, Restore(ctx, to, back), fault.Invalid, "there already")
	must(t, l.SetKeyring(ctx, []byte("new"))) // the journal is empty now
	says(t, Restore(ctx, l.Path(), filepath.Join(dir, "x")), fault.Invalid, "no backup")
	if fault.KindOf(Restore(ctx, filepath.Join(dir, "none"), filepath.Join(dir, "y"))) != fault.NotFound {
		t.Error("a backup that is not there is restored")
	}
	readsBack(t, back, list)
	must(t, l.Close())
	must(t, Restore(ctx, l.Path(), filepath.Join(dir, "from a closed process")))
	readsBack(t, filepath.Join(dir, "from a closed process"), list)
	names, _ := os.ReadDir(dir)
	for _, n := range names {
		if !strings.HasSuffix(n.Name(), ".lock") && n.Name() != "restored" && n.Name() != "from a closed process" && n.Name() != filepath.Base(to) {
			t.Errorf("left behind: %s", n.Name())
		}
	}
}

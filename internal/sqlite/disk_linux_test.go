package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"nonpaper/internal/eventlog"
	"nonpaper/internal/eventlog/logtest"
	"nonpaper/internal/fault"
)

// A disk of one megabyte that fills up: each append is there or is refused with
// words that say so, and with room made it goes on.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Log("no small disk can be mounted; the file is bounded instead")
		}
		fullDisk(t, filepath.Join(dir, "p.np"), func(l *Log) { must(t, run(l.writer, "PRAGMA max_page_count=150")) }, func(l *Log) { must(t, run(l.writer, "PRAGMA max_page_count=100000")) })
		return
	}
	defer syscall.Unmount(dir, syscall.MNT_DETACH)
	ballast := filepath.Join(dir, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 300<<10), 0o600))
	fullDisk(t, filepath.Join(dir, "p.np"), func(*Log) {}, func(*Log) { must(t, os.Remove(ballast)) })
}

func fullDisk(t *testing.T, path string, before, makeRoom func(*Log)) {
	l, err := Create(ctx, path, Options{})
	must(t, err)
	defer l.Close()
	before(l)
	var list []eventlog.Record
	appendOne := func() error {
		r := logtest.Records(roomA, uint64(len(list)), 1)
		r[0].Body = bytes.Repeat(r[0].Body[:8], 1000)
		a := eventlog.Append{Room: roomA, Expect: uint64(len(list)), Records: r}
		if len(list) == 0 {
			a.RoomKey = []byte("k")
		}
		err := l.Append(ctx, []eventlog.Append{a})
		if err == nil {
			list = append(list, r...)
		}
		return err
	}
	for err = nil; err == nil && len(list) < 10000; {
		err = appendOne()
	}
	says(t, err, fault.Unavailable, "full", "safe")
	if len(list) < 10 {
		t.Fatalf("full after %d entries", len(list))
	}
	says(t, appendOne(), fault.Unavailable, "full")
	if n := len(logtest.All(t, l, roomA, 0)); n != len(list) {
		t.Fatalf("%d entries are read, %d were acknowledged", n, len(list))
	}
	makeRoom(l)
	for range 3 {
		must(t, appendOne())
	}
	must(t, l.Close())
	readsBack(t, path, list)
}

// What may not be written is not: as root the system allows everything, so that
// the test then is another user for a moment.
func TestReadOnly(t *testing.T) {
	l, list := filled(t)
	must(t, l.Close())
	dir := filepath.Dir(l.Path())
	for up := dir; up != "/" && up != os.TempDir(); up = filepath.Dir(up) {
		os.Chmod(up, 0o755)
	}
	must(t, os.Chmod(l.Path(), 0o444))
	os.Remove(l.Path() + ".lock")
	for _, mode := range []os.FileMode{0o555, 0o777} {
		must(t, os.Chmod(dir, mode))
		asNobody(t, func() {
			if opened, err := Open(ctx, l.Path(), Options{}); err == nil {
				t.Errorf("it opens in a folder of mode %o", mode)
				opened.Close()
			} else {
				says(t, err, fault.Unavailable, l.Path())
			}
			if _, err := Create(ctx, filepath.Join(dir, "new"), Options{}); mode == 0o555 {
				says(t, err, fault.Unavailable)
			}
		})
	}
	must(t, os.Chmod(l.Path(), 0o600))
	readsBack(t, l.Path(), list)
}

// asNobody does something without root's rights: the file system asks for those
// of the thread (setfsuid(2)), and the thread ends with the goroutine.
func asNobody(t testing.TB, do func()) {
	if os.Getuid() != 0 {
		do()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked
		if _, _, e := syscall.RawSyscall(syscall.SYS_SETFSUID, 65534, 0, 0); e != 0 {
			t.Errorf("setfsuid: %v", e)
			return
		}
		do()
	}()
	<-done
}

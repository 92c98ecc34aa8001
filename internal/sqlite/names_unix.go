//go:build unix

package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"nonpaper/internal/fault"
)

// SQLite locks these bytes of a database, for as long as a program has it open
// (Database File Format, 1.3.4: 510 bytes behind the lock-byte page's first two).
const (
	sharedFirst = 0x40000002
	sharedSize  = 510
)

// oneName refuses a file that two programs could open under two names. FILE.lock
// and the journal are found by the file's name: under another name neither sees
// what the other program writes, and entries would be lost.
func oneName(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it is being made
	}
	if err != nil {
		return fileFault(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fileFault(path, err)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink > 1 {
		return fault.Unavailablef("%s has a second name (a hard link), and programs that use both would write over each other; nothing was changed", path).
			WithHint("Remove the other name; find FOLDER -samefile FILE shows it. For a copy: nonpaper backup.")
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: sharedFirst, Len: sharedSize}
	if err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock); err == nil && lock.Type != unix.F_UNLCK {
		return fault.Unavailablef("%s is open in program %d, and its %s.lock does not say so: one of the two was renamed or removed meanwhile; nothing was changed", path, lock.Pid, filepath.Base(path)).
			WithHint("Give it back its old name and do nonpaper lock there; or end program %d.", lock.Pid)
	}
	return nil
}

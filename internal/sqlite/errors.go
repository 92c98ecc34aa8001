package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"zombiezen.com/go/sqlite"

	"nonpaper/internal/fault"
)

var errForeign = errors.New("no process")

// explain turns SQLite's errors into what a person can do something about.
func (l *Log) explain(err error) error {
	if err == nil {
		return nil
	}
	if fault.KindOf(err) != fault.Failed {
		return err
	}
	if errors.Is(err, errForeign) {
		return fault.Invalidf("%s is not a process of nonpaper; it was not changed", l.path).WithHint("Name the right file with -C.")
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultFull:
		return fault.Unavailablef("the disk is full; nothing of this was recorded, and what was recorded before is safe").WithHint("Make room where %s lies, then do it again.", l.path)
	case sqlite.ResultReadOnly, sqlite.ResultPerm, sqlite.ResultCantOpen, sqlite.ResultAuth:
		return fault.Unavailablef("%s cannot be written (it or its folder is read-only); nothing was recorded", l.path).WithHint("Give yourself the right to write to the file and its folder, or copy it to where you may.")
	case sqlite.ResultNotADB:
		return fault.Invalidf("%s is not a process of nonpaper, or is damaged from its first bytes on; it was not changed", l.path).WithHint("Name the right file with -C, or restore it: nonpaper restore BACKUP FILE")
	case sqlite.ResultCorrupt:
		return fault.Unavailablef("%s is damaged; nothing was recorded", l.path).WithHint(afterDamage)
	case sqlite.ResultIOErr:
		return fault.Unavailablef("the disk does not do what it should (%v); it is not certain whether this was recorded, and what was recorded before is safe", err).
			WithHint("Check the disk and look whether this was recorded before you do it again: nonpaper verify.")
	case sqlite.ResultInterrupt:
		return context.Canceled
	}
	return err
}

const afterDamage = "nonpaper verify says what still stands. Restore a backup: nonpaper restore BACKUP FILE"

// damaged is the fault of a file in which something is not as it was written.
func damaged(format string, args ...any) error {
	return fault.Unavailablef("the file is damaged: "+format, args...).WithHint(afterDamage)
}

// fileFault says of an error of the file system what can be done.
func fileFault(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fault.Unavailablef("%s: you may not read or write it; nothing was changed", path).WithHint("Look at who may read and write the file and its folder.")
	case errors.Is(err, fs.ErrNotExist):
		return fault.NotFoundf("%s: the folder is not there", filepath.Dir(path))
	}
	return fmt.Errorf("%s: %w", path, err)
}

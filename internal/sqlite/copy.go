package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"nonpaper/internal/fault"
)

// Backup copies the process as it stands at one moment, while it is in use. It
// never writes over a file.
func (l *Log) Backup(ctx context.Context, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fault.Invalidf("%s is there already; nothing was written", to).WithHint("Name a file that is not there yet.")
	}
	part := to + ".part"
	os.Remove(part)
	if err := l.submit(ctx, &pending{vacuum: part}); err != nil {
		os.Remove(part)
		return err
	}
	if err := finish(part, to); err != nil {
		os.Remove(part)
		return fileFault(to, err)
	}
	return nil
}

// copyTo writes the whole database into a new file, page by page afresh, so that
// nothing destroyed goes along.
func (l *Log) copyTo(to string) error {
	return sqlitex.ExecuteTransient(l.writer, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{to}})
}

// finish makes a written file durable under its name.
func finish(part, to string) error {
	if err := os.Chmod(part, 0o600); err != nil {
		return err
	}
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if err := os.Link(part, to); err == nil { // refuses to replace, where links are known
		os.Remove(part)
	} else if errors.Is(err, fs.ErrExist) {
		return err
	} else if err := os.Rename(part, to); err != nil {
		return err
	}
	syncFolder(filepath.Dir(to))
	return nil
}

// Restore makes a process's file from a backup. It looks at the backup before it
// writes, and never writes over a file.
func Restore(ctx context.Context, from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fault.Invalidf("%s is there already; nothing was written", to).WithHint("Move it away first: a restored process never takes the place of another by itself.")
	}
	src, err := os.Open(from)
	if err != nil {
		return fileFault(from, err)
	}
	defer src.Close()
	part := to + ".part"
	dst, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fileFault(to, err)
	}
	_, err = io.Copy(dst, src)
	if e := dst.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = Sound(ctx, part)
	}
	if err == nil {
		err = finish(part, to)
	}
	os.Remove(part)
	if err != nil {
		return fmt.Errorf("%s was not restored from %s: %w", to, from, err)
	}
	return nil
}

// Sound reports what SQLite finds wrong with a file that nobody holds, and
// entries that stand in no room.
func Sound(ctx context.Context, path string) error {
	c, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return (&Log{path: path}).explain(err)
	}
	defer c.Close()
	c.SetInterrupt(ctx.Done())
	if err := sound(c); err != nil {
		return (&Log{path: path}).explain(err)
	}
	return nil
}

// Sound reports what SQLite finds wrong with the open file.
func (l *Log) Sound(ctx context.Context) error {
	c, put, err := l.take(ctx)
	if err != nil {
		return err
	}
	defer put()
	return l.explain(sound(c))
}

func sound(c *sqlite.Conn) error {
	if err := checkMark(c); err != nil {
		return err
	}
	said := ""
	err := sqlitex.ExecuteTransient(c, "PRAGMA integrity_check(1)", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		said = s.ColumnText(0)
		return nil
	}})
	if err != nil {
		return err
	}
	if said != "ok" {
		return fault.Unavailablef("the file is damaged: %s", said).WithHint("Restore a backup: nonpaper restore BACKUP FILE")
	}
	stray, err := number(c, "SELECT count(*) FROM entries WHERE room NOT IN (SELECT room FROM rooms)")
	if err != nil {
		return err
	}
	if stray > 0 {
		return fault.Unavailablef("%d entries stand in no room: the file is damaged", stray).WithHint("Restore a backup: nonpaper restore BACKUP FILE")
	}
	return nil
}

// Sizes says how large the parts of the file are, for whoever holds it.
func (l *Log) Sizes() (file, journal int64) {
	if info, err := os.Stat(l.path); err == nil {
		file = info.Size()
	}
	if info, err := os.Stat(l.path + "-wal"); err == nil {
		journal = info.Size()
	}
	return file, journal
}

package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
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
	part, err := partOf(to)
	if err != nil {
		return fileFault(to, err)
	}
	defer os.Remove(part)
	c, put, err := l.take(ctx) // a reader: nobody who writes waits for it
	if err != nil {
		return err
	}
	// Every page is written afresh, so that nothing destroyed goes along.
	err = sqlitex.ExecuteTransient(c, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{part}})
	put()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return (&Log{path: to}).explain(err)
	}
	if err := finish(part, to); err != nil {
		return fileFault(to, err)
	}
	return nil
}

// partOf makes an empty file beside a name, for what is not whole yet.
func partOf(to string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".part-*") // mode 0600
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// finish makes a written file durable under its name.
func finish(part, to string) error {
	if err := syncFile(part); err != nil {
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
	to, err := filepath.Abs(to) // a relative name is no part of a file: address
	if err != nil {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fault.Invalidf("%s is there already; nothing was written", to).WithHint("Move it away first: a restored process never takes the place of another by itself.")
	}
	switch info, err := os.Stat(from); {
	case errors.Is(err, fs.ErrNotExist):
		return fault.NotFoundf("no backup %s; nothing was written", from)
	case err != nil:
		return fileFault(from, err)
	case !info.Mode().IsRegular():
		return fault.Invalidf("%s is no file; nothing was written", from)
	}
	if info, err := os.Stat(from + "-wal"); HolderOf(from).PID != 0 || err == nil && info.Size() > 0 {
		return fault.Invalidf("%s is no backup but a process in use, or one whose program ended without closing it; nothing was written", from).
			WithHint("Make a backup of it, and restore that: nonpaper backup -C %s BACKUP", from)
	}
	if err := endsWell(from, os.O_RDONLY); err != nil {
		return err
	}
	part, err := partOf(to)
	if err != nil {
		return fileFault(to, err)
	}
	defer os.Remove(part)
	if err := copyBytes(ctx, from, part); err != nil {
		return fileFault(from, err)
	}
	// Nobody else knows of the file: it is read as it lies, and no journal beside it.
	if err := soundAs(ctx, from, (&url.URL{Scheme: "file", Path: filepath.ToSlash(part), RawQuery: "immutable=1"}).String(), sqlite.OpenURI); err != nil {
		return fmt.Errorf("%s is not restored: %w", to, err)
	}
	if err := finish(part, to); err != nil {
		return fileFault(to, err)
	}
	return nil
}

// copyBytes copies a file's bytes, and ends early where nobody waits any more.
func copyBytes(ctx context.Context, from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for err == nil {
		if err = ctx.Err(); err == nil {
			_, err = io.CopyN(dst, src, 4<<20)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if e := dst.Close(); err == nil {
		err = e
	}
	return err
}

// Sound reports what SQLite finds wrong with a file that nobody holds, and
// entries that stand in no room.
func Sound(ctx context.Context, path string) error { return soundAs(ctx, path, path, 0) }

// soundAs looks at a file that a person knows by another name.
func soundAs(ctx context.Context, name, path string, flags sqlite.OpenFlags) error {
	c, err := sqlite.OpenConn(path, sqlite.OpenReadOnly, flags)
	if err != nil {
		return (&Log{path: name}).explain(err)
	}
	defer c.Close()
	c.SetInterrupt(ctx.Done())
	return (&Log{path: name}).explain(sound(c))
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
	if err := integrity(c); err != nil {
		return err
	}
	return strays(c)
}

func integrity(c *sqlite.Conn) error {
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
		return damaged("%s", said)
	}
	return nil
}

// strays finds entries that stand in no room.
func strays(c *sqlite.Conn) error {
	stmt := c.Prep("SELECT count(*) FROM entries WHERE room NOT IN (SELECT room FROM rooms)")
	defer stmt.Reset()
	if _, err := stmt.Step(); err != nil {
		return err
	}
	if n := stmt.ColumnInt64(0); n > 0 {
		return damaged("%d entries stand in no room", n)
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

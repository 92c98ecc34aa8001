// Package sqlite keeps a process in one file: the port of eventlog on SQLite.
//
// It promises what the port promises, through kills and power cuts: a batch is
// acknowledged after its commit has been synced (write-ahead log, synchronous
// FULL), and batches that wait at the same time share one commit. Readers never
// wait for the writer. A body that is destroyed is overwritten in the file and
// the journal is truncated. One program holds the file at a time; another is
// told who does. It refuses files that are no process, and those of a newer
// version. What is in the file, to the byte, is in docs/storage.md.
//
// The driver is zombiezen.com/go/sqlite, which is built on modernc.org/sqlite's
// translation of SQLite: read through it, a row takes a third of the time that
// it takes through database/sql, and reading rows is what opening consists of.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// What marks a file as a process: SQLite's application_id ("nonp") and
// user_version, our format's version.
const (
	applicationID = 0x6e6f6e70
	formatVersion = 1
)

const schema = `
CREATE TABLE rooms (
	room BLOB PRIMARY KEY NOT NULL CHECK (length(room) = 16),
	key  BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE entries (
	room   BLOB NOT NULL,
	seq    INTEGER NOT NULL,
	header BLOB NOT NULL CHECK (length(header) = 81),
	nodes  BLOB NOT NULL,
	body   BLOB,
	key    BLOB,
	PRIMARY KEY (room, seq)
) WITHOUT ROWID;
CREATE TABLE meta (
	name  TEXT PRIMARY KEY NOT NULL,
	value BLOB NOT NULL
) WITHOUT ROWID;
`

// Options of opening.
type Options struct {
	Wait time.Duration // how long to wait for a program that holds the file
	// Relaxed syncs at checkpoints only: what was acknowledged may be lost in a
	// power cut. It is there for the test that shows that the other setting does
	// what it says.
	Relaxed bool
}

// Log is a process's file, open.
type Log struct {
	path    string
	lock    *Lock
	writer  *sqlite.Conn
	readers *sqlitex.Pool
	queue   chan *pending
	done    chan struct{} // closed when the appender has ended

	closing  sync.RWMutex
	closed   bool
	closeErr error

	tails map[ident.Room]*tail // the appender's own
}

// readersAtOnce is how many readers read at the same time; more wait for one to
// end, and a reader holds its connection for a few hundred rows at most.
const readersAtOnce = 8

// Create makes the file of a new process. It refuses to touch a file that is there.
func Create(ctx context.Context, path string, o Options) (*Log, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, fault.Invalidf("%s is there already; nothing was changed", path).WithHint("Name a file that is not there yet, or open that one: -C %s", path)
	case err != nil:
		return nil, fileFault(path, err)
	}
	f.Close()
	l, err := open(ctx, path, o, true)
	if err != nil {
		os.Remove(path)
		return nil, err
	}
	return l, nil
}

// Open opens a process's file.
func Open(ctx context.Context, path string, o Options) (*Log, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.NotFoundf("no process %s", path).WithHint("Start one: nonpaper new %s, or name the file with -C.", path)
	case err != nil:
		return nil, fileFault(path, err)
	case info.IsDir():
		return nil, fault.Invalidf("%s is a folder; a process is one file", path)
	case info.Size() == 0:
		return nil, fault.Invalidf("%s is empty; it is no process", path).WithHint("Restore it from a backup: nonpaper restore BACKUP %s", path)
	}
	return open(ctx, path, o, false)
}

func open(ctx context.Context, path string, o Options, fresh bool) (*Log, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(ctx, full, o.Wait)
	if err != nil {
		return nil, err
	}
	l := &Log{path: full, lock: lock, queue: make(chan *pending, 1024), done: make(chan struct{}), tails: map[ident.Room]*tail{}}
	if err := l.connect(ctx, o, fresh); err != nil {
		if l.writer != nil {
			l.writer.Close()
		}
		lock.release()
		return nil, l.explain(err)
	}
	go l.appendAll()
	return l, nil
}

// connect opens the writer and the readers.
func (l *Log) connect(ctx context.Context, o Options, fresh bool) error {
	w, err := sqlite.OpenConn(l.path, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	l.writer = w
	w.SetBusyTimeout(10 * time.Second)
	sync := "FULL"
	if o.Relaxed {
		sync = "NORMAL"
	}
	if fresh {
		if err := run(w, "PRAGMA page_size=4096"); err != nil {
			return err
		}
	} else if err := checkMark(w); err != nil {
		return err
	}
	for _, p := range []string{"journal_mode=WAL", "synchronous=" + sync, "secure_delete=ON", "temp_store=MEMORY", "foreign_keys=ON", "trusted_schema=OFF"} {
		if err := run(w, "PRAGMA "+p); err != nil {
			return err
		}
	}
	if fresh {
		if err := sqlitex.ExecuteScript(w, schema, nil); err != nil {
			return err
		}
		if err := run(w, fmt.Sprintf("PRAGMA application_id=%d", applicationID)); err != nil {
			return err
		}
		if err := run(w, fmt.Sprintf("PRAGMA user_version=%d", formatVersion)); err != nil {
			return err
		}
		syncFolder(filepath.Dir(l.path))
	}
	l.readers, err = sqlitex.NewPool(l.path, sqlitex.PoolOptions{
		Flags: sqlite.OpenReadOnly, PoolSize: readersAtOnce,
		PrepareConn: func(c *sqlite.Conn) error {
			c.SetBusyTimeout(10 * time.Second)
			return run(c, "PRAGMA temp_store=MEMORY")
		},
	})
	return err
}

// checkMark refuses what is no process or of a newer version.
func checkMark(c *sqlite.Conn) error {
	id, err := number(c, "PRAGMA application_id")
	if err != nil {
		return err
	}
	version, err := number(c, "PRAGMA user_version")
	if err != nil {
		return err
	}
	switch {
	case id != applicationID:
		return errForeign
	case version > formatVersion:
		return fault.Unavailablef("the process was written by a newer nonpaper (format %d; this one knows %d); nothing was changed", version, formatVersion).
			WithHint("Install the newer version on this machine too.")
	case version < formatVersion:
		return errForeign
	}
	return nil
}

var errForeign = errors.New("no process")

func run(c *sqlite.Conn, query string) error { return sqlitex.ExecuteTransient(c, query, nil) }

func number(c *sqlite.Conn, query string) (n int64, err error) {
	err = sqlitex.ExecuteTransient(c, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		n = s.ColumnInt64(0)
		return nil
	}})
	return n, err
}

// syncFolder makes the names in a folder durable. Where folders cannot be opened
// or synced (Windows, some network disks) the file system does so itself, or
// nothing can be done.
func syncFolder(name string) {
	if d, err := os.Open(name); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

// Path is the full name of the file.
func (l *Log) Path() string { return l.path }

// Announce lets the lock say at which local socket the holder can be reached.
func (l *Log) Announce(socket string) error { return l.lock.announce(socket) }

// Close ends the writing, folds the journal into the file and lets it go.
func (l *Log) Close() error {
	l.closing.Lock()
	if l.closed {
		l.closing.Unlock()
		return l.closeErr
	}
	l.closed = true
	close(l.queue)
	l.closing.Unlock()
	<-l.done
	err := l.readers.Close()
	if e := run(l.writer, "PRAGMA wal_checkpoint(TRUNCATE)"); err == nil {
		err = e
	}
	if e := l.writer.Close(); err == nil {
		err = e
	}
	if e := l.lock.release(); err == nil {
		err = e
	}
	l.closeErr = err
	return err
}

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
		return fault.Unavailablef("%s is damaged; nothing was recorded", l.path).WithHint("nonpaper verify says what still stands. Restore a backup: nonpaper restore BACKUP FILE")
	case sqlite.ResultIOErr:
		return fault.Unavailablef("the disk does not do what it should (%v); nothing of this was recorded", err).WithHint("Check the disk, then nonpaper verify.")
	case sqlite.ResultInterrupt:
		return context.Canceled
	}
	return err
}

// fileFault says of an error of the file system what can be done.
func fileFault(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fault.Unavailablef("%s: you may not open it; nothing was changed", path).WithHint("Look at who may read and write the file and its folder.")
	case errors.Is(err, fs.ErrNotExist):
		return fault.NotFoundf("%s: the folder is not there", filepath.Dir(path))
	}
	return fmt.Errorf("%s: %w", path, err)
}

var _ eventlog.Log = (*Log)(nil)

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
	"slices"
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

// schema is the tables, by name, and nothing else stands in a process: a trigger
// or a view in it would be somebody's who wants to be carried out.
var schema = [...]string{`CREATE TABLE entries (
	room   BLOB NOT NULL,
	seq    INTEGER NOT NULL,
	header BLOB NOT NULL CHECK (length(header) = 81),
	nodes  BLOB NOT NULL,
	body   BLOB,
	key    BLOB,
	PRIMARY KEY (room, seq)
) WITHOUT ROWID`, `CREATE TABLE meta (
	name  TEXT PRIMARY KEY NOT NULL,
	value BLOB NOT NULL
) WITHOUT ROWID`, `CREATE TABLE rooms (
	room BLOB PRIMARY KEY NOT NULL CHECK (length(room) = 16),
	key  BLOB NOT NULL
) WITHOUT ROWID`}

// patience is how long the writer waits for readers, and readers for the writer
// where they must.
const patience = 10 * time.Second

// Options of opening.
type Options struct {
	Wait time.Duration // how long to wait for a program that holds the file
	// Relaxed syncs at checkpoints only: what was acknowledged may be lost in a
	// power cut. It is for a process that is gone when the program ends, and for the
	// test that shows that the other setting does what it says.
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

	// The appender's own.
	tails    map[ident.Room]*tail
	leftover bool // bytes that were to go may stand in the journal
	patience time.Duration
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
		for _, name := range []string{path, path + "-journal", path + "-wal", path + "-shm"} {
			os.Remove(name)
		}
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
	full, err := fullName(path)
	if err != nil {
		return nil, fileFault(path, err)
	}
	lock, err := takeLock(ctx, full, o.Wait)
	if err != nil {
		return nil, err
	}
	if err := endsWell(full, os.O_RDWR); err != nil {
		lock.release()
		return nil, err
	}
	if err := oneName(full); err != nil {
		lock.release()
		return nil, err
	}
	l := &Log{path: full, lock: lock, queue: make(chan *pending, 1024), done: make(chan struct{}), tails: map[ident.Room]*tail{}, patience: patience}
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

// endsWell finds out early what SQLite would say late or never: it opens for
// reading what it may not write, and takes zeros for the bytes of a page that is
// cut off. A file whose journal is there may end anywhere.
func endsWell(path string, flag int) error {
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return fileFault(path, err)
	}
	defer f.Close()
	var head [18]byte
	info, err := f.Stat()
	if err != nil {
		return fileFault(path, err)
	}
	if _, err := f.ReadAt(head[:], 0); err != nil || string(head[:len(magic)]) != magic {
		return nil // no such file, or one that never got so far: SQLite will say
	}
	page := int64(head[16])<<8 | int64(head[17])
	if wal, err := os.Stat(path + "-wal"); (err != nil || wal.Size() == 0) && page > 1 && info.Size()%page != 0 {
		return damaged("%s ends in the middle of a page", path)
	}
	return nil
}

// connect opens the writer and the readers.
func (l *Log) connect(ctx context.Context, o Options, fresh bool) error {
	w, err := sqlite.OpenConn(l.path, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	l.writer = w
	w.SetBusyTimeout(l.patience)
	sync := "FULL"
	if o.Relaxed {
		sync = "NORMAL"
	}
	if fresh {
		if err := makeTables(w); err != nil {
			return err
		}
		syncFolder(filepath.Dir(l.path))
	} else if err := checkMark(w); err != nil {
		return err
	}
	for _, p := range []string{"journal_mode=WAL", "synchronous=" + sync, "secure_delete=ON", "temp_store=MEMORY", "foreign_keys=ON", "trusted_schema=OFF"} {
		if err := run(w, "PRAGMA "+p); err != nil {
			return err
		}
	}
	l.readers, err = sqlitex.NewPool(l.path, sqlitex.PoolOptions{
		Flags: sqlite.OpenReadOnly, PoolSize: readersAtOnce,
		PrepareConn: func(c *sqlite.Conn) error {
			c.SetBusyTimeout(patience)
			return run(c, "PRAGMA temp_store=MEMORY")
		},
	})
	return err
}

// makeTables makes the tables in one transaction, before there is a journal to
// fold in: a program that is killed leaves an empty file or a process.
func makeTables(c *sqlite.Conn) (err error) {
	if err := run(c, "PRAGMA secure_delete=ON"); err != nil {
		return err
	}
	end, err := sqlitex.ImmediateTransaction(c)
	if err != nil {
		return err
	}
	defer end(&err)
	for _, q := range append(schema[:], fmt.Sprintf("PRAGMA application_id=%d", applicationID), fmt.Sprintf("PRAGMA user_version=%d", formatVersion)) {
		if err := run(c, q); err != nil {
			return err
		}
	}
	return nil
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
	var tables []string
	err = sqlitex.ExecuteTransient(c, "SELECT sql FROM sqlite_schema ORDER BY name", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		tables = append(tables, s.ColumnText(0))
		return nil
	}})
	if err != nil {
		return err
	}
	if !slices.Equal(tables, schema[:]) {
		return damaged("the tables are not those of a process")
	}
	return nil
}

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

// syncFile makes a file's bytes and length durable.
func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// fullName is the one name of a file: two programs that reach it by two names
// must find one lock.
func fullName(path string) (string, error) {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
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
	// Where the journal cannot be folded in (a full disk), it stays and is read
	// again: nothing is lost by it, but what was to go is not gone.
	if e := l.truncate(l.patience); err == nil && l.leftover {
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

var _ eventlog.Log = (*Log)(nil)

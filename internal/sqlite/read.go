package sqlite

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"math"

	"golang.org/x/mod/sumdb/tlog"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
)

// chunk is how many rows are read before the connection is given back: a reader
// that is slow to use what it reads holds up neither other readers nor the
// emptying of the journal.
const (
	chunk      = 512
	chunkBytes = 1 << 20
)

// The limit stands in the text: SQLite plans a query anew whenever a limit that
// is a parameter is bound.
var selectChunk = fmt.Sprintf("SELECT header, body, key FROM entries WHERE room = ? AND seq >= ? ORDER BY seq LIMIT %d", chunk)

// take gets a reader, unless the log is closed.
func (l *Log) take(ctx context.Context) (*sqlite.Conn, func(), error) {
	l.closing.RLock()
	if l.closed {
		l.closing.RUnlock()
		return nil, nil, eventlog.ErrClosed
	}
	c, err := l.readers.Take(ctx)
	if err != nil {
		l.closing.RUnlock()
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, nil, l.explain(err)
	}
	return c, func() {
		l.readers.Put(c)
		l.closing.RUnlock()
	}, nil
}

// After gives the records of a room from one on.
func (l *Log) After(ctx context.Context, room ident.Room, from uint64) iter.Seq2[eventlog.Record, error] {
	return func(yield func(eventlog.Record, error) bool) {
		var r reader
		for {
			more, err := r.fill(ctx, l, room, from)
			if err != nil {
				yield(eventlog.Record{}, err)
				return
			}
			for i := range r.records {
				if !yield(r.records[i], nil) {
					return
				}
			}
			if !more {
				return
			}
			from += uint64(len(r.records))
		}
	}
}

// reader holds a chunk of rows; its memory is used again for the next.
type reader struct {
	records []eventlog.Record
	bytes   []byte
	header  [event.HeaderSize + 1]byte // one more, so that a longer one is noticed
}

// seqAt is where a header holds its seq.
const seqAt = 17

// fill reads the next rows and reports whether there may be more.
func (r *reader) fill(ctx context.Context, l *Log, room ident.Room, from uint64) (more bool, err error) {
	c, put, err := l.take(ctx)
	if err != nil {
		return false, err
	}
	defer put()
	if from > math.MaxInt64 { // no room is as long, and SQLite does not count as far
		return false, nil
	}
	r.records, r.bytes = r.records[:0], r.bytes[:0]
	stmt := c.Prep(selectChunk)
	stmt.BindBytes(1, room[:])
	stmt.BindInt64(2, int64(from))
	defer stmt.Reset()
	for len(r.bytes) < chunkBytes {
		row, err := stmt.Step()
		if err != nil {
			if ctx.Err() != nil {
				return false, ctx.Err()
			}
			return false, l.explain(err)
		}
		if !row {
			return len(r.records) == chunk, nil
		}
		want := from + uint64(len(r.records))
		if n := stmt.ColumnBytes(0, r.header[:]); n != event.HeaderSize || binary.BigEndian.Uint64(r.header[seqAt:]) != want {
			return false, damaged("entry %d of room %s is not there, or its header was changed", want, room)
		}
		r.records = append(r.records, eventlog.Record{Header: [event.HeaderSize]byte(r.header[:]), Body: r.column(stmt, 1), Key: r.column(stmt, 2)})
	}
	return true, nil
}

// column copies a blob; what lies in an earlier, smaller memory stays valid.
func (r *reader) column(stmt *sqlite.Stmt, col int) []byte {
	n := stmt.ColumnLen(col)
	if n == 0 && stmt.ColumnIsNull(col) {
		return nil
	}
	if cap(r.bytes)-len(r.bytes) < n {
		r.bytes = make([]byte, 0, max(4<<10, 4*cap(r.bytes), n))
	}
	at := len(r.bytes)
	r.bytes = r.bytes[:at+n]
	stmt.ColumnBytes(col, r.bytes[at:at+n])
	return r.bytes[at : at+n : at+n]
}

// Rooms lists the rooms.
func (l *Log) Rooms(ctx context.Context) (out []eventlog.Room, err error) {
	c, put, err := l.take(ctx)
	if err != nil {
		return nil, err
	}
	defer put()
	err = sqlitex.Execute(c, "SELECT room, key, (SELECT coalesce(max(seq) + 1, 0) FROM entries WHERE entries.room = rooms.room) FROM rooms ORDER BY room",
		&sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			var r eventlog.Room
			if s.ColumnLen(0) != len(r.ID) {
				return damaged("the identifier of a room is not whole")
			}
			s.ColumnBytes(0, r.ID[:])
			r.Key = make([]byte, s.ColumnLen(1))
			s.ColumnBytes(1, r.Key)
			r.Length = uint64(s.ColumnInt64(2))
			out = append(out, r)
			return nil
		}})
	return out, l.explain(err)
}

// Keyring gives the keyring, nil where none was kept.
func (l *Log) Keyring(ctx context.Context) (k []byte, err error) {
	c, put, err := l.take(ctx)
	if err != nil {
		return nil, err
	}
	defer put()
	err = sqlitex.Execute(c, "SELECT value FROM meta WHERE name = 'keyring'", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		k = make([]byte, s.ColumnLen(0))
		s.ColumnBytes(0, k)
		return nil
	}})
	return k, l.explain(err)
}

// Hashes reads the stored hashes of a room's Merkle log.
func (l *Log) Hashes(ctx context.Context, room ident.Room) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		c, put, err := l.take(ctx)
		if err != nil {
			return nil, err
		}
		defer put()
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			level, n := tlog.SplitStoredHashIndex(x)
			if out[i], err = readNode(c, room, uint64(n+1)<<level-1, level); err != nil {
				return nil, l.explain(err)
			}
		}
		return out, nil
	})
}

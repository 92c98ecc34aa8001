package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// pending is a batch that waits for its commit.
type pending struct {
	batch   []eventlog.Append
	keyring []byte // instead of a batch
	result  chan error
}

// Bounds of one commit: what waits beyond them goes into the next.
const (
	maxGroup      = 512
	maxGroupBytes = 8 << 20
)

// Append appends a batch and returns when it is durable.
func (l *Log) Append(ctx context.Context, batch []eventlog.Append) error {
	if err := eventlog.Check(batch); err != nil {
		return err
	}
	return l.submit(ctx, &pending{batch: batch})
}

// submit hands something to the appender and waits. Once it is handed over it
// is carried out, whatever becomes of the context: the caller is not left not
// knowing.
func (l *Log) submit(ctx context.Context, p *pending) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.result = make(chan error, 1)
	l.closing.RLock()
	if l.closed {
		l.closing.RUnlock()
		return eventlog.ErrClosed
	}
	l.queue <- p
	l.closing.RUnlock()
	return <-p.result
}

// appendAll is the appender: it commits what waits, as much as there is at once.
func (l *Log) appendAll() {
	defer close(l.done)
	for first := range l.queue {
		group := []*pending{first}
		size := first.size()
	gather:
		for len(group) < maxGroup && size < maxGroupBytes {
			select {
			case p, open := <-l.queue:
				if !open {
					break gather
				}
				group = append(group, p)
				size += p.size()
			default:
				break gather
			}
		}
		l.commit(group)
	}
}

func (p *pending) size() (n int) {
	for _, a := range p.batch {
		for i := range a.Records {
			n += len(a.Records[i].Body) + len(a.Records[i].Key)
		}
	}
	return n
}

// commit writes a group in one transaction. A batch that fails for a reason of
// its own must not fail the others: then each is written by itself.
func (l *Log) commit(group []*pending) {
	results, err := l.write(group)
	if err != nil {
		clear(l.tails) // whatever became of it, the file knows
		if len(group) == 1 {
			group[0].result <- l.explain(err)
			return
		}
		for _, p := range group {
			l.commit([]*pending{p})
		}
		return
	}
	wait := time.Duration(0) // what could not be removed earlier is tried again in passing
	for i, p := range group {
		if results[i] == nil && p.removes() {
			l.leftover, wait = true, l.patience
		}
	}
	if l.leftover {
		err = l.truncate(wait)
		l.leftover = err != nil
	}
	for i, p := range group {
		if results[i] == nil && p.removes() {
			results[i] = err
		}
		p.result <- results[i]
	}
}

// removes reports whether something is written that must not be found in the
// journal afterwards: a body that goes, or a keyring under an old passphrase.
func (p *pending) removes() bool {
	return p.keyring != nil || slices.ContainsFunc(p.batch, func(a eventlog.Append) bool { return len(a.Destroy) > 0 })
}

// write writes a group and gives each batch's own result. On an error nothing
// of the group stands.
func (l *Log) write(group []*pending) (results []error, err error) {
	changed := map[ident.Room]*tail{} // as they are after this transaction
	end, err := sqlitex.ImmediateTransaction(l.writer)
	if err != nil {
		return nil, err
	}
	results = make([]error, len(group))
	removes := false
	func() {
		defer end(&err)
		for i, p := range group {
			switch {
			case p.keyring != nil:
				err = l.putKeyring(p.keyring)
			default:
				results[i], err = l.put(p.batch, changed)
			}
			if err != nil {
				return
			}
			removes = removes || results[i] == nil && p.removes()
		}
		if removes {
			err = l.scrub()
		}
	}()
	if err != nil {
		return nil, err
	}
	for id, t := range changed {
		l.tails[id] = t
	}
	return results, nil
}

// put writes one batch, or says why it is not written.
func (l *Log) put(batch []eventlog.Append, changed map[ident.Room]*tail) (result, err error) {
	stands, fresh, conflict := 0, 0, (*eventlog.Conflict)(nil)
	tails := make([]*tail, len(batch))
	for i, a := range batch {
		t := changed[a.Room]
		if t == nil {
			if t, err = l.tailOf(a.Room); err != nil {
				return nil, err
			}
		}
		tails[i] = t
		switch {
		case t == nil && a.RoomKey == nil:
			return fmt.Errorf("no room %s", a.Room), nil
		case (t == nil) == (a.RoomKey != nil) && (t == nil || t.length == a.Expect):
			fresh++
		default:
			same, err := l.stands(a, t)
			if err != nil {
				return nil, err
			}
			if !same {
				conflict = &eventlog.Conflict{Room: a.Room}
			} else {
				stands++
			}
		}
	}
	if conflict != nil || stands > 0 && fresh > 0 {
		if conflict == nil {
			conflict = &eventlog.Conflict{Room: batch[0].Room}
		}
		return conflict, nil
	}
	if fresh == 0 {
		return nil, nil // it was appended before
	}
	for i := range batch {
		t, err := l.putRoom(&batch[i], tails[i])
		if err != nil {
			return nil, err
		}
		changed[batch[i].Room] = t
	}
	return nil, nil
}

// stands reports whether the records of an append stand in the file already.
func (l *Log) stands(a eventlog.Append, t *tail) (bool, error) {
	if t == nil || len(a.Records) == 0 || t.length < a.Expect+uint64(len(a.Records)) {
		return false, nil
	}
	for i := range a.Records {
		stmt := l.writer.Prep("SELECT header FROM entries WHERE room = ? AND seq = ?")
		stmt.BindBytes(1, a.Room[:])
		stmt.BindInt64(2, int64(a.Expect)+int64(i))
		var header [event.HeaderSize]byte
		row, err := stmt.Step()
		if err == nil && row {
			stmt.ColumnBytes(0, header[:])
		}
		if e := stmt.Reset(); err == nil {
			err = e
		}
		if err != nil {
			return false, err
		}
		if eventlog.ID(&header) != eventlog.ID(&a.Records[i].Header) {
			return false, nil
		}
	}
	return true, nil
}

// putRoom writes what a batch holds for one room.
func (l *Log) putRoom(a *eventlog.Append, old *tail) (*tail, error) {
	t := &tail{}
	if old == nil {
		stmt := l.writer.Prep("INSERT INTO rooms (room, key) VALUES (?, ?)")
		stmt.BindBytes(1, a.Room[:])
		stmt.BindBytes(2, a.RoomKey)
		if err := step(stmt); err != nil {
			return nil, err
		}
	} else {
		*t = *old
	}
	stmt := l.writer.Prep("INSERT INTO entries (room, seq, header, nodes, body, key) VALUES (?, ?, ?, ?, ?, ?)")
	for i := range a.Records {
		r := &a.Records[i]
		nodes := t.add(r.Header[:])
		stmt.BindBytes(1, a.Room[:])
		stmt.BindInt64(2, int64(a.Expect)+int64(i))
		stmt.BindBytes(3, r.Header[:])
		stmt.BindBytes(4, nodes)
		stmt.BindBytes(5, r.Body)
		stmt.BindBytes(6, r.Key)
		if err := step(stmt); err != nil {
			return nil, err
		}
	}
	for _, seq := range a.Destroy {
		stmt := l.writer.Prep("UPDATE entries SET body = NULL, key = NULL WHERE room = ? AND seq = ?")
		stmt.BindBytes(1, a.Room[:])
		stmt.BindInt64(2, int64(seq))
		if err := step(stmt); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func step(stmt *sqlite.Stmt) error {
	_, err := stmt.Step()
	if e := stmt.Reset(); err == nil {
		err = e
	}
	return err
}

// truncate folds the journal into the file and empties it, so that what was
// destroyed stands in neither. SQLite does not sync the emptying; after a power
// cut the old journal could be there again, so that is done here.
func (l *Log) truncate(wait time.Duration) error {
	l.writer.SetBusyTimeout(wait)
	defer l.writer.SetBusyTimeout(l.patience)
	busy := true
	err := sqlitex.ExecuteTransient(l.writer, "PRAGMA wal_checkpoint(TRUNCATE)", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		busy = s.ColumnInt(0) != 0
		return nil
	}})
	if err == nil && !busy {
		err = syncFile(l.path + "-wal")
	}
	if err != nil || busy {
		return fault.Unavailablef("this was recorded, but the old bytes stand in the journal still, since somebody is reading or the disk refuses (%v)", err).
			WithHint("They go with the next thing recorded, or when the process is closed: nonpaper lock.")
	}
	return nil
}

// tail is the end of a room's log: its length, and the roots of the complete
// subtrees of its Merkle log, the largest first.
type tail struct {
	length uint64
	roots  [64]tlog.Hash
	n      int // roots in use
}

// add takes a record's header in and returns the hashes that it completes, the
// leaf first (tlog.StoredHashes).
func (t *tail) add(header []byte) []byte {
	node := event.Leaf(header)
	nodes := append(make([]byte, 0, 2*tlog.HashSize), node[:]...)
	for i := t.length; i&1 == 1; i >>= 1 {
		t.n--
		node = tlog.NodeHash(t.roots[t.n], node)
		nodes = append(nodes, node[:]...)
	}
	t.roots[t.n] = node
	t.n++
	t.length++
	return nodes
}

// tailOf reads the end of a room's log, nil where there is no such room.
func (l *Log) tailOf(room ident.Room) (*tail, error) {
	if t := l.tails[room]; t != nil {
		return t, nil
	}
	stmt := l.writer.Prep("SELECT (SELECT count(*) FROM rooms WHERE room = ?1), (SELECT max(seq) + 1 FROM entries WHERE room = ?1)")
	stmt.BindBytes(1, room[:])
	if _, err := stmt.Step(); err != nil {
		stmt.Reset()
		return nil, err
	}
	known, length := stmt.ColumnInt64(0), stmt.ColumnInt64(1)
	if err := stmt.Reset(); err != nil {
		return nil, err
	}
	if known == 0 {
		return nil, nil
	}
	t := &tail{length: uint64(length)}
	end := uint64(0)
	for level := 63; level >= 0; level-- {
		if t.length>>level&1 == 0 {
			continue
		}
		end += 1 << level
		h, err := readNode(l.writer, room, end-1, level)
		if err != nil {
			return nil, err
		}
		t.roots[t.n] = h
		t.n++
	}
	if t.n != bits.OnesCount64(t.length) {
		return nil, errors.New("the hashes of a room are not whole")
	}
	l.tails[room] = t
	return t, nil
}

// readNode reads the hash of a complete subtree: it stands with the record that
// completed it.
func readNode(c *sqlite.Conn, room ident.Room, seq uint64, level int) (h tlog.Hash, err error) {
	stmt := c.Prep("SELECT substr(nodes, ?, 32) FROM entries WHERE room = ? AND seq = ?")
	stmt.BindInt64(1, int64(level)*tlog.HashSize+1)
	stmt.BindBytes(2, room[:])
	stmt.BindInt64(3, int64(seq))
	row, err := stmt.Step()
	n := 0
	if err == nil && row {
		n = stmt.ColumnBytes(0, h[:])
	}
	if e := stmt.Reset(); err == nil {
		err = e
	}
	if err == nil && n != tlog.HashSize {
		err = fmt.Errorf("the hash of level %d at entry %d of room %s is not there", level, seq, room)
	}
	return h, err
}

func (l *Log) putKeyring(k []byte) error {
	stmt := l.writer.Prep("INSERT INTO meta (name, value) VALUES ('keyring', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
	stmt.BindBytes(1, k)
	return step(stmt)
}

// SetKeyring keeps the keyring; the one before it is overwritten.
func (l *Log) SetKeyring(ctx context.Context, k []byte) error {
	return l.submit(ctx, &pending{keyring: k})
}

package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/vault"
)

// Report is what Verify found. It holds no wording, name or label.
type Report struct {
	Rooms   []RoomReport
	Damage  []Damage
	Opened  bool // whether keys and bodies were opened too
	File    int64
	Journal int64
}

// RoomReport is what Verify found in one room.
type RoomReport struct {
	Room      ident.Room
	Entries   uint64
	Destroyed uint64
	Bytes     int64  // of sealed bodies
	Whole     uint64 // entries before the first that is damaged
	Root      tlog.Hash
}

// Damage is one thing that is not as it was recorded: the first of each room,
// or something of the file as a whole.
type Damage struct {
	Room ident.Room // zero for the file as a whole
	Seq  uint64
	Of   string // "file", "room" or "entry"
	What string
}

func (d Damage) String() string {
	switch d.Of {
	case "entry":
		return fmt.Sprintf("room %s, entry %d: %s", d.Room, d.Seq, d.What)
	case "room":
		return fmt.Sprintf("room %s: %s", d.Room, d.What)
	}
	return "file: " + d.What
}

// Limits is what Verify cannot find, to be said wherever its result is.
const Limits = "An older copy of the whole file, or of the end of a room, looks like what it was: finding a rollback needs checkpoints kept elsewhere, which come later."

// String writes the report for a person.
func (r Report) String() string {
	var b strings.Builder
	entries, gone, size := uint64(0), uint64(0), int64(0)
	for _, m := range r.Rooms {
		entries, gone, size = entries+m.Entries, gone+m.Destroyed, size+m.Bytes
	}
	fmt.Fprintf(&b, "%d rooms, %d entries, %d of them with a destroyed body, %d bytes of sealed bodies; file %d bytes, journal %d bytes\n", len(r.Rooms), entries, gone, size, r.File, r.Journal)
	for _, d := range r.Damage {
		fmt.Fprintf(&b, "%s\n", d)
	}
	for _, m := range r.Rooms {
		if m.Whole < m.Entries {
			fmt.Fprintf(&b, "room %s: entries 0 to %d stand as recorded\n", m.Room, int64(m.Whole)-1)
		}
	}
	switch {
	case len(r.Damage) > 0:
		b.WriteString("The file is damaged or was changed.\n")
	case r.Opened:
		b.WriteString("Every key and body opens, and the hashes recompute.\n")
	default:
		b.WriteString("The hashes recompute. Keys and bodies were not opened.\n")
	}
	b.WriteString(Limits + "\n")
	return b.String()
}

// Verify looks at every stored byte: that SQLite finds the file sound, that
// entries stand in their places without a gap, that headers recompute the stored
// hashes and, with an opened ring, that every key opens and every body opens and
// is what its header commits to. Each plain body is handed to body, where that is
// not nil; its error counts as damage. It reads one moment of the file.
func (l *Log) Verify(ctx context.Context, ring *vault.Ring, body func(room ident.Room, seq uint64, plain []byte) error) (Report, error) {
	c, put, err := l.take(ctx)
	if err != nil {
		return Report{}, err
	}
	defer put()
	if err := run(c, "BEGIN"); err != nil {
		return Report{}, l.explain(err)
	}
	defer run(c, "ROLLBACK")
	v := verifier{c: c, ring: ring, body: body}
	v.Opened = ring != nil
	v.all(ctx)
	v.File, v.Journal = l.Sizes()
	return v.Report, ctx.Err()
}

type verifier struct {
	Report
	c    *sqlite.Conn
	ring *vault.Ring
	body func(ident.Room, uint64, []byte) error

	hashes       []tlog.Hash // of the room at hand
	header, node []byte
	sealed, key  []byte
	plain        []byte
}

func (v *verifier) file(format string, args ...any) {
	v.Damage = append(v.Damage, Damage{Of: "file", What: fmt.Sprintf(format, args...)})
}

func (v *verifier) all(ctx context.Context) {
	if err := integrity(v.c); err != nil {
		v.file("%v", err)
	}
	strange, err := number(v.c, "SELECT count(*) FROM meta WHERE name <> 'keyring'")
	if err != nil || strange > 0 {
		v.file("%d values that nobody wrote (%v)", strange, err)
	}
	v.records(ctx)
}

// records checks rooms and their entries.
func (v *verifier) records(ctx context.Context) {
	if err := strays(v.c); err != nil {
		v.file("%v", err)
	}
	type room struct{ id, key []byte }
	var rooms []room
	err := sqlitex.Execute(v.c, "SELECT room, key FROM rooms ORDER BY room", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		rooms = append(rooms, room{column(s, 0, nil), column(s, 1, nil)})
		return nil
	}})
	if err != nil {
		v.file("the rooms cannot be listed: %v", err)
	}
	for _, r := range rooms {
		if ctx.Err() != nil {
			return
		}
		if len(r.id) != len(ident.Room{}) {
			v.file("the identifier of a room has %d bytes", len(r.id))
			continue
		}
		v.room(ctx, ident.Room(r.id), r.key)
	}
}

// room checks one room. Behind the first damage it counts on.
func (v *verifier) room(ctx context.Context, id ident.Room, wrapped []byte) {
	v.Rooms = append(v.Rooms, RoomReport{Room: id})
	r := &v.Rooms[len(v.Rooms)-1]
	var first *Damage
	wrong := func(of, format string, args ...any) {
		if first == nil {
			first = &Damage{id, r.Entries, of, fmt.Sprintf(format, args...)}
			v.Damage = append(v.Damage, *first)
		}
	}
	var roomKey *vault.RoomKey
	if v.ring != nil {
		var err error
		if roomKey, err = v.ring.OpenRoom(id, wrapped); err != nil {
			wrong("room", "its key does not open")
		}
	}
	v.hashes = v.hashes[:0]
	stmt := v.c.Prep("SELECT seq, header, nodes, body, key FROM entries WHERE room = ? ORDER BY seq")
	defer stmt.Reset()
	stmt.BindBytes(1, id[:])
	for ctx.Err() == nil {
		row, err := stmt.Step()
		if err != nil {
			wrong("entry", "it cannot be read: %v", err)
		}
		if err != nil || !row {
			break
		}
		if what := v.entry(stmt, id, r, roomKey); what != "" {
			wrong("entry", "%s", what)
		}
		r.Entries++
		if first == nil {
			r.Whole = r.Entries
		}
	}
	if r.Entries == 0 {
		wrong("room", "it has no entries")
	}
	if first == nil {
		r.Root, _ = tlog.TreeHash(int64(r.Entries), stored(v.hashes))
	}
}

// entry says what is wrong with one row, if anything.
func (v *verifier) entry(s *sqlite.Stmt, id ident.Room, r *RoomReport, roomKey *vault.RoomKey) string {
	n := r.Entries
	if seq := s.ColumnInt64(0); seq != int64(n) {
		return fmt.Sprintf("it is not there; entry %d comes next", seq)
	}
	v.header, v.node = column(s, 1, v.header), column(s, 2, v.node)
	h, err := event.ParseHeader(v.header)
	if err != nil {
		return err.Error()
	}
	if h.Room != id || h.Seq != n {
		return fmt.Sprintf("its header is that of entry %d of room %s", h.Seq, h.Room)
	}
	nodes, err := tlog.StoredHashesForRecordHash(int64(n), event.Leaf(v.header), stored(v.hashes))
	if err != nil {
		return err.Error()
	}
	v.hashes = append(v.hashes, nodes...)
	if len(v.node) != len(nodes)*tlog.HashSize {
		return "its hashes are not whole"
	}
	for i, want := range nodes {
		if !bytes.Equal(v.node[i*tlog.HashSize:][:tlog.HashSize], want[:]) {
			return "its header or its hashes were changed: they do not recompute"
		}
	}
	if s.ColumnIsNull(3) && s.ColumnIsNull(4) {
		r.Destroyed++
		return ""
	}
	v.sealed, v.key = column(s, 3, v.sealed), column(s, 4, v.key)
	r.Bytes += int64(len(v.sealed))
	switch {
	case s.ColumnIsNull(3):
		return "its body is gone and its key is not"
	case s.ColumnIsNull(4):
		return "its key is gone and its body is not"
	case roomKey == nil:
		return ""
	}
	v.plain, err = roomKey.Open(v.plain, (*[event.HeaderSize]byte)(v.header), v.sealed, v.key)
	if err != nil {
		return "its body does not open: " + err.Error()
	}
	if v.body != nil {
		if err := v.body(id, n, v.plain); err != nil {
			return err.Error()
		}
	}
	return ""
}

// column copies a blob into memory that is used again.
func column(s *sqlite.Stmt, col int, into []byte) []byte {
	n := s.ColumnLen(col)
	if cap(into) < n {
		into = make([]byte, n)
	}
	into = into[:n]
	s.ColumnBytes(col, into)
	return into
}

type stored []tlog.Hash

// ReadHashes reads stored hashes.
func (h stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(h)) {
			return nil, fmt.Errorf("the hashes before it are not there")
		}
		out[i] = h[x]
	}
	return out, nil
}

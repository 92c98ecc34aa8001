package sqlite

import (
	"bytes"
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/vault"
)

// sealed makes records whose bodies open, with the given plain length.
func sealed(t testing.TB, k *vault.RoomKey, room ident.Room, from uint64, n, size int) (out []eventlog.Record) {
	for i := range n {
		plain := make([]byte, size)
		rand.Read(plain)
		h := event.Header{Version: event.Version, Room: room, Seq: from + uint64(i), Time: 1, Commitment: event.Commit(plain)}
		rand.Read(h.ID[:])
		body, key, err := k.Seal(rand.Reader, h, plain)
		must(t, err)
		out = append(out, eventlog.Record{Header: h.Bytes(), Body: body, Key: key})
	}
	return out
}

// process makes a small process in which everything opens.
func process(t testing.TB) (*Log, *vault.Ring) {
	l := create(t)
	ring, err := vault.NewRing(rand.Reader)
	must(t, err)
	locked, err := ring.LockOpenly(rand.Reader)
	must(t, err)
	must(t, l.SetKeyring(ctx, locked))
	for i, room := range []ident.Room{{0x35, 0x81}, {0xca, 0x7e}} { // more than a bit apart
		k, wrapped, err := ring.NewRoom(rand.Reader, room)
		must(t, err)
		must(t, l.Append(ctx, []eventlog.Append{{Room: room, RoomKey: wrapped, Records: sealed(t, k, room, 0, 2+i, 20)}}))
		n := uint64(2 + i)
		must(t, l.Append(ctx, []eventlog.Append{{Room: room, Expect: n, Records: sealed(t, k, room, n, 1, 20), Destroy: []uint64{1}}}))
	}
	return l, ring
}

func verifies(t testing.TB, l *Log, ring *vault.Ring) Report {
	t.Helper()
	r, err := l.Verify(ctx, ring, nil)
	must(t, err)
	return r
}

func TestVerifyWhole(t *testing.T) {
	l, ring := process(t)
	seen := 0
	r, err := l.Verify(ctx, ring, func(_ ident.Room, _ uint64, plain []byte) error {
		if len(plain) != 20 {
			return fmt.Errorf("%d bytes", len(plain))
		}
		seen++
		return nil
	})
	must(t, err)
	if len(r.Damage) > 0 || len(r.Rooms) != 2 || r.Rooms[1].Entries != 4 || r.Rooms[1].Destroyed != 1 || r.Rooms[1].Whole != 4 || seen != 5 {
		t.Errorf("%d bodies, %+v", seen, r)
	}
	if !strings.Contains(r.String(), "checkpoints") || !strings.Contains(r.String(), "7 entries, 2 of them") {
		t.Error(r.String())
	}
	if r = verifies(t, l, nil); len(r.Damage) > 0 || r.Opened {
		t.Errorf("%+v", r)
	}
	other, _ := vault.NewRing(rand.Reader)
	if r = verifies(t, l, other); len(r.Damage) != 2 {
		t.Errorf("another ring gives %+v", r)
	}
}

// Every bit of what is stored of a small process, each by itself: Verify finds
// it, in the room and the entry where it is.
func TestEveryBit(t *testing.T) {
	l, ring := process(t)
	c := l.writer // nobody writes meanwhile
	flips := 0
	for _, col := range []struct{ table, name, where string }{
		{"entries", "room", "seq"}, {"entries", "header", "seq"}, {"entries", "nodes", "seq"}, {"entries", "body", "seq"}, {"entries", "key", "seq"},
		{"rooms", "room", "0"}, {"rooms", "key", "0"},
	} {
		type cell struct {
			room  []byte
			seq   int64
			value []byte
		}
		var cells []cell
		must(t, sqlitex.ExecuteTransient(c, fmt.Sprintf("SELECT room, %s, %s FROM %s WHERE %s IS NOT NULL", col.where, col.name, col.table, col.name), &sqlitex.ExecOptions{
			ResultFunc: func(s *sqlite.Stmt) error {
				cells = append(cells, cell{column(s, 0, nil), s.ColumnInt64(1), column(s, 2, nil)})
				return nil
			}}))
		if len(cells) == 0 {
			t.Fatalf("no %s", col.name)
		}
		for _, x := range cells {
			for bit := range len(x.value) * 8 {
				changed := bytes.Clone(x.value)
				changed[bit/8] ^= 1 << (bit % 8)
				must(t, run(c, "BEGIN"))
				must(t, sqlitex.Execute(c, fmt.Sprintf("UPDATE %s SET %s = ? WHERE room = ? AND %s = ?", col.table, col.name, col.where), &sqlitex.ExecOptions{Args: []any{changed, x.room, x.seq}}))
				v := verifier{c: c, ring: ring}
				v.records(ctx) // SQLite's own look at the file finds no such thing, and takes long
				flips++
				if len(v.Damage) == 0 {
					t.Errorf("%s of room %x, entry %d: bit %d goes unnoticed", col.name, x.room, x.seq, bit)
				}
				switch d := append(v.Damage, Damage{})[0]; col.name {
				case "header", "nodes", "body", "key":
					if col.table == "entries" && (d.Of != "entry" || d.Seq != uint64(x.seq) || !bytes.Equal(d.Room[:], x.room)) {
						t.Errorf("%s of room %x, entry %d, bit %d is told as %v", col.name, x.room, x.seq, bit, d)
					}
				}
				must(t, run(c, "ROLLBACK"))
			}
		}
	}
	t.Logf("%d bits", flips)
	for _, q := range []string{
		"DELETE FROM entries WHERE seq = 0", "DELETE FROM entries WHERE seq = 2", "DELETE FROM rooms", "DELETE FROM rooms WHERE room = (SELECT min(room) FROM rooms)",
		"DELETE FROM entries", "UPDATE entries SET seq = seq + 1000 WHERE seq = 2", "UPDATE entries SET key = NULL WHERE seq = 0", "UPDATE entries SET body = NULL WHERE seq = 0",
		"UPDATE entries SET nodes = nodes || x'00' WHERE seq = 2", "UPDATE entries SET nodes = x'' WHERE seq = 2", "UPDATE entries SET body = (SELECT body FROM entries WHERE seq = 3) WHERE seq = 0",
		"UPDATE entries SET body = x'' WHERE seq = 0", "UPDATE entries SET key = x'' WHERE seq = 0", "UPDATE rooms SET key = x''",
		"INSERT INTO meta VALUES ('x', x'00')", "UPDATE entries SET seq = -1 WHERE seq = 0",
	} {
		must(t, run(c, "BEGIN"))
		must(t, run(c, q))
		v := verifier{c: c, ring: ring}
		v.all(ctx)
		if len(v.Damage) == 0 {
			t.Errorf("%s: it goes unnoticed", q)
		}
		must(t, run(c, "ROLLBACK"))
	}
	if r := verifies(t, l, ring); len(r.Damage) > 0 {
		t.Errorf("the test itself does damage: %v", r.Damage)
	}
}

// Bits of the raw file: what then still opens and verifies reads as before.
func TestRawBits(t *testing.T) {
	l, ring := process(t)
	want := dump(t, l)
	must(t, l.Close())
	whole, err := os.ReadFile(l.Path())
	must(t, err)
	r := mrand.New(mrand.NewPCG(3, 4))
	found := 0
	for range 300 * times(t) {
		bit := r.IntN(len(whole) * 8)
		for whole[bit/8] == 0 && r.IntN(20) > 0 { // most of a small file is empty
			bit = r.IntN(len(whole) * 8)
		}
		src := bytes.Clone(whole)
		src[bit/8] ^= 1 << (bit % 8)
		path := filepath.Join(t.TempDir(), "p.np")
		must(t, os.WriteFile(path, src, 0o600))
		again, err := Open(ctx, path, Options{})
		if err != nil {
			found++
			continue
		}
		locked, err := again.Keyring(ctx)
		if err == nil {
			_, err = vault.Unlock(locked, nil)
		}
		if err != nil { // nobody gets as far as verifying
			found++
		} else if rep, err := again.Verify(ctx, ring, nil); err != nil || len(rep.Damage) > 0 {
			found++
		} else if got := dump(t, again); got != want {
			t.Errorf("bit %d changes what is read, and goes unnoticed", bit)
		}
		again.Close()
	}
	if found == 0 {
		t.Error("nothing was found at all")
	}
}

// dump writes down all that a log gives.
func dump(t testing.TB, l *Log) string {
	var b strings.Builder
	rooms, err := l.Rooms(ctx)
	must(t, err)
	for _, room := range rooms {
		fmt.Fprintf(&b, "%x\n", room)
		for rec, err := range l.After(ctx, room.ID, 0) {
			must(t, err)
			fmt.Fprintf(&b, "%x\n", rec)
		}
	}
	k, err := l.Keyring(ctx)
	must(t, err)
	fmt.Fprintf(&b, "%x\n", k)
	return b.String()
}

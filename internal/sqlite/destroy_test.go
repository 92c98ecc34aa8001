package sqlite

import (
	"bytes"
	"crypto/rand"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nonpaper/internal/eventlog"
	"nonpaper/internal/eventlog/logtest"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// onDisk reads every file of the process's folder: the file, the journal, the
// lock and whatever else lies there.
func onDisk(t testing.TB, path string) (all []byte) {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	must(t, err)
	for _, n := range names {
		src, err := os.ReadFile(n)
		must(t, err)
		all = append(all, src...)
	}
	return all
}

// found looks for runs of 16 bytes wherever they begin.
func found(hay []byte, needles map[[16]byte]string) []string {
	var out []string
	var w [16]byte
	var begins [1 << 16]bool // most of what is there can be passed over
	for n := range needles {
		begins[int(n[0])<<8|int(n[1])] = true
	}
	for i := 0; i+16 <= len(hay); i++ {
		if !begins[int(hay[i])<<8|int(hay[i+1])] {
			continue
		}
		copy(w[:], hay[i:])
		if name, ok := needles[w]; ok {
			out = append(out, name)
		}
	}
	return out
}

// windows takes the aligned 16-byte runs of a secret as needles. A stale copy
// holds at least one of them whole if it holds 31 bytes of it.
func windows(needles map[[16]byte]string, name string, secret []byte) {
	for i := 0; i+16 <= len(secret); i += 16 {
		needles[[16]byte(secret[i:])] = name
	}
}

// Bodies and keys that are destroyed are nowhere on the disk afterwards, while
// the process is open: not in the file, not in free space inside its pages that
// a split left behind, not in the journal. Rooms grow side by side, in random
// turns, so that pages split in the middle.
func TestDestroyedIsGone(t *testing.T) {
	l := create(t)
	r := mrand.New(mrand.NewPCG(1, 2))
	type one struct {
		rec  eventlog.Record
		gone bool
	}
	rooms := make([]ident.Room, 12)
	held := map[ident.Room][]one{}
	for i := range rooms {
		rand.Read(rooms[i][:])
	}
	gone, stay := map[[16]byte]string{}, map[[16]byte]string{}
	for round := range 700 {
		room := rooms[r.IntN(len(rooms))]
		n := uint64(len(held[room]))
		a := eventlog.Append{Room: room, Expect: n, Records: logtest.Records(room, n, 1+r.IntN(4))}
		if n == 0 {
			a.RoomKey = []byte("wrapped")
		}
		for i := range a.Records { // some bodies overflow their page
			size := 64 * (1 + r.IntN(6))
			if r.IntN(12) == 0 {
				size = 1000 + r.IntN(20000)
			}
			a.Records[i].Body = make([]byte, size)
			rand.Read(a.Records[i].Body)
			rand.Read(a.Records[i].Key)
			held[room] = append(held[room], one{rec: a.Records[i]})
		}
		if round > 100 && r.IntN(3) == 0 && n > 0 {
			for range 1 + r.IntN(3) {
				seq := r.Uint64N(n)
				a.Destroy = append(a.Destroy, seq)
				if o := &held[room][seq]; !o.gone {
					o.gone = true
					windows(gone, "body", o.rec.Body)
					windows(gone, "key", o.rec.Key)
				}
			}
		}
		must(t, l.Append(ctx, []eventlog.Append{a}))
		if len(a.Destroy) > 0 && round%50 == 0 {
			if f := found(onDisk(t, l.Path()), gone); len(f) > 0 {
				t.Fatalf("round %d: %d runs of destroyed bytes stand on the disk, one of a %s", round, len(f), f[0])
			}
		}
	}
	// One destruction as the last act, so that the journal is empty.
	n := uint64(len(held[rooms[0]]))
	must(t, l.Append(ctx, []eventlog.Append{{Room: rooms[0], Expect: n, Records: logtest.Records(rooms[0], n, 1), Destroy: []uint64{0}}}))
	disk := onDisk(t, l.Path())
	if f := found(disk, gone); len(f) > 0 {
		t.Fatalf("%d runs of destroyed bytes stand on the disk, one of a %s", len(f), f[0])
	}
	must(t, l.Sound(ctx))
	// The search finds what is there.
	for _, o := range held[rooms[1]] {
		if !o.gone {
			windows(stay, "kept", o.rec.Key)
		}
	}
	if len(found(disk, stay)) == 0 {
		t.Error("the search finds nothing at all")
	}
}

// Somebody reads for long while a body is destroyed: the act is on record, its
// writer is told that the old bytes are there still, nobody else is troubled,
// and they go with the next thing recorded after the reader has ended, or when
// the process is closed.
func TestDestroyedWhileRead(t *testing.T) {
	for _, closing := range []bool{false, true} {
		l := create(t)
		l.patience = 50 * time.Millisecond
		list := logtest.Records(roomA, 0, 3)
		must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, RoomKey: []byte("key"), Records: list}}))
		gone := map[[16]byte]string{}
		windows(gone, "key", list[1].Key)

		c, put, err := l.take(ctx)
		must(t, err)
		must(t, run(c, "BEGIN"))
		_, err = number(c, "SELECT count(*) FROM entries")
		must(t, err)
		act := []eventlog.Append{{Room: roomA, Expect: 3, Records: logtest.Records(roomA, 3, 1), Destroy: []uint64{1}}}
		says(t, l.Append(ctx, act), fault.Unavailable, "recorded", "journal")
		must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 4, Records: logtest.Records(roomA, 4, 1)}}))
		if len(found(onDisk(t, l.Path()), gone)) == 0 {
			t.Fatal("the bytes are gone: the test shows nothing")
		}
		must(t, run(c, "ROLLBACK"))
		put()
		if closing {
			must(t, l.Close())
		} else {
			must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 5, Records: logtest.Records(roomA, 5, 1)}}))
		}
		if f := found(onDisk(t, l.Path()), gone); len(f) > 0 {
			t.Errorf("closing %v: %d runs of it are there", closing, len(f))
		}
		if !closing {
			must(t, l.Append(ctx, act)) // said again: it stands
			if all := logtest.All(t, l, roomA, 0); len(all) != 6 || all[1].Key != nil {
				t.Errorf("%d entries", len(all))
			}
		}
	}
}

// A keyring under an old passphrase is nowhere on the disk after the change.
func TestOldKeyringIsGone(t *testing.T) {
	l := create(t)
	old := make([]byte, 128)
	rand.Read(old)
	must(t, l.SetKeyring(ctx, old))
	if !bytes.Contains(onDisk(t, l.Path()), old) {
		t.Fatal("the search finds nothing at all")
	}
	must(t, l.SetKeyring(ctx, []byte("another")))
	needles := map[[16]byte]string{}
	windows(needles, "keyring", old)
	if f := found(onDisk(t, l.Path()), needles); len(f) > 0 {
		t.Errorf("%d runs of it are there", len(f))
	}
}

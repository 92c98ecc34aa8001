package sqlite

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/eventlog/logtest"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/vault"
)

// The crash tests run this test program again as a writer, so that there is
// something to kill.
func TestMain(m *testing.M) {
	if path := os.Getenv("NONPAPER_TEST_WRITER"); path != "" {
		turns, _ := strconv.Atoi(os.Getenv("NONPAPER_TEST_TURNS"))
		if err := write(path, turns, os.Getenv("NONPAPER_TEST_RELAXED") != ""); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0) // without closing
	}
	os.Exit(m.Run())
}

const (
	writers      = 8
	writersRooms = 5
)

func writerRoom(i int) ident.Room { return ident.Room{0xc0, byte(i)} }

// seeded makes a process with some rooms to write to.
func seeded(t testing.TB, path string) {
	l, err := Create(ctx, path, Options{})
	must(t, err)
	ring, err := vault.NewRing(rand.Reader)
	must(t, err)
	locked, err := ring.LockOpenly(rand.Reader)
	must(t, err)
	must(t, l.SetKeyring(ctx, locked))
	for i := range writersRooms {
		k, wrapped, err := ring.NewRoom(rand.Reader, writerRoom(i))
		must(t, err)
		must(t, l.Append(ctx, []eventlog.Append{{Room: writerRoom(i), RoomKey: wrapped, Records: sealed(t, k, writerRoom(i), 0, 1, 20)}}))
	}
	must(t, l.Close())
}

// write has 8 writers append to a process, each batch to one to three rooms,
// some with a destruction, and tells each that was acknowledged on the standard
// output: in one line, in one call. Turns is how many batches each writer
// appends, 0 until it is killed.
//
// An entry's identifier begins with its batch's eight random bytes, its place in
// the batch and the batch's size, so that half a batch is known by itself.
func write(path string, turns int, relaxed bool) error {
	l, err := Open(ctx, path, Options{Relaxed: relaxed})
	if err != nil {
		return err
	}
	locked, err := l.Keyring(ctx)
	if err != nil {
		return err
	}
	ring, err := vault.Unlock(locked, nil)
	if err != nil {
		return err
	}
	rooms, err := l.Rooms(ctx)
	if err != nil {
		return err
	}
	keys := map[ident.Room]*vault.RoomKey{}
	var mu sync.Mutex
	ends := map[ident.Room]uint64{}
	for _, r := range rooms {
		if keys[r.ID], err = ring.OpenRoom(r.ID, r.Key); err != nil {
			return err
		}
		ends[r.ID] = r.Length
	}
	var wg sync.WaitGroup
	failed := make(chan error, writers)
	for w := range writers {
		wg.Go(func() {
			chance := mrand.New(mrand.NewPCG(uint64(w), uint64(os.Getpid())))
			for n := 0; turns == 0 || n < turns; {
				mu.Lock()
				batch, err := drawBatch(chance, keys, ends)
				mu.Unlock()
				if err == nil {
					err = l.Append(ctx, batch)
				}
				if fault.KindOf(err) == fault.Conflict {
					continue
				}
				if err != nil {
					failed <- err
					return
				}
				mu.Lock()
				for _, a := range batch {
					ends[a.Room] = max(ends[a.Room], a.Expect+uint64(len(a.Records)))
				}
				mu.Unlock()
				os.Stdout.WriteString(acknowledgement(batch))
				n++
			}
		})
	}
	wg.Wait()
	close(failed)
	return <-failed
}

func drawBatch(chance *mrand.Rand, keys map[ident.Room]*vault.RoomKey, ends map[ident.Room]uint64) (batch []eventlog.Append, err error) {
	var id [8]byte
	rand.Read(id[:])
	rooms := chance.Perm(writersRooms)[:1+chance.IntN(3)]
	per := 1 + chance.IntN(3)
	place := 0
	for _, i := range rooms {
		room := writerRoom(i)
		a := eventlog.Append{Room: room, Expect: ends[room]}
		for j := range per {
			plain := make([]byte, 100)
			if chance.IntN(4) == 0 {
				plain = make([]byte, 3000)
			}
			rand.Read(plain)
			h := event.Header{Version: event.Version, Room: room, Seq: a.Expect + uint64(j), Time: 1, Commitment: event.Commit(plain)}
			copy(h.ID[:], id[:])
			h.ID[8], h.ID[9] = byte(place), byte(per*len(rooms))
			rand.Read(h.ID[10:])
			body, key, err := keys[room].Seal(rand.Reader, h, plain)
			if err != nil {
				return nil, err
			}
			a.Records = append(a.Records, eventlog.Record{Header: h.Bytes(), Body: body, Key: key})
			place++
		}
		if chance.IntN(40) == 0 {
			a.Destroy = []uint64{chance.Uint64N(a.Expect)}
		}
		batch = append(batch, a)
	}
	return batch, nil
}

// acknowledgement is a batch in one line: room/seq/id for an entry, room/seq for
// a destruction.
func acknowledgement(batch []eventlog.Append) string {
	var b strings.Builder
	for _, a := range batch {
		for i := range a.Records {
			fmt.Fprintf(&b, "%v/%d/%v ", a.Room, a.Expect+uint64(i), eventlog.ID(&a.Records[i].Header))
		}
		for _, d := range a.Destroy {
			fmt.Fprintf(&b, "%v/%d ", a.Room, d)
		}
	}
	return b.String() + "\n"
}

// missing opens what a crash left and returns what was acknowledged and is not
// there. Whatever else is wrong with it fails the test: a file that does not
// open, a chain that is not valid, half a batch, an entry that does not open.
func missing(t testing.TB, path string, acknowledged []string) (lost []string) {
	t.Helper()
	l, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatalf("it does not open: %v (%v)", err, fault.HintOf(err))
	}
	defer l.Close()
	locked, err := l.Keyring(ctx)
	must(t, err)
	ring, err := vault.Unlock(locked, nil)
	must(t, err)
	r, err := l.Verify(ctx, ring, nil)
	must(t, err)
	if len(r.Damage) > 0 {
		t.Fatalf("it is damaged: %v", r.Damage)
	}
	there, gone := map[string]bool{}, map[string]bool{}
	parts := map[[8]byte]int{}
	whole := map[[8]byte]int{}
	for i := range writersRooms {
		for n, rec := range logtest.All(t, l, writerRoom(i), 0) {
			id := eventlog.ID(&rec.Header)
			there[fmt.Sprintf("%v/%d/%v", writerRoom(i), n, id)] = true
			if rec.Key == nil {
				gone[fmt.Sprintf("%v/%d", writerRoom(i), n)] = true
			}
			if n > 0 {
				parts[[8]byte(id[:8])]++
				whole[[8]byte(id[:8])] = int(id[9])
			}
		}
	}
	for id, n := range parts {
		if n != whole[id] {
			t.Fatalf("of batch %s, %d entries of %d are there", hex.EncodeToString(id[:]), n, whole[id])
		}
	}
	for _, line := range acknowledged {
		for _, what := range strings.Fields(line) {
			if !there[what] && !gone[what] {
				lost = append(lost, what)
			}
		}
	}
	return lost
}

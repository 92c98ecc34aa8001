// Package logtest is the conformance suite of eventlog: what every store must do.
package logtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Store is a store under test.
type Store struct {
	// Open opens a new, empty log that is closed when the test ends.
	Open func(testing.TB) eventlog.Log
	// Reopen closes a log and opens what it kept; nil for a store that keeps nothing.
	Reopen func(testing.TB, eventlog.Log) eventlog.Log
}

// Run runs the whole suite.
func Run(t *testing.T, s Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Store)
	}{
		{"a batch is all or nothing", allOrNothing},
		{"whoever is late gets a conflict", conflict},
		{"a repeated append leaves one copy", repeated},
		{"a destroyed body is gone and its header stays", destroyed},
		{"what no log may take is refused", refused},
		{"reading begins anywhere", anywhere},
		{"the hashes are those of RFC 6962", hashes},
		{"a large body comes back", large},
		{"a cancelled context records nothing", cancelled},
		{"a closed log says so", closed},
		{"the keyring is kept", keyring},
		{"writers and readers at once", together},
		{"any history reads as in a list", model},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, s) })
	}
}

var ctx = context.Background()

// Record makes a record with chance in it.
func Record(room ident.Room, seq uint64) eventlog.Record {
	var h event.Header
	h.Version, h.Room, h.Seq, h.Time = event.Version, room, seq, int64(seq)
	fill(h.ID[:])
	fill(h.Commitment[:])
	body, key := make([]byte, 60+rand.IntN(200)), make([]byte, 60)
	fill(body)
	fill(key)
	return eventlog.Record{Header: h.Bytes(), Body: body, Key: key}
}

func fill(b []byte) {
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
}

// Records makes several, from a sequence number on.
func Records(room ident.Room, from uint64, n int) (out []eventlog.Record) {
	for i := range n {
		out = append(out, Record(room, from+uint64(i)))
	}
	return out
}

func opened(t testing.TB, s Store, rooms ...ident.Room) eventlog.Log {
	l := s.Open(t)
	for _, r := range rooms {
		must(t, l.Append(ctx, []eventlog.Append{{Room: r, RoomKey: []byte("key of " + r.String()), Records: Records(r, 0, 1)}}))
	}
	return l
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// All reads a room, keeping what it read.
func All(t testing.TB, l eventlog.Log, room ident.Room, from uint64) (out []eventlog.Record) {
	t.Helper()
	for r, err := range l.After(ctx, room, from) {
		must(t, err)
		r.Body, r.Key = bytes.Clone(r.Body), bytes.Clone(r.Key)
		out = append(out, r)
	}
	return out
}

func same(t testing.TB, got, want []eventlog.Record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d records are there, not %d", len(got), len(want))
	}
	for i := range got {
		if got[i].Header != want[i].Header || !bytes.Equal(got[i].Body, want[i].Body) || !bytes.Equal(got[i].Key, want[i].Key) ||
			(got[i].Body == nil) != (want[i].Body == nil) {
			t.Fatalf("record %d is another", i)
		}
	}
}

var roomA, roomB, roomC = ident.Room{1}, ident.Room{2}, ident.Room{3}

func allOrNothing(t *testing.T, s Store) {
	l := opened(t, s, roomA, roomB)
	batch := []eventlog.Append{
		{Room: roomA, Expect: 1, Records: Records(roomA, 1, 2)},
		{Room: roomB, Expect: 5, Records: Records(roomB, 5, 1)}, // not so
		{Room: roomC, RoomKey: []byte("key"), Records: Records(roomC, 0, 1)},
	}
	if err := l.Append(ctx, batch); fault.KindOf(err) != fault.Conflict {
		t.Fatalf("it gives %v", err)
	}
	if n := len(All(t, l, roomA, 0)); n != 1 {
		t.Fatalf("%d records stand in a room of a batch that failed", n)
	}
	rooms, err := l.Rooms(ctx)
	must(t, err)
	if len(rooms) != 2 {
		t.Fatalf("%d rooms are there", len(rooms))
	}
	batch[1] = eventlog.Append{Room: roomB, Expect: 1, Records: Records(roomB, 1, 1)}
	must(t, l.Append(ctx, batch))
	if s.Reopen != nil {
		l = s.Reopen(t, l)
	}
	for i, a := range batch {
		same(t, All(t, l, a.Room, a.Expect), batch[i].Records)
	}
	rooms, err = l.Rooms(ctx)
	must(t, err)
	if len(rooms) != 3 || rooms[2].ID != roomC || string(rooms[2].Key) != "key" || rooms[0].Length != 3 {
		t.Fatalf("the rooms are %v", rooms)
	}
}

func conflict(t *testing.T, s Store) {
	l := opened(t, s, roomA)
	must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 1, Records: Records(roomA, 1, 1)}}))
	for _, a := range []eventlog.Append{
		{Room: roomA, Expect: 1, Records: Records(roomA, 1, 1)},
		{Room: roomA, Expect: 3, Records: Records(roomA, 3, 1)},
		{Room: roomA, RoomKey: []byte("another"), Records: Records(roomA, 0, 1)},
	} {
		err := l.Append(ctx, []eventlog.Append{a})
		c, ok := errors.AsType[*eventlog.Conflict](err)
		if !ok || c.Room != roomA || fault.KindOf(err) != fault.Conflict {
			t.Fatalf("it gives %v", err)
		}
	}
	if n := len(All(t, l, roomA, 0)); n != 2 {
		t.Fatalf("%d records are there", n)
	}
}

func repeated(t *testing.T, s Store) {
	l := opened(t, s, roomA, roomB)
	batch := []eventlog.Append{
		{Room: roomA, Expect: 1, Records: Records(roomA, 1, 2)},
		{Room: roomB, Expect: 1, Records: Records(roomB, 1, 1)},
		{Room: roomC, RoomKey: []byte("key"), Records: Records(roomC, 0, 2)},
	}
	must(t, l.Append(ctx, batch))
	must(t, l.Append(ctx, batch))
	must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 3, Records: Records(roomA, 3, 1)}}))
	if s.Reopen != nil {
		l = s.Reopen(t, l)
	}
	must(t, l.Append(ctx, batch)) // also long after
	for _, a := range batch {
		same(t, All(t, l, a.Room, a.Expect)[:len(a.Records)], a.Records)
	}
	if n := len(All(t, l, roomA, 0)); n != 4 {
		t.Fatalf("%d records are there", n)
	}
	// Also with a destruction in it, and not where half of it is something else.
	gone := []eventlog.Append{{Room: roomA, Expect: 4, Records: Records(roomA, 4, 1), Destroy: []uint64{1, 2}}}
	must(t, l.Append(ctx, gone))
	must(t, l.Append(ctx, gone))
	mixed := []eventlog.Append{batch[0], {Room: roomB, Expect: 2, Records: Records(roomB, 2, 1)}}
	if err := l.Append(ctx, mixed); fault.KindOf(err) != fault.Conflict {
		t.Fatalf("a batch of which half stands gives %v", err)
	}
	part := []eventlog.Append{{Room: roomA, Expect: 4, Records: append(gone[0].Records[:1:1], Records(roomA, 5, 1)...)}}
	if err := l.Append(ctx, part); fault.KindOf(err) != fault.Conflict {
		t.Fatalf("an append of which the first entry stands gives %v", err)
	}
	if n := len(All(t, l, roomA, 0)) + len(All(t, l, roomB, 0)); n != 7 {
		t.Fatalf("%d records are there", n)
	}
}

func destroyed(t *testing.T, s Store) {
	l := opened(t, s, roomA)
	was := Records(roomA, 1, 3)
	must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 1, Records: was}}))
	end := Records(roomA, 4, 1)
	must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 4, Records: end, Destroy: []uint64{1, 3}}}))
	if s.Reopen != nil {
		l = s.Reopen(t, l)
	}
	want := append(bytesOf(was), end...)
	want[0].Body, want[0].Key, want[2].Body, want[2].Key = nil, nil, nil, nil
	same(t, All(t, l, roomA, 1), want)
}

func bytesOf(list []eventlog.Record) []eventlog.Record { return append([]eventlog.Record{}, list...) }

func refused(t *testing.T, s Store) {
	l := opened(t, s, roomA, roomB)
	good := Record(roomA, 1)
	empty := good
	empty.Body = nil
	for name, batch := range map[string][]eventlog.Append{
		"a room twice":                      {{Room: roomA, Expect: 1, Records: Records(roomA, 1, 1)}, {Room: roomA, Expect: 2, Records: Records(roomA, 2, 1)}},
		"another room's header":             {{Room: roomB, Expect: 1, Records: []eventlog.Record{good}}},
		"another seq":                       {{Room: roomA, Expect: 1, Records: Records(roomA, 2, 1)}},
		"no body":                           {{Room: roomA, Expect: 1, Records: []eventlog.Record{empty}}},
		"no such room":                      {{Room: roomC, Expect: 0, Records: Records(roomC, 0, 1)}},
		"nothing":                           {{Room: roomA, Expect: 1}},
		"a key for a room that has entries": {{Room: roomA, Expect: 1, RoomKey: []byte("k"), Records: Records(roomA, 1, 1)}},
		"destroy what is not":               {{Room: roomA, Expect: 1, Records: Records(roomA, 1, 1), Destroy: []uint64{1}}},
	} {
		if err := l.Append(ctx, batch); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if n := len(All(t, l, roomA, 0)) + len(All(t, l, roomB, 0)) + len(All(t, l, roomC, 0)); n != 2 {
		t.Fatalf("%d records are there", n)
	}
}

func anywhere(t *testing.T, s Store) {
	l := opened(t, s, roomA, roomB)
	want := All(t, l, roomA, 0)
	for at := uint64(1); at < 1500; at += 300 {
		more := Records(roomA, at, 300)
		must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: at, Records: more}}))
		want = append(want, more...)
	}
	for _, from := range []uint64{0, 1, 511, 512, 513, 1499, 1500, 1501, 99999, 1 << 63, 1<<64 - 1} {
		same(t, All(t, l, roomA, from), want[min(from, uint64(len(want))):])
	}
	n := 0
	for _, err := range l.After(ctx, roomA, 0) { // and may stop
		must(t, err)
		if n++; n == 3 {
			break
		}
	}
	must(t, l.Append(ctx, []eventlog.Append{{Room: roomB, Expect: 1, Records: Records(roomB, 1, 1)}}))
}

func hashes(t *testing.T, s Store) {
	l := opened(t, s, roomA, roomB)
	for _, n := range []int{1, 2, 3, 5, 17, 100} {
		at := uint64(len(All(t, l, roomA, 0)))
		must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: at, Records: Records(roomA, at, n)},
			{Room: roomB, Expect: uint64(len(All(t, l, roomB, 0))), Records: Records(roomB, uint64(len(All(t, l, roomB, 0))), 1)}}))
		if s.Reopen != nil {
			l = s.Reopen(t, l)
		}
	}
	for _, room := range []ident.Room{roomA, roomB} {
		mem := eventlog.NewMemory()
		all := All(t, l, room, 0)
		must(t, mem.Append(ctx, []eventlog.Append{{Room: room, RoomKey: []byte("k"), Records: all}}))
		for n := int64(1); n <= int64(len(all)); n++ {
			got, err := tlog.TreeHash(n, l.Hashes(ctx, room))
			must(t, err)
			want, err := tlog.TreeHash(n, mem.Hashes(ctx, room))
			must(t, err)
			if got != want {
				t.Fatalf("the hash of the first %d entries is another", n)
			}
		}
		proof, err := tlog.ProveRecord(int64(len(all)), 0, l.Hashes(ctx, room))
		must(t, err)
		root, err := tlog.TreeHash(int64(len(all)), l.Hashes(ctx, room))
		must(t, err)
		must(t, tlog.CheckRecord(proof, int64(len(all)), root, 0, event.Leaf(all[0].Header[:])))
	}
	if _, err := l.Hashes(ctx, roomA).ReadHashes([]int64{1 << 40}); err == nil {
		t.Error("a hash that is not there is read")
	}
}

func large(t *testing.T, s Store) {
	l := opened(t, s, roomA)
	r := Records(roomA, 1, 4)
	for i := range r {
		r[i].Body = make([]byte, 5<<20)
		fill(r[i].Body[:1000])
	}
	must(t, l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 1, Records: r}}))
	same(t, All(t, l, roomA, 1), r)
}

func cancelled(t *testing.T, s Store) {
	l := opened(t, s, roomA)
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := l.Append(over, []eventlog.Append{{Room: roomA, Expect: 1, Records: Records(roomA, 1, 1)}}); err == nil {
		t.Error("it appends")
	}
	for _, err := range l.After(over, roomA, 0) {
		if err == nil {
			t.Error("it reads")
		}
	}
	if n := len(All(t, l, roomA, 0)); n != 1 {
		t.Fatalf("%d records are there", n)
	}
}

func closed(t *testing.T, s Store) {
	l := opened(t, s, roomA)
	must(t, l.Close())
	if err := l.Append(ctx, []eventlog.Append{{Room: roomA, Expect: 1, Records: Records(roomA, 1, 1)}}); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("appending gives %v", err)
	}
	if _, err := l.Rooms(ctx); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("listing gives %v", err)
	}
	for _, err := range l.After(ctx, roomA, 0) {
		if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("reading gives %v", err)
		}
	}
	if _, err := l.Keyring(ctx); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("asking for the keyring gives %v", err)
	}
	if err := l.SetKeyring(ctx, []byte("k")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("setting the keyring gives %v", err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("closing it again gives %v", err)
	}
}

func keyring(t *testing.T, s Store) {
	l := s.Open(t)
	k, err := l.Keyring(ctx)
	must(t, err)
	if k != nil {
		t.Errorf("a new log has a keyring: %x", k)
	}
	for _, want := range []string{"one", "another"} {
		must(t, l.SetKeyring(ctx, []byte(want)))
		if s.Reopen != nil {
			l = s.Reopen(t, l)
		}
		k, err = l.Keyring(ctx)
		must(t, err)
		if string(k) != want {
			t.Errorf("the keyring is %q", k)
		}
	}
}

// together: 8 writers that each retry on conflicts and 20 readers; nothing is
// lost, and no reader sees half a batch.
func together(t *testing.T, s Store) {
	const writers, readers, each = 8, 20, 12
	l := opened(t, s, roomA, roomB)
	var wg, reading sync.WaitGroup
	done := make(chan struct{})
	failed := make(chan error, writers+readers)
	for range writers {
		wg.Go(func() {
			at := uint64(1)
			for n := 0; n < each; {
				err := l.Append(ctx, []eventlog.Append{
					{Room: roomA, Expect: at, Records: Records(roomA, at, 2)},
					{Room: roomB, Expect: at, Records: Records(roomB, at, 2)}})
				switch {
				case err == nil:
					n++
					at += 2
				case fault.KindOf(err) == fault.Conflict:
					at += 2
					if at > writers*each*2+1 {
						at = 1
					}
				default:
					failed <- err
					return
				}
			}
		})
	}
	for range readers {
		reading.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				for _, room := range []ident.Room{roomA, roomB} {
					n := 0
					for r, err := range l.After(ctx, room, 0) {
						if err != nil {
							failed <- err
							return
						}
						h, err := event.ParseHeader(r.Header[:])
						if err != nil || h.Seq != uint64(n) || h.Room != room {
							failed <- fmt.Errorf("entry %d is %v, %v", n, h, err)
							return
						}
						n++
					}
					if n%2 != 1 {
						failed <- fmt.Errorf("%d entries: half a batch is seen", n)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	close(done)
	reading.Wait()
	select {
	case err := <-failed:
		t.Fatal(err)
	default:
	}
	for _, room := range []ident.Room{roomA, roomB} {
		if n := len(All(t, l, room, 0)); n != 1+writers*each*2 {
			t.Fatalf("%d entries are there, not %d", n, 1+writers*each*2)
		}
	}
}

// model: whatever is appended, late, repeated and destroyed, the log reads as a
// plain list does to which the same was done.
func model(t *testing.T, s Store) {
	l := s.Open(t)
	salt := byte(0)
	rapid.Check(t, func(rt *rapid.T) {
		salt++ // the same log for all draws: other rooms
		var rooms []ident.Room
		for i := range rapid.IntRange(1, 3).Draw(rt, "rooms") {
			r := ident.Room{9, salt, byte(i)}
			fill(r[8:])
			rooms = append(rooms, r)
		}
		list := map[ident.Room][]eventlog.Record{}
		var last []eventlog.Append
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			if last != nil && rapid.Bool().Draw(rt, "repeat") {
				if err := l.Append(ctx, last); err != nil {
					rt.Fatalf("repeating gives %v", err)
				}
				continue
			}
			var batch []eventlog.Append
			late := false
			for _, r := range rooms {
				if !rapid.Bool().Draw(rt, "in") {
					continue
				}
				at := uint64(len(list[r]))
				a := eventlog.Append{Room: r, Expect: at}
				if at == 0 {
					a.RoomKey = []byte("k")
				} else {
					if rapid.IntRange(0, 9).Draw(rt, "late") == 0 {
						a.Expect, late = at+1, true
					}
					if rapid.Bool().Draw(rt, "destroy") {
						a.Destroy = []uint64{rapid.Uint64Range(0, at-1).Draw(rt, "which")}
					}
				}
				a.Records = Records(r, a.Expect, rapid.IntRange(1, 4).Draw(rt, "n"))
				batch = append(batch, a)
			}
			err := l.Append(ctx, batch)
			if late {
				if fault.KindOf(err) != fault.Conflict {
					rt.Fatalf("being late gives %v", err)
				}
				continue
			}
			if err != nil {
				rt.Fatal(err)
			}
			if len(batch) > 0 {
				last = batch
			}
			for _, a := range batch {
				list[a.Room] = append(list[a.Room], a.Records...)
				for _, d := range a.Destroy {
					list[a.Room][d].Body, list[a.Room][d].Key = nil, nil
				}
			}
		}
		for _, r := range rooms {
			from := rapid.Uint64Range(0, uint64(len(list[r]))).Draw(rt, "from")
			same(t, All(t, l, r, from), list[r][from:])
		}
	})
}

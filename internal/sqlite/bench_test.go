//go:build unix

package sqlite

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/vault"
)

// plainStore inserts rows as a program would that neither seals nor hashes: the
// same table, the same journal and syncing, and the same gathering of whoever
// waits into one transaction.
type plainStore struct {
	c     *sqlite.Conn
	queue chan plainRow
}

type plainRow struct {
	room                     *ident.Room
	seq                      uint64
	header, nodes, body, key []byte
	done                     chan error
}

func newPlain(t testing.TB) *plainStore {
	c, err := sqlite.OpenConn(filepath.Join(t.TempDir(), "plain"), sqlite.OpenReadWrite, sqlite.OpenCreate)
	must(t, err)
	must(t, run(c, "PRAGMA journal_mode=WAL"))
	must(t, run(c, "PRAGMA synchronous=FULL"))
	for _, q := range schema {
		must(t, run(c, q))
	}
	p := &plainStore{c, make(chan plainRow, 1024)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for row := range p.queue {
			group := []plainRow{row}
		gather:
			for len(group) < maxGroup {
				select {
				case r, ok := <-p.queue:
					if !ok {
						break gather
					}
					group = append(group, r)
				default:
					break gather
				}
			}
			err := p.insert(group)
			for _, r := range group {
				r.done <- err
			}
		}
	}()
	t.Cleanup(func() {
		close(p.queue)
		<-ended
		c.Close()
	})
	return p
}

func (p *plainStore) insert(group []plainRow) (err error) {
	end, err := sqlitex.ImmediateTransaction(p.c)
	if err != nil {
		return err
	}
	defer end(&err)
	stmt := p.c.Prep("INSERT INTO entries (room, seq, header, nodes, body, key) VALUES (?, ?, ?, ?, ?, ?)")
	for _, r := range group {
		stmt.BindBytes(1, r.room[:])
		stmt.BindInt64(2, int64(r.seq))
		stmt.BindBytes(3, r.header)
		stmt.BindBytes(4, r.nodes)
		stmt.BindBytes(5, r.body)
		stmt.BindBytes(6, r.key)
		if err := step(stmt); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkAppend has clients append one entry after another, each durable
// before the next, and does the same with plain inserts in turns. The bar is a
// ratio of 0.75.
func BenchmarkAppend(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			ours, plain := newOurs(b, clients), newPlain(b)
			rooms := make([]ident.Room, clients)
			for i := range rooms {
				rand.Read(rooms[i][:])
			}
			var spent [2]time.Duration
			var n int
			turn := 16 * clients // entries of each kind in a turn
			at := make([]uint64, clients)
			for b.Loop() {
				start := time.Now()
				all(clients, func(c int) {
					for range turn / clients {
						ours.append(b, c)
					}
				})
				spent[0] += time.Since(start)
				start = time.Now()
				all(clients, func(c int) {
					header, nodes, body, key := make([]byte, 81), make([]byte, 64), make([]byte, 272), make([]byte, 60)
					done := make(chan error, 1)
					for range turn / clients {
						plain.queue <- plainRow{&rooms[c], at[c], header, nodes, body, key, done}
						if err := <-done; err != nil {
							b.Error(err)
						}
						at[c]++
					}
				})
				spent[1] += time.Since(start)
				n += turn
			}
			b.ReportMetric(float64(n)/spent[0].Seconds(), "entries/s")
			b.ReportMetric(float64(n)/spent[1].Seconds(), "plain/s")
			b.ReportMetric(spent[1].Seconds()/spent[0].Seconds(), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func all(n int, do func(int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

type ours struct {
	l     *Log
	rooms []ident.Room
	keys  []*vault.RoomKey
	at    []uint64
}

func newOurs(b testing.TB, n int) *ours {
	o := &ours{l: create(b), rooms: make([]ident.Room, n), keys: make([]*vault.RoomKey, n), at: make([]uint64, n)}
	ring, err := vault.NewRing(rand.Reader)
	must(b, err)
	for i := range n {
		rand.Read(o.rooms[i][:])
		k, wrapped, err := ring.NewRoom(rand.Reader, o.rooms[i])
		must(b, err)
		o.keys[i] = k
		must(b, o.l.Append(ctx, []eventlog.Append{{Room: o.rooms[i], RoomKey: wrapped, Records: sealed(b, k, o.rooms[i], 0, 1, 200)}}))
		o.at[i] = 1
	}
	return o
}

var plain200 = make([]byte, 200)

// append seals and appends, as a use case does.
func (o *ours) append(b testing.TB, c int) {
	h := event.Header{Version: event.Version, Room: o.rooms[c], Seq: o.at[c], Time: 1, Commitment: event.Commit(plain200)}
	rand.Read(h.ID[:])
	body, key, err := o.keys[c].Seal(rand.Reader, h, plain200)
	if err == nil {
		err = o.l.Append(ctx, []eventlog.Append{{Room: o.rooms[c], Expect: o.at[c], Records: []eventlog.Record{{Header: h.Bytes(), Body: body, Key: key}}}})
	}
	if err != nil {
		b.Error(err)
	}
	o.at[c]++
}

const many = 100_000

// full makes a process of many entries in some rooms, written in turns.
func full(b testing.TB, rooms int) (string, *vault.Ring) {
	l := create(b)
	ring, err := vault.NewRing(rand.Reader)
	must(b, err)
	keys, ids := make([]*vault.RoomKey, rooms), make([]ident.Room, rooms)
	const per = 25
	for n := 0; n < many; n += rooms * per {
		var batch []eventlog.Append
		for i := range rooms {
			a := eventlog.Append{Room: ids[i], Expect: uint64(n / rooms)}
			if n == 0 {
				rand.Read(ids[i][:])
				a.Room = ids[i]
				keys[i], a.RoomKey, err = ring.NewRoom(rand.Reader, ids[i])
				must(b, err)
			}
			a.Records = sealed(b, keys[i], ids[i], a.Expect, per, 200)
			batch = append(batch, a)
		}
		must(b, l.Append(ctx, batch))
	}
	must(b, l.Close())
	return l.Path(), ring
}

// processor is the time that the program has had on a processor: on a machine
// that others use, the time on the clock says little.
func processor() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkRead reads and opens every entry of a process on one core.
func BenchmarkRead(b *testing.B) {
	for _, rooms := range []int{1, 40} {
		path, ring := full(b, rooms)
		l, err := Open(ctx, path, Options{})
		must(b, err)
		for _, opened := range []bool{false, true} {
			b.Run(fmt.Sprintf("rooms=%d/opened=%v", rooms, opened), func(b *testing.B) {
				b.ReportAllocs()
				var dst []byte
				before := processor()
				for b.Loop() {
					n := 0
					list, err := l.Rooms(ctx)
					must(b, err)
					for _, r := range list {
						k, err := ring.OpenRoom(r.ID, r.Key)
						must(b, err)
						for rec, err := range l.After(ctx, r.ID, 0) {
							if err != nil {
								b.Fatal(err)
							}
							if opened {
								if dst, err = k.Open(dst, &rec.Header, rec.Body, rec.Key); err != nil {
									b.Fatal(err)
								}
							}
							n++
						}
					}
					if n != many {
						b.Fatal(n)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/entry")
				b.ReportMetric(float64((processor()-before).Nanoseconds())/float64(b.N)/many, "cpu-ns/entry")
			})
		}
		must(b, l.Close())
	}
}

// BenchmarkOpen opens a process of many entries and lists its rooms;
// BenchmarkForget destroys a body in it; BenchmarkBackup copies it.
func BenchmarkOpen(b *testing.B) {
	path, _ := full(b, 40)
	for b.Loop() {
		l, err := Open(ctx, path, Options{})
		must(b, err)
		rooms, err := l.Rooms(ctx)
		must(b, err)
		if len(rooms) != 40 {
			b.Fatal(len(rooms))
		}
		must(b, l.Close())
	}
}

func BenchmarkForget(b *testing.B) {
	path, ring := full(b, 40)
	l, err := Open(ctx, path, Options{})
	must(b, err)
	defer l.Close()
	rooms, err := l.Rooms(ctx)
	must(b, err)
	k, err := ring.OpenRoom(rooms[0].ID, rooms[0].Key)
	must(b, err)
	at := rooms[0].Length
	for b.Loop() {
		must(b, l.Append(ctx, []eventlog.Append{{Room: rooms[0].ID, Expect: at, Records: sealed(b, k, rooms[0].ID, at, 1, 200), Destroy: []uint64{at % rooms[0].Length}}}))
		at++
	}
}

func BenchmarkBackup(b *testing.B) {
	path, _ := full(b, 40)
	l, err := Open(ctx, path, Options{})
	must(b, err)
	defer l.Close()
	to := filepath.Join(b.TempDir(), "backup")
	for b.Loop() {
		must(b, l.Backup(ctx, to))
		must(b, os.Remove(to))
	}
}

package app_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/sqlite"
	"nonpaper/internal/vault"
)

var ctx = context.Background()

var keeper = app.Actor{Person: "m.rhee", Entered: "m.rhee", Known: event.KnownAtFile}

func ring(t testing.TB) *vault.Ring {
	r, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func founded(t testing.TB, log eventlog.Log, r *vault.Ring) *app.Process {
	t.Helper()
	p, err := app.Create(ctx, app.Config{Log: log, Ring: r, Clock: time.Now},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Meridian Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee", Name: "Magnus Rhee"}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	must(t, p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: "ALD", Name: "Aldmark", Roles: []event.Role{event.RoleSide}}, false))
	must(t, p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: "ald.head", Name: "R. Osei", Party: "ALD"}, false))
	_, err = p.OpenRoom(ctx, keeper, event.When{}, app.NewRoom{Name: "north", Kind: event.RoomConsultation, With: []ident.Person{"ald.head"}})
	must(t, err)
	var text plan.Text
	for i := range 28 {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(i + 1), Heading: "Crossing points", Body: fmt.Sprintf("The Parties shall open %d crossing points on the standstill line.", i)})
	}
	_, err = p.Record(ctx, keeper, event.When{}, app.Drafting, room.Import{Text: text})
	must(t, err)
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v (%s)", err, fault.HintOf(err))
	}
}

func stores(t *testing.T, test func(*testing.T, eventlog.Log)) {
	t.Run("memory", func(t *testing.T) { test(t, eventlog.NewMemory()) })
	t.Run("sqlite", func(t *testing.T) {
		l, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "p.nonpaper"), sqlite.Options{})
		must(t, err)
		test(t, l)
	})
}

// Eight writers and twenty readers on one process: every act is there once, in
// both of its rooms, and no reader sees a room go back.
func TestWritersAndReaders(t *testing.T) {
	const writers, readers, each = 8, 20, 10
	stores(t, func(t *testing.T, log eventlog.Log) {
		r := ring(t)
		p := founded(t, log, r)
		var writing, reading sync.WaitGroup
		stop := make(chan struct{})
		failed := make(chan error, writers+readers)
		for w := range writers {
			writing.Go(func() {
				for i := range each {
					_, err := p.Record(ctx, keeper, event.When{}, app.In("north"), room.MakeNote{NoteMade: event.NoteMade{Words: fmt.Sprintf("note %d of %d", i, w)}})
					if err == nil {
						_, err = p.Convey(ctx, keeper, event.When{}, app.Conveyance{Points: []string{"p7"}, Rooms: []string{"north"}, Mode: event.ModeShown})
					}
					if err != nil {
						failed <- err
						return
					}
				}
			})
		}
		for range readers {
			reading.Go(func() {
				last := uint64(0)
				for {
					select {
					case <-stop:
						return
					default:
					}
					s, err := p.Seat(ctx, app.Actor{Person: "ald.head", Entered: "ald.head"}, app.In("north"), app.AsOf{})
					if err == nil && s.Entries < last {
						err = fmt.Errorf("the room went back from %d to %d entries", last, s.Entries)
					}
					if err != nil {
						failed <- err
						return
					}
					last = s.Entries
					time.Sleep(time.Millisecond)
				}
			})
		}
		writing.Wait()
		close(stop)
		reading.Wait()
		select {
		case err := <-failed:
			t.Fatal(err)
		default:
		}
		s, err := p.Seat(ctx, keeper, app.In("north"), app.AsOf{})
		must(t, err)
		d, err := p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
		must(t, err)
		seen := map[string]bool{}
		for _, n := range s.Notes {
			seen[n.Words] = true
		}
		if len(seen) != writers*each || len(s.Given) != writers*each || len(d.Conveyed) != writers*each {
			t.Fatalf("%d notes, %d given, %d conveyed; %d of each were acknowledged", len(seen), len(s.Given), len(d.Conveyed), writers*each)
		}
		if file, is := log.(*sqlite.Log); is {
			v, err := file.Verify(ctx, r, nil)
			must(t, err)
			if len(v.Damage) > 0 {
				t.Fatal(v.Damage)
			}
		}
	})
}

// What is read back after opening again is what stood before.
func TestOpenAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.nonpaper")
	log, err := sqlite.Create(ctx, file, sqlite.Options{})
	must(t, err)
	r := ring(t)
	p := founded(t, log, r)
	_, err = p.Convey(ctx, keeper, event.When{}, app.Conveyance{Rooms: []string{"north"}, Mode: event.ModeHandedOver})
	must(t, err)
	before, _, err := p.Export(ctx, keeper, "north")
	must(t, err)
	must(t, p.Close())
	log, err = sqlite.Open(ctx, file, sqlite.Options{})
	must(t, err)
	q, err := app.Open(ctx, app.Config{Log: log, Ring: r, Clock: time.Now})
	must(t, err)
	defer q.Close()
	after, _, err := q.Export(ctx, keeper, "north")
	must(t, err)
	if before.Entries != after.Entries || room.Hash(before.Given[0].Points) != room.Hash(after.Given[0].Points) {
		t.Fatal("another room came back")
	}
}

// An act in several rooms is in all of them or in none.
func TestAllRoomsOrNone(t *testing.T) {
	p := founded(t, eventlog.NewMemory(), ring(t))
	d, _ := p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
	_, err := p.Convey(ctx, keeper, event.When{}, app.Conveyance{Rooms: []string{"north", "south"}, Mode: event.ModeHandedOver})
	if fault.KindOf(err) != fault.NotFound {
		t.Fatalf("it gives %v", err)
	}
	after, _ := p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
	n, _ := p.Seat(ctx, keeper, app.In("north"), app.AsOf{})
	if after.Entries != d.Entries || len(n.Given) != 0 {
		t.Fatal("half of it was recorded")
	}
}

// A clock that goes back does not take the record back.
func TestClockGoesBack(t *testing.T) {
	now := time.Date(2025, 11, 21, 18, 55, 0, 0, time.UTC)
	r := ring(t)
	p, err := app.Create(ctx, app.Config{Log: eventlog.NewMemory(), Ring: r, Clock: func() time.Time { return now }},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "x"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	must(t, err)
	now = now.Add(-time.Hour)
	_, err = p.Record(ctx, keeper, event.When{}, app.Drafting, room.MakeNote{NoteMade: event.NoteMade{Words: "later"}})
	must(t, err)
	last := int64(0)
	for e, err := range p.Entries(ctx, keeper, app.Drafting) {
		must(t, err)
		if e.Time < last {
			t.Fatalf("entry %d is earlier than the one before", e.Seq)
		}
		last = e.Time
	}
}

// large makes a process of so many entries in one room, faster than act by act.
func large(b testing.TB, file string, n int) *vault.Ring {
	log, err := sqlite.Create(ctx, file, sqlite.Options{})
	must(b, err)
	r := ring(b)
	p := founded(b, log, r)
	s, err := p.Seat(ctx, keeper, app.In("north"), app.AsOf{})
	must(b, err)
	rooms, err := log.Rooms(ctx)
	must(b, err)
	for _, x := range rooms {
		if x.ID != s.ID {
			continue
		}
		key, err := r.OpenRoom(x.ID, x.Key)
		must(b, err)
		for at := s.Entries; at < uint64(n); {
			a := eventlog.Append{Room: x.ID, Expect: at}
			for range 1000 {
				body := event.Body{Actor: "m.rhee", Entered: "m.rhee", Known: event.KnownAtFile, When: event.When{From: int64(at), Offset: 60},
					Fact: &event.MemberAdded{Person: "ald.head", Writes: false}}
				switch at % 4 {
				case 1:
					body.Fact = &event.Knowledge{Party: "ALD", Level: event.KnowsGist, Way: event.WayReported, Source: "an envoy"}
				case 2:
					body.Fact = &event.PersonIntroduced{Person: "ald.head", Name: "R. Osei", Party: "ALD", Capacity: "head of delegation"}
				case 3:
					body.Fact = &event.CopyReturned{Label: "Text 1", Copy: 1, Note: "came back sealed"}
				}
				rand.Read(body.Salt[:])
				plain := event.Encode(&body)
				h := event.Header{Version: event.Version, Room: x.ID, Seq: at, Time: int64(at), Commitment: event.Commit(plain)}
				rand.Read(h.ID[:])
				rec := eventlog.Record{Header: h.Bytes()}
				rec.Body, rec.Key, err = key.Seal(rand.Reader, h, plain)
				must(b, err)
				a.Records = append(a.Records, rec)
				at++
			}
			must(b, log.Append(ctx, []eventlog.Append{a}))
		}
	}
	must(b, p.Close())
	return r
}

// BenchmarkOpen opens a process of 100,000 entries and lists its rooms: read,
// opened, decoded, folded.
func BenchmarkOpen(b *testing.B) {
	const n = 100_000
	file := filepath.Join(b.TempDir(), "p.nonpaper")
	r := large(b, file, n)
	var m0, m1 runtime.MemStats
	b.ReportAllocs()
	for b.Loop() {
		log, err := sqlite.Open(ctx, file, sqlite.Options{})
		must(b, err)
		runtime.GC()
		runtime.ReadMemStats(&m0)
		p, err := app.Open(ctx, app.Config{Log: log, Ring: r, Clock: time.Now})
		must(b, err)
		seats, err := p.Seats(ctx, keeper, app.AsOf{})
		if err != nil || len(seats) != 3 {
			b.Fatal(err, len(seats))
		}
		b.StopTimer()
		runtime.GC()
		runtime.ReadMemStats(&m1)
		must(b, p.Close())
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/entry")
	b.ReportMetric(float64(m1.HeapAlloc-m0.HeapAlloc)/(1<<20), "MiB-kept")
}

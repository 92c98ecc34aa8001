// Package app is what can be done with a process: the use cases.
//
// It promises that every method names its actor; that an actor sees the rooms
// in which they are a member and nothing else, so that what they are not to know
// of is answered in the same words as what is not there; that what it records is
// durable or an error; and that acts in several rooms happen in all of them or in
// none. It refuses to decide: what may be recorded is said by room and access,
// what is shown by view.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/live"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
)

// Actor is who acts, who enters it, and how the latter was known.
type Actor struct {
	Person  ident.Person
	Entered ident.Person
	Known   event.Known
}

// Config is what a process needs from outside.
type Config struct {
	Log   eventlog.Log
	Ring  *vault.Ring
	Clock func() time.Time
	Rand  io.Reader // nil: the machine's
}

// Process is an open process.
type Process struct {
	log   eventlog.Log
	ring  *vault.Ring
	clock func() time.Time
	rand  io.Reader
	Live  live.Hub

	writing sync.Mutex // held by the act that is being decided: in one program nobody need be too late

	collated collated
	searched searched
	past     pastWeeks

	mu    sync.RWMutex
	rooms map[ident.Room]*held
}

// held is a room as the program holds it. The state is never changed once it
// stands here: who writes, clones it and puts the new one in its place.
type held struct {
	key   *vault.RoomKey
	state *room.State
}

// Open reads a process.
func Open(ctx context.Context, c Config) (*Process, error) {
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	p := &Process{log: c.Log, ring: c.Ring, clock: c.Clock, rand: c.Rand, rooms: map[ident.Room]*held{}}
	rooms, err := c.Log.Rooms(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range rooms {
		key, err := c.Ring.OpenRoom(r.ID, r.Key)
		if err != nil {
			return nil, err
		}
		h := &held{key: key, state: room.New(r.ID)}
		if err := p.follow(ctx, h.key, h.state); err != nil {
			return nil, err
		}
		p.rooms[r.ID] = h
	}
	return p, nil
}

// follow reads what a room's log holds beyond the state.
func (p *Process) follow(ctx context.Context, key *vault.RoomKey, s *room.State) error {
	for e, err := range p.entries(ctx, key, s.ID, s.Entries) {
		if err != nil {
			return err
		}
		s.Evolve(e)
	}
	return nil
}

// entries reads the entries of a room from one on. The entry is valid until the
// next one. Contents of attachments are passed over: they are large, and nothing
// follows from them.
func (p *Process) entries(ctx context.Context, key *vault.RoomKey, id ident.Room, from uint64) func(func(*event.Entry, error) bool) {
	return func(yield func(*event.Entry, error) bool) {
		o := opener{key: key}
		for more := true; more; {
			more = false
			for rec, err := range p.log.After(ctx, id, from) {
				if err == nil {
					err = o.open(&rec)
				}
				if err != nil {
					yield(nil, err)
					return
				}
				n := o.entry.Content()
				from = o.entry.Seq + 1 + n
				if !yield(&o.entry, nil) {
					return
				}
				if more = n > 0; more {
					break
				}
			}
		}
	}
}

// opener opens the records of a room one by one; what it needs for one it uses
// again for the next.
type opener struct {
	key    *vault.RoomKey
	entry  event.Entry
	plain  []byte
	decode event.Decoder
}

// open opens a record into entry.
func (o *opener) open(rec *eventlog.Record) error {
	h, err := event.ParseHeader(rec.Header[:])
	if err != nil {
		return err
	}
	o.entry = event.Entry{Seq: h.Seq, ID: h.ID, Time: h.Time, Gone: rec.Body == nil && rec.Key == nil}
	if o.entry.Gone {
		return nil
	}
	if len(rec.Body) > cap(o.plain) {
		o.plain = make([]byte, 0, max(4<<10, 2*len(rec.Body)))
	}
	plain, err := o.key.Open(o.plain, &rec.Header, rec.Body, rec.Key)
	if err != nil {
		return fmt.Errorf("entry %d of a room cannot be opened: %w", h.Seq+1, err)
	}
	return o.decode.Decode(plain, &o.entry.Body)
}

// seats are the rooms that an actor may read, by name and then by identifier.
func (p *Process) seats(a Actor) []*room.State {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var out []*room.State
	for _, h := range p.rooms {
		if access.May(h.state, access.Read, a.Person, a.Entered) {
			out = append(out, h.state)
		}
	}
	sortRooms(out)
	return out
}

func sortRooms(list []*room.State) {
	slices.SortFunc(list, func(a, b *room.State) int {
		return orElse(strings.Compare(a.Name, b.Name), slices.Compare(a.ID[:], b.ID[:]))
	})
}

func orElse(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// seat finds a room of the actor's by its name or identifier.
func (p *Process) seat(a Actor, name string) (*room.State, error) {
	return pick(p.seats(a), name)
}

// pick finds a room among those that somebody may read; what it says when there
// is none does not depend on any other.
func pick(seats []*room.State, name string) (*room.State, error) {
	var found []*room.State
	for _, s := range seats {
		if strings.EqualFold(s.Name, name) || s.ID.String() == name {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, noRoom(name)
	}
	return nil, fault.Invalidf("%d rooms are called %q", len(found), name).WithHint("Name one by its identifier; nonpaper room list shows them.")
}

func noRoom(name string) error { return fault.NotFoundf("no room %q", name) }

// only finds the one room of a kind that the actor may read.
func only(seats []*room.State, kind event.RoomKind) (*room.State, error) {
	var found *room.State
	for _, s := range seats {
		if s.Kind != kind || s.Closed {
			continue
		}
		if found != nil {
			return nil, fault.Invalidf("there are several %s rooms", kind).WithHint("Name one with --room; nonpaper room list shows them.")
		}
		found = s
	}
	if found == nil {
		return nil, fault.NotFoundf("no %s room", kind)
	}
	return found, nil
}

// Close closes the process's file.
func (p *Process) Close() error { return p.log.Close() }

// errTwice says that the store did not say whether it had written.
var errTwice = errors.New("it is not certain whether this was recorded; look before you repeat it")

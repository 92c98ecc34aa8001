package app

import (
	"context"
	"iter"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// AsOf asks for what stood at a moment: by when it was entered, by when it
// happened, or both. Zero asks for now.
type AsOf struct {
	Entered  int64 // Unix µs
	Happened int64 // Unix µs
}

// Has reports whether an entry had been made, or what it says had happened, by
// then. What a room and its roster consist of happened when it was entered: it is
// not asked when somebody would have been known had they been entered in time.
func (a AsOf) Has(e *event.Entry) bool {
	if e.Gone {
		return a.Entered == 0 || e.Time <= a.Entered
	}
	return a.has(e.Time, e.Body.When, event.KindOf(e.Body.Fact))
}

// has is Has for an entry with a body: when it was entered and what it says happened,
// and its kind.
func (a AsOf) has(entered int64, when event.When, kind event.Kind) bool {
	if a.Entered != 0 && entered > a.Entered {
		return false
	}
	if a.Happened == 0 || when.From <= a.Happened {
		return true
	}
	switch kind {
	case event.KindProcessOpened, event.KindOrderSet, event.KindRoomOpened, event.KindPartyIntroduced, event.KindPersonIntroduced, event.KindPartyZone, event.KindInstrumentOpened:
		return true
	}
	return false
}

// anew reports whether an entry says anew, after the moment asked for, what is said of
// somebody whom the room knew by then: who is known is a matter of set-up, what is said
// of them is not.
func (a AsOf) anew(then *room.State, e *event.Entry) bool {
	if a.Happened == 0 || e.Gone || e.Body.When.From <= a.Happened {
		return false
	}
	switch f := e.Body.Fact.(type) {
	case *event.PartyIntroduced:
		return then.Parties[f.Code] != nil
	case *event.PersonIntroduced:
		return then.People[f.Person] != nil
	}
	return false
}

// Seats are the rooms that the actor may read, as they stood. Who is a member
// now reads what stood then. A room that had not been entered yet is not there.
func (p *Process) Seats(ctx context.Context, a Actor, at AsOf) ([]*room.State, error) {
	seats := p.seats(a)
	if at == (AsOf{}) {
		return seats, nil
	}
	var out []*room.State
	for _, s := range seats {
		then, err := p.then(ctx, a, s.ID, at)
		if err != nil {
			return nil, err
		}
		if then.Name != "" {
			out = append(out, then)
		}
	}
	sortRooms(out)
	return out, nil
}

// then is a room as it stood; without a name where it was not there yet.
func (p *Process) then(ctx context.Context, a Actor, id ident.Room, at AsOf) (*room.State, error) {
	then := room.New(id)
	for e, err := range p.Entries(ctx, a, In(id.String())) {
		if err != nil {
			return nil, err
		}
		if at.Has(e) && !at.anew(then, e) {
			then.Evolve(e)
		}
	}
	return then, nil
}

// Seat is one room that the actor may read, as it stood.
func (p *Process) Seat(ctx context.Context, a Actor, place Place, at AsOf) (*room.State, error) {
	s, err := p.find(a, place)
	if err != nil || at == (AsOf{}) {
		return s, err
	}
	then, err := p.then(ctx, a, s.ID, at)
	if err != nil || then.Name != "" {
		return then, err
	}
	return nil, fault.NotFoundf("the room %q was not there yet", s.Name)
}

// Entries are the entries of a room, as its members read them. An entry is valid
// until the next one.
func (p *Process) Entries(ctx context.Context, a Actor, place Place) iter.Seq2[*event.Entry, error] {
	return func(yield func(*event.Entry, error) bool) {
		s, err := p.find(a, place)
		if err != nil {
			yield(nil, err)
			return
		}
		p.mu.RLock()
		key := p.rooms[s.ID].key
		p.mu.RUnlock()
		for e, err := range p.entries(ctx, key, s.ID, 0) {
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// Known reports whether a person is known anywhere that the entering person may
// read: an actor whom nobody knows is refused.
func (p *Process) Known(who, entered ident.Person) bool {
	seats := p.seats(Actor{Person: entered, Entered: entered})
	if who == entered {
		return len(seats) > 0
	}
	for _, s := range seats {
		if s.People[who] != nil {
			return true
		}
	}
	return false
}

// Keeps reports whether the actor keeps a room.
func (p *Process) Keeps(a Actor, place Place) bool {
	s, err := p.find(a, place)
	return err == nil && access.May(s, access.Keep, a.Person, a.Entered)
}

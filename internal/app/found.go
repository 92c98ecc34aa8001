package app

import (
	"context"
	"strings"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Founding is what a process begins with.
type Founding struct {
	event.ProcessOpened
	Keepers []event.PersonIntroduced // the first is the keeper of the file
	When    event.When               // when it began; zero: now
}

// The names of the rooms that a process begins with.
const (
	DeskName     = "desk"
	DraftingName = "drafting"
	OwnName      = "own" // a delegation's, in its own file
)

// Create begins a process in an empty log: its desk and its drafting room, or a
// delegation's own room.
func Create(ctx context.Context, c Config, f Founding) (*Process, error) {
	if len(f.Keepers) == 0 {
		return nil, fault.Invalidf("a process needs somebody who keeps it").WithHint("Say who: --keeper m.rhee=\"Magnus Rhee\"")
	}
	p, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	a := Actor{f.Keepers[0].Person, f.Keepers[0].Person, event.KnownAtFile}
	kind, name := event.RoomDrafting, DraftingName
	if f.Delegation != "" {
		kind, name = event.RoomDelegation, OwnName
	}
	err = p.do(ctx, a, f.When, func(w *work) error {
		desk, err := w.open(room.Open{Name: DeskName, Kind: event.RoomDesk})
		if err != nil {
			return err
		}
		if err := w.record(desk, room.OpenProcess{ProcessOpened: f.ProcessOpened}); err != nil {
			return err
		}
		own, err := w.open(room.Open{Name: name, Kind: kind})
		if err != nil {
			return err
		}
		for _, t := range []*part{desk, own} {
			for _, k := range f.Keepers {
				if f.Delegation != "" {
					k.Party = f.Delegation
					if t.state.Parties[k.Party] == nil {
						own := event.PartyIntroduced{Code: k.Party, Name: string(k.Party), Roles: []event.Role{event.RoleSide}}
						if err := w.record(t, room.IntroduceParty{PartyIntroduced: own}); err != nil {
							return err
						}
					}
				}
				if err := w.record(t, room.IntroducePerson{PersonIntroduced: k}, room.AddMember{Person: k.Person, Writes: true}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Keeper is the person who keeps the file where nobody else is named: the first
// who was added to the desk.
func (p *Process) Keeper() ident.Person {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var keeper ident.Person
	first := ^uint64(0)
	for _, h := range p.rooms {
		if h.state.Kind != event.RoomDesk {
			continue
		}
		for who, m := range h.state.Members {
			if !m.Left && m.Writes && m.Seq < first {
				keeper, first = who, m.Seq
			}
		}
	}
	return keeper
}

// About is what the process is called and made from; nothing of it is secret to
// any of its members.
type About struct {
	Name         string
	Delegation   ident.Code
	PublicRecord bool
	Notice       string
}

// About says what the process is.
func (p *Process) About() About {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, h := range p.rooms {
		if o := h.state.Process; o != nil {
			return About{o.Name, o.Delegation, o.PublicRecord, o.Notice}
		}
	}
	return About{}
}

// Place is where an act is recorded: a room by its name, or the one room of a
// kind that the actor may read.
type Place struct {
	Room string
	Kind event.RoomKind
}

// In is the room of a name.
func In(name string) Place { return Place{Room: name} }

// Desk and Drafting are the one room of their kind; Drafting is a delegation's
// own room in a delegation's file.
var (
	Desk     = Place{Kind: event.RoomDesk}
	Drafting = Place{Kind: event.RoomDrafting}
)

// Recorded is what an act recorded in one room.
type Recorded struct {
	Room    *room.State // as it stands behind it
	Entries []event.Entry
}

// Facts are what was recorded.
func (r *Recorded) Facts() []event.Fact {
	out := make([]event.Fact, len(r.Entries))
	for i := range r.Entries {
		out[i] = r.Entries[i].Body.Fact
	}
	return out
}

func (t *part) recorded() *Recorded { return &Recorded{t.state, t.entries} }

// Record carries out commands in one room, all of them or none.
func (p *Process) Record(ctx context.Context, a Actor, when event.When, at Place, commands ...room.Command) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		var t *part
		for _, c := range commands {
			var err error
			if t, err = w.at(at, access.Of(c)); err != nil {
				return err
			}
			if err := w.onlyOwn(t, c); err != nil {
				return err
			}
		}
		if err := w.record(t, commands...); err != nil {
			return err
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

// onlyOwn refuses what is not the actor's own to say.
func (w *work) onlyOwn(t *part, c room.Command) error {
	if !access.Own(t.state, c, w.actor.Person) {
		return fault.Forbiddenf("%s does not keep the room %q, and cannot say this for others; nothing was recorded", w.actor.Person, t.state.Name)
	}
	return nil
}

// say decides a command that somebody may not be allowed to give in a room, or not
// for others, and takes what follows into the act.
func (w *work) say(t *part, c room.Command) error {
	if err := w.may(t.state, access.Of(c)); err != nil {
		return err
	}
	if err := w.onlyOwn(t, c); err != nil {
		return err
	}
	return w.record(t, c)
}

// at takes the room of a place into the act.
func (w *work) at(at Place, act access.Act) (*part, error) {
	if at.Room != "" {
		return w.in(at.Room, act)
	}
	s, err := w.p.find(w.actor, at)
	if err != nil {
		return nil, err
	}
	return w.enter(s, act)
}

// find finds the room of a place for reading.
func (p *Process) find(a Actor, at Place) (*room.State, error) {
	seats := p.seats(a)
	if at.Room != "" {
		return pick(seats, at.Room)
	}
	s, err := only(seats, at.Kind)
	if err != nil && at.Kind == event.RoomDrafting && fault.KindOf(err) == fault.NotFound {
		if own, e := only(seats, event.RoomDelegation); e == nil {
			return own, nil
		}
	}
	return s, err
}

// sameName reports whether an actor's rooms hold one of a name already.
func (p *Process) sameName(a Actor, name string) bool {
	for _, s := range p.seats(a) {
		if strings.EqualFold(s.Name, name) {
			return true
		}
	}
	return false
}

package app

import (
	"context"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// AddParty makes a party known at the desk, and in the drafting room unless
// deskOnly: there its codes stand in ties and ledgers.
func (p *Process) AddParty(ctx context.Context, a Actor, when event.When, f event.PartyIntroduced, deskOnly bool) error {
	return p.deskAnd(ctx, a, when, deskOnly, room.IntroduceParty{PartyIntroduced: f})
}

// AddPerson makes a person known at the desk, and in the drafting room unless deskOnly.
func (p *Process) AddPerson(ctx context.Context, a Actor, when event.When, f event.PersonIntroduced, deskOnly bool) error {
	return p.deskAnd(ctx, a, when, deskOnly, room.IntroducePerson{PersonIntroduced: f})
}

// SetOrder sets the printed order at the desk and in the drafting room.
func (p *Process) SetOrder(ctx context.Context, a Actor, when event.When, order []ident.Code) error {
	return p.deskAnd(ctx, a, when, false, room.SetOrder{Order: order})
}

func (p *Process) deskAnd(ctx context.Context, a Actor, when event.When, deskOnly bool, c room.Command) error {
	return p.do(ctx, a, when, func(w *work) error {
		desk, err := w.at(Desk, access.Keep)
		if err != nil {
			return err
		}
		if err := w.record(desk, c); err != nil {
			return err
		}
		if deskOnly {
			return nil
		}
		s, err := p.find(a, Drafting)
		if err != nil || w.may(s, access.Keep) != nil {
			return nil // the desk alone, then
		}
		t, err := w.enter(s, access.Keep)
		if err != nil {
			return err
		}
		return w.record(t, c)
	})
}

// Introduce makes parties and people of the desk known in a room. With people
// come their parties.
func (p *Process) Introduce(ctx context.Context, a Actor, when event.When, to string, parties []ident.Code, people []ident.Person) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.in(to, access.Keep)
		if err != nil {
			return err
		}
		if err := w.introduce(t, parties, people); err != nil {
			return err
		}
		if len(t.entries) == 0 {
			return fault.Invalidf("all of them are known in the room %q already; nothing was recorded", t.state.Name)
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

// introduce copies from the desk what a room does not know yet.
func (w *work) introduce(t *part, parties []ident.Code, people []ident.Person) error {
	desk, err := w.p.find(w.actor, Desk)
	if err != nil {
		return fault.Forbiddenf("who is to be introduced is looked up at the desk, and %s has no seat there", w.actor.Person)
	}
	for _, who := range people {
		x := desk.People[who]
		if x == nil {
			return fault.NotFoundf("no person %s is known at the desk", who).WithHint("Add them first: nonpaper person add %s NAME --party CODE", who)
		}
		if x.Party != "" {
			parties = append(parties, x.Party)
		}
	}
	for _, code := range parties {
		if t.state.Parties[code] != nil {
			continue
		}
		x := desk.Parties[code]
		if x == nil {
			return fault.NotFoundf("no party %s is known at the desk", code).WithHint("Add it first: nonpaper party add %s NAME", code)
		}
		f := x.PartyIntroduced
		known := f.Members[:0:0]
		for _, m := range f.Members { // a group's members that the room does not know stay unknown there
			if t.state.Parties[m] != nil {
				known = append(known, m)
			}
		}
		f.Members = known
		if err := w.record(t, room.IntroduceParty{PartyIntroduced: f}); err != nil {
			return err
		}
	}
	for _, who := range people {
		if t.state.People[who] != nil {
			continue
		}
		if err := w.record(t, room.IntroducePerson{PersonIntroduced: desk.People[who].PersonIntroduced}); err != nil {
			return err
		}
	}
	return nil
}

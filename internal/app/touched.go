package app

import (
	"context"
	"slices"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Touches says what the date of a meeting touches, as far as the actor reads it; in is the
// room in which it is kept.
func (p *Process) Touches(ctx context.Context, a Actor, in ident.Room, label ident.Label, asOf AsOf) ([]view.Touch, error) {
	seats, err := p.Seats(ctx, a, asOf)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(seats, func(s *room.State) bool { return s.ID == in })
	if i < 0 || seats[i].Meeting(label) == nil {
		return nil, room.NoMeeting(label)
	}
	return view.Touches(&view.Touching{In: seats[i], Meeting: seats[i].Meeting(label), Rooms: seats, Drafting: draftingAmong(seats), Now: p.Moment(asOf)}), nil
}

// draftingAmong is the one drafting room among some rooms, nil where there is none or
// several.
func draftingAmong(seats []*room.State) *room.State {
	s, err := only(seats, event.RoomDrafting)
	if err != nil {
		return nil
	}
	return s
}

// WouldTouch says what ChangeMeeting would touch, as far as the actor reads it. It refuses
// what ChangeMeeting would refuse, and records nothing.
func (p *Process) WouldTouch(ctx context.Context, a Actor, when event.When, in ident.Room, label ident.Label, c room.Command) ([]view.Touch, error) {
	var out []view.Touch
	err := p.do(ctx, a, when, func(w *work) error {
		t, after, err := w.changed(in, c)
		if err != nil {
			return err
		}
		before := p.seats(a)
		rooms := slices.Clone(before)
		for i, s := range rooms {
			if s.ID == t.id {
				rooms[i] = after
			}
		}
		out = w.touches(t.state, after, label, before, rooms, draftingAmong(rooms))
		return nil
	})
	return out, err
}

// ChangeMeeting records that a meeting is moved, put off or does not take place, and what
// that touches as far as it follows from the record of the room in which it is kept: its
// members read that anyway. What follows from other rooms is said to whoever reads them,
// at any time, and stands in no record but theirs.
func (p *Process) ChangeMeeting(ctx context.Context, a Actor, when event.When, in ident.Room, label ident.Label, c room.Command) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		t, after, err := w.changed(in, c)
		if err != nil {
			return err
		}
		var drafting *room.State
		if after.Kind == event.RoomDrafting {
			drafting = after
		}
		touched := w.touches(t.state, after, label, []*room.State{t.state}, []*room.State{after}, drafting)
		if err := w.record(t, c); err != nil {
			return err
		}
		if len(touched) > 0 {
			f := &event.MeetingTouched{Label: after.Meeting(label).Label}
			for i := range touched {
				f.List = append(f.List, touched[i].Touched)
			}
			if err := w.fact(t, w.when, f); err != nil {
				return err
			}
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

// changed is a room as it would be after a command.
func (w *work) changed(in ident.Room, c room.Command) (*part, *room.State, error) {
	t, err := w.in(in.String(), access.Of(c))
	if err != nil {
		return nil, nil, err
	}
	facts, err := t.state.Decide(c)
	if err != nil {
		return nil, nil, err
	}
	after := t.state.Clone()
	for _, f := range facts {
		after.Evolve(&event.Entry{Seq: after.Entries, Time: max(w.now, after.Last), Body: event.Body{Actor: w.actor.Person, Entered: w.actor.Entered, Known: w.actor.Known, When: w.when, Fact: f}})
	}
	return t, after, nil
}

// touches says what a change of a meeting touches; nothing of one that was not known
// before, and nothing where only the place is another.
func (w *work) touches(was, after *room.State, label ident.Label, before, rooms []*room.State, drafting *room.State) []view.Touch {
	m := was.Meeting(label)
	if m == nil {
		return nil
	}
	if now := after.Meeting(label); now.On == m.On && (now.NotHeld == nil) == (m.NotHeld == nil) {
		return nil
	}
	date := m.On
	return view.Touches(&view.Touching{In: after, Meeting: after.Meeting(label), Was: &date, Rooms: rooms, Before: before, Drafting: drafting, Now: w.when.From})
}

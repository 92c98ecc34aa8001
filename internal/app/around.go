package app

import (
	"context"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Around is what stands around the text in the rooms of one actor: how the points stand,
// who is waited for, and what has a date.
type Around struct {
	Rooms    []*room.State // that hold something of the talks
	Drafting *room.State   // nil where the actor does not read it
	Points   map[ident.Room][]view.PointStatus
	Waiting  []view.Owed
	Dates    []view.Dated
	Now      int64 // Unix µs

	grounds []view.Ground
	pending [][]*room.Item
}

// Around draws up what stands around the text: in all rooms of the actor's, or in one.
func (p *Process) Around(ctx context.Context, a Actor, only Place, asOf AsOf) (*Around, error) {
	collating := p.collated.now()
	seats, err := p.Seats(ctx, a, asOf)
	if err != nil {
		return nil, err
	}
	if only != (Place{}) {
		s, err := p.Seat(ctx, a, only, asOf)
		if err != nil {
			return nil, err
		}
		seats = []*room.State{s}
	}
	out := &Around{Now: p.Moment(asOf), Points: map[ident.Room][]view.PointStatus{}}
	for _, s := range seats {
		switch s.Kind {
		case event.RoomDrafting:
			out.Drafting = s
			out.Rooms = append(out.Rooms, s)
		case event.RoomConsultation, event.RoomPlenary:
			out.Rooms = append(out.Rooms, s)
		}
	}
	pending := map[ident.Room][]*room.Item{}
	switch {
	case out.Drafting != nil:
		s := out.Drafting
		if len(s.Instruments) > 0 {
			if out.grounds, out.pending, err = grounds(collating, s, out.Now); err != nil {
				return nil, err
			}
		}
		for i := range out.grounds {
			out.Points[s.ID] = append(out.Points[s.ID], out.grounds[i].Points...)
			pending[s.ID] = append(pending[s.ID], out.pending[i]...)
		}
	default:
		for _, s := range out.Rooms {
			out.Points[s.ID] = view.RoomStatuses(s, out.Now)
		}
	}
	if len(out.Rooms) > 0 {
		out.Waiting = view.Waits(out.Rooms, out.Points, pending, out.Now)
	}
	out.Dates = view.Dates(out.Rooms, out.Points)
	return out, nil
}

// Closing is what is missing of every instrument, nil where the actor does not read the
// drafting room or there is no instrument.
func (x *Around) Closing() []view.ClosingState {
	if x.Drafting == nil || len(x.grounds) == 0 {
		return nil
	}
	return view.Closing(x.Drafting, x.grounds, x.pending, seen(x.Drafting, x.Rooms, x.Now), x.Now)
}

// seen are those whose authority was shown in one of the rooms, in the printed order of
// the drafting room.
func seen(s *room.State, rooms []*room.State, now int64) (out []view.Authorised) {
	for _, r := range rooms {
		for _, x := range view.Seen(r, now) {
			if !slices.ContainsFunc(out, func(o view.Authorised) bool { return o.Person == x.Person }) {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b view.Authorised) int { return s.Compare(a.Party, b.Party) })
	return out
}

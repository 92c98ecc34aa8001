package app

import (
	"context"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Treatment says who was given what, when, in which order, to somebody who reads the
// drafting room. What was given or held before since (Unix µs) is left out; 0 leaves out
// nothing.
func (p *Process) Treatment(ctx context.Context, a Actor, asOf AsOf, since int64) (*room.State, view.Treatment, error) {
	s, seats, err := p.readNow(ctx, a, asOf)
	if err != nil {
		return nil, view.Treatment{}, err
	}
	return s, view.Treat(s, seats, since), nil
}

// RunSheet draws up how a meeting is to run. Somebody who reads the drafting room gets it
// from there and from the meeting's room; somebody who does not, or who asks for what may
// be laid on the table (shared), from the meeting's room alone.
func (p *Process) RunSheet(ctx context.Context, a Actor, in string, label ident.Label, shared bool, asOf AsOf) (*room.State, view.RunSheet, error) {
	collating := p.collated.now()
	seats, err := p.Seats(ctx, a, asOf)
	if err != nil {
		return nil, view.RunSheet{}, err
	}
	p.seatedNow(a, asOf, seats)
	m, err := findMeeting(seats, in, label)
	if err != nil {
		return nil, view.RunSheet{}, err
	}
	around := &view.Around{Now: p.Moment(asOf)}
	i := slices.IndexFunc(seats, func(s *room.State) bool { return s.Kind == event.RoomDrafting })
	if i < 0 || shared && m.Room != seats[i] {
		around.Given = view.RoomStatuses(m.Room, around.Now)
		return nil, view.NewRunSheet(*m, around), nil
	}
	s := seats[i]
	around.Drafting = s
	if around.Texts, _, err = grounds(collating, s, around.Now); err != nil {
		return nil, view.RunSheet{}, err
	}
	parked := map[[32]byte]bool{}
	for _, x := range s.Settled {
		parked[x.Hash] = x.How == event.Parked
	}
	around.Parked = func(b *bracket.Bracket) bool { return parked[BracketHash(s, b)] }
	return s, view.NewRunSheet(*m, around), nil
}

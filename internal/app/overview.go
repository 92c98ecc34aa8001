package app

import (
	"context"
	"fmt"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Overview is where the parties stand in a room, and what stands around that. In a room
// that is shared it has what everybody there may read: no ledger, no hardest points.
type Overview struct {
	view.Overview
	Instrument *room.Instrument // of the drafting room; nil in others
	Text       Spoken
	Since      bool // words were changed or proposals made since that text was circulated
	Waiting    []view.Owed
	Dates      []view.Dated
	Copies     []view.LastCopy // of the drafting room
	Hardest    []view.Hard     // of the drafting room
	Plenary    string          // a plenary room that the actor reads too, "" for none
	Now        int64           // Unix µs
}

// Spoken is the text that an overview speaks of.
type Spoken struct {
	Label  ident.Label // "" where none was circulated or given
	Nature string
	Title  string
	Place  string // where it was given
	When   event.When
	Mode   event.Mode // how it was given; "" in the drafting room
}

// mostHard is how many hardest points are listed.
const mostHard = 5

// Overview draws up the overview of the drafting room, or of another that the actor reads.
func (p *Process) Overview(ctx context.Context, a Actor, at Place, id ident.Instrument, asOf AsOf) (*Overview, error) {
	collating := p.collated.now()
	s, err := p.Seat(ctx, a, at, asOf)
	if err != nil {
		return nil, err
	}
	now := p.Moment(asOf)
	if s.Kind != event.RoomDrafting {
		return roomOverview(s, now), nil
	}
	if len(s.Instruments) == 0 {
		return nil, fault.NotFoundf("there is no instrument yet").WithHint("Import a first draft: nonpaper text import FILE")
	}
	seats, err := p.Seats(ctx, a, asOf)
	if err != nil {
		return nil, err
	}
	in, err := s.Find(id)
	if err != nil {
		return nil, err
	}
	text, statuses, pending, err := standing(collating, s, in, now)
	if err != nil {
		return nil, err
	}
	var plenaries []*room.State
	out := &Overview{Instrument: in, Now: now}
	for _, r := range seats {
		if r.Kind == event.RoomPlenary {
			plenaries = append(plenaries, r)
			out.Plenary = r.Name
		}
	}
	out.Overview = view.Overlook(s, in, text, statuses, plenaries)
	out.Waiting = view.WaitingByDate(s, view.Waiting(s, statuses, pending, now), seats)
	out.Dates = view.Dates(seats, map[ident.Room][]view.PointStatus{s.ID: statuses})
	out.Hardest = view.Hardest(s, &out.Overview, text, out.Dates, now, mostHard)
	for _, t := range s.Texts {
		if t.Instrument == in.Instrument {
			out.Text = Spoken{Label: t.Label, Nature: t.Nature, Title: t.Title, When: t.When}
		}
	}
	if out.Text.Title == "" {
		out.Text.Title = orText(in.Title, in.TextTitle)
	}
	out.Since = slices.ContainsFunc(in.Points, func(q *room.Point) bool { return q.Changed.When.From > out.Text.When.From }) ||
		slices.ContainsFunc(s.Items, func(it *room.Item) bool { return it.Proposal != nil && it.When.From > out.Text.When.From })
	out.Copies, err = view.LastCopies(s, seats, in, p.onceNow(&kept{collating.collated, collating.drops, true}, s, in))
	return out, err
}

// standing compiles an instrument and says how its points stand.
func standing(collating collating, s *room.State, in *room.Instrument, now int64) (*bracket.Text, []view.PointStatus, []*room.Item, error) {
	text, _, pending, err := compileSaid(collating, s, in, func(*room.Item) bool { return true })
	if err != nil {
		return nil, nil, nil, err
	}
	return &text, view.Statuses(s, in, &text, pending, now, func(b *bracket.Bracket) [32]byte { return BracketHash(s, b) }), pending, nil
}

func roomOverview(s *room.State, now int64) *Overview {
	statuses := view.RoomStatuses(s, now)
	out := &Overview{Overview: view.OverlookRoom(s, statuses), Now: now}
	out.Waiting = view.WaitingByDate(s, view.Waiting(s, statuses, nil, now), []*room.State{s})
	out.Dates = view.Dates([]*room.State{s}, map[ident.Room][]view.PointStatus{s.ID: statuses})
	for _, g := range s.Given { // the last whole text; else what was given last
		if g.Whole || out.Text.Label == "" {
			out.Text = Spoken{Label: g.Label, Nature: g.Nature, Title: g.Title, Place: g.Place, When: g.When, Mode: g.Mode}
		}
	}
	return out
}

// onceNow is Now for many parties: those that are given the same are drawn up once.
func (p *Process) onceNow(apart collating, s *room.State, in *room.Instrument) func(ident.Code, view.Last) ([]event.Point, error) {
	same := map[string][]event.Point{}
	return func(party ident.Code, last view.Last) ([]event.Point, error) {
		key := ""
		for _, q := range last.Points {
			how, compiled := last.Compiled[q.ID]
			if !compiled {
				continue
			}
			if !how.Anybody || how.Rendering == event.OwnOnly {
				return p.givenNow(apart, s, in, party, last, "")
			}
			key += fmt.Sprint(q.ID, how.Rendering, ";")
		}
		if points, done := same[key]; done {
			return points, nil
		}
		points, err := p.givenNow(apart, s, in, party, last, "")
		same[key] = points
		return points, err
	}
}

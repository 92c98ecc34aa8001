package app

import (
	"context"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Packs are briefing packs that are drawn up together, on one moment.
type Packs struct {
	Drafting *room.State
	Meeting  *view.Listed // nil for none
	Moment   int64        // Unix µs
	Packs    []Pack       // in printed order of the parties
}

// Pack is a briefing pack: what the party may have, and what the secretariat keeps.
type Pack struct {
	Theirs view.Theirs
	Kept   view.Kept
	Moved  []Moved       // how the texts have moved since the party was given them last
	Drafts []*room.Draft // the actor's own untabled drafts: nobody else may read them
}

// Moved is how an instrument has moved since a party was given it last.
type Moved struct {
	Instrument *room.Instrument
	Last       view.Last           // what it was given; without points where it was given nothing
	Changed    *compare.Comparison // to how it would be given to it now; nil where it was given nothing
}

// ToBrief says which packs are drawn up.
type ToBrief struct {
	Meeting ident.Label  // "" for none
	Room    string       // in which the meeting is kept, "" for the only room of the actor's that has it
	Parties []ident.Code // none: all that take part in the meeting
	Drafts  bool         // with the actor's own untabled drafts
}

// Brief draws up briefing packs, as somebody who reads the drafting room. What a party
// may have is drawn from the rooms that it is in, of those that the actor reads. Nothing
// is recorded: a pack is a view, and handing it over is a conveyance.
func (p *Process) Brief(ctx context.Context, a Actor, x ToBrief, asOf AsOf) (*Packs, error) {
	collating := p.collated.now()
	s, seats, err := p.readNow(ctx, a, asOf)
	if err != nil {
		return nil, err
	}
	out := &Packs{Drafting: s, Moment: p.Moment(asOf)}
	if x.Meeting != "" {
		if out.Meeting, err = findMeeting(seats, x.Room, x.Meeting); err != nil {
			return nil, err
		}
	}
	parties, err := briefed(s, out.Meeting, x.Parties)
	if err != nil {
		return nil, err
	}
	grounds, _, err := grounds(collating, s, out.Moment)
	if err != nil {
		return nil, err
	}
	var texts []bracket.Text
	for i := range grounds {
		texts = append(texts, grounds[i].Text)
	}
	b, files := view.NewBriefing(out.Moment), view.NewFiles(s, seats, texts, view.Linkages(s, grounds))
	var drafts []*room.Draft
	if own, err := p.Seat(ctx, a, Place{Kind: event.RoomPrivate}, asOf); err == nil && x.Drafts {
		drafts = slices.DeleteFunc(slices.Clone(own.Drafts), func(d *room.Draft) bool { return d.Tabled || d.GivenUp })
	}
	var at *room.State
	if out.Meeting != nil {
		at = out.Meeting.Room
	}
	for _, code := range parties {
		from, apart := view.RoomsOf(seats, code, at)
		pack := Pack{Theirs: b.Theirs(from, code, x.Meeting), Kept: files.Kept(code, apart, out.Moment), Drafts: drafts}
		for _, in := range s.Instruments {
			m, err := p.moved(collating, b, s, in, code)
			if err != nil {
				return nil, err
			}
			pack.Moved = append(pack.Moved, m)
		}
		out.Packs = append(out.Packs, pack)
	}
	return out, nil
}

// readNow are the drafting room and all rooms that the actor reads, as they stood, with
// those who are members now: they read what stood then, and a paper says who reads it.
func (p *Process) readNow(ctx context.Context, a Actor, asOf AsOf) (*room.State, []*room.State, error) {
	s, err := p.Seat(ctx, a, Drafting, asOf)
	if err != nil {
		return nil, nil, err
	}
	seats, err := p.Seats(ctx, a, asOf)
	if err != nil {
		return nil, nil, err
	}
	p.seatedNow(a, asOf, append(slices.Clone(seats), s))
	return s, seats, nil
}

// seatedNow gives rooms as they stood those members that they have now.
func (p *Process) seatedNow(a Actor, asOf AsOf, rooms []*room.State) {
	if asOf == (AsOf{}) {
		return // they are as they are now, and shared
	}
	now := p.seats(a)
	for _, then := range rooms {
		if i := slices.IndexFunc(now, func(r *room.State) bool { return r.ID == then.ID }); i >= 0 {
			then.Members = now[i].Members
		}
	}
}

// moved says how an instrument has moved since a party was given it last.
func (p *Process) moved(collating collating, b *view.Briefing, s *room.State, in *room.Instrument, party ident.Code) (Moved, error) {
	out := Moved{Instrument: in, Last: view.LastGiven(s, party, in.Instrument)}
	if len(out.Last.Points) == 0 {
		return out, nil
	}
	now, err := p.givenNow(collating, s, in, party, out.Last, "")
	if err != nil {
		return out, err
	}
	given := map[ident.Point]bool{}
	before, after := plan.Text{Title: string(out.Last.Label)}, plan.Text{Title: "as it would be given now"}
	for _, q := range out.Last.Points {
		given[q.ID] = true
		before.Points = append(before.Points, room.ToPlan(q))
	}
	for _, q := range now {
		if !q.Deleted && given[q.ID] {
			after.Points = append(after.Points, room.ToPlan(q))
		}
	}
	out.Changed = b.Compare(before, after)
	return out, nil
}

// findMeeting finds a meeting in the rooms that the actor reads.
func findMeeting(seats []*room.State, name string, label ident.Label) (*view.Listed, error) {
	if name != "" {
		s, err := pick(seats, name)
		if err != nil {
			return nil, err
		}
		seats = []*room.State{s}
	}
	var found []view.Listed
	for _, s := range seats {
		if m := s.Meeting(label); m != nil {
			found = append(found, view.Listed{Room: s, Meeting: m})
		}
	}
	switch len(found) {
	case 0:
		return nil, room.NoMeeting(label)
	case 1:
		return &found[0], nil
	}
	return nil, fault.Invalidf("%q is a meeting in several rooms; which is meant?", label).WithHint("Add --room ROOM; nonpaper meetings shows which.")
}

// briefed are the parties for which packs are drawn up, in printed order: those named,
// else those that take part in the meeting. The mediator is not briefed by itself.
func briefed(s *room.State, m *view.Listed, named []ident.Code) (out []ident.Code, err error) {
	var add func(c ident.Code)
	add = func(c ident.Code) {
		q := s.Parties[c]
		switch {
		case q == nil || slices.Contains(q.Roles, event.RoleMediator) || slices.Contains(out, c):
		case len(q.PartyIntroduced.Members) > 0: // a group has no papers beside its members'
			for _, m := range q.PartyIntroduced.Members {
				add(m)
			}
		default:
			out = append(out, c)
		}
	}
	for _, c := range named {
		if s.Parties[c] == nil {
			return nil, fault.NotFoundf("no party %s is known in the room %q; no pack was made", c, s.Name).WithHint("Try: nonpaper party list")
		}
		add(c)
	}
	if len(named) == 0 && m != nil {
		for _, w := range m.With {
			switch {
			case w.Party != "":
				add(w.Party)
			case w.Person != "":
				if c := s.PartyOf(w.Person); c != "" {
					add(c)
				} else {
					add(m.Room.PartyOf(w.Person))
				}
			}
		}
		if len(out) == 0 {
			return nil, fault.Invalidf("no party is recorded as taking part in %s; no pack was made", m.Label).WithHint("Name them with --party CODE, or record them: nonpaper meeting attend")
		}
	}
	if len(out) == 0 {
		return nil, fault.Invalidf("for whom? No pack was made").WithHint("Add --meeting LABEL, or --party CODE")
	}
	slices.SortFunc(out, s.Compare)
	return out, nil
}

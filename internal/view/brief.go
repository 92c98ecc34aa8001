package view

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// Theirs is what of a briefing pack a party may have: what it was given itself and what
// it said itself, in rooms that it shares with the mediator. It is drawn from those rooms
// and from nothing else, so that nothing of another room can get into it.
type Theirs struct {
	Party     ident.Code
	Name      string
	Rooms     []*room.State // from which it is drawn, those of the party alone first
	Meeting   *Listed       // nil where none of the rooms knows it
	Texts     []HeldCopy    // of each text the last whole copy that the party holds, the latest first
	Papers    []HeldCopy    // copies of parts given since the last whole one
	Told      []HeldCopy    // shown, read out or told since then: there is no copy, and none is made here
	Positions []InRoom      // of each point or proposal the latest
	Fates     []InRoom      // its proposals and concerns, and what it was told became of them
	Linkages  []InRoom      // that it gave
	Questions []Question    // put to it and open
}

// HeldCopy is what a party was given under one label.
type HeldCopy struct {
	Room    *room.State
	Given   *room.Given
	Number  int                 // of the copy, 0 for none
	When    event.When          // when this party was given it
	Before  *HeldCopy           // of a whole text: the copy before it, nil for none
	Changed *compare.Comparison // from that one to this, nil where there is none before
}

// InRoom is something that a party gave in a room.
type InRoom struct {
	Room *room.State
	Item *room.Item
}

// Question is something that a party is asked.
type Question struct {
	Room  *room.State
	On    string // a point's number, a label
	What  string
	Since event.When
	Until event.When // by when; zero for no date
}

// Briefing draws up the packs of one moment. What several packs need is worked out once.
type Briefing struct {
	now      int64
	compared map[[32]byte]*compare.Comparison
	asked    map[*room.State][]Owed
}

// NewBriefing begins packs at a moment (Unix µs).
func NewBriefing(now int64) *Briefing {
	return &Briefing{now, map[[32]byte]*compare.Comparison{}, map[*room.State][]Owed{}}
}

// RoomsOf are the rooms among the seats from which a party's own part of a pack is
// drawn: those in which it is alone with the mediator, the plenary rooms that it is in, and
// the room of the meeting. The others that it is in, with some of the parties, come
// second: a paper for a plenary is read by more people than such a channel has.
func RoomsOf(seats []*room.State, party ident.Code, meeting *room.State) (from, apart []*room.State) {
	for _, s := range seats {
		if s.Kind != event.RoomConsultation && s.Kind != event.RoomPlenary || s.Parties[party] == nil || !takesPart(s, party) {
			continue
		}
		others := 0
		for _, p := range s.Parties {
			if p.Code != party && !slices.Contains(p.Roles, event.RoleMediator) {
				others++
			}
		}
		if others == 0 || s.Kind == event.RoomPlenary || s == meeting {
			from = append(from, s)
		} else {
			apart = append(apart, s)
		}
	}
	slices.SortStableFunc(from, func(a, b *room.State) int { return cmp.Compare(len(a.Parties), len(b.Parties)) })
	return from, apart
}

// takesPart reports whether a party is in a room, and not only known by name there:
// somebody of it reads it; or, in a plenary room and where nobody of any party reads it, it
// was given something there or gave something, or nothing was given there yet.
func takesPart(s *room.State, party ident.Code) bool {
	anybody := false
	for who := range s.Members {
		code := s.PartyOf(who)
		if code == "" || !s.Reads(who) {
			continue
		}
		if p := s.Parties[code]; p != nil && slices.Contains(p.Roles, event.RoleMediator) {
			continue
		}
		if code == party {
			return true
		}
		anybody = true
	}
	if anybody && s.Kind != event.RoomPlenary {
		return false
	}
	if !anybody && len(s.Given)+len(s.Items) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Given, func(g *room.Given) bool { return copyFor(g, party) != nil }) ||
		slices.ContainsFunc(s.Items, func(it *room.Item) bool { return slices.Contains(it.Parties, party) })
}

// copyFor is the copy that a party as such was given, nil for none.
func copyFor(g *room.Given, party ident.Code) *event.Copy {
	for i := range g.Copies {
		if k := &g.Copies[i]; k.Party == party && !k.Own {
			return k
		}
	}
	return nil
}

// Theirs draws up what of a pack a party may have, from rooms that it is in. The meeting
// is looked for in them by its label.
func (b *Briefing) Theirs(rooms []*room.State, party ident.Code, meeting ident.Label) Theirs {
	out := Theirs{Party: party, Rooms: rooms}
	for _, s := range rooms {
		if p := s.Parties[party]; p != nil && p.Name != "" {
			out.Name = p.Name
		}
		if m := s.Meeting(meeting); m != nil && meeting != "" && out.Meeting == nil {
			out.Meeting = &Listed{s, m}
		}
	}
	b.copies(&out)
	for _, s := range rooms {
		out.said(s)
		out.Questions = append(out.Questions, b.questions(s, party)...)
	}
	slices.SortStableFunc(out.Questions, func(x, y Question) int {
		if (x.Until.From == 0) != (y.Until.From == 0) { // what has a date comes first
			return -cmp.Compare(x.Until.From, y.Until.From)
		}
		return cmp.Compare(x.Until.From, y.Until.From)
	})
	return out
}

// copies finds which copies the party holds, and what it was told since.
func (b *Briefing) copies(out *Theirs) {
	var all []HeldCopy
	for _, s := range out.Rooms {
		for _, g := range s.Given {
			k := copyFor(g, out.Party)
			if k == nil {
				continue
			}
			c := HeldCopy{Room: s, Given: g, Number: k.Number, When: g.When}
			if k.At != 0 {
				c.When = event.When{From: k.At, Offset: g.When.Offset}
			}
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(x, y HeldCopy) int { return cmp.Compare(x.When.From, y.When.From) })
	var whole int64
	for i := len(all) - 1; i >= 0; i-- {
		c := all[i]
		if !c.Given.Whole || !c.held(out.Party) || slices.ContainsFunc(out.Texts, func(t HeldCopy) bool { return t.sameText(&c) }) {
			continue
		}
		for k := i - 1; k >= 0 && c.Before == nil; k-- {
			if all[k].Given.Whole && all[k].Given.Mode.Leaves() && all[k].sameText(&c) {
				c.Before = &all[k]
			}
		}
		if c.Before != nil {
			c.Changed = b.compare(c.Before, &c)
		}
		whole = max(whole, c.When.From)
		out.Texts = append(out.Texts, c)
	}
	for _, c := range all {
		switch {
		case c.When.From < whole || c.Given.Whole && c.held(out.Party):
		case c.held(out.Party):
			out.Papers = append(out.Papers, c)
		default:
			out.Told = append(out.Told, c)
		}
	}
}

// held reports whether the party has the copy in its hands.
func (c *HeldCopy) held(party ident.Code) bool {
	if !c.Given.Mode.Leaves() {
		return false
	}
	l := Line{Level: event.KnowsCopy}
	l.after(c.Given, event.Copy{Party: party, Number: c.Number})
	return l.Level == event.KnowsCopy
}

// sameText reports whether two copies are of the same text at different times: they
// share points of the same room, or have the same title.
func (c *HeldCopy) sameText(d *HeldCopy) bool {
	if c.Given.Title != "" && c.Given.Title == d.Given.Title {
		return true
	}
	return c.Room == d.Room && slices.ContainsFunc(c.Given.Points, func(q event.Point) bool {
		return slices.ContainsFunc(d.Given.Points, func(o event.Point) bool { return o.ID == q.ID })
	})
}

// compare compares two copies; the same two texts are compared once for all parties.
func (b *Briefing) compare(older, newer *HeldCopy) *compare.Comparison {
	local := older.Room == newer.Room
	before, after := toPlan(older.Given.Title, older.Given.Points, local), toPlan(newer.Given.Title, newer.Given.Points, local)
	before.Title, after.Title = string(older.Given.Label), string(newer.Given.Label)
	return b.Compare(before, after)
}

// Compare compares two texts, once for as often as it is asked; nil where that cannot
// be done.
func (b *Briefing) Compare(before, after plan.Text) *compare.Comparison {
	key := sumOf(before, after)
	if c, done := b.compared[key]; done {
		return c
	}
	var out *compare.Comparison
	nameless := func(p plan.Point) bool { return p.ID == "" }
	texts := compare.Named
	if slices.ContainsFunc(before.Points, nameless) || slices.ContainsFunc(after.Points, nameless) {
		texts = compare.Texts
	}
	if c, _, err := texts(before, after, collate.Phrase); err == nil {
		c.Old, c.New = before.Title, after.Title
		out = &c
	}
	b.compared[key] = out
	return out
}

// toPlan are points as a text. Identifiers of two rooms say nothing to each other: then
// points are found by their numbers and words.
func toPlan(title string, points []event.Point, identified bool) plan.Text {
	out := plan.Text{Title: title}
	for _, q := range points {
		if q.Deleted {
			continue
		}
		p := room.ToPlan(q)
		if !identified {
			p.ID = ""
		}
		out.Points = append(out.Points, p)
	}
	return out
}

func sumOf(texts ...plan.Text) [32]byte {
	h := sha256.New()
	var n [8]byte
	add := func(s string) {
		binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	for _, t := range texts {
		add(t.Title)
		binary.LittleEndian.PutUint64(n[:], uint64(len(t.Points)))
		h.Write(n[:])
		for i := range t.Points {
			p := &t.Points[i]
			for _, s := range []string{string(p.ID), string(p.Kind), p.Number, p.Label, p.PartLabel, p.Part, p.Heading, p.Body} {
				add(s)
			}
		}
	}
	return [32]byte(h.Sum(nil))
}

// said takes what the party gave in a room.
func (out *Theirs) said(s *room.State) {
	type on struct {
		point ident.Point
		label ident.Label
		kept  bool // a reservation stands beside the stance
		whole bool
	}
	latest := map[on]bool{}
	var positions []InRoom
	for _, it := range slices.Backward(s.Items) {
		if !slices.Contains(it.Sponsors(), out.Party) {
			continue
		}
		f := it.Position
		if f == nil || !it.Live() {
			continue
		}
		if k := (on{f.Point, f.On, f.Reservation != "", f.Whole}); !latest[k] {
			latest[k] = true
			positions = append(positions, InRoom{s, it})
		}
	}
	slices.Reverse(positions)
	out.Positions = append(out.Positions, positions...)
	for _, it := range s.Items {
		if !slices.Contains(it.Parties, out.Party) {
			continue
		}
		switch {
		case it.Proposal != nil, it.Concern != nil:
			out.Fates = append(out.Fates, InRoom{s, it})
		case it.Linkage != nil && it.Live():
			out.Linkages = append(out.Linkages, InRoom{s, it})
		}
	}
}

// questions are what a party is asked in a room: what it owes by the room's own
// record, an answer to what was put to it, and what is to be done by a date.
func (b *Briefing) questions(s *room.State, party ident.Code) (out []Question) {
	owed, done := b.asked[s]
	if !done {
		owed = WaitingByDate(s, Waiting(s, RoomStatuses(s, b.now), nil, b.now), []*room.State{s})
		b.asked[s] = owed
	}
	for _, o := range owed {
		if o.By == party {
			q := Question{Room: s, On: o.On, What: o.What, Since: o.Since}
			switch {
			case o.Due != nil && o.Due.Until != 0:
				on := dateOf(o.Due)
				q.Until = on.ByClock()
			case o.Until != 0:
				q.Until = event.When{From: o.Until, Offset: o.Since.Offset}
			}
			out = append(out, q)
		}
	}
	for _, g := range s.Given {
		if g.Whole || copyFor(g, party) == nil || !isProposal(g.Label) || answered(s, g.Label, party) {
			continue
		}
		out = append(out, Question{Room: s, On: string(g.Label), What: "answer what was put to you", Since: g.When})
	}
	for _, m := range s.Meetings {
		if m.Kind != event.Deadline || m.Status() != room.MeetingPlanned || Over(&m.On, b.now) {
			continue
		}
		if len(m.With) == 0 || slices.ContainsFunc(m.With, func(p event.Participant) bool {
			return p.Party == party || p.Person != "" && s.PartyOf(p.Person) == party
		}) {
			out = append(out, Question{s, string(m.Label), m.Title, m.When, m.On.ByClock()})
		}
	}
	return out
}

// isProposal reports whether a label is of the series of proposals: what was put to a
// party under it is to be answered.
func isProposal(l ident.Label) bool {
	series, _, ok := numbered(l)
	return ok && strings.EqualFold(series, "P")
}

// answered reports whether a party replied to what was given under a label, or took a
// position on it.
func answered(s *room.State, label ident.Label, party ident.Code) bool {
	return slices.ContainsFunc(s.Items, func(it *room.Item) bool {
		if !it.Live() || !slices.Contains(it.Sponsors(), party) {
			return false
		}
		return it.Reply != nil && it.Reply.On == label || it.Position != nil && it.Position.On == label
	})
}

// Package view has the read models: what somebody sees of the rooms in which
// they are a member.
//
// It promises that a view is a function of the rooms handed over and of nothing
// else; whoever calls it hands over those that the viewer may read. Parties
// stand in their printed order, and no view ranks them. The program knows what
// was given and what receipt was acknowledged; it never says that somebody has
// read or knows something that was not put on record.
package view

import (
	"cmp"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Line is one line of the ledger: what somebody was given, or is reported to know.
type Line struct {
	Party    ident.Code
	Person   ident.Person // "" for the party as such
	Other    string       // somebody outside the process
	Own      bool         // the person in their own capacity
	Level    event.Level
	Mode     event.Mode // of what we gave
	Way      event.Way  // of what is reported
	Label    ident.Label
	From     ident.Label // the text it was taken from, "" for the working text
	Whole    bool
	Room     string
	RoomID   ident.Room
	Copy     int
	When     event.When
	By       ident.Person
	Entered  ident.Person
	Source   string
	Gist     string
	Order    int
	Act      uint64
	Seq      uint64        // in the room that the line is drawn from
	Points   []event.Point // the words, under the identifiers of that room; none for a report
	About    []ident.Point // of a report: which points; none for the text as a whole
	Returned *room.About
	Gone     *room.About // the copy was destroyed
	Receipt  *room.About
	Corrects ident.Label
	Report   *event.Knowledge // of what is reported: the report; nil for what we gave
}

// Told reports whether the line is of something that we gave.
func (l *Line) Told() bool { return l.Way == "" }

// levelOf is how much a way of conveying gives.
func levelOf(m event.Mode) event.Level {
	switch m {
	case event.ModeBriefed:
		return event.KnowsGist
	case event.ModeReadOut, event.ModeShown:
		return event.KnowsWords
	}
	return event.KnowsCopy
}

// rank orders levels from the least to the most.
func rank(l event.Level) int { return slices.Index(event.Levels(), l) }

// Ledger is who was given what, and what is reported of others, as the drafting
// room has it. What became of copies is taken from the receiving rooms among the
// seats.
func Ledger(drafting *room.State, seats []*room.State) []Line {
	var out []Line
	for _, c := range drafting.Conveyed {
		given := givenIn(seats, c)
		copies := c.Copies
		if c.Room.IsZero() {
			copies = []event.Copy{{}}
		}
		for _, k := range copies {
			l := Line{Party: k.Party, Person: k.Person, Own: k.Own, Level: levelOf(c.Mode), Mode: c.Mode, Label: c.Label, From: c.From, Whole: c.Whole,
				Room: c.RoomName, RoomID: c.Room, Copy: k.Number, When: c.When, By: c.Actor, Entered: c.Entered, Gist: c.Gist, Order: c.Order,
				Act: c.Act, Seq: c.Seq, Points: c.Points, Corrects: c.Corrects}
			if c.Room.IsZero() {
				l.Other = "the public"
			}
			if given != nil {
				l.after(given, k)
			}
			out = append(out, l)
		}
	}
	for _, k := range drafting.Knowledge {
		out = append(out, Line{Party: k.Party, Person: k.Person, Other: k.Other, Own: k.Own, Level: k.Level, Way: k.Way, Label: k.Label, From: k.Label,
			When: k.When, By: k.Actor, Entered: k.Entered, Source: k.Source, Gist: k.Gist, Seq: k.Seq, About: k.Points, Report: &k.Knowledge})
	}
	return out
}

// Own is the ledger as a room that is no drafting room has it: what was given in it.
func Own(s *room.State) []Line {
	var out []Line
	for _, g := range s.Given {
		for _, k := range g.Copies {
			l := Line{Party: k.Party, Person: k.Person, Own: k.Own, Level: levelOf(g.Mode), Mode: g.Mode, Label: g.Label, From: g.Label, Whole: g.Whole,
				Room: s.Name, RoomID: s.ID, Copy: k.Number, When: g.When, By: g.Actor, Entered: g.Entered, Gist: g.Gist, Seq: g.Seq,
				Points: g.Points, Corrects: g.Corrects}
			if k.At != 0 {
				l.When = event.When{From: k.At, Offset: g.When.Offset}
			}
			l.after(g, k)
			out = append(out, l)
		}
	}
	for _, k := range s.Knowledge {
		out = append(out, Line{Party: k.Party, Person: k.Person, Other: k.Other, Own: k.Own, Level: k.Level, Way: k.Way, Label: k.Label, From: k.Label,
			When: k.When, By: k.Actor, Entered: k.Entered, Source: k.Source, Gist: k.Gist, Seq: k.Seq, About: k.Points, Room: s.Name, Report: &k.Knowledge})
	}
	return out
}

// after says what became of a copy.
func (l *Line) after(g *room.Given, k event.Copy) {
	if k.Number > 0 {
		for i := range g.Returns {
			if g.Returns[i].Copy == k.Number {
				l.Returned = &g.Returns[i].About
			}
		}
		for i := range g.Destroyed {
			if g.Destroyed[i].Copy == k.Number {
				l.Gone = &g.Destroyed[i].About
			}
		}
	}
	for i := range g.Receipts {
		if r := &g.Receipts[i]; r.Party == k.Party && (r.Copy == 0 || r.Copy == k.Number) {
			l.Receipt = &r.About
		}
	}
	if l.Level == event.KnowsCopy && (l.Returned != nil || l.Gone != nil) {
		l.Level = event.KnowsWords // the words were in their hands, and the copy no longer is
	}
}

func givenIn(seats []*room.State, c *room.Conveyed) *room.Given {
	for _, s := range seats {
		if s.ID == c.Room {
			return s.GivenAs(c.Label)
		}
	}
	return nil
}

// Holding is a copy that was given; Returned and Gone say that it is no longer out.
type Holding struct {
	Line
	Corrected bool // a later text corrects this one
	Reached   bool // words of it have been given to the same party, or to the same person in their own capacity
}

// Holders are those who were given copies of a text of the drafting room, what the
// seats say became of the copies, and whether what corrects the text has reached
// them, in whatever room.
func Holders(drafting *room.State, seats []*room.State, label ident.Label) []Holding {
	corrections := map[ident.Label]bool{}
	for _, t := range drafting.Texts { // a correction may be corrected
		if t.Corrects == label || corrections[t.Corrects] {
			corrections[t.Label] = true
		}
	}
	var out []Holding
	lines := Ledger(drafting, seats)
	for _, l := range lines {
		if !l.Told() || l.From != label || !l.Mode.Leaves() {
			continue
		}
		h := Holding{Line: l, Corrected: len(corrections) > 0}
		for _, m := range lines {
			if m.Told() && corrections[m.From] && rank(m.Level) >= rank(event.KnowsWords) && m.Party == l.Party && own(&m) == own(&l) {
				h.Reached = true
			}
		}
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(a, b Holding) int { return drafting.Compare(a.Party, b.Party) })
	return out
}

// sortLines puts lines in printed order: parties, then their people, then others;
// within each the most that is known first, then the latest.
func sortLines(s *room.State, lines []Line) {
	class := func(l Line) int {
		if l.Party == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(class(a), class(b)), s.Compare(a.Party, b.Party), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Other, b.Other),
			cmp.Compare(rank(b.Level), rank(a.Level)), cmp.Compare(b.When.From, a.When.From))
	})
}

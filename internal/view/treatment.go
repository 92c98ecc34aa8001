package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Treatment is who was given what, when, in which order; with whom we met; and what we owe
// whom. It says what is on record, in the printed order of the parties, and weighs nothing.
type Treatment struct {
	Readers []ident.Person // who reads all the rooms that it is drawn from
	Parties []TreatedParty
	Given   []GivenOut // in the order in which each was given first
	Own     []Line     // told to people in their own capacity, and not to their parties
}

// TreatedParty is what is on record of one party.
type TreatedParty struct {
	Party    ident.Code
	Things   int          // of what was given out, how many reached it
	Meetings int          // held with it
	Alone    int          // of those, with no other party
	Minutes  int          // of those whose length is known
	Unknown  int          // whose length is not
	Owed     []*room.Item // of what it proposed or raised: nothing was said yet of what became of it
	Never    []string     // printed numbers of points that it never was given
}

// GivenOut is something that was given out to one or several parties: a text, or words of
// it in one act or in the same words.
type GivenOut struct {
	Label  ident.Label // as the drafting room calls it first
	Whole  bool
	Points []string   // printed numbers, of what is no whole text
	First  event.When // when the first party was given it
	To     []Treated  // of every party, in printed order
}

// Treated is when a party was given something.
type Treated struct {
	Party     ident.Code
	Line      *Line // of the first time; nil: it was not given it
	Rendering event.Rendering
	Place     int   // in the order of time, from 1; those given at the same moment share one
	After     int64 // µs after the first
	Again     int   // how many times more
}

// Treat draws up the report from the drafting room and the rooms that the viewer reads.
// What was given before a moment (Unix µs) is left out; 0 leaves out nothing.
func Treat(drafting *room.State, seats []*room.State, since int64) Treatment {
	var out Treatment
	lines := Ledger(drafting, seats)
	parties := asked(drafting)
	out.Given = givenOut(drafting, lines, parties, since)
	from := []*room.State{drafting}
	ever := map[ident.Code]map[ident.Point]bool{}
	for i := range lines {
		l := &lines[i]
		if l.Told() && l.Own && l.When.From >= since {
			out.Own = append(out.Own, *l)
		}
		if !l.Told() || l.Own || rank(l.Level) < rank(event.KnowsWords) {
			continue
		}
		if ever[l.Party] == nil {
			ever[l.Party] = map[ident.Point]bool{}
		}
		for k := range l.Points {
			ever[l.Party][l.Points[k].ID] = true
		}
	}
	revised := drafting.Revised()
	for _, code := range parties {
		p := TreatedParty{Party: code}
		for i := range out.Given {
			for _, t := range out.Given[i].To {
				if t.Party == code && t.Line != nil {
					p.Things++
				}
			}
		}
		for _, it := range drafting.Items {
			if it.Live() && revised[it] == nil && (it.Proposal != nil || it.Concern != nil) && it.Source.Label != "" && len(it.Fates) == 0 && slices.Contains(it.Sponsors(), code) {
				p.Owed = append(p.Owed, it)
			}
		}
		for _, in := range drafting.Instruments {
			for _, q := range in.Points {
				if !q.Deleted && !ever[code][q.ID] {
					p.Never = append(p.Never, q.Number)
				}
			}
		}
		from = p.met(parties, seats, from, since)
		out.Parties = append(out.Parties, p)
	}
	for _, p := range drafting.MembersInOrder() {
		if !slices.ContainsFunc(from, func(s *room.State) bool { return !s.Reads(p.Person) }) {
			out.Readers = append(out.Readers, p.Person)
		}
	}
	return out
}

// met counts the meetings that were held with a party, and adds the rooms that say so.
func (p *TreatedParty) met(parties []ident.Code, seats, from []*room.State, since int64) []*room.State {
	type key struct {
		label ident.Label
		from  int64
	}
	seen := map[key]bool{}
	for _, s := range seats {
		for _, m := range s.Meetings {
			if m.Held == nil || !m.Kind.IsMeeting() || m.On.From < since || seen[key{m.Label, m.On.From}] {
				continue
			}
			with, others := false, false
			for _, w := range m.With {
				code := w.Party
				if code == "" && w.Person != "" {
					code = s.PartyOf(w.Person)
				}
				with, others = with || code == p.Party, others || code != p.Party && slices.Contains(parties, code)
			}
			if !with && !others && s.Kind == event.RoomConsultation { // those who met are named in no other way than by whose room it is
				with = onlyParty(s) == p.Party
			}
			if !with {
				continue
			}
			seen[key{m.Label, m.On.From}] = true // kept in two rooms, it was one
			p.Meetings++
			if !others {
				p.Alone++
			}
			if m.On.To > m.On.From && m.On.Precision != event.ToDay && m.On.Precision != event.ToMonth {
				p.Minutes += int((m.On.To - m.On.From) / 60_000_000)
			} else {
				p.Unknown++
			}
			if !slices.Contains(from, s) {
				from = append(from, s)
			}
		}
	}
	return from
}

// onlyParty is the party that is alone with the mediator in a room, "" where none or more
// than one is.
func onlyParty(s *room.State) (out ident.Code) {
	for _, p := range s.Parties {
		switch {
		case slices.Contains(p.Roles, event.RoleMediator):
		case out != "":
			return ""
		default:
			out = p.Code
		}
	}
	return out
}

// givenOut finds what was given out: a text by its label, words by the act, and what was
// given in the same words in several acts as one thing.
func givenOut(drafting *room.State, lines []Line, parties []ident.Code, since int64) (out []GivenOut) {
	at := map[string]int{}
	told := make([]*Line, 0, len(lines))
	for i := range lines {
		if l := &lines[i]; l.Told() && l.Party != "" && !l.Own && l.When.From >= since {
			told = append(told, l)
		}
	}
	slices.SortStableFunc(told, func(a, b *Line) int { return cmp.Or(cmp.Compare(a.When.From, b.When.From), cmp.Compare(a.Seq, b.Seq)) })
	same := map[uint64]string{} // conveyance -> its words
	for _, l := range told {
		words, done := same[l.Seq]
		if !done {
			words = saidIn(l)
			same[l.Seq] = words
		}
		act := "act " + strconv.FormatUint(l.Act, 10)
		i, there := at[words]
		if !there && l.From == "" {
			i, there = at[act]
		}
		if !there {
			i = len(out)
			g := GivenOut{Label: l.Label, Whole: l.Whole && l.Mode != event.ModeBriefed, First: l.When}
			if l.From != "" && l.Whole {
				g.Label = l.From
			}
			if !g.Whole {
				for k := range l.Points {
					if !l.Points[k].Deleted {
						g.Points = append(g.Points, l.Points[k].Number)
					}
				}
			}
			for _, c := range parties {
				g.To = append(g.To, Treated{Party: c})
			}
			out = append(out, g)
		}
		at[words], at[act] = i, i
		for k := range out[i].To {
			t := &out[i].To[k]
			switch {
			case t.Party != l.Party:
			case t.Line != nil:
				t.Again++
			default:
				t.Line, t.After = l, l.When.From-out[i].First.From
				if c := drafting.Conveyance(l.Seq); c != nil {
					t.Rendering = c.Rendering
				}
			}
		}
	}
	for i := range out {
		out[i].order()
	}
	return out
}

// saidIn is what tells what was given in a conveyance from what was given in another.
func saidIn(l *Line) string {
	if l.From != "" && l.Whole && l.Mode != event.ModeBriefed {
		return "text " + string(l.From)
	}
	var b strings.Builder
	b.WriteString(l.Gist)
	if l.Mode == event.ModeBriefed { // of whose points no words were given
		b.WriteString("\x00briefed")
	}
	for i := range l.Points {
		q := &l.Points[i]
		b.WriteString("\x00" + string(q.ID) + "\x01" + q.Heading + "\x01" + q.Body)
	}
	return b.String()
}

// order says in which order the parties were given it.
func (g *GivenOut) order() {
	var when []int64
	for _, t := range g.To {
		if t.Line != nil {
			when = append(when, t.Line.When.From)
		}
	}
	slices.Sort(when)
	for i := range g.To {
		if l := g.To[i].Line; l != nil {
			g.To[i].Place = slices.Index(when, l.When.From) + 1
		}
	}
}

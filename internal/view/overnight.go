package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// News is something that happened between two moments.
type News struct {
	When   event.When
	By     []ident.Code // of what a party did
	What   string
	Room   string
	Weight int // how much a sheet would lose without it: 3 for what was agreed or changed, 1 for what only notes something
}

// Weights of news.
const (
	weighsMost  = 3
	weighsMuch  = 2
	weighsLeast = 1
)

// window is the time after one moment up to another, Unix µs.
type window struct{ after, until int64 }

// holds reports whether something happened in the window: of what is meant as a day, that
// some of it lies there.
func (w window) holds(t event.When) bool {
	if t.From == 0 {
		return false
	}
	end := max(t.From, t.To)
	if t.Precision == event.ToDay {
		end += day - 1
	}
	return end > w.after && t.From <= w.until
}

// overnight collects the news of one room.
type overnight struct {
	window
	s   *room.State
	out []News
}

// Overnight is what happened in the rooms of one viewer after one moment and up to
// another (Unix µs), the earliest first. What a drafting room has taken in from another
// room of the viewer's is told once, as the drafting room has it. Press items are apart.
func Overnight(rooms []*room.State, after, until int64) []News {
	var drafting *room.State
	taken := map[string]bool{}
	for _, s := range rooms {
		if s.Kind != event.RoomDrafting {
			continue
		}
		drafting = s
		for _, it := range s.Items {
			taken[it.Source.Room.String()+string(it.Source.Label)] = true
		}
	}
	var out []News
	for _, s := range rooms {
		n := overnight{window: window{after, until}, s: s}
		n.given(func(it *room.Item) bool {
			return drafting != nil && s != drafting && taken[s.ID.String()+string(it.Label)]
		})
		n.met()
		if drafting == nil || s == drafting { // the drafting room has what was agreed anywhere
			n.settled()
		}
		n.texts(drafting)
		n.around()
		out = append(out, n.out...)
	}
	slices.SortStableFunc(out, func(a, b News) int { return cmp.Compare(a.When.From, b.When.From) })
	return out
}

func (n *overnight) add(weight int, when event.When, by []ident.Code, format string, args ...any) {
	if n.holds(when) {
		n.out = append(n.out, News{when, by, fmt.Sprintf(format, args...), n.s.Name, weight})
	}
}

// on says on which points something is: " on point 10".
func (n *overnight) on(points []ident.Point) string {
	var list []string
	for _, p := range points {
		if p != "" {
			list = append(list, numberIn(n.s, p))
		}
	}
	switch len(list) {
	case 0:
		return ""
	case 1:
		return " on point " + list[0]
	}
	if len(list) > 6 {
		return fmt.Sprintf(" on %d points", len(list))
	}
	return " on points " + strings.Join(list, ", ")
}

// given is what parties gave, and what became of it.
func (n *overnight) given(told func(*room.Item) bool) {
	for _, it := range n.s.Items {
		if told(it) {
			continue
		}
		what := ""
		switch on := n.on(it.Points()); {
		case it.Proposal != nil && it.Proposal.Point == "":
			what = "proposes a new point"
		case it.Proposal != nil && it.Proposal.Act != "":
			what = "would " + it.Proposal.Act + strings.TrimPrefix(on, " on")
		case it.Proposal != nil:
			what = "proposes other words" + on
		case it.Position != nil:
			what = SayStance(it.Position.Stance) + on
		case it.Concern != nil:
			what = "concern" + on + ": " + clip(it.Concern.Words)
		case it.Signal != nil:
			what = "signal" + on + ": " + clip(it.Signal.Words)
		case it.Reply != nil:
			what = "replies to " + string(it.Reply.On)
		default:
			what = it.Sort() + on
		}
		n.add(weighsMuch, it.When, it.Parties, "%s (%s)", what, it.Label)
		for _, x := range it.Ends {
			n.add(weighsMuch, x.When, orCodes(x.Party, it.Parties), "%s: %s", it.Label, x.End)
		}
		for _, x := range it.Answers {
			n.add(weighsLeast, x.When, it.Parties, "%s: %s", it.Label, x.Answer)
		}
		for _, x := range it.Lifted {
			n.add(weighsMuch, x.When, orCodes(x.Party, it.Parties), "terms of %s are now: %s", it.Label, strings.ReplaceAll(string(x.Terms.Release), "-", " "))
		}
		for _, x := range it.Fates {
			n.add(weighsLeast, x.When, nil, "%s: %s", it.Label, strings.ReplaceAll(string(x.Fate), "-", " "))
		}
	}
}

func orCodes(one ident.Code, all []ident.Code) []ident.Code {
	if one != "" {
		return []ident.Code{one}
	}
	return all
}

// settled is what was settled, agreed, confirmed or taken back, and silences.
func (n *overnight) settled() {
	for _, x := range n.s.Settled {
		n.add(weighsMost, x.When, nil, "bracket %s: %s", x.Bracket, strings.ReplaceAll(string(x.How), "-", " "))
	}
	for _, g := range n.s.Agreed {
		n.add(weighsMost, g.When, g.Parties, "point %s: %s", numberIn(n.s, g.Point), strings.ReplaceAll(string(g.Agreement), "-", " "))
		for _, c := range g.Confirmed {
			n.add(weighsMost, c.When, []ident.Code{c.Party}, "point %s: confirmed", numberIn(n.s, g.Point))
		}
		if g.Reopened != nil {
			n.add(weighsMost, g.Reopened.When, orCodes(g.Reopened.Party, nil), "point %s: reopened; %s", numberIn(n.s, g.Point), clip(g.Reopened.Reason))
		}
	}
	for _, x := range n.s.Silences {
		n.add(weighsMuch, x.When, nil, "silence %s opened%s", x.Label, n.on(silentPoints(x)))
		for _, b := range x.Breaks {
			n.add(weighsMost, b.When, []ident.Code{b.Party}, "breaks the silence %s%s", x.Label, n.on(b.Points))
		}
		if !x.Broken() {
			n.add(weighsMost, event.When{From: x.Until, Offset: x.Offset}, nil, "silence %s ended%s", x.Label, n.on(silentPoints(x)))
		}
	}
	for _, u := range n.s.Understandings {
		n.add(weighsMuch, u.When, u.Parties, "side understanding %s: %s", u.Label, clip(u.Title))
		for _, c := range u.Confirmed {
			n.add(weighsMuch, c.When, []ident.Code{c.Party}, "%s confirmed", u.Label)
		}
	}
	for _, c := range n.s.Closings {
		n.add(weighsMost, c.When, nil, "%s closed", c.Instrument)
	}
}

func silentPoints(x *room.Silence) (out []ident.Point) {
	for _, p := range x.SilenceOpened.Points {
		if !x.BrokenOn(p.Point) {
			out = append(out, p.Point)
		}
	}
	return out
}

// met is what became of meetings.
func (n *overnight) met() {
	for _, m := range n.s.Meetings {
		name := orText(m.Title, string(m.Label))
		switch {
		case m.Held != nil && m.On.From != 0:
			when := m.On.ByClock()
			when.Precision = m.On.Precision
			n.add(weighsMost, when, nil, "%s: held", name)
		case m.Held != nil:
			n.add(weighsMost, m.Held.When, nil, "%s: held", name)
		case m.NotHeld != nil:
			n.add(weighsMost, m.NotHeld.When, nil, "%s: did not take place", name)
		}
		for i := range m.Dates {
			d := &m.Dates[i]
			switch {
			case i == 0 && m.Held == nil && m.NotHeld == nil:
				n.add(weighsMuch, d.When, nil, "%s planned: %s", name, SayDate(&d.Date))
			case i > 0 && d.Postponed:
				n.add(weighsMost, d.When, nil, "%s postponed: %s", name, SayDate(&d.Date))
			case i > 0:
				n.add(weighsMost, d.When, nil, "%s moved: %s", name, SayDate(&d.Date))
			}
		}
		for _, x := range m.Decisions {
			n.add(weighsMost, x.When, nil, "%s: %s", name, clip(x.Words))
		}
		for _, x := range m.Remarks {
			n.add(weighsLeast, x.When, orCodes(x.Party, nil), "%s: %s", name, clip(x.Words))
		}
		for _, x := range m.Accounts {
			if x.Of == room.OfAny {
				n.add(weighsLeast, x.When, orCodes(x.Party, nil), "on %s: %s", name, clip(x.Words))
			}
		}
	}
}

// texts are the texts that were circulated and what was given, the copies that came back,
// and the words that changed.
func (n *overnight) texts(drafting *room.State) {
	s := n.s
	for _, t := range s.Texts {
		n.add(weighsMost, t.When, nil, "%s, %s", t.Label, orText(t.Nature, "a text"))
	}
	for _, t := range s.Rivals {
		n.add(weighsMuch, t.When, nil, "received: %s", t.Label)
	}
	for _, t := range s.Reports {
		n.add(weighsLeast, t.When, nil, "known by report: %s", t.Label)
	}
	for i, c := range s.Conveyed {
		var to []ident.Code
		together := []*room.Conveyed{c}
		if sameAct(s.Conveyed, i-1, c) { // told with the first
			continue
		}
		for k := i + 1; sameAct(s.Conveyed, k, c); k++ {
			together = append(together, s.Conveyed[k])
		}
		for _, k := range copiesOf(together) {
			if k.Party != "" && !slices.Contains(to, k.Party) {
				to = append(to, k.Party)
			}
		}
		what := orText(string(c.Label), "words")
		if !c.Whole {
			what += n.on(pointsOf(c.Points))
		}
		n.add(weighsMuch, c.When, to, "given %s (%s)", what, strings.ReplaceAll(string(c.Mode), "-", " "))
	}
	for _, g := range s.Given {
		if drafting == nil {
			n.add(weighsMuch, g.When, nil, "given here: %s", orText(string(g.Label), "words"))
		}
		for _, r := range g.Receipts {
			n.add(weighsLeast, r.When, orCodes(r.Party, nil), "receipt of %s acknowledged", g.Label)
		}
		for _, r := range g.Returns {
			n.add(weighsLeast, r.When, nil, "copy %d of %s returned", r.Copy, g.Label)
		}
		for _, r := range g.Destroyed {
			n.add(weighsLeast, r.When, nil, "copy %d of %s destroyed", r.Copy, g.Label)
		}
	}
	for _, in := range s.Instruments {
		for _, q := range in.Points {
			if q.Changed.Seq == in.About.Seq { // it came with the first draft
				continue
			}
			if q.Deleted {
				n.add(weighsMost, q.Changed.When, nil, "point %s taken out", q.Number)
			} else {
				n.add(weighsMost, q.Changed.When, nil, "point %s reads otherwise", q.Number)
			}
		}
	}
}

// sameAct reports whether the i-th conveyance gave the same in the same act as another.
func sameAct(list []*room.Conveyed, i int, c *room.Conveyed) bool {
	return i >= 0 && i < len(list) && c.Act != 0 && list[i].Act == c.Act && list[i].Label == c.Label && list[i].Mode == c.Mode && list[i].When == c.When
}

func copiesOf(list []*room.Conveyed) (out []event.Copy) {
	for _, c := range list {
		out = append(out, c.Copies...)
	}
	return out
}

func pointsOf(list []event.Point) []ident.Point {
	out := make([]ident.Point, len(list))
	for i := range list {
		out[i] = list[i].ID
	}
	return out
}

// around is what was noted and reported around the text.
func (n *overnight) around() {
	for _, x := range n.s.Notes {
		n.add(weighsLeast, x.When, orCodes(x.For, nil), "note%s: %s", n.on(x.Points), clip(x.Words))
	}
	for _, k := range n.s.Knowledge {
		who := orText(string(k.Party), orText(k.Other, string(k.Person)))
		n.add(weighsLeast, k.When, nil, "reported: %s knows %s%s", who, k.Level, n.on(k.Points))
	}
	for _, e := range n.s.Expected {
		n.add(weighsLeast, e.When, nil, "an expectation was recorded%s", n.on([]ident.Point{e.Point}))
	}
	for _, i := range n.s.Issues {
		for _, x := range i.States {
			n.add(weighsLeast, x.When, nil, "issue %s, %s: %s", i.Label, clip(i.Title), clip(x.State))
		}
	}
}

// PressBetween are the press items that were published after one moment and up to another
// (Unix µs), in the rooms of one viewer.
func PressBetween(rooms []*room.State, after, until int64) (out []PressNews) {
	w := window{after, until}
	for _, s := range rooms {
		for _, c := range s.Press {
			if w.holds(c.Date) {
				out = append(out, PressNews{c, s, LinesOn(s, c)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b PressNews) int { return cmp.Compare(a.Date.From, b.Date.From) })
	return out
}

// PressNews is a press item with the lines to take on it.
type PressNews struct {
	*room.PressItem
	Room  *room.State
	Lines []*room.LineToTake
}

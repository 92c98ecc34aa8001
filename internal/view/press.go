package view

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Sureness says how far a press item agrees with a text. It never says that
// somebody saw the text.
type Sureness string

const (
	SeveralSigns Sureness = "several-signs"
	OneSign      Sureness = "one-sign"
	BothWays     Sureness = "some-signs-and-others-not"
)

// Agreeing is a text that a press item agrees with, and on what.
type Agreeing struct {
	Label   string // "working text" for the text between texts
	When    event.When
	Later   bool // it is of a later day than the press item
	How     Sureness
	For     []string // what of the item it has
	Against []string // what of the item it has otherwise

	points []event.Point
}

// paper is a text as press items are held against it.
type paper struct {
	label  string
	when   event.When
	points []event.Point
	count  int // of points, 0 where it is not known
	whole  bool
}

// papers are all texts of a drafting room, the working text last.
func papers(s *room.State) (out []paper) {
	count := func(points []event.Point) (n int) {
		for i := range points {
			if !points[i].Deleted {
				n++
			}
		}
		return n
	}
	for _, t := range s.Texts {
		out = append(out, paper{string(t.Label), t.When, t.Points, count(t.Points), true})
	}
	for _, t := range s.Rivals {
		p := paper{string(t.Label), t.When, t.Points, 0, t.Complete}
		if t.Complete {
			p.count = count(t.Points)
		}
		out = append(out, p)
	}
	for _, t := range s.Reports {
		p := paper{string(t.Label), t.When, nil, t.Count, false}
		for _, l := range t.Clauses {
			p.points = append(p.points, event.Point{ID: l.About, Number: l.Number, Heading: l.Title, Body: l.Gist})
		}
		out = append(out, p)
	}
	for _, in := range s.Instruments {
		label := "working text"
		if len(s.Instruments) > 1 {
			label += " of " + string(in.Instrument)
		}
		points, when := in.Current(), event.When{}
		for _, p := range in.Points {
			if p.Changed.When.From > when.From {
				when = p.Changed.When
			}
		}
		out = append(out, paper{label, when, points, count(points), true})
	}
	return out
}

// aboutPoints are the points that a press item is about, by their identities.
func aboutPoints(s *room.State, c *room.PressItem) (out []ident.Point) {
	for _, a := range c.PressRecorded.About {
		if r, p := find(s, "", ident.Point(a)); p != nil {
			out = append(out, r.ID)
		}
	}
	return out
}

// scope are the points of a text that an item is about; all where it names none
// that the text has.
func (p *paper) scope(about []ident.Point) []event.Point {
	var out []event.Point
	for i := range p.points {
		if slices.Contains(about, p.points[i].ID) {
			out = append(out, p.points[i])
		}
	}
	if len(out) == 0 {
		return p.points
	}
	return out
}

// Agrees says which texts a press item agrees with, those first that it agrees with
// on the most. A text that it agrees with on nothing is not listed.
func Agrees(s *room.State, c *room.PressItem) (out []Agreeing) {
	signs, claim, about := signsOf(c.Claim, c.Quotes), tokens(c.Claim), aboutPoints(s, c)
	for _, p := range papers(s) {
		x := Agreeing{Label: p.label, When: p.when, points: p.scope(about)}
		x.Later = c.Date.From != 0 && p.when.From > c.Date.Last()
		r := read(wordsIn(x.points))
		counted, agreed, worded, quotes, same := false, false, false, false, 0
		for i := range signs {
			g := &signs[i]
			switch {
			case g.count > 0 && p.count > 0:
				if counted = true; g.count == p.count {
					agreed = true
					x.For = append(x.For, g.what)
				}
			case g.count > 0:
			case g.parts > 0:
				if n := parts(p.points); n == g.parts {
					x.For = append(x.For, g.what)
				} else if n > 0 && p.whole {
					x.Against = append(x.Against, fmt.Sprintf("it has %s", count(n, "part")))
				}
			case r.has(g):
				worded, quotes = true, quotes || len(g.run) > 0
				x.For = append(x.For, g.what)
			case p.whole && !r.brackets:
				x.Against = append(x.Against, g.what+" does not stand there")
			}
		}
		if counted && !agreed {
			x.Against = append(x.Against, fmt.Sprintf("it has %s", count(p.count, "point")))
		}
		if run := r.common(claim); run != "" && !quotes {
			worded = true
			for i := range signs { // a number among the words is no sign beside them
				if g := &signs[i]; g.key != "" && slices.Contains(x.For, g.what) && read(run).has(g) {
					same++
				}
			}
			x.For = append(x.For, "the words “"+run+"”")
		}
		switch {
		case len(x.For) == 0, counted && !agreed && !worded: // as many parts, and not as many points
			continue
		case len(x.Against) > 0:
			x.How = BothWays
		case len(x.For)-same == 1:
			x.How = OneSign
		default:
			x.How = SeveralSigns
		}
		out = append(out, x)
	}
	order := []Sureness{SeveralSigns, OneSign, BothWays}
	slices.SortStableFunc(out, func(a, b Agreeing) int {
		if a.How != b.How {
			return slices.Index(order, a.How) - slices.Index(order, b.How)
		}
		return len(b.For) - len(a.For)
	})
	return out
}

// parts is how many parts the points of a text stand in, 0 where it names none.
func parts(points []event.Point) int {
	seen := map[string]bool{}
	for i := range points {
		if p := points[i].PartLabel + points[i].Part; p != "" && !points[i].Deleted {
			seen[p] = true
		}
	}
	return len(seen)
}

// Public is something of a press item that is public, and where.
type Public struct {
	What  string
	Where []string
	When  event.When // since when
}

// PublicOf says what of a press item is public by the state handed over: made public
// from the texts, said by other press items, or on record as public.
func PublicOf(s *room.State, c *room.PressItem, say func(event.When) string) (out []Public) {
	add := func(what, where string, when event.When) {
		i := slices.IndexFunc(out, func(p Public) bool { return p.What == what })
		if i < 0 {
			out = append(out, Public{What: what})
			i = len(out) - 1
		}
		p := &out[i]
		if when.From != 0 {
			where += ", " + say(when)
			if p.When.From == 0 || when.From < p.When.From {
				p.When = when
			}
		}
		p.Where = append(p.Where, where)
	}
	outlet := func(c *room.PressItem) string { return first(c.Outlet, c.RelayedBy, string(c.Label)) }
	add("the claim itself", outlet(c), c.Date)
	about, signs := aboutPoints(s, c), signsOf(c.Claim, c.Quotes)
	for _, l := range Ledger(s, nil) {
		switch {
		case l.Told() && l.Other == "the public":
			r := read(wordsIn(l.Points) + l.Gist)
			for _, q := range l.Points {
				if slices.Contains(about, q.ID) && !q.Deleted {
					add("the words of point "+q.Number, "made public with "+string(l.Label), l.When)
				}
			}
			for i := range signs {
				if r.has(&signs[i]) {
					add(signs[i].what, "made public with "+string(l.Label), l.When)
				}
			}
		case l.Way == event.WayPublic && (slices.ContainsFunc(l.About, func(id ident.Point) bool { return slices.Contains(about, id) })):
			for _, id := range l.About {
				if r, _ := find(s, "", id); slices.Contains(about, id) {
					add("point "+first(r.Number, string(id))+", "+string(l.Level), first(l.Source, "on record as public"), l.When)
				}
			}
		}
	}
	for _, o := range s.Press {
		if o.Label == c.Label {
			continue
		}
		theirs := signsOf(o.Claim, o.Quotes)
		for i := range signs {
			if slices.ContainsFunc(theirs, func(t sign) bool { return t.what == signs[i].what }) {
				add(signs[i].what, outlet(o)+" ("+string(o.Label)+")", o.Date)
			}
		}
	}
	return out
}

func first(of ...string) string {
	for _, s := range of {
		if s != "" {
			return s
		}
	}
	return ""
}

// Differing are the press items that a press item differs from, and those that say so
// of it.
func Differing(s *room.State, c *room.PressItem) []ident.Label {
	out := slices.Clone(c.DiffersFrom)
	for _, o := range s.Press {
		if slices.ContainsFunc(o.DiffersFrom, func(l ident.Label) bool { return s.PressItem(l) == c }) && !slices.Contains(out, o.Label) {
			out = append(out, o.Label)
		}
	}
	return out
}

// LinesOn are the lines to take on a press item, as it was last said.
func LinesOn(s *room.State, c *room.PressItem) (out []*room.LineToTake) {
	for _, l := range s.Lines {
		if slices.ContainsFunc(l.On, func(o ident.Label) bool { return s.PressItem(o) == c }) {
			out = append(out, l)
		}
	}
	return out
}

// PressGiven is who had been given all of a press item by the day of its publication.
type PressGiven struct {
	Label   ident.Label
	By      event.When
	Texts   []string // in whose words the points were looked up: any of them is enough
	Points  []event.Point
	Phrases []string
	Had     []Had
}

// GivenOfPress draws up who had been given all of what a press item says by the day
// on which it was published: the points that it is about, in the words of any text
// that it agrees with as well as with another, and the words that it quotes.
func GivenOfPress(s *room.State, c *room.PressItem) *PressGiven {
	out := &PressGiven{Label: c.Label, By: c.Date}
	for _, q := range append(slices.Clone(c.Quotes), quoted(c.Claim)...) {
		q = strings.Trim(q, " \t\n.,;:!?…")
		if q != "" && !slices.Contains(out.Phrases, q) && (slices.Contains(c.Quotes, q) || len(tokens(q)) >= leastQuoted) {
			out.Phrases = append(out.Phrases, q)
		}
	}
	by := int64(0)
	if c.Date.From != 0 {
		by = c.Date.Last()
	}
	about := aboutPoints(s, c)
	for _, text := range closest(s, c) {
		var points []event.Point
		for _, p := range text.points {
			if slices.Contains(about, p.ID) && !p.Deleted {
				points = append(points, p)
			}
		}
		had := GivenAll(s, points, out.Phrases, by)
		if len(points) > 0 {
			out.Texts, out.Points = append(out.Texts, text.Label), points
		}
		for i := range had {
			if len(out.Had) < len(had) {
				out.Had = append(out.Had, had[i])
			} else if h := &out.Had[i]; had[i].All && (!h.All || had[i].Since.From < h.Since.From) || !h.All && !had[i].All {
				*h = had[i]
			}
		}
	}
	return out
}

// closest are the texts, of no later day, that a press item agrees with the most; the
// working text where there are none.
func closest(s *room.State, c *room.PressItem) (out []Agreeing) {
	for _, x := range Agrees(s, c) {
		if !x.Later && (len(out) == 0 || x.How == out[0].How && len(x.For) == len(out[0].For)) {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		now := Agreeing{Label: "working text"}
		for _, in := range s.Instruments {
			now.points = append(now.points, in.Current()...)
		}
		out = append(out, now)
	}
	return out
}

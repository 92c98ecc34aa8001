package view

import (
	"cmp"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Knows is who knows a point, or a text as a whole.
type Knows struct {
	Point *room.Point // nil for the text as a whole
	Lines []Line      // for each party, person and way of knowing the most that is on record
	None  []ident.Code
	As    []Holds
}

// Holds says how the words that somebody was given last compare with the words
// as they stand.
type Holds struct {
	Party ident.Code
	Label ident.Label // under which they were given
	Same  bool
}

// WhoKnows draws up who knows a point of the drafting room; the point may be nil
// for a text as a whole.
func WhoKnows(drafting *room.State, seats []*room.State, in *room.Instrument, p *room.Point) Knows {
	k := Knows{Point: p}
	lines := slices.DeleteFunc(Ledger(drafting, seats), func(l Line) bool { return !concerns(&l, in, p) })
	sortLines(drafting, lines)
	seen := map[ident.Code]bool{}
	last := map[ident.Code]*Line{}
	for i := range lines {
		l := &lines[i]
		if l.Party != "" && !l.Own {
			seen[l.Party] = true
		}
		if p != nil && l.Told() && !l.Own && l.Level != event.KnowsGist && (last[l.Party] == nil || later(l, last[l.Party])) {
			last[l.Party] = l
		}
	}
	for _, q := range drafting.InOrder() {
		if !seen[q.Code] && !slices.Contains(q.Roles, event.RoleMediator) && len(q.Members) == 0 {
			k.None = append(k.None, q.Code)
		}
		if l := last[q.Code]; l != nil {
			k.As = append(k.As, Holds{q.Code, l.Label, sameWords(l.Points, p.Point)})
		}
	}
	k.Lines = most(lines)
	return k
}

func later(a, b *Line) bool {
	if a.When.From != b.When.From {
		return a.When.From > b.When.From
	}
	return a.Seq > b.Seq
}

// concerns reports whether a line is about the point, or the text as a whole.
func concerns(l *Line, in *room.Instrument, p *room.Point) bool {
	if p == nil {
		return true
	}
	if !l.Told() {
		return len(l.About) == 0 || slices.Contains(l.About, p.ID)
	}
	if len(l.Points) == 0 { // a briefing on the whole
		return l.Whole
	}
	return slices.ContainsFunc(l.Points, func(q event.Point) bool { return q.ID == p.ID && !q.Deleted })
}

func sameWords(points []event.Point, p event.Point) bool {
	return slices.ContainsFunc(points, func(q event.Point) bool { return q.ID == p.ID && q.Heading == p.Heading && q.Body == p.Body })
}

// most keeps of the sorted lines, for each knower, the one that says the most,
// and the first of every other way in which they are said to know.
func most(lines []Line) []Line {
	type knower struct {
		party  ident.Code
		person ident.Person
		other  string
		way    event.Way
	}
	seen := map[knower]bool{}
	var out []Line
	for _, l := range lines {
		k := knower{l.Party, l.Person, l.Other, l.Way}
		if seen[k] {
			continue
		}
		seen[k] = true
		out = append(out, l)
	}
	return out
}

// Had is one party's line of Had: since when they had been given all.
type Had struct {
	Party   ident.Code
	Since   event.When
	All     bool
	Missing []ident.Point
}

// GivenAll says who had been given all of a set of points' words, as they stand
// in the points handed over, by a moment (Unix µs; 0: by now).
func GivenAll(drafting *room.State, points []event.Point, by int64) []Had {
	var out []Had
	lines := Ledger(drafting, nil)
	for _, q := range drafting.InOrder() {
		if slices.Contains(q.Roles, event.RoleMediator) || len(q.Members) > 0 {
			continue
		}
		h := Had{Party: q.Code, All: true}
		for _, p := range points {
			found := false
			var first event.When
			for i := range lines {
				l := &lines[i]
				if !l.Told() || l.Own || l.Party != q.Code || rank(l.Level) < rank(event.KnowsWords) || by != 0 && l.When.From > by || !sameWords(l.Points, p) {
					continue
				}
				if !found || l.When.From < first.From {
					found, first = true, l.When
				}
			}
			if !found {
				h.All = false
				h.Missing = append(h.Missing, p.ID)
			} else if first.From > h.Since.From {
				h.Since = first
			}
		}
		out = append(out, h)
	}
	return out
}

// Last are the words that a party was given last, point by point, and under
// which label each.
type Last struct {
	Points []event.Point
	Labels map[ident.Point]ident.Label
	When   event.When // of the latest
	Label  ident.Label
}

// LastGiven draws up what a party was given last of an instrument. A whole text
// takes the place of everything that was given before it: what it no longer has,
// the party no longer holds to be in the text.
func LastGiven(drafting *room.State, party ident.Code, in ident.Instrument) Last {
	out := Last{Labels: map[ident.Point]ident.Label{}}
	lines := slices.DeleteFunc(Ledger(drafting, nil), func(l Line) bool {
		if !l.Told() || l.Own || l.Party != party || rank(l.Level) < rank(event.KnowsWords) {
			return true
		}
		c := drafting.Conveyance(l.Seq)
		return c == nil || c.Instrument != in
	})
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.When.From, b.When.From) })
	for _, l := range lines {
		if l.Whole {
			out.Points = nil
			clear(out.Labels)
		}
		for _, p := range l.Points {
			out.Labels[p.ID] = l.Label
			if i := slices.IndexFunc(out.Points, func(q event.Point) bool { return q.ID == p.ID }); i >= 0 {
				out.Points[i] = p
			} else {
				out.Points = append(out.Points, p)
			}
		}
		out.When, out.Label = l.When, l.Label
	}
	return out
}

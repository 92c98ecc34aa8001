package view

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Knows is who knows a point, or a text as a whole.
type Knows struct {
	Point *room.Point  // nil for the text as a whole
	Lines []Line       // for each party, person and way of knowing the most that is on record
	Order []ident.Code // the parties that may be told, in printed order
	None  []ident.Code // those of whom nothing is on record
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
		if seen[q.Code] || !slices.Contains(q.Roles, event.RoleMediator) && len(q.Members) == 0 {
			k.Order = append(k.Order, q.Code)
			if !seen[q.Code] {
				k.None = append(k.None, q.Code)
			}
		}
		if l := last[q.Code]; l != nil {
			k.As = append(k.As, Holds{q.Code, l.Label, sameWords(l.Points, p.Point)})
		}
	}
	about := ident.Point("")
	if p != nil {
		about = p.ID
	}
	k.Lines = most(lines, about)
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

// most keeps of the sorted lines, for each knower and way of knowing, the one that
// says the most, and the latest where that gave other words since.
func most(lines []Line, about ident.Point) []Line {
	type knower struct {
		party  ident.Code
		person ident.Person
		other  string
		way    event.Way
	}
	of := func(l *Line) knower { return knower{l.Party, l.Person, l.Other, l.Way} }
	latest := map[knower]*Line{}
	for i := range lines {
		if l := &lines[i]; latest[of(l)] == nil || later(l, latest[of(l)]) {
			latest[of(l)] = l
		}
	}
	seen := map[knower]bool{}
	var out []Line
	for i := range lines {
		l := &lines[i]
		if seen[of(l)] {
			continue
		}
		seen[of(l)] = true
		out = append(out, *l)
		if last := latest[of(l)]; last != l && otherWords(l.Points, last.Points, about) {
			out = append(out, *last)
		}
	}
	return out
}

// otherWords reports whether a point, or for "" any point, reads otherwise in the
// later of two lists.
func otherWords(older, newer []event.Point, about ident.Point) bool {
	return slices.ContainsFunc(newer, func(p event.Point) bool {
		return (about == "" || p.ID == about) && !sameWords(older, p)
	})
}

// Had is one party's line of GivenAll: since when they had been given all.
type Had struct {
	Party   ident.Code
	Since   event.When
	All     bool
	Missing []string // points and phrases
}

// GivenAll says who had been given all of a set of points' words, as they stand
// in the points handed over, and of phrases, in whatever text or briefing they
// stood, by a moment (Unix µs; 0: by now).
func GivenAll(drafting *room.State, points []event.Point, phrases []string, by int64) []Had {
	lines := slices.DeleteFunc(Ledger(drafting, nil), func(l Line) bool { return !l.Told() || l.Own || by != 0 && l.When.From > by })
	var out []Had
	for _, q := range drafting.InOrder() {
		if slices.Contains(q.Roles, event.RoleMediator) || len(q.Members) > 0 {
			continue
		}
		h := Had{Party: q.Code, All: true}
		need := func(what string, given func(*Line) bool) {
			var first *Line
			for i := range lines {
				l := &lines[i]
				if l.Party == q.Code && (first == nil || l.When.From < first.When.From) && given(l) {
					first = l
				}
			}
			if first == nil {
				h.All = false
				h.Missing = append(h.Missing, what)
			} else if first.When.From > h.Since.From {
				h.Since = first.When
			}
		}
		for _, p := range points {
			need(string(p.ID), func(l *Line) bool { return rank(l.Level) >= rank(event.KnowsWords) && sameWords(l.Points, p) })
		}
		for _, f := range phrases {
			need("“"+f+"”", func(l *Line) bool { return holds(l, f) })
		}
		out = append(out, h)
	}
	return out
}

// holds reports whether a phrase stood in what a line gave, blanks and capitals apart.
func holds(l *Line, phrase string) bool {
	flat := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	phrase = flat(phrase)
	if strings.Contains(flat(l.Gist), phrase) {
		return true
	}
	return rank(l.Level) >= rank(event.KnowsWords) && slices.ContainsFunc(l.Points, func(p event.Point) bool {
		return !p.Deleted && (strings.Contains(flat(p.Body), phrase) || strings.Contains(flat(p.Heading), phrase))
	})
}

// Last are the words that a party was given last, point by point, and under
// which label each.
type Last struct {
	Points []event.Point
	Labels map[ident.Point]ident.Label
	When   event.When // of the latest
	Label  ident.Label

	Compiled map[ident.Point]Compiled // points that were given with proposals compiled into the text, and how
}

// Compiled is how proposals were compiled into words that were given.
type Compiled struct {
	Rendering event.Rendering
	Anybody   bool // those that may be shown to anybody, in a text that was circulated; else to the receivers
}

// LastGiven draws up what a party was given last of an instrument. A whole text
// takes the place of everything that was given before it: what it no longer has,
// the party no longer holds to be in the text.
func LastGiven(drafting *room.State, party ident.Code, in ident.Instrument) Last {
	return lastGiven(drafting, Ledger(drafting, nil), party, in)
}

// lastGiven is LastGiven with the drafting room's ledger, of which it keeps what it needs.
func lastGiven(drafting *room.State, ledger []Line, party ident.Code, in ident.Instrument) Last {
	out := Last{Labels: map[ident.Point]ident.Label{}, Compiled: map[ident.Point]Compiled{}}
	lines := slices.DeleteFunc(slices.Clone(ledger), func(l Line) bool {
		if !l.Told() || l.Own || l.Party != party || rank(l.Level) < rank(event.KnowsWords) {
			return true
		}
		c := drafting.Conveyance(l.Seq)
		return c == nil || c.Instrument != in || drafting.Rival(c.From) != nil
	})
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.When.From, b.When.From) })
	at := map[ident.Point]int{}
	for _, l := range lines {
		if l.Whole {
			out.Points = make([]event.Point, 0, len(l.Points))
			clear(at)
			clear(out.Labels)
			clear(out.Compiled)
		}
		c := drafting.Conveyance(l.Seq)
		for _, p := range l.Points {
			out.Labels[p.ID] = l.Label
			delete(out.Compiled, p.ID)
			if len(c.Bases) > 0 {
				out.Compiled[p.ID] = Compiled{c.Rendering, c.From != ""}
			}
			if i, there := at[p.ID]; there {
				out.Points[i] = p
			} else {
				at[p.ID] = len(out.Points)
				out.Points = append(out.Points, p)
			}
		}
		out.When, out.Label = l.When, l.Label
	}
	return out
}

// Package compile brings a base and the versions of many parties into one
// bracketed text.
//
// It promises that nothing is lost: every holder's text is projected out of
// the result and compared with what was handed over, and a result that does not
// give every text back is refused (Lost). It promises that nobody is made to
// speak: a party is printed at a variant only if it changed the base's words or
// expressly retains them, and a party that is silent on a point stands in no
// bracket of it. The order in which versions are handed over does not matter,
// save for the printed order of the parties. It refuses to guess at intent: a
// point is deleted by an act or by its absence from a complete text, never by
// silence.
package compile

import (
	"cmp"
	"fmt"
	"slices"

	"nonpaper/internal/align"
	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Version is one party's version of the base.
type Version struct {
	Code   ident.Code
	Text   plan.Text
	Retain bool // the party expressly retains the base's words wherever it has them
	Headed bool // its text uses headings, whether or not the points that are given here do

	// Unnamed says that it is nobody's, but a reading of brackets in the base
	// that name nobody: it holds variants, and is no party and never printed.
	Unnamed bool

	// Places says of points which stand in a bracketed base, and in which the base
	// itself reads no words, where they stand; by their identifiers. They keep
	// their numbers and parts.
	Places map[ident.Point]InBase
}

// InBase is where a point stands in a bracketed base.
type InBase struct {
	After ident.Point // the base's point that it follows, "" for the beginning
	Rank  int         // its place among all points, from 1
}

// Input is what is compiled.
type Input struct {
	Base     plan.Text
	Versions []Version
	Order    []ident.Code // printed order; parties not named follow by the alphabet
	Grain    collate.Grain
	Matches  []align.Overrule // what a person said about which point is which

	// Named says that every point names the base's point that it is by its
	// identifier, or is new: nothing is matched by its words.
	Named bool

	// Collate brings the texts of many stretches of words together, each as
	// collate.Texts does, which it is if nil. Whoever keeps what was collated
	// before, or collates on several processors, hands over their own.
	Collate func([][]string, collate.Grain) [][]collate.Piece

	// Each does n things that do not depend on each other, by their number; one
	// after the other if nil. Whoever has several processors hands over their own.
	Each func(n int, do func(i int))
}

func (in *Input) each(n int, do func(i int)) {
	if in.Each != nil {
		in.Each(n, do)
		return
	}
	for i := range n {
		do(i)
	}
}

// Lost is the error of a result that does not give a text back. It is a fault
// of the program, never of the input.
type Lost struct {
	Code  ident.Code
	Point string // printed number of the first point that differs
}

func (e *Lost) Error() string {
	return fmt.Sprintf("the compiled text does not give %s back at point %s; nothing was printed", e.Code, e.Point)
}

// Texts compiles. Notes say what a reader should look at.
func Texts(in Input) (bracket.Text, []plan.Note, error) {
	versions := slices.Clone(in.Versions)
	sortByOrder(versions, in.Order)
	c := newCompilation(in, versions)
	notes := c.place()
	return c.finish(notes)
}

// Whole compiles texts of one point each, taken as wordings of the same point:
// one without words deletes it, a base without words makes it new.
func Whole(in Input) (bracket.Text, error) {
	versions := slices.Clone(in.Versions)
	sortByOrder(versions, in.Order)
	c := newCompilation(in, versions)
	s := slot{id: "p1", point: in.Base.Points[0], base: true, has: map[ident.Code]*plan.Point{}}
	s.has[ident.Base] = &in.Base.Points[0]
	c.out.Sequence[ident.Base] = []bracket.Place{placeOf(&in.Base.Points[0], s.id)}
	for i := range versions {
		p := &versions[i].Text.Points[0]
		s.has[versions[i].Code] = p
		place := placeOf(p, s.id)
		place.Sure, place.Why = 1, "whole"
		c.out.Sequence[versions[i].Code] = []bracket.Place{place}
	}
	c.slots = []slot{s}
	out, _, err := c.finish(nil)
	return out, err
}

// finish writes the wordings, numbers the brackets and proves the result.
func (c *compilation) finish(notes []plan.Note) (bracket.Text, []plan.Note, error) {
	c.points()
	c.out.Number()
	c.in.each(len(c.out.Points), func(i int) { markMoves(c.out.Points[i].Wording) })
	if err := c.verify(); err != nil {
		return bracket.Text{}, nil, err
	}
	return c.out, notes, nil
}

// sortByOrder puts the versions into the printed order.
func sortByOrder(versions []Version, order []ident.Code) {
	rank := func(c ident.Code) int {
		if i := slices.Index(order, c); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(versions, func(a, b Version) int {
		return cmp.Or(cmp.Compare(rank(a.Code), rank(b.Code)), cmp.Compare(a.Code, b.Code))
	})
}

// compilation is the state of one call.
type compilation struct {
	in       Input
	versions []Version
	slots    []slot
	headed   map[ident.Code]bool // whose text uses headings
	numbers  []plan.Number       // the base's, for baseNumbers
	out      bracket.Text
}

// slot is a compiled point in the making: the base's point or an addition, and
// what each version has there.
type slot struct {
	id     ident.Point
	point  plan.Point // what its number, part and kind are taken from
	base   bool
	has    map[ident.Code]*plan.Point // whose text has a point here
	absent []ident.Code               // whose complete text has none
	rank   int                        // of InBase, 0 for none
}

func newCompilation(in Input, versions []Version) *compilation {
	c := &compilation{in: in, versions: versions, headed: map[ident.Code]bool{}}
	c.out.Texts = map[ident.Code]bracket.Source{ident.Base: source(in.Base, false)}
	c.out.Sequence = map[ident.Code][]bracket.Place{}
	for _, v := range versions {
		if !v.Unnamed {
			c.out.Parties = append(c.out.Parties, v.Code)
		}
		c.out.Texts[v.Code] = source(v.Text, v.Retain)
		c.headed[v.Code] = v.Headed || slices.ContainsFunc(v.Text.Points, func(p plan.Point) bool { return p.Heading != "" })
	}
	return c
}

func source(t plan.Text, retain bool) bracket.Source {
	return bracket.Source{Title: t.Title, Front: t.Front, Complete: t.Complete, Retain: retain}
}

// points writes the wording of every slot.
func (c *compilation) points() {
	var stretches stretches
	c.out.Points = make([]bracket.Point, len(c.slots))
	for i, s := range c.slots {
		p := &c.out.Points[i]
		*p = bracket.Point{
			ID: s.id, Kind: s.point.Kind, Label: s.point.Label, Number: s.point.Number,
			PartLabel: s.point.PartLabel, Part: s.point.Part,
		}
		headings, bodies := c.voices(s)
		for _, v := range bodies {
			if v.code != ident.Base || s.base {
				p.Speaks = append(p.Speaks, v.code)
			}
		}
		stretches.add(&p.Heading, headings)
		stretches.add(&p.Wording, bodies)
	}
	stretches.collate(c.in)
}

// voices are the texts of a slot's heading and wording: the base's, then those
// of the parties that speak to it, in printed order.
func (c *compilation) voices(s slot) (headings, bodies []voice) {
	var base plan.Point
	if s.base {
		base = *s.has[ident.Base]
	}
	headings = []voice{{code: ident.Base, words: base.Heading}}
	bodies = []voice{{code: ident.Base, words: base.Body}}
	for _, v := range c.versions {
		p := s.has[v.Code]
		h := voice{code: v.Code, retain: v.Retain, unnamed: v.Unnamed}
		b := h
		switch {
		case p == nil && slices.Contains(s.absent, v.Code), p != nil && p.Act == plan.ActDelete:
		case p == nil:
			continue // silent
		default:
			h.words, b.words = p.Heading, p.Body
			if noHeading(c.headed[v.Code], p) {
				h.words = base.Heading
			}
			if noWording(p) {
				b.words = base.Body
			}
			if p.Act == plan.ActKeep {
				h.retain, b.retain = true, true
			}
		}
		headings, bodies = append(headings, h), append(bodies, b)
	}
	return headings, bodies
}

// noHeading reports whether the version is silent on the heading: it gives an
// act without one, or uses no headings at all (headed).
func noHeading(headed bool, p *plan.Point) bool {
	if p.Heading != "" {
		return false
	}
	if p.Act == plan.ActKeep || p.Act == plan.ActMove {
		return true
	}
	return p.Body != "" && !headed
}

// noWording reports whether the point gives an act and no words.
func noWording(p *plan.Point) bool {
	return p.Body == "" && (p.Act == plan.ActKeep || p.Act == plan.ActMove)
}

// verify projects every text out of the result and compares it with what was
// handed over.
func (c *compilation) verify() error {
	project := c.out.Projector()
	lost := make([]error, len(c.versions)+1)
	c.in.each(len(lost), func(i int) {
		if i == 0 {
			lost[i] = verifyOne(project, ident.Base, c.in.Base)
		} else {
			lost[i] = verifyOne(project, c.versions[i-1].Code, c.versions[i-1].Text)
		}
	})
	return cmp.Or(lost...)
}

func verifyOne(project func(ident.Code) (plan.Text, bool), code ident.Code, want plan.Text) error {
	got, _ := project(code)
	if len(got.Points) != len(want.Points) {
		return &Lost{code, "(count)"}
	}
	for i := range want.Points {
		w := want.Points[i]
		w.Line = 0
		if got.Points[i] != w {
			return &Lost{code, cmp.Or(w.Number, string(w.ID), fmt.Sprint(i+1))}
		}
	}
	return nil
}

package view

import (
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// PointRef is a point as it stands in the working text, or an empty slot or
// nothing of it where it no longer does.
type PointRef struct {
	ID         ident.Point
	Instrument ident.Instrument
	Number     string // "" where the text has no such point
	Heading    string
	Deleted    bool
}

// Live reports whether the point stands in the text.
func (r PointRef) Live() bool { return r.Number != "" && !r.Deleted }

// find finds a point in an instrument, or for "" in the first that has it.
func find(s *room.State, in ident.Instrument, id ident.Point) (PointRef, *room.Point) {
	for _, x := range s.Instruments {
		if in != "" && x.Instrument != in {
			continue
		}
		if p := x.Point(id); p != nil {
			return PointRef{id, x.Instrument, p.Number, p.Heading, p.Deleted}, p
		}
	}
	return PointRef{ID: id, Instrument: in}, nil
}

// livePoints are the points that stand in the working texts, in their order.
func livePoints(s *room.State) (out []PointRef) {
	for _, x := range s.Instruments {
		for _, p := range x.Points {
			if !p.Deleted {
				out = append(out, PointRef{p.ID, x.Instrument, p.Number, p.Heading, false})
			}
		}
	}
	return out
}

// Principles is what is on record of earlier understandings, and of the points that
// derive from them.
type Principles struct {
	List    []PrincipleView
	NoBasis []PointRef    // points for which no principle is cited
	NoPoint []ident.Label // principles that no point of the text cites
	NotSaid []ident.Label // of those, the ones of which it was said that it is not said which points do
}

// PrincipleView is one principle and the points that cite it.
type PrincipleView struct {
	*room.Principle
	Points []PointRef // in the order of the text; those that no longer stand there last
}

// DrawPrinciples draws up the principles of a drafting room.
func DrawPrinciples(s *room.State) Principles {
	var out Principles
	cited := map[ident.Point]bool{}
	live := livePoints(s)
	for _, p := range s.Principles {
		v := PrincipleView{Principle: p}
		for _, r := range live {
			if slices.Contains(p.AsStated, r.ID) && !slices.ContainsFunc(v.Points, func(o PointRef) bool { return o.ID == r.ID }) {
				v.Points = append(v.Points, r)
				cited[r.ID] = true
			}
		}
		if len(v.Points) == 0 {
			out.NoPoint = append(out.NoPoint, p.Label)
			if p.NotSaid {
				out.NotSaid = append(out.NotSaid, p.Label)
			}
		}
		for _, id := range p.AsStated {
			if r, _ := find(s, "", id); !r.Live() {
				v.Points = append(v.Points, r)
			}
		}
		out.List = append(out.List, v)
	}
	for _, r := range live {
		if !cited[r.ID] {
			out.NoBasis = append(out.NoBasis, r)
		}
	}
	return out
}

// Answered are the acts of those who confirm or contest the principle.
func (p PrincipleView) Answered(as event.Reception) (out []room.PrincipleAnswer) {
	for _, a := range p.Answers {
		if a.Reception == as {
			out = append(out, a)
		}
	}
	return out
}

package view

import (
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Traced is every point of an instrument through all its texts.
type Traced struct {
	Labels []ident.Label `json:"texts"`
	Points []TracedPoint `json:"points"`
}

// TracedPoint is one point: its printed number in each text, "" where it was not
// there, "–" where its slot was empty.
type TracedPoint struct {
	Point   ident.Point      `json:"point"`
	Numbers []string         `json:"numbers"`
	Now     string           `json:"now"`
	Into    []ident.Point    `json:"into,omitempty"`    // where its words went
	In      ident.Instrument `json:"in,omitempty"`      // the instrument it was moved to
	Dropped bool             `json:"dropped,omitempty"` // its empty slot is no longer printed
}

const emptySlot = "–"

// Became says where a point that is no longer there has gone.
func (t *TracedPoint) Became() string {
	switch {
	case t.In != "":
		return "moved to " + string(t.In)
	case len(t.Into) > 0:
		return "its words went to " + list(t.Into)
	case t.Dropped:
		return "deleted; its slot is no longer printed"
	case t.Now == emptySlot:
		return "deleted; its slot stays"
	}
	return ""
}

// Trace follows the points of an instrument through its circulated texts to the
// working text.
func Trace(drafting *room.State, in *room.Instrument) Traced {
	out := Traced{Labels: []ident.Label{}, Points: []TracedPoint{}}
	number := func(p *event.Point) string {
		if p.Deleted {
			return emptySlot
		}
		return p.Number
	}
	var texts [][]event.Point
	for _, t := range drafting.Texts {
		if t.Instrument == in.Instrument {
			out.Labels = append(out.Labels, t.Label)
			texts = append(texts, t.Points)
		}
	}
	var order []ident.Point
	add := func(points []event.Point) {
		for _, p := range points {
			if !slices.Contains(order, p.ID) {
				order = append(order, p.ID)
			}
		}
	}
	for _, t := range texts {
		add(t)
	}
	add(in.Current())
	for _, id := range order {
		tp := TracedPoint{Point: id}
		var last *event.Point // as it stood in the last text that has it
		for _, points := range texts {
			n := ""
			for i := range points {
				if points[i].ID == id {
					last = &points[i]
					n = number(last)
				}
			}
			tp.Numbers = append(tp.Numbers, n)
		}
		if p := in.Point(id); p != nil {
			tp.Now, tp.Into = number(&p.Point), p.Into
			if slices.Contains(p.Into, id) { // it goes on elsewhere under its own identity
				tp.Into = nil
				for _, other := range drafting.Instruments {
					if q := other.Point(id); other != in && q != nil && !q.Deleted {
						tp.In = other.Instrument
					}
				}
			}
		}
		if last != nil && in.Point(id) == nil {
			tp.Into, tp.Dropped = last.Into, true
		}
		out.Points = append(out.Points, tp)
	}
	return out
}

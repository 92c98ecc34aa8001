package bracket

import (
	"slices"
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Reading gives the wording as the holder reads it: the agreed words and, of
// every bracket, the variant that the holder holds. In a bracket in which it
// holds none it reads nothing.
func (w Wording) Reading(holder ident.Code) string {
	switch {
	case len(w) == 0:
		return ""
	case len(w) == 1 && w[0].Bracket == nil:
		return w[0].Words
	}
	var b strings.Builder
	w.read(&b, holder)
	return b.String()
}

func (w Wording) read(b *strings.Builder, holder ident.Code) {
	for _, it := range w {
		if it.Bracket == nil {
			b.WriteString(it.Words)
			continue
		}
		for i := range it.Bracket.Variants {
			if v := &it.Bracket.Variants[i]; slices.Contains(v.Holders, holder) {
				v.Wording.read(b, holder)
				break
			}
		}
	}
}

// Brackets calls f with every bracket of the wording in reading order, at all
// depths, until f returns false.
func (w Wording) Brackets(f func(*Bracket) bool) bool {
	for _, it := range w {
		if it.Bracket == nil {
			continue
		}
		if !f(it.Bracket) {
			return false
		}
		for i := range it.Bracket.Variants {
			if !it.Bracket.Variants[i].Wording.Brackets(f) {
				return false
			}
		}
	}
	return true
}

// Count is the number of brackets at all depths.
func (w Wording) Count() int {
	n := 0
	w.Brackets(func(*Bracket) bool { n++; return true })
	return n
}

// Point returns the compiled point of that identity, nil where there is none.
func (t *Text) Point(id ident.Point) *Point {
	for i := range t.Points {
		if t.Points[i].ID == id {
			return &t.Points[i]
		}
	}
	return nil
}

// Project gives back the text of one holder: its own points in its own order,
// with its own numbers, headings and parts. It is false where the compiled text
// has no such holder.
func (t *Text) Project(holder ident.Code) (plan.Text, bool) { return t.Projector()(holder) }

// Projector is Project, made ready for several holders.
func (t *Text) Projector() func(holder ident.Code) (plan.Text, bool) {
	points := make(map[ident.Point]*Point, len(t.Points))
	for i := range t.Points {
		points[t.Points[i].ID] = &t.Points[i]
	}
	return func(holder ident.Code) (plan.Text, bool) { return t.project(holder, points) }
}

func (t *Text) project(holder ident.Code, points map[ident.Point]*Point) (plan.Text, bool) {
	source, known := t.Texts[holder]
	if !known {
		return plan.Text{}, false
	}
	out := plan.Text{Front: source.Front, Title: source.Title, Complete: source.Complete}
	out.Points = slices.Grow(out.Points, len(t.Sequence[holder]))
	for _, place := range t.Sequence[holder] {
		p := plan.Point{
			ID: place.Own, Kind: place.Kind, Label: place.Label, Number: place.Number,
			PartLabel: place.PartLabel, Part: place.Part, Act: place.Act, After: place.After,
			Heading: place.Heading,
		}
		if at := points[place.ID]; at != nil {
			if !place.NoHeading {
				p.Heading = at.Heading.Reading(holder)
			}
			if !place.NoWording {
				p.Body = at.Wording.Reading(holder)
			}
		}
		out.Points = append(out.Points, p)
	}
	return out, true
}

// Fill is Project with the base's points where the holder is silent, in the
// base's order after the point that they follow there. filled says of every
// point of the result whether it is the base's.
func (t *Text) Fill(holder ident.Code) (out plan.Text, filled []bool, known bool) {
	own, known := t.Project(holder)
	if !known || holder == ident.Base {
		return own, make([]bool, len(own.Points)), known
	}
	base, _ := t.Project(ident.Base)
	speaks := map[ident.Point]bool{}
	for i := range t.Points {
		speaks[t.Points[i].ID] = slices.Contains(t.Points[i].Speaks, holder)
	}
	place := map[ident.Point]int{} // where the holder has the point
	for i, p := range t.Sequence[holder] {
		place[p.ID] = i
	}
	missing := make([][]plan.Point, len(own.Points)+1) // by the place they stand before
	next := 0
	for i, p := range t.Sequence[ident.Base] {
		if at, has := place[p.ID]; has {
			next = at + 1
		} else if !speaks[p.ID] {
			missing[next] = append(missing[next], base.Points[i])
		}
	}
	points := own.Points
	own.Points = nil
	add := func(ps []plan.Point, isBase bool) {
		for _, p := range ps {
			own.Points = append(own.Points, p)
			filled = append(filled, isBase)
		}
	}
	add(missing[0], true)
	for i := range points {
		add(points[i:i+1], false)
		add(missing[i+1], true)
	}
	return own, filled, true
}

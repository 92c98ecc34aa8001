package view

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Pen is a pen in a list over several rooms.
type Pen struct {
	Room *room.State
	*room.Pen
	room.Reckoned          // by when; Until is 0 where that was not said or has no date
	On            []string // what is drafted: numbers of points, or the text
	Others        []Shared // who has the pen on some of it too
}

// Shared is somebody else who has the pen on the same.
type Shared struct {
	On     string // the point or text
	Holder event.Participant
	Label  ident.Label
	Room   string
}

// written is something on which there can be one pen or several: a point or a text, under
// the identity that the drafting room has for it where it is read and knows it.
type written struct {
	room ident.Room
	what string
}

// Pens lists who drafts what in the rooms of one viewer, in the order of the rooms and as
// they were given. That two hold the pen on one point is said of both, and nothing is made
// of it. Drafting is the viewer's drafting room, nil where they read none: through it a
// point that was given into a room is known for the drafting room's own.
func Pens(rooms []*room.State, drafting *room.State) []Pen {
	in := readIn(rooms)
	var out []Pen
	held := map[written][]int{}
	at := func(s *room.State, p ident.Point) written {
		if drafting != nil && s.ID != drafting.ID {
			if own := drafting.Behind(s.ID, p); own != "" {
				return written{drafting.ID, string(own)}
			}
		}
		return written{s.ID, string(p)}
	}
	for _, s := range rooms {
		for _, p := range s.Pens {
			x := Pen{Room: s, Pen: p, On: penParts(s, p)}
			if p.Due != (event.Due{}) {
				x.Reckoned = s.Reckon(&p.Due, in)
			}
			if p.Back == nil {
				for _, id := range p.Points {
					k := at(s, id)
					held[k] = append(held[k], len(out))
				}
				if p.Text != "" {
					k := written{s.ID, "text " + strings.ToLower(string(p.Text))}
					held[k] = append(held[k], len(out))
				}
			}
			out = append(out, x)
		}
	}
	for i := range out {
		x := &out[i]
		if x.Back != nil {
			continue
		}
		share := func(k written, name string) {
			for _, j := range held[k] {
				if o := &out[j]; j != i {
					x.Others = append(x.Others, Shared{name, o.Holder, o.Label, o.Room.Name})
				}
			}
		}
		for n, id := range x.Points {
			share(at(x.Room, id), x.On[n])
		}
		if x.Text != "" {
			share(written{x.Room.ID, "text " + strings.ToLower(string(x.Text))}, string(x.Text))
		}
	}
	return out
}

// penParts is what somebody has the pen on, as it is printed: points by their numbers.
func penParts(s *room.State, p *room.Pen) []string {
	if p.Text != "" {
		return []string{string(p.Text)}
	}
	out := make([]string, len(p.Points))
	for i, id := range p.Points {
		out[i] = s.NumberOf(id)
		if out[i] == "" {
			out[i] = string(id)
		}
	}
	return out
}

// penOn is the same in one line.
func penOn(s *room.State, p *room.Pen) string {
	if p.Text != "" {
		return string(p.Text)
	}
	return Numbers(penParts(s, p))
}

// PenOn finds the pens that are held in a room on what is named: a label of a pen, points,
// or a text.
func PenOn(s *room.State, label ident.Label, points []ident.Point) (out []*room.Pen) {
	for _, p := range s.Pens {
		if p.Back != nil {
			continue
		}
		switch {
		case sameLabel(p.Label, label), p.Text != "" && sameLabel(p.Text, label):
			out = append(out, p)
		case len(points) > 0 && slices.ContainsFunc(points, func(id ident.Point) bool { return slices.Contains(p.Points, id) }):
			out = append(out, p)
		}
	}
	return out
}

func sameLabel(a, b ident.Label) bool {
	return a != "" && strings.EqualFold(strings.ReplaceAll(string(a), " ", ""), strings.ReplaceAll(string(b), " ", ""))
}

package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// Instrument is an instrument with its working text.
type Instrument struct {
	About
	event.InstrumentOpened
	TextTitle string
	Points    []*Point      // in the text's order, with the slots of deleted ones
	Dropped   []ident.Point // whose empty slots are no longer printed
}

// Point is a point of the working text and the last entry that changed its words.
type Point struct {
	event.Point
	Changed About
}

// Text is a circulated text. It never changes.
type Text struct {
	About
	event.TextCirculated
}

// Rival is a text of others.
type Rival struct {
	About
	event.TextReceived
}

// Report is a text known by report only.
type Report struct {
	About
	event.TextReported
}

// Conveyed is a conveyance as the drafting room knows it.
type Conveyed struct {
	About
	event.Conveyed
}

// Given is what was given into this room, and what became of the copies.
type Given struct {
	About
	event.Given
	Returns    []CopyEvent
	Destroyed  []CopyEvent
	Receipts   []Receipt
	Superseded ident.Label // by which correction
}

// CopyEvent is what became of one copy.
type CopyEvent struct {
	About
	Copy int
	Note string
}

// Receipt is an acknowledgement.
type Receipt struct {
	About
	event.Receipt
}

// Knowledge is what is reported of somebody's knowledge.
type Knowledge struct {
	About
	event.Knowledge
}

// Report finds what is reported of somebody's knowledge by how the report is called, nil
// where there is none, or ref is "".
func (s *State) Report(ref ident.Label) *Knowledge {
	for _, k := range s.Knowledge {
		if ref != "" && sameLabel(k.Ref, ref) {
			return k
		}
	}
	return nil
}

// Instrument finds an instrument, nil where there is none of that name.
func (s *State) Instrument(id ident.Instrument) *Instrument {
	for _, in := range s.Instruments {
		if in.Instrument == id {
			return in
		}
	}
	return nil
}

// Point finds a point of the working text by its identity.
func (in *Instrument) Point(id ident.Point) *Point {
	for _, p := range in.Points {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// ByNumber finds the point that is printed under a number; of several the first
// that is no empty slot.
func (in *Instrument) ByNumber(number string) *Point {
	var slot *Point
	for _, p := range in.Points {
		if p.Number != number {
			continue
		}
		if !p.Deleted {
			return p
		}
		slot = p
	}
	return slot
}

// Text finds a circulated text by its label.
func (s *State) Text(label ident.Label) *Text {
	for _, t := range s.Texts {
		if t.Label == label {
			return t
		}
	}
	return nil
}

// GivenAs finds what was given into this room under a label.
func (s *State) GivenAs(label ident.Label) *Given {
	for _, g := range s.Given {
		if g.Label == label {
			return g
		}
	}
	return nil
}

// Current copies the working text's points as they stand.
func (in *Instrument) Current() []event.Point {
	out := make([]event.Point, len(in.Points))
	for i, p := range in.Points {
		out[i] = p.Point
	}
	return out
}

// insert puts a point behind another, at the beginning for "", at the end where
// the other is not there.
func (in *Instrument) insert(p *Point, after ident.Point) {
	at := len(in.Points)
	if after == "" {
		at = 0
	} else if i := slices.IndexFunc(in.Points, func(q *Point) bool { return q.ID == after }); i >= 0 {
		at = i + 1
	}
	in.Points = slices.Insert(in.Points, at, p)
}

// remove takes a point out and returns it.
func (in *Instrument) remove(id ident.Point) *Point {
	i := slices.IndexFunc(in.Points, func(q *Point) bool { return q.ID == id })
	if i < 0 {
		return nil
	}
	p := in.Points[i]
	in.Points = slices.Delete(in.Points, i, i+1)
	return p
}

// Canonical is a label as it stands in the room, for one that a person typed:
// "text 5" is "Text 5". One that does not stand there is given back as it is.
func (s *State) Canonical(l ident.Label) ident.Label {
	for _, have := range s.labels() {
		if strings.EqualFold(string(have), string(l)) {
			return have
		}
	}
	return l
}

// labels are all under which something stands in the room.
func (s *State) labels() (out []ident.Label) {
	for _, t := range s.Texts {
		out = append(out, t.Label)
	}
	for _, t := range s.Rivals {
		out = append(out, t.Label)
	}
	for _, t := range s.Reports {
		out = append(out, t.Label)
	}
	for _, g := range s.Given {
		out = append(out, g.Label)
	}
	for _, t := range s.Taken {
		out = append(out, t.What)
	}
	for _, it := range s.Items {
		out = append(out, it.Label)
	}
	for _, m := range s.Meetings {
		out = append(out, m.Label)
	}
	for _, x := range s.Silences {
		out = append(out, x.Label)
	}
	for _, x := range s.Expected {
		out = append(out, x.Label)
	}
	for _, u := range s.Understandings {
		out = append(out, u.Label)
	}
	for _, d := range s.Deadlines {
		out = append(out, d.Label)
	}
	for _, p := range s.Pens {
		out = append(out, p.Label)
	}
	return out
}

// Rival finds a text of others by its label.
func (s *State) Rival(label ident.Label) *Rival {
	for _, r := range s.Rivals {
		if r.Label == label {
			return r
		}
	}
	return nil
}

// Conveyance finds a conveyance by its entry.
func (s *State) Conveyance(seq uint64) *Conveyed {
	for _, c := range s.Conveyed {
		if c.Seq == seq {
			return c
		}
	}
	return nil
}

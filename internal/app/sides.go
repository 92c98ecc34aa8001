package app

import (
	"bytes"
	"fmt"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// behind is what a drafting room calls an item of a room, and whether it was taken
// in there. A label that was forgotten may be given again: the latest is meant.
func behind(s *room.State, in ident.Room, label ident.Label) (ident.Label, bool) {
	for _, it := range slices.Backward(s.Items) {
		if it.Source.Room == in && it.Source.Label == label {
			return it.Label, true
		}
	}
	return "", false
}

// termsThere are terms as a drafting room has them. What is to come together with
// an item that was not taken in stays with the mediator.
func termsThere(s *room.State, in ident.Room, t event.Terms) event.Terms {
	if t.With == "" {
		return t
	}
	with, taken := behind(s, in, t.With)
	if !taken {
		return event.Terms{Release: event.ReleaseMediator, NotBefore: t.NotBefore}
	}
	t.With = with
	return t
}

// notTakenIn stands for an item of a room that a drafting room does not have. What the
// room calls it is the room's: a name can tell, and a number that there are others.
const notTakenIn ident.Label = "something given there"

// onThere is the item that a position is on, as a drafting room calls it; where
// it was not taken in, by a label that is no item's there and says nothing of it.
func onThere(s *room.State, t *room.State, on ident.Label) ident.Label {
	if l, taken := behind(s, t.ID, on); taken {
		return l
	}
	return freeItem(s, notTakenIn, t.Name)
}

// freeItem is a label that no item has, with the room where it is taken.
func freeItem(s *room.State, l ident.Label, in string) ident.Label {
	free := l
	for n := 1; s.HasLabel(free); n++ {
		free = ident.Label(fmt.Sprintf("%s (%s)", l, in))
		if n > 1 {
			free = ident.Label(fmt.Sprintf("%s (%s %d)", l, in, n))
		}
	}
	return free
}

// holding takes into the act the drafting rooms into which an item was taken in.
// What becomes of it stands there too, whoever enters it: terms that were made
// stricter bind those who convey, though a party or another keeper said so.
func (w *work) holding(in ident.Room, label ident.Label) []*part {
	w.p.mu.RLock()
	var found []*room.State
	for _, h := range w.p.rooms {
		if _, taken := behind(h.state, in, label); taken && !h.state.Closed {
			found = append(found, h.state)
		}
	}
	w.p.mu.RUnlock()
	slices.SortFunc(found, func(a, b *room.State) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	var out []*part
	for _, s := range found {
		out = append(out, w.take(s))
	}
	return out
}

// takenIn is what was recorded of an item in its room as it stands in a drafting
// room: under the label there, with the source. Who is not known there is not
// named. A fact that is none of an item is nil.
func takenIn(s *room.State, f event.Fact, label ident.Label, src event.Source) event.Fact {
	known := func(who ident.Person) ident.Person {
		if s.People[who] == nil {
			return ""
		}
		return who
	}
	switch f := f.(type) {
	case *event.TermsLifted:
		c := *f
		c.Label, c.Source, c.By, c.Terms = label, src, known(f.By), termsThere(s, src.Room, f.Terms)
		return &c
	case *event.ItemAnswered:
		c := *f
		c.Label, c.Source, c.By = label, src, known(f.By)
		return &c
	case *event.ItemEnded:
		c := *f
		c.Label, c.Source, c.By = label, src, known(f.By)
		return &c
	case *event.ItemFate:
		c := *f
		c.Label, c.Source = label, src
		return &c
	}
	return nil
}

// notTaken is why something could not be taken in. The reason speaks of the
// drafting room, which is not everybody's.
func notTaken(drafting *part, actor ident.Person, err error) error {
	if err == nil || drafting.state.Reads(actor) {
		return err
	}
	return fault.Invalidf("this cannot be taken in as it stands; nothing was recorded").
		WithHint("Whoever keeps the text is told why: nonpaper propose … --from CODE, without --actor")
}

// stillHeld refuses to destroy what alone says that something is held to terms, or
// no longer stands, while the words are there: without it they would go to anybody.
func (w *work) stillHeld(s *room.State, seqs []uint64) error {
	for _, it := range s.Items {
		if !slices.Contains(seqs, it.Seq) {
			for _, q := range it.Since() {
				if slices.Contains(seqs, q) {
					return fault.Invalidf("entry %d says on what terms %s is given, or that it no longer stands, and nothing else does; nothing was destroyed", q+1, it.Label).
						WithHint("Forget what was given with it: entry %d.", it.Seq+1)
				}
			}
			continue
		}
		if s.Kind != event.RoomDrafting {
			continue
		}
		var points []event.Point
		for _, in := range s.Instruments {
			points = append(points, in.Current()...)
		}
		for _, t := range s.Texts {
			points = append(points, t.Points...)
		}
		for _, h := range view.HeldWords(s, ident.Room{}, nil, points, w.now) {
			if h.Item == it.Label {
				return fault.Invalidf("entry %d holds words of the text to the terms of %s (%s), and nothing else does; nothing was destroyed", it.Seq+1, h.Item, h.Why).
					WithHint("Take the words out of the text first: “%s”.", h.Words)
			}
		}
	}
	return nil
}

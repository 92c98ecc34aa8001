package app

import (
	"slices"

	"nonpaper/internal/access"
	"nonpaper/internal/carry"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// carriableIn reads the proposals of a party's room whose points were given there
// otherwise since. Those whose points were given with brackets are told apart: what
// the words between the brackets are is not said there.
func carriableIn(s *room.State, m *carry.Merger) (list []Carried, brackets []*room.Item) {
	type on struct {
		party ident.Code
		point ident.Point
	}
	spoken := map[on]bool{}
	for _, it := range slices.Backward(s.Items) { // of several of a party on a point the latest counts
		if it.Proposal == nil || !it.Live() {
			continue
		}
		f := it.Wants()
		first := f.Point == ""
		for _, c := range it.Sponsors() {
			if f.Point != "" && !spoken[on{c, f.Point}] {
				spoken[on{c, f.Point}], first = true, true
			}
		}
		if !first {
			continue
		}
		after, _ := s.LastGiven(f.After)
		gone := !it.Met && f.After != "" && after != nil && after.Deleted
		now, label := s.LastGiven(f.Point)
		switch {
		case f.Point == "" && !gone, f.Point != "" && now == nil:
			continue
		case f.Point == "":
			now = nil
		case now.Deleted && goneAsWanted(it):
			continue
		case !gone && !now.Deleted && now.Heading == f.BaseHeading && now.Body == f.BaseBody:
			continue
		case s.GivenAs(label).Bracketed && hasBrackets(now):
			brackets = append(brackets, it)
			continue
		}
		x := read(it, now, gone, m)
		if x.Fact != nil {
			x.Fact.Against = label
		}
		list = append(list, x)
	}
	slices.Reverse(list)
	slices.Reverse(brackets)
	return list, brackets
}

// carryIn carries over in a party's room, all that can be or one as a person
// decided. What stands in the drafting room on the very words that were given stands
// in the party's room in the same wording; and what is carried over here is carried
// over there where it has not been.
func (w *work) carryIn(in string, h *ByHand) (*CarriedOver, error) {
	t, err := w.in(in, access.Keep)
	if err != nil {
		return nil, err
	}
	if k := t.state.Kind; k != event.RoomConsultation && k != event.RoomPlenary {
		return nil, fault.Invalidf("parties give things in consultation and plenary rooms, and %q is another kind of room", t.state.Name).
			WithHint("In the drafting room, without --room, proposals are carried over to the working text.")
	}
	var drafting *part
	if s, err := w.p.find(w.actor, Drafting); err == nil && access.May(s, access.Keep, w.actor.Person, w.actor.Entered) {
		if drafting, err = w.enter(s, access.Keep); err != nil {
			return nil, err
		}
	}
	out := &CarriedOver{Room: t.state}
	out.List, out.Brackets = carriableIn(t.state, new(carry.Merger))
	if h == nil {
		for i := range out.List {
			w.asDrafted(t, drafting, &out.List[i])
		}
	} else {
		x, err := readingOf(out.List, t.state, h.Label)
		if err != nil {
			return nil, err
		}
		after := ident.Point("")
		if h.After != "" {
			q, err := placePoint(t.state, nil, h.After, "", w.actor.Person)
			if err != nil {
				return nil, err
			}
			after = q.local
		}
		if err := x.decide(h, after); err != nil {
			return nil, err
		}
		_, x.Fact.Against = t.state.LastGiven(x.Fact.Point)
		out.List, out.Brackets = []Carried{*x}, nil
		if held := w.heldIn(t, drafting, x.Fact); held != nil {
			return nil, fault.Forbiddenf("words of %s (%s) stand in this wording: “%s”; nothing was recorded", held.Item, held.Why, held.Words).
				WithHint("Lift the terms (nonpaper terms lift %q …), or word it otherwise.", held.Item)
		}
	}
	for i := range out.List {
		f := out.List[i].Fact
		if f == nil {
			continue
		}
		if err := w.record(t, room.CarryOver{ProposalCarried: *f}); err != nil {
			return nil, err
		}
		if drafting != nil {
			if err := w.follow(t, drafting, f); err != nil {
				return nil, err
			}
		}
	}
	if len(t.entries) > 0 {
		out.Recorded = t.recorded()
	}
	if drafting != nil && len(drafting.entries) > 0 {
		out.Drafting = drafting.recorded()
	}
	return out, nil
}

// twinOf is the item of the drafting room that was taken in from one of a party's.
func twinOf(drafting *part, in ident.Room, label ident.Label) *room.Item {
	if drafting == nil {
		return nil
	}
	for _, it := range drafting.state.Items {
		if it.Source.Room == in && it.Source.Label == label {
			return it
		}
	}
	return nil
}

// asDrafted takes the wording in which a proposal stands in the drafting room, where
// that is on the words that were given here.
func (w *work) asDrafted(t, drafting *part, x *Carried) {
	twin := twinOf(drafting, t.id, x.Item.Label)
	if twin == nil || len(twin.Carries) == 0 || x.Now.ID == "" || x.Now.Deleted {
		return
	}
	c := twin.Carries[len(twin.Carries)-1]
	if y := twin.Wants(); c.BaseHeading != x.Now.Heading || c.BaseBody != x.Now.Body || y.Body != c.Body || y.Heading != c.Heading || c.Act != x.Item.Wants().Act {
		return
	}
	_, label := t.state.LastGiven(x.Now.ID)
	f := event.ProposalCarried{Label: x.Item.Label, Against: label, Point: x.Item.Wants().Point, Act: c.Act, After: x.Item.Wants().After,
		Heading: c.Heading, Body: c.Body, BaseHeading: c.BaseHeading, BaseBody: c.BaseBody, How: c.How, Met: c.Met}
	if w.heldIn(t, drafting, &f) == nil {
		x.Fact, x.Why, x.Heading, x.Body = &f, "", nil, nil
	}
}

// heldIn is what the terms of others do not allow to stand in a wording that a room is
// told of.
func (w *work) heldIn(t, drafting *part, f *event.ProposalCarried) *view.Held {
	if drafting == nil {
		return nil
	}
	point := event.Point{ID: drafting.state.Behind(t.id, f.Point), Heading: f.Heading, Body: f.Body}
	if list := view.HeldWords(drafting.state, t.id, receivers(t.state), []event.Point{point}, w.moment()); len(list) > 0 {
		return &list[0]
	}
	return nil
}

// follow carries a proposal over in the drafting room as it was in the party's,
// where the words that were given are those of the working text, and it does not
// stand there so.
func (w *work) follow(t, drafting *part, f *event.ProposalCarried) error {
	twin := twinOf(drafting, t.id, f.Label)
	if twin == nil || !twin.Live() || twin.Proposal == nil {
		return nil
	}
	own := twin.Wants()
	q := livePoint(drafting.state, own.Point)
	if q == nil || q.Heading != f.BaseHeading || q.Body != f.BaseBody {
		return nil
	}
	if own.BaseHeading == f.BaseHeading && own.BaseBody == f.BaseBody && own.Act == f.Act && own.Heading == f.Heading && own.Body == f.Body && twin.Met == f.Met {
		return nil
	}
	here := *f
	here.Label, here.Against, here.Point, here.After, here.Source = twin.Label, "", own.Point, own.After, twin.Source
	return w.record(drafting, room.CarryOver{ProposalCarried: here})
}

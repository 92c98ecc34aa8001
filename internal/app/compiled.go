package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/words"
)

// Compiled is the working text with what the parties propose, true sources shown:
// a view of somebody who keeps the drafting room.
type Compiled struct {
	Text     bracket.Text
	Drafting *room.State
	Pending  []*room.Item // made on words that have changed since: to be carried over, and not in the text
	speaks   map[ident.Code][]voice
}

// Behind is the proposal with which a party speaks to a point, nil where it speaks
// to none or supports another's.
func (x *Compiled) Behind(party ident.Code, point *bracket.Point) *room.Item {
	for _, v := range x.speaks[party] {
		same := v.point.ID == point.ID
		if v.item.Wants().Point == "" {
			same = slices.Contains(point.Speaks, party) && !slices.Contains(point.Speaks, ident.Base) && point.Wording.Reading(party) == words.Normalise(v.point.Body)
		}
		if same {
			return v.item
		}
	}
	return nil
}

// Compiled compiles the working text of an instrument with the live proposals of
// all parties. Of several proposals of one party on one point the latest counts;
// a party that supports another's proposal and has none of its own stands with it.
func (p *Process) Compiled(ctx context.Context, a Actor, id ident.Instrument, at AsOf) (*Compiled, error) {
	collating := p.collated.now() // before the state is taken
	s, err := p.Seat(ctx, a, Drafting, at)
	if err != nil {
		return nil, err
	}
	in, err := s.Find(id)
	if err != nil {
		return nil, err
	}
	out := &Compiled{Drafting: s}
	out.Text, out.speaks, out.Pending, err = compileSaid(collating, s, in, func(*room.Item) bool { return true })
	if err != nil {
		return nil, err
	}
	return out, nil
}

// compileItems compiles the working text with those live proposals that keep lets
// through.
func compileItems(s *room.State, in *room.Instrument, keep func(*room.Item) bool) (bracket.Text, []*room.Item, error) {
	text, _, pending, err := compileSaid(nil, s, in, keep)
	return text, pending, err
}

// compileSaid is compileItems with what each party says; it collates with what is
// kept of earlier work, where there is any.
func compileSaid(collating collating, s *room.State, in *room.Instrument, keep func(*room.Item) bool) (bracket.Text, map[ident.Code][]voice, []*room.Item, error) {
	input := compile.Input{Order: s.Order, Base: plan.Text{Title: in.TextTitle}, Named: true}
	input.Base.Points = make([]plan.Point, 0, len(in.Points))
	for _, q := range in.Points {
		if !q.Deleted {
			input.Base.Points = append(input.Base.Points, room.ToPlan(q.Point))
		}
	}
	at := placesOf(in)
	versions, pending := at.voices(s, keep)
	codes := make([]ident.Code, 0, len(versions))
	for c := range versions {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	for _, c := range codes {
		v := compile.Version{Code: c}
		v.Text.Points = make([]plan.Point, 0, len(versions[c]))
		at.inPlace(versions[c])
		for _, x := range versions[c] {
			v.Text.Points = append(v.Text.Points, x.point)
			v.Headed = v.Headed || x.point.Heading != ""
		}
		input.Versions = append(input.Versions, v)
	}
	var text bracket.Text
	var err error
	switch {
	case collating == nil:
		text, _, err = compile.Texts(input)
	case collating.apart:
		input.Collate, input.Each = collating.pieces, onAll
		text, _, err = compile.Texts(input)
	default:
		input.Collate, input.Each = collating.pieces, onAll
		text, err = collating.compile(collating.drops, in.Instrument, input)
	}
	return text, versions, pending, err
}

// places are the points of an instrument by their identity.
type places struct {
	in *room.Instrument
	at map[ident.Point]int
}

func placesOf(in *room.Instrument) places {
	p := places{in, make(map[ident.Point]int, len(in.Points))}
	for i, q := range in.Points {
		if _, twice := p.at[q.ID]; !twice {
			p.at[q.ID] = i
		}
	}
	return p
}

// point is the point of an identity, nil where there is none.
func (p places) point(id ident.Point) *room.Point {
	if i, ok := p.at[id]; ok {
		return p.in.Points[i]
	}
	return nil
}

// voice is what one party says of one point, and the proposal that says it.
type voice struct {
	point plan.Point
	item  *room.Item

	at, added int // where in the text it stands (inPlace), and 1 for a new point
}

// voices are what each party says in an instrument, and what is pending.
func voices(s *room.State, in *room.Instrument, keep func(*room.Item) bool) (map[ident.Code][]voice, []*room.Item) {
	return placesOf(in).voices(s, keep)
}

// voices are the points that each party speaks to, and the proposals that were
// made on words which have changed since. Of a party's proposals on a point only
// the latest counts, for both.
func (p places) voices(s *room.State, keep func(*room.Item) bool) (map[ident.Code][]voice, []*room.Item) {
	out := map[ident.Code][]voice{}
	type on struct {
		party ident.Code
		point ident.Point
	}
	spoken := make(map[on]bool, len(s.Items))
	each := len(s.Items)/max(len(s.Parties), 1) + 1 // about, of one party
	var pending []*room.Item
	// say lets those speak who have not, and reports whether there was one.
	say := func(list []ident.Code, v voice, at ident.Point) (first bool) {
		for _, c := range list {
			if at != "" && spoken[on{c, at}] {
				continue
			}
			spoken[on{c, at}], first = true, true
			if v.item != nil {
				if out[c] == nil {
					out[c] = make([]voice, 0, each)
				}
				out[c] = append(out[c], v)
			}
		}
		return first
	}
	for _, it := range slices.Backward(s.Items) { // the latest first
		if it.Proposal == nil || !it.Live() || !keep(it) {
			continue
		}
		at := it.Wants().Point
		if w, ok := p.voiced(it); ok {
			say(it.Sponsors(), voice{point: w, item: it}, at)
		} else if q := p.point(at); q != nil && !(q.Deleted && goneAsWanted(it)) && say(it.Sponsors(), voice{}, at) {
			pending = append(pending, it)
		}
	}
	for _, it := range slices.Backward(s.Items) {
		if it.Position == nil || !it.Live() || it.Position.On == "" || it.Position.Stance != event.Supports || !keep(it) {
			continue
		}
		on := s.Item(it.Position.On)
		if on == nil || on.Proposal == nil || !on.Live() || !keep(on) {
			continue
		}
		if w, ok := p.voiced(on); ok {
			say(it.Sponsors(), voice{point: w, item: on}, on.Wants().Point)
		}
	}
	slices.Reverse(pending)
	return out, pending
}

// newPoint is how a proposed point is told from the text's own: whoever proposes it
// said that it is a new one, however much its words are like another's.
func newPoint(it *room.Item) ident.Point { return ident.Point(fmt.Sprintf("new-%d", it.Seq)) }

// inPlace puts what a party says into the order of the text, a new point behind the
// one that it is to follow.
func (p places) inPlace(said []voice) {
	for i := range said {
		v, id := &said[i], said[i].point.ID
		if w := v.item.Wants(); w.Point == "" {
			v.added, id = 1, w.After
		}
		if at, ok := p.at[id]; ok {
			v.at = at
		} else {
			v.at = len(p.in.Points)
		}
	}
	slices.SortStableFunc(said, func(a, b voice) int {
		return cmp.Or(a.at-b.at, a.added-b.added, cmp.Compare(a.item.Seq, b.item.Seq))
	})
}

// goneAsWanted reports whether a proposal is met by the point's being taken out.
func goneAsWanted(it *room.Item) bool {
	f := it.Wants()
	return it.Met && (f.Act == string(plan.ActDelete) || f.Act == string(plan.ActNone) && f.Heading+f.Body == "")
}

// voiced is a proposal as a point of its party's version; false where the words
// that it was made on are no longer those of the text.
func (p places) voiced(it *room.Item) (plan.Point, bool) {
	f := it.Wants()
	if f.Point == "" && it.Met { // it was settled that there is no such point
		return plan.Point{}, false
	}
	if f.Point == "" {
		return plan.Point{ID: newPoint(it), Kind: plan.KindPoint, Number: f.Number, Heading: f.Heading, Body: f.Body}, true
	}
	q := p.point(f.Point)
	if q == nil || q.Deleted {
		return plan.Point{}, false
	}
	w := room.ToPlan(q.Point)
	switch act := plan.Act(f.Act); act {
	case plan.ActDelete, plan.ActKeep:
		w.Act, w.Heading, w.Body = act, "", ""
	case plan.ActMove:
		w.Act, w.After, w.Heading, w.Body = act, f.After, "", ""
	default:
		if f.BaseBody != "" && (f.BaseBody != q.Body || f.BaseHeading != q.Heading) {
			return plan.Point{}, false
		}
		w.Heading, w.Body = f.Heading, f.Body
		if w.Heading == "" {
			w.Heading = q.Heading
		}
	}
	if w.Act != "" && f.BaseBody != "" && (f.BaseBody != q.Body || f.BaseHeading != q.Heading) {
		return plan.Point{}, false
	}
	return w, true
}

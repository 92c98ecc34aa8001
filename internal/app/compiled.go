package app

import (
	"context"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// Compiled is the working text with what the parties propose, true sources shown:
// a view of somebody who keeps the drafting room.
type Compiled struct {
	Text     bracket.Text
	Drafting *room.State
	Pending  []*room.Item // made on words that have changed since: to be carried over, and not in the text
}

// Compiled compiles the working text of an instrument with the live proposals of
// all parties. Of several proposals of one party on one point the latest counts;
// a party that supports another's proposal and has none of its own stands with it.
func (p *Process) Compiled(ctx context.Context, a Actor, id ident.Instrument, at AsOf) (*Compiled, error) {
	s, err := p.Seat(ctx, a, Drafting, at)
	if err != nil {
		return nil, err
	}
	in, err := s.Find(id)
	if err != nil {
		return nil, err
	}
	out := &Compiled{Drafting: s}
	text, pending, err := compileItems(s, in, func(*room.Item) bool { return true })
	out.Text, out.Pending = text, pending
	return out, err
}

// compileItems compiles the working text with those live proposals that keep lets
// through.
func compileItems(s *room.State, in *room.Instrument, keep func(*room.Item) bool) (bracket.Text, []*room.Item, error) {
	input := compile.Input{Order: s.Order, Base: plan.Text{Title: in.TextTitle}}
	for _, q := range in.Points {
		if !q.Deleted {
			input.Base.Points = append(input.Base.Points, room.ToPlan(q.Point))
		}
	}
	versions, pending := voices(s, in, keep)
	codes := make([]ident.Code, 0, len(versions))
	for c := range versions {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	for _, c := range codes {
		input.Versions = append(input.Versions, compile.Version{Code: c, Text: plan.Text{Points: versions[c]}})
	}
	text, _, err := compile.Texts(input)
	return text, pending, err
}

// voices are the points that each party speaks to.
func voices(s *room.State, in *room.Instrument, keep func(*room.Item) bool) (map[ident.Code][]plan.Point, []*room.Item) {
	out := map[ident.Code][]plan.Point{}
	spoken := map[ident.Code]map[ident.Point]bool{}
	var pending []*room.Item
	say := func(c ident.Code, p plan.Point) {
		if spoken[c] == nil {
			spoken[c] = map[ident.Point]bool{}
		}
		if p.ID != "" && spoken[c][p.ID] {
			return
		}
		spoken[c][p.ID] = true
		out[c] = append(out[c], p)
	}
	for _, it := range slices.Backward(s.Items) { // the latest first
		if it.Proposal == nil || !it.Live() || !keep(it) {
			continue
		}
		p, ok := voiced(in, it.Proposal)
		if !ok {
			if in.Point(it.Proposal.Point) != nil {
				pending = append(pending, it)
			}
			continue
		}
		for _, c := range it.Sponsors() {
			say(c, p)
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
		if p, ok := voiced(in, on.Proposal); ok {
			for _, c := range it.Sponsors() {
				say(c, p)
			}
		}
	}
	slices.Reverse(pending)
	return out, pending
}

// voiced is a proposal as a point of its party's version; false where the words
// that it was made on are no longer those of the text.
func voiced(in *room.Instrument, f *event.Proposed) (plan.Point, bool) {
	if f.Point == "" {
		return plan.Point{Kind: plan.KindPoint, Number: f.Number, Heading: f.Heading, Body: f.Body}, true
	}
	q := in.Point(f.Point)
	if q == nil || q.Deleted {
		return plan.Point{}, false
	}
	p := room.ToPlan(q.Point)
	switch act := plan.Act(f.Act); act {
	case plan.ActDelete, plan.ActKeep:
		p.Act, p.Heading, p.Body = act, "", ""
	case plan.ActMove:
		p.Act, p.After, p.Heading, p.Body = act, f.After, "", ""
	default:
		if f.BaseBody != "" && (f.BaseBody != q.Body || f.BaseHeading != q.Heading) {
			return plan.Point{}, false
		}
		p.Heading, p.Body = f.Heading, f.Body
		if p.Heading == "" {
			p.Heading = q.Heading
		}
	}
	if p.Act != "" && f.BaseBody != "" && (f.BaseBody != q.Body || f.BaseHeading != q.Heading) {
		return plan.Point{}, false
	}
	return p, true
}

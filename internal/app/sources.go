package app

import (
	"context"
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Wording is where a wording of a text comes from.
type Wording struct {
	At    string       // a point's number, or a bracket's
	Words string       // of a variant; "" for the text's own words of a point
	From  []ident.Code // the parties that gave it; none for the mediator
	Form  event.Form   // how it was given, of a party's
	When  event.When
}

// Sources says where each wording of a text comes from that is circulated now: of
// every point since when its own words stand and, where proposals are compiled into
// it under their names, of every variant who gave it, how and when. Nothing of what
// is not in the text is in it, and in a text without names no party is.
func (p *Process) Sources(ctx context.Context, a Actor, id ident.Instrument, proposals Proposals, how event.Rendering) ([]Wording, error) {
	collating := p.collated.now()
	s, err := p.Seat(ctx, a, Drafting, AsOf{})
	if err != nil {
		return nil, err
	}
	in, err := s.Find(id)
	if err != nil {
		return nil, err
	}
	l := letting{rendering: event.Attributed, at: p.clock().UnixMicro(), collating: collating}
	l.also = func(*room.Item) bool { return proposals != NoProposals && how != event.Unattributed }
	x := &Compiled{Drafting: s}
	var keep func(*room.Item) bool
	if x.Text, keep, err = l.compile(s, in); err != nil {
		return nil, err
	}
	x.speaks, _ = voices(s, in, keep)
	var out []Wording
	for i := range x.Text.Points {
		q := &x.Text.Points[i]
		if own := in.Point(q.ID); own != nil && slices.Contains(q.Speaks, ident.Base) {
			out = append(out, Wording{At: q.Number, When: own.Changed.When})
		}
		add := func(b *bracket.Bracket) bool {
			for k := range b.Variants {
				out = append(out, x.variantSources(q, b, &b.Variants[k])...)
			}
			return true
		}
		q.Heading.Brackets(add)
		q.Wording.Brackets(add)
	}
	return out, nil
}

// variantSources are the proposals behind one variant; the text's own words have none.
func (x *Compiled) variantSources(q *bracket.Point, b *bracket.Bracket, v *bracket.Variant) (out []Wording) {
	var items []*room.Item
	for _, c := range v.By {
		it := x.Behind(c, q)
		if it == nil || slices.Contains(items, it) {
			continue
		}
		items = append(items, it)
		out = append(out, Wording{At: string(b.Number), Words: notation.Write(v.Wording, notation.Conference, nil), From: it.Sponsors(), Form: it.Form, When: it.When})
	}
	return out
}

package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// MergedPoint is a point whose words nobody who spoke to it is against.
type MergedPoint struct {
	Point   event.Point // as it read
	Items   []*room.Item
	Deleted bool // it is taken out
	Heading string
	Body    string
}

// NotMerged is a point to which parties spoke, and why its words stay.
type NotMerged struct {
	Number, Why string
}

// Merging is what was, or would be, merged into the working text, and what became
// of the other proposals.
type Merging struct {
	*CarriedOver
	Merged []MergedPoint
	Left   []NotMerged
}

// MergeConsensual makes consensual changes the working text's own words, in one act,
// and carries all other proposals over to these.
//
// A change to a point is consensual where
//   - every live proposal on the point, the latest of each party, wants the same
//     wording, or wants the point taken out, and none is on conditions, or made on
//     words that have changed since;
//   - every other party that spoke to the point supports one of these proposals
//     without reservation. Who took another position on the point or on one of
//     these proposals, also a favourable one on the words as they are, agreed to
//     these words at the table, or has a concern about the point, spoke to it.
//
// The mediator's own views do not count, and neither does silence. The text may then
// hold words that must not leave the drafting room: the terms on which they were
// given hold them back as before.
func (p *Process) MergeConsensual(ctx context.Context, a Actor, when event.When, id ident.Instrument, points []string) (*Merging, error) {
	return p.mergeConsensual(ctx, a, when, id, points, nil)
}

// MergeSheet says what MergeConsensual would do. It records nothing.
func (p *Process) MergeSheet(ctx context.Context, a Actor, when event.When, id ident.Instrument, points []string) (*Merging, error) {
	return p.mergeConsensual(ctx, a, when, id, points, errDry)
}

func (p *Process) mergeConsensual(ctx context.Context, a Actor, when event.When, id ident.Instrument, points []string, end error) (*Merging, error) {
	var out *Merging
	err := p.do(ctx, a, when, func(w *work) (err error) {
		if out, err = w.mergeConsensual(id, points); err != nil {
			return err
		}
		return end
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return out, err
}

func (w *work) mergeConsensual(id ident.Instrument, points []string) (*Merging, error) {
	t, err := w.at(Drafting, access.Keep)
	if err != nil {
		return nil, err
	}
	in, err := t.state.Find(id)
	if err != nil {
		return nil, err
	}
	chosen := map[ident.Point]bool{}
	for _, spec := range points {
		q, err := in.FindPoint(spec)
		if err != nil {
			return nil, err
		}
		chosen[q.ID] = true
	}
	out := &Merging{}
	for _, c := range consensus(t.state, in) {
		if len(points) > 0 && !chosen[c.point.ID] {
			continue
		}
		delete(chosen, c.point.ID)
		if c.why != "" {
			if len(points) > 0 {
				return nil, fault.Conflictf("point %s: %s; nothing was recorded", c.point.Number, c.why).WithHint("nonpaper show %s says who wants what.", c.point.Number)
			}
			out.Left = append(out.Left, NotMerged{c.point.Number, c.why})
			continue
		}
		out.Merged = append(out.Merged, c.merged())
	}
	for _, spec := range points {
		if q, err := in.FindPoint(spec); err == nil && chosen[q.ID] {
			return nil, fault.Conflictf("nobody proposes other words of point %s; nothing was recorded", spec).WithHint("Try: nonpaper show %s", spec)
		}
	}
	for _, m := range out.Merged {
		if err := w.record(t, m.command(in.Instrument)); err != nil {
			return nil, err
		}
	}
	if len(out.Merged) == 0 {
		out.CarriedOver = &CarriedOver{Room: t.state}
		return out, nil
	}
	out.CarriedOver, err = w.carryHere(t, id)
	return out, err
}

// command makes the change the text's own.
func (m *MergedPoint) command(id ident.Instrument) room.Command {
	labels := make([]string, len(m.Items))
	for i, it := range m.Items {
		labels[i] = string(it.Label)
	}
	reason := "consensual: " + strings.Join(labels, ", ")
	if m.Deleted {
		return room.Delete{Instrument: id, Point: string(m.Point.ID), Reason: reason}
	}
	return room.Word{Instrument: id, Point: string(m.Point.ID), Heading: m.Heading, Body: m.Body, Reason: reason}
}

// spoken is what was said of one point.
type spoken struct {
	point event.Point
	wants []voice
	who   []ident.Code // proposes, or supports one of the proposals
	why   string       // it is not consensual
}

func (c *spoken) merged() MergedPoint {
	p := c.wants[0].point
	m := MergedPoint{Point: c.point, Deleted: p.Act == plan.ActDelete, Heading: p.Heading, Body: p.Body}
	for _, v := range c.wants {
		if !slices.Contains(m.Items, v.item) {
			m.Items = append(m.Items, v.item)
		}
	}
	slices.SortFunc(m.Items, func(a, b *room.Item) int { return int(a.Seq) - int(b.Seq) })
	return m
}

// against says why a point is not consensual; the first reason stays.
func (c *spoken) against(format string, args ...any) {
	if c.why == "" {
		c.why = fmt.Sprintf(format, args...)
	}
}

// consensus finds the points for which parties propose something, in the text's
// order, and whether it is consensual.
func consensus(s *room.State, in *room.Instrument) []*spoken {
	speak, pending := voices(s, in, func(*room.Item) bool { return true })
	at := map[ident.Point]*spoken{}
	var out []*spoken
	for _, q := range in.Points {
		if !q.Deleted {
			at[q.ID] = &spoken{point: q.Point}
			out = append(out, at[q.ID])
		}
	}
	for _, p := range s.InOrder() {
		for _, v := range speak[p.Code] {
			if c := at[v.point.ID]; c != nil && !mediates(s, p.Code) {
				c.wants, c.who = append(c.wants, v), append(c.who, p.Code)
			}
		}
	}
	out = slices.DeleteFunc(out, func(c *spoken) bool { return !c.wantsOther() })
	for _, c := range out {
		c.sameWants(s)
	}
	for _, it := range pending {
		if c := at[it.Wants().Point]; c != nil {
			c.against("%s was made on words that have changed since", it.Label)
		}
	}
	others(s, at)
	for _, c := range out {
		for _, w := range s.LatestAgreements(c.point.ID) {
			switch w.Stands(w.Party, s.Words(c.point.Heading, c.point.Body)) {
			case room.StandsAgreed, room.StandsAdRef, room.StandsUnseen, room.Standing(event.NoObjection):
				if !slices.Contains(c.who, w.Party) && !mediates(s, w.Party) {
					c.against("%s agreed to the words as they are", w.Party)
				}
			}
		}
	}
	return out
}

func mediates(s *room.State, c ident.Code) bool {
	p := s.Parties[c]
	return p != nil && slices.Contains(p.Roles, event.RoleMediator)
}

// wantsOther reports whether anybody wants the point otherwise than it is.
func (c *spoken) wantsOther() bool {
	return slices.ContainsFunc(c.wants, func(v voice) bool {
		return v.point.Act == plan.ActDelete || v.point.Act == plan.ActNone && (v.point.Heading != c.point.Heading || v.point.Body != c.point.Body)
	})
}

// sameWants checks that all want the same.
func (c *spoken) sameWants(s *room.State) {
	first := c.wants[0].point
	for _, v := range c.wants {
		p := v.point
		switch {
		case p.Act == plan.ActMove || p.Act == plan.ActKeep:
			c.against("%s: %s", v.item.Label, p.Act)
		case p.Act != first.Act || p.Heading != first.Heading || p.Body != first.Body:
			c.against("%s and %s want different words", c.wants[0].item.Label, v.item.Label)
		case v.item.Proposal.Conditions != "":
			c.against("%s is on conditions", v.item.Label)
		}
	}
	for _, it := range s.Items { // whoever supports it has no words of their own
		if it.Position == nil || !it.Live() || it.Position.Stance != event.Supports || it.Position.Reservation != "" {
			continue
		}
		if slices.ContainsFunc(c.wants, func(v voice) bool { return s.Item(it.Position.On) == v.item }) {
			c.who = append(c.who, it.Sponsors()...)
		}
	}
}

// others asks what other parties said of the points: in positions, the latest of each
// on a point or proposal, and in concerns.
func others(s *room.State, at map[ident.Point]*spoken) {
	type on struct {
		party ident.Code
		point ident.Point
		item  *room.Item
	}
	seen := map[on]bool{}
	for _, it := range slices.Backward(s.Items) {
		if !it.Live() {
			continue
		}
		parties := slices.DeleteFunc(it.Sponsors(), func(c ident.Code) bool { return mediates(s, c) })
		switch {
		case it.Position != nil:
			f := it.Position
			point, item := f.Point, (*room.Item)(nil)
			if f.On != "" {
				if item = s.Item(f.On); item != nil && item.Proposal != nil {
					point = item.Wants().Point
				}
			}
			c := at[point]
			for _, p := range parties {
				key := on{p, point, item}
				if c == nil || seen[key] {
					continue
				}
				seen[key] = true
				if f.Stance == event.NotStated && f.Reservation == "" {
					continue
				}
				onIt := slices.ContainsFunc(c.wants, func(v voice) bool { return v.item == item })
				switch {
				case f.Reservation != "":
					c.against("%s has a reservation (%s)", p, it.Label)
				case onIt && f.Stance == event.Supports:
				case item != nil && !onIt: // of a proposal that no longer stands here
				case item == nil && f.Stance != event.Opposes && slices.Contains(c.who, p): // of the point, and its own proposal says how
				default:
					c.against("%s: %s (%s)", p, strings.ReplaceAll(string(f.Stance), "-", " "), it.Label)
				}
			}
		case it.Concern != nil:
			for _, id := range it.Concern.Points {
				for _, p := range parties {
					if c := at[id]; c != nil && !slices.Contains(c.who, p) {
						c.against("%s has a concern (%s)", p, it.Label)
					}
				}
			}
		}
	}
}

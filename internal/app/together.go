package app

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// letting says which proposals are let through into words for some parties: in a
// rendering, at a moment; and, where others are asked for too, that this is refused.
type letting struct {
	to        []ident.Code // who is given the words; none: anybody
	owners    []ident.Code // of own positions: whose
	rendering event.Rendering
	at        int64
	all       bool
	also      func(*room.Item) bool // nil: every one that the terms let through
	collating collating             // with what is kept of earlier work; nil for none
}

// together compiles proposals into the working text, those that may be given to
// some parties in the rendering chosen, and says which speak in it. What is to go
// only together with another goes where that one speaks in the same text, and else it
// is left out: that it stands in the drafting room is not enough.
func (l *letting) together(s *room.State, in *room.Instrument) (bracket.Text, []ident.Label, error) {
	text, keep, err := l.compile(s, in)
	if err != nil {
		return text, nil, err
	}
	return text, speaking(s, in, keep), nil
}

// compile is together, and gives what it let through.
func (l *letting) compile(s *room.State, in *room.Instrument) (bracket.Text, func(*room.Item) bool, error) {
	alone := map[ident.Label]bool{} // without what they are to go together with
	for {
		var refused error
		keep := func(it *room.Item) bool {
			if l.also != nil && !l.also(it) || l.rendering == event.OwnOnly && slices.ContainsFunc(it.Parties, func(p ident.Code) bool { return !slices.Contains(l.owners, p) }) {
				return false
			}
			with := []ident.Label{it.Now.With}
			if alone[it.Label] {
				with = nil
			}
			may, why := view.MayConvey(it, l.to, l.rendering != event.Unattributed, l.at, with)
			if !may && l.all && refused == nil {
				refused = fault.Forbiddenf("%s was given %s; nothing was conveyed", it.Label, why).
					WithHint("Lift the terms (nonpaper terms lift %q …), or leave out what is not released: --proposals released", it.Label)
			}
			return may
		}
		text, _, _, err := compileSaid(l.collating, s, in, keep)
		if err == nil {
			err = refused
		}
		if err != nil {
			return text, nil, err
		}
		if !left(s, speaking(s, in, keep), alone) {
			return text, keep, nil
		}
	}
}

// speaking are the proposals whose words stand in a compiled text, and the positions
// that support them there.
func speaking(s *room.State, in *room.Instrument, keep func(*room.Item) bool) (out []ident.Label) {
	said, _ := voices(s, in, keep)
	for _, it := range s.Items {
		of := func(v voice) bool { return v.item == it }
		if p := it.Position; p != nil && p.On != "" && p.Stance == event.Supports && it.Live() && keep(it) {
			on := s.Item(p.On)
			of = func(v voice) bool { return v.item == on }
		}
		if slices.ContainsFunc(it.Sponsors(), func(c ident.Code) bool { return slices.ContainsFunc(said[c], of) }) {
			out = append(out, it.Label)
		}
	}
	return out
}

// left finds those that would go without what they are to go together with, and
// reports whether there were more.
func left(s *room.State, speak []ident.Label, alone map[ident.Label]bool) (more bool) {
	for _, it := range s.Items {
		if it.Now.With != "" && it.Live() && !alone[it.Label] && !slices.Contains(speak, it.Now.With) {
			alone[it.Label], more = true, true
		}
	}
	return more
}

// speakTo are those of some proposals and positions that speak to some points or add
// one, and those that were forgotten, of which it is no longer known.
func speakTo(s *room.State, labels []ident.Label, points []event.Point) []ident.Label {
	return slices.DeleteFunc(slices.Clone(labels), func(l ident.Label) bool {
		it := s.Item(l)
		if it != nil && it.Position != nil {
			it = s.Item(it.Position.On)
		}
		if it == nil || it.Proposal == nil {
			return false
		}
		at := it.Wants().Point
		return at != "" && !slices.ContainsFunc(points, func(p event.Point) bool { return p.ID == at })
	})
}

// recipientsOf are the parties of those that words are given to.
func recipientsOf(s *room.State, list []event.Copy) (out []ident.Code) {
	for _, k := range list {
		if k.Party == "" {
			k.Party = s.PartyOf(k.Person)
		}
		out = append(out, k.Party)
	}
	return out
}

// moment is when something is conveyed, as far as terms go that name a date: what
// is dated ahead is conveyed now, and what is entered late was conveyed then.
func (w *work) moment() int64 { return min(w.when.From, w.now) }

// held are the words in a conveyance that may not be conveyed as they stand: in the
// points, in what is said of them, and of what was compiled into them.
func (w *work) held(drafting *room.State, to ident.Room, parties []ident.Code, tie *event.Conveyed) []view.Held {
	var points []event.Point
	if tie.Mode != event.ModeBriefed { // which gives no words but its gist
		points = slices.Clone(tie.Points)
	}
	if tie.Gist != "" {
		points = append(points, event.Point{ID: view.Gist, Body: tie.Gist})
	}
	out := view.HeldWords(drafting, to, parties, points, w.moment())
	if tie.Mode == event.ModeBriefed {
		return out
	}
	for _, l := range tie.Proposals {
		it := drafting.Item(l)
		if it == nil || compiledBefore(drafting, to, tie.Rendering, l) {
			continue
		}
		if may, why := view.MayConvey(it, parties, tie.Rendering != event.Unattributed, w.moment(), tie.Proposals); !may {
			out = append(out, view.Held{Item: l, Party: it.Parties, Terms: it.Now, Words: "as it was compiled", Why: why})
		}
	}
	return out
}

// compiledBefore reports whether a room was given something compiled into a text
// before, as attributed as now: taking it back is nobody's to do.
func compiledBefore(drafting *room.State, to ident.Room, rendering event.Rendering, l ident.Label) bool {
	return slices.ContainsFunc(drafting.Conveyed, func(c *room.Conveyed) bool {
		return to != (ident.Room{}) && c.Room == to && c.Mode != event.ModeBriefed && slices.Contains(c.Proposals, l) &&
			(rendering == event.Unattributed || c.Rendering != event.Unattributed)
	})
}

// heldFrom refuses to carry what was given in a room into another in which parties
// are known that were not known there, where the terms keep the words from them.
// The reason is told without the drafting room's words: whoever carries may not
// read it.
func (w *work) heldFrom(old, t *part, e *event.Entry, label ident.Label) error {
	known, now := receivers(old.state), receivers(t.state)
	if !slices.ContainsFunc(now, func(c ident.Code) bool { return !slices.Contains(known, c) }) {
		return nil
	}
	w.p.mu.RLock()
	defer w.p.mu.RUnlock()
	for _, h := range w.p.rooms {
		for _, c := range h.state.Conveyed {
			if c.Room != old.id || c.Label != label {
				continue
			}
			if len(w.held(h.state, t.id, now, &c.Conveyed)) > 0 {
				return fault.Forbiddenf("entry %d holds words that were given on terms which keep them from the newcomers; nothing was recorded", e.Seq+1).
					WithHint("Leave the entry out, or have the terms lifted first: nonpaper terms list")
			}
		}
	}
	return nil
}

// HeldAcross are the words in points of a text of the drafting room that may not be
// handed across to another process: to anybody, as far as the terms know.
func (p *Process) HeldAcross(drafting *room.State, label ident.Label, points []event.Point) []view.Held {
	w := &work{p: p, now: p.clock().UnixMicro()}
	w.when.From = w.now
	tie := event.Conveyed{Mode: event.ModePublic, Points: points}
	if t := drafting.Text(label); t != nil {
		tie.Rendering, tie.Proposals = t.Rendering, speakTo(drafting, t.Proposals, points)
	}
	return w.held(drafting, ident.Room{}, nil, &tie)
}

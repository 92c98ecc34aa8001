package app

import (
	"context"
	"slices"
	"strings"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Moment is the moment at which something is looked at, Unix µs: now, where no other is
// asked for.
func (p *Process) Moment(at AsOf) int64 {
	switch {
	case at.Happened != 0:
		return at.Happened
	case at.Entered != 0:
		return at.Entered
	}
	return p.clock().UnixMicro()
}

// Asking is a silence to be opened.
type Asking struct {
	Label   ident.Label  // "" for the room's next
	On      []string     // points as people call them, or the label of a text that was given in the room
	Parties []ident.Code // who is asked; none: all sides that the room knows
	Until   int64        // Unix µs
	Offset  int          // of the clock by which it was said, minutes against UTC
	Note    string
}

// OpenSilence asks parties in a room whether they object to words that they were given
// there, and takes that in in the drafting room. It makes nothing agreed.
func (p *Process) OpenSilence(ctx context.Context, a Actor, when event.When, in string, x Asking) (*TakenIn, error) {
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		if err := w.may(t.state, access.Keep); err != nil {
			return err
		}
		points, text, err := silentPoints(t.state, x.On)
		if err != nil {
			return err
		}
		f := event.SilenceOpened{Label: x.Label, Text: text, Parties: x.Parties, Until: x.Until, Offset: x.Offset, Note: x.Note}
		if len(f.Parties) == 0 {
			f.Parties = sides(t.state)
		}
		here := f
		for _, q := range points {
			f.Points = append(f.Points, event.Silent{Point: q.ID, Hash: t.state.Words(q.Heading, q.Body)})
			if drafting == nil {
				continue
			}
			if own := drafting.state.Behind(t.id, q.ID); own != "" {
				here.Points = append(here.Points, event.Silent{Point: own, Hash: drafting.state.Words(q.Heading, q.Body)})
			}
		}
		if err := w.record(t, room.OpenSilence{SilenceOpened: f, At: w.when.From}); err != nil {
			return err
		}
		if drafting == nil || len(here.Points) == 0 { // words of others: nothing of ours is asked
			return nil
		}
		made := t.entries[len(t.entries)-1].Body.Fact.(*event.SilenceOpened)
		here.Parties, here.Label = made.Parties, ident.Label(t.state.Name+" "+string(made.Label))
		here.Source = event.Source{Room: t.id, RoomName: t.state.Name, Label: made.Label}
		return w.factFor(drafting, room.OpenSilence{SilenceOpened: here, At: w.when.From}, nil)
	})
}

// silentPoints are the points that are asked about, as they were given in a room last, or
// in the text that is named. Nobody is silent on words that they were not given.
func silentPoints(t *room.State, on []string) (out []event.Point, text ident.Label, err error) {
	if len(on) == 0 {
		return nil, "", fault.Invalidf("silence on what? Nothing was recorded").WithHint("Name points, or a text that was given in the room.")
	}
	if g := t.GivenAs(t.Canonical(ident.Label(strings.Join(on, " ")))); g != nil {
		for i := range g.Points {
			if !g.Points[i].Deleted {
				out = append(out, g.Points[i])
			}
		}
		text = g.Label
	} else {
		for _, spec := range on {
			q, label, err := givenPoint(t, spec)
			if err != nil {
				return nil, "", err
			}
			out, text = append(out, *q), label
		}
	}
	if len(out) == 0 {
		return nil, "", fault.Invalidf("no words were given in the room %q as %q; nothing was recorded", t.Name, text)
	}
	for i := range out {
		if hasBrackets(&out[i]) {
			return nil, "", fault.Invalidf("point %s has brackets as it was given in the room %q: there is nothing to have no objection to; nothing was recorded", out[i].Number, t.Name).
				WithHint("Name the points that have none, or settle the brackets (nonpaper settle) and give the words to the room.")
		}
		if slices.ContainsFunc(out[:i], func(q event.Point) bool { return q.ID == out[i].ID }) {
			return nil, "", fault.Invalidf("point %s is named twice; nothing was recorded", out[i].Number)
		}
	}
	return out, text, nil
}

// ExtendSilence gives a silence of a room another end.
func (p *Process) ExtendSilence(ctx context.Context, a Actor, when event.When, in string, f event.SilenceExtended) (*TakenIn, error) {
	return p.onSilence(ctx, a, when, in, f.Label, access.Keep, func(at int64, _ *room.State, l ident.Label, src event.Source) (room.Command, error) {
		f.Label, f.Source = l, src
		return room.ExtendSilence{SilenceExtended: f, At: at}, nil
	})
}

// BreakSilence records that a party objects; points are named as people call them.
func (p *Process) BreakSilence(ctx context.Context, a Actor, when event.When, in string, f event.SilenceBroken, points []string) (*TakenIn, error) {
	var local []ident.Point
	var of ident.Room
	return p.onSilence(ctx, a, when, in, f.Label, access.Speak, func(at int64, s *room.State, l ident.Label, src event.Source) (room.Command, error) {
		x := f
		x.Label, x.Source, x.Points = l, src, nil
		if src == (event.Source{}) {
			local, of = nil, s.ID
			for _, spec := range points {
				q, _, err := givenPoint(s, spec)
				if err != nil {
					return nil, err
				}
				local = append(local, q.ID)
			}
			x.Points = local
		} else {
			for _, q := range local {
				if own := s.Behind(of, q); own != "" {
					x.Points = append(x.Points, own)
				}
			}
			if x.By != "" && s.People[x.By] == nil {
				x.By = ""
			}
			if len(x.Points) == 0 && len(local) > 0 { // of points that are none of ours
				return nil, nil
			}
		}
		c := room.BreakSilence{SilenceBroken: x, At: at}
		if src == (event.Source{}) && !access.Own(s, c, a.Person) {
			return nil, fault.Forbiddenf("%s does not keep the room %q, and cannot say this for others; nothing was recorded", a.Person, s.Name)
		}
		return c, nil
	})
}

// onSilence records something about a silence in its room and, under its label there, in
// the drafting room. make gives the command for one of the two, nil for none.
func (p *Process) onSilence(ctx context.Context, a Actor, when event.When, in string, label ident.Label, act access.Act, make func(int64, *room.State, ident.Label, event.Source) (room.Command, error)) (*TakenIn, error) {
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		if err := w.may(t.state, act); err != nil {
			return err
		}
		x := t.state.Silence(label)
		if x == nil {
			return room.NoSilence(label)
		}
		c, err := make(w.when.From, t.state, x.Label, event.Source{})
		if err != nil {
			return err
		}
		if err := w.record(t, c); err != nil || drafting == nil {
			return err
		}
		ours := drafting.state.SilenceIn(t.id, x.Label)
		if ours == "" {
			return nil
		}
		if c, err = make(w.when.From, drafting.state, ours, event.Source{Room: t.id, RoomName: t.state.Name, Label: x.Label}); err != nil || c == nil {
			return err
		}
		return w.factFor(drafting, c, nil)
	})
}

// Expect records in the drafting room, and nowhere else, what somebody expects a party's
// position to be; point is named as people call it, "" for the text as a whole. A process
// from the public record keeps no private estimates: it takes what a public source says.
func (p *Process) Expect(ctx context.Context, a Actor, when event.When, point string, f event.PositionExpected) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		if p.About().PublicRecord && (!f.Public || strings.TrimSpace(f.Source) == "") {
			return fault.Forbiddenf("this process is made from the public record and keeps no private estimates; nothing was recorded").
				WithHint("Of an expectation that a public source has, name it: --public --source \"…\"")
		}
		if point != "" {
			for _, in := range t.state.Instruments {
				if q, err := in.FindPoint(point); err == nil && f.Point == "" {
					f.Point = q.ID
				}
			}
			if f.Point == "" {
				return fault.NotFoundf("no point %s stands in the working text; nothing was recorded", point).WithHint("nonpaper text show prints it; all is the text as a whole.")
			}
		}
		if err := w.record(t, room.ExpectPosition{PositionExpected: f}); err != nil {
			return err
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

// factFor records a command in the drafting room for somebody who need not be a
// member there: what they said in their room is taken in.
func (w *work) factFor(drafting *part, c room.Command, mend func(event.Fact)) error {
	facts, err := drafting.state.Decide(c)
	if err != nil {
		return err
	}
	for _, f := range facts {
		if mend != nil {
			mend(f)
		}
		if err := w.fact(drafting, w.when, f); err != nil {
			return err
		}
	}
	return nil
}

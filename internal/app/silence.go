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
		return w.fact(drafting, w.when, &here)
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
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		x, ours, src, err := w.silence(t, drafting, f.Label, access.Keep)
		if err != nil {
			return err
		}
		f.Label = x.Label
		if err := w.record(t, room.ExtendSilence{SilenceExtended: f, At: w.when.From}); err != nil || ours == "" {
			return err
		}
		here := f
		here.Label, here.Source = ours, src
		return w.fact(drafting, w.when, &here)
	})
}

// BreakSilence records that a party objects; points are named as people call them.
func (p *Process) BreakSilence(ctx context.Context, a Actor, when event.When, in string, f event.SilenceBroken, points []string) (*TakenIn, error) {
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		x, ours, src, err := w.silence(t, drafting, f.Label, access.Speak)
		if err != nil {
			return err
		}
		f.Label, f.Points = x.Label, nil
		for _, spec := range points {
			q, _, err := givenPoint(t.state, spec)
			if err != nil {
				return err
			}
			f.Points = append(f.Points, q.ID)
		}
		c := room.BreakSilence{SilenceBroken: f, At: w.when.From}
		if !access.Own(t.state, c, a.Person) {
			return fault.Forbiddenf("%s does not keep the room %q, and cannot say this for others; nothing was recorded", a.Person, t.state.Name)
		}
		if err := w.record(t, c); err != nil || ours == "" {
			return err
		}
		here := f
		here.Label, here.Source, here.Points = ours, src, nil
		for _, q := range f.Points {
			if own := drafting.state.Behind(t.id, q); own != "" {
				here.Points = append(here.Points, own)
			}
		}
		if len(here.Points) == 0 && len(f.Points) > 0 { // of points that are none of ours
			return nil
		}
		if drafting.state.People[here.By] == nil {
			here.By = ""
		}
		return w.fact(drafting, w.when, &here)
	})
}

// silence finds a silence in its room and what the drafting room calls it, "" where it
// does not know it. What the room has taken is not refused there: a refusal would tell its
// members of the drafting room.
func (w *work) silence(t, drafting *part, label ident.Label, act access.Act) (x *room.Silence, ours ident.Label, src event.Source, err error) {
	if err := w.may(t.state, act); err != nil {
		return nil, "", src, err
	}
	if x = t.state.Silence(label); x == nil {
		return nil, "", src, room.NoSilence(label)
	}
	if drafting != nil {
		ours = drafting.state.SilenceIn(t.id, x.Label)
	}
	return x, ours, event.Source{Room: t.id, RoomName: t.state.Name, Label: x.Label}, nil
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

package app

import (
	"context"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Agreement is what parties say of points at the table.
type Agreement struct {
	Points    []string // as people call them; as they were given in the room
	Agreement event.Agreement
	Parties   []ident.Code // who says so; none: all that the room knows as sides
	By        []ident.Person
	Until     int64    // ad referendum: to be confirmed by then, Unix µs
	Linked    []string // points on whose words it depends
	ReadOut   bool     // the working text's words were read out there: they are conveyed in the same act
	Note      string
}

// Agree records what parties say of points in a room, bound to the words that were
// given there last, and in the same act in the drafting room. Nobody agrees to
// words that they were not given, or to a bracket.
func (p *Process) Agree(ctx context.Context, a Actor, when event.When, in string, g Agreement) (*TakenIn, error) {
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		if len(g.Points) == 0 {
			return fault.Invalidf("which points? Nothing was recorded")
		}
		if len(g.Linked) > 0 && (drafting == nil || !drafting.state.Reads(w.actor.Person)) {
			return fault.Invalidf("on which other points an agreement depends is recorded by whoever keeps the text; nothing was recorded")
		}
		if g.ReadOut {
			list, err := w.convey(Conveyance{Points: g.Points, Rooms: []string{t.id.String()}, Mode: event.ModeReadOut})
			if err != nil {
				return err
			}
			if err := refuseHeld(list); err != nil {
				return err
			}
		}
		parties := g.Parties
		if len(parties) == 0 {
			parties = sides(t.state)
		}
		for _, spec := range g.Points {
			q, label, err := givenPoint(t.state, spec)
			if err != nil {
				return err
			}
			binds := g.Agreement == event.Provisionally || g.Agreement == event.AdRef || g.Agreement == event.NoObjection
			if binds && hasBrackets(q) {
				return fault.Invalidf("point %s has brackets as it was given in the room %q; nothing was recorded", q.Number, t.state.Name).
					WithHint("Settle them (nonpaper settle), and give the words to the room (nonpaper convey --points %s --to %s).", q.Number, t.state.Name)
			}
			if binds && drafting != nil && drafting.state.Reads(w.actor.Person) {
				if err := withoutBrackets(drafting.state, drafting.state.Behind(t.id, q.ID), q.Number); err != nil {
					return err
				}
			}
			f := event.PointAgreed{Point: q.ID, Text: label, Agreement: g.Agreement, Parties: parties, By: g.By, Until: g.Until, Note: g.Note,
				Hash: t.state.Words(q.Heading, q.Body)}
			if err := w.say(t, room.Agree{PointAgreed: f, At: w.when.From}); err != nil {
				return err
			}
			if drafting == nil {
				continue
			}
			there := t.entries[len(t.entries)-1].Body.Fact.(*event.PointAgreed)
			f.Parties, f.Unseen = there.Parties, there.Unseen
			if err := w.takeAgreement(t, drafting, q, f, g.Linked); err != nil {
				return err
			}
		}
		return nil
	})
}

// takeAgreement records an agreement in the drafting room: on which words of ours,
// and on which other points it depends. What a room has taken is not refused here:
// a refusal would tell its members of the drafting room.
func (w *work) takeAgreement(t, drafting *part, q *event.Point, f event.PointAgreed, linked []string) error {
	own := drafting.state.Behind(t.id, q.ID)
	if own == "" { // given to the room by others: nothing of ours is agreed
		return nil
	}
	here := f
	here.Point, here.Hash = own, drafting.state.Words(q.Heading, q.Body)
	here.Source = event.Source{Room: t.id, RoomName: t.state.Name, Label: f.Text}
	here.By = nil
	for _, who := range f.By {
		if drafting.state.People[who] != nil {
			here.By = append(here.By, who)
		}
	}
	for _, in := range drafting.state.Instruments {
		if in.Point(own) == nil {
			continue
		}
		here.Instrument = in.Instrument
		for term, at := range view.DefinedIn(in.Current(), own) {
			here.Bound = append(here.Bound, event.Bound{Point: at, Why: "defines " + term})
		}
		slices.SortFunc(here.Bound, func(a, b event.Bound) int { return strings.Compare(string(a.Point)+a.Why, string(b.Point)+b.Why) })
		for _, spec := range linked {
			l, err := in.FindPoint(spec)
			if err != nil {
				return err
			}
			here.Bound = append(here.Bound, event.Bound{Point: l.ID, Why: "linked"})
		}
		for i := range here.Bound {
			if l := in.Point(here.Bound[i].Point); l != nil {
				here.Bound[i].Hash = drafting.state.Words(l.Heading, l.Body)
			}
		}
	}
	return w.fact(drafting, w.when, &here)
}

// ConfirmAgreement records that a party confirms what it agreed ad referendum.
func (p *Process) ConfirmAgreement(ctx context.Context, a Actor, when event.When, in, point string, f event.AgreementConfirmed) (*TakenIn, error) {
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		q, _, err := givenPoint(t.state, point)
		if err != nil {
			return err
		}
		there := f
		there.Point = q.ID
		words := t.state.Words(q.Heading, q.Body)
		if err := w.say(t, room.Confirm{AgreementConfirmed: there, Hash: words}); err != nil || drafting == nil {
			return err
		}
		here := there
		if here.Point = drafting.state.Behind(t.id, q.ID); here.Point == "" {
			return nil
		}
		if drafting.state.People[here.By] == nil {
			here.By = ""
		}
		here.Source = event.Source{Room: t.id, RoomName: t.state.Name}
		return w.fact(drafting, w.when, &here)
	})
}

// ReopenPoint records that a point on which something was agreed is open again.
func (p *Process) ReopenPoint(ctx context.Context, a Actor, when event.When, in, point string, f event.PointReopened) (*TakenIn, error) {
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		q, _, err := givenPoint(t.state, point)
		if err != nil {
			return err
		}
		there := f
		there.Point = q.ID
		if err := w.say(t, room.Reopen{PointReopened: there}); err != nil || drafting == nil {
			return err
		}
		here := there
		if here.Point = drafting.state.Behind(t.id, q.ID); here.Point == "" {
			return nil
		}
		if drafting.state.People[here.By] == nil {
			here.By = ""
		}
		here.Source = event.Source{Room: t.id, RoomName: t.state.Name}
		return w.fact(drafting, w.when, &here)
	})
}

// atTable carries out an act in a party's room that is taken in in the drafting
// room, too.
func (p *Process) atTable(ctx context.Context, a Actor, when event.When, in string, f func(w *work, t, drafting *part) error) (*TakenIn, error) {
	var out *TakenIn
	err := p.do(ctx, a, when, func(w *work) error {
		t, drafting, err := w.bothSides(in)
		if err != nil {
			return err
		}
		if err := f(w, t, drafting); err != nil {
			return err
		}
		out = &TakenIn{Given: t.recorded()}
		if drafting != nil && drafting.state.Reads(a.Person) && len(drafting.entries) > 0 {
			out.Taken = drafting.recorded()
		}
		return nil
	})
	return out, err
}

// givenPoint finds a point as it was given in a room last.
func givenPoint(t *room.State, spec string) (*event.Point, ident.Label, error) {
	for _, g := range slices.Backward(t.Given) {
		in := room.Instrument{InstrumentOpened: event.InstrumentOpened{Instrument: "the text"}}
		for i := range g.Points {
			in.Points = append(in.Points, &room.Point{Point: g.Points[i]})
		}
		if q, err := in.FindPoint(spec); err == nil && !q.Deleted {
			return &q.Point, g.Label, nil
		}
	}
	return nil, "", fault.NotFoundf("no point %s has been given in the room %q, and nobody agrees to words that they were not given; nothing was recorded", spec, t.Name).
		WithHint("Give it: nonpaper convey --points %s --to %s --mode read-out", spec, t.Name)
}

// sides are the parties of a room that have to agree.
func sides(s *room.State) (out []ident.Code) {
	for _, p := range s.InOrder() {
		if view.HasToAgree(p) {
			out = append(out, p.Code)
		}
	}
	return out
}

// withoutBrackets refuses a point in which parties propose other words.
func withoutBrackets(s *room.State, own ident.Point, number string) error {
	for _, in := range s.Instruments {
		if in.Point(own) == nil {
			continue
		}
		text, _, err := compileItems(s, in, func(*room.Item) bool { return true })
		if err != nil {
			return err
		}
		if q := text.Point(own); q != nil {
			if n := q.Heading.Count() + q.Wording.Count(); n > 0 {
				return fault.Invalidf("point %s is not without brackets in the text as it stands; nothing was recorded", number).
					WithHint("nonpaper show %s prints them; nonpaper settle does away with them.", number)
			}
		}
	}
	return nil
}

// hasBrackets reports whether a point's words as given hold brackets.
func hasBrackets(q *event.Point) bool { return strings.Contains(q.Heading+q.Body, "[") }

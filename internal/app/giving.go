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

// Gift is something that a party gives to the mediator: one of the seven.
type Gift struct {
	Proposal *event.Proposed
	Position *event.PositionTaken
	Concern  *event.ConcernRaised

	Reply      *event.ReplyGiven
	Signal     *event.SignalGiven
	Attachment *event.AttachmentGiven // by Attach
	content    []byte                 // of the attachment
	Linkage    *event.LinkageGiven

	Points  []string // the points it is about, as people call them; of a proposal one
	After   string   // of a new or moved point
	Against string   // the text as the room calls it that it is about; "" for what was given last
}

// common is what every gift has.
func (g *Gift) common() *event.Common {
	switch {
	case g.Proposal != nil:
		return &g.Proposal.Common
	case g.Position != nil:
		return &g.Position.Common
	case g.Reply != nil:
		return &g.Reply.Common
	case g.Signal != nil:
		return &g.Signal.Common
	case g.Attachment != nil:
		return &g.Attachment.Common
	case g.Linkage != nil:
		return &g.Linkage.Common
	}
	return &g.Concern.Common
}

// TakenIn is a gift as it is recorded on both sides.
type TakenIn struct {
	Given *Recorded // in the party's room
	Taken *Recorded // in the drafting room, nil where the actor does not read it
}

// Give records what a party gives: in its room, and in the same append in the
// drafting room, with the source and the terms.
func (p *Process) Give(ctx context.Context, a Actor, when event.When, in string, g Gift) (*TakenIn, error) {
	return p.GiveAll(ctx, a, when, in, []Gift{g})
}

// GiveAll records several things that a party gives, all of them or none.
func (p *Process) GiveAll(ctx context.Context, a Actor, when event.When, in string, gifts []Gift) (*TakenIn, error) {
	var out *TakenIn
	err := p.do(ctx, a, when, func(w *work) error {
		t, drafting, err := w.bothSides(in)
		if err != nil {
			return err
		}
		for i := range gifts {
			if err := p.refuseIdeas(gifts[i].common().Terms); err != nil {
				return err
			}
			if err := w.give(&gifts[i], t, drafting); err != nil {
				return err
			}
		}
		out = &TakenIn{Given: t.recorded()}
		if drafting != nil && drafting.state.Reads(a.Person) {
			out.Taken = drafting.recorded()
		}
		return nil
	})
	return out, err
}

// give takes one gift into the act, on both sides.
func (w *work) give(g *Gift, t, drafting *part) error {
	there, here := g.copy(), g.copy()
	if err := there.place(t.state, drafting, here, w.actor.Person); err != nil {
		return err
	}
	if err := w.say(t, there.command()); err != nil {
		return err
	}
	given := labelOf(t.entries[len(t.entries)-1].Body.Fact)
	if err := w.content(t, g.content); err != nil {
		return err
	}
	if drafting == nil {
		return nil
	}
	m := here.common()
	m.Terms = termsThere(drafting.state, t.id, t.state.Item(given).Terms)
	m.Source = event.Source{Room: t.id, RoomName: t.state.Name, Label: given}
	m.Label = ours(drafting.state, m.Parties, given, t.state.Name)
	if m.Speaker != "" && drafting.state.People[m.Speaker] == nil {
		m.Speaker = ""
	}
	return notTaken(drafting, w.actor.Person, w.record(drafting, here.command()))
}

// bothSides takes a party's room and the drafting room into the act.
func (w *work) bothSides(in string) (t, drafting *part, err error) {
	if t, err = w.partyRoom(in); err != nil {
		return nil, nil, err
	}
	// whoever enters it keeps the drafting room, though the party that acts does not
	keeper := Actor{w.actor.Entered, w.actor.Entered, w.actor.Known}
	s, err := w.p.find(keeper, Drafting)
	if err != nil || !s.Keeps(w.actor.Entered) {
		return t, nil, nil
	}
	drafting, err = w.enterAs(s, w.actor.Entered)
	return t, drafting, err
}

// partyRoom takes a room into the act in which parties give things.
func (w *work) partyRoom(in string) (*part, error) {
	t, err := w.in(in, access.Speak)
	if err != nil {
		return nil, err
	}
	if k := t.state.Kind; k != event.RoomConsultation && k != event.RoomPlenary {
		return nil, fault.Invalidf("parties give things in consultation and plenary rooms, and %q is another kind of room", t.state.Name)
	}
	return t, nil
}

// enterAs takes a room into the act in which another than the actor keeps.
func (w *work) enterAs(s *room.State, keeper ident.Person) (*part, error) {
	as := w.actor.Person
	w.actor.Person = keeper
	defer func() { w.actor.Person = as }()
	return w.enter(s, access.Keep)
}

func (g *Gift) copy() *Gift {
	c := *g
	switch {
	case g.Proposal != nil:
		x := *g.Proposal
		c.Proposal = &x
	case g.Position != nil:
		x := *g.Position
		c.Position = &x
	case g.Concern != nil:
		x := *g.Concern
		c.Concern = &x
	case g.Reply != nil:
		x := *g.Reply
		c.Reply = &x
	case g.Signal != nil:
		x := *g.Signal
		c.Signal = &x
	case g.Attachment != nil:
		x := *g.Attachment
		c.Attachment = &x
	case g.Linkage != nil:
		x := *g.Linkage
		c.Linkage = &x
	}
	return &c
}

func (g *Gift) command() room.Command {
	switch {
	case g.Proposal != nil:
		return room.Propose{Proposed: *g.Proposal}
	case g.Position != nil:
		return room.TakePosition{PositionTaken: *g.Position}
	case g.Reply != nil:
		return room.Reply{ReplyGiven: *g.Reply}
	case g.Signal != nil:
		return room.GiveSignal{SignalGiven: *g.Signal}
	case g.Attachment != nil:
		return room.Attach{AttachmentGiven: *g.Attachment}
	case g.Linkage != nil:
		return room.GiveLinkage{LinkageGiven: *g.Linkage}
	}
	return room.RaiseConcern{ConcernRaised: *g.Concern}
}

func labelOf(f event.Fact) ident.Label {
	switch f := f.(type) {
	case *event.Proposed:
		return f.Label
	case *event.PositionTaken:
		return f.Label
	case *event.ConcernRaised:
		return f.Label
	case *event.ReplyGiven:
		return f.Label
	case *event.SignalGiven:
		return f.Label
	case *event.AttachmentGiven:
		return f.Label
	case *event.LinkageGiven:
		return f.Label
	}
	return ""
}

// ours is what the drafting room calls an item: "BOR P 12", with the room where
// that is taken.
func ours(s *room.State, parties []ident.Code, given ident.Label, in string) ident.Label {
	return freeItem(s, ident.Label(strings.TrimSpace(joinCodes(parties)+" "+string(given))), in)
}

func joinCodes(list []ident.Code) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return strings.Join(out, "+")
}

// placedPoint is a point as the two sides call it, and how it reads on each.
type placedPoint struct {
	local, own ident.Point
	localText  event.Point // as it was given there; without words where it was not
	against    ident.Label // under which label
	brackets   bool        // it was given with brackets
	base       event.Point // the drafting room's words behind it: without the brackets that it was given with
}

// place finds the points that a gift is about, for the party's room (g) and for
// the drafting room (here). A point is what was given in the room under that
// number; where nothing was given yet, it is the working text's, called by the
// number that was spoken, for somebody who reads that text.
func (g *Gift) place(t *room.State, drafting *part, here *Gift, actor ident.Person) error {
	if g.Linkage != nil {
		return g.placeLinkage(t, drafting, here, actor)
	}
	var placed []placedPoint
	for _, spec := range g.Points {
		x, err := placePoint(t, drafting, spec, g.Against, actor)
		if err != nil {
			return err
		}
		placed = append(placed, x)
	}
	switch {
	case g.Proposal != nil:
		if len(placed) > 1 {
			return fault.Invalidf("a proposal is on one point; record one for each")
		}
		for _, x := range placed {
			g.Proposal.Point, g.Proposal.Against = x.local, x.against
			here.Proposal.Point, here.Proposal.Against = x.own, x.against
			g.Proposal.BaseHeading, g.Proposal.BaseBody = x.localText.Heading, x.localText.Body
			here.Proposal.BaseHeading, here.Proposal.BaseBody = x.base.Heading, x.base.Body
			if g.Proposal.Act == "" && g.Proposal.Heading == "" { // the heading is kept unless another is given
				here.Proposal.Heading = x.base.Heading
				if !x.brackets {
					g.Proposal.Heading = x.localText.Heading
				}
			}
		}
		if g.After != "" {
			x, err := placePoint(t, drafting, g.After, g.Against, actor)
			if err != nil {
				return err
			}
			g.Proposal.After, here.Proposal.After = x.local, x.own
		}
	case g.Position != nil:
		if len(placed) > 1 {
			return fault.Invalidf("a position is on one point; record one for each")
		}
		for _, x := range placed {
			if v := t.Canonical(ident.Label(g.Position.Version)); g.Position.Version != "" {
				x = placeVersion(t, drafting, x, v)
			}
			g.Position.Point, here.Position.Point = x.local, x.own
			// bound to the room, so that two rooms in which the same words were
			// looked at have nothing in common
			if x.against != "" {
				g.Position.Hash = t.Words(x.localText.Heading, x.localText.Body)
				if drafting != nil {
					here.Position.Hash = drafting.state.Words(x.base.Heading, x.base.Body)
				}
			}
		}
		if on := g.Position.On; on != "" {
			it := t.Item(on)
			if it == nil {
				return fault.NotFoundf("nothing was given in the room %q as %q", t.Name, on)
			}
			if !it.Live() {
				return fault.Invalidf("%s no longer stands; nothing was recorded", it.Label)
			}
			g.Position.On = it.Label
			here.Position.On = it.Label
			if drafting != nil {
				here.Position.On = onThere(drafting.state, t, it.Label)
			}
		}
	case g.Concern != nil:
		for _, x := range placed {
			g.Concern.Points = append(g.Concern.Points, x.local)
			here.Concern.Points = append(here.Concern.Points, x.own)
		}
	}
	return g.placeOn(t, drafting, here, placed)
}

// placeVersion is a point as it stood in one version of the text: as it was given in the
// room under that label, else in no words of ours. What is said of another text is bound to
// none of the words that stand here.
func placeVersion(t *room.State, drafting *part, x placedPoint, version ident.Label) placedPoint {
	g := t.GivenAs(version)
	if g == nil {
		return placedPoint{local: x.local, own: x.own}
	}
	for i := range g.Points {
		if q := &g.Points[i]; q.ID == x.local && !q.Deleted {
			return placedAs(t, drafting, q, g)
		}
	}
	return placedPoint{local: x.local, own: x.own}
}

// placedAs is a point as it was given in a party's room.
func placedAs(t *room.State, drafting *part, q *event.Point, given *room.Given) placedPoint {
	x := placedPoint{local: q.ID, localText: *q, against: given.Label, base: *q, brackets: given.Bracketed && hasBrackets(q)}
	if drafting != nil {
		x.own = drafting.state.Behind(t.ID, q.ID)
		if b := drafting.state.BaseGiven(t.ID, given.Label, x.own); b != nil {
			x.base.Heading, x.base.Body = b.Heading, b.Body
		}
	}
	return x
}

func placePoint(t *room.State, drafting *part, spec, against string, actor ident.Person) (placedPoint, error) {
	for _, given := range slices.Backward(t.Given) {
		if against != "" && !strings.EqualFold(string(given.Label), against) {
			continue
		}
		in := room.Instrument{InstrumentOpened: event.InstrumentOpened{Instrument: "the text"}}
		for i := range given.Points {
			in.Points = append(in.Points, &room.Point{Point: given.Points[i]})
		}
		q, err := in.FindPoint(spec)
		if err != nil {
			continue
		}
		return placedAs(t, drafting, &q.Point, given), nil
	}
	if drafting != nil && against == "" && drafting.state.Reads(actor) {
		for _, in := range drafting.state.Instruments {
			q, err := in.FindPoint(spec)
			if err == nil && !q.Deleted && flat(q.Number) == flat(spec) { // by its identity it would be given the number that it has by now
				local := ident.Point("p" + strings.ReplaceAll(q.Number, " ", ""))
				return placedPoint{local: local, own: q.ID, localText: event.Point{ID: local, Number: q.Number}}, nil
			}
		}
	}
	return placedPoint{}, fault.NotFoundf("no point %s has been given in the room %q", spec, t.Name).WithHint("nonpaper text show --room %s shows what has been.", t.Name)
}

// OnItem records something about an item in its room and, under its label there,
// wherever it was taken in. make gives the command for a label.
func (p *Process) OnItem(ctx context.Context, a Actor, when event.When, in string, label ident.Label, make func(ident.Label, event.Source) room.Command) (*TakenIn, error) {
	var out *TakenIn
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.partyRoom(in)
		if err != nil {
			return err
		}
		it := t.state.Item(label)
		if it == nil {
			return fault.NotFoundf("nothing was given in the room %q as %q", t.state.Name, label).WithHint("Try: nonpaper proposals --room %s", t.state.Name)
		}
		there := make(it.Label, event.Source{})
		if lift, ok := there.(room.LiftTerms); ok {
			if err := p.refuseIdeas(lift.Terms); err != nil {
				return err
			}
		}
		if err := w.say(t, there); err != nil {
			return err
		}
		said := t.entries
		out = &TakenIn{Given: t.recorded()}
		src := event.Source{Room: t.id, RoomName: t.state.Name, Label: it.Label}
		for _, drafting := range w.holding(t.id, it.Label) {
			ours, _ := behind(drafting.state, t.id, it.Label)
			for i := range said {
				f := takenIn(drafting.state, said[i].Body.Fact, ours, src)
				if f == nil {
					continue
				}
				if err := w.fact(drafting, w.when, f); err != nil {
					return err
				}
			}
			if drafting.state.Reads(a.Person) && drafting.state.Reads(a.Entered) {
				out.Taken = drafting.recorded()
			}
		}
		return nil
	})
	return out, err
}

// flat is a number without what people write differently.
func flat(number string) string { return strings.ToLower(strings.ReplaceAll(number, " ", "")) }

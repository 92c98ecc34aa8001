package app

import (
	"context"
	"slices"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// NewRoom is a room to be opened.
type NewRoom struct {
	Name    string
	Kind    event.RoomKind
	Purpose string
	Parties []ident.Code   // known in it
	With    []ident.Person // members who read it
	Keepers []ident.Person // members who keep it, beside the actor
}

// OpenRoom opens a room with its first members.
func (p *Process) OpenRoom(ctx context.Context, a Actor, when event.When, n NewRoom) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.newRoom(n, false)
		if err != nil {
			return err
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

func (w *work) newRoom(n NewRoom, succeeded bool) (*part, error) {
	desk, err := w.p.find(w.actor, Desk)
	if err != nil {
		return nil, fault.Forbiddenf("rooms are opened by those at the desk, and %s has no seat there", w.actor.Person)
	}
	if err := w.may(desk, access.Keep); err != nil {
		return nil, err
	}
	switch n.Kind {
	case event.RoomConsultation, event.RoomPlenary, event.RoomDrafting, event.RoomPrivate:
	default:
		return nil, fault.Invalidf("no room of the kind %q can be opened", n.Kind).WithHint("It is consultation, plenary, drafting or private.")
	}
	if w.p.sameName(w.actor, n.Name) {
		return nil, fault.Invalidf("there is a room %q already; nothing was recorded", n.Name).WithHint("Give the new one another name.")
	}
	t, err := w.open(room.Open{Name: n.Name, Kind: n.Kind, Purpose: n.Purpose, Succeeded: succeeded})
	if err != nil {
		return nil, err
	}
	keepers := append([]ident.Person{w.actor.Person}, n.Keepers...)
	if w.actor.Entered != w.actor.Person {
		keepers = append(keepers, w.actor.Entered)
	}
	if n.Kind == event.RoomPrivate && len(keepers)+len(n.With) > 1 {
		return nil, fault.Invalidf("a private log has one reader, its author; nothing was recorded")
	}
	if err := w.introduce(t, n.Parties, append(slices.Clone(keepers), n.With...)); err != nil {
		return nil, err
	}
	if len(desk.Order) > 0 {
		var order []ident.Code
		for _, c := range desk.Order {
			if t.state.Parties[c] != nil {
				order = append(order, c)
			}
		}
		if len(order) > 1 {
			if err := w.record(t, room.SetOrder{Order: order}); err != nil {
				return nil, err
			}
		}
	}
	for i, who := range append(keepers, n.With...) {
		if t.state.Reads(who) {
			continue
		}
		if err := w.record(t, room.AddMember{Person: who, Writes: i < len(keepers)}); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// AddMember lets a person read a room, and introduces them where they are not
// known there.
func (p *Process) AddMember(ctx context.Context, a Actor, when event.When, to string, who ident.Person, writes bool) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.in(to, access.Keep)
		if err != nil {
			return err
		}
		if t.state.Kind == event.RoomPrivate {
			return fault.Invalidf("a private log has one reader, its author; nothing was recorded")
		}
		if t.state.People[who] == nil {
			if err := w.introduce(t, nil, []ident.Person{who}); err != nil {
				return err
			}
		}
		if err := w.record(t, room.AddMember{Person: who, Writes: writes}); err != nil {
			return err
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

// Succession is a room that goes on from another.
type Succession struct {
	Old     string
	Name    string
	Purpose string         // of the new room; that of the old one is not the newcomers' to know
	With    []ident.Person // newcomers
	Entries []uint64       // chosen entries of the old room, by seq
	Close   bool           // close the old one
}

// Succeed opens a room for the circle of an old one and newcomers, from today,
// with chosen entries. The new room's record stands by itself: it says that it
// succeeds another, and nothing of that other but what was chosen.
func (p *Process) Succeed(ctx context.Context, a Actor, when event.When, s Succession) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		old, err := p.seat(a, s.Old)
		if err != nil {
			return err
		}
		chosen, err := p.chosen(ctx, a, old, s.Entries)
		if err != nil {
			return err
		}
		before, err := w.in(s.Old, access.Keep)
		if err != nil {
			return err
		}
		switch before.state.Kind {
		case event.RoomConsultation, event.RoomPlenary:
		default:
			return fault.Invalidf("%q is no consultation or plenary room, and its text would not go along; nothing was recorded", before.state.Name).
				WithHint("Add members to it: nonpaper room add PERSON --room %s", before.state.Name)
		}
		n := NewRoom{Name: s.Name, Kind: before.state.Kind, Purpose: s.Purpose, With: s.With}
		for _, x := range before.state.InOrder() {
			n.Parties = append(n.Parties, x.Code)
		}
		for _, m := range before.state.MembersInOrder() {
			switch {
			case m.Person == a.Person || slices.Contains(s.With, m.Person):
			case before.state.Keeps(m.Person):
				n.Keepers = append(n.Keepers, m.Person)
			default:
				n.With = append(n.With, m.Person)
			}
		}
		t, err := w.newRoom(n, true)
		if err != nil {
			return err
		}
		if err := w.carryAll(before, t, chosen); err != nil {
			return err
		}
		if s.Close {
			if err := w.record(before, room.Close{Reason: "goes on in another room"}); err != nil {
				return err
			}
		}
		out = t.recorded()
		return nil
	})
	return out, err
}

// carried are the kinds that can be carried over: what was given, said and
// shown. Who may read a room is never carried.
var carried = map[event.Kind]bool{
	event.KindGiven: true, event.KindCopyReturned: true, event.KindCopyDestroyed: true, event.KindReceipt: true,
	event.KindAuthorityShown: true, event.KindAuthorityNotSeen: true, event.KindNoteMade: true, event.KindKnowledge: true,
	event.KindInitialled: true, event.KindSigned: true, event.KindGroupDeviated: true, event.KindOrderSet: true,
}

func (p *Process) chosen(ctx context.Context, a Actor, s *room.State, seqs []uint64) ([]event.Entry, error) {
	want := map[uint64]bool{}
	for _, q := range seqs {
		want[q] = true
	}
	var out []event.Entry
	for e, err := range p.Entries(ctx, a, In(s.ID.String())) {
		if err != nil {
			return nil, err
		}
		if !want[e.Seq] {
			continue
		}
		delete(want, e.Seq)
		switch {
		case e.Gone:
			return nil, fault.Invalidf("the body of entry %d was destroyed; it cannot be carried over", e.Seq+1)
		case !carried[event.KindOf(e.Body.Fact)]:
			return nil, fault.Invalidf("entry %d (%s) cannot be carried over: the new room has its own members and roster", e.Seq+1, event.KindOf(e.Body.Fact))
		}
		out = append(out, *e)
	}
	for q := range want {
		return nil, fault.NotFoundf("the room %q has no entry %d", s.Name, q+1).WithHint("Try: nonpaper record %s", s.Name)
	}
	return out, nil
}

// carryAll carries chosen entries over. What was given in the old room is thereby
// given to the newcomers' parties, and the drafting room keeps the ties: under
// which identifiers its points stand in the new room too, and who has been given
// which words.
func (w *work) carryAll(old, t *part, chosen []event.Entry) error {
	drafting, err := w.at(Drafting, access.Keep)
	switch kind := fault.KindOf(err); {
	case err == nil:
	case kind == fault.NotFound, kind == fault.Forbidden:
		drafting = nil // whoever keeps no text keeps no ties
	default:
		return err
	}
	for i := range chosen {
		e := chosen[i]
		g, given := e.Body.Fact.(*event.Given)
		if !given {
			if e.Body.Fact, err = t.state.MarkedAgain(e.Body.Fact); err != nil {
				return err
			}
			if err := w.carry(t, &e); err != nil {
				return err
			}
			continue
		}
		if err := w.heldFrom(old, t, &e, g.Label); err != nil {
			return err
		}
		again := *g
		again.Copies = slices.Clone(g.Copies)
		if t.state.GivenAs(again.Corrects) == nil { // that there was another text is not among what was chosen
			again.Corrects = ""
		}
		for _, p := range t.state.InOrder() {
			if old.state.Parties[p.Code] == nil && !slices.Contains(p.Roles, event.RoleMediator) && len(p.PartyIntroduced.Members) == 0 {
				again.Copies = append(again.Copies, event.Copy{Party: p.Code, At: w.when.From})
			}
		}
		e.Body.Fact = &again
		if err := w.carry(t, &e); err != nil {
			return err
		}
		if drafting == nil {
			continue
		}
		for _, c := range drafting.state.Conveyed {
			if c.Room != old.id || c.Label != g.Label {
				continue
			}
			tie := c.Conveyed
			tie.Room, tie.RoomName, tie.Copies, tie.Act = t.id, t.state.Name, again.Copies[len(g.Copies):], 0
			tie.Corrects = again.Corrects
			if err := w.record(drafting, room.Convey{Conveyed: tie}); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// carry records a chosen entry afresh: its fact, who acted and when it happened;
// who enters it now, under identifiers of the new room.
func (w *work) carry(t *part, e *event.Entry) error {
	as := w.actor
	w.actor.Person = e.Body.Actor
	defer func() { w.actor = as }()
	return w.fact(t, e.Body.When, e.Body.Fact)
}

// TableDraft brings a draft out of its author's private log into the drafting
// room's working text, and destroys its words where they lay.
func (p *Process) TableDraft(ctx context.Context, a Actor, when event.When, name string) (*Recorded, error) {
	var out *Recorded
	err := p.do(ctx, a, when, func(w *work) error {
		own, d, err := w.draft(name)
		if err != nil {
			return err
		}
		if d.Point == "" {
			return fault.Invalidf("the draft %q is of no point, so it has no place in the text", name).WithHint("Add it as a point: nonpaper point add")
		}
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		if err := w.record(t, room.Word{Instrument: d.Instrument, Point: string(d.Point), Heading: d.Heading, Body: d.Body}); err != nil {
			return err
		}
		out = t.recorded()
		return w.endDraft(own, d, true)
	})
	return out, err
}

// GiveUpDraft ends a draft and destroys its words.
func (p *Process) GiveUpDraft(ctx context.Context, a Actor, when event.When, name string) error {
	return p.do(ctx, a, when, func(w *work) error {
		own, d, err := w.draft(name)
		if err != nil {
			return err
		}
		return w.endDraft(own, d, false)
	})
}

func (w *work) draft(name string) (*part, *room.Draft, error) {
	if w.actor.Person != w.actor.Entered {
		return nil, nil, fault.Forbiddenf("a private log is kept by its author alone; nothing was recorded")
	}
	own, err := w.at(Place{Kind: event.RoomPrivate}, access.Person)
	if err != nil {
		return nil, nil, fault.NotFoundf("no open draft %q", name).WithHint("Try: nonpaper draft list")
	}
	d, err := own.state.Draft(name)
	return own, d, err
}

func (w *work) endDraft(own *part, d *room.Draft, tabled bool) error {
	if err := w.record(own, room.EndDraft{Draft: d.Seq, Tabled: tabled}); err != nil {
		return err
	}
	reason := "given up"
	if tabled {
		reason = "tabled"
	}
	if err := w.record(own, room.Forget{Seqs: []uint64{d.Seq}, Kinds: []event.Kind{event.KindDraftKept}, Reason: reason}); err != nil {
		return err
	}
	own.destroy = append(own.destroy, d.Seq)
	return nil
}

// KeepDraft keeps a draft in the actor's private log, which it opens where there
// is none yet.
func (p *Process) KeepDraft(ctx context.Context, a Actor, when event.When, d event.DraftKept) error {
	if a.Person != a.Entered { // whether there is such a log is nobody else's to know
		return fault.Forbiddenf("a private log is kept by its author alone; nothing was recorded")
	}
	return p.do(ctx, a, when, func(w *work) error {
		s, err := p.find(a, Place{Kind: event.RoomPrivate})
		var own *part
		if err == nil {
			own, err = w.enter(s, access.Person)
		} else {
			own, err = w.newRoom(NewRoom{Name: "drafts-of-" + string(a.Person), Kind: event.RoomPrivate}, false)
		}
		if err != nil {
			return err
		}
		return w.record(own, room.KeepDraft{DraftKept: d})
	})
}

// Forget destroys bodies of a room's entries and gives the certificate.
func (p *Process) Forget(ctx context.Context, a Actor, when event.When, in string, seqs []uint64, reason string) (*event.BodiesDestroyed, error) {
	var certificate *event.BodiesDestroyed
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.in(in, access.Keep)
		if err != nil {
			return err
		}
		s := t.state
		kinds := map[uint64]event.Kind{}
		attached := map[uint64]uint64{} // how many entries hold the content behind one
		for e, err := range p.entries(ctx, t.key, t.id, 0) {
			switch {
			case err != nil:
				return err
			case e.Gone:
				kinds[e.Seq] = 0
			default:
				kinds[e.Seq] = event.KindOf(e.Body.Fact)
				if n := e.Content(); n > 0 {
					attached[e.Seq] = n
					for i := range n {
						kinds[e.Seq+1+i] = event.KindAttachmentContent
					}
				}
			}
		}
		for _, q := range seqs { // before more is made of numbers that may be a million
			if _, there := kinds[q]; !there {
				return fault.NotFoundf("the room %q has no entry %d; nothing was destroyed", s.Name, q+1).WithHint("Try: nonpaper record %s", s.Name)
			}
		}
		seqs := withContent(seqs, attached)
		c := room.Forget{Seqs: seqs, Reason: reason}
		for _, q := range seqs {
			k := kinds[q]
			if k == 0 {
				return fault.Invalidf("the body of entry %d is destroyed already; nothing was destroyed", q+1)
			}
			c.Kinds = append(c.Kinds, k)
		}
		if err := w.stillHeld(s, seqs); err != nil {
			return err
		}
		if err := w.record(t, c); err != nil {
			return err
		}
		t.destroy = append(t.destroy, seqs...)
		certificate = t.entries[len(t.entries)-1].Body.Fact.(*event.BodiesDestroyed)
		return nil
	})
	return certificate, err
}

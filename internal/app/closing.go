package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Closing is what is missing of every instrument before it can close, and what would
// be kept.
type Closing struct {
	Room        *room.State
	Instruments []view.ClosingState
	Retention   []view.Retained
}

// Closing says what is missing before each instrument can close, to somebody who reads
// the drafting room. Authority counts where it was shown in a room that the actor reads.
func (p *Process) Closing(ctx context.Context, a Actor, asOf AsOf) (*Closing, error) {
	collating := p.collated.now()
	s, err := p.Seat(ctx, a, Drafting, asOf)
	if err != nil {
		return nil, err
	}
	seats, err := p.Seats(ctx, a, asOf)
	if err != nil {
		return nil, err
	}
	return closing(collating, s, seats, p.Moment(asOf))
}

func closing(collating collating, s *room.State, seats []*room.State, now int64) (*Closing, error) {
	g, pending, err := grounds(collating, s, now)
	if err != nil {
		return nil, err
	}
	if len(s.Instruments) == 0 {
		return nil, fault.NotFoundf("there is no instrument yet").WithHint("Import a first draft: nonpaper text import FILE")
	}
	return &Closing{Room: s, Instruments: view.Closing(s, g, pending, seen(s, seats, now), now), Retention: view.Retention(s)}, nil
}

// ToClose is what is to be closed.
type ToClose struct {
	Instruments []ident.Instrument // none: the only one
	Destroy     []string           // classes of view.Retention that are destroyed in the same act
	Note        string
}

// Closed is what was closed.
type Closed struct {
	*Recorded
	Certificate string // of what was destroyed, "" where nothing was
}

// NotReady is why instruments cannot close: the fault says that something is missing,
// and the states say what.
type NotReady struct {
	why    *fault.Error
	States []view.ClosingState
}

func (e *NotReady) Error() string { return e.why.Error() }

// CanClose refuses what CloseInstruments would refuse, and records nothing.
func (p *Process) CanClose(ctx context.Context, a Actor, when event.When, c ToClose) error {
	return p.do(ctx, a, when, func(w *work) error {
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		_, err = w.mayClose(t, c)
		return err
	})
}

// toClose is what closes, and what is kept and destroyed.
type toClose struct {
	ids    []ident.Instrument
	states []view.ClosingState
	kept   []string
	seqs   []uint64
}

// mayClose finds what closes, and refuses it where something is missing. Whether
// authority was seen is looked up where the one who closes may read.
func (w *work) mayClose(t *part, c ToClose) (*toClose, error) {
	x, err := closing(nil, t.state, w.p.seats(w.actor), w.when.From)
	if err != nil {
		return nil, err
	}
	out := &toClose{states: x.Instruments}
	if out.ids, err = whatCloses(t.state, x.Instruments, c.Instruments); err != nil {
		return nil, err
	}
	out.kept, out.seqs, err = retained(t.state, x.Retention, out.ids, c.Destroy)
	return out, err
}

// CloseInstruments closes instruments, as somebody who keeps the drafting room. It is refused
// unless nothing is missing of them and of all that they are tied to; instruments that
// are tied close in one act.
func (p *Process) CloseInstruments(ctx context.Context, a Actor, when event.When, c ToClose) (*Closed, error) {
	var out *Closed
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		m, err := w.mayClose(t, c)
		if err != nil {
			return err
		}
		for _, id := range m.ids {
			x := m.states[slices.IndexFunc(m.states, func(x view.ClosingState) bool { return x.Instrument.Instrument == id })]
			f := event.InstrumentClosed{Instrument: id, Parties: x.Parties, Points: x.Counts[view.StatusProvisionally], Retention: m.kept, Note: c.Note}
			for _, o := range m.ids {
				if o != id {
					f.With = append(f.With, o)
				}
			}
			if err := w.record(t, room.CloseInstrument{InstrumentClosed: f}); err != nil {
				return err
			}
		}
		out = &Closed{Recorded: t.recorded()}
		if len(m.seqs) == 0 {
			return nil
		}
		if out.Certificate, err = w.forgetAll(t, m.seqs, "retention at the closing of "+joinInstruments(m.ids)); err != nil {
			return err
		}
		out.Recorded = t.recorded()
		return nil
	})
	return out, err
}

func joinInstruments(ids []ident.Instrument) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}

// whatCloses are the instruments that are to close, refused with what is missing.
func whatCloses(s *room.State, states []view.ClosingState, named []ident.Instrument) ([]ident.Instrument, error) {
	if len(named) == 0 {
		in, err := s.Find("")
		if err != nil {
			return nil, err
		}
		named = []ident.Instrument{in.Instrument}
	}
	var ids []ident.Instrument
	for _, id := range named {
		in, err := s.Find(id)
		if err != nil {
			return nil, err
		}
		if s.Closing(in.Instrument) != nil {
			return nil, fault.Invalidf("%s is closed already; nothing was recorded", in.Instrument)
		}
		for _, t := range s.TiedTo(in.Instrument) {
			if s.Closing(t) == nil && !slices.Contains(ids, t) {
				ids = append(ids, t)
			}
		}
	}
	var lacking []view.ClosingState
	missing := 0
	for _, x := range states {
		if slices.Contains(ids, x.Instrument.Instrument) && !x.Ready {
			lacking = append(lacking, x)
			missing += len(x.Missing)
		}
	}
	if len(lacking) > 0 {
		what := "1 thing is"
		if missing != 1 {
			what = fmt.Sprintf("%d things are", missing)
		}
		return nil, &NotReady{fault.Invalidf("%s missing; nothing is agreed until everything is agreed, and nothing was closed", what).
			WithHint("nonpaper closing lists what is missing, by whom."), lacking}
	}
	return ids, nil
}

// Unwrap gives the fault, so that its kind is found.
func (e *NotReady) Unwrap() error { return e.why }

// retained is what is kept and what is destroyed, in words, and the entries that are.
func retained(s *room.State, classes []view.Retained, closing []ident.Instrument, destroy []string) (kept []string, seqs []uint64, err error) {
	var names []string
	for _, c := range classes {
		if c.May {
			names = append(names, c.Name)
		}
	}
	for _, d := range destroy {
		if !slices.Contains(names, d) {
			return nil, nil, fault.Invalidf("%q is nothing that is destroyed at closing; nothing was recorded", d).WithHint("It is one of: %s", strings.Join(names, ", "))
		}
	}
	if len(destroy) > 0 {
		for _, in := range s.Instruments {
			if s.Closing(in.Instrument) == nil && !slices.Contains(closing, in.Instrument) {
				return nil, nil, fault.Invalidf("%s stays open, and what was recorded for it is kept until it closes; nothing was recorded", in.Instrument).
					WithHint("Leave --destroy out, or close the last instrument with it.")
			}
		}
	}
	for _, c := range classes {
		how := "kept"
		if slices.Contains(destroy, c.Name) {
			how = "destroyed"
			seqs = append(seqs, c.Seqs...)
		}
		kept = append(kept, fmt.Sprintf("%s: %s (%d entries)", how, c.Holds, len(c.Seqs)))
	}
	return kept, seqs, nil
}

// forgetAll destroys the bodies of entries of one room within an act, and gives the
// certificate.
func (w *work) forgetAll(t *part, seqs []uint64, reason string) (string, error) {
	if err := w.stillHeld(t.state, seqs); err != nil {
		return "", err
	}
	if err := w.record(t, room.Forget{Seqs: seqs, Reason: reason}); err != nil {
		return "", err
	}
	t.destroy = append(t.destroy, seqs...)
	return t.entries[len(t.entries)-1].Body.Fact.(*event.BodiesDestroyed).Certificate, nil
}

// Reach records a side understanding in a room, points and letters named as people call
// them there, and takes it in in the drafting room.
func (p *Process) Reach(ctx context.Context, a Actor, when event.When, in string, f event.UnderstandingReached, points []string) (*TakenIn, error) {
	if in == "" {
		return p.reachHere(ctx, a, when, f, points)
	}
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		if err := w.may(t.state, access.Keep); err != nil {
			return err
		}
		here := f
		f.Points, here.Points = nil, nil
		for _, spec := range points {
			q, _, err := givenPoint(t.state, spec)
			if err != nil {
				return err
			}
			f.Points = append(f.Points, q.ID)
			if drafting == nil {
				continue
			}
			if own := drafting.state.Behind(t.id, q.ID); own != "" {
				here.Points = append(here.Points, own)
			}
		}
		if err := w.record(t, room.ReachUnderstanding{UnderstandingReached: f}); err != nil {
			return err
		}
		if drafting == nil {
			return nil
		}
		made := t.entries[len(t.entries)-1].Body.Fact.(*event.UnderstandingReached)
		here.Parties, here.Title = made.Parties, made.Title
		here.Letters = nil
		for _, l := range made.Letters {
			here.Letters = append(here.Letters, labelThere(drafting, t.state, l))
		}
		if here.Label = drafting.state.UnderstandingIn(t.id, made.Label); here.Label == "" {
			here.Label = freeItem(drafting.state, ident.Label(t.state.Name+" "+string(made.Label)), t.state.Name)
		}
		here.Source = event.Source{Room: t.id, RoomName: t.state.Name, Label: made.Label}
		return w.fact(drafting, w.when, &here)
	})
}

// reachHere records an understanding in the drafting room only.
func (p *Process) reachHere(ctx context.Context, a Actor, when event.When, f event.UnderstandingReached, points []string) (*TakenIn, error) {
	var out *TakenIn
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		f.Points = nil
		for _, spec := range points {
			on, err := ownPoint(t.state, named{ref: spec})
			if err != nil {
				return err
			}
			f.Points = append(f.Points, on.Point)
		}
		if u := t.state.Understanding(f.Label); u != nil && u.Source.Label != "" {
			return fault.Invalidf("%s stands in the room %q, and has other words only there; nothing was recorded", u.Label, u.Source.RoomName).
				WithHint("nonpaper understanding add … --revises %q --room %s", u.Source.Label, u.Source.RoomName)
		}
		if err := w.record(t, room.ReachUnderstanding{UnderstandingReached: f}); err != nil {
			return err
		}
		out = &TakenIn{Given: t.recorded()}
		return nil
	})
	return out, err
}

// ConfirmUnderstanding records that a party confirms the words of an understanding, in
// the room in which it stands, "" for the drafting room.
func (p *Process) ConfirmUnderstanding(ctx context.Context, a Actor, when event.When, in string, f event.UnderstandingConfirmed) (*TakenIn, error) {
	if in == "" {
		r, err := p.Record(ctx, a, when, Drafting, room.ConfirmUnderstanding{UnderstandingConfirmed: f})
		if err != nil {
			return nil, err
		}
		return &TakenIn{Given: r}, nil
	}
	return p.atTable(ctx, a, when, in, func(w *work, t, drafting *part) error {
		if err := w.say(t, room.ConfirmUnderstanding{UnderstandingConfirmed: f}); err != nil || drafting == nil {
			return err
		}
		made := t.entries[len(t.entries)-1].Body.Fact.(*event.UnderstandingConfirmed)
		ours := drafting.state.Understanding(drafting.state.UnderstandingIn(t.id, made.Label))
		if ours == nil {
			return nil
		}
		here := *made
		here.Label, here.Hash = ours.Label, drafting.state.WordsOf(&ours.UnderstandingReached)
		if drafting.state.People[here.By] == nil {
			here.By = ""
		}
		here.Source = event.Source{Room: t.id, RoomName: t.state.Name, Label: made.Label}
		return w.fact(drafting, w.when, &here)
	})
}

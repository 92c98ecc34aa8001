package app

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// source is what words are taken from.
type source struct {
	instrument ident.Instrument
	title      string
	label      ident.Label
	points     []event.Point // chosen
	sources    string
	corrects   ident.Label
	rendering  event.Rendering // of a circulated text into which proposals were compiled
	bases      []event.Base    // the working text's own words, where brackets stand
	proposals  []ident.Label   // what parties gave and was compiled into the words
}

func (w *work) source(s *room.State, c *Conveyance) (source, error) {
	var out source
	var all []event.Point
	switch {
	case c.From == "":
		in, err := s.Find(c.Instrument)
		if err != nil {
			return out, err
		}
		out.instrument, out.title, all = in.Instrument, in.TextTitle, in.Current()
		out.label = "working text"
	default:
		c.From = s.Canonical(c.From)
		out.label = c.From
		if t := s.Text(c.From); t != nil {
			out.instrument, out.title, all, out.sources, out.corrects = t.Instrument, t.Title, t.Points, t.Sources, t.Corrects
			out.rendering, out.bases, out.proposals = t.Rendering, t.Bases, t.Proposals
			if c.Nature == "" {
				c.Nature, c.Head, c.Legend = t.Nature, orText(c.Head, t.RunningHead), orText(c.Legend, t.Legend)
			}
		} else if r := s.Rival(c.From); r != nil {
			out.instrument, out.title, all = r.Instrument, r.Title, r.Points
		} else {
			return out, fault.NotFoundf("no text %q stands in the drafting room", c.From).WithHint("Try: nonpaper text list")
		}
	}
	if c.Proposals != NoProposals {
		if c.From != "" || len(c.Compile) > 0 || c.Public {
			return out, fault.Invalidf("proposals are compiled into the working text, for rooms; nothing was conveyed")
		}
		if c.Proposals != ReleasedProposals && c.Proposals != AllProposals {
			return out, fault.Invalidf("%q is not which proposals", c.Proposals).WithHint("It is released or all.")
		}
		to, err := w.receiving(c.Rooms)
		if err != nil {
			return out, err
		}
		compiled, used, err := w.proposed(s, c, c.Instrument, to)
		if err != nil {
			return out, err
		}
		out.bases, out.proposals = bases(all, compiled), used
		all = compiled
	}
	if len(c.Compile) > 0 {
		compiled, err := w.compiled(s, c, all)
		if err != nil {
			return out, err
		}
		out.bases = append(out.bases, bases(all, compiled)...)
		all = compiled
	}
	chosenFrom := room.Instrument{InstrumentOpened: event.InstrumentOpened{Instrument: out.instrument}}
	for i := range all {
		chosenFrom.Points = append(chosenFrom.Points, &room.Point{Point: all[i]})
	}
	left := map[ident.Point]bool{}
	for _, spec := range c.Without {
		p, err := chosenFrom.FindPoint(spec)
		if err != nil {
			return out, err
		}
		left[p.ID] = true
	}
	if len(c.Points) == 0 {
		for _, p := range all {
			if !left[p.ID] {
				out.points = append(out.points, p)
			}
		}
		return out, nil
	}
	chosen := map[ident.Point]bool{}
	for _, spec := range c.Points {
		p, err := chosenFrom.FindPoint(spec)
		if err != nil {
			return out, err
		}
		if p.Deleted {
			return out, fault.Invalidf("point %s is deleted; its slot is empty", spec)
		}
		chosen[p.ID] = true
	}
	for _, p := range all {
		if chosen[p.ID] && !left[p.ID] {
			out.points = append(out.points, p)
		}
	}
	return out, nil
}

func orText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// compiled brings rival texts into the words, as a bracketed text in the
// rendering chosen.
func (w *work) compiled(s *room.State, c *Conveyance, base []event.Point) ([]event.Point, error) {
	in := compile.Input{Order: s.Order}
	for _, p := range base {
		if !p.Deleted {
			in.Base.Points = append(in.Base.Points, room.ToPlan(p))
		}
	}
	for k, l := range c.Compile {
		l = s.Canonical(l)
		c.Compile[k] = l
		r := s.Rival(l)
		if r == nil {
			return nil, fault.NotFoundf("no rival text %q stands in the drafting room", l).WithHint("Try: nonpaper text list")
		}
		if len(r.Parties) != 1 {
			return nil, fault.Invalidf("%q is not the text of one party, so its words cannot be attributed", l)
		}
		if slices.ContainsFunc(in.Versions, func(v compile.Version) bool { return v.Code == r.Parties[0] }) {
			return nil, fault.Invalidf("%q is not the only text of %s to be compiled; nothing was conveyed", l, r.Parties[0]).WithHint("Name one text of each party.")
		}
		t := plan.Text{Title: r.Title, Complete: r.Complete}
		for _, p := range r.Points {
			p.ID = p.Own
			t.Points = append(t.Points, room.ToPlan(p))
		}
		in.Versions = append(in.Versions, compile.Version{Code: r.Parties[0], Text: t})
	}
	text, _, err := compile.Texts(in)
	if err != nil {
		return nil, err
	}
	return bracketed(text, c.Rendering), nil
}

// bracketed writes a compiled text as points whose words hold the brackets.
func bracketed(text bracket.Text, rendering event.Rendering) []event.Point {
	style := notation.Conference
	if rendering == event.Unattributed {
		style = notation.Unattributed
	}
	ours := map[ident.Point]bool{}
	for _, place := range text.Sequence[ident.Base] {
		ours[place.ID] = true
	}
	out := make([]event.Point, 0, len(text.Points))
	for i := range text.Points {
		q := &text.Points[i]
		if !ours[q.ID] { // the others' own points are none of ours, that were or will be called the same
			q.ID = "c." + q.ID
		}
		out = append(out, event.Point{ID: q.ID, Kind: string(q.Kind), Label: q.Label, Number: q.Number, PartLabel: q.PartLabel, Part: q.Part,
			Heading: notation.Write(q.Heading, style, nil), Body: notation.Write(q.Wording, style, nil)})
	}
	return out
}

// Now is how the points that a party was given last would be given to it today: the
// working text's words and, where it was given them with proposals compiled in, with
// those that may be shown to it. Of these only one point need be right, for any but "".
func (p *Process) Now(drafting *room.State, in *room.Instrument, party ident.Code, last view.Last, only ident.Point) ([]event.Point, error) {
	return p.givenNow(nil, drafting, in, party, last, only)
}

// givenNow is Now, and collates with what is kept of earlier work where there is any.
func (p *Process) givenNow(collating collating, drafting *room.State, in *room.Instrument, party ident.Code, last view.Last, only ident.Point) ([]event.Point, error) {
	out := in.Current()
	at := p.clock().UnixMicro()
	done := map[view.Compiled]bool{}
	for id, how := range last.Compiled {
		if done[how] || only != "" && id != only {
			continue
		}
		done[how] = true
		to := []ident.Code{party}
		if how.Anybody {
			to = nil
		}
		single := only != "" && !slices.ContainsFunc(drafting.Items, func(it *room.Item) bool { return it.Now.With != "" })
		l := letting{to: to, owners: to, rendering: how.Rendering, at: at, collating: collating}
		l.also = func(it *room.Item) bool {
			return (!single || it.Proposal == nil || it.Wants().Point == only) && (how.Rendering != event.OwnOnly || slices.Equal(it.Parties, to))
		}
		text, _, err := l.together(drafting, in)
		if err != nil {
			return nil, err
		}
		compiled := bracketed(text, how.Rendering)
		for i := range out {
			if last.Compiled[out[i].ID] != how {
				continue
			}
			if k := slices.IndexFunc(compiled, func(q event.Point) bool { return q.ID == out[i].ID }); k >= 0 {
				out[i].Heading, out[i].Body = compiled[k].Heading, compiled[k].Body
			}
		}
	}
	return out, nil
}

// WhoKnows says who knows a point, and who was given it as it stands: of a point that
// was given with proposals compiled in, as it would be given to them today.
func (p *Process) WhoKnows(drafting *room.State, seats []*room.State, in *room.Instrument, q *room.Point) (view.Knows, error) {
	k := view.WhoKnows(drafting, seats, in, q)
	if in == nil || q == nil {
		return k, nil
	}
	for i := range k.As {
		last := view.LastGiven(drafting, k.As[i].Party, in.Instrument)
		if _, compiled := last.Compiled[q.ID]; !compiled {
			continue
		}
		now, err := p.Now(drafting, in, k.As[i].Party, last, q.ID)
		if err != nil {
			return k, err
		}
		is := func(list []event.Point) (out event.Point) {
			if n := slices.IndexFunc(list, func(x event.Point) bool { return x.ID == q.ID }); n >= 0 {
				out = event.Point{Heading: list[n].Heading, Body: list[n].Body}
			}
			return out
		}
		a, b := is(now), is(last.Points)
		k.As[i].Same = a.Heading == b.Heading && a.Body == b.Body
	}
	return k, nil
}

// bases are the words that points had before others were compiled into them, of
// those that read otherwise since.
func bases(before, after []event.Point) (out []event.Base) {
	for _, q := range after {
		if i := slices.IndexFunc(before, func(p event.Point) bool { return p.ID == q.ID }); i >= 0 && (before[i].Heading != q.Heading || before[i].Body != q.Body) {
			out = append(out, event.Base{Point: q.ID, Heading: before[i].Heading, Body: before[i].Body})
		}
	}
	return out
}

// receiving are the parties to which what is conveyed into rooms is given.
func (w *work) receiving(rooms []string) (to []ident.Code, err error) {
	for _, name := range rooms {
		r, err := w.p.seat(w.actor, name)
		if err != nil {
			return nil, err
		}
		to = append(to, receivers(r)...)
	}
	return to, nil
}

// proposed compiles proposals into the words, in the rendering chosen: those that
// may be given to some parties, or for nobody named, to anybody.
func (w *work) proposed(s *room.State, c *Conveyance, id ident.Instrument, to []ident.Code) ([]event.Point, []ident.Label, error) {
	in, err := s.Find(id)
	if err != nil {
		return nil, nil, err
	}
	l := letting{to: to, owners: to, rendering: c.Rendering, at: w.moment(), all: c.Proposals == AllProposals}
	if c.Rendering == event.OwnOnly && len(c.To) > 0 {
		l.owners = recipientsOf(s, c.To)
	}
	text, used, err := l.together(s, in)
	if err != nil {
		return nil, nil, err
	}
	return bracketed(text, c.Rendering), used, nil
}

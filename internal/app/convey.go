package app

import (
	"context"
	"errors"
	"slices"

	"nonpaper/internal/access"
	"nonpaper/internal/compile"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Conveyance is what is to be conveyed, from the drafting room into others.
type Conveyance struct {
	From       ident.Label      // the circulated or rival text that the words are taken from, "" for the working text
	Instrument ident.Instrument // "" for the only one
	Points     []string         // by identity or number; none: the whole text
	Without    []string         // points to leave out
	Compile    []ident.Label    // rival texts to compile into the words
	Rooms      []string
	Public     bool // made public: into no room
	Mode       event.Mode
	Rendering  event.Rendering
	Label      ident.Label // for all rooms; "" for each room's next free one
	Nature     string
	Head       string // running head
	Legend     string
	Place      string
	Terms      string
	Gist       string
	To         []event.Copy // recipients; none: the parties of each room
	Copies     map[ident.Code]int
	Order      int // of showing
}

// Conveyed is what was, or would be, conveyed into one room.
type Conveyed struct {
	Room  *room.State // as it stood before; nil for what is made public
	Tie   *event.Conveyed
	Given *event.Given
	Sheet view.Sheet
}

// errDry ends an act that is only looked at.
var errDry = errors.New("only looked at")

// Sheet says what would be conveyed, and what somebody should know before they
// hand it over. It records nothing.
func (p *Process) Sheet(ctx context.Context, a Actor, when event.When, c Conveyance) ([]Conveyed, error) {
	var out []Conveyed
	err := p.do(ctx, a, when, func(w *work) (err error) {
		if out, err = w.convey(c); err != nil {
			return err
		}
		return errDry
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return out, err
}

// Convey conveys, in one act, into all the rooms or into none.
func (p *Process) Convey(ctx context.Context, a Actor, when event.When, c Conveyance) ([]Conveyed, error) {
	var out []Conveyed
	err := p.do(ctx, a, when, func(w *work) (err error) {
		out, err = w.convey(c)
		return err
	})
	return out, err
}

// Circulation is a text to be fixed, and whom it is circulated to.
type Circulation struct {
	room.Circulate
	Rooms  []string
	Copies map[ident.Code]int
	Place  string
}

// Circulated is a text that was fixed, and what went where.
type Circulated struct {
	Text     *event.TextCirculated
	Conveyed []Conveyed
	Holders  []view.Holding // of the superseded copies, where it corrects
}

// Circulate fixes the working text and circulates it, under the same label
// everywhere.
func (p *Process) Circulate(ctx context.Context, a Actor, when event.When, c Circulation) (*Circulated, error) {
	var out *Circulated
	err := p.do(ctx, a, when, func(w *work) error {
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		if c.Corrects != "" {
			c.Corrects = t.state.Canonical(c.Corrects)
		}
		if err := w.record(t, c.Circulate); err != nil {
			return err
		}
		f := t.entries[len(t.entries)-1].Body.Fact.(*event.TextCirculated)
		out = &Circulated{Text: f}
		if f.Corrects != "" {
			out.Holders = view.Holders(t.state, f.Corrects)
		}
		if len(c.Rooms) == 0 {
			return nil
		}
		out.Conveyed, err = w.convey(Conveyance{From: f.Label, Instrument: f.Instrument, Rooms: c.Rooms, Mode: event.ModeCirculated,
			Rendering: event.Unattributed, Label: f.Label, Nature: f.Nature, Head: f.RunningHead, Legend: f.Legend, Place: c.Place, Copies: c.Copies})
		return err
	})
	return out, err
}

// convey decides a conveyance and takes it into the act.
func (w *work) convey(c Conveyance) ([]Conveyed, error) {
	from, err := w.at(Drafting, access.Keep)
	if err != nil {
		return nil, err
	}
	if c.Rendering == "" {
		c.Rendering = event.Unattributed
	}
	if !slices.Contains([]event.Rendering{event.Attributed, event.Unattributed, event.OwnOnly}, c.Rendering) {
		return nil, fault.Invalidf("%q is no rendering", c.Rendering).WithHint("It is attributed, unattributed or own.")
	}
	if (len(c.Rooms) == 0) != c.Public {
		return nil, fault.Invalidf("into which room? Nothing was conveyed").WithHint("Add --to ROOM; what is made public goes into none: --mode made-public")
	}
	source, err := w.source(from.state, &c)
	if err != nil {
		return nil, err
	}
	act := from.state.Entries + 1
	tie := event.Conveyed{From: c.From, Instrument: source.instrument, Whole: len(c.Points) == 0 && len(c.Without) == 0, Gist: c.Gist,
		Rendering: c.Rendering, Mode: c.Mode, Order: c.Order, Terms: c.Terms, Compiled: c.Compile, Act: act}
	if c.Mode == event.ModeBriefed {
		tie.Whole = len(c.Points) == 0
	}
	if c.Public {
		if c.Rendering == event.OwnOnly && len(c.Compile) > 0 {
			return nil, fault.Invalidf("what is made public is nobody's own; nothing was conveyed").WithHint("It is attributed or unattributed.")
		}
		tie.Label, tie.RoomName, tie.Points, tie.Mode = c.Label, "the public", source.points, event.ModePublic
		if tie.Label == "" {
			tie.Label = source.label
		}
		tie.Points = slices.DeleteFunc(slices.Clone(tie.Points), func(p event.Point) bool { return p.Deleted })
		before := *from.state
		return []Conveyed{{Tie: &tie, Sheet: view.NewSheet(&before, nil, &tie, nil, nil)}}, w.record(from, room.Convey{Conveyed: tie})
	}
	before := from.state.Clone() // the sheet speaks of what stood before
	var out []Conveyed
	for _, name := range c.Rooms {
		c, source, tie := c, source, tie
		if c.Rendering == event.OwnOnly && len(c.Compile) > 0 { // the words of others do not go along
			if c.Compile, err = w.own(before, c.Compile, name); err != nil {
				return nil, err
			}
			if source, err = w.source(before, &c); err != nil {
				return nil, err
			}
			tie.Compiled = c.Compile
		}
		one, err := w.conveyInto(before, from, name, c, source, tie)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	var together []event.Copy
	for i := range out {
		together = append(together, out[i].Given.Copies...)
	}
	for i := range out {
		out[i].Sheet = view.NewSheet(before, out[i].Room, out[i].Tie, out[i].Given, together)
	}
	return out, nil
}

// source is what words are taken from.
type source struct {
	instrument ident.Instrument
	title      string
	label      ident.Label
	points     []event.Point // chosen
	sources    string
	corrects   ident.Label
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
			if c.Nature == "" {
				c.Nature, c.Head, c.Legend = t.Nature, orText(c.Head, t.RunningHead), orText(c.Legend, t.Legend)
			}
		} else if r := s.Rival(c.From); r != nil {
			out.instrument, out.title, all = r.Instrument, r.Title, r.Points
		} else {
			return out, fault.NotFoundf("no text %q stands in the drafting room", c.From).WithHint("Try: nonpaper text list")
		}
	}
	if len(c.Compile) > 0 {
		compiled, err := w.compiled(s, c, all)
		if err != nil {
			return out, err
		}
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
	style := notation.Conference
	if c.Rendering == event.Unattributed {
		style = notation.Unattributed
	}
	out := make([]event.Point, 0, len(text.Points))
	for i := range text.Points {
		q := &text.Points[i]
		out = append(out, event.Point{ID: q.ID, Kind: string(q.Kind), Label: q.Label, Number: q.Number, PartLabel: q.PartLabel, Part: q.Part,
			Heading: notation.Write(q.Heading, style, nil), Body: notation.Write(q.Wording, style, nil)})
	}
	return out, nil
}

// own are those of the rival texts that are of the parties of a room.
func (w *work) own(s *room.State, labels []ident.Label, name string) (out []ident.Label, err error) {
	t, err := w.in(name, access.Keep)
	if err != nil {
		return nil, err
	}
	for _, l := range labels {
		if r := s.Rival(l); r != nil && len(r.Parties) == 1 && t.state.Parties[r.Parties[0]] != nil {
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return nil, fault.Invalidf("none of the texts to compile is of a party of the room %q; nothing was conveyed", t.state.Name).
			WithHint("Leave --compile out, or choose another rendering: attributed, unattributed.")
	}
	return out, nil
}

// conveyInto takes the conveyance into one room into the act.
func (w *work) conveyInto(before *room.State, from *part, name string, c Conveyance, src source, tie event.Conveyed) (Conveyed, error) {
	t, err := w.in(name, access.Keep)
	if err != nil {
		return Conveyed{}, err
	}
	switch t.state.Kind {
	case event.RoomConsultation, event.RoomPlenary:
	default:
		return Conveyed{}, fault.Invalidf("words are conveyed into consultation and plenary rooms, and %q is another kind of room", t.state.Name)
	}
	receiver := t.state.Clone()
	tie.Room, tie.RoomName = t.id, t.state.Name
	tie.Points = slices.DeleteFunc(slices.Clone(src.points), func(p event.Point) bool {
		return p.Deleted && !before.WasGiven(t.id, p.ID) // an empty slot would say that there had been a point
	})
	for i := range tie.Points {
		if q := &tie.Points[i]; q.Deleted {
			before.SlotGiven(t.id, q) // what it is called since is not theirs to know
		}
	}
	tie.Locals = before.Locals(t.id, receiver, tie.Points)
	local := map[ident.Point]ident.Point{}
	g := &event.Given{Label: c.Label, Nature: c.Nature, Title: src.title, RunningHead: c.Head, Legend: orText(c.Legend, room.Legend), Whole: tie.Whole,
		Gist: c.Gist, Rendering: c.Rendering, Mode: c.Mode, Place: c.Place, Sources: src.sources, Bracketed: len(c.Compile) > 0}
	for i, p := range tie.Points {
		local[p.ID] = tie.Locals[i]
	}
	for i, p := range tie.Points {
		p.ID = tie.Locals[i]
		into := p.Into
		p.Into, p.Act, p.After, p.Own = nil, "", "", ""
		for _, id := range into {
			if to, given := local[id]; given && to != p.ID { // into another instrument: that there is one is not theirs to know
				p.Into = append(p.Into, to)
			}
		}
		g.Points = append(g.Points, p)
	}
	if !tie.Whole { // it speaks of all points
		g.Sources = ""
	}
	if c.Mode == event.ModeBriefed { // no words are given, and none stand in the room
		g.Points, g.Title, g.Sources = nil, "", ""
	}
	series := "Text"
	if c.Mode == event.ModeBriefed {
		series = "Briefing"
	}
	if g.Label == "" {
		g.Label = receiver.NextLabel(series)
	}
	if src.corrects != "" {
		for _, old := range before.Conveyed {
			if old.Room == t.id && old.From == src.corrects {
				g.Corrects = old.Label
			}
		}
	}
	if g.Copies, err = recipients(receiver, c, g.Label); err != nil {
		return Conveyed{}, err
	}
	tie.Label, tie.Copies, tie.Corrects = g.Label, g.Copies, g.Corrects
	if err := w.record(from, room.Convey{Conveyed: tie}); err != nil {
		return Conveyed{}, err
	}
	if err := w.record(t, room.Give{Given: *g}); err != nil {
		return Conveyed{}, err
	}
	return Conveyed{Room: receiver, Tie: &tie, Given: g}, nil
}

// recipients are whom the words are given to in a room: those named, or all its
// parties save the mediator's own. Copies that stay are numbered.
func recipients(s *room.State, c Conveyance, l ident.Label) ([]event.Copy, error) {
	var out []event.Copy
	for _, k := range c.To {
		if k.Party == "" && k.Person != "" {
			k.Party = s.PartyOf(k.Person)
		}
		if k.Party != "" && s.Parties[k.Party] == nil || k.Person != "" && s.People[k.Person] == nil {
			continue // of another of the rooms; Give says so where it is of none
		}
		out = append(out, k)
	}
	if len(c.To) == 0 {
		for _, p := range s.InOrder() {
			if !slices.Contains(p.Roles, event.RoleMediator) && len(p.Members) == 0 {
				out = append(out, event.Copy{Party: p.Code})
			}
		}
	}
	if len(out) == 0 {
		return nil, fault.Invalidf("there is nobody in the room %q to give it to; nothing was conveyed", s.Name).
			WithHint("Introduce a party there: nonpaper party introduce CODE --room %s", s.Name)
	}
	if !c.Mode.Leaves() {
		return out, nil
	}
	next := s.NextCopy(l)
	for i := range out {
		if n := c.Copies[out[i].Party]; n > 0 {
			out[i].Number = n
			continue
		}
		for slices.ContainsFunc(out, func(k event.Copy) bool { return k.Number == next }) {
			next++
		}
		out[i].Number = next
	}
	return out, nil
}

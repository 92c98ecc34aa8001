package app

import (
	"context"
	"errors"
	"slices"

	"nonpaper/internal/access"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
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
	Proposals  Proposals        // which proposals to compile into the words
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

// Proposals says which proposals are compiled into words that are conveyed.
type Proposals string

const (
	NoProposals       Proposals = ""
	ReleasedProposals Proposals = "released" // those whose terms allow it
	AllProposals      Proposals = "all"      // all; refused where the terms of one do not allow it
)

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
		if out, err = w.convey(c); err != nil {
			return err
		}
		return refuseHeld(out)
	})
	return out, err
}

// refuseHeld refuses what would go beyond the terms on which it was given.
func refuseHeld(list []Conveyed) error {
	for i := range list {
		for _, h := range list[i].Sheet.Held {
			return fault.Forbiddenf("words of %s (%s) stand in %s: “%s”; nothing was conveyed", h.Item, h.Why, h.Place(), h.Words).
				WithHint("Lift the terms (nonpaper terms lift %q …), or leave the words out.", h.Item)
		}
	}
	return nil
}

// Circulation is a text to be fixed, and whom it is circulated to.
type Circulation struct {
	room.Circulate
	Proposals Proposals // which proposals to compile into it: of those that may be shown to anybody
	Rooms     []string
	Copies    map[ident.Code]int
	Place     string
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
	err := p.do(ctx, a, when, func(w *work) (err error) {
		if out, err = w.circulate(c); err != nil {
			return err
		}
		return refuseHeld(out.Conveyed)
	})
	return out, err
}

// CirculationSheet says what would be circulated, as Sheet does of a conveyance.
// It records nothing.
func (p *Process) CirculationSheet(ctx context.Context, a Actor, when event.When, c Circulation) (*Circulated, error) {
	var out *Circulated
	err := p.do(ctx, a, when, func(w *work) (err error) {
		if out, err = w.circulate(c); err != nil {
			return err
		}
		return errDry
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return out, err
}

func (w *work) circulate(c Circulation) (*Circulated, error) {
	t, err := w.at(Drafting, access.Keep)
	if err != nil {
		return nil, err
	}
	if c.Corrects != "" {
		c.Corrects = t.state.Canonical(c.Corrects)
	}
	if c.Proposals != NoProposals {
		if c.Proposals != ReleasedProposals && c.Proposals != AllProposals {
			return nil, fault.Invalidf("%q is not which proposals", c.Proposals).WithHint("It is released or all.")
		}
		if err := w.compileInto(t.state, &c); err != nil {
			return nil, err
		}
	}
	if err := w.record(t, c.Circulate); err != nil {
		return nil, err
	}
	f := t.entries[len(t.entries)-1].Body.Fact.(*event.TextCirculated)
	out := &Circulated{Text: f}
	if f.Corrects != "" {
		out.Holders = view.Holders(t.state, w.p.seats(w.actor), f.Corrects)
	}
	if len(c.Rooms) > 0 {
		out.Conveyed, err = w.convey(Conveyance{From: f.Label, Instrument: f.Instrument, Rooms: c.Rooms, Mode: event.ModeCirculated,
			Rendering: event.Unattributed, Label: f.Label, Nature: f.Nature, Head: f.RunningHead, Legend: f.Legend, Place: c.Place, Copies: c.Copies})
	}
	return out, err
}

// compileInto compiles proposals into a text that is to be circulated. Once it is
// fixed it may be given to anybody, so that only what may be shown to anybody, in the
// rendering chosen, is compiled into it.
func (w *work) compileInto(s *room.State, c *Circulation) error {
	if c.Rendering == "" {
		c.Rendering = event.Attributed
	}
	if c.Rendering != event.Attributed && c.Rendering != event.Unattributed {
		return fault.Invalidf("%q is no rendering of a text that is circulated; nothing was recorded", c.Rendering).WithHint("It is attributed or unattributed.")
	}
	in, err := s.Find(c.Instrument)
	if err != nil {
		return err
	}
	all := in.Current()
	words, used, err := w.proposed(s, &Conveyance{Proposals: c.Proposals, Rendering: c.Rendering}, c.Instrument, nil)
	if err != nil {
		return err
	}
	for _, p := range all { // the slots of deleted points stay where they were
		if p.Deleted {
			words = slices.Insert(words, slotPlace(all, words, p.ID), p)
		}
	}
	c.Compiled, c.Bases, c.Speaking = words, bases(all, words), used
	return nil
}

// slotPlace is where an empty slot stands among the compiled points: behind the
// point of the text that it follows.
func slotPlace(all, words []event.Point, slot ident.Point) int {
	at := 0
	for _, p := range all {
		if p.ID == slot {
			return at
		}
		if i := slices.IndexFunc(words, func(q event.Point) bool { return q.ID == p.ID }); i >= 0 {
			at = i + 1
		}
	}
	return at
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
	if source.rendering != "" { // it was compiled in this rendering, and stays so
		c.Rendering = source.rendering
	}
	act := from.state.Entries + 1
	tie := event.Conveyed{From: c.From, Instrument: source.instrument, Whole: len(c.Points) == 0 && len(c.Without) == 0, Gist: c.Gist,
		Rendering: c.Rendering, Mode: c.Mode, Order: c.Order, Terms: c.Terms, Compiled: c.Compile, Act: act}
	if c.Mode == event.ModeBriefed {
		tie.Whole = len(c.Points) == 0
	}
	if c.Public && c.Rendering == event.OwnOnly && len(c.Compile) > 0 {
		return nil, fault.Invalidf("what is made public is made public to all; it shows nobody their own positions only").WithHint("Add --rendering attributed or unattributed.")
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
		tie.Bases, tie.Proposals = basesOf(source.bases, tie.Points), speakTo(from.state, source.proposals, tie.Points)
		before := from.state.Clone()
		sheet := view.NewSheet(before, nil, &tie, nil, nil)
		sheet.Held = w.held(before, ident.Room{}, nil, &tie)
		sheet.Check(before, ident.Room{}, nil, tie.Points, c.attributes(), w.moment())
		return []Conveyed{{Tie: &tie, Sheet: sheet}}, w.record(from, room.Convey{Conveyed: tie})
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
	if err := c.reaches(out); err != nil {
		return nil, err
	}
	var together []event.Copy
	for i := range out {
		together = append(together, out[i].Given.Copies...)
	}
	for i := range out {
		out[i].Sheet = view.NewSheet(before, out[i].Room, out[i].Tie, out[i].Given, together)
		parties := receivers(out[i].Room)
		out[i].Sheet.Held = w.held(before, out[i].Room.ID, parties, out[i].Tie)
		if c.Mode != event.ModeBriefed {
			out[i].Sheet.Check(before, out[i].Room.ID, parties, out[i].Tie.Points, c.attributes(), w.moment())
		}
	}
	return out, nil
}

// attributes reports whether the words name those who propose them.
func (c *Conveyance) attributes() bool {
	return c.Rendering != event.Unattributed && (len(c.Compile) > 0 || c.Proposals != NoProposals)
}

// receivers are the parties to which what is given in a room is given: all that
// are known there but the mediator's own.
func receivers(s *room.State) (out []ident.Code) {
	for _, p := range s.InOrder() {
		if !slices.Contains(p.Roles, event.RoleMediator) && len(p.Members) == 0 {
			out = append(out, p.Code)
		}
	}
	return out
}

// reaches refuses a recipient whom none of the rooms knows, and a copy of which
// nobody is given one.
func (c *Conveyance) reaches(rooms []Conveyed) error {
	for _, k := range c.To {
		if !slices.ContainsFunc(rooms, func(r Conveyed) bool { return knows(r.Room, k) }) {
			who := string(k.Person)
			if who == "" {
				who = string(k.Party)
			}
			return fault.NotFoundf("%s is not known where this is conveyed to; nothing was conveyed", who).
				WithHint("Introduce them first: nonpaper person introduce, nonpaper party introduce")
		}
	}
	for code := range c.Copies {
		if !slices.ContainsFunc(rooms, func(r Conveyed) bool {
			return slices.ContainsFunc(r.Given.Copies, func(k event.Copy) bool { return k.Party == code })
		}) {
			return fault.Invalidf("a copy is numbered for %s, which is given none; nothing was conveyed", code)
		}
	}
	return nil
}

// knows reports whether a room knows a recipient.
func knows(s *room.State, k event.Copy) bool {
	return (k.Party == "" || s.Parties[k.Party] != nil) && (k.Person == "" || s.People[k.Person] != nil)
}

// ownOnly is a conveyance as it goes to its recipients in one room: of the texts
// compiled, the one party's own.
func (c Conveyance) ownOnly(drafting *room.State, to []event.Copy) (Conveyance, error) {
	for _, k := range to {
		if k.Party != to[0].Party {
			return c, fault.Invalidf("%s and %s would read each other's positions as their own; nothing was conveyed", to[0].Party, k.Party).
				WithHint("Name one with --party, or convey it attributed or unattributed.")
		}
	}
	c.Compile = slices.DeleteFunc(slices.Clone(c.Compile), func(l ident.Label) bool {
		r := drafting.Rival(l)
		return r == nil || !slices.Equal(r.Parties, []ident.Code{to[0].Party})
	})
	return c, nil
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
	series := "Text"
	if c.Mode == event.ModeBriefed {
		series = "Briefing"
	}
	if c.Label == "" {
		c.Label = receiver.NextLabel(series)
	}
	copies, err := recipients(receiver, c)
	if err != nil {
		return Conveyed{}, err
	}
	if c.Rendering == event.OwnOnly && (len(c.Compile) > 0 || c.Proposals != NoProposals) {
		c.Rooms = []string{name} // what is compiled for one room is not another's
		if c, err = c.ownOnly(before, copies); err != nil {
			return Conveyed{}, err
		}
		if src, err = w.source(before, &c); err != nil {
			return Conveyed{}, err
		}
		tie.Compiled = c.Compile
	}
	tie.Room, tie.RoomName = t.id, t.state.Name
	tie.Points = slices.DeleteFunc(slices.Clone(src.points), func(p event.Point) bool {
		return p.Deleted && !before.WasGiven(t.id, p.ID) // an empty slot would say that there had been a point
	})
	for i := range tie.Points {
		if q := &tie.Points[i]; q.Deleted {
			before.SlotGiven(t.id, q) // what it is called since is not theirs to know
		}
	}
	tie.Locals, tie.Bases = before.Locals(t.id, receiver, tie.Points), basesOf(src.bases, tie.Points)
	tie.Proposals = speakTo(before, src.proposals, tie.Points)
	local := map[ident.Point]ident.Point{}
	g := &event.Given{Label: c.Label, Nature: c.Nature, Title: src.title, RunningHead: c.Head, Legend: orText(c.Legend, room.Legend), Whole: tie.Whole,
		Gist: c.Gist, Rendering: c.Rendering, Mode: c.Mode, Place: c.Place, Sources: src.sources, Bracketed: len(c.Compile) > 0 || c.Proposals != NoProposals || src.rendering != ""}
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
	g.Corrects = corrected(before, t.id, src.corrects)
	g.Copies = copies
	tie.Label, tie.Copies, tie.Corrects = g.Label, g.Copies, g.Corrects
	if err := w.record(from, room.Convey{Conveyed: tie}); err != nil {
		return Conveyed{}, err
	}
	if err := w.record(t, room.Give{Given: *g}); err != nil {
		return Conveyed{}, err
	}
	return Conveyed{Room: receiver, Tie: &tie, Given: g}, nil
}

// basesOf are those of some points.
func basesOf(all []event.Base, points []event.Point) (out []event.Base) {
	for _, b := range all {
		if slices.ContainsFunc(points, func(p event.Point) bool { return p.ID == b.Point }) {
			out = append(out, b)
		}
	}
	return out
}

// corrected is what a room was given of the text that is corrected, whole where
// it was; where it was given nothing of it, of the text that that one corrects.
func corrected(drafting *room.State, to ident.Room, text ident.Label) ident.Label {
	for range drafting.Texts { // a correction may be corrected
		label, whole := ident.Label(""), false
		for _, old := range drafting.Conveyed {
			if text != "" && old.Room == to && old.From == text && old.Mode != event.ModeBriefed && (old.Whole || !whole) {
				label, whole = old.Label, old.Whole
			}
		}
		t := drafting.Text(text)
		if label != "" || t == nil {
			return label
		}
		text = t.Corrects
	}
	return ""
}

// recipients are whom the words are given to in a room: those named, or all its
// parties save the mediator's own. Copies that stay are numbered.
func recipients(s *room.State, c Conveyance) ([]event.Copy, error) {
	var out []event.Copy
	for _, k := range c.To {
		if k.Party == "" && k.Person != "" {
			k.Party = s.PartyOf(k.Person)
		}
		if !knows(s, k) {
			continue // of another of the rooms
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
	for i := range out {
		out[i].Number = c.Copies[out[i].Party]
	}
	next := 1
	for i := range out {
		if out[i].Number > 0 {
			continue
		}
		for slices.ContainsFunc(out, func(k event.Copy) bool { return k.Number == next }) {
			next++
		}
		out[i].Number = next
	}
	return out, nil
}

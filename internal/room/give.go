package room

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Convey is the drafting room's side of a conveyance: the tie.
type Convey struct{ event.Conveyed }

func (c Convey) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	if !slices.Contains(event.Modes(), c.Mode) {
		return nil, fault.Invalidf("%q is no way to convey", c.Mode).WithHint("It is one of: %s", join(event.Modes()))
	}
	if c.Mode == event.ModeBriefed && strings.TrimSpace(c.Gist) == "" {
		return nil, fault.Invalidf("a briefing needs its gist: what was said").WithHint("Add --gist \"…\"")
	}
	if c.Mode != event.ModeBriefed && len(c.Points) == 0 {
		return nil, fault.Invalidf("no words are chosen; nothing was conveyed")
	}
	f := c.Conveyed
	f.Points = slices.Clone(f.Points) // they may be those of another state, and Evolve lets them share strings
	f.Number = int(s.Entries) + 1     // a number that was forgotten is not given again
	if f.Act == 0 {
		f.Act = uint64(f.Number)
	}
	return one(&f)
}

// Locals are the identifiers that the drafting room's points have in a receiving
// room. One that was conveyed there before keeps its identifier; a new one is
// called by the number that it is printed under, so that identifiers tell
// nothing but what was given.
func (s *State) Locals(to ident.Room, receiver *State, points []event.Point) []ident.Point {
	local := map[ident.Point]ident.Point{}
	taken := map[ident.Point]bool{}
	for _, c := range s.Conveyed {
		if !c.gave(to) {
			continue
		}
		for i, p := range c.Points {
			if i < len(c.Locals) {
				local[p.ID] = c.Locals[i]
				taken[c.Locals[i]] = true
			}
		}
	}
	for _, g := range receiver.Given {
		for _, p := range g.Points {
			taken[p.ID] = true
		}
	}
	out := make([]ident.Point, len(points))
	for i, p := range points {
		id, known := local[p.ID]
		if !known {
			stem := strings.ReplaceAll(p.Number, " ", "")
			if p.Kind != "point" && p.Kind != "" {
				stem = p.Kind + stem
			} else {
				stem = "p" + stem
			}
			if _, err := ident.ParsePoint(stem); err != nil {
				stem = "p"
			}
			id = ident.Point(stem)
			for k := 2; taken[id]; k++ {
				id = ident.Point(fmt.Sprintf("%s-%d", stem, k))
			}
			local[p.ID] = id
		}
		taken[id] = true
		out[i] = id
	}
	return out
}

// gave reports whether a conveyance put words into a room. A briefing does not:
// its points have no identifiers there, and their numbers were not given.
func (c *Conveyed) gave(to ident.Room) bool { return c.Room == to && c.Mode != event.ModeBriefed }

// WasGiven reports whether a point of the drafting room stands, or stood, in a room.
func (s *State) WasGiven(to ident.Room, point ident.Point) bool {
	return slices.ContainsFunc(s.Conveyed, func(c *Conveyed) bool {
		return c.gave(to) && slices.ContainsFunc(c.Points, func(p event.Point) bool { return p.ID == point })
	})
}

// Behind is the drafting room's point behind one of a receiving room, "" where
// it was not conveyed from here.
func (s *State) Behind(in ident.Room, local ident.Point) ident.Point {
	for _, c := range slices.Backward(s.Conveyed) {
		if !c.gave(in) {
			continue
		}
		if i := slices.Index(c.Locals, local); i >= 0 && i < len(c.Points) {
			return c.Points[i].ID
		}
	}
	return ""
}

// BaseGiven is how a point of the drafting room's read without the brackets with which
// it was given into a room under a label; nil where it was given without.
func (s *State) BaseGiven(to ident.Room, label ident.Label, point ident.Point) *event.Base {
	for _, c := range slices.Backward(s.Conveyed) {
		if c.Room != to || c.Label != label {
			continue
		}
		for i := range c.Bases {
			if c.Bases[i].Point == point {
				return &c.Bases[i]
			}
		}
	}
	return nil
}

// SlotGiven makes an empty slot read as the point did when it was given into a
// room last: its number, label and part.
func (s *State) SlotGiven(to ident.Room, slot *event.Point) {
	for _, c := range slices.Backward(s.Conveyed) {
		if !c.gave(to) {
			continue
		}
		for _, p := range c.Points {
			if p.ID == slot.ID {
				slot.Kind, slot.Label, slot.Number, slot.PartLabel, slot.Part = p.Kind, p.Label, p.Number, p.PartLabel, p.Part
				return
			}
		}
	}
}

// Give is the receiving room's side: what is given there, complete in itself.
type Give struct{ event.Given }

func (c Give) decide(s *State) ([]event.Fact, error) {
	if c.Label == "" {
		return nil, fault.Invalidf("what is given needs a label")
	}
	if err := s.freeLabel(c.Label); err != nil {
		return nil, err
	}
	for _, k := range c.Copies {
		if k.Party != "" && s.Parties[k.Party] == nil {
			return nil, s.unknownParty(k.Party)
		}
		if k.Person != "" && s.People[k.Person] == nil {
			return nil, s.unknownPerson(k.Person)
		}
		if k.Own && k.Person == "" {
			return nil, fault.Invalidf("in whose own capacity? A person must be named").WithHint("Add --person HANDLE")
		}
	}
	if c.Corrects != "" && s.GivenAs(c.Corrects) == nil {
		return nil, fault.NotFoundf("nothing was given in the room %q as %q, so there is nothing to correct", s.Name, c.Corrects)
	}
	f := c.Given
	numbers := map[int]bool{}
	for _, k := range f.Copies {
		if k.Number > 0 && numbers[k.Number] {
			return nil, fault.Invalidf("copy %d would be given twice; nothing was conveyed", k.Number)
		}
		numbers[k.Number] = true
	}
	return one(&f)
}

// copyOf finds a numbered copy of what was given.
func (s *State) copyOf(l ident.Label, n int) (*Given, *event.Copy, error) {
	g := s.GivenAs(l)
	if g == nil {
		return nil, nil, s.unknownText(l)
	}
	for i := range g.Copies {
		if g.Copies[i].Number == n {
			return g, &g.Copies[i], nil
		}
	}
	return nil, nil, fault.NotFoundf("%s has no copy %d in the room %q", l, n, s.Name).WithHint("Try: nonpaper copy list --room %s", s.Name)
}

func hasCopy(list []CopyEvent, n int) bool {
	return slices.ContainsFunc(list, func(e CopyEvent) bool { return e.Copy == n })
}

// ReturnCopy records that a copy came back.
type ReturnCopy struct{ event.CopyReturned }

func (c ReturnCopy) decide(s *State) ([]event.Fact, error) {
	g, _, err := s.copyOf(c.Label, c.Copy)
	if err != nil {
		return nil, err
	}
	if hasCopy(g.Returns, c.Copy) || hasCopy(g.Destroyed, c.Copy) {
		return nil, fault.Invalidf("copy %d of %s is no longer out; nothing was recorded", c.Copy, c.Label)
	}
	f := c.CopyReturned
	return one(&f)
}

// DestroyCopy records that a copy was destroyed, returned before or not.
type DestroyCopy struct{ event.CopyDestroyed }

func (c DestroyCopy) decide(s *State) ([]event.Fact, error) {
	g, _, err := s.copyOf(c.Label, c.Copy)
	if err != nil {
		return nil, err
	}
	if hasCopy(g.Destroyed, c.Copy) {
		return nil, fault.Invalidf("copy %d of %s is destroyed already; nothing was recorded", c.Copy, c.Label)
	}
	f := c.CopyDestroyed
	return one(&f)
}

// Acknowledge records that a party acknowledged receipt.
type Acknowledge struct{ event.Receipt }

func (c Acknowledge) decide(s *State) ([]event.Fact, error) {
	g := s.GivenAs(c.Label)
	if g == nil {
		return nil, s.unknownText(c.Label)
	}
	if c.Copy > 0 {
		_, k, err := s.copyOf(c.Label, c.Copy)
		if err != nil {
			return nil, err
		}
		if c.Party == "" {
			c.Party = k.Party
		}
		if k.Party != c.Party {
			return nil, fault.Invalidf("copy %d of %s was given to %s, not to %s", c.Copy, c.Label, k.Party, c.Party)
		}
	}
	if c.Party == "" {
		return nil, fault.Invalidf("which party acknowledges?").WithHint("Add --actor PERSON of that party, or --party CODE")
	}
	if !slices.ContainsFunc(g.Copies, func(k event.Copy) bool { return k.Party == c.Party }) {
		return nil, fault.Invalidf("%s was not given to %s in the room %q", c.Label, c.Party, s.Name)
	}
	for _, r := range g.Receipts {
		if r.Party == c.Party && r.Copy == c.Copy {
			return nil, fault.Invalidf("%s has acknowledged %s already; nothing was recorded", c.Party, c.Label)
		}
	}
	f := c.Receipt
	return one(&f)
}

// ReportKnowledge records what is reported of somebody's knowledge.
type ReportKnowledge struct{ event.Knowledge }

func (c ReportKnowledge) decide(s *State) ([]event.Fact, error) {
	if !slices.Contains(event.Levels(), c.Level) {
		return nil, fault.Invalidf("%q is no level of knowledge", c.Level).WithHint("It is one of: %s", join(event.Levels()))
	}
	if !slices.Contains([]event.Way{event.WayPublic, event.WayElsewhere, event.WayReported}, c.Way) {
		return nil, fault.Invalidf("%q is no way to know of it", c.Way).WithHint("It is public, elsewhere or reported; what we told ourselves is conveyed: nonpaper convey")
	}
	if c.Way == event.WayReported && strings.TrimSpace(c.Source) == "" {
		return nil, fault.Invalidf("who reported it? Nothing was recorded").WithHint("Add --source \"…\"")
	}
	if c.Party == "" && c.Person == "" && strings.TrimSpace(c.Other) == "" {
		return nil, fault.Invalidf("who knows? Nothing was recorded").WithHint("Name a party, a person, or --other \"…\"")
	}
	if c.Party != "" && s.Parties[c.Party] == nil {
		return nil, s.unknownParty(c.Party)
	}
	if c.Person != "" && s.People[c.Person] == nil {
		return nil, s.unknownPerson(c.Person)
	}
	f := c.Knowledge
	if f.Party == "" {
		f.Party = s.PartyOf(f.Person)
	}
	if f.Corrects {
		was := s.Report(f.Ref)
		if was == nil {
			return nil, fault.NotFoundf("no report %q to correct; nothing was recorded", f.Ref).WithHint("Name it as it was called: --ref t01. To make another: leave --corrects out.")
		}
		f.Ref = was.Ref
	}
	return one(&f)
}

// TakeIn takes in a plain file from another process.
type TakeIn struct{ event.Taken }

func (c TakeIn) decide(s *State) ([]event.Fact, error) {
	if err := s.freeLabel(c.What); err != nil {
		return nil, err
	}
	if len(c.Points) == 0 && strings.TrimSpace(c.Note) == "" {
		return nil, fault.Invalidf("the file is empty; nothing was recorded")
	}
	if err := checked("the file", c.Note); err != nil {
		return nil, err
	}
	f := c.Taken
	return one(&f)
}

// HandAcross records that a plain file went out.
type HandAcross struct{ event.HandedAcross }

func (c HandAcross) decide(*State) ([]event.Fact, error) {
	f := c.HandedAcross
	return one(&f)
}

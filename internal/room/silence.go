package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// Silence is a silence procedure, with every end that it had and who broke it.
type Silence struct {
	About
	event.SilenceOpened // as it was opened; Until and Offset are as they stand
	Ends                []Ending
	Breaks              []Break
}

// Ending is an end that a silence was given.
type Ending struct {
	About
	Until  int64
	Offset int
	Note   string
}

// Break is a party's breaking of a silence.
type Break struct {
	About
	event.SilenceBroken
}

// Expected is what somebody expects a party's position to be.
type Expected struct {
	About
	event.PositionExpected
	Withdrawn *About // by which act it was taken back, nil for none
}

// Expectation finds an expectation by its label, nil where there is none.
func (s *State) Expectation(label ident.Label) *Expected {
	for _, e := range s.Expected {
		if sameLabel(e.Label, label) {
			return e
		}
	}
	return nil
}

// Silence finds a silence by its label.
func (s *State) Silence(label ident.Label) *Silence {
	for _, x := range s.Silences {
		if sameLabel(x.Label, label) {
			return x
		}
	}
	return nil
}

// SilenceIn is what the drafting room calls a silence of a room, "" where it knows none.
func (s *State) SilenceIn(in ident.Room, label ident.Label) ident.Label {
	for _, x := range s.Silences {
		if x.Source.Room == in && x.Source.Label == label {
			return x.Label
		}
	}
	return ""
}

func (s *State) evolveSilence(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.SilenceOpened:
		s.Silences = append(s.Silences, &Silence{About: at, SilenceOpened: *f, Ends: []Ending{{at, f.Until, f.Offset, f.Note}}})
	case *event.SilenceExtended:
		if x := s.Silence(f.Label); x != nil {
			x.Until, x.Offset = f.Until, f.Offset
			x.Ends = append(x.Ends, Ending{at, f.Until, f.Offset, f.Note})
		}
	case *event.SilenceBroken:
		if x := s.Silence(f.Label); x != nil {
			x.Breaks = append(x.Breaks, Break{at, *f})
		}
	case *event.PositionExpected:
		s.Expected = append(s.Expected, &Expected{at, *f, nil})
	case *event.ExpectationWithdrawn:
		if e := s.Expectation(f.Label); e != nil {
			e.Withdrawn = &at
		}
	}
}

// BrokenOn reports whether a silence was broken on a point: then it says nothing of it.
func (x *Silence) BrokenOn(point ident.Point) bool {
	return slices.ContainsFunc(x.Breaks, func(b Break) bool { return len(b.Points) == 0 || slices.Contains(b.Points, point) })
}

// Broken reports whether a silence was broken on all its points.
func (x *Silence) Broken() bool {
	return !slices.ContainsFunc(x.SilenceOpened.Points, func(p event.Silent) bool { return !x.BrokenOn(p.Point) })
}

// NoObjections are what the silences that had ended by a moment (Unix µs) say of a point:
// that those who were asked have no objection to the words as they were given.
func (s *State) NoObjections(point ident.Point, by int64) (out []*Agreed) {
	for _, x := range s.Silences {
		if x.Until > by || x.BrokenOn(point) {
			continue
		}
		for _, p := range x.SilenceOpened.Points {
			if p.Point != point {
				continue
			}
			at := x.About
			at.When = event.When{From: x.Until, Offset: x.Offset}
			out = append(out, &Agreed{About: at, PointAgreed: event.PointAgreed{Point: point, Text: x.Text, Agreement: event.NoObjection, Parties: x.Parties, Hash: p.Hash,
				Note: "nobody broke the silence " + string(x.Label), Source: x.Source}})
		}
	}
	return out
}

// OpenSilence asks parties whether they object. At is when, Unix µs.
type OpenSilence struct {
	event.SilenceOpened
	At int64
}

func (c OpenSilence) decide(s *State) ([]event.Fact, error) {
	f := c.SilenceOpened
	if f.Label == "" {
		f.Label = s.NextLabel("S")
	}
	if s.hasLabel(f.Label) || s.Silence(f.Label) != nil {
		return nil, fault.Invalidf("there is something called %q in the room %q already; nothing was recorded", f.Label, s.Name)
	}
	if len(f.Points) == 0 {
		return nil, fault.Invalidf("silence on which points? Nothing was recorded")
	}
	if len(f.Parties) == 0 {
		return nil, fault.Invalidf("who is asked? Nothing was recorded").WithHint("Add --parties CODE,…")
	}
	if err := s.knownParties(f.Parties); err != nil {
		return nil, err
	}
	f.Parties = slices.Clone(f.Parties)
	slices.SortFunc(f.Parties, s.Compare)
	f.Parties = slices.Compact(f.Parties)
	if f.Until <= c.At {
		return nil, fault.Invalidf("the silence would end before it begins; nothing was recorded").WithHint("--until names a time that is to come.")
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	return one(&f)
}

// ExtendSilence gives a silence that has not ended another end. At is when, Unix µs.
type ExtendSilence struct {
	event.SilenceExtended
	At int64
}

func (c ExtendSilence) decide(s *State) ([]event.Fact, error) {
	x, err := s.running(c.Label, c.At)
	if err != nil {
		return nil, err
	}
	f := c.SilenceExtended
	f.Label = x.Label
	if f.Until <= x.Until {
		return nil, fault.Invalidf("%s runs until then or longer already; nothing was recorded", x.Label).WithHint("nonpaper silence list shows until when.")
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	return one(&f)
}

// BreakSilence records that a party objects. At is when, Unix µs.
type BreakSilence struct {
	event.SilenceBroken
	At int64
}

func (c BreakSilence) decide(s *State) ([]event.Fact, error) {
	x, err := s.running(c.Label, c.At)
	if err != nil {
		return nil, err
	}
	f := c.SilenceBroken
	f.Label = x.Label
	if !slices.Contains(x.Parties, f.Party) {
		return nil, fault.Invalidf("%s was not asked; nothing was recorded", orThem(f.Party)).WithHint("Asked were: %s", join(x.Parties))
	}
	for _, p := range f.Points {
		if !slices.ContainsFunc(x.SilenceOpened.Points, func(q event.Silent) bool { return q.Point == p }) {
			return nil, fault.Invalidf("%s is not about point %s; nothing was recorded", x.Label, p)
		}
	}
	if f.By != "" {
		if s.People[f.By] == nil {
			return nil, s.unknownPerson(f.By)
		}
		if s.PartyOf(f.By) != f.Party {
			return nil, fault.Invalidf("%s does not act for %s; nothing was recorded", f.By, f.Party)
		}
	}
	if slices.ContainsFunc(x.Breaks, func(b Break) bool { return b.Party == f.Party && len(b.Points) == 0 }) {
		return nil, fault.Invalidf("%s has broken it already; nothing was recorded", f.Party)
	}
	if err := checked("the note", f.Note); err != nil {
		return nil, err
	}
	return one(&f)
}

func orThem(c ident.Code) string {
	if c == "" {
		return "nobody named"
	}
	return string(c)
}

// running is a silence that has not ended at a moment.
func (s *State) running(label ident.Label, at int64) (*Silence, error) {
	x := s.Silence(label)
	switch {
	case x == nil:
		return nil, NoSilence(label)
	case at > x.Until:
		return nil, fault.Invalidf("%s had ended by then; nothing was recorded", x.Label).
			WithHint("What a party says now stands by itself: nonpaper agree POINT --take-back, or nonpaper position POINT opposes. If it was said before the end, say when: --at TIME")
	}
	return x, nil
}

// NoSilence says that there is no such silence.
func NoSilence(label ident.Label) error {
	return fault.NotFoundf("no silence %q; nothing was recorded", label).WithHint("nonpaper silence list lists them.")
}

// WithdrawExpectation takes back what was recorded of an expectation.
type WithdrawExpectation struct{ event.ExpectationWithdrawn }

func (c WithdrawExpectation) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	e := s.Expectation(c.Label)
	switch {
	case e == nil:
		return nil, fault.NotFoundf("no expectation %q; nothing was recorded", c.Label).WithHint("nonpaper positions --expected lists them.")
	case e.Withdrawn != nil:
		return nil, fault.Invalidf("%s was withdrawn already; nothing was recorded", e.Label)
	}
	if err := checked("the reason", c.Reason); err != nil {
		return nil, err
	}
	f := c.ExpectationWithdrawn
	f.Label = e.Label
	return one(&f)
}

// ExpectPosition records what somebody expects a party's position to be.
type ExpectPosition struct{ event.PositionExpected }

func (c ExpectPosition) decide(s *State) ([]event.Fact, error) {
	f := c.PositionExpected
	if err := s.drafts(); err != nil {
		return nil, err
	}
	if f.Label == "" {
		f.Label = s.NextLabel("E")
	}
	if s.hasLabel(f.Label) {
		return nil, fault.Invalidf("there is something called %q in the room %q already; nothing was recorded", f.Label, s.Name)
	}
	if err := s.knownParties([]ident.Code{f.Party}); err != nil {
		return nil, err
	}
	if !slices.Contains(event.Stances(), f.Stance) || f.Stance == event.NotStated {
		return nil, fault.Invalidf("%q is no position that can be expected; nothing was recorded", f.Stance).
			WithHint("It is one of: %s", join(slices.DeleteFunc(event.Stances(), func(x event.Stance) bool { return x == event.NotStated })))
	}
	if f.Person == "" && strings.TrimSpace(f.SaidBy) == "" {
		return nil, fault.Invalidf("whose expectation is it? Nothing was recorded").WithHint("Add --expected-by PERSON, or a name")
	}
	if f.Person != "" && s.People[f.Person] == nil {
		return nil, s.unknownPerson(f.Person)
	}
	if err := checked("the expectation", f.Statement+f.SaidBy+f.Source+f.Certainty+f.Hedge); err != nil {
		return nil, err
	}
	return one(&f)
}

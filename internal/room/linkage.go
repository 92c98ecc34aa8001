package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
)

// Understanding is a side understanding or a letter, with who confirmed which of its
// words.
type Understanding struct {
	About                      // of the act that gave it the words that it has
	event.UnderstandingReached // as it stands
	First                      event.When
	Confirmed                  []UnderstandingConfirmed
}

// UnderstandingConfirmed is a party's confirmation of an understanding.
type UnderstandingConfirmed struct {
	About
	event.UnderstandingConfirmed
}

// Tie says which instruments close only together.
type Tie struct {
	About
	event.InstrumentsTied
}

// InstrumentClosed is the closing of an instrument.
type InstrumentClosed struct {
	About
	event.InstrumentClosed
}

// linkedPoints are the points that a linkage is about or depends on, each once.
func linkedPoints(f *event.LinkageGiven) (out []ident.Point) {
	for i := range f.On {
		if p := f.On[i].Point; p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// Understanding finds an understanding by its label.
func (s *State) Understanding(label ident.Label) *Understanding {
	for _, u := range s.Understandings {
		if sameLabel(u.Label, label) {
			return u
		}
	}
	return nil
}

// UnderstandingIn is what the drafting room calls an understanding of a room, "" where
// it knows none.
func (s *State) UnderstandingIn(in ident.Room, label ident.Label) ident.Label {
	for _, u := range s.Understandings {
		if u.Source.Room == in && u.Source.Label == label {
			return u.Label
		}
	}
	return ""
}

// WordsOf is the hash of an understanding's words in this room: what a confirmation of
// it is bound to.
func (s *State) WordsOf(u *event.UnderstandingReached) [32]byte {
	letters := make([]string, len(u.Letters))
	for i, l := range u.Letters {
		letters[i] = string(l)
	}
	return s.Words(u.Title+"\n"+strings.Join(letters, "\n"), u.Words)
}

// ConfirmedBy reports whether a party confirms the words that an understanding has.
func (s *State) ConfirmedBy(u *Understanding, party ident.Code) bool {
	return slices.ContainsFunc(u.Confirmed, func(c UnderstandingConfirmed) bool {
		return c.Party == party && c.Hash == s.WordsOf(&u.UnderstandingReached)
	})
}

// Closing is the act by which an instrument was closed, nil while it is open.
func (s *State) Closing(id ident.Instrument) *InstrumentClosed {
	for _, c := range s.Closings {
		if c.Instrument == id {
			return c
		}
	}
	return nil
}

// TiedTo are the instruments that close only together with one, itself among them, in
// the order in which they were opened.
func (s *State) TiedTo(id ident.Instrument) []ident.Instrument {
	in := []ident.Instrument{id}
	tied := map[[2]ident.Instrument]bool{}
	for _, t := range s.Ties { // of two acts on the same instruments the later counts
		for _, a := range t.Instruments {
			for _, b := range t.Instruments {
				tied[[2]ident.Instrument{a, b}] = !t.Apart
			}
		}
	}
	for i := 0; i < len(in); i++ {
		for _, x := range s.Instruments {
			if tied[[2]ident.Instrument{in[i], x.Instrument}] && !slices.Contains(in, x.Instrument) {
				in = append(in, x.Instrument)
			}
		}
	}
	at := func(id ident.Instrument) int {
		return slices.IndexFunc(s.Instruments, func(x *Instrument) bool { return x.Instrument == id })
	}
	slices.SortFunc(in, func(a, b ident.Instrument) int { return at(a) - at(b) })
	return in
}

// evolveLinkages takes understandings, ties and closings into the state.
func (s *State) evolveLinkages(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.UnderstandingReached:
		if u := s.Understanding(f.Label); u != nil {
			u.About, u.UnderstandingReached = at, *f
			return
		}
		s.Understandings = append(s.Understandings, &Understanding{About: at, UnderstandingReached: *f, First: at.When})
	case *event.UnderstandingConfirmed:
		if u := s.Understanding(f.Label); u != nil {
			u.Confirmed = append(u.Confirmed, UnderstandingConfirmed{at, *f})
		}
	case *event.InstrumentsTied:
		s.Ties = append(s.Ties, &Tie{at, *f})
	case *event.InstrumentClosed:
		s.Closings = append(s.Closings, &InstrumentClosed{at, *f})
	}
}

func (s *State) cloneLinkages(c *State) {
	c.Understandings = cloneEach(s.Understandings)
	for _, u := range c.Understandings {
		u.Confirmed = slices.Clip(u.Confirmed)
	}
	c.Ties, c.Closings = slices.Clip(s.Ties), slices.Clip(s.Closings)
}

// changes are the instruments whose words a fact changes.
func changes(f event.Fact) []ident.Instrument {
	switch f := f.(type) {
	case *event.TextImported:
		return []ident.Instrument{f.Instrument}
	case *event.PointWorded:
		return []ident.Instrument{f.Instrument}
	case *event.PointAdded:
		return []ident.Instrument{f.Instrument}
	case *event.PointDeleted:
		return []ident.Instrument{f.Instrument}
	case *event.PointMoved:
		return []ident.Instrument{f.Instrument}
	case *event.PointTransferred:
		return []ident.Instrument{f.From, f.To}
	case *event.PointsRenumbered:
		return []ident.Instrument{f.Instrument}
	case *event.BracketSettled:
		return []ident.Instrument{f.Instrument}
	}
	return nil
}

// refuseClosed refuses what would change the words of an instrument that is closed.
func (s *State) refuseClosed(facts []event.Fact) error {
	for _, f := range facts {
		for _, id := range changes(f) {
			if s.Closing(id) != nil {
				return fault.Invalidf("%s is closed, and its words change no more; nothing was recorded", id).
					WithHint("What is to be added stands in another instrument: nonpaper instrument open NAME TITLE")
			}
		}
	}
	return nil
}

// GiveLinkage records on what a party makes its word on points depend.
type GiveLinkage struct{ event.LinkageGiven }

func (c GiveLinkage) decide(s *State) ([]event.Fact, error) {
	f := c.LinkageGiven
	if f.Label == "" {
		f.Label = s.NextLabel("L")
	}
	if len(f.Parties) == 0 { // the mediator's own
		if err := s.drafts(); err != nil {
			return nil, fault.Invalidf("whose linkage is it? Nothing was recorded").WithHint("Begin with the party: nonpaper linkage add \"BOR: 7 if 12 stays\"")
		}
		if s.HasLabel(f.Label) {
			return nil, fault.Invalidf("there is something called %q in the room %q already; nothing was recorded", f.Label, s.Name)
		}
		if err := checked("the reason", f.Reason); err != nil {
			return nil, err
		}
	} else if err := s.common(&f.Common); err != nil {
		return nil, err
	}
	l, err := linkage.Parse(f.Condition)
	if err != nil {
		return nil, err
	}
	f.Condition = l.String()
	for _, ref := range append(slices.Clone(l.Targets), l.If.Refs()...) {
		if !slices.ContainsFunc(f.On, func(x event.Linked) bool { return x.Ref == ref }) {
			return nil, fault.NotFoundf("no point and no bracket %s; nothing was recorded", ref)
		}
	}
	return one(&f)
}

// ReachUnderstanding records a side understanding, or other words of one.
type ReachUnderstanding struct{ event.UnderstandingReached }

func (c ReachUnderstanding) decide(s *State) ([]event.Fact, error) {
	f := c.UnderstandingReached
	old := s.Understanding(f.Label)
	switch {
	case f.Label == "":
		f.Label = s.NextLabel("U")
	case old != nil:
		f.Label = old.Label
	case s.HasLabel(f.Label):
		return nil, fault.Invalidf("there is something called %q in the room %q already; nothing was recorded", f.Label, s.Name)
	}
	var err error
	if f.Title, err = oneLine("the title", f.Title); err != nil {
		return nil, err
	}
	if f.Title == "" {
		return nil, fault.Invalidf("what is the understanding called? Nothing was recorded")
	}
	if strings.TrimSpace(f.Words) == "" && len(f.Letters) == 0 {
		return nil, fault.Invalidf("an understanding without words; nothing was recorded").WithHint("Give its words, or the letter in which they stand: --letter \"A 1\" (nonpaper attach)")
	}
	if err := checked("the understanding", f.Words+f.Note); err != nil {
		return nil, err
	}
	if len(f.Parties) < 1 {
		return nil, fault.Invalidf("between whom? Nothing was recorded").WithHint("Add --between CODE,CODE")
	}
	if err := s.knownParties(f.Parties); err != nil {
		return nil, err
	}
	f.Parties = slices.Clone(f.Parties)
	slices.SortFunc(f.Parties, s.Compare)
	f.Parties = slices.Compact(f.Parties)
	f.Letters = slices.Clone(f.Letters)
	for i, l := range f.Letters {
		it := s.Item(l)
		if it == nil || it.Attachment == nil {
			return nil, fault.NotFoundf("nothing was attached in the room %q as %q; nothing was recorded", s.Name, l).WithHint("Attach it first: nonpaper attach FILE --sort letter; nonpaper attachment list shows what is.")
		}
		f.Letters[i] = it.Label
	}
	if old != nil && s.WordsOf(&old.UnderstandingReached) == s.WordsOf(&f) && slices.Equal(old.Points, f.Points) && slices.Equal(old.UnderstandingReached.Parties, f.Parties) {
		return nil, fault.Invalidf("%s reads so already; nothing was recorded", f.Label)
	}
	return one(&f)
}

// NoUnderstanding says that there is no such understanding.
func NoUnderstanding(label ident.Label) error {
	return fault.NotFoundf("no understanding %q; nothing was recorded", label).WithHint("nonpaper understanding list lists them.")
}

// ConfirmUnderstanding records that a party confirms the words of an understanding.
type ConfirmUnderstanding struct{ event.UnderstandingConfirmed }

func (c ConfirmUnderstanding) decide(s *State) ([]event.Fact, error) {
	u := s.Understanding(c.Label)
	if u == nil {
		return nil, NoUnderstanding(c.Label)
	}
	f := c.UnderstandingConfirmed
	f.Label, f.Hash = u.Label, s.WordsOf(&u.UnderstandingReached)
	switch {
	case f.Party == "":
		return nil, fault.Invalidf("which party confirms it? Nothing was recorded").WithHint("Add --party CODE, or --by-word-of PERSON")
	case !slices.Contains(u.Parties, f.Party):
		return nil, fault.Invalidf("%s is between %s, and not %s; nothing was recorded", u.Label, join(u.Parties), f.Party)
	case s.ConfirmedBy(u, f.Party):
		return nil, fault.Invalidf("%s has confirmed these words of %s already; nothing was recorded", f.Party, u.Label)
	}
	if f.By != "" {
		if s.People[f.By] == nil {
			return nil, s.unknownPerson(f.By)
		}
		if s.PartyOf(f.By) != f.Party {
			return nil, fault.Invalidf("%s does not act for %s; nothing was recorded", f.By, f.Party)
		}
	}
	return oneChecked(&f, "how it was confirmed", f.How)
}

// TieInstruments records that instruments close only together, or no longer.
type TieInstruments struct{ event.InstrumentsTied }

func (c TieInstruments) decide(s *State) ([]event.Fact, error) {
	f := c.InstrumentsTied
	f.Instruments = slices.Clone(f.Instruments)
	slices.Sort(f.Instruments)
	f.Instruments = slices.Compact(f.Instruments)
	if err := s.drafts(); err != nil {
		return nil, err
	}
	if len(f.Instruments) < 2 {
		return nil, fault.Invalidf("one instrument is tied to nothing; nothing was recorded").WithHint("Name two or more: nonpaper instrument tie framework fund")
	}
	for _, id := range f.Instruments {
		if _, err := s.Find(id); err != nil {
			return nil, err
		}
		if s.Closing(id) != nil {
			return nil, fault.Invalidf("%s is closed already; nothing was recorded", id)
		}
	}
	together := true
	for _, id := range f.Instruments[1:] {
		together = together && slices.Contains(s.TiedTo(f.Instruments[0]), id)
	}
	if together != f.Apart {
		if f.Apart {
			return nil, fault.Invalidf("they are not tied; nothing was recorded")
		}
		return nil, fault.Invalidf("they close only together already; nothing was recorded")
	}
	return oneChecked(&f, "the note", f.Note)
}

// CloseInstrument closes an instrument. That nothing is missing is the caller's.
type CloseInstrument struct{ event.InstrumentClosed }

func (c CloseInstrument) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	in, err := s.Find(c.Instrument)
	if err != nil {
		return nil, err
	}
	f := c.InstrumentClosed
	f.Instrument = in.Instrument
	if s.Closing(f.Instrument) != nil {
		return nil, fault.Invalidf("%s is closed already; nothing was recorded", f.Instrument)
	}
	f.Hash = MarkHash(s.ID, in.Current())
	return oneChecked(&f, "the note", f.Note)
}

package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// kept checks what stands in one line and what may be long, for a record that is
// kept beside the text.
func (s *State) kept(label *ident.Label, title *string, what string, long ...string) error {
	if err := s.drafts(); err != nil {
		return err
	}
	if label != nil {
		l, err := ident.ParseLabel(string(*label))
		if err != nil {
			return fault.Invalidf("%w; nothing was recorded", err)
		}
		*label = l
	}
	if title != nil {
		if strings.TrimSpace(*title) == "" {
			return fault.Invalidf("%s without words; nothing was recorded", what)
		}
		t, err := oneLine(what, *title)
		if err != nil {
			return err
		}
		*title = t
	}
	return checked(what, strings.Join(long, "\n"))
}

// again checks that a label is free, or that what stands under it is corrected.
func again(what string, label ident.Label, there, corrects bool) error {
	switch {
	case there && !corrects:
		return fault.Conflictf("there is %s %q already; nothing was recorded", what, label).WithHint("Another one needs another label; to record this one again as it should be: --corrects")
	case !there && corrects:
		return fault.NotFoundf("there is no %s %q to correct; nothing was recorded", strings.TrimPrefix(strings.TrimPrefix(what, "an "), "a "), label)
	}
	return nil
}

// identities gives what a record is about: points by their identity, everything
// else as it was typed. Numbers are the text's of today, and a later one would read
// them otherwise.
func (s *State) identities(about []string) (out []string, err error) {
	for _, a := range about {
		a, err := oneLine("what it is about", a)
		if err != nil {
			return nil, err
		}
		for _, in := range s.Instruments {
			if p, err := in.FindPoint(a); err == nil {
				a = string(p.ID)
				break
			}
		}
		if a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out, nil
}

// points finds points of the working text that are no empty slots.
func (s *State) points(id ident.Instrument, specs []string) (in ident.Instrument, out []event.WordedPoint, err error) {
	if len(specs) == 0 {
		return id, nil, nil
	}
	found, err := s.Find(id)
	if err != nil {
		return "", nil, err
	}
	for _, spec := range specs {
		p, err := found.FindPoint(spec)
		if err != nil {
			return "", nil, err
		}
		if p.Deleted {
			return "", nil, fault.Invalidf("point %s is deleted; nothing was recorded", p.Number)
		}
		if !slices.ContainsFunc(out, func(w event.WordedPoint) bool { return w.Point == p.ID }) {
			out = append(out, event.WordedPoint{Point: p.ID, Hash: s.Words(p.Heading, p.Body)})
		}
	}
	return found.Instrument, out, nil
}

// RecordPrinciple records an earlier understanding.
type RecordPrinciple struct{ event.PrincipleRecorded }

func (c RecordPrinciple) decide(s *State) ([]event.Fact, error) {
	f := c.PrincipleRecorded
	if err := s.kept(&f.Label, &f.Title, "the principle", append(append([]string{f.Place, f.Words, f.Source, f.Certainty, f.Note}, f.AssertedBy...), f.Absent...)...); err != nil {
		return nil, err
	}
	f.WordsKnown = f.WordsKnown || f.Words != ""
	if err := again("a principle", f.Label, s.Principle(f.Label) != nil, f.Corrects); err != nil {
		return nil, err
	}
	return one(&f)
}

func (s *State) noPrinciple(l ident.Label) error {
	return fault.NotFoundf("no principle %q; nothing was recorded", l).WithHint("nonpaper principles lists them.")
}

// AnswerPrinciple records that somebody confirms or contests a principle.
type AnswerPrinciple struct{ event.PrincipleAnswered }

func (c AnswerPrinciple) decide(s *State) ([]event.Fact, error) {
	f := c.PrincipleAnswered
	if err := s.kept(nil, &f.By, "who says so", f.Source, f.Note); err != nil {
		return nil, err
	}
	p := s.Principle(f.Label)
	if p == nil {
		return nil, s.noPrinciple(f.Label)
	}
	f.Label = p.Label
	return one(&f)
}

// DerivePoints records which points cite a principle.
type DerivePoints struct {
	event.PrincipleDerived
	Specs []string // the points as people call them
}

func (c DerivePoints) decide(s *State) ([]event.Fact, error) {
	f := c.PrincipleDerived
	if err := s.kept(nil, nil, "the note", f.Source, f.Note); err != nil {
		return nil, err
	}
	p := s.Principle(f.Label)
	switch {
	case p == nil:
		return nil, s.noPrinciple(f.Label)
	case (len(c.Specs) == 0) != f.NotSaid:
		return nil, fault.Invalidf("which points derive from %s? Nothing was recorded", p.Label).WithHint("Name the points, or say --not-said.")
	}
	f.Label = p.Label
	var points []event.WordedPoint
	var err error
	if f.Instrument, points, err = s.points(f.Instrument, c.Specs); err != nil {
		return nil, err
	}
	for _, w := range points {
		if f.Ended && !slices.Contains(p.AsStated, w.Point) {
			return nil, fault.NotFoundf("point %s is not said to derive from %s; nothing was recorded", w.Point, p.Label)
		}
		f.Points = append(f.Points, w.Point)
	}
	return one(&f)
}

// RecordIssue records a contentious subject. Of About, points may be called by
// number.
type RecordIssue struct{ event.IssueRecorded }

func (c RecordIssue) decide(s *State) ([]event.Fact, error) {
	f := c.IssueRecorded
	err := s.kept(&f.Label, &f.Title, "the issue", f.Description, f.Positions, f.State, f.Source, f.Certainty, f.Note)
	if err != nil {
		return nil, err
	}
	if err := again("an issue", f.Label, s.Issue(f.Label) != nil, f.Corrects); err != nil {
		return nil, err
	}
	if f.About, err = s.identities(f.About); err != nil {
		return nil, err
	}
	return one(&f)
}

func (s *State) noIssue(l ident.Label) error {
	return fault.NotFoundf("no issue %q; nothing was recorded", l).WithHint("nonpaper issues lists them.")
}

// CoverIssue records how points deal with an issue.
type CoverIssue struct {
	event.IssueCovered
	Specs []string // the points as people call them; none: the text as a whole
}

func (c CoverIssue) decide(s *State) ([]event.Fact, error) {
	f := c.IssueCovered
	if err := s.kept(nil, nil, "the reason", f.Why, f.Source); err != nil {
		return nil, err
	}
	i := s.Issue(f.Label)
	switch {
	case i == nil:
		return nil, s.noIssue(f.Label)
	case !slices.Contains(event.Coverages(), f.Coverage):
		return nil, fault.Invalidf("%q is not how points deal with an issue; nothing was recorded", f.Coverage).WithHint("It is one of: %s", join(event.Coverages()))
	case len(c.Specs) == 0 && (f.Coverage == event.CoversFully || f.Coverage == event.CoversPartly):
		return nil, fault.Invalidf("which points? A text addresses an issue somewhere; nothing was recorded").WithHint("Name the points; the text as a whole can be silent, left-open or unknown.")
	}
	f.Label = i.Label
	var err error
	if f.Instrument, f.Points, err = s.points(f.Instrument, c.Specs); err != nil {
		return nil, err
	}
	return one(&f)
}

// StateIssue records how an issue stands.
type StateIssue struct{ event.IssueStated }

func (c StateIssue) decide(s *State) ([]event.Fact, error) {
	f := c.IssueStated
	if err := s.kept(nil, nil, "the state", f.State, f.Source); err != nil {
		return nil, err
	}
	i := s.Issue(f.Label)
	switch {
	case i == nil:
		return nil, s.noIssue(f.Label)
	case strings.TrimSpace(f.State) == "":
		return nil, fault.Invalidf("how does it stand? Nothing was recorded").WithHint("For example: nonpaper issue state %s \"open\"", i.Label)
	}
	f.Label = i.Label
	return one(&f)
}

// BindPoint records whom points oblige or task. Who is a party's code, or with
// NoParty the name of an actor that is none.
type BindPoint struct {
	event.PointBinds
	Specs   []string // the points as people call them
	Who     string
	NoParty bool
}

func (c BindPoint) decide(s *State) ([]event.Fact, error) {
	f := c.PointBinds
	if err := s.kept(nil, &c.Who, "whom it binds", f.Source, f.Note); err != nil {
		return nil, err
	}
	code, err := ident.ParseCode(c.Who)
	switch {
	case c.NoParty || err != nil && strings.Contains(c.Who, " "): // a name: no code has a blank in it
		f.Name = c.Who
	case s.Parties[code] != nil:
		f.Party = code
	default:
		return nil, fault.NotFoundf("no party %q is known in the room %q; nothing was recorded", c.Who, s.Name).
			WithHint("nonpaper party list shows the codes. An actor that is no party: --no-party")
	}
	if f.Name != "" && s.Parties[code] != nil {
		return nil, fault.Invalidf("%s is a party; nothing was recorded", code).WithHint("Leave --no-party out.")
	}
	if len(c.Specs) == 0 {
		return nil, fault.Invalidf("which points? Nothing was recorded")
	}
	if f.Obligation != event.Obliges && f.Obligation != event.Tasks {
		return nil, fault.Invalidf("does it oblige or task %s? Nothing was recorded", c.Who).WithHint("Add --obliges or --tasks.")
	}
	if f.Involvement != "" {
		if !slices.Contains(event.Involvements(), f.Involvement) {
			return nil, fault.Invalidf("%q is not how an actor was involved; nothing was recorded", f.Involvement).WithHint("It is one of: %s", join(event.Involvements()))
		}
		if strings.TrimSpace(f.Source) == "" {
			return nil, fault.Invalidf("who says so? What is not computed from the ledger needs a source; nothing was recorded").WithHint("Add --source \"…\"")
		}
	}
	if f.Instrument, f.Points, err = s.points(f.Instrument, c.Specs); err != nil {
		return nil, err
	}
	return one(&f)
}

// RecordPress records what somebody outside said. Of About, points may be called by
// number.
type RecordPress struct{ event.PressRecorded }

func (c RecordPress) decide(s *State) ([]event.Fact, error) {
	f := c.PressRecorded
	if strings.TrimSpace(f.Claim) == "" {
		return nil, fault.Invalidf("what is claimed? Nothing was recorded")
	}
	err := s.kept(&f.Label, nil, "the press item", append([]string{f.Outlet, f.RelayedBy, f.Speaker, f.Hedge, f.Claim, f.Source, f.Sort, f.Note}, f.Quotes...)...)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(event.SourceTypes(), f.SourceType) {
		return nil, fault.Invalidf("%q is no type of source; nothing was recorded", f.SourceType).WithHint("It is one of: %s", join(event.SourceTypes()))
	}
	if err := again("a press item", f.Label, s.PressItem(f.Label) != nil, f.Corrects); err != nil {
		return nil, err
	}
	if f.About, err = s.identities(f.About); err != nil {
		return nil, err
	}
	return one(&f)
}

// RecordLine records a line to take on press items.
type RecordLine struct{ event.LineRecorded }

func (c RecordLine) decide(s *State) ([]event.Fact, error) {
	f := c.LineRecorded
	if err := s.kept(nil, nil, "the line", f.Words, f.Note); err != nil {
		return nil, err
	}
	switch {
	case strings.TrimSpace(f.Words) == "":
		return nil, fault.Invalidf("a line without words; nothing was recorded")
	case len(f.On) == 0:
		return nil, fault.Invalidf("on which press items? Nothing was recorded").WithHint("Add --on LABEL")
	case !slices.Contains(event.LinesAs(), f.As):
		return nil, fault.Invalidf("%q is not what is done with a line; nothing was recorded", f.As).WithHint("It is one of: %s", join(event.LinesAs()))
	}
	f.On = slices.Clone(f.On)
	for i, l := range f.On {
		it := s.PressItem(l)
		if it == nil {
			return nil, fault.NotFoundf("no press item %q; nothing was recorded", l).WithHint("nonpaper press list shows them.")
		}
		f.On[i] = it.Label
	}
	return one(&f)
}

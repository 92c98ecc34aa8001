package room

import (
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
)

// PlanMeeting records a meeting that is to come.
type PlanMeeting struct{ event.MeetingPlanned }

func (c PlanMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingPlanned
	if err := s.newMeeting(&f.Occasion); err != nil {
		return nil, err
	}
	if f.Kind == event.Disclosure || f.Kind == event.Statement {
		return nil, fault.Invalidf("a %s is not planned here; nothing was recorded", f.Kind).WithHint("When it has happened: nonpaper meeting hold --title \"…\" --kind %s", f.Kind)
	}
	if err := s.account(&f.Said); err != nil {
		return nil, err
	}
	return one(&f)
}

// MoveMeeting gives a meeting another date or place, or puts it off.
type MoveMeeting struct{ event.MeetingMoved }

func (c MoveMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingMoved
	m, err := s.findMeeting(f.Label)
	if err != nil {
		return nil, err
	}
	f.Label = m.Label
	if m.Held != nil {
		return nil, fault.Invalidf("%s is recorded as held; nothing was recorded", m.Label).WithHint("What others say of it: nonpaper meeting account %q …", m.Label)
	}
	if !f.Postponed && f.On == (event.Date{}) {
		if f.Place == "" && f.Zone == "" {
			return nil, fault.Invalidf("moved to when? Nothing was recorded").WithHint("Add --on TIME, or put it off: nonpaper meeting postpone %q", m.Label)
		}
		f.On = m.On // only the place is another
	}
	if err := s.date(&f.On); err != nil {
		return nil, err
	}
	if f.On == m.On && (f.Place == "" || f.Place == m.Place) && (f.Zone == "" || f.Zone == m.Zone) && !f.Postponed && m.NotHeld == nil {
		return nil, fault.Invalidf("%s is planned so already; nothing was recorded", m.Label)
	}
	if f.Place, err = oneLine("the place", f.Place); err != nil {
		return nil, err
	}
	if err := s.account(&f.Said); err != nil {
		return nil, err
	}
	return one(&f)
}

// HoldMeeting records that a meeting took place, or that something happened.
type HoldMeeting struct{ event.MeetingHeld }

func (c HoldMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingHeld
	m, err := s.happened(&f.Occasion, &f.Said)
	if err != nil {
		return nil, err
	}
	if m != nil && m.Held != nil {
		return nil, fault.Invalidf("%s is recorded as held already; nothing was recorded", m.Label).WithHint("What others say of it: nonpaper meeting account %q …", m.Label)
	}
	return one(&f)
}

// MissMeeting records that a meeting did not take place.
type MissMeeting struct{ event.MeetingNotHeld }

func (c MissMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingNotHeld
	m, err := s.happened(&f.Occasion, &f.Said)
	if err != nil {
		return nil, err
	}
	if m != nil && m.NotHeld != nil {
		return nil, fault.Invalidf("%s is recorded as not having taken place already; nothing was recorded", m.Label).
			WithHint("One more account of why: nonpaper meeting account %q …", m.Label)
	}
	if f.Said == (event.Account{}) {
		return nil, fault.Invalidf("it did not take place: why, or who says so? Nothing was recorded").WithHint("Add --says \"…\", --said-by or --source")
	}
	return one(&f)
}

// happened checks an act on a meeting that the room knows, or on one that is told of
// for the first time when it is past.
func (s *State) happened(o *event.Occasion, said *event.Account) (*Meeting, error) {
	if err := s.account(said); err != nil {
		return nil, err
	}
	if m := s.Meeting(o.Label); m != nil {
		o.Label = m.Label
		return m, s.occasionSound(o)
	}
	if o.Label != "" && strings.TrimSpace(o.Title) == "" {
		_, err := s.findMeeting(o.Label)
		return nil, err
	}
	return nil, s.newMeeting(o)
}

// TellMeeting records one more account of a meeting.
type TellMeeting struct{ event.MeetingAccount }

func (c TellMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingAccount
	m, err := s.findMeeting(f.Label)
	if err != nil {
		return nil, err
	}
	f.Label = m.Label
	if strings.TrimSpace(f.Said.Words) == "" {
		return nil, fault.Invalidf("an account without words; nothing was recorded")
	}
	if f.Said.Person == "" && f.Said.SaidBy == "" && f.Said.Party == "" && f.Said.Source == "" {
		return nil, fault.Invalidf("who says so? Nothing was recorded").WithHint("Add --speaker PERSON, --said-by NAME, --party CODE or --source \"…\"")
	}
	if err := s.account(&f.Said); err != nil {
		return nil, err
	}
	return one(&f)
}

// NoteMeeting records what somebody said at a meeting.
type NoteMeeting struct{ event.MeetingNote }

func (c NoteMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingNote
	m, err := s.findMeeting(f.Label)
	if err != nil {
		return nil, err
	}
	f.Label = m.Label
	if strings.TrimSpace(f.Words) == "" {
		return nil, fault.Invalidf("a note without words; nothing was recorded")
	}
	if f.Binding && f.Party == "" && f.Person == "" && f.SaidBy == "" {
		return nil, fault.Invalidf("who said so, to be bound by it? Nothing was recorded").WithHint("Add --speaker PERSON, --said-by NAME or --party CODE")
	}
	said := event.Account{Words: f.Words, Person: f.Person, SaidBy: f.SaidBy, Party: f.Party}
	if err := s.account(&said); err != nil {
		return nil, err
	}
	f.Party, f.SaidBy = said.Party, said.SaidBy
	return one(&f)
}

// DecideMeeting records what was decided at a meeting, and what it led to.
type DecideMeeting struct{ event.MeetingDecision }

func (c DecideMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingDecision
	m, err := s.findMeeting(f.Label)
	if err != nil {
		return nil, err
	}
	f.Label = m.Label
	if strings.TrimSpace(f.Words) == "" {
		return nil, fault.Invalidf("a decision without words; nothing was recorded")
	}
	if err := checked("the decision", f.Words); err != nil {
		return nil, err
	}
	f.Links, f.Entries = nil, nil
	for _, l := range c.Links {
		name, seq, err := s.link(l)
		if err != nil {
			return nil, err
		}
		f.Links, f.Entries = append(f.Links, name), append(f.Entries, seq)
	}
	return one(&f)
}

// link finds what a decision led to, and the entry in which it stands: a settled
// bracket, an agreed point, something with a label, an entry.
func (s *State) link(l string) (string, uint64, error) {
	l = strings.Join(strings.Fields(l), " ")
	what, name, _ := strings.Cut(l, " ")
	bare := func(x string) string { return strings.ToLower(strings.ReplaceAll(x, " ", "")) }
	switch strings.ToLower(what) {
	case "entry":
		if n, err := strconv.ParseUint(name, 10, 64); err == nil && n >= 1 && n <= s.Entries {
			return "entry " + name, n - 1, nil
		}
	case "bracket":
		for _, x := range slices.Backward(s.Settled) {
			if bare(x.Bracket) == bare(name) {
				return "bracket " + x.Bracket, x.Seq, nil
			}
		}
	case "point":
		for _, g := range slices.Backward(s.Agreed) {
			if string(g.Point) == name || s.NumberOf(g.Point) == name {
				return "point " + name, g.Seq, nil
			}
		}
	default:
		for _, x := range s.labelled() {
			if sameLabel(x.label, ident.Label(l)) {
				return string(x.label), x.seq, nil
			}
		}
	}
	return "", 0, fault.NotFoundf("%q is nothing that was settled, agreed, given or entered in the room %q; nothing was recorded", l, s.Name).
		WithHint("Name it as \"bracket 10b\", \"point 16\", a label such as \"Text 12\" or \"P 3\", or \"entry 45\"")
}

// NumberOf is the number under which a point stands in the room, "" for none.
func (s *State) NumberOf(id ident.Point) string {
	for _, in := range s.Instruments {
		if q := in.Point(id); q != nil {
			return q.Number
		}
	}
	if q, _ := s.LastGiven(id); q != nil {
		return q.Number
	}
	return ""
}

type labelled struct {
	label ident.Label
	seq   uint64
}

// labelled is what has a label in the room, and in which entry it stands.
func (s *State) labelled() (out []labelled) {
	for _, x := range s.Texts {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Rivals {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Reports {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Given {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Items {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Silences {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Meetings {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Deadlines {
		out = append(out, labelled{x.Label, x.Seq})
	}
	for _, x := range s.Pens {
		out = append(out, labelled{x.Label, x.Seq})
	}
	return out
}

// AttendMeeting adds to who took part in a meeting.
type AttendMeeting struct{ event.MeetingAttended }

func (c AttendMeeting) decide(s *State) ([]event.Fact, error) {
	f := c.MeetingAttended
	m, err := s.findMeeting(f.Label)
	if err != nil {
		return nil, err
	}
	f.Label = m.Label
	if err := s.participants(f.With); err != nil {
		return nil, err
	}
	f.With = slices.DeleteFunc(slices.Clone(f.With), func(p event.Participant) bool { return slices.Contains(m.With, p) })
	if len(f.With) == 0 {
		return nil, fault.Invalidf("who took part in %s beside those who stand there already? Nothing was recorded", m.Label).WithHint("Add --with \"bor.head; CAD; Ida Morn (visitor)\"")
	}
	return one(&f)
}

// SetZone records whose clocks hold where a party sits.
type SetZone struct{ event.PartyZone }

func (c SetZone) decide(s *State) ([]event.Fact, error) {
	f := c.PartyZone
	if err := s.knownParties([]ident.Code{f.Party}); err != nil {
		return nil, err
	}
	var err error
	if f.Zone, err = oneLine("the zone", f.Zone); err != nil {
		return nil, err
	}
	if s.ZoneOf(f.Party) == f.Zone {
		return nil, fault.Invalidf("%s has these clocks already; nothing was recorded", f.Party)
	}
	return one(&f)
}

func (s *State) findMeeting(label ident.Label) (*Meeting, error) {
	if m := s.Meeting(label); m != nil {
		return m, nil
	}
	return nil, NoMeeting(label)
}

// NoMeeting says that there is no such meeting, in the same words for one that stands
// where somebody does not read.
func NoMeeting(label ident.Label) error {
	return fault.NotFoundf("no meeting %q; nothing was recorded", label).WithHint("nonpaper meetings lists them.")
}

// newMeeting checks a meeting that the room is told of for the first time.
func (s *State) newMeeting(o *event.Occasion) error {
	if o.Label == "" {
		o.Label = s.NextLabel("M")
	}
	if s.hasLabel(o.Label) || s.Meeting(o.Label) != nil {
		return fault.Invalidf("there is something called %q in the room %q already; nothing was recorded", o.Label, s.Name)
	}
	if o.Kind == "" {
		o.Kind = event.AnyMeeting
	}
	if strings.TrimSpace(o.Title) == "" {
		return fault.Invalidf("what is it called? Nothing was recorded").WithHint("Give it a title.")
	}
	return s.occasionSound(o)
}

// occasionSound checks what is said of a meeting, and gives it as it is kept.
func (s *State) occasionSound(o *event.Occasion) (err error) {
	if o.Kind != "" && !slices.Contains(event.MeetingKinds(), o.Kind) {
		return fault.Invalidf("%q is no kind of meeting; nothing was recorded", o.Kind).WithHint("It is one of: %s", join(event.MeetingKinds()))
	}
	if o.Title, err = oneLine("the title", o.Title); err != nil {
		return err
	}
	if o.Place, err = oneLine("the place", o.Place); err != nil {
		return err
	}
	if o.Zone, err = oneLine("the zone", o.Zone); err != nil {
		return err
	}
	if err := checked("the kind as stated", o.Stated); err != nil {
		return err
	}
	if err := s.knownParties(o.Shown); err != nil {
		return err
	}
	if err := s.participants(o.With); err != nil {
		return err
	}
	return s.date(&o.On)
}

// date checks a date, and calls a meeting that it names as the room does.
func (s *State) date(d *event.Date) error {
	if d.To != 0 && d.To < d.From {
		return fault.Invalidf("it would end before it begins; nothing was recorded")
	}
	for _, x := range []*string{&d.Before, &d.After} {
		var err error
		if *x, err = oneLine("what it is to be before or after", *x); err != nil {
			return err
		}
		if m := s.Meeting(ident.Label(*x)); m != nil {
			*x = string(m.Label)
		}
	}
	return nil
}

func (s *State) participants(list []event.Participant) error {
	for _, p := range list {
		if p.Person != "" && s.People[p.Person] == nil {
			return s.unknownPerson(p.Person)
		}
		if p.Party != "" && s.Parties[p.Party] == nil {
			return s.unknownParty(p.Party)
		}
		if err := checked("a participant", p.Name); err != nil {
			return err
		}
	}
	return nil
}

// account checks who says something of a meeting. Of somebody whom the room knows it
// takes the party from there.
func (s *State) account(a *event.Account) error {
	if err := checked("the account", a.Words+a.Source+a.Certainty+a.Hedge+a.SaidBy); err != nil {
		return err
	}
	if a.Person != "" {
		if s.People[a.Person] == nil {
			return s.unknownPerson(a.Person)
		}
		if a.Party == "" {
			a.Party = s.PartyOf(a.Person)
		}
	}
	if a.Party != "" {
		return s.knownParties([]ident.Code{a.Party})
	}
	return nil
}

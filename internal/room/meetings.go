package room

import (
	"maps"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// Meeting is a meeting as the room knows it, or something that is no meeting, with all
// that was said of it since.
type Meeting struct {
	About                  // of the act that began it
	event.Occasion         // as it stands
	Dates          []Dated // every date that it was to be on, the last one last
	Held           *About  // by which act it was said to have been held, nil for none
	NotHeld        *About  // by which act it was said not to have taken place, nil for none
	Accounts       []Accounted
	Remarks        []Remark
	Decisions      []Decided
	Revisions      []About // the acts that said its date, place or participants anew
}

// Dated is a date that a meeting was given.
type Dated struct {
	About
	event.Date
	Place, Zone string
	Postponed   bool // put off
}

// AccountOf says what an account is an account of. None is the record's own.
type AccountOf string

const (
	OfPlan    AccountOf = "plan"
	OfMove    AccountOf = "moved"
	OfPutOff  AccountOf = "postponed"
	OfHeld    AccountOf = "held"
	OfNotHeld AccountOf = "did not take place"
	OfAny     AccountOf = "account"
)

// Accounted is one account of a meeting.
type Accounted struct {
	About
	event.Account
	Of AccountOf
}

// Remark is what somebody said at a meeting.
type Remark struct {
	About
	event.MeetingNote
}

// Decided is what was decided at a meeting.
type Decided struct {
	About
	event.MeetingDecision
}

// Meeting finds a meeting by its label, however it is written: "m 3", "M3".
func (s *State) Meeting(label ident.Label) *Meeting {
	if s.meetingAt == nil { // none, or one that was put together and did not evolve
		for _, m := range s.Meetings {
			if sameLabel(m.Label, label) {
				return m
			}
		}
		return nil
	}
	if i, ok := s.meetingAt[flat(label)]; ok {
		return s.Meetings[i]
	}
	return nil
}

// note keeps where in a list something stands, under its label; of two that are called
// the same the first is meant.
func note(at *map[string]int, label ident.Label, i int) {
	if *at == nil {
		*at = map[string]int{}
	}
	if _, twice := (*at)[flat(label)]; !twice {
		(*at)[flat(label)] = i
	}
}

// cloneMeetings copies what later entries may change of meetings and silences.
func (s *State) cloneMeetings(c *State) {
	c.Meetings, c.meetingAt = cloneEach(s.Meetings), maps.Clone(s.meetingAt)
	for _, m := range c.Meetings {
		m.Revisions = slices.Clip(m.Revisions)
		m.Dates, m.Accounts, m.Remarks, m.Decisions, m.With = slices.Clip(m.Dates), slices.Clip(m.Accounts), slices.Clip(m.Remarks), slices.Clip(m.Decisions), slices.Clip(m.With)
	}
	c.Silences = cloneEach(s.Silences)
	for _, x := range c.Silences {
		x.Ends, x.Breaks = slices.Clip(x.Ends), slices.Clip(x.Breaks)
	}
	c.Expected, c.Zones = cloneEach(s.Expected), slices.Clip(s.Zones)
}

// evolveMeetings takes meetings, silences, expectations and zones into the state.
func (s *State) evolveMeetings(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.MeetingPlanned:
		m := s.occasion(&f.Occasion, at)
		m.account(&f.Said, OfPlan, at)
	case *event.MeetingMoved:
		m := s.occasion(&event.Occasion{Label: f.Label, Place: f.Place, Zone: f.Zone}, at)
		m.On = f.On
		m.Dates = append(m.Dates, Dated{at, f.On, m.Place, m.Zone, f.Postponed})
		m.revise(at)
		m.NotHeld = nil
		of := OfMove
		if f.Postponed {
			of = OfPutOff
		}
		m.account(&f.Said, of, at)
	case *event.MeetingHeld:
		m := s.occasion(&f.Occasion, at)
		m.Held, m.NotHeld = &at, nil
		m.revise(at)
		m.account(&f.Said, OfHeld, at)
	case *event.MeetingNotHeld:
		m := s.occasion(&f.Occasion, at)
		m.Held, m.NotHeld = nil, &at
		m.revise(at)
		m.account(&f.Said, OfNotHeld, at)
	case *event.MeetingAccount:
		s.occasion(&event.Occasion{Label: f.Label}, at).account(&f.Said, OfAny, at)
	case *event.MeetingNote:
		m := s.occasion(&event.Occasion{Label: f.Label}, at)
		m.Remarks = append(m.Remarks, Remark{at, *f})
	case *event.MeetingDecision:
		m := s.occasion(&event.Occasion{Label: f.Label}, at)
		m.Decisions = append(m.Decisions, Decided{at, *f})
	case *event.MeetingAttended:
		m := s.occasion(&event.Occasion{Label: f.Label}, at)
		m.attend(f.With)
		m.revise(at)
	case *event.PartyZone:
		s.Zones = append(s.Zones, *f)
	default:
		s.evolveSilence(fact, at)
	}
}

// occasion is the meeting that an act is about, with what the act says of it; it is
// begun where it is not there, since the entry that began it may have been destroyed.
func (s *State) occasion(o *event.Occasion, at About) *Meeting {
	m := s.Meeting(o.Label)
	if m == nil {
		m = &Meeting{About: at, Occasion: *o}
		m.With = nil
		m.attend(o.With)
		if m.Kind == "" {
			m.Kind = event.AnyMeeting
		}
		note(&s.meetingAt, m.Label, len(s.Meetings))
		s.Meetings = append(s.Meetings, m)
		m.Dates = []Dated{{at, o.On, o.Place, o.Zone, false}}
		return m
	}
	instead := func(is *string, by string) {
		if by != "" {
			*is = by
		}
	}
	if o.Kind != "" {
		m.Kind = o.Kind
	}
	instead(&m.Stated, o.Stated)
	instead(&m.Title, o.Title)
	instead(&m.Place, o.Place)
	instead(&m.Zone, o.Zone)
	if o.On != (event.Date{}) {
		m.On = o.On // that it was held at another hour than planned is no moving
	}
	if len(o.Points) > 0 {
		m.Points = o.Points
	}
	if len(o.Shown) > 0 {
		m.Shown = o.Shown
	}
	m.attend(o.With)
	return m
}

// revise takes note that a meeting that stood already was said anew.
func (m *Meeting) revise(at About) {
	if m.Seq != at.Seq {
		m.Revisions = append(m.Revisions, at)
	}
}

// attend adds those who do not stand among the participants yet.
func (m *Meeting) attend(with []event.Participant) {
	for _, p := range with {
		if !slices.Contains(m.With, p) {
			m.With = append(m.With, p)
		}
	}
}

func (m *Meeting) account(a *event.Account, of AccountOf, at About) {
	if *a != (event.Account{}) {
		m.Accounts = append(m.Accounts, Accounted{at, *a, of})
	}
}

// MeetingStatus is how a meeting stands.
type MeetingStatus string

const (
	MeetingPlanned MeetingStatus = "planned"
	MeetingUndated MeetingStatus = "undated"
	MeetingHeld    MeetingStatus = "held"
	MeetingNotHeld MeetingStatus = "did not take place"
)

// Status says how a meeting stands by the record: that its day has passed says nothing.
func (m *Meeting) Status() MeetingStatus {
	switch {
	case m.Held != nil:
		return MeetingHeld
	case m.NotHeld != nil:
		return MeetingNotHeld
	case m.On.From == 0:
		return MeetingUndated
	}
	return MeetingPlanned
}

// Postponed reports whether the meeting was put off since it was planned.
func (m *Meeting) Postponed() bool {
	return slices.ContainsFunc(m.Dates, func(d Dated) bool { return d.Postponed })
}

// ZoneOf says whose clocks hold where a party sits, "" where that is not known.
func (s *State) ZoneOf(party ident.Code) string {
	for _, z := range slices.Backward(s.Zones) {
		if z.Party == party {
			return z.Zone
		}
	}
	return ""
}

package cli

import (
	"strings"
	"time"
	_ "time/tzdata" // so that a zone is known wherever the program runs

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

type meetingCmds struct {
	Plan     meetingPlanCmd     `cmd:"" help:"Plan a meeting, with a date or before something else; or set a deadline."`
	Move     meetingMoveCmd     `cmd:"" help:"Give a meeting another date or place."`
	Postpone meetingPostponeCmd `cmd:"" help:"Put a meeting off, to another date or without one."`
	Hold     meetingHoldCmd     `cmd:"" help:"Record that a meeting took place, or that something happened."`
	Cancel   meetingCancelCmd   `cmd:"" help:"Record that a meeting did not take place, and who says why."`
	Account  meetingAccountCmd  `cmd:"" help:"Record one more account of a meeting, beside the others."`
	Note     meetingNoteCmd     `cmd:"" help:"Record what somebody said at a meeting."`
	Decide   meetingDecideCmd   `cmd:"" help:"Record what was decided at a meeting, and which acts it led to."`
	Attend   meetingAttendCmd   `cmd:"" help:"Add to who took part."`
	Ics      meetingIcsCmd      `cmd:"" help:"A meeting as a calendar file, in its place's time zone."`
	Show     meetingShowCmd     `cmd:"" help:"A meeting: its dates, its accounts, who took part, what was said and decided."`
}

// ofMeeting is what commands take on a meeting that the room knows.
type ofMeeting struct {
	writes
	Room string `placeholder:"ROOM" help:"Where it is kept; else the only room of the actor's that has it."`
}

// saying is who says something, and on what ground.
type saying struct {
	Speaker   string `placeholder:"PERSON" help:"Who says so, where the room knows them."`
	SaidBy    string `name:"said-by" placeholder:"NAME" help:"Who says so, by name."`
	Party     string `placeholder:"CODE" help:"For which party."`
	Source    string `help:"Where it stands, with addresses."`
	Certainty string `help:"How sure it is: seen in print; one source."`
	Hedge     string `help:"How it was hedged: reportedly, it is understood."`
}

func (c *saying) account(words string) (event.Account, error) {
	a := event.Account{Words: words, SaidBy: c.SaidBy, Source: c.Source, Certainty: c.Certainty, Hedge: c.Hedge}
	var err error
	a.Party, a.Person, err = partyAndPerson(c.Party, c.Speaker)
	return a, err
}

// partyAndPerson reads a party's code and a person's name, of whom either may not be
// named.
func partyAndPerson(party, person string) (code ident.Code, who ident.Person, err error) {
	if person != "" {
		if who, err = ident.ParsePerson(person); err != nil {
			return "", "", fault.Invalidf("%w", err)
		}
	}
	if party != "" {
		if code, err = ident.ParseCode(strings.ToUpper(party)); err != nil {
			return "", "", fault.Invalidf("%w", err)
		}
	}
	return code, who, nil
}

// dated is when and where a meeting is.
type dated struct {
	On     string `placeholder:"TIME" help:"When: 2026-11-23 10:00, 2026-11-23, FROM..TO."`
	Before string `placeholder:"WHAT" help:"Before something: \"the next meeting of the principals\", or a meeting's label."`
	After  string `placeholder:"WHAT" help:"After something."`
	Place  string `help:"Where."`
	Zone   string `placeholder:"ZONE" help:"Whose clocks hold there: Europe/Helsinki; times without an offset are by these."`
}

func (c *dated) date(p *program, zone string) (d event.Date, err error) {
	d = event.Date{Before: c.Before, After: c.After}
	if zone == "" {
		zone = c.Zone
	}
	now := p.clock()
	if zone != "" {
		loc, err := clocks(zone)
		if err != nil {
			return d, err
		}
		now = now.In(loc)
	}
	if c.On == "" {
		return d, nil
	}
	w, err := parseWhen(c.On, now)
	if err != nil {
		return d, err
	}
	d.From, d.To, d.Offset, d.Precision = w.From, w.To, w.Offset, w.Precision
	return d, nil
}

// clocks are those of a zone by its IANA name.
func clocks(zone string) (*time.Location, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" || zone == "" {
		return nil, fault.Invalidf("%.60q is no time zone; nothing was recorded", zone).WithHint("Name it as Europe/Helsinki, Asia/Dubai or UTC.")
	}
	return loc, nil
}

// occasion is what is said of a meeting beside its date.
type occasion struct {
	dated
	Kind   string   `placeholder:"KIND" help:"bilateral, plenary, visit, call, consultation, meeting; no meetings: disclosure, statement, deadline."`
	Stated string   `placeholder:"WORD" help:"How a file calls the kind, where it calls it otherwise."`
	With   []string `sep:"none" placeholder:"WHO;…" help:"Who takes part: people and parties that the room knows, others by name, CODE: NAME; parted by ;"`
	Points []string `placeholder:"7,8" help:"The points that are taken, in this order."`
	Shown  []string `placeholder:"CODE,…" help:"In which order parties were shown the words."`
}

func (c *occasion) read(p *program, r *room.State, label, title, zone string) (event.Occasion, error) {
	o := event.Occasion{Kind: event.MeetingKind(strings.ToLower(c.Kind)), Stated: c.Stated, Title: title, Place: c.Place, Zone: c.Zone, With: takePart(r, c.With)}
	var err error
	if label != "" {
		if o.Label, err = ident.ParseLabel(label); err != nil {
			return o, fault.Invalidf("%w", err)
		}
	}
	if o.On, err = c.date(p, orWords(c.Zone, zone)); err != nil {
		return o, err
	}
	if o.Points, err = pointsIn(r, c.Points); err != nil {
		return o, err
	}
	o.Shown, err = parseCodes(commas(c.Shown))
	return o, err
}

func pointsIn(r *room.State, specs []string) (out []ident.Point, err error) {
	for _, spec := range commas(specs) {
		id, _, err := pointIn(r, spec)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// takePart reads who takes part, parted by semicolons: whom the room knows by their
// handle or code, others as they are written.
func takePart(r *room.State, list []string) (out []event.Participant) {
	for _, s := range strings.FieldsFunc(strings.Join(list, ";"), func(c rune) bool { return c == ';' }) {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		if h, err := ident.ParsePerson(s); err == nil && r.People[h] != nil {
			out = append(out, event.Participant{Person: h, Party: r.PartyOf(h)})
			continue
		}
		code, name, _ := strings.Cut(s, ": ")
		if c, err := ident.ParseCode(code); err == nil && r.Parties[c] != nil {
			out = append(out, event.Participant{Party: c, Name: name})
			continue
		}
		out = append(out, event.Participant{Name: s})
	}
	return out
}

// newIn is the room in which a meeting that nobody has recorded yet is kept.
func (s *session) newIn(name string) (*room.State, error) {
	if name != "" {
		return s.Seat(s.ctx, s.actor, app.In(name), app.AsOf{})
	}
	r, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{})
	if err != nil {
		return nil, fault.Invalidf("in which room is it kept? Nothing was recorded").WithHint("Add --room ROOM")
	}
	return r, nil
}

// meetingIn is the room in which a meeting is kept, and the meeting as it stood. A room
// that the actor does not read has none.
func (s *session) meetingIn(name, label string, at app.AsOf) (*room.State, *room.Meeting, error) {
	rooms, err := seatsOr(s, name, at)
	if err != nil {
		return nil, nil, err
	}
	var in *room.State
	var found *room.Meeting
	for _, r := range rooms {
		m := r.Meeting(ident.Label(label))
		if m == nil {
			continue
		}
		if found != nil {
			return nil, nil, fault.Invalidf("%q is a meeting in several rooms; which is meant?", label).WithHint("Add --room ROOM; nonpaper meetings shows which.")
		}
		in, found = r, m
	}
	if found == nil {
		return nil, nil, room.NoMeeting(ident.Label(label))
	}
	return in, found, nil
}

// onMeeting records something about a meeting.
func (p *program) onMeeting(c *ofMeeting, label string, make func(*session, *room.State, *room.Meeting) (room.Command, error)) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, m, err := s.meetingIn(c.Room, label, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		cmd, err := make(s, in, m)
		if err != nil {
			return "", nil, err
		}
		return s.recordIn(in, when, cmd)
	})
}

func (s *session) recordIn(in *room.State, when event.When, c room.Command) (string, any, error) {
	r, err := s.Record(s.ctx, s.actor, when, app.In(in.ID.String()), c)
	if err != nil {
		return "", nil, err
	}
	return sayRecorded(r), recordedJSON(r), nil
}

type meetingPlanCmd struct {
	writes
	occasion
	saying
	Title string `arg:"" help:"What it is called."`
	Label string `placeholder:"LABEL" help:"How the room calls it; else its next number: M 3."`
	Room  string `placeholder:"ROOM" help:"In which room it is kept, whose members may know of it; else the drafting room."`
	Says  string `help:"What is said of it."`
}

func (c *meetingPlanCmd) Run(p *program) error {
	said, err := c.account(c.Says)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := s.newIn(c.Room)
		if err != nil {
			return "", nil, err
		}
		o, err := c.read(p, in, c.Label, c.Title, "")
		if err != nil {
			return "", nil, err
		}
		return s.recordIn(in, when, room.PlanMeeting{MeetingPlanned: event.MeetingPlanned{Occasion: o, Said: said}})
	})
}

type meetingMoveCmd struct {
	ofMeeting
	asks
	dated
	saying
	Label  string `arg:"" help:"The meeting: M3."`
	Reason string `help:"Why."`
}

func (c *meetingMoveCmd) Run(p *program) error {
	return p.move(&c.ofMeeting, &c.dated, &c.saying, c.Label, c.Reason, false, c.Yes)
}

type meetingPostponeCmd struct {
	ofMeeting
	asks
	dated
	saying
	Label  string `arg:"" help:"The meeting: M3."`
	Reason string `help:"Why."`
}

func (c *meetingPostponeCmd) Run(p *program) error {
	return p.move(&c.ofMeeting, &c.dated, &c.saying, c.Label, c.Reason, true, c.Yes)
}

func (p *program) move(c *ofMeeting, d *dated, by *saying, label, reason string, postponed, yes bool) error {
	said, err := by.account(reason)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, m, err := s.meetingIn(c.Room, label, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		on, err := d.date(p, orWords(d.Zone, m.Zone))
		if err != nil {
			return "", nil, err
		}
		return p.changeMeeting(s, yes, when, in, m, room.MoveMeeting{MeetingMoved: event.MeetingMoved{Label: m.Label, On: on, Place: d.Place, Zone: d.Zone, Postponed: postponed, Said: said}})
	})
}

// past is what commands take that say of a meeting that it was or was not.
type past struct {
	ofMeeting
	occasion
	saying
	Label string `arg:"" optional:"" help:"The meeting: M3; of one that is recorded for the first time how the room calls it, or nothing for its next number."`
	Title string `help:"What it is called, of one that is recorded for the first time."`
}

// find finds the meeting that is meant, or for a new one the room.
func (c *past) find(s *session) (*room.State, *room.Meeting, error) {
	if c.Label == "" || c.Title != "" {
		if c.Label == "" && strings.TrimSpace(c.Title) == "" {
			return nil, nil, fault.Invalidf("which meeting? Nothing was recorded").WithHint("Name it (M3); of one that is recorded for the first time: --title \"…\"")
		}
		in, err := s.newIn(c.Room)
		if err != nil {
			return nil, nil, err
		}
		return in, in.Meeting(ident.Label(c.Label)), nil
	}
	return s.meetingIn(c.Room, c.Label, app.AsOf{})
}

// record records the act. Where only the date is said, it was done then. With then the
// act says before it asks what it touches of a meeting that is known.
func (c *past) record(p *program, said string, then *asks, make func(event.Occasion, event.Account) room.Command) error {
	account, err := c.account(said)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, m, err := c.find(s)
		if err != nil {
			return "", nil, err
		}
		zone, label := "", c.Label
		if m != nil {
			zone, label = m.Zone, string(m.Label)
		}
		o, err := c.read(p, in, label, c.Title, zone)
		if err != nil {
			return "", nil, err
		}
		switch {
		case o.On.From != 0 && c.At == "":
			when = o.On.ByClock()
		case o.On.From == 0 && (c.At != "" || m == nil):
			o.On.From, o.On.To, o.On.Offset, o.On.Precision = when.From, when.To, when.Offset, when.Precision
		}
		if then != nil && m != nil {
			return p.changeMeeting(s, then.Yes, when, in, m, make(o, account))
		}
		return s.recordIn(in, when, make(o, account))
	})
}

type meetingHoldCmd struct {
	past
	Outcome string `help:"What came of it."`
}

func (c *meetingHoldCmd) Run(p *program) error {
	return c.record(p, c.Outcome, nil, func(o event.Occasion, a event.Account) room.Command {
		return room.HoldMeeting{MeetingHeld: event.MeetingHeld{Occasion: o, Said: a}}
	})
}

type meetingCancelCmd struct {
	past
	asks
	Says string `help:"Why it did not take place, as it is said."`
}

func (c *meetingCancelCmd) Run(p *program) error {
	return c.record(p, c.Says, &c.asks, func(o event.Occasion, a event.Account) room.Command {
		if c.On == "" && c.Title == "" { // it keeps the date that it was to have
			o.On = event.Date{Before: c.Before, After: c.After}
		}
		return room.MissMeeting{MeetingNotHeld: event.MeetingNotHeld{Occasion: o, Said: a}}
	})
}

type meetingAccountCmd struct {
	ofMeeting
	saying
	Label string `arg:"" help:"The meeting: M3."`
	Words string `arg:"" help:"What is said of it."`
}

func (c *meetingAccountCmd) Run(p *program) error {
	a, err := c.account(c.Words)
	if err != nil {
		return err
	}
	return p.onMeeting(&c.ofMeeting, c.Label, func(_ *session, _ *room.State, m *room.Meeting) (room.Command, error) {
		return room.TellMeeting{MeetingAccount: event.MeetingAccount{Label: m.Label, Said: a}}, nil
	})
}

type meetingNoteCmd struct {
	ofMeeting
	Label   string   `arg:"" help:"The meeting: M3."`
	Words   string   `arg:"" help:"What was said."`
	Speaker string   `placeholder:"PERSON" help:"Who said it, where the room knows them."`
	SaidBy  string   `name:"said-by" placeholder:"NAME" help:"Who said it, by name."`
	Party   string   `placeholder:"CODE" help:"For which party."`
	Binding bool     `help:"It was said to bind the party."`
	Points  []string `placeholder:"7,8" help:"On these points."`
}

func (c *meetingNoteCmd) Run(p *program) error {
	a, err := (&saying{Speaker: c.Speaker, SaidBy: c.SaidBy, Party: c.Party}).account(c.Words)
	if err != nil {
		return err
	}
	return p.onMeeting(&c.ofMeeting, c.Label, func(_ *session, in *room.State, m *room.Meeting) (room.Command, error) {
		points, err := pointsIn(in, c.Points)
		return room.NoteMeeting{MeetingNote: event.MeetingNote{Label: m.Label, Words: c.Words, Person: a.Person, SaidBy: a.SaidBy, Party: a.Party, Binding: c.Binding, Points: points}}, err
	})
}

type meetingDecideCmd struct {
	ofMeeting
	Label string   `arg:"" help:"The meeting: M3."`
	Words string   `arg:"" help:"What was decided."`
	Link  []string `sep:"none" placeholder:"WHAT" help:"What it led to in this room: \"bracket 10b\", \"point 16\", \"Text 12\", \"P 3\", \"entry 45\"; repeatable."`
}

func (c *meetingDecideCmd) Run(p *program) error {
	return p.onMeeting(&c.ofMeeting, c.Label, func(_ *session, _ *room.State, m *room.Meeting) (room.Command, error) {
		return room.DecideMeeting{MeetingDecision: event.MeetingDecision{Label: m.Label, Words: c.Words, Links: c.Link}}, nil
	})
}

type meetingAttendCmd struct {
	ofMeeting
	Label string   `arg:"" help:"The meeting: M3."`
	With  []string `required:"" sep:"none" placeholder:"WHO;…" help:"Who took part as well: people and parties that the room knows, others by name, CODE: NAME; parted by ;"`
}

func (c *meetingAttendCmd) Run(p *program) error {
	return p.onMeeting(&c.ofMeeting, c.Label, func(_ *session, in *room.State, m *room.Meeting) (room.Command, error) {
		return room.AttendMeeting{MeetingAttended: event.MeetingAttended{Label: m.Label, With: takePart(in, c.With)}}, nil
	})
}

type partyZoneCmd struct {
	writes
	Code string `arg:"" help:"The party."`
	Zone string `arg:"" help:"Whose clocks hold where it sits: Europe/Helsinki."`
	Room string `placeholder:"ROOM" help:"As this room knows it; else the desk."`
}

func (c *partyZoneCmd) Run(p *program) error {
	code, err := ident.ParseCode(strings.ToUpper(c.Code))
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	if _, err := clocks(c.Zone); err != nil {
		return err
	}
	at := app.Desk
	if c.Room != "" {
		at = app.In(c.Room)
	}
	return p.record(&c.writes, at, room.SetZone{PartyZone: event.PartyZone{Party: code, Zone: c.Zone}})
}

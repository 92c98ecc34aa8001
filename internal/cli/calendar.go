package cli

import (
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/ics"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type meetingIcsCmd struct {
	acting
	Label  string `arg:"" help:"The meeting: M3."`
	Room   string `placeholder:"ROOM" help:"Where it is kept; else the only room of the actor's that has it."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"Write to FILE; - for stdout."`
}

func (c *meetingIcsCmd) Run(p *program) error {
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	in, m, err := s.meetingIn(c.Room, c.Label, app.AsOf{})
	if err != nil {
		return err
	}
	e := view.MeetingEntry(in, m)
	if !e.Dated() {
		return fault.Invalidf("%s has no day yet; no calendar file was written", m.Label).WithHint("When it has one: nonpaper meeting move %q --on TIME. Whoever has its earlier date in their calendar is told by you.", m.Label)
	}
	return p.writeCalendar(s, c.Output, "", []view.Entry{e})
}

type calendarCmd struct {
	acting
	Person string `arg:"" help:"Whose: only what this person may read goes into it."`
	Room   string `placeholder:"ROOM" help:"Of this room only."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"Write to FILE; - for stdout."`
}

func (c *calendarCmd) Run(p *program) error {
	who, err := ident.ParsePerson(c.Person)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	rooms, err := s.calendarRooms(who, c.Room)
	if err != nil {
		return err
	}
	var entries []view.Entry
	var undated []string
	for _, e := range view.Calendar(rooms, who) {
		if !e.Dated() {
			undated = append(undated, string(e.Label)+" ("+e.Room.Name+")")
			continue
		}
		entries = append(entries, e)
	}
	if len(undated) > 0 {
		p.say("Left out, since they have no day: %s", strings.Join(undated, ", "))
	}
	name := string(who)
	if n := s.About(); n.Name != "" {
		name = n.Name + ", " + name
	}
	return p.writeCalendar(s, c.Output, name, entries)
}

// calendarRooms are the rooms that a person reads, as far as the actor and whoever enters
// it read them too. Somebody whom the actor does not know is not there.
func (s *session) calendarRooms(who ident.Person, only string) ([]*room.State, error) {
	rooms, err := seatsOr(s, only, app.AsOf{})
	if err != nil {
		return nil, err
	}
	seats, err := s.Seats(s.ctx, s.actor, app.AsOf{})
	if err != nil {
		return nil, err
	}
	if who != s.actor.Person && !slices.ContainsFunc(seats, func(r *room.State) bool { return r.People[who] != nil }) {
		return nil, fault.NotFoundf("no person %s", who).WithHint("nonpaper person list shows who is known.")
	}
	return slices.DeleteFunc(slices.Clone(rooms), func(r *room.State) bool { return !r.Reads(who) }), nil
}

// writeCalendar writes entries that have a day as a calendar.
func (p *program) writeCalendar(s *session, to, name string, entries []view.Entry) error {
	c := ics.Calendar{Name: name}
	if n := s.About(); n.PublicRecord {
		c.Notice = n.Notice
		p.say("%s", n.Notice)
	}
	for i := range entries {
		e := &entries[i]
		x := ics.Event{UID: e.UID, Sequence: e.Sequence, Stamp: time.UnixMicro(e.Stamp), Summary: e.Title, Description: view.SayEntry(e), WholeDays: e.On.Precision == event.ToDay, Cancelled: e.Cancelled, Free: e.Due}
		if e.Due {
			x.Summary = "Deadline: " + e.Title
		}
		zone := ""
		if e.Meeting != nil {
			x.Location, zone = e.Meeting.Place, e.Meeting.Zone
		}
		loc := time.FixedZone("", e.On.Offset*60)
		if known, err := clocks(zone); zone != "" && err == nil && !x.WholeDays {
			loc = known
		}
		x.Start = time.UnixMicro(e.On.From).In(loc)
		if e.On.To != 0 {
			x.End = time.UnixMicro(e.On.To).In(loc)
		}
		c.Events = append(c.Events, x)
	}
	out, err := ics.Write(&c)
	if err != nil {
		return err
	}
	return p.write(to, out)
}

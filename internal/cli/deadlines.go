package cli

import (
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type deadlineCmds struct {
	Add  deadlineAddCmd  `cmd:"" help:"Set a deadline: what is to be done, by whom, and by when."`
	Move deadlineMoveCmd `cmd:"" help:"Give a deadline another end; one that had ended is open again."`
	Done deadlineDoneCmd `cmd:"" help:"Record that what was to be done is done."`
	Drop deadlineDropCmd `cmd:"" help:"Record that it is asked for no longer, and why."`
	List deadlineListCmd `cmd:"" help:"Deadlines: what is to be done, by whom, by when, and how often that was moved."`
}

// dueBy is by when something is to be done.
type dueBy struct {
	Zone string `placeholder:"ZONE" help:"Whose clocks hold: Europe/Helsinki; times without an offset are by these."`
}

// numerals are numbers as people write them.
var numerals = map[string]int{"a": 1, "an": 1, "one": 1, "the": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}

// relative reads "2 days before M1", "an hour after Plenary 9", "the day before M1 at
// 18:00", "on the day of M1"; of is the name of what it hangs on.
func relative(said string) (d event.Due, of string, is bool, err error) {
	words := strings.Fields(said)
	rest := ""
	switch {
	case len(words) > 4 && strings.EqualFold(strings.Join(words[:4], " "), "on the day of"):
		d.Unit, rest = event.Days, strings.Join(words[4:], " ")
	case len(words) > 3 && (strings.EqualFold(words[2], "before") || strings.EqualFold(words[2], "after")):
		n, known := numerals[strings.ToLower(words[0])]
		if !known {
			if n, err = strconv.Atoi(words[0]); err != nil || n < 0 {
				return d, "", false, nil
			}
		}
		unit := event.Unit(strings.ToLower(words[1]))
		if !strings.HasSuffix(string(unit), "s") {
			unit += "s"
		}
		if !slices.Contains(event.Units(), unit) {
			return d, "", true, fault.Invalidf("%q is nothing in which time is counted here; nothing was recorded", words[1]).WithHint("It is one of: minutes, hours, days, weeks")
		}
		d.Amount, d.Unit, rest = n, unit, strings.Join(words[3:], " ")
		if strings.EqualFold(words[2], "before") {
			d.Amount = -n
		}
	default:
		return d, "", false, nil
	}
	for _, cut := range []string{" at ", ", "} {
		i := strings.LastIndex(rest, cut)
		if i <= 0 {
			continue
		}
		hour, minute, ok := strings.Cut(rest[i+len(cut):], ":")
		h, err1 := strconv.Atoi(hour)
		m, err2 := strconv.Atoi(minute)
		if ok && len(minute) == 2 && err1 == nil && err2 == nil && h >= 0 && h < 24 && m >= 0 && m < 60 {
			d.Clock, rest = h*60+m+1, rest[:i]
			break
		}
	}
	return d, strings.TrimSpace(rest), true, nil
}

// due reads by when something is to be done that is kept in a room, and gives the other
// room in which stands what it hangs on, nil where that is the same.
func (c *dueBy) due(p *program, s *session, in *room.State, said string) (event.Due, *room.State, error) {
	if strings.TrimSpace(said) == "" {
		return event.Due{}, nil, nil
	}
	d, of, is, err := relative(said)
	switch {
	case err != nil:
		return d, nil, err
	case is:
		from, err := s.anchor(in, &of)
		d.Of = ident.Label(of)
		return d, from, err
	}
	now := p.clock()
	if c.Zone != "" {
		loc, err := clocks(c.Zone)
		if err != nil {
			return d, nil, err
		}
		now = now.In(loc)
	}
	w, err := parseWhen(said, now)
	if err != nil {
		return d, nil, fault.Invalidf("%.60q is no time; nothing was recorded", said).WithHint(`Write it as 2025-11-21 18:00, 2025-11-21, "2 days before M1" or "1 week after D2".`)
	}
	d = event.Due{Until: endOf(w), Offset: w.Offset, Precision: w.Precision}
	if w.Precision == event.ToMinute {
		d.Until = max(w.From, w.To)
	}
	return d, nil, nil
}

// anchor finds the meeting or deadline that something hangs on: in the same room, in one
// that is named behind it ("M1 in plenary"), or in the only one of the actor's that has
// it. It gives the room where that is another.
func (s *session) anchor(in *room.State, of *string) (*room.State, error) {
	has := func(r *room.State, name string) bool {
		return r.Meeting(ident.Label(name)) != nil || r.Deadline(ident.Label(name)) != nil
	}
	if has(in, *of) {
		return nil, nil
	}
	seats, err := s.Seats(s.ctx, s.actor, app.AsOf{})
	if err != nil {
		return nil, err
	}
	name := ""
	if i := strings.LastIndex(*of, " in "); i > 0 {
		if r := (*of)[i+len(" in "):]; slices.ContainsFunc(seats, func(x *room.State) bool { return strings.EqualFold(x.Name, r) }) {
			name, *of = r, strings.TrimSpace((*of)[:i])
		}
	}
	var found *room.State
	for _, r := range seats {
		if !has(r, *of) || name != "" && !strings.EqualFold(r.Name, name) {
			continue
		}
		if found != nil {
			return nil, fault.Invalidf("%q stands in several rooms; which is meant? Nothing was recorded", *of).WithHint(`Name the room behind it: "2 days before %s in %s"`, *of, r.Name)
		}
		found = r
	}
	if found != nil && found.ID == in.ID {
		return nil, nil
	}
	return found, nil // where it is nowhere, the room says so
}

type deadlineAddCmd struct {
	writes
	dueBy
	Title string   `arg:"" help:"What is to be done."`
	Due   string   `required:"" placeholder:"TIME" help:"By when: 2025-11-21 18:00, 2025-11-21, \"2 days before M1\", \"the day before M1 at 18:00\", \"1 week after D2\"."`
	For   []string `sep:"none" placeholder:"WHO;…" help:"By whom: people and parties that the room knows, others by name, parted by ;. Else by those who keep the room."`
	About []string `placeholder:"7,8" help:"The points that it is about."`
	On    []string `sep:"none" placeholder:"LABEL" help:"What else it is about: \"Text 12\", \"P 3\", S1; repeatable."`
	Label string   `placeholder:"LABEL" help:"How the room calls it; else its next number: D 1."`
	Room  string   `placeholder:"ROOM" help:"In which room it is kept, whose members may know of it; else the drafting room."`
	Note  string   `help:"In words."`
}

func (c *deadlineAddCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := s.newIn(c.Room)
		if err != nil {
			return "", nil, err
		}
		x := room.SetDeadline{DeadlineSet: event.DeadlineSet{Title: c.Title, Who: takePart(in, c.For), Note: c.Note}}
		if c.Label != "" {
			if x.Label, err = ident.ParseLabel(c.Label); err != nil {
				return "", nil, fault.Invalidf("%w", err)
			}
		}
		if x.Points, err = pointsIn(in, c.About); err != nil {
			return "", nil, err
		}
		for _, l := range c.On {
			x.On = append(x.On, ident.Label(l))
		}
		if x.Due, x.In, err = c.due(p, s, in, c.Due); err != nil {
			return "", nil, err
		}
		return s.recordIn(in, when, x)
	})
}

// ofDeadline is what commands take on a deadline.
type ofDeadline struct {
	writes
	Label string `arg:"" help:"The deadline: D1."`
	Room  string `placeholder:"ROOM" help:"Where it is kept; else the only room of the actor's that has it."`
}

// in is the room in which a deadline is kept. A room that the actor does not read has none.
func (c *ofDeadline) in(s *session) (*room.State, error) {
	return s.onlyWith(c.Room, c.Label, "a deadline", "nonpaper deadline list", func(r *room.State) bool { return r.Deadline(ident.Label(c.Label)) != nil }, room.NoDeadline(ident.Label(c.Label)))
}

// onlyWith is the only room, among those that the actor reads or the one that is named,
// that has something.
func (s *session) onlyWith(name, label, what, list string, has func(*room.State) bool, none error) (*room.State, error) {
	rooms, err := seatsOr(s, name, app.AsOf{})
	if err != nil {
		return nil, err
	}
	var found *room.State
	for _, r := range rooms {
		if !has(r) {
			continue
		}
		if found != nil {
			return nil, fault.Invalidf("%q is %s in several rooms; which is meant?", label, what).WithHint("Add --room ROOM; %s shows which.", list)
		}
		found = r
	}
	if found == nil {
		return nil, none
	}
	return found, nil
}

type deadlineMoveCmd struct {
	ofDeadline
	dueBy
	saying
	Due    string `required:"" placeholder:"TIME" help:"By when from now on, as in deadline add."`
	Reason string `help:"Why."`
}

func (c *deadlineMoveCmd) Run(p *program) error {
	said, err := c.account(c.Reason)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.in(s)
		if err != nil {
			return "", nil, err
		}
		x := room.MoveDeadline{DeadlineMoved: event.DeadlineMoved{Label: ident.Label(c.Label), Said: said}}
		if x.Due, x.In, err = c.due(p, s, in, c.Due); err != nil {
			return "", nil, err
		}
		return s.recordIn(in, when, x)
	})
}

type deadlineDoneCmd struct {
	ofDeadline
	Note string `help:"What was done."`
}

func (c *deadlineDoneCmd) Run(p *program) error { return c.end(p, false, c.Note) }

type deadlineDropCmd struct {
	ofDeadline
	Reason string `help:"Why it is asked for no longer."`
}

func (c *deadlineDropCmd) Run(p *program) error { return c.end(p, true, c.Reason) }

func (c *ofDeadline) end(p *program, dropped bool, note string) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := c.in(s)
		if err != nil {
			return "", nil, err
		}
		return s.recordIn(in, when, room.EndDeadline{DeadlineEnded: event.DeadlineEnded{Label: ident.Label(c.Label), Dropped: dropped, Note: note}})
	})
}

type deadlineListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Of this room; else of all that the actor may read."`
	For  string `placeholder:"WHO" help:"For this party or person; secretariat for those of nobody named."`
	All  bool   `help:"Also those that are done or dropped."`
}

type dueOut struct {
	Label   string           `json:"label"`
	Room    string           `json:"room"`
	Title   string           `json:"title"`
	For     []participantOut `json:"for"` // none: those who keep the room
	Points  []string         `json:"points"`
	On      []string         `json:"on"`
	Until   string           `json:"until,omitempty"` // the last moment
	Why     string           `json:"undatedBecause,omitempty"`
	Hangs   string           `json:"hangsOn,omitempty"`
	Status  string           `json:"status"`
	Meeting bool             `json:"keptAsMeeting,omitempty"`
	Note    string           `json:"note,omitempty"`
	Moves   []dueMoveOut     `json:"moves"`
	Ended   *whenJSON        `json:"ended,omitempty"`
	Said    string           `json:"said,omitempty"` // when it ended
}

type dueMoveOut struct {
	Until   string    `json:"until,omitempty"`
	Hangs   string    `json:"hangsOn,omitempty"`
	Actor   string    `json:"actor"`
	When    *whenJSON `json:"when"`
	Said    string    `json:"said,omitempty"`
	Meeting string    `json:"withMeeting,omitempty"`
}

func (c *deadlineListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		all := rooms // what one hangs on may stand in another room
		if c.Room != "" {
			if all, err = s.Seats(s.ctx, s.actor, at); err != nil {
				return "", nil, err
			}
		}
		var list []view.Due
		for _, d := range view.Deadlines(all, s.Moment(at)) {
			if slices.ContainsFunc(rooms, func(r *room.State) bool { return r.ID == d.Room.ID }) && dueFor(&d, c.For) {
				list = append(list, d)
			}
		}
		out := []dueOut{}
		var text strings.Builder
		for _, st := range []view.DueStatus{view.DueOverdue, view.DueOpen, view.DueUndated, view.DueDone, view.DueDropped} {
			if (st == view.DueDone || st == view.DueDropped) && !c.All {
				continue
			}
			var rows [][]string
			for i := range list {
				if d := &list[i]; d.Status == st {
					rows = append(rows, dueRows(d, c.Room == "")...)
					out = append(out, dueJSON(d))
				}
			}
			if len(rows) == 0 {
				continue
			}
			if text.Len() > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(dueTitles[st] + "\n")
			for _, r := range rows {
				text.WriteString(strings.TrimRight(strings.Join(nonEmptyOf(r), "  "), " ") + "\n")
			}
		}
		if text.Len() == 0 {
			return "No deadlines.\n", out, nil
		}
		return text.String(), out, nil
	})
}

var dueTitles = map[view.DueStatus]string{view.DueOverdue: "Their time is over, and nothing more is recorded of them", view.DueOpen: "To come", view.DueUndated: "Without a date",
	view.DueDone: "Done", view.DueDropped: "Asked for no longer"}

// dueFor reports whether a deadline is for a party or person, or for "secretariat".
func dueFor(d *view.Due, who string) bool {
	if who == "" {
		return true
	}
	if strings.EqualFold(who, "secretariat") {
		return len(d.For()) == 0
	}
	return slices.ContainsFunc(d.For(), func(w event.Participant) bool {
		return strings.EqualFold(string(w.Party), who) || strings.EqualFold(string(w.Person), who) || strings.EqualFold(w.Name, who)
	})
}

// dueRows are a deadline in a list, with what became of it beneath.
func dueRows(d *view.Due, named bool) [][]string {
	rows := [][]string{dueRow(d, named)}
	if d.Deadline == nil {
		if was := earlierDates(d.Meeting); was != "" {
			rows = append(rows, []string{"      " + was})
		}
		return rows
	}
	moves := view.History(d.Room, d.Deadline)
	for i := 1; i < len(moves); i++ {
		m := &moves[i]
		s := "was " + view.SayReckoned(&moves[i-1].Reckoned)
		if m.With != "" {
			s += "; moved with " + string(m.With) + " on " + sayWhen(m.When) + " by " + string(m.Actor)
		} else {
			s += "; moved on " + sayWhen(m.When) + " by " + string(m.Actor)
		}
		if said := view.SayAccount(&m.Said); said != "" {
			s += ": " + onOneLine(said)
		}
		rows = append(rows, []string{"      " + s})
	}
	if e := d.Deadline.Ended; e != nil {
		s := string(d.Status) + " on " + sayWhen(e.When) + ", by " + string(e.Actor)
		if e.Note != "" {
			s += ": " + onOneLine(e.Note)
		}
		rows = append(rows, []string{"      " + s})
	}
	return rows
}

// dueRow is a deadline in one line.
func dueRow(d *view.Due, named bool) []string {
	row := []string{"  " + string(d.Label()), "deadline", onOneLine(d.Title())}
	var who []string
	for _, w := range d.For() {
		who = append(who, onOneLine(view.SayParticipant(&w)))
	}
	if len(who) > 0 {
		row = append(row, "for "+strings.Join(who, "; "))
	}
	when := view.SayReckoned(&d.Reckoned)
	if d.Deadline != nil {
		if h := view.SayDue(&d.Deadline.Due); h != "" {
			when += " (" + h + ")"
		}
	}
	row = append(row, when)
	if len(d.Points()) > 0 {
		row = append(row, "on "+view.Numbers(numbered(d.Room, d.Points())))
	}
	if d.Deadline != nil && len(d.Deadline.On) > 0 {
		row = append(row, "on "+names(d.Deadline.On))
	}
	if named {
		row = append(row, "in "+d.Room.Name)
	}
	return row
}

func dueJSON(d *view.Due) dueOut {
	out := dueOut{Label: string(d.Label()), Room: d.Room.Name, Title: d.Title(), For: []participantOut{}, Points: numbered(d.Room, d.Points()), On: []string{},
		Until: untilJSON(&d.Reckoned), Why: d.Why, Status: string(d.Status), Meeting: d.Meeting != nil, Moves: []dueMoveOut{}}
	for _, w := range d.For() {
		out.For = append(out.For, participantOut{string(w.Person), string(w.Party), w.Name})
	}
	if d.Deadline == nil {
		return out
	}
	out.On, out.Hangs, out.Note = strs(d.Deadline.On), view.SayDue(&d.Deadline.Due), d.Deadline.Note
	for _, m := range view.History(d.Room, d.Deadline) {
		out.Moves = append(out.Moves, dueMoveOut{untilJSON(&m.Reckoned), m.Hangs, string(m.Actor), jsonWhen(m.When), view.SayAccount(&m.Said), string(m.With)})
	}
	if e := d.Deadline.Ended; e != nil {
		out.Ended, out.Said = jsonWhen(e.When), e.Note
	}
	return out
}

func untilJSON(r *room.Reckoned) string {
	if r.Until == 0 {
		return ""
	}
	return jsonWhen(event.When{From: r.Until, Offset: r.Offset}).From
}

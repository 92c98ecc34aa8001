package cli

import (
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type meetingsCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Those of this room; else of all that the actor may read."`
}

type agendaOut struct {
	ToCome  []meetingOut `json:"toCome"`
	Undated []meetingOut `json:"undated"`
	Passed  []meetingOut `json:"dayIsOver"` // nothing is recorded of whether they took place
	Held    []meetingOut `json:"held"`
	NotHeld []meetingOut `json:"didNotTakePlace"`
	Due     []dueOut     `json:"deadlines"` // that are open, whether their time is over or not
}

func (c *meetingsCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		a := view.Meetings(rooms, s.Moment(at))
		zones := s.zones(at)
		out := agendaOut{[]meetingOut{}, []meetingOut{}, []meetingOut{}, []meetingOut{}, []meetingOut{}, []dueOut{}}
		due, err := s.openDeadlines(rooms, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		for i := range due {
			out.Due = append(out.Due, dueJSON(&due[i]))
		}
		var text strings.Builder
		for _, part := range []struct {
			title string
			list  []view.Listed
			json  *[]meetingOut
			due   view.DueStatus
		}{
			{"To come", a.ToCome, &out.ToCome, view.DueOpen},
			{"Undated", a.Undated, &out.Undated, view.DueUndated},
			{"Their day is over, and nothing more is recorded of them", a.Passed, &out.Passed, view.DueOverdue},
			{"Held, or happened", a.Held, &out.Held, ""},
			{"Did not take place", a.NotHeld, &out.NotHeld, ""},
		} {
			for _, x := range part.list {
				*part.json = append(*part.json, meetingJSON(x.Room, x.Meeting, zones))
			}
			lines := agendaLines(part.list, due, part.due, c.Room == "")
			if len(lines) == 0 {
				continue
			}
			if text.Len() > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(part.title + "\n" + strings.Join(lines, ""))
		}
		if text.Len() == 0 {
			return "No meetings.\n", out, nil
		}
		return text.String(), out, nil
	})
}

// openDeadlines are the open deadlines that rooms keep as such: those that are kept as
// meetings stand among the meetings.
func (s *session) openDeadlines(rooms []*room.State, named string, at app.AsOf) ([]view.Due, error) {
	all := rooms
	if named != "" { // what one hangs on may stand in another room
		var err error
		if all, err = s.Seats(s.ctx, s.actor, at); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(view.Deadlines(all, s.Moment(at)), func(d view.Due) bool {
		return d.Deadline == nil || d.Deadline.Ended != nil || !slices.ContainsFunc(rooms, func(r *room.State) bool { return r.ID == d.Room.ID })
	}), nil
}

// agendaLines are meetings and deadlines of one part of the agenda by date, a deadline
// where its time ends.
func agendaLines(list []view.Listed, due []view.Due, status view.DueStatus, named bool) (out []string) {
	k := 0
	deadlines := func(before int64) {
		for ; k < len(due) && (before < 0 || due[k].Until != 0 && due[k].Until < before); k++ {
			if due[k].Status == status {
				out = append(out, strings.TrimRight(strings.Join(nonEmptyOf(dueRow(&due[k], named)), "  "), " ")+"\n")
			}
		}
	}
	for _, x := range list {
		if x.On.From != 0 {
			deadlines(x.On.From)
		}
		out = append(out, agendaLine(x, named))
	}
	deadlines(-1)
	return out
}

// agendaLine is a meeting in the agenda, with what came of it or the accounts of why it
// did not take place beneath.
func agendaLine(x view.Listed, named bool) string {
	when := view.SayDate(&x.On)
	if x.Zone != "" && x.On.From != 0 {
		when += " (" + x.Zone + ")"
	}
	row := []string{"  " + string(x.Label), sayKind(x.Meeting), sayTitle(x.Meeting), when, x.Place}
	if named {
		row = append(row, "in "+x.Room.Name)
	}
	var s strings.Builder
	s.WriteString(strings.TrimRight(strings.Join(nonEmptyOf(row), "  "), " ") + "\n")
	if was := earlierDates(x.Meeting); was != "" {
		s.WriteString("      " + was + "\n")
	}
	for _, a := range x.Accounts {
		if x.NotHeld != nil && a.Of != room.OfPlan || a.Of == room.OfHeld {
			s.WriteString("      " + view.SayAccount(&a.Account) + "\n")
		}
	}
	return s.String()
}

// sayTitle is what a meeting is called beside its label.
func sayTitle(m *room.Meeting) string {
	if m.Title == string(m.Label) {
		return ""
	}
	return onOneLine(m.Title)
}

func nonEmptyOf(list []string) (out []string) {
	for _, x := range list {
		if strings.TrimSpace(x) != "" {
			out = append(out, x)
		}
	}
	return out
}

func sayKind(m *room.Meeting) string {
	if m.Stated != "" {
		return string(m.Kind) + " (as stated: " + m.Stated + ")"
	}
	return string(m.Kind)
}

// earlierDates says which dates a meeting had before, and how it came to have others.
func earlierDates(m *room.Meeting) string {
	var out []string
	for i := 1; i < len(m.Dates); i++ {
		was, now := &m.Dates[i-1], &m.Dates[i]
		switch from := view.SayDate(&was.Date); {
		case now.Postponed:
			out = append(out, "postponed from "+from+" on "+sayWhen(now.When))
		case from == "undated":
			out = append(out, "given a date on "+sayWhen(now.When))
		case was.Date == now.Date:
			out = append(out, "at another place since "+sayWhen(now.When))
		default:
			out = append(out, "moved from "+from+" on "+sayWhen(now.When))
		}
	}
	return strings.Join(out, "; ")
}

// zones are the clocks of parties as the desk knows them, where the actor reads it.
func (s *session) zones(at app.AsOf) *room.State {
	desk, err := s.Seat(s.ctx, s.actor, app.Desk, at)
	if err != nil {
		return nil
	}
	return desk
}

// localTimes are when a meeting begins by the clocks of the parties, in printed order.
func localTimes(in *room.State, m *room.Meeting, desk *room.State) (out []localOut) {
	if m.On.From == 0 || m.On.Precision != event.ToMinute {
		return nil
	}
	for _, q := range in.InOrder() {
		zone := in.ZoneOf(q.Code)
		if zone == "" && desk != nil {
			zone = desk.ZoneOf(q.Code)
		}
		if zone == "" {
			continue
		}
		if loc, err := time.LoadLocation(zone); err == nil {
			out = append(out, localOut{string(q.Code), time.UnixMicro(m.On.From).In(loc).Format("2 Jan 15:04"), zone})
		}
	}
	return out
}

type localOut struct {
	Party string `json:"party"`
	Time  string `json:"time"`
	Zone  string `json:"zone"`
}

type accountOut struct {
	Of        string    `json:"of"` // plan, moved, postponed, held, did not take place, account
	Words     string    `json:"words"`
	Person    string    `json:"person,omitempty"`
	SaidBy    string    `json:"saidBy,omitempty"`
	Party     string    `json:"party,omitempty"`
	Source    string    `json:"source,omitempty"`
	Certainty string    `json:"certainty,omitempty"`
	Hedge     string    `json:"hedge,omitempty"`
	When      *whenJSON `json:"when"`
}

type remarkOut struct {
	Words   string   `json:"words"`
	Person  string   `json:"person,omitempty"`
	SaidBy  string   `json:"saidBy,omitempty"`
	Party   string   `json:"party,omitempty"`
	Points  []string `json:"points"`
	Binding bool     `json:"binding"`
}

type decisionOut struct {
	Words   string   `json:"words"`
	Links   []string `json:"links"`
	Entries []uint64 `json:"entries"` // from 1
}

type dateOut struct {
	On        *whenJSON `json:"on"` // null: undated
	Before    string    `json:"before,omitempty"`
	After     string    `json:"after,omitempty"`
	Place     string    `json:"place,omitempty"`
	Zone      string    `json:"zone,omitempty"`
	Postponed bool      `json:"postponed,omitempty"`
	Since     *whenJSON `json:"since"`
}

type participantOut struct {
	Person string `json:"person,omitempty"`
	Party  string `json:"party,omitempty"`
	Name   string `json:"name,omitempty"`
}

type meetingOut struct {
	Label     string           `json:"label"`
	Room      string           `json:"room"`
	Kind      string           `json:"kind"`
	Stated    string           `json:"stated,omitempty"`
	Title     string           `json:"title"`
	Status    string           `json:"status"`
	On        *whenJSON        `json:"on"`
	Before    string           `json:"before,omitempty"`
	After     string           `json:"after,omitempty"`
	Place     string           `json:"place,omitempty"`
	Zone      string           `json:"zone,omitempty"`
	Local     []localOut       `json:"local"`
	With      []participantOut `json:"with"`
	Points    []string         `json:"points"`
	Shown     []string         `json:"shown"`
	Dates     []dateOut        `json:"dates"`
	Accounts  []accountOut     `json:"accounts"`
	Remarks   []remarkOut      `json:"remarks"`
	Decisions []decisionOut    `json:"decisions"`
	Touches   []touchOut       `json:"touches,omitempty"` // of one that is to come, where it is shown by itself
}

func meetingJSON(in *room.State, m *room.Meeting, desk *room.State) meetingOut {
	out := meetingOut{Label: string(m.Label), Room: in.Name, Kind: string(m.Kind), Stated: m.Stated, Title: m.Title, Status: string(m.Status()), On: jsonWhen(m.On.ByClock()),
		Before: m.On.Before, After: m.On.After, Place: m.Place, Zone: m.Zone, Local: append([]localOut{}, localTimes(in, m, desk)...), With: []participantOut{},
		Points: numbered(in, m.Points), Shown: strs(m.Shown), Dates: []dateOut{}, Accounts: []accountOut{}, Remarks: []remarkOut{}, Decisions: []decisionOut{}}
	for _, p := range m.With {
		out.With = append(out.With, participantOut{string(p.Person), string(p.Party), p.Name})
	}
	for i := range m.Dates {
		d := &m.Dates[i]
		out.Dates = append(out.Dates, dateOut{jsonWhen(d.Date.ByClock()), d.Before, d.After, d.Place, d.Zone, d.Postponed, jsonWhen(d.When)})
	}
	for _, a := range m.Accounts {
		out.Accounts = append(out.Accounts, accountOut{string(a.Of), a.Words, string(a.Person), a.SaidBy, string(a.Party), a.Source, a.Certainty, a.Hedge, jsonWhen(a.When)})
	}
	for _, r := range m.Remarks {
		out.Remarks = append(out.Remarks, remarkOut{r.Words, string(r.Person), r.SaidBy, string(r.Party), numbered(in, r.Points), r.Binding})
	}
	for _, d := range m.Decisions {
		x := decisionOut{d.Words, append([]string{}, d.Links...), []uint64{}}
		for _, seq := range d.Entries {
			x.Entries = append(x.Entries, seq+1)
		}
		out.Decisions = append(out.Decisions, x)
	}
	return out
}

// numbered are points by their printed numbers, where the room has them.
func numbered(in *room.State, points []ident.Point) []string {
	out := []string{}
	for _, id := range points {
		out = append(out, orWords(in.NumberOf(id), string(id)))
	}
	return out
}

type meetingShowCmd struct {
	reads
	Label string `arg:"" help:"The meeting: M3."`
	Room  string `placeholder:"ROOM" help:"Where it is kept; else the only room of the actor's that has it."`
}

func (c *meetingShowCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		in, m, err := s.meetingIn(c.Room, c.Label, at)
		if err != nil {
			return "", nil, err
		}
		desk := s.zones(at)
		text, out := sayMeeting(in, m, desk), meetingJSON(in, m, desk)
		if st := m.Status(); st != room.MeetingPlanned && st != room.MeetingUndated {
			return text, out, nil
		}
		touches, err := s.Touches(s.ctx, s.actor, in.ID, m.Label, at)
		if err != nil {
			return "", nil, err
		}
		if out.Touches = touchesJSON(touches); len(touches) > 0 {
			text += "\nWhat hangs on it, and what to see to before it\n" + sayTouches(touches, in, s.Moment(at))
		}
		return text, out, nil
	})
}

func sayMeeting(in *room.State, m *room.Meeting, desk *room.State) string {
	var s strings.Builder
	s.WriteString(strings.TrimSpace(string(m.Label)+"  "+sayTitle(m)) + "\n")
	status := string(m.Status())
	if m.Held != nil && !m.Kind.IsMeeting() {
		status = "happened"
	}
	rows := [][]string{{"  kind", sayKind(m)}, {"  status", status}, {"  when", view.SayDate(&m.On)}}
	add := func(name, what string) {
		if what != "" {
			rows = append(rows, []string{"  " + name, what})
		}
	}
	add("zone", m.Zone)
	var local []string
	for _, l := range localTimes(in, m, desk) {
		local = append(local, l.Party+" "+l.Time)
	}
	add("local times", strings.Join(local, ", "))
	add("place", m.Place)
	var with []string
	for i := range m.With {
		with = append(with, onOneLine(view.SayParticipant(&m.With[i])))
	}
	add("with", strings.Join(with, "; "))
	add("points", strings.Join(numbered(in, m.Points), ", "))
	add("shown to", names(m.Shown))
	add("kept in", in.Name)
	s.WriteString(columns(rows))
	if was := earlierDates(m); was != "" {
		s.WriteString("  " + was + "\n")
	}
	section := func(title string, lines [][]string) {
		if len(lines) > 0 {
			s.WriteString("\n" + title + "\n" + columns(lines))
		}
	}
	var accounts, binding, others, decided [][]string
	for _, a := range m.Accounts {
		accounts = append(accounts, []string{"  " + sayWhen(a.When), string(a.Of), view.SayAccount(&a.Account)})
	}
	for _, r := range m.Remarks {
		line := []string{"  " + orWords(view.Whose(r.Person, r.SaidBy, r.Party), "not said by whom"), onOneLine(r.Words)}
		if len(r.Points) > 0 {
			line[1] += " (" + view.Numbers(numbered(in, r.Points)) + ")"
		}
		if r.Binding {
			binding = append(binding, line)
		} else {
			others = append(others, line)
		}
	}
	for _, d := range m.Decisions {
		line := "  " + onOneLine(d.Words)
		if len(d.Links) > 0 {
			line += " (" + strings.Join(d.Links, ", ") + ")"
		}
		decided = append(decided, []string{line})
	}
	section("Accounts, side by side", accounts)
	section("Decided", decided)
	section("Said to bind", binding)
	section("Said, not binding", others)
	return s.String()
}

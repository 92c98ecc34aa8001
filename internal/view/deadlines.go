package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// DueStatus is how a deadline stands.
type DueStatus string

const (
	DueOpen    DueStatus = "open"
	DueOverdue DueStatus = "its time is over"
	DueUndated DueStatus = "undated"
	DueDone    DueStatus = "done"
	DueDropped DueStatus = "dropped"
)

// Due is a deadline in a list over several rooms.
type Due struct {
	Room     *room.State
	Deadline *room.Deadline // nil where it is kept as a meeting
	Meeting  *room.Meeting  // of kind deadline; nil where it is a deadline
	room.Reckoned
	Status DueStatus
}

// Label is how the room calls it.
func (d *Due) Label() ident.Label {
	if d.Meeting != nil {
		return d.Meeting.Label
	}
	return d.Deadline.Label
}

// When is by when, as a day or a moment.
func (d *Due) When() event.When {
	on := dateOf(&d.Reckoned)
	return on.ByClock()
}

// Title is what is to be done.
func (d *Due) Title() string {
	if d.Meeting != nil {
		return d.Meeting.Title
	}
	return d.Deadline.Title
}

// For is by whom it is to be done; none: by those who keep the room.
func (d *Due) For() []event.Participant {
	if d.Meeting != nil {
		return d.Meeting.With
	}
	return d.Deadline.Who
}

// Points are those that it is about.
func (d *Due) Points() []ident.Point {
	if d.Meeting != nil {
		return d.Meeting.Points
	}
	return d.Deadline.DeadlineSet.Points
}

// Deadlines lists what is to be done in the rooms of one viewer, at a moment (Unix µs):
// what has a date by date, then what has none, each as it was entered.
func Deadlines(rooms []*room.State, now int64) []Due {
	var out []Due
	in := readIn(rooms)
	for _, s := range rooms {
		for _, d := range s.Deadlines {
			x := Due{Room: s, Deadline: d, Reckoned: s.Reckon(&d.Due, in)}
			switch {
			case d.Ended != nil: // what became of its meeting since is no matter of its own
				moves := History(s, d)
				x.Reckoned, x.Status = moves[len(moves)-1].Reckoned, DueDone
				if d.Ended.Dropped {
					x.Status = DueDropped
				}
			default:
				x.Status = dueAt(&x.Reckoned, now)
			}
			out = append(out, x)
		}
		for _, m := range s.Meetings {
			if m.Kind != event.Deadline {
				continue
			}
			x := Due{Room: s, Meeting: m, Reckoned: dueOf(&m.On)}
			switch {
			case m.Held != nil:
				x.Status = DueDone
			case m.NotHeld != nil:
				x.Status = DueDropped
			default:
				x.Status = dueAt(&x.Reckoned, now)
			}
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int {
		return cmp.Or(undatedLast(a.Until, b.Until), cmp.Compare(a.Until, b.Until))
	})
	return out
}

func undatedLast(a, b int64) int {
	switch {
	case (a == 0) == (b == 0):
		return 0
	case a == 0:
		return 1
	}
	return -1
}

// dueOf is the last moment of a date.
func dueOf(d *event.Date) room.Reckoned {
	r := room.Reckoned{Offset: d.Offset, Precision: d.Precision}
	if d.From == 0 {
		r.Why = "no date was said"
		return r
	}
	r.Until = lastOf(d)
	return r
}

func dueAt(r *room.Reckoned, now int64) DueStatus {
	switch {
	case r.Until == 0:
		return DueUndated
	case r.Until < now:
		return DueOverdue
	}
	return DueOpen
}

// readIn finds a room among those that somebody reads.
func readIn(rooms []*room.State) func(ident.Room) *room.State {
	return func(id ident.Room) *room.State {
		for _, s := range rooms {
			if s.ID == id {
				return s
			}
		}
		return nil
	}
}

// SayReckoned writes by when something is to be done, or why it has no date.
func SayReckoned(r *room.Reckoned) string {
	if r.Until == 0 {
		return "no date: " + r.Why
	}
	s := "by " + momentOf(r.Until, r.Offset).as(r.Precision)
	if r.Then {
		s += ", as it was reckoned"
	}
	return s
}

// SayDue writes on what a deadline hangs: "2 days before M 1"; "" where it is by the clock.
func SayDue(d *event.Due) string {
	if !d.Hangs() {
		return ""
	}
	n, where := d.Amount, "after"
	if n < 0 {
		n, where = -n, "before"
	}
	unit := string(d.Unit)
	if n == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	var s string
	switch {
	case n == 0 && (d.Unit == event.Days || d.Unit == event.Weeks):
		s = "on the day of " + string(d.Of)
	case n == 0:
		s = "at the beginning of " + string(d.Of)
	default:
		s = strconv.Itoa(n) + " " + unit + " " + where + " " + string(d.Of)
	}
	if d.RoomName != "" {
		s += " in " + d.RoomName
	}
	if d.Clock > 0 {
		s += " at " + (moment{hour: (d.Clock - 1) / 60, minute: (d.Clock - 1) % 60}).ofDay()
	}
	return s
}

// Moved is one end that a deadline had, and how it came to it.
type Moved struct {
	room.About
	room.Reckoned        // as it was then
	Hangs         string // on what, "" where it is by the clock
	Said          event.Account
	With          ident.Label // the meeting or deadline with which it moved, "" where it was moved itself
}

// History is every end that a deadline had, the first first: those that it was given, and
// those that came with another date of what it hangs on, as far as that stands in its own
// room. What a meeting of another room did to it stands in that room.
func History(s *room.State, d *room.Deadline) []Moved {
	var out []Moved
	for i := range d.Moves {
		m := &d.Moves[i]
		until := uint64(1<<63 - 1)
		if i+1 < len(d.Moves) {
			until = d.Moves[i+1].Seq
		}
		if d.Ended != nil && d.Ended.Seq > m.Seq {
			until = min(until, d.Ended.Seq)
		}
		r := room.Reckoned{Until: m.Due.Until, Offset: m.Due.Offset, Precision: m.Due.Precision}
		if r.Until == 0 {
			r.Why = string(m.Due.Of) + " had no date"
		}
		hangs := SayDue(&m.Due)
		out = append(out, Moved{About: m.About, Reckoned: r, Hangs: hangs, Said: m.Said})
		for _, c := range changes(s, &m.Due, m.Seq, until, 0) {
			moved := asOf(s, &m.Due, c.Seq, 0)
			if last := &out[len(out)-1]; last.Until != moved.Until {
				out = append(out, Moved{About: c.About, Reckoned: moved, Hangs: hangs, Said: c.Said, With: c.With})
			}
		}
	}
	return out
}

// deepest bounds how many deadlines hang on each other.
const deepest = 100

// changes are the acts after one entry and before another that gave what a deadline hangs
// on another date, the earliest first.
func changes(s *room.State, d *event.Due, after, before uint64, depth int) (out []Moved) {
	if !d.Hangs() || !d.Room.IsZero() || depth > deepest {
		return nil
	}
	add := func(at room.About, said event.Account, with ident.Label) {
		if at.Seq > after && at.Seq < before {
			out = append(out, Moved{About: at, Said: said, With: with})
		}
	}
	if other := s.Deadline(d.Of); other != nil {
		for i := range other.Moves {
			m := &other.Moves[i]
			add(m.About, m.Said, other.Label)
			until := before
			if i+1 < len(other.Moves) {
				until = min(until, other.Moves[i+1].Seq)
			}
			out = append(out, changes(s, &m.Due, max(after, m.Seq), until, depth+1)...)
		}
	} else if m := s.Meeting(d.Of); m != nil {
		said := func(seq uint64) event.Account {
			for i := range m.Accounts {
				if m.Accounts[i].Seq == seq {
					return m.Accounts[i].Account
				}
			}
			return event.Account{}
		}
		for _, at := range m.Revisions {
			add(at, said(at.Seq), m.Label)
		}
	}
	slices.SortFunc(out, func(a, b Moved) int { return cmp.Compare(a.Seq, b.Seq) })
	return out
}

// asOf is by when something was to be done as it stood after an entry: what it hangs on
// is taken as it was then.
func asOf(s *room.State, d *event.Due, seq uint64, depth int) room.Reckoned {
	then := &room.State{}
	if other := s.Deadline(d.Of); other != nil && depth < deepest {
		for i := range other.Moves {
			if m := &other.Moves[i]; m.Seq <= seq {
				r := asOf(s, &m.Due, seq, depth+1)
				then.Deadlines = []*room.Deadline{{DeadlineSet: event.DeadlineSet{Label: other.Label, Due: event.Due{Until: r.Until, Offset: r.Offset, Precision: r.Precision}}}}
			}
		}
	} else if m := s.Meeting(d.Of); m != nil {
		as := &room.Meeting{Occasion: event.Occasion{Label: m.Label}}
		for i := range m.Dates {
			if m.Dates[i].Seq <= seq {
				as.On = m.Dates[i].Date
			}
		}
		if m.Held != nil && m.Held.Seq <= seq {
			as.On = m.On
		}
		if m.NotHeld != nil && m.NotHeld.Seq <= seq {
			as.NotHeld = m.NotHeld
		}
		then.Meetings = []*room.Meeting{as}
	}
	return then.Reckon(d, nil)
}

// owedByDate are the open deadlines of some rooms and the pens that are held there, by who owes
// them. In is the room for which the list is: of another one the name is said.
func owedByDate(in *room.State, rooms []*room.State) (out []Owed) {
	find := readIn(rooms)
	for _, s := range rooms {
		on := func(l ident.Label) string {
			if s.ID != in.ID {
				return s.Name + " " + string(l)
			}
			return string(l)
		}
		owe := func(list []event.Participant, o Owed) {
			if len(list) == 0 {
				out = append(out, o)
			}
			for i := range list {
				w, x := &list[i], o
				if x.By = w.Party; x.By == "" {
					x.By = s.PartyOf(w.Person)
				}
				if w.Name != "" || w.Person != "" {
					x.What += " (" + SayParticipant(w) + ")"
				}
				out = append(out, x)
			}
		}
		for _, d := range s.Deadlines {
			if d.Ended == nil {
				r := s.Reckon(&d.Due, find)
				owe(d.Who, Owed{What: d.Title, On: on(d.Label), Since: d.When, Until: r.Until, Due: &r})
			}
		}
		for _, p := range s.Pens {
			if p.Back != nil {
				continue
			}
			o := Owed{What: "draft " + penOn(s, p), On: on(p.Label), Since: p.When}
			if p.Due != (event.Due{}) {
				r := s.Reckon(&p.Due, find)
				o.Until, o.Due = r.Until, &r
			}
			owe([]event.Participant{p.Holder}, o)
		}
	}
	return out
}

// WaitingByDate adds to what is waited for in a room the deadlines and the pens of some
// rooms: of a drafting room of all that are read, of another one its own.
func WaitingByDate(in *room.State, waiting []Owed, rooms []*room.State) []Owed {
	return byWhom(append(slices.Clip(waiting), owedByDate(in, rooms)...), in)
}

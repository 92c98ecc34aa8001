package view

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Entry is something that has a place in a calendar.
type Entry struct {
	UID       string
	Room      *room.State
	Meeting   *room.Meeting // nil where it is none
	Label     ident.Label
	Title     string
	On        event.Date // by the clock; what has no day has no place in a calendar
	Due       bool       // it is no meeting: something is to be done by then
	Sequence  int        // how often it was said anew
	Stamp     int64      // when that was entered last, Unix µs
	Cancelled bool
}

// Dated reports whether it has a day.
func (e *Entry) Dated() bool { return e.On.From != 0 && e.On.Precision != event.ToMonth }

// CalendarID names an entry of a calendar for life, in the form of a UUID (RFC 9562,
// version 8). It follows from the identifier of the room, which is chance and which only
// its members read, so that it tells nothing to others, and two rooms have none in common.
func CalendarID(s *room.State, sort string, label ident.Label) string {
	h := sha256.Sum256(slices.Concat([]byte("nonpaper calendar\x00"), s.ID[:], []byte("\x00"+sort+"\x00"+string(label))))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// MeetingEntry is a meeting as an entry of a calendar.
func MeetingEntry(s *room.State, m *room.Meeting) Entry {
	e := Entry{UID: CalendarID(s, "meeting", m.Label), Room: s, Meeting: m, Label: m.Label, Title: m.Title, On: m.On, Due: m.Kind == event.Deadline,
		Sequence: len(m.Revisions), Stamp: m.Time, Cancelled: m.NotHeld != nil}
	if n := len(m.Revisions); n > 0 {
		e.Stamp = m.Revisions[n-1].Time
	}
	return e
}

// Calendar is what a person has in their calendar, of the rooms that are handed over, by
// date, then by when it was entered: meetings; of deadlines and silences those that are
// for them or for their party, and all of them for somebody of no party, who keeps an eye
// on them. What is no meeting, a disclosure or a statement, is left out.
func Calendar(rooms []*room.State, who ident.Person) []Entry {
	var out []Entry
	in := readIn(rooms)
	for _, s := range rooms {
		party := s.PartyOf(who)
		mine := func(list []event.Participant) bool {
			return party == "" || slices.ContainsFunc(list, func(w event.Participant) bool { return w.Person == who || w.Person == "" && w.Party == party })
		}
		for _, m := range s.Meetings {
			if m.Kind.IsMeeting() || m.Kind == event.Deadline && mine(m.With) {
				out = append(out, MeetingEntry(s, m))
			}
		}
		for _, d := range s.Deadlines {
			if !mine(d.Who) {
				continue
			}
			e := Entry{UID: CalendarID(s, "deadline", d.Label), Room: s, Label: d.Label, Title: d.Title, Due: true}
			r := s.Reckon(&d.Due, in)
			if d.Ended != nil {
				moves := History(s, d)
				r = moves[len(moves)-1].Reckoned
			}
			e.On = dateOf(&r)
			e.Sequence, e.Stamp = revisions(s, d, in)
			e.Cancelled = d.Ended != nil && d.Ended.Dropped
			out = append(out, e)
		}
		for _, x := range s.Silences {
			if party != "" && !slices.Contains(x.Parties, party) || !x.Source.Room.IsZero() && in(x.Source.Room) != nil {
				continue
			}
			last := x.Ends[len(x.Ends)-1]
			e := Entry{UID: CalendarID(s, "silence", x.Label), Room: s, Label: x.Label, Title: "Last moment to object, " + string(x.Label) + " on " + string(x.Text), Due: true,
				On: event.Date{From: x.Until, Offset: x.Offset}, Sequence: len(x.Ends) - 1, Stamp: last.Time, Cancelled: x.Broken()}
			if n := len(x.Breaks); n > 0 {
				e.Sequence, e.Stamp = e.Sequence+n, max(e.Stamp, x.Breaks[n-1].Time)
			}
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		return cmp.Or(undatedLast(a.On.From, b.On.From), cmp.Compare(a.On.From, b.On.From))
	})
	return out
}

// dateOf is the day of a deadline, or its last moment.
func dateOf(r *room.Reckoned) event.Date {
	d := event.Date{From: r.Until, Offset: r.Offset, Precision: r.Precision}
	if r.Until != 0 && r.Precision == event.ToDay {
		d.From -= day - 1
	}
	return d
}

// revisions is how often a deadline was said anew, by itself and by all that it ever hung
// on, and when last, Unix µs. It only grows, whatever the deadline hangs on later, and does
// not ask which of two rooms' clocks was ahead.
func revisions(s *room.State, d *room.Deadline, in func(ident.Room) *room.State) (n int, last int64) {
	type anchor struct {
		in    ident.Room
		label ident.Label
	}
	seen := map[anchor]bool{}
	var count func(*room.State, *room.Deadline)
	count = func(s *room.State, d *room.Deadline) {
		if seen[anchor{s.ID, d.Label}] {
			return
		}
		seen[anchor{s.ID, d.Label}] = true
		n += d.Ends + len(d.Moves) - 1
		last = max(last, d.Moves[len(d.Moves)-1].Time)
		if d.Ended != nil {
			last = max(last, d.Ended.Time)
		}
		for i := range d.Moves {
			due, at := &d.Moves[i].Due, s
			if !due.Hangs() {
				continue
			}
			if !due.Room.IsZero() {
				at = in(due.Room)
			}
			if at == nil {
				continue
			}
			if other := at.Deadline(due.Of); other != nil {
				count(at, other)
			} else if m := at.Meeting(due.Of); m != nil && !seen[anchor{at.ID, m.Label}] {
				seen[anchor{at.ID, m.Label}] = true
				n += len(m.Revisions)
				for k := range m.Revisions {
					last = max(last, m.Revisions[k].Time)
				}
			}
		}
	}
	count(s, d)
	return n, last
}

// SayEntry is what a calendar says of an entry beside its title: what it is about and who
// takes part.
func SayEntry(e *Entry) string {
	if e.Meeting == nil {
		return ""
	}
	var out []string
	if k := e.Meeting.Kind; k != event.AnyMeeting && k != event.Deadline {
		out = append(out, string(k))
	}
	if len(e.Meeting.Points) > 0 {
		numbers := make([]string, len(e.Meeting.Points))
		for i, id := range e.Meeting.Points {
			numbers[i] = cmp.Or(e.Room.NumberOf(id), string(id))
		}
		out = append(out, Numbers(numbers))
	}
	if len(e.Meeting.With) > 0 {
		out = append(out, "with "+participants(e.Meeting.With))
	}
	return strings.Join(out, "\n")
}

package view

import (
	"cmp"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Listed is a meeting in a list over several rooms.
type Listed struct {
	Room *room.State
	*room.Meeting
}

// Agenda is what is to come and what was, in the rooms of one viewer.
type Agenda struct {
	ToCome  []Listed // dated, the next first
	Undated []Listed // in the order of what they are to be before or after, as far as that has a date; then as they were entered
	Passed  []Listed // their day is over, and the record does not say whether they took place; deadlines that are over
	Held    []Listed // held, or happened, the earliest first
	NotHeld []Listed // did not take place
}

// Meetings draws up the agenda at a moment (Unix µs).
func Meetings(rooms []*room.State, now int64) Agenda {
	var a Agenda
	for _, s := range rooms {
		for _, m := range s.Meetings {
			x := Listed{s, m}
			switch m.Status() {
			case room.MeetingHeld:
				a.Held = append(a.Held, x)
			case room.MeetingNotHeld:
				a.NotHeld = append(a.NotHeld, x)
			case room.MeetingUndated:
				a.Undated = append(a.Undated, x)
			default:
				if Over(&m.On, now) {
					a.Passed = append(a.Passed, x)
				} else {
					a.ToCome = append(a.ToCome, x)
				}
			}
		}
	}
	byDate := func(x, y Listed) int { return cmp.Compare(x.On.From, y.On.From) }
	for _, list := range [][]Listed{a.ToCome, a.Passed, a.Held, a.NotHeld} {
		slices.SortStableFunc(list, byDate)
	}
	slices.SortStableFunc(a.Undated, func(x, y Listed) int {
		p, known := near(x.Room, x.Meeting, nil)
		q, also := near(y.Room, y.Meeting, nil)
		if known != also {
			if known {
				return -1
			}
			return 1
		}
		return cmp.Compare(p, q)
	})
	return a
}

const day = 24 * 60 * 60 * 1_000_000 // µs

// Over reports whether a date has passed at a moment: of one that is meant as a day or a
// month, when that is over.
func Over(d *event.Date, now int64) bool { return lastOf(d) < now }

// lastOf is the last moment of a date.
func lastOf(d *event.Date) int64 {
	end := max(d.From, d.To)
	switch d.Precision {
	case event.ToDay:
		end += day - 1
	case event.ToMonth:
		end += 31*day - 1
	}
	return end
}

// near is where an undated meeting stands among dated ones: just before or after what it
// is to be before or after, where that is a meeting whose date is known.
func near(s *room.State, m *room.Meeting, on []*room.Meeting) (int64, bool) {
	if m.On.From != 0 {
		return m.On.From, true
	}
	if slices.Contains(on, m) { // each is to be before the other
		return 0, false
	}
	on = append(on, m)
	for _, x := range []struct {
		of   string
		step int64
	}{{m.On.Before, -1}, {m.On.After, 1}} {
		other := s.Meeting(ident.Label(x.of))
		if x.of == "" || other == nil {
			continue
		}
		if at, known := near(s, other, on); known {
			return at + x.step, true
		}
	}
	return 0, false
}

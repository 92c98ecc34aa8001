package room

import (
	"maps"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// Deadline is something that is to be done by somebody, with every end that it had.
type Deadline struct {
	About             // of the act that set it
	event.DeadlineSet // as it stands
	Moves             []DeadlineMove
	Ended             *DeadlineEnd // nil while it is open
	Ends              int          // how often it ended, since one that ended may be open again
}

// DeadlineMove is an end that a deadline was given.
type DeadlineMove struct {
	About
	Due  event.Due
	Said event.Account
}

// DeadlineEnd says that a deadline is done, or dropped.
type DeadlineEnd struct {
	About
	event.DeadlineEnded
}

// Pen is that somebody drafts something, with every end that it had.
type Pen struct {
	About
	event.PenGiven // as it stands
	Dues           []PenDue
	Back           *PenBack // nil while they hold it
}

// PenDue is by when somebody was to have drafted.
type PenDue struct {
	About
	Due event.Due
}

// PenBack says that a pen was given back.
type PenBack struct {
	About
	event.PenBack
}

// Deadline finds a deadline by its label, however it is written: "d1".
func (s *State) Deadline(label ident.Label) *Deadline {
	if s.deadlineAt == nil { // none, or one that was put together and did not evolve
		for _, d := range s.Deadlines {
			if sameLabel(d.Label, label) {
				return d
			}
		}
		return nil
	}
	if i, ok := s.deadlineAt[flat(label)]; ok {
		return s.Deadlines[i]
	}
	return nil
}

// Pen finds a pen by its label.
func (s *State) Pen(label ident.Label) *Pen {
	for _, p := range s.Pens {
		if sameLabel(p.Label, label) {
			return p
		}
	}
	return nil
}

func (s *State) cloneDeadlines(c *State) {
	c.deadlineAt = maps.Clone(s.deadlineAt)
	c.Deadlines, c.Pens = cloneEach(s.Deadlines), cloneEach(s.Pens)
	for _, d := range c.Deadlines {
		d.Moves = slices.Clip(d.Moves)
	}
	for _, p := range c.Pens {
		p.Dues = slices.Clip(p.Dues)
	}
}

// evolveDeadlines takes deadlines and pens into the state.
func (s *State) evolveDeadlines(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.DeadlineSet:
		note(&s.deadlineAt, f.Label, len(s.Deadlines))
		s.Deadlines = append(s.Deadlines, &Deadline{About: at, DeadlineSet: *f, Moves: []DeadlineMove{{at, f.Due, event.Account{}}}})
	case *event.DeadlineMoved:
		if d := s.Deadline(f.Label); d != nil {
			d.Due, d.Ended = f.Due, nil
			d.Moves = append(d.Moves, DeadlineMove{at, f.Due, f.Said})
		}
	case *event.DeadlineEnded:
		if d := s.Deadline(f.Label); d != nil {
			d.Ended = &DeadlineEnd{at, *f}
			d.Ends++
		}
	case *event.PenGiven:
		if p := s.Pen(f.Label); p != nil {
			note := p.Note
			p.PenGiven, p.Back = *f, nil
			if f.Note == "" {
				p.Note = note
			}
			p.Dues = append(p.Dues, PenDue{at, f.Due})
			return
		}
		s.Pens = append(s.Pens, &Pen{About: at, PenGiven: *f, Dues: []PenDue{{at, f.Due}}})
	case *event.PenBack:
		if p := s.Pen(f.Label); p != nil {
			p.Back = &PenBack{at, *f}
		}
	}
}

const (
	minute = 60 * 1_000_000 // µs
	day    = 24 * 60 * minute
)

// Reckoned is by when something is to be done, as it can be said at the moment.
type Reckoned struct {
	Until     int64 // the last moment, Unix µs; 0: that has no date
	Offset    int   // minutes against UTC
	Precision event.Precision
	Why       string // why there is no date, in words
	Then      bool   // as it was reckoned when it was recorded: what it hangs on is not read here
}

// Reckon says by when something is to be done. Other rooms are asked for through in,
// which gives nil for one that is not read; nil where there are none. Days are counted
// by the clock that the meeting has.
func (s *State) Reckon(d *event.Due, in func(ident.Room) *State) Reckoned {
	return s.reckon(d, in, 0)
}

// deepest bounds how many deadlines hang on each other, so that those that hang on each
// other in a circle, as entries that were destroyed may leave them, have an end.
const deepest = 100

func (s *State) reckon(d *event.Due, in func(ident.Room) *State, depth int) Reckoned {
	if !d.Hangs() {
		r := Reckoned{Until: d.Until, Offset: d.Offset, Precision: d.Precision}
		if d.Until == 0 {
			r.Why = "no date was said"
		}
		return r
	}
	from := s
	if !d.Room.IsZero() {
		if in != nil {
			from = in(d.Room)
		} else {
			from = nil
		}
		if from == nil {
			return Reckoned{Until: d.Until, Offset: d.Offset, Precision: d.Precision, Then: true, Why: "it had no date when this was recorded"}
		}
	}
	none := func(why string) Reckoned { return Reckoned{Why: why} }
	var date event.Date
	switch other, m := from.Deadline(d.Of), from.Meeting(d.Of); {
	case depth >= deepest:
		return none("it hangs on itself")
	case other != nil:
		r := from.reckon(&other.Due, in, depth+1)
		if r.Until == 0 {
			return none(string(d.Of) + " has no date")
		}
		date = event.Date{From: r.Until, Offset: r.Offset, Precision: r.Precision}
		if r.Precision == event.ToDay { // its last moment is that of the day
			date.From -= day - 1
		}
	case m == nil:
		return none(string(d.Of) + " is no longer on record")
	case m.NotHeld != nil:
		return none(string(d.Of) + " did not take place")
	case m.On.From == 0:
		return none(string(d.Of) + " is undated")
	case m.On.Precision == event.ToMonth:
		return none(string(d.Of) + " has a month and no day yet")
	default:
		date = m.On
	}
	return stepped(&date, d)
}

// stepped is a moment so far before or after a date.
func stepped(date *event.Date, d *event.Due) Reckoned {
	base := date.From
	if d.Amount > 0 && date.To > base {
		base = date.To
	}
	out := Reckoned{Offset: date.Offset}
	switch d.Unit {
	case event.Minutes, event.Hours:
		if d.Amount > 0 && date.Precision == event.ToDay {
			base += day - 1
		}
		step := int64(d.Amount) * minute
		if d.Unit == event.Hours {
			step *= 60
		}
		out.Until = base + step
	default:
		n := int64(d.Amount)
		if d.Unit == event.Weeks {
			n *= 7
		}
		local := base + int64(date.Offset)*minute
		begins := local - (local%day+day)%day + n*day - int64(date.Offset)*minute
		if d.Clock > 0 {
			out.Until = begins + int64(d.Clock-1)*minute
		} else {
			out.Until, out.Precision = begins+day-1, event.ToDay
		}
	}
	return out
}

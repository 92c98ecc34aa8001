package ics

import (
	"fmt"
	"slices"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"
)

// zone is a zone that events name, and from when to when.
type zone struct {
	name        string
	loc         *time.Location
	first, last time.Time
}

// zonesOf are the zones of events, by name.
func zonesOf(events []Event) []*zone {
	at := map[string]*zone{}
	var out []*zone
	for i := range events {
		e := &events[i]
		name := zoneName(e.Start)
		if name == "" || e.WholeDays {
			continue
		}
		z := at[name]
		if z == nil {
			z = &zone{name, e.Start.Location(), e.Start, e.Start}
			at[name] = z
			out = append(out, z)
		}
		for _, t := range []time.Time{e.Start, e.End} {
			if !t.IsZero() && t.Before(z.first) {
				z.first = t
			}
			if t.After(z.last) {
				z.last = t
			}
		}
	}
	slices.SortFunc(out, func(a, b *zone) int { return strings.Compare(a.name, b.name) })
	return out
}

// around is how long before and after the events the clocks of a zone are described, so
// that a meeting that a reader moves by some months is still right.
const around = 200 * 24 * time.Hour

// write writes how the clocks of the zone stand around the events: each stretch between
// two changes by itself, without a rule.
func (z *zone) write(cal *ical.Calendar) error {
	v := cal.AddTimezone(z.name)
	last := z.last.Add(around)
	at, changed := z.lastChange(z.first.Add(-around))
	from := clockAt(at, z.loc).offset
	if changed {
		from = clockAt(at.Add(-time.Second), z.loc).offset
	}
	for {
		to := clockAt(at, z.loc)
		props := ical.ComponentBase{}
		// as the clock before the change would have shown it
		props.SetProperty(ical.ComponentPropertyDtStart, at.In(time.FixedZone("", from)).Format(local))
		props.SetProperty(ical.ComponentProperty(ical.PropertyTzoffsetfrom), offset(from))
		props.SetProperty(ical.ComponentProperty(ical.PropertyTzoffsetto), offset(to.offset))
		props.SetProperty(ical.ComponentProperty(ical.PropertyTzname), to.name)
		if at.In(z.loc).IsDST() {
			v.Components = append(v.Components, &ical.Daylight{ComponentBase: props})
		} else {
			v.Components = append(v.Components, &ical.Standard{ComponentBase: props})
		}
		next, found := z.nextChange(at, last)
		if !found {
			return nil
		}
		at, from = next, to.offset
	}
}

// clock is how the clocks of a zone stand.
type clock struct {
	name   string
	offset int // seconds against UTC
}

func clockAt(t time.Time, loc *time.Location) clock {
	name, offset := t.In(loc).Zone()
	return clock{name, offset}
}

// step is how far the search for a change of the clocks looks at once: no zone changes
// them twice within so few days. (time.Time.ZoneBounds is of no use here: for years behind
// the last in the zone's file it gives ends of years for changes.)
const step = 5 * 24 * time.Hour

// nextChange is the first change of the clocks after a moment, up to another.
func (z *zone) nextChange(t, last time.Time) (time.Time, bool) {
	for now := clockAt(t, z.loc); t.Before(last); t = t.Add(step) {
		if clockAt(t.Add(step), z.loc) != now {
			return z.between(t, t.Add(step)), true
		}
	}
	return time.Time{}, false
}

// lastChange is the last change of the clocks before a moment. Where there is none within
// two years, it is the moment two years before, at which nothing changes.
func (z *zone) lastChange(t time.Time) (time.Time, bool) {
	floor := t.AddDate(-2, 0, 0)
	for now := clockAt(t, z.loc); t.After(floor); t = t.Add(-step) {
		if clockAt(t.Add(-step), z.loc) != now {
			return z.between(t.Add(-step), t), true
		}
	}
	return time.Date(floor.Year(), 1, 1, 0, 0, 0, 0, time.UTC), false
}

// between is the second from which on the clocks stand as at the end of a stretch.
func (z *zone) between(from, to time.Time) time.Time {
	then := clockAt(from, z.loc)
	a, b := from.Unix(), to.Unix()
	for b-a > 1 {
		if m := a + (b-a)/2; clockAt(time.Unix(m, 0), z.loc) == then {
			a = m
		} else {
			b = m
		}
	}
	return time.Unix(b, 0).UTC()
}

// offset writes seconds against UTC: +0200, -033630.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}

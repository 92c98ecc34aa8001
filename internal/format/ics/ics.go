// Package ics writes events as an iCalendar file (RFC 5545).
//
// It promises lines of at most 75 octets that end in CR LF, a VTIMEZONE for every zone
// that an event names, with the changes of its clocks around the events and no rules that
// a reader would have to know, and the same bytes for the same events. It writes no
// alarms, no organiser and no addresses: who is told of a meeting is said elsewhere. It
// has no METHOD, since the file is no invitation that somebody answers. It reads nothing.
package ics

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	ical "github.com/arran4/golang-ical"
)

// Event is one entry of a calendar.
type Event struct {
	UID         string    // the same for life
	Sequence    int       // higher whenever it was said anew
	Stamp       time.Time // when it was said last
	Summary     string    // one line
	Description string    // lines
	Location    string    // one line
	Start       time.Time // in the zone of its place where it is an IANA zone, else it is written in UTC
	End         time.Time // zero where it is not known; of whole days: the last day
	WholeDays   bool      // Start and End are days
	Cancelled   bool      // it does not take place
	Free        bool      // it takes up no time of those who have it in their calendar: a deadline
}

// Calendar is a file of events.
type Calendar struct {
	Name   string // one line; "" for none
	Notice string // what stands with every event, "" for nothing
	Events []Event
}

const product = "-//nonpaper//nonpaper//EN"

// Write writes a calendar.
func Write(c *Calendar) ([]byte, error) {
	cal := &ical.Calendar{}
	cal.SetVersion("2.0")
	cal.SetProductId(product)
	cal.SetCalscale("GREGORIAN")
	if c.Name != "" {
		cal.SetXWRCalName(clean(c.Name))
	}
	for _, z := range zonesOf(c.Events) {
		if err := z.write(cal); err != nil {
			return nil, err
		}
	}
	for i := range c.Events {
		if err := c.Events[i].write(cal, c.Notice); err != nil {
			return nil, err
		}
	}
	var b strings.Builder
	if err := cal.SerializeTo(&b, ical.WithNewLine("\r\n"), ical.WithLineLength(75)); err != nil {
		return nil, fmt.Errorf("the calendar cannot be written: %w", err)
	}
	return []byte(b.String()), nil
}

const (
	local = "20060102T150405"
	utc   = local + "Z"
	date  = "20060102"
)

func (e *Event) write(cal *ical.Calendar, notice string) error {
	if e.UID == "" || e.Start.IsZero() {
		return fmt.Errorf("an event without an identifier or a date cannot be written")
	}
	v := cal.AddEvent(e.UID)
	v.SetDtStampTime(e.Stamp)
	v.SetModifiedAt(e.Stamp)
	v.SetSequence(e.Sequence)
	v.SetSummary(clean(e.Summary))
	description := e.Description
	if notice != "" {
		description = strings.TrimSpace(description + "\n" + notice)
	}
	if description != "" {
		v.SetDescription(cleanLines(description))
	}
	if e.Location != "" {
		v.SetLocation(clean(e.Location))
	}
	at := func(p ical.ComponentProperty, t time.Time) {
		switch zone := zoneName(t); {
		case e.WholeDays:
			v.SetProperty(p, t.Format(date), ical.WithValue("DATE"))
		case zone == "":
			v.SetProperty(p, t.UTC().Format(utc))
		default:
			v.SetProperty(p, t.Format(local), ical.WithTZID(zone))
		}
	}
	at(ical.ComponentPropertyDtStart, e.Start)
	switch {
	case e.WholeDays: // the end of whole days is the day behind them
		end := e.Start
		if e.End.After(end) {
			end = e.End
		}
		at(ical.ComponentPropertyDtEnd, end.AddDate(0, 0, 1))
	case e.End.After(e.Start):
		at(ical.ComponentPropertyDtEnd, e.End.In(e.Start.Location()))
	}
	status := ical.ObjectStatusConfirmed
	if e.Cancelled {
		status = ical.ObjectStatusCancelled
	}
	v.SetStatus(status)
	if e.Free || e.Cancelled {
		v.SetProperty(ical.ComponentPropertyTransp, "TRANSPARENT")
	}
	return nil
}

// clean is a value that stands on one line.
func clean(s string) string { return strings.Join(strings.Fields(cleanLines(s)), " ") }

// cleanLines takes out what may not stand in a text: control characters but the ends of
// lines, and bytes that are no UTF-8.
func cleanLines(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

// zoneName is the IANA name of the zone in which a moment is given, "" for UTC and for
// one that has no name.
func zoneName(t time.Time) string {
	name := t.Location().String()
	if name == "UTC" || name == "Local" || name == "" || !strings.ContainsRune(name, '/') {
		return ""
	}
	return name
}

package view

import (
	"fmt"
	"strings"

	"nonpaper/internal/event"
)

// months are written as everywhere in the program.
var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// moment is a time by some clock.
type moment struct{ year, month, day, hour, minute int }

// momentOf is a time (Unix µs) by a clock that is so many minutes ahead of UTC. It is
// reckoned here since what is said of a record depends on no clock.
func momentOf(micro int64, offset int) moment {
	const minute = 60 * 1_000_000
	minutes := floorDiv(micro, minute) + int64(offset)
	days := floorDiv(minutes, 24*60)
	rest := int(minutes - days*24*60)
	// the civil calendar, in eras of 400 years that begin on 1 March of the year 0
	days += 719468
	era := floorDiv(days, 146097)
	ofEra := days - era*146097
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*ofYear + 2) / 153
	m := moment{year: int(yearOfEra + era*400), month: int(shifted) + 3, day: int(ofYear-(153*shifted+2)/5) + 1, hour: rest / 60, minute: rest % 60}
	if m.month > 12 {
		m.month -= 12
		m.year++
	}
	return m
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func (m moment) ofDay() string { return fmt.Sprintf("%02d:%02d", m.hour, m.minute) }

// as writes a moment as exactly as it is meant.
func (m moment) as(p event.Precision) string {
	switch p {
	case event.ToDay:
		return fmt.Sprintf("%d %s %d", m.day, months[m.month-1], m.year)
	case event.ToMonth:
		return fmt.Sprintf("%s %d", months[m.month-1], m.year)
	}
	return m.as(event.ToDay) + " " + m.ofDay()
}

// SayDate writes when a meeting is to be, or that it is undated.
func SayDate(d *event.Date) string {
	var out []string
	if d.From != 0 {
		from, to := momentOf(d.From, d.Offset), momentOf(d.To, d.Offset)
		s := from.as(d.Precision)
		switch {
		case d.To == 0 || to.as(d.Precision) == s:
		case d.Precision != event.ToDay && d.Precision != event.ToMonth && to.as(event.ToDay) == from.as(event.ToDay):
			s += "–" + to.ofDay()
		default:
			s += " – " + to.as(d.Precision)
		}
		out = append(out, s)
	}
	if d.Before != "" {
		out = append(out, "before "+d.Before)
	}
	if d.After != "" {
		out = append(out, "after "+d.After)
	}
	if len(out) == 0 {
		return "undated"
	}
	return strings.Join(out, ", ")
}

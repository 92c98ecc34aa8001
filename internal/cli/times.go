package cli

import (
	"strings"
	"time"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
)

// forms are how people write times, with how exactly each is meant.
var forms = []struct {
	layout    string
	precision event.Precision
	zoned     bool
}{
	{time.RFC3339, event.ToMinute, true},
	{"2006-01-02T15:04Z07:00", event.ToMinute, true},
	{"2006-01-02 15:04 Z07:00", event.ToMinute, true},
	{"2006-01-02 15:04Z07:00", event.ToMinute, true},
	{"2006-01-02T15:04", event.ToMinute, false},
	{"2006-01-02 15:04", event.ToMinute, false},
	{"2006-01-02 15:04:05", event.ToMinute, false},
	{"2006-01-02", event.ToDay, false},
	{"2006-01", event.ToMonth, false},
}

// parseWhen reads a time, or two with .. between them; the second may be an hour
// of the same day.
func parseWhen(s string, now time.Time) (event.When, error) {
	first, second, stretch := strings.Cut(s, "..")
	from, precision, err := parseTime(strings.TrimSpace(first), now)
	if err != nil {
		return event.When{}, err
	}
	_, offset := from.Zone()
	w := event.When{From: from.UnixMicro(), Offset: offset / 60, Precision: precision}
	if !stretch {
		return w, nil
	}
	second = strings.TrimSpace(second)
	if len(second) == len("15:04") && second[2] == ':' {
		second = from.Format("2006-01-02 ") + second + from.Format(" Z07:00")
	}
	to, _, err := parseTime(second, now)
	if err != nil {
		return event.When{}, err
	}
	if w.To = to.UnixMicro(); w.To < w.From {
		return event.When{}, fault.Invalidf("%q ends before it begins", s)
	}
	return w, nil
}

func parseTime(s string, now time.Time) (time.Time, event.Precision, error) {
	for _, f := range forms {
		var t time.Time
		var err error
		if f.zoned {
			t, err = time.Parse(f.layout, s)
		} else {
			t, err = time.ParseInLocation(f.layout, s, now.Location())
		}
		if err == nil && t.Year() > 1800 && t.Year() < 3000 {
			return t, f.precision, nil
		}
	}
	return time.Time{}, 0, fault.Invalidf("%.40q is no time", s).WithHint("Write it as 2025-11-21 18:55 +02:00, 2025-11-21 18:55, 2025-11-21 or 2025-11.")
}

// endOf is the last moment that a time as it was written may mean.
func endOf(w event.When) int64 {
	if w.To != 0 {
		return w.To
	}
	at := time.UnixMicro(w.From).In(time.FixedZone("", w.Offset*60))
	switch w.Precision {
	case event.ToDay:
		at = at.AddDate(0, 0, 1)
	case event.ToMonth:
		at = at.AddDate(0, 1, 0)
	default:
		at = at.Add(time.Minute)
	}
	return at.UnixMicro() - 1
}

// sayWhen writes when something happened, by the clock of where it did.
func sayWhen(w event.When) string {
	if w.From == 0 || w.Precision == event.Undated {
		return "undated"
	}
	zone := time.FixedZone("", w.Offset*60)
	at := time.UnixMicro(w.From).In(zone)
	if form := map[event.Precision]string{event.ToDay: "2 Jan 2006", event.ToMonth: "Jan 2006"}[w.Precision]; form != "" {
		s := at.Format(form)
		if to := time.UnixMicro(w.To).In(zone).Format(form); w.To != 0 && to != s {
			s += " – " + to
		}
		return s
	}
	s := at.Format("2 Jan 2006 15:04")
	if w.To != 0 {
		to := time.UnixMicro(w.To).In(zone)
		if to.Format("2006-01-02") == at.Format("2006-01-02") {
			return s + to.Format("–15:04")
		}
		return s + to.Format(" – 2 Jan 2006 15:04")
	}
	return s
}

// whenJSON is a time in JSON.
type whenJSON struct {
	From      string `json:"from"`
	To        string `json:"to,omitempty"`
	Precision string `json:"precision,omitempty"`
}

func jsonWhen(w event.When) *whenJSON {
	if w.From == 0 {
		return nil
	}
	zone := time.FixedZone("", w.Offset*60)
	out := &whenJSON{From: time.UnixMicro(w.From).In(zone).Format(time.RFC3339)}
	if w.To != 0 {
		out.To = time.UnixMicro(w.To).In(zone).Format(time.RFC3339)
	}
	switch w.Precision {
	case event.ToDay:
		out.Precision = "day"
	case event.ToMonth:
		out.Precision = "month"
	case event.Undated:
		out.Precision = "undated"
	}
	return out
}

// sayEntered writes a time of entry, in UTC.
func sayEntered(micro int64) string {
	return time.UnixMicro(micro).UTC().Format("2006-01-02 15:04:05Z")
}

// sayDuration is how long something lasts, as people say it.
func sayDuration(d time.Duration) string {
	switch {
	case d < time.Minute:
		return plural(int(d.Seconds()), "second")
	case d < 2*time.Hour:
		return plural(int(d.Minutes()), "minute")
	}
	return plural(int(d.Hours()), "hour")
}

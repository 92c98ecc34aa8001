package ics_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"nonpaper/internal/format/ics"
)

// moment is a time as the reader has it: a day, or seconds of Unix time by the zone that
// the file itself describes.
type moment struct {
	Date, Zone, Local string
	Unix              int64
}

type readEvent struct {
	UID, Status, Transp, Summary, Description, Location string
	Start                                               moment
	End                                                 *moment
	Stamp                                               int64
	Sequence                                            int
}

type readCalendar struct {
	Name   string
	Faults []string
	Events []readEvent
}

// read reads calendars with ical.js.
func read(t testing.TB, calendars ...[]byte) []readCalendar {
	t.Helper()
	folder, err := filepath.Abs("../../../node_modules/ical.js")
	if err != nil {
		t.Fatal(err)
	}
	_, there := os.Stat(filepath.Join(folder, "dist", "ical.js"))
	node, lookErr := exec.LookPath("node")
	if there != nil || lookErr != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("node and ical.js are needed: %v %v", lookErr, there)
		}
		t.Skip("node or ical.js is not here (npm ci installs it, as test.sh does); the calendars were not judged")
	}
	dir := t.TempDir()
	args := []string{"testdata/read.mjs", folder}
	for i, c := range calendars {
		name := filepath.Join(dir, fmt.Sprintf("%d.ics", i))
		if err := os.WriteFile(name, c, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	out, err := exec.Command(node, args...).Output()
	if err != nil {
		if e, is := err.(*exec.ExitError); is {
			t.Fatalf("the reader refuses them: %s", e.Stderr)
		}
		t.Fatal(err)
	}
	var all []readCalendar
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// zones are some whose clocks are unlike others': with half hours, without summer time,
// with winter time as the exception, with a day that was left out.
var zones = []string{"UTC", "Europe/Zurich", "Europe/Helsinki", "Europe/Dublin", "America/St_Johns", "America/New_York", "Asia/Kathmandu", "Asia/Dubai", "Asia/Gaza", "Africa/Casablanca",
	"Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Etc/GMT-2", "Etc/GMT+11", "America/Argentina/Buenos_Aires"}

var text = rapid.OneOf(rapid.StringN(0, 40, -1), rapid.StringMatching(`[A-Za-z ,;:\\"'\n\r\täöü日本🕊]{0,200}`), rapid.Just("BEGIN:VALARM\nEND:VEVENT"), rapid.Just(strings.Repeat("ß", 60)))

var drawEvent = rapid.Custom(func(t *rapid.T) ics.Event {
	loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Unix(rapid.Int64Range(time.Date(1975, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2045, 1, 1, 0, 0, 0, 0, time.UTC).Unix()).Draw(t, "start"), 0).In(loc)
	e := ics.Event{Sequence: rapid.IntRange(0, 40).Draw(t, "sequence"), Stamp: start.Add(-time.Hour), Summary: text.Draw(t, "summary"), Description: text.Draw(t, "description"), Location: text.Draw(t, "location"),
		Start: start, WholeDays: rapid.IntRange(0, 3).Draw(t, "days") == 0, Cancelled: rapid.Bool().Draw(t, "cancelled"), Free: rapid.Bool().Draw(t, "free")}
	if rapid.Bool().Draw(t, "has an end") {
		e.End = start.Add(time.Duration(rapid.IntRange(1, 60*24*400).Draw(t, "minutes")) * time.Minute)
	}
	return e
})

// twice says that a wall clock shows a moment twice, as when the clocks are put back: then
// the file can say only which of both by the RFC's rule, the first.
func twice(t time.Time) bool {
	for _, d := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour} {
		if before := t.Add(-d); before.Format("20060102T150405") == t.Format("20060102T150405") {
			return true
		}
	}
	return false
}

// A strict reader that shares no code with the writer reads back every event, at the same
// moment by the zone that stands in the file.
func TestReadBack(t *testing.T) {
	var written [][]byte
	var drawn []ics.Calendar
	for seed := range 40 {
		c := ics.Calendar{Name: text.Example(seed), Notice: rapid.SampledFrom([]string{"", "From the public record."}).Example(seed), Events: rapid.SliceOfN(drawEvent, 10, 40).Example(seed)}
		for i := range c.Events {
			c.Events[i].UID = fmt.Sprintf("%d-%d", seed, i)
		}
		src, err := ics.Write(&c)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := ics.Write(&c); string(again) != string(src) {
			t.Fatal("the same events give other bytes")
		}
		written, drawn = append(written, src), append(drawn, c)
	}
	n := 0
	for i, got := range read(t, written...) {
		for _, f := range got.Faults {
			t.Errorf("%s\n%s", f, written[i])
		}
		if len(got.Events) != len(drawn[i].Events) {
			t.Fatalf("%d events of %d", len(got.Events), len(drawn[i].Events))
		}
		for k := range got.Events {
			n++
			same(t, &drawn[i].Events[k], &got.Events[k])
		}
	}
	t.Logf("%d events in %d calendars", n, len(written))
}

func same(t *testing.T, e *ics.Event, got *readEvent) {
	t.Helper()
	status := "CONFIRMED"
	if e.Cancelled {
		status = "CANCELLED"
	}
	if got.UID != e.UID || got.Sequence != e.Sequence || got.Stamp != e.Stamp.Unix() || got.Status != status || (got.Transp == "TRANSPARENT") != (e.Free || e.Cancelled) {
		t.Errorf("%+v came back as %+v", e, got)
	}
	if words(got.Summary) != words(e.Summary) || words(got.Location) != words(e.Location) || !strings.HasPrefix(words(got.Description), words(e.Description)) {
		t.Errorf("the words of %q came back as %q", []string{e.Summary, e.Location, e.Description}, []string{got.Summary, got.Location, got.Description})
	}
	if e.WholeDays {
		end := e.Start
		if e.End.After(end) {
			end = e.End
		}
		if got.Start.Date != e.Start.Format("2006-01-02") || got.End == nil || got.End.Date != end.AddDate(0, 0, 1).Format("2006-01-02") {
			t.Errorf("%s to %s came back as %+v to %+v", e.Start, e.End, got.Start, got.End)
		}
		return
	}
	if got.Start.Unix != e.Start.Unix() && !twice(e.Start) {
		t.Errorf("%s came back as %s (%s)", e.Start, time.Unix(got.Start.Unix, 0).UTC(), got.Start.Local)
	}
	if name := e.Start.Location().String(); name != "UTC" && got.Start.Zone != name {
		t.Errorf("the zone %s came back as %q", name, got.Start.Zone)
	}
	if e.End.IsZero() != (got.End == nil) {
		t.Errorf("the end %s came back as %+v", e.End, got.End)
	} else if got.End != nil && got.End.Unix != e.End.Unix() && !twice(e.End.In(e.Start.Location())) {
		t.Errorf("the end %s came back as %s", e.End, time.Unix(got.End.Unix, 0).UTC())
	}
}

// words are what of a text is kept whatever its lines and control characters.
func words(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r >= 0x7f && r < 0xa0 && r != 0x85 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// The same event said anew is the same event for the reader, and a cancelled one is there
// as cancelled.
func TestSaidAnew(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	e := ics.Event{UID: "one", Stamp: time.Unix(1e9, 0), Summary: "Plenary", Start: time.Date(2026, 10, 24, 10, 0, 0, 0, loc), End: time.Date(2026, 10, 24, 12, 0, 0, 0, loc)}
	first, err := ics.Write(&ics.Calendar{Events: []ics.Event{e}})
	if err != nil {
		t.Fatal(err)
	}
	e.Sequence, e.Start, e.End = 1, e.Start.AddDate(0, 0, 1), time.Time{} // the night on which the clocks are put back lies between
	second, err := ics.Write(&ics.Calendar{Events: []ics.Event{e}})
	if err != nil {
		t.Fatal(err)
	}
	e.Sequence, e.Cancelled = 2, true
	third, err := ics.Write(&ics.Calendar{Events: []ics.Event{e}})
	if err != nil {
		t.Fatal(err)
	}
	all := read(t, first, second, third)
	for i, c := range all {
		if len(c.Faults) > 0 || len(c.Events) != 1 || c.Events[0].UID != "one" || c.Events[0].Sequence != i {
			t.Fatalf("%+v", c)
		}
	}
	if d := all[1].Events[0].Start.Unix - all[0].Events[0].Start.Unix; d != 25*60*60 {
		t.Errorf("from 10:00 to 10:00 over the night with 25 hours are %d seconds", d)
	}
	if all[2].Events[0].Status != "CANCELLED" || strings.Contains(string(third), "VALARM") {
		t.Errorf("%+v", all[2].Events[0])
	}
	if _, err := ics.Write(&ics.Calendar{Events: []ics.Event{{UID: "x"}}}); err == nil {
		t.Error("an event without a date was written")
	}
}

// The reader that judges finds what it is to find: a calendar that is spoilt in one place
// is refused or has a fault.
func TestReaderIsStrict(t *testing.T) {
	loc, _ := time.LoadLocation("Europe/Zurich")
	src, err := ics.Write(&ics.Calendar{Events: []ics.Event{{UID: "one", Stamp: time.Unix(1e9, 0), Summary: "Plenary", Start: time.Date(2026, 10, 24, 10, 0, 0, 0, loc)}}})
	if err != nil {
		t.Fatal(err)
	}
	var spoilt [][]byte
	for _, x := range [][2]string{{"DTSTAMP:20010909T014640Z\r\n", ""}, {"UID:one\r\n", ""}, {"TZID:Europe/Zurich\r\n", "TZID:Europe/Bern\r\n"}, {"\r\nSUMMARY", "\nSUMMARY"}, {"UID:one", "UID:one\r\nUID:two"},
		{"SUMMARY:Plenary", "SUMMARY:" + strings.Repeat("x", 80)}, {"DTSTART;TZID=Europe/Zurich:", "DTSTART:"}, {"VERSION:2.0\r\n", ""}, {"END:VEVENT", "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"}} {
		s := strings.Replace(string(src), x[0], x[1], 1)
		if s == string(src) {
			t.Fatalf("%q does not stand in\n%s", x[0], src)
		}
		spoilt = append(spoilt, []byte(s))
	}
	for i, c := range read(t, spoilt...) {
		if len(c.Faults) == 0 {
			t.Errorf("no fault was found in\n%s", spoilt[i])
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	var c ics.Calendar
	for i := range 1000 {
		loc, _ := time.LoadLocation(zones[i%len(zones)])
		c.Events = append(c.Events, ics.Event{UID: fmt.Sprint(i), Stamp: time.Unix(1e9, 0), Summary: "Plenary of the delegations", Description: "points 1 to 9\nwith ALD, BOR, CAD", Location: "Lake Hall",
			Start: time.Date(2026, 1, 1, 10, 0, 0, 0, loc).AddDate(0, 0, i)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ics.Write(&c); err != nil {
			b.Fatal(err)
		}
	}
}

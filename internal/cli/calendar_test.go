package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The calendars of the invented process are read by ical.js, strictly: the venue's clocks
// are in them, a meeting that is put off is the same event said anew, and nobody's has
// what they may not read.
func TestCalendars(t *testing.T) {
	dir := t.TempDir()
	process := filepath.Join(dir, "lakes.nonpaper")
	runs(t, Done, "-q", "demo", "meridian-lakes", "--keep", process)
	t.Setenv("NONPAPER_FILE", process)
	write := func(name string, args ...string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		runs(t, Done, append(append([]string{"-q"}, args...), "-o", file)...)
		return file
	}
	people := []string{"m.rhee", "i.varga", "ald.head", "bor.head", "cad.head", "dov.head"}
	var files []string
	for _, who := range people {
		files = append(files, write(who+".ics", "calendar", who))
	}
	files = append(files, write("one.ics", "meeting", "ics", "Plenary 9"))
	runs(t, Done, "-q", "meeting", "postpone", "Plenary 9", "--on", "2026-11-26 10:00", "--yes")
	files = append(files, write("two.ics", "meeting", "ics", "Plenary 9"))
	runs(t, Done, "-q", "meeting", "cancel", "Plenary 9", "--says", "no ferry", "--yes")
	files = append(files, write("three.ics", "meeting", "ics", "Plenary 9", "--actor", "bor.head"))
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is readable by others: %v %v", f, info, err)
		}
	}

	node, lookErr := exec.LookPath("node")
	folder, _ := filepath.Abs("../../node_modules/ical.js")
	_, there := os.Stat(filepath.Join(folder, "dist", "ical.js"))
	if lookErr != nil || there != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("node and ical.js are needed: %v %v", lookErr, there)
		}
		t.Skip("node or ical.js is not here (npm ci installs it, as test.sh does); the calendars were not judged")
	}
	out, err := exec.Command(node, append([]string{"../format/ics/testdata/read.mjs", folder}, files...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Faults []string
		Events []struct {
			UID, Status, Summary, Description string
			Sequence                          int
			Start                             struct {
				Zone string
				Unix int64
			}
		}
	}
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	uids := map[string]string{}
	for i, c := range all {
		if len(c.Faults) > 0 || len(c.Events) == 0 {
			t.Errorf("%s: %d events, %q", files[i], len(c.Events), c.Faults)
		}
		for _, e := range c.Events {
			if was, known := uids[e.UID]; known && was != e.Summary {
				t.Errorf("%s is %q and %q", e.UID, was, e.Summary)
			}
			uids[e.UID] = e.Summary
		}
		if i >= 2 && i < len(people) {
			for _, e := range c.Events {
				for _, hidden := range []string{"Dovray", "speakers", "chancellor", "inister"} {
					if people[i] != "dov.head" && strings.Contains(e.Summary+e.Description, hidden) {
						t.Errorf("%s has %q in their calendar: %s", people[i], hidden, e.Summary)
					}
				}
			}
		}
	}
	for i, want := range []struct {
		status string
		day    int
	}{{"CONFIRMED", 23}, {"CONFIRMED", 26}, {"CANCELLED", 26}} {
		c := all[len(people)+i]
		e, first := c.Events[0], all[len(people)].Events[0]
		if e.UID != first.UID || e.Sequence != first.Sequence+i || e.Status != want.status || e.Start.Zone != "Etc/GMT-2" || e.Start.Unix != time.Date(2026, 11, want.day, 8, 0, 0, 0, time.UTC).Unix() {
			t.Errorf("Plenary 9, said for the %d. time: %+v", i+1, e)
		}
	}
}

package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"nonpaper/examples"
	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/vault"
)

// Every column of every line of the events of November 2025 can be recorded, and comes
// back as it stands there.
func TestEventsOfNovember(t *testing.T) {
	src, err := examples.Files.ReadFile("november-2025/events.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ring, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	process, err := app.Create(context.Background(), app.Config{Log: eventlog.NewMemory(), Ring: ring, Clock: time.Now},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "November"}, Keepers: []event.PersonIntroduced{{Person: keeperOf, Name: "Magnus Rhee"}}})
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		t.Helper()
		var out, said bytes.Buffer
		p := &program{ctx: context.Background(), stdin: strings.NewReader(""), stdout: &out, stderr: &said, clock: time.Now, rand: rand.Reader, held: &heldOpen{process: process, file: "x"}}
		if exit := p.run(args); exit != Done {
			t.Fatalf("%q: %d\n%s", args, exit, said.String())
		}
		return out.String()
	}
	for _, r := range rows[1:] {
		act, said, kind := "hold", "--outcome=", r[3]
		args := []string{"meeting", act, r[0], "--title=" + r[4], "--on=" + r[1] + ".." + r[2], "--with=" + r[5], "--place=" + r[6], "--source=" + r[8], "--certainty=" + r[9]}
		switch r[3] {
		case "postponement":
			args[1], said, kind = "cancel", "--says=", "meeting"
			args = append(args, "--stated="+r[3])
		case "draft":
			kind = "disclosure"
			args = append(args, "--stated="+r[3])
		}
		run(append(args, "--kind="+kind, said+r[7])...)
		var got meetingOut
		if err := json.Unmarshal([]byte(run("meeting", "show", r[0], "--json")), &got); err != nil {
			t.Fatal(err)
		}
		var with []string
		for _, p := range got.With {
			with = append(with, p.Name)
		}
		day := func(s string) string { return s[:len("2025-11-19")] }
		type_ := orWords(got.Stated, got.Kind)
		back := []string{got.Label, day(got.On.From), day(got.On.To), type_, got.Title, strings.Join(with, "; "), got.Place, got.Accounts[0].Words, got.Accounts[0].Source, got.Accounts[0].Certainty}
		for i := range back {
			if back[i] != r[i] {
				t.Errorf("%s, %s: %q came back as %q", r[0], rows[0][i], r[i], back[i])
			}
		}
		if got.On.Precision != "day" {
			t.Errorf("%s is said to be exact to the %s", r[0], orWords(got.On.Precision, "minute"))
		}
	}
	var all agendaOut
	if err := json.Unmarshal([]byte(run("meetings", "--json")), &all); err != nil {
		t.Fatal(err)
	}
	if n := len(all.Held) + len(all.NotHeld); n != len(rows)-1 || len(all.NotHeld) != 3 {
		t.Errorf("the agenda has %d of %d events, %d of which did not take place", n, len(rows)-1, len(all.NotHeld))
	}
}

package room

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// acts carries commands out on one room.
type acts struct {
	t *rapid.T
	s *State
}

func meetingRoom(t *rapid.T) *acts {
	a := &acts{t, New(ident.Room{1})}
	a.must(Open{Name: "plenary", Kind: event.RoomDrafting})
	for _, c := range []ident.Code{"ALD", "BOR", "CAD"} {
		a.fact(&event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}}, 0)
	}
	return a
}

func (a *acts) fact(f event.Fact, at int64) {
	a.s.Evolve(&event.Entry{Seq: a.s.Entries, Time: int64(a.s.Entries), Body: event.Body{Actor: "m.rhee", Entered: "m.rhee", When: event.When{From: at}, Fact: f}})
}

func (a *acts) try(c Command, at int64) bool {
	before := a.s.Clone()
	facts, err := a.s.Decide(c)
	if !reflect.DeepEqual(before, a.s.Clone()) {
		a.t.Fatalf("deciding %T changed the room", c)
	}
	if err != nil {
		return false
	}
	kept := a.s
	a.s = a.s.Clone()
	for _, f := range facts {
		a.fact(f, at)
	}
	if !reflect.DeepEqual(before, kept.Clone()) {
		a.t.Fatalf("%T changed the state that others read", c)
	}
	return true
}

func (a *acts) must(c Command) {
	a.t.Helper()
	if !a.try(c, 0) {
		a.t.Fatalf("%T was refused", c)
	}
}

// planned is what the model knows of a meeting.
type planned struct {
	on        int64
	dates     []int64
	accounts  int
	held      bool
	notHeld   bool
	postponed bool
	remarks   int
}

// In any history of planning, moving, postponing, holding and telling, every date and
// every account stays, a meeting that was put off without a date is undated and not gone,
// and what was held is not planned again.
func TestMeetings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := meetingRoom(t)
		model := map[ident.Label]*planned{}
		var labels []ident.Label
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			label := ident.Label(fmt.Sprintf("M %d", rapid.IntRange(1, 4).Draw(t, "meeting")))
			on := rapid.SampledFrom([]int64{0, 10, 20, 30}).Draw(t, "on")
			said := event.Account{Words: rapid.SampledFrom([]string{"", "so they say"}).Draw(t, "words"), SaidBy: "a spokesman"}
			m := model[label]
			occasion := event.Occasion{Label: label, Title: "Talks", On: event.Date{From: on}}
			switch rapid.SampledFrom([]string{"plan", "move", "postpone", "hold", "miss", "tell", "note"}).Draw(t, "act") {
			case "plan":
				want := m == nil
				if done := a.try(PlanMeeting{event.MeetingPlanned{Occasion: occasion}}, 0); done != want {
					t.Fatalf("%s planned: %v, want %v", label, done, want)
				}
				if want {
					model[label] = &planned{on: on, dates: []int64{on}}
					labels = append(labels, label)
				}
			case "move":
				want := m != nil && !m.held && on != 0 && (on != m.on || m.notHeld)
				if done := a.try(MoveMeeting{event.MeetingMoved{Label: label, On: event.Date{From: on}, Said: said}}, 0); done != want {
					t.Fatalf("%s moved to %d: %v, want %v", label, on, done, want)
				}
				if want {
					m.on, m.dates, m.notHeld = on, append(m.dates, on), false
					m.accounts++
				}
			case "postpone":
				want := m != nil && !m.held
				if done := a.try(MoveMeeting{event.MeetingMoved{Label: label, On: event.Date{From: on}, Postponed: true, Said: said}}, 0); done != want {
					t.Fatalf("%s postponed: %v, want %v", label, done, want)
				}
				if want {
					m.on, m.dates, m.notHeld, m.postponed = on, append(m.dates, on), false, true
					m.accounts++
				}
			case "hold":
				want := m == nil || !m.held
				if done := a.try(HoldMeeting{event.MeetingHeld{Occasion: occasion, Said: said}}, 0); done != want {
					t.Fatalf("%s held: %v, want %v", label, done, want)
				}
				if m == nil {
					m = &planned{on: on, dates: []int64{on}}
					model[label] = m
					labels = append(labels, label)
				}
				if want {
					m.held, m.notHeld = true, false
					m.on = cmp.Or(on, m.on)
					m.accounts++
				}
			case "miss":
				want := m == nil || !m.notHeld
				if done := a.try(MissMeeting{event.MeetingNotHeld{Occasion: occasion, Said: said}}, 0); done != want {
					t.Fatalf("%s missed: %v, want %v", label, done, want)
				}
				if m == nil {
					m = &planned{on: on, dates: []int64{on}}
					model[label] = m
					labels = append(labels, label)
				}
				if want {
					m.held, m.notHeld = false, true
					m.on = cmp.Or(on, m.on)
					m.accounts++
				}
			case "tell":
				want := m != nil && said.Words != ""
				if done := a.try(TellMeeting{event.MeetingAccount{Label: label, Said: said}}, 0); done != want {
					t.Fatalf("%s told: %v, want %v", label, done, want)
				}
				if want {
					m.accounts++
				}
			case "note":
				want := m != nil
				if done := a.try(NoteMeeting{event.MeetingNote{Label: label, Words: "x", SaidBy: "y"}}, 0); done != want {
					t.Fatalf("%s noted: %v, want %v", label, done, want)
				}
				if want {
					m.remarks++
				}
			}
		}
		if len(a.s.Meetings) != len(model) {
			t.Fatalf("%d meetings, want %d", len(a.s.Meetings), len(model))
		}
		for i, label := range labels {
			got, want := a.s.Meetings[i], model[label]
			var dates []int64
			for _, d := range got.Dates {
				dates = append(dates, d.From)
			}
			status := MeetingPlanned
			switch {
			case want.held:
				status = MeetingHeld
			case want.notHeld:
				status = MeetingNotHeld
			case want.on == 0:
				status = MeetingUndated
			}
			if got.Label != label || !slices.Equal(dates, want.dates) || len(got.Accounts) != want.accounts || len(got.Remarks) != want.remarks ||
				got.Postponed() != want.postponed || got.On.From != want.on || got.Status() != status {
				t.Fatalf("%s is %s on %d, has the dates %v and %d accounts; want %s and %+v", label, got.Status(), got.On.From, dates, len(got.Accounts), status, *want)
			}
		}
	})
}

// In any history of opening, extending and breaking silences, who has no objection to a
// point at a moment is exactly who was asked in a silence that had ended by then and that
// nobody broke on the point; and nothing is agreed by it.
func TestSilences(t *testing.T) {
	type silence struct {
		until  int64
		asked  []ident.Code
		points []ident.Point
		broken map[ident.Point]bool
		by     map[ident.Code]bool // on all points
	}
	rapid.Check(t, func(t *rapid.T) {
		a := meetingRoom(t)
		model := map[ident.Label]*silence{}
		points, codes := []ident.Point{"p1", "p2", "p3"}, []ident.Code{"ALD", "BOR", "CAD"}
		now := int64(0)
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			now += rapid.Int64Range(0, 5).Draw(t, "later")
			label := ident.Label(fmt.Sprintf("S %d", rapid.IntRange(1, 3).Draw(t, "silence")))
			x := model[label]
			until := now + rapid.Int64Range(-2, 12).Draw(t, "until")
			some := rapid.SliceOfNDistinct(rapid.SampledFrom(points), 0, 3, rapid.ID[ident.Point]).Draw(t, "points")
			code := rapid.SampledFrom(codes).Draw(t, "party")
			switch rapid.SampledFrom([]string{"open", "extend", "break", "break"}).Draw(t, "act") {
			case "open":
				asked := rapid.SliceOfNDistinct(rapid.SampledFrom(codes), 0, 3, rapid.ID[ident.Code]).Draw(t, "asked")
				f := event.SilenceOpened{Label: label, Parties: asked, Until: until}
				for _, p := range some {
					f.Points = append(f.Points, event.Silent{Point: p, Hash: [32]byte{1}})
				}
				want := x == nil && len(asked) > 0 && len(some) > 0 && until > now
				if done := a.try(OpenSilence{f, now}, now); done != want {
					t.Fatalf("%s opened: %v, want %v", label, done, want)
				}
				if want {
					model[label] = &silence{until: until, asked: asked, points: some, broken: map[ident.Point]bool{}, by: map[ident.Code]bool{}}
				}
			case "extend":
				want := x != nil && now <= x.until && until > x.until
				if done := a.try(ExtendSilence{event.SilenceExtended{Label: label, Until: until}, now}, now); done != want {
					t.Fatalf("%s extended: %v, want %v", label, done, want)
				}
				if want {
					x.until = until
				}
			case "break":
				want := x != nil && now <= x.until && slices.Contains(x.asked, code) && !x.by[code] &&
					!slices.ContainsFunc(some, func(p ident.Point) bool { return !slices.Contains(x.points, p) })
				if done := a.try(BreakSilence{event.SilenceBroken{Label: label, Party: code, Points: some}, now}, now); done != want {
					t.Fatalf("%s broken by %s on %v: %v, want %v", label, code, some, done, want)
				}
				if want {
					if len(some) == 0 {
						x.by[code] = true
						some = x.points
					}
					for _, p := range some {
						x.broken[p] = true
					}
				}
			}
		}
		at := rapid.Int64Range(0, now+15).Draw(t, "looked at")
		for _, p := range points {
			got, want := map[ident.Code]bool{}, map[ident.Code]bool{}
			for _, g := range a.s.NoObjections(p, at) {
				if g.Agreement != event.NoObjection {
					t.Fatalf("silence says %s", g.Agreement)
				}
				for _, c := range g.Parties {
					got[c] = true
				}
			}
			for _, x := range model {
				if x.until <= at && slices.Contains(x.points, p) && !x.broken[p] {
					for _, c := range x.asked {
						want[c] = true
					}
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s at %d: no objection of %v, want %v", p, at, got, want)
			}
		}
		if len(a.s.Agreed) > 0 {
			t.Fatal("a silence made something agreed")
		}
	})
}

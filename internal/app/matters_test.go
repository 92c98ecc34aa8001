package app_test

import (
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
	"nonpaper/internal/view"
)

// What is counted of issues, principles and bindings agrees with a model that is kept
// apart from the program, now and as of the moment before the last act: in any history
// of recording, covering, deriving, binding, conveying, giving and rewording.
func TestMatters(t *testing.T) {
	rounds := 1
	if *soak {
		rounds = 50
	}
	for range rounds {
		rapid.Check(t, func(t *rapid.T) {
			m := newMatters(t)
			before := ""
			for range rapid.IntRange(1, 20).Draw(t, "acts") {
				last := m.at
				m.at = m.at.Add(time.Hour)
				before = m.model()
				m.act()
				if got, want := m.seen(app.AsOf{}), m.model(); got != want {
					t.Fatalf("the program says\n%s\nand the model\n%s", got, want)
				}
				if got := m.seen(app.AsOf{Happened: last.UnixMicro()}); got != before {
					t.Fatalf("as of the moment before, the program says\n%s\nand the model said\n%s", got, before)
				}
			}
		})
	}
}

// covered is what was said of one point, and of which words.
type covered struct {
	how   event.Coverage
	words string
}

type mattersModel struct {
	t      *rapid.T
	p      *app.Process
	at     time.Time
	words  map[string]string // by number; a deleted point is not there
	issues map[string]map[string]covered
	whole  map[string]event.Coverage
	// how often each point was reworded, now and when something was said of the whole
	version map[string]int
	wholeAt map[string]map[string]int
	cites   map[string]map[string]bool // principle -> points
	ties    map[string]map[ident.Code]bool
	told    map[string]map[ident.Code]bool
	gave    map[string]map[ident.Code]bool
	label   map[string]map[ident.Code]ident.Label // under which it was told last
}

var (
	mattersPoints  = []string{"1", "2", "3", "4"}
	mattersParties = []ident.Code{"ALD", "BOR"}
)

func newMatters(t *rapid.T) *mattersModel {
	r, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m := &mattersModel{t: t, at: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC), words: map[string]string{}, issues: map[string]map[string]covered{},
		whole: map[string]event.Coverage{}, version: map[string]int{}, wholeAt: map[string]map[string]int{}, cites: map[string]map[string]bool{}, ties: map[string]map[ident.Code]bool{},
		told: map[string]map[ident.Code]bool{}, gave: map[string]map[ident.Code]bool{}, label: map[string]map[ident.Code]ident.Label{}}
	m.p, err = app.Create(ctx, app.Config{Log: eventlog.NewMemory(), Ring: r, Clock: func() time.Time { return m.at }},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	m.must(err)
	for i, c := range mattersParties {
		head := ident.Person(fmt.Sprintf("head%d", i))
		m.must(m.p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}}, false))
		m.must(m.p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: head, Party: c}, false))
		_, err = m.p.OpenRoom(ctx, keeper, event.When{}, app.NewRoom{Name: "room-" + string(c), Kind: event.RoomConsultation, With: []ident.Person{head}})
		m.must(err)
	}
	text := plan.Text{}
	for _, n := range mattersPoints {
		m.label[n] = map[ident.Code]ident.Label{}
		m.words[n], m.told[n], m.gave[n], m.ties[n] = "Words of point "+n+".", map[ident.Code]bool{}, map[ident.Code]bool{}, map[ident.Code]bool{}
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: n, Body: m.words[n]})
	}
	m.record(room.Import{Text: text})
	return m
}

func (m *mattersModel) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *mattersModel) record(c room.Command) {
	m.t.Helper()
	_, err := m.p.Record(ctx, keeper, event.When{}, app.Drafting, c)
	m.must(err)
}

// live are the points that stand in the text.
func (m *mattersModel) live() (out []string) {
	for _, n := range mattersPoints {
		if m.words[n] != "" {
			out = append(out, n)
		}
	}
	return out
}

func (m *mattersModel) act() {
	t := m.t
	label := func(of string) string { return of + fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "label")) }
	points := func() []string {
		live := m.live()
		return live[:rapid.IntRange(1, len(live)).Draw(t, "points")]
	}
	n := rapid.SampledFrom(m.live()).Draw(t, "point")
	party := rapid.SampledFrom(mattersParties).Draw(t, "party")
	in := "room-" + string(party)
	switch rapid.SampledFrom([]string{"issue", "cover", "whole", "principle", "derive", "bind", "tell", "give", "reply", "meet", "word", "delete"}).Draw(t, "act") {
	case "issue":
		l := label("i")
		m.record(room.RecordIssue{IssueRecorded: event.IssueRecorded{Label: ident.Label(l), Title: "Issue", Corrects: m.issues[l] != nil}})
		if m.issues[l] == nil {
			m.issues[l] = map[string]covered{}
		}
	case "cover":
		if l := label("i"); m.issues[l] != nil {
			how := rapid.SampledFrom(event.Coverages()).Draw(t, "how")
			list := points()
			m.record(room.CoverIssue{IssueCovered: event.IssueCovered{Label: ident.Label(l), Coverage: how}, Specs: list})
			for _, x := range list {
				m.issues[l][x] = covered{how, m.words[x]}
			}
		}
	case "whole":
		if l := label("i"); m.issues[l] != nil {
			how := rapid.SampledFrom([]event.Coverage{event.CoversOpen, event.CoversUnknown, event.CoversSilent}).Draw(t, "how")
			m.record(room.CoverIssue{IssueCovered: event.IssueCovered{Label: ident.Label(l), Coverage: how}})
			m.whole[l], m.wholeAt[l] = how, maps.Clone(m.version)
			clear(m.issues[l])
		}
	case "principle":
		l := label("pr")
		m.record(room.RecordPrinciple{PrincipleRecorded: event.PrincipleRecorded{Label: ident.Label(l), Title: "Principle", Corrects: m.cites[l] != nil}})
		if m.cites[l] == nil {
			m.cites[l] = map[string]bool{}
		}
	case "derive":
		if l := label("pr"); m.cites[l] != nil {
			ended := m.cites[l][n]
			m.record(room.DerivePoints{PrincipleDerived: event.PrincipleDerived{Label: ident.Label(l), Ended: ended}, Specs: []string{n}})
			m.cites[l][n] = !ended
		}
	case "bind":
		m.record(room.BindPoint{PointBinds: event.PointBinds{Obligation: event.Obliges, Ended: m.ties[n][party]}, Specs: []string{n}, Who: string(party)})
		m.ties[n][party] = !m.ties[n][party]
	case "tell":
		list, err := m.p.Convey(ctx, keeper, event.When{}, app.Conveyance{Points: []string{n}, Rooms: []string{in}, Mode: event.ModeReadOut})
		m.must(err)
		m.told[n][party], m.label[n][party] = true, list[0].Given.Label
	case "give":
		_, err := m.p.Give(ctx, keeper, event.When{}, in, app.Gift{Concern: &event.ConcernRaised{Common: event.Common{Parties: []ident.Code{party}}, Words: "Too fast."}, Points: []string{n}})
		m.must(err)
		m.gave[n][party] = true
	case "reply":
		if m.told[n][party] && m.label[n][party] != "" {
			_, err := m.p.Give(ctx, keeper, event.When{}, in, app.Gift{Points: []string{n},
				Reply: &event.ReplyGiven{Common: event.Common{Parties: []ident.Code{party}}, On: m.label[n][party], Response: event.Asks, Words: "Why?"}})
			m.must(err)
			m.gave[n][party] = true
		}
	case "meet":
		held := rapid.Bool().Draw(t, "held")
		o := event.Occasion{Kind: event.Bilateral, Title: "Talk", With: []event.Participant{{Party: party}}, Points: []ident.Point{ident.Point("p" + n)}, On: event.Date{From: m.at.UnixMicro()}}
		if !held {
			m.record(room.PlanMeeting{MeetingPlanned: event.MeetingPlanned{Occasion: o}})
			break
		}
		m.record(room.HoldMeeting{MeetingHeld: event.MeetingHeld{Occasion: o}})
		m.gave[n][party] = true // asked, and so consulted
	case "word":
		m.words[n] = fmt.Sprintf("Words of point %s, version %d.", n, rapid.IntRange(1, 3).Draw(t, "version"))
		_, err := m.p.Record(ctx, keeper, event.When{}, app.Drafting, room.Word{Point: n, Body: m.words[n]})
		if err != nil { // the same words again are no change
			s, err := m.p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
			m.must(err)
			m.words[n] = s.Instruments[0].ByNumber(n).Body
			break
		}
		m.version[n]++
	case "delete":
		if len(m.live()) > 1 {
			m.record(room.Delete{Point: n})
			m.words[n] = ""
		}
	}
}

// model is what the lists must say, line by line.
func (m *mattersModel) model() string {
	counts := map[event.Coverage]int{}
	for l, points := range m.issues {
		best := event.Coverage("")
		for _, how := range slices.Backward(event.Coverages()) {
			for n, c := range points {
				if c.how == how && m.words[n] != "" && m.words[n] == c.words {
					best = how
				}
			}
		}
		if best == "" && slices.ContainsFunc(m.live(), func(n string) bool { return m.wholeAt[l][n] == m.version[n] }) {
			best = m.whole[l]
		}
		counts[best]++
	}
	out := fmt.Sprintln(counts)
	cited := map[string]bool{}
	without := 0
	for _, points := range m.cites {
		any := false
		for n, is := range points {
			if is && m.words[n] != "" {
				any, cited[n] = true, true
			}
		}
		if !any {
			without++
		}
	}
	noBasis := []string{}
	for _, n := range m.live() {
		if !cited[n] {
			noBasis = append(noBasis, n)
		}
	}
	out += fmt.Sprintln(without, noBasis)
	for _, n := range m.live() {
		for _, p := range mattersParties {
			switch {
			case !m.ties[n][p]:
			case m.gave[n][p]:
				out += fmt.Sprintln(n, p, event.Consulted)
			case m.told[n][p]:
				out += fmt.Sprintln(n, p, event.Informed)
			default:
				out += fmt.Sprintln(n, p, event.Neither)
			}
		}
	}
	for _, p := range mattersParties { // whoever is not bound is listed too
		for _, n := range m.live() {
			if !m.gave[n][p] && !m.told[n][p] {
				out += fmt.Sprintln("neither", p, n)
			}
		}
	}
	return out
}

// seen is what the program says, in the same lines.
func (m *mattersModel) seen(at app.AsOf) string {
	s, list, counts, err := m.p.Issues(ctx, keeper, at)
	m.must(err)
	again := view.Counts{}
	for i := range list {
		again[list[i].Covered]++
	}
	out := fmt.Sprintln(map[event.Coverage]int(counts))
	if twice := fmt.Sprintln(map[event.Coverage]int(again)); twice != out {
		m.t.Fatalf("the list has %s and its count says %s", twice, out)
	}
	x := view.DrawPrinciples(s)
	noBasis := []string{}
	for _, r := range x.NoBasis {
		noBasis = append(noBasis, r.Number)
	}
	out += fmt.Sprintln(len(x.NoPoint), noBasis)
	seats, err := m.p.Seats(ctx, keeper, at)
	m.must(err)
	for _, b := range view.Bindings(s, seats) {
		out += fmt.Sprintln(b.Number, b.Party, b.How)
	}
	for _, u := range view.NotConsulted(s, seats) {
		for _, n := range u.Points {
			out += fmt.Sprintln("neither", u.Party, n)
		}
	}
	return out
}

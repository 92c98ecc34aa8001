package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/format/folder"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
)

// A large process: what most are a tenth of.
const (
	largePoints    = 400
	largeParties   = 30
	largeProposals = 1000 // each of them a bracket, as good as
	largePositions = 5000
)

// large draws a large process, all of it through the use cases.
type large struct {
	*session
	b *testing.B
	r *mathrand.Rand
	n int // acts so far: one a minute
}

func (l *large) try(err error) {
	if err != nil {
		l.b.Helper()
		l.b.Fatal(err)
	}
}

func (l *large) when() event.When {
	l.n++
	return event.When{From: time.Date(2025, 11, 1, 8, l.n, 0, 0, time.UTC).UnixMicro(), Precision: event.ToMinute}
}

// words are frequent where they are frequent in any language (Zipf).
func (l *large) words(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("w%d", int(6000*l.r.Float64()*l.r.Float64()*l.r.Float64()*l.r.Float64()))
	}
	return strings.Join(out, " ") + "."
}

func (l *large) party(i int) ident.Code { return ident.Code(fmt.Sprintf("P%02d", i%largeParties)) }

func (l *large) point(i int) string { return itoa(i%largePoints + 1) }

func (l *large) draft(commands ...room.Command) {
	l.b.Helper()
	_, err := l.Record(l.ctx, l.actor, l.when(), app.Drafting, commands...)
	l.try(err)
}

// newLarge is the process, held open.
func newLarge(b *testing.B) *heldOpen {
	ring, err := vault.NewRing(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	log := eventlog.NewMemory()
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	process, err := app.Create(context.Background(), app.Config{Log: log, Ring: ring, Clock: func() time.Time { return now }},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: keeperOf, Name: "Magnus Rhee"}}})
	if err != nil {
		b.Fatal(err)
	}
	l := &large{asKeeper(&program{ctx: context.Background()}, process, "", nil), b, mathrand.New(mathrand.NewPCG(5, 6)), 0}
	var codes []ident.Code
	for i := range largeParties {
		codes = append(codes, l.party(i))
		l.try(l.AddParty(l.ctx, l.actor, l.when(), event.PartyIntroduced{Code: l.party(i), Name: "Party " + string(l.party(i)), Roles: []event.Role{event.RoleSide}}, false))
	}
	text := plan.Text{Title: "Lakes"}
	for i := range largePoints {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: l.point(i), PartLabel: fmt.Sprintf("Part %d", i/50+1), Part: "Part", Heading: l.words(3), Body: l.words(50)})
	}
	l.draft(room.Import{Text: text})
	for _, name := range []string{"floor", "east", "west"} {
		_, err := l.OpenRoom(l.ctx, l.actor, l.when(), app.NewRoom{Name: name, Kind: event.RoomPlenary, Parties: codes})
		l.try(err)
	}
	l.try(l.AddPerson(l.ctx, l.actor, l.when(), event.PersonIntroduced{Person: "a.speaker", Name: "A. Speaker", Party: l.party(0)}, false))
	_, err = l.Introduce(l.ctx, l.actor, l.when(), "floor", nil, []ident.Person{"a.speaker"})
	l.try(err)
	for i, name := range []string{"floor", "east", "west", "floor", "east"} {
		c := app.Conveyance{Rooms: []string{name}, Mode: event.ModeHandedOver, Rendering: event.Unattributed}
		if i > 2 {
			c.Points = []string{"1", "50", "100", "399"}
		}
		_, err := l.Convey(l.ctx, l.actor, l.when(), c)
		l.try(err)
	}
	l.give(text)
	l.around()
	return &heldOpen{process: process, file: "lakes.nonpaper"}
}

// give lets the parties give their proposals, positions, concerns, replies and signals.
func (l *large) give(text plan.Text) {
	var gifts []app.Gift
	flush := func() {
		_, err := l.GiveAll(l.ctx, l.actor, l.when(), "floor", gifts)
		l.try(err)
		gifts = nil
	}
	add := func(g app.Gift) {
		if gifts = append(gifts, g); len(gifts) == 500 {
			flush()
		}
	}
	for i := range largeProposals {
		at := i * 7 % largePoints
		ws := strings.Fields(text.Points[at].Body)
		n := (i*13)%40 + 2
		ws[n] += " " + strings.TrimSuffix(l.words(2), ".")
		add(app.Gift{Points: []string{l.point(at)}, Proposal: &event.Proposed{Common: event.Common{Parties: []ident.Code{l.party(i)}, Reason: l.words(8)}, Body: strings.Join(ws, " ")}})
	}
	for i := range largePositions {
		f := &event.PositionTaken{Common: event.Common{Parties: []ident.Code{l.party(i * 11)}}, Stance: event.Stances()[i%len(event.Stances())], Statement: l.words(12), SaidBy: "a speaker", Origin: "a paper"}
		g := app.Gift{Position: f}
		if i%4 == 0 {
			f.On = ident.Label("P " + itoa(i%largeProposals+1))
		} else {
			g.Points = []string{l.point(i * 3)}
		}
		add(g)
	}
	for i := range 300 {
		add(app.Gift{Points: []string{l.point(i * 5), l.point(i*5 + 1)}, Concern: &event.ConcernRaised{Common: event.Common{Parties: []ident.Code{l.party(i)}}, Words: l.words(15)}})
		add(app.Gift{Points: []string{l.point(i)}, Signal: &event.SignalGiven{Common: event.Common{Parties: []ident.Code{l.party(i)}, Speaker: "a.speaker"}, Words: l.words(6)}})
		add(app.Gift{Reply: &event.ReplyGiven{Common: event.Common{Parties: []ident.Code{l.party(i + 1)}}, On: ident.Label("P " + itoa(i+1)), Response: event.Responses()[0]}})
	}
	flush()
}

// around records what stands around the text.
func (l *large) around() {
	s, err := l.Seat(l.ctx, l.actor, app.Drafting, app.AsOf{})
	l.try(err)
	in := s.Instruments[0]
	var list []room.Command
	for i := range 100 {
		label := ident.Label("i" + itoa(i+1))
		list = append(list, room.RecordIssue{IssueRecorded: event.IssueRecorded{Label: label, Title: l.words(4), About: []string{l.point(i * 4), l.point(i*4 + 1), "process"}, State: "open"}},
			room.CoverIssue{IssueCovered: event.IssueCovered{Label: label, Coverage: event.Coverages()[i%5], Source: "we"}, Specs: []string{l.point(i * 4), l.point(i*4 + 2)}})
	}
	for i := range 40 {
		label := ident.Label("pr" + itoa(i+1))
		list = append(list, room.RecordPrinciple{PrincipleRecorded: event.PrincipleRecorded{Label: label, Title: l.words(4), AssertedBy: []string{"P01"}, Source: "a report"}},
			room.DerivePoints{PrincipleDerived: event.PrincipleDerived{Label: label}, Specs: []string{l.point(i), l.point(i * 3), l.point(i * 9)}})
	}
	for i := range largePoints {
		list = append(list, room.BindPoint{PointBinds: event.PointBinds{Obligation: event.Obliges, Source: "we"}, Specs: []string{l.point(i)}, Who: string(l.party(i))},
			room.BindPoint{PointBinds: event.PointBinds{Obligation: event.Tasks, Source: "we"}, Specs: []string{l.point(i)}, Who: string(l.party(i + 7))})
	}
	for i := range 300 {
		q := in.Points[i]
		quoted := strings.Join(strings.Fields(q.Body)[:8], " ")
		list = append(list, room.RecordPress{PressRecorded: event.PressRecorded{Label: ident.Label("c" + itoa(i+1)), Date: l.when(), Outlet: "Courier", Speaker: "an official", SourceType: event.SourceUnnamed,
			Claim: "The text has " + itoa(largePoints) + " points: " + l.words(12), Quotes: []string{quoted}, About: []string{q.Number}}})
	}
	for i := range 60 {
		list = append(list, room.RecordLine{LineRecorded: event.LineRecorded{On: []ident.Label{ident.Label("c" + itoa(i+1))}, As: event.LinesAs()[i%3], Words: l.words(9)}})
	}
	for i := range 200 {
		o := event.Occasion{Label: ident.Label("M " + itoa(i+1)), Kind: event.AnyMeeting, Title: l.words(4), On: event.Date{From: l.when().From}, With: []event.Participant{{Party: l.party(i)}, {Party: l.party(i + 1)}}}
		said := event.Account{Words: l.words(9), SaidBy: "a speaker"}
		switch i % 3 {
		case 0:
			list = append(list, room.HoldMeeting{MeetingHeld: event.MeetingHeld{Occasion: o, Said: said}})
		case 1:
			list = append(list, room.MissMeeting{MeetingNotHeld: event.MeetingNotHeld{Occasion: o, Said: said}})
		default:
			list = append(list, room.PlanMeeting{MeetingPlanned: event.MeetingPlanned{Occasion: o, Said: said}})
		}
		list = append(list, room.TellMeeting{MeetingAccount: event.MeetingAccount{Label: o.Label, Said: event.Account{Words: l.words(7), SaidBy: "another"}}})
	}
	who := func(i int) []event.Participant { return []event.Participant{{Party: l.party(i)}} }
	for i := range 600 {
		d := event.Due{Until: l.when().From}
		if i%2 == 0 {
			d = event.Due{Of: ident.Label("M " + itoa(i%200+1)), Amount: -2, Unit: event.Days}
		} else if i > 10 && i%5 == 0 {
			d = event.Due{Of: ident.Label("D " + itoa(i-5)), Amount: 3, Unit: event.Hours}
		}
		list = append(list, room.SetDeadline{DeadlineSet: event.DeadlineSet{Label: ident.Label("D " + itoa(i+1)), Title: l.words(5), Who: who(i), Points: []ident.Point{in.Points[i%largePoints].ID}, Due: d}})
	}
	for i := range 400 {
		list = append(list, room.GivePen{PenGiven: event.PenGiven{Points: []ident.Point{in.Points[i%largePoints].ID, in.Points[i*3%largePoints].ID}, Holder: who(i)[0], Due: event.Due{Of: ident.Label("D " + itoa(i+1)), Amount: 1, Unit: event.Weeks}}})
	}
	var all []event.Participant
	for i := range largeParties {
		all = append(all, who(i)...)
	}
	agenda := make([]ident.Point, largePoints)
	for i := range agenda {
		agenda[i] = in.Points[i].ID
	}
	list = append(list, room.PlanMeeting{MeetingPlanned: event.MeetingPlanned{Occasion: event.Occasion{Label: "Last", Kind: event.Plenary, Title: "The last plenary", Zone: "Europe/Zurich", On: event.Date{From: l.when().From}, With: all, Points: agenda}}})
	for i := range 200 {
		list = append(list, room.ReportKnowledge{Knowledge: event.Knowledge{Party: l.party(i), Level: event.KnowsExistence, Way: event.WayReported, Source: "a report"}})
	}
	l.draft(list...)
}

// BenchmarkViews is each view of a process of 400 points, 30 parties, 1,000 brackets
// and 5,000 positions that is held open: drawn up and written, as a command does it.
func BenchmarkViews(b *testing.B) {
	held := newLarge(b)
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	run := func(b *testing.B, args ...string) {
		var said bytes.Buffer
		p := &program{ctx: context.Background(), stdin: strings.NewReader(""), stdout: io.Discard, stderr: &said, clock: func() time.Time { return now }, rand: rand.Reader, held: held,
			writeFile: func(string, []byte) error { return nil }}
		if exit := p.run(args); exit != Done {
			b.Fatalf("%q ends with %d: %s", args, exit, said.String())
		}
	}
	for _, args := range []string{
		"status", "status --json", "status --room floor", "waiting", "issues", "issues i7", "principles", "bound", "meetings", "meeting show M1",
		"heard", "replies", "signals", "proposals", "positions", "positions --json", "positions --point 6", "concerns", "press list", "press show c7", "press lines c7",
		"who-knows p6", "ledger", "changed-since P03", "given-all p1 p50", "text show", "show", "show p6", "fate", "conflicts", "blame p6", "terms list",
		"item show P7", "record floor", "find w3127", "deadline list", "deadline list --all --json", "deadline list --for P03", "pen list", "pen list --json", "meeting show Last", "calendar m.rhee -o -", "calendar a.speaker -o -",
		"room show drafting", "room list", "party list", "text list", "silence list",
		"overview", "overview --json", "overview --as html", "overview --room floor", "overview --room floor --as html", "morning", "morning --as html", "morning --json",
		"progress", "progress --as html", "progress --room floor", "road", "road --as html", "road --room floor", "closing",
		"brief --party P03", "brief --meeting M1", "run-sheet M1", "treatment", "treatment --as csv", "treatment --as svg",
	} {
		b.Run(strings.ReplaceAll(args, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run(b, strings.Fields(args)...)
			}
		})
	}
	b.Run("all-30-packs-as-pages", func(b *testing.B) {
		var all []string
		for i := range largeParties {
			all = append(all, fmt.Sprintf("P%02d", i))
		}
		b.ReportAllocs()
		for b.Loop() {
			run(b, "brief", "--party", strings.Join(all, ","), "-o", "packs")
		}
	})
	b.Run("summary", func(b *testing.B) {
		s := asKeeper(&program{ctx: context.Background()}, held.process, "", nil)
		b.ReportAllocs()
		for b.Loop() {
			sum, err := summarise(s, &folder.Manifest{ShowPoints: []string{"6", "7", "21"}}, app.AsOf{})
			if err != nil {
				b.Fatal(err)
			}
			_ = sum.text(0)
		}
	})
}

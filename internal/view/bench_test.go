package view_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// large is a drafting room with a text of so many points, and so many proposals of
// so many parties on them, each of which changes some words of its point.
func large(points, proposals, parties int) (*room.State, []event.Point) {
	r := rand.New(rand.NewPCG(7, 8))
	word := func() string { // frequent words are frequent, as in any language
		return fmt.Sprintf("w%d", int(6000*r.Float64()*r.Float64()*r.Float64()*r.Float64()))
	}
	s := room.New(ident.Room{1})
	add := func(f event.Fact) {
		s.Evolve(&event.Entry{Seq: s.Entries, Body: event.Body{When: event.When{From: int64(s.Entries)}, Fact: f}})
	}
	var codes []ident.Code
	for i := range parties {
		codes = append(codes, ident.Code(fmt.Sprintf("P%02d", i)))
		add(&event.PartyIntroduced{Code: codes[i], Name: string(codes[i]), Roles: []event.Role{event.RoleSide}})
	}
	var text []event.Point
	for i := range points {
		ws := make([]string, 50)
		for k := range ws {
			ws[k] = word()
		}
		text = append(text, event.Point{ID: ident.Point(fmt.Sprintf("p%d", i+1)), Kind: "point", Number: fmt.Sprint(i + 1), Body: strings.Join(ws, " ")})
	}
	add(&event.TextImported{Instrument: "text", Points: text})
	for i, c := range codes {
		add(&event.Conveyed{Instrument: "text", Room: ident.Room{2, byte(i)}, Points: text, Mode: event.ModeCirculated, Whole: true, Label: "Text 1",
			Rendering: event.Unattributed, Copies: []event.Copy{{Party: c, Number: 1}}})
	}
	for i := range proposals {
		p := text[r.IntN(points)]
		ws := strings.Fields(p.Body)
		for range 2 {
			at := r.IntN(len(ws))
			for range 5 {
				ws = append(ws[:at:at], append([]string{word()}, ws[at:]...)...)
			}
		}
		add(&event.Proposed{Common: event.Common{Label: ident.Label(fmt.Sprintf("P %d", i+1)), Parties: []ident.Code{codes[i%parties]}},
			Point: p.ID, BaseBody: p.Body, Body: strings.Join(ws, " ")})
	}
	// the mediator took some of it over
	out := make([]event.Point, points)
	copy(out, text)
	for i, it := range s.Items {
		if i%10 == 0 {
			for k := range out {
				if out[k].ID == it.Proposal.Point {
					out[k].Body = it.Proposal.Body
				}
			}
		}
	}
	return s, out
}

// BenchmarkSheet is the whole sheet for a text of 400 points, 3,000 proposals on it.
func BenchmarkSheet(b *testing.B) {
	s, points := large(400, 3000, 30)
	to := ident.Room{2, 3}
	tie := &event.Conveyed{Instrument: "text", Room: to, Points: points, Whole: true, Mode: event.ModeCirculated, Rendering: event.Unattributed,
		Copies: []event.Copy{{Party: "P03", Number: 2}}}
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			sheet := view.NewSheet(s, nil, tie, nil, nil)
			sheet.Check(s, to, []ident.Code{"P03"}, points, false, 1<<40)
			if len(sheet.Held) == 0 {
				b.Fatal("nothing is held")
			}
		}
	})
	b.Run("held", func(b *testing.B) {
		for b.Loop() {
			view.HeldWords(s, to, []ident.Code{"P03"}, points, 1<<40)
		}
	})
	b.Run("recognisable", func(b *testing.B) {
		for b.Loop() {
			view.Recognisable(s, to, []ident.Code{"P03"}, points, false, 1<<40)
		}
	})
}

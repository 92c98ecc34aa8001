package room

import (
	"fmt"
	"strings"
	"testing"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// history is a drafting room's life, as a secretariat would lead it: a text of 28
// points, and then mostly words changed, notes, conveyances and receipts.
func history(n int) []event.Entry {
	var points []event.Point
	for i := range 28 {
		points = append(points, event.Point{ID: ident.Point(fmt.Sprintf("p%d", i+1)), Kind: "point", Number: fmt.Sprint(i + 1), Heading: "Crossing points",
			Body: strings.Repeat("The Parties shall open two crossing points. ", 6)})
	}
	facts := []event.Fact{&event.RoomOpened{Name: "drafting", Kind: event.RoomDrafting}, &event.PartyIntroduced{Code: "ALD", Name: "Aldmark"},
		&event.PersonIntroduced{Person: "m.rhee", Name: "Magnus Rhee"}, &event.MemberAdded{Person: "m.rhee", Writes: true},
		&event.TextImported{Instrument: "text", Points: points}, &event.Given{Label: "Text 1", Whole: true, Copies: []event.Copy{{Number: 1, Party: "ALD"}}}}
	for i := len(facts); i < n; i++ {
		id := points[i%28].ID
		switch i % 8 {
		case 0, 1, 2, 3:
			facts = append(facts, &event.PointWorded{Instrument: "text", Point: id, Heading: "Crossing points", Body: "The Parties shall open two crossing points on the standstill line."})
		case 4:
			facts = append(facts, &event.NoteMade{Words: "CAD asks for a map."})
		case 5:
			facts = append(facts, &event.PointMoved{Instrument: "text", Point: id, After: "p3"})
		case 6:
			facts = append(facts, &event.PersonIntroduced{Person: "cad.head", Name: "Lin Sorel", Party: "ALD"})
		case 7:
			facts = append(facts, &event.PointDeleted{Instrument: "text", Point: id, Reason: "covered elsewhere"})
		}
	}
	out := make([]event.Entry, len(facts))
	for i, f := range facts {
		out[i] = event.Entry{Seq: uint64(i), Time: int64(i), Body: event.Body{Actor: "m.rhee", Entered: "m.rhee", Known: event.KnownAtFile, When: event.When{From: int64(i)}, Fact: f}}
	}
	return out
}

// BenchmarkEvolve is the time for one decoded entry.
func BenchmarkEvolve(b *testing.B) {
	entries := history(100_000)
	b.ReportAllocs()
	n := 0
	s := New(ident.Room{})
	for b.Loop() {
		if n == len(entries) {
			n, s = 0, New(ident.Room{})
		}
		s.Evolve(&entries[n])
		n++
	}
}

// given are proposals, one in five of which is answered, and one in five withdrawn.
func given(n int) []event.Entry {
	out := make([]event.Entry, n)
	for i := range out {
		var f event.Fact
		label := ident.Label(fmt.Sprintf("ALD P %d", i/5*5))
		switch i % 5 {
		case 3:
			f = &event.ItemAnswered{Label: label, Answer: event.Confirmed}
		case 4:
			f = &event.ItemEnded{Label: label, End: event.Withdrawn}
		default:
			f = &event.Proposed{Common: event.Common{Label: ident.Label(fmt.Sprintf("ALD P %d", i)), Parties: []ident.Code{"ALD"}}, Point: "p1", Body: "The line."}
		}
		out[i] = event.Entry{Seq: uint64(i), Time: int64(i), Body: event.Body{Actor: "m.rhee", When: event.When{From: int64(i)}, Fact: f}}
	}
	return out
}

// BenchmarkEvolveGiven is the time for one entry of what parties give, where there
// are few and where there are many: it must not grow with their number.
func BenchmarkEvolveGiven(b *testing.B) {
	for _, n := range []int{300, 3000, 30_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			entries := given(n)
			k, s := 0, New(ident.Room{})
			for b.Loop() {
				if k == n {
					k, s = 0, New(ident.Room{})
				}
				s.Evolve(&entries[k])
				k++
			}
		})
	}
}

// BenchmarkClone is what a writer pays for not being in the way of readers.
func BenchmarkClone(b *testing.B) {
	s := New(ident.Room{})
	for _, e := range history(10_000) {
		s.Evolve(&e)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Clone()
	}
}

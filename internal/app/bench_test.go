package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"testing"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// large is a process whose drafting room holds a text of so many points and so many
// live proposals of so many parties on it, one in twenty for a new point.
type large struct {
	p       *Process
	id      ident.Room
	parties int
	text    []event.Point
	r       *rand.Rand
}

var largeKeeper = Actor{Person: "m.rhee", Entered: "m.rhee", Known: event.KnownAtFile}

func newLarge(points, parties, proposals int) *large {
	l := &large{p: &Process{rooms: map[ident.Room]*held{}}, id: ident.Room{1}, parties: parties, r: rand.New(rand.NewPCG(3, 4))}
	s := room.New(l.id)
	l.evolve(s, &event.RoomOpened{Name: "drafting", Kind: event.RoomDrafting})
	l.evolve(s, &event.MemberAdded{Person: "m.rhee", Writes: true})
	for i := range parties {
		l.evolve(s, &event.PartyIntroduced{Code: l.code(i), Name: string(l.code(i)), Roles: []event.Role{event.RoleSide}})
	}
	for i := range points {
		l.text = append(l.text, event.Point{ID: ident.Point(fmt.Sprintf("p%d", i+1)), Kind: "point", Number: fmt.Sprint(i + 1), Heading: l.words(3), Body: l.words(50)})
	}
	l.evolve(s, &event.TextImported{Instrument: "text", Points: l.text})
	for i := range proposals {
		l.evolve(s, l.proposal(i))
	}
	l.p.rooms[l.id] = &held{state: s}
	return l
}

func (l *large) code(i int) ident.Code { return ident.Code(fmt.Sprintf("P%02d", i%l.parties)) }

func (l *large) evolve(s *room.State, f event.Fact) {
	s.Evolve(&event.Entry{Seq: s.Entries, Time: int64(s.Entries), Body: event.Body{Actor: "m.rhee", When: event.When{From: int64(s.Entries)}, Fact: f}})
}

// words are frequent where they are frequent in any language (Zipf).
func (l *large) words(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("w%d", int(6000*l.r.Float64()*l.r.Float64()*l.r.Float64()*l.r.Float64()))
	}
	return strings.Join(out, " ") + "."
}

// proposal changes one word in twenty of a point and puts a few in.
func (l *large) proposal(i int) *event.Proposed {
	f := &event.Proposed{Common: event.Common{Label: ident.Label(fmt.Sprintf("%s P %d", l.code(i), i+1)), Parties: []ident.Code{l.code(i)}}}
	p := l.text[l.r.IntN(len(l.text))]
	if i%20 == 0 {
		f.Number, f.After, f.Body = fmt.Sprint(len(l.text)+i), p.ID, l.words(30)
		return f
	}
	f.Point, f.BaseHeading, f.BaseBody, f.Heading = p.ID, p.Heading, p.Body, p.Heading
	ws := strings.Fields(p.Body)
	for k := range ws {
		if l.r.IntN(20) == 0 {
			ws[k] = l.words(1 + l.r.IntN(3))
		}
	}
	f.Body = strings.Join(append(ws, l.words(4)), " ")
	return f
}

// next records one more proposal.
func (l *large) next(i int) {
	s := l.p.rooms[l.id].state.Clone()
	l.evolve(s, l.proposal(i))
	l.p.publish(l.id, nil, s)
}

// BenchmarkCompiled is the compiled text with true sources of a process of 400
// points, 30 parties and 3,000 live proposals.
func BenchmarkCompiled(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(GCPercent)) // as the program has it
	l := newLarge(400, 30, 3000)
	compiled := func() {
		if _, err := l.p.Compiled(context.Background(), largeKeeper, "text", AsOf{}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("cold", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			l.p.collated.drop()
			compiled()
		}
	})
	b.Run("one-more", func(b *testing.B) {
		b.ReportAllocs()
		compiled()
		for i := 3001; b.Loop(); i++ {
			b.StopTimer()
			l.next(i)
			b.StartTimer()
			compiled()
		}
	})
}

package app

import (
	"context"
	"fmt"
	"testing"
	"time"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/view"
)

// BenchmarkClosing is the closing state, the linkages and what falls with a point, of a
// process of 400 points, 30 parties, some 1,000 brackets, 5,000 positions and 100
// linkages.
func BenchmarkClosing(b *testing.B) {
	l := newLarge(400, 30, 300)
	l.p.clock = time.Now
	s := l.p.rooms[l.id].state
	for i := range 5000 {
		l.evolve(s, &event.PositionTaken{Common: event.Common{Label: ident.Label(fmt.Sprintf("%s V %d", l.code(i), i)), Parties: []ident.Code{l.code(i)}},
			Point: l.text[i%len(l.text)].ID, Stance: event.CanLiveWith})
	}
	for i := range 100 {
		on := func(k int) event.Linked {
			p := l.text[(i+k)%len(l.text)]
			return event.Linked{Ref: p.Number, Point: p.ID, Heading: p.Heading, Body: p.Body}
		}
		x, y, z := on(0), on(1), on(7)
		l.evolve(s, &event.LinkageGiven{Common: event.Common{Label: ident.Label(fmt.Sprintf("%s L %d", l.code(i), i)), Parties: []ident.Code{l.code(i)}},
			Condition: x.Ref + " if " + y.Ref + " stays and " + z.Ref + " is at least 30 days", On: []event.Linked{x, y, z}})
	}
	x, err := l.p.Linkages(context.Background(), largeKeeper, Drafting, AsOf{})
	if err != nil {
		b.Fatal(err)
	}
	brackets := 0
	for i := range x.Grounds[0].Text.Points {
		brackets += x.Grounds[0].Text.Points[i].Wording.Count()
	}
	b.Run("closing", func(b *testing.B) {
		b.ReportMetric(float64(brackets), "brackets")
		for b.Loop() {
			if _, err := l.p.Closing(context.Background(), largeKeeper, AsOf{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("linkages", func(b *testing.B) {
		for b.Loop() {
			if _, err := l.p.Linkages(context.Background(), largeKeeper, Drafting, AsOf{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("falls", func(b *testing.B) {
		for b.Loop() {
			linkage.Falls("p2", view.Links(x.List))
			linkage.Cycles(view.Links(x.List))
		}
	})
	b.Run("moves", func(b *testing.B) {
		for b.Loop() {
			linkage.Moves(&x.Grounds[0].Text, view.Links(x.List))
		}
	})
}

package app_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// Whatever is done to the text between conveyances: what the drafting room has on
// its ledger of a room is what stands in that room, in the same words; a point is
// called one thing there for good, and nothing else is called that; and an empty
// slot is printed under the number that was given there last.
func TestLedgerIsWhatRoomsHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := both(t)
		record := func(c room.Command) {
			if _, err := p.Record(ctx, keeper, event.When{}, app.Drafting, c); err != nil && fault.KindOf(err) == fault.Failed {
				rt.Fatal(err)
			}
		}
		point := func() string { return fmt.Sprint(rapid.IntRange(1, 6).Draw(rt, "point")) }
		rooms := func() []string {
			return rapid.SampledFrom([][]string{{"north"}, {"south"}, {"plenary"}, {"north", "south"}, {"plenary", "north"}}).Draw(rt, "rooms")
		}
		for i := range 22 { // a short text of six points
			record(room.Delete{Point: fmt.Sprint(i + 7)})
		}
		record(room.Renumber{Drop: true})
		for i := range rapid.IntRange(1, 15).Draw(rt, "acts") {
			switch rapid.IntRange(0, 7).Draw(rt, "act") {
			case 0:
				record(room.Word{Point: point(), Heading: "Crossing points", Body: fmt.Sprintf("Reads otherwise since act %d.", i)})
			case 1:
				record(room.Delete{Point: point(), Into: []string{point()}})
			case 2:
				record(room.Add{After: point(), Body: fmt.Sprintf("Added in act %d.", i)})
			case 3:
				record(room.Renumber{Drop: rapid.Bool().Draw(rt, "drop")})
			case 4:
				_, err := p.Circulate(ctx, keeper, event.When{}, app.Circulation{Circulate: room.Circulate{Label: ident.Label(fmt.Sprintf("Circulated %d", i))}, Rooms: rooms()})
				if err != nil {
					rt.Fatal(err)
				}
			default:
				c := app.Conveyance{Rooms: rooms(), Gist: "what it is about",
					Mode: rapid.SampledFrom([]event.Mode{event.ModeBriefed, event.ModeShown, event.ModeHandedOver}).Draw(rt, "mode")}
				if rapid.Bool().Draw(rt, "some") {
					c.Points = []string{point(), point()}
				}
				if _, err := p.Convey(ctx, keeper, event.When{}, c); err != nil && fault.KindOf(err) == fault.Failed {
					rt.Fatal(err)
				}
			}
		}
		d := seat(t, p, "drafting")
		for _, name := range []string{"north", "south", "plenary"} {
			r := seat(t, p, name)
			var told []view.Line
			for _, l := range view.Ledger(d, nil) {
				if l.RoomID == r.ID {
					told = append(told, l)
				}
			}
			own := view.Own(r)
			if len(own) != len(told) {
				rt.Fatalf("%s: %d lines on the ledger, %d in the room", name, len(told), len(own))
			}
			called, of, number := map[ident.Point]ident.Point{}, map[ident.Point]ident.Point{}, map[ident.Point]string{}
			for i, l := range own {
				m := told[i]
				if l.Label != m.Label || l.Party != m.Party || l.Copy != m.Copy || l.Level != m.Level || l.Whole != m.Whole || l.When != m.When {
					rt.Fatalf("%s: %+v\non the ledger as\n%+v", name, l, m)
				}
				if l.Mode == event.ModeBriefed {
					if len(l.Points) > 0 {
						rt.Fatalf("%s: words stand in a briefing", name)
					}
					continue
				}
				if len(l.Points) != len(m.Points) {
					rt.Fatalf("%s: %d points, %d on the ledger", name, len(l.Points), len(m.Points))
				}
				seen := map[ident.Point]bool{}
				for k, q := range l.Points {
					x := m.Points[k]
					if q.Body != x.Body || q.Number != x.Number || q.Deleted != x.Deleted {
						rt.Fatalf("%s: %+v, on the ledger as %+v", name, q, x)
					}
					if was, known := called[x.ID]; known && was != q.ID || seen[q.ID] {
						rt.Fatalf("%s: %s is called %s and %s", name, x.ID, was, q.ID)
					}
					if was, known := of[q.ID]; known && was != x.ID {
						rt.Fatalf("%s: %s is %s and %s", name, q.ID, was, x.ID)
					}
					if q.Deleted && number[q.ID] != q.Number {
						rt.Fatalf("%s: an empty slot is printed as %s, and %q was given", name, q.Number, number[q.ID])
					}
					called[x.ID], of[q.ID], seen[q.ID] = q.ID, x.ID, true
				}
				for _, q := range l.Points {
					number[q.ID] = q.Number
				}
			}
			for _, g := range r.Given {
				for _, q := range g.Points {
					for _, id := range q.Into {
						if !slices.ContainsFunc(g.Points, func(x event.Point) bool { return x.ID == id }) {
							rt.Fatalf("%s: words are said to have gone to %s, which was not given", name, id)
						}
					}
				}
			}
		}
	})
}

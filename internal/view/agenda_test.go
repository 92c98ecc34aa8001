package view

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Every meeting stands in the agenda once, where its status puts it; dated ones stand in
// the order of their dates, and undated ones by what they are to be before or after.
func TestAgenda(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rooms []*room.State
		all := 0
		for k := range rapid.IntRange(0, 3).Draw(t, "rooms") {
			s := room.New(ident.Room{byte(k)})
			for i := range rapid.IntRange(0, 6).Draw(t, "meetings") {
				label := func(n int) string { return fmt.Sprintf("M %d", n) }
				d := event.Date{From: rapid.SampledFrom([]int64{0, 0, 10, 20, 30}).Draw(t, "on")}
				if rapid.Bool().Draw(t, "before") {
					d.Before = label(rapid.IntRange(0, 7).Draw(t, "which"))
				}
				o := event.Occasion{Label: ident.Label(label(i)), Title: "Talks", On: d}
				f := rapid.SampledFrom([]event.Fact{&event.MeetingPlanned{Occasion: o}, &event.MeetingHeld{Occasion: o}, &event.MeetingNotHeld{Occasion: o}}).Draw(t, "fact")
				s.Evolve(&event.Entry{Seq: uint64(i), Body: event.Body{Fact: f}})
				all++
			}
			rooms = append(rooms, s)
		}
		now := rapid.Int64Range(0, 40).Draw(t, "now")
		a := Meetings(rooms, now)
		if n := len(a.ToCome) + len(a.Undated) + len(a.Passed) + len(a.Held) + len(a.NotHeld); n != all {
			t.Fatalf("%d meetings stand in the agenda, of %d", n, all)
		}
		for _, list := range [][]Listed{a.ToCome, a.Passed, a.Held, a.NotHeld} {
			for i := 1; i < len(list); i++ {
				if list[i].On.From < list[i-1].On.From {
					t.Fatalf("%s stands behind %s", list[i].Label, list[i-1].Label)
				}
			}
		}
		for _, x := range a.ToCome {
			if x.Status() != room.MeetingPlanned || x.On.From < now {
				t.Fatalf("%s is not to come", x.Label)
			}
		}
		for _, x := range a.Passed {
			if x.Status() != room.MeetingPlanned || x.On.From >= now {
				t.Fatalf("the day of %s is not over", x.Label)
			}
		}
		known := true
		for _, x := range a.Undated {
			_, is := near(x.Room, x.Meeting, nil)
			if is && !known {
				t.Fatalf("%s, of which it is known what it is near, stands behind those of which it is not", x.Label)
			}
			known = is
		}
	})
}

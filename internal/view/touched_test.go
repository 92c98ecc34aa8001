package view

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// hall is a room of whose life a test draws the acts.
type hall struct {
	t     *rapid.T
	s     *room.State
	clock *int64 // of all rooms: no two acts happen at one time
}

func newHall(t *rapid.T, id byte, kind event.RoomKind) *hall {
	h := &hall{t, room.New(ident.Room{id}), new(int64)}
	h.add(&event.RoomOpened{Name: fmt.Sprint("room", id), Kind: kind})
	for _, c := range []ident.Code{"ALD", "BOR"} {
		h.add(&event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}})
		h.add(&event.PersonIntroduced{Person: ident.Person(c) + ".head", Party: c})
	}
	return h
}

func (h *hall) add(f event.Fact) {
	*h.clock++
	h.s.Evolve(&event.Entry{Seq: h.s.Entries, Time: *h.clock, Body: event.Body{Actor: "m.rhee", Entered: "m.rhee", When: event.When{From: int64(h.s.Entries) + 1}, Fact: f}})
}

func (h *hall) do(c room.Command) bool {
	facts, err := h.s.Decide(c)
	if err != nil {
		return false
	}
	for _, f := range facts {
		h.add(f)
	}
	return true
}

// What a new date touches, against what the words of the brief say one by one: silences
// that run now and end before the meeting, authority that is seen now and not then,
// copies whose words are others now, deadlines that hang on the meeting.
func TestTouches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHall(t, 1, event.RoomDrafting)
		points := []event.Point{{ID: "p1", Kind: "point", Number: "1", Body: "One."}, {ID: "p2", Kind: "point", Number: "2", Body: "Two."}, {ID: "p3", Kind: "point", Number: "3", Body: "Three."}}
		h.add(&event.TextImported{Instrument: "text", Points: points})
		const now = 1000
		moment := func(name string) int64 { return rapid.Int64Range(now-500, now+2000).Draw(t, name) }
		type silence struct {
			until  int64
			broken bool
		}
		var silences []silence
		for i := range rapid.IntRange(0, 4).Draw(t, "silences") {
			x := silence{moment("until"), rapid.Bool().Draw(t, "broken")}
			label := ident.Label(fmt.Sprintf("S %d", i+1))
			h.add(&event.SilenceOpened{Label: label, Text: "Text 1", Points: []event.Silent{{Point: "p3"}}, Parties: []ident.Code{"ALD"}, Until: x.until})
			if x.broken {
				h.add(&event.SilenceBroken{Label: label, Party: "ALD"})
			}
			silences = append(silences, x)
		}
		type span struct{ from, to int64 }
		shown := map[ident.Person][]span{}
		for range rapid.IntRange(0, 4).Draw(t, "authorities") {
			who := rapid.SampledFrom([]ident.Person{"ALD.head", "BOR.head"}).Draw(t, "who")
			x := span{}
			if rapid.Bool().Draw(t, "begins") {
				x.from = moment("from")
			}
			if rapid.Bool().Draw(t, "ends") {
				x.to = moment("to")
			}
			h.add(&event.AuthorityShown{Person: who, Binding: event.BindFullPowers, From: x.from, To: x.to})
			shown[who] = append(shown[who], x)
		}
		m := event.Occasion{Label: "M 1", Kind: event.Plenary, Title: "Talks", On: event.Date{From: now + 500}, Points: []ident.Point{"p1", "p2"}}
		h.add(&event.MeetingPlanned{Occasion: m})
		held := map[ident.Code]map[ident.Point]string{"ALD": {}, "BOR": {}}
		for i := range rapid.IntRange(0, 8).Draw(t, "acts") {
			id := rapid.SampledFrom([]ident.Point{"p1", "p2", "p3"}).Draw(t, "point")
			if rapid.Bool().Draw(t, "reword") {
				h.add(&event.PointWorded{Instrument: "text", Point: id, Body: rapid.SampledFrom([]string{"A.", "B.", "One."}).Draw(t, "words")})
				continue
			}
			who := rapid.SampledFrom([]ident.Code{"ALD", "BOR"}).Draw(t, "receiver")
			p := h.s.Instrument("text").Point(id).Point
			h.add(&event.Conveyed{Room: ident.Room{9}, RoomName: "theirs", Label: ident.Label(fmt.Sprintf("Paper %d", i)), Mode: event.ModeHandedOver, Instrument: "text", Points: []event.Point{p}, Locals: []ident.Point{id}, Copies: []event.Copy{{Party: who}}})
			held[who][id] = p.Body
		}
		hours := rapid.IntRange(1, 9).Draw(t, "hours")
		h.do(room.SetDeadline{DeadlineSet: event.DeadlineSet{Title: "Before it", Due: event.Due{Of: "M 1", Amount: -hours, Unit: event.Hours}}})
		h.do(room.SetDeadline{DeadlineSet: event.DeadlineSet{Title: "Behind that", Due: event.Due{Of: "D 1", Amount: -1, Unit: event.Minutes}}})
		h.do(room.SetDeadline{DeadlineSet: event.DeadlineSet{Title: "Apart", Due: event.Due{Until: now + 100}}})

		before := h.s.Clone()
		date := event.Date{}
		if rapid.IntRange(0, 3).Draw(t, "undated") > 0 {
			date.From = rapid.Int64Range(now+1, now+2000).Draw(t, "date")
		}
		if !h.do(room.MoveMeeting{MeetingMoved: event.MeetingMoved{Label: "M 1", On: date, Postponed: true}}) {
			t.Skip("the same date")
		}
		list := Touches(&Touching{In: h.s, Meeting: h.s.Meeting("M 1"), Was: &m.On, Rooms: []*room.State{h.s}, Before: []*room.State{before}, Drafting: h.s, Now: now})
		has := func(what event.Touch, label ident.Label, party ident.Code) *Touch {
			for i := range list {
				if x := &list[i]; x.What == what && (label == "" || x.Label == label) && (party == "" || x.Party == party) {
					return x
				}
			}
			return nil
		}
		for i, x := range silences {
			want := !x.broken && x.until > now && (date.From == 0 || x.until < date.From)
			got := has(event.TouchSilence, ident.Label(fmt.Sprintf("S %d", i+1)), "")
			if (got != nil) != want || got != nil && got.Newly != (x.until >= m.On.From) {
				t.Fatalf("a silence until %d (broken: %v), a meeting at %d that was at %d: %+v", x.until, x.broken, date.From, m.On.From, got)
			}
		}
		for who, spans := range shown {
			holds := func(at int64) bool {
				return slices.ContainsFunc(spans, func(s span) bool { return s.from <= at && (s.to == 0 || s.to >= at) })
			}
			endless := slices.ContainsFunc(spans, func(s span) bool { return s.from <= now && s.to == 0 })
			end := int64(0)
			for _, s := range spans {
				if s.from <= now && s.to >= now {
					end = max(end, s.to)
				}
			}
			want := holds(now) && !endless && (date.From == 0 || end < date.From)
			got := has(event.TouchAuthority, "", ident.Code(who[:3]))
			if (got != nil) != want || got != nil && got.Until != end {
				t.Fatalf("authority %v, a meeting at %d: %+v", spans, date.From, got)
			}
		}
		for c, words := range held {
			var want []ident.Point
			for _, id := range []ident.Point{"p1", "p2"} { // the agenda
				if w, holds := words[id]; holds && w != h.s.Instrument("text").Point(id).Body {
					want = append(want, id)
				}
			}
			var got []ident.Point
			for i := range list {
				if list[i].What == event.TouchStale && list[i].Party == c {
					got = append(got, list[i].Points...)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("%s holds other words of %v, and %v is said", c, want, got)
			}
		}
		for k, d := range []int64{int64(hours) * 3600e6, int64(hours)*3600e6 + 60e6} {
			label := ident.Label(fmt.Sprintf("D %d", k+1))
			got := has(event.TouchDeadline, label, "")
			want := int64(0)
			if date.From != 0 {
				want = date.From - d
			}
			if want == m.On.From-d {
				continue // the same date, said anew
			}
			if got == nil || got.From != m.On.From-d || got.Until != want {
				t.Fatalf("%s, due %d before the meeting at %d that was at %d: %+v", label, d, date.From, m.On.From, got)
			}
		}
		if got := has(event.TouchDeadline, "D 3", ""); got != nil {
			t.Fatalf("a deadline that does not hang on the meeting is touched: %+v", got)
		}
	})
}

// However meetings and deadlines are moved, cancelled, taken up again and hung on others:
// an entry of a calendar keeps its identifier, no two have the same, and whenever its
// date or its standing is another, its SEQUENCE is higher.
func TestCalendarEntries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := newHall(t, 1, event.RoomDrafting), newHall(t, 2, event.RoomConsultation)
		a.clock, *a.clock = b.clock, *a.clock+*b.clock
		for _, h := range []*hall{a, b} {
			h.add(&event.MeetingPlanned{Occasion: event.Occasion{Label: "M 1", Kind: event.Plenary, Title: "One", On: event.Date{From: 100 * day}}})
			h.add(&event.MeetingPlanned{Occasion: event.Occasion{Label: "M 2", Kind: event.Plenary, Title: "Two", On: event.Date{From: 200 * day}}})
			h.do(room.SetDeadline{DeadlineSet: event.DeadlineSet{Title: "Do", Who: []event.Participant{{Party: "ALD"}}, Due: event.Due{Of: "M 1", Amount: -1, Unit: event.Days}}})
		}
		rooms := []*room.State{a.s, b.s}
		type seen struct {
			on        int64
			cancelled bool
			sequence  int
		}
		last := map[string]seen{}
		look := func() {
			ids := map[string]bool{}
			for _, e := range Calendar(rooms, "keeper") {
				if ids[e.UID] {
					t.Fatalf("two entries are called %s", e.UID)
				}
				ids[e.UID] = true
				was, known := last[e.UID]
				now := seen{e.On.From, e.Cancelled, e.Sequence}
				if known && now.sequence < was.sequence {
					t.Fatalf("the sequence of %s in %s went back from %d to %d", e.Label, e.Room.Name, was.sequence, now.sequence)
				}
				if known && now.sequence == was.sequence && (now.on != was.on || now.cancelled != was.cancelled) {
					t.Fatalf("%s in %s was said anew under the same sequence: %+v, then %+v", e.Label, e.Room.Name, was, now)
				}
				last[e.UID] = now
			}
			if known := len(last); known != len(ids) {
				t.Fatalf("%d identifiers for %d entries", known, len(ids))
			}
		}
		look()
		for range rapid.IntRange(1, 20).Draw(t, "acts") {
			h := rapid.SampledFrom([]*hall{a, b}).Draw(t, "room")
			m := rapid.SampledFrom([]ident.Label{"M 1", "M 2"}).Draw(t, "meeting")
			on := event.Date{From: rapid.SampledFrom([]int64{0, 50, 150, 300}).Draw(t, "on") * day}
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0, 1:
				h.do(room.MoveMeeting{MeetingMoved: event.MeetingMoved{Label: m, On: on, Postponed: true}})
			case 2:
				h.do(room.MissMeeting{MeetingNotHeld: event.MeetingNotHeld{Occasion: event.Occasion{Label: m}, Said: event.Account{Words: "no"}}})
			case 3:
				h.do(room.HoldMeeting{MeetingHeld: event.MeetingHeld{Occasion: event.Occasion{Label: m, On: on}}})
			case 4:
				c := room.MoveDeadline{DeadlineMoved: event.DeadlineMoved{Label: "D 1", Due: event.Due{Of: m, Amount: -2, Unit: event.Days}}}
				if h == a && rapid.Bool().Draw(t, "of the other room") {
					c.In = b.s
				}
				if rapid.Bool().Draw(t, "fixed") {
					c.Due, c.In = event.Due{Until: on.From + 1}, nil
				}
				h.do(c)
			case 5:
				h.do(room.EndDeadline{DeadlineEnded: event.DeadlineEnded{Label: "D 1", Dropped: rapid.Bool().Draw(t, "dropped"), Note: "so"}})
			}
			look()
		}
		for _, e := range Calendar(rooms[1:], "keeper") {
			for _, o := range Calendar(rooms[:1], "keeper") {
				if o.UID == e.UID {
					t.Fatalf("two rooms have %s in common", e.UID)
				}
			}
		}
	})
}

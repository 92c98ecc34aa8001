package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// DatedKind is a sort of thing that comes on a date.
type DatedKind string

const (
	DatedMeeting      DatedKind = "meeting"
	DatedDeadline     DatedKind = "deadline"
	DatedSilence      DatedKind = "silence"      // it ends: who has not objected by then has no objection
	DatedConfirmation DatedKind = "confirmation" // of what was agreed ad referendum
	DatedAuthority    DatedKind = "authority"    // it lapses
	DatedRelease      DatedKind = "release"      // terms allow it from then on
)

// Dated is something that comes on a date, in a room of the viewer's.
type Dated struct {
	Kind   DatedKind
	On     event.Date
	What   string       // in words
	By     []ident.Code // of whom something is waited for, or whom it is about; none: the secretariat, or nobody
	Points []string     // printed numbers
	Place  string
	Zone   string
	Room   string
	Label  ident.Label
}

// Dates are the things that have a date, in the rooms of one viewer: meetings and deadlines
// that are planned, silences that run, confirmations that were promised by a date,
// authority that lapses, and terms that allow something from a date on. What a drafting room
// has of another room of the viewer's is listed once. The earliest comes first.
func Dates(rooms []*room.State, points map[ident.Room][]PointStatus) []Dated {
	read := map[ident.Room]bool{}
	drafting := false
	for _, s := range rooms {
		read[s.ID] = true
		drafting = drafting || s.Kind == event.RoomDrafting
	}
	var out []Dated
	find := readIn(rooms)
	shown := map[string]bool{}
	for _, s := range rooms {
		for _, m := range s.Meetings {
			if m.Status() == room.MeetingPlanned && m.On.From != 0 {
				out = append(out, dueMeeting(s, m))
			}
		}
		for _, x := range s.Silences {
			if x.Broken() || x.Source.Label != "" && read[x.Source.Room] {
				continue
			}
			d := Dated{Kind: DatedSilence, On: event.Date{From: x.Until, Offset: x.Offset}, What: "the silence ends; who has not objected has no objection", Room: s.Name, Label: x.Label}
			for _, c := range x.Parties {
				if !slices.ContainsFunc(x.Breaks, func(b room.Break) bool { return b.Party == c }) {
					d.By = append(d.By, c)
				}
			}
			for _, p := range x.SilenceOpened.Points {
				if !x.BrokenOn(p.Point) {
					d.Points = append(d.Points, numberIn(s, p.Point))
				}
			}
			out = append(out, d)
		}
		out = append(out, byDate(s, find)...)
		for _, d := range lapses(s) {
			key := fmt.Sprint(d.What, d.By, d.On.From)
			if !shown[key] { // shown in several rooms
				shown[key] = true
				out = append(out, d)
			}
		}
		if s.Kind == event.RoomDrafting || !drafting { // the drafting room has all that was given
			out = append(out, releases(s)...)
			out = append(out, confirmations(s, points[s.ID])...)
		}
	}
	slices.SortStableFunc(out, func(a, b Dated) int {
		return cmp.Or(cmp.Compare(a.On.From, b.On.From), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Room, b.Room))
	})
	return out
}

func dueMeeting(s *room.State, m *room.Meeting) Dated {
	d := Dated{Kind: DatedMeeting, On: m.On, What: orText(m.Title, string(m.Label)), Place: m.Place, Zone: m.Zone, Room: s.Name, Label: m.Label}
	if m.Kind == event.Deadline {
		d.Kind = DatedDeadline
	}
	for _, w := range m.With {
		party := w.Party
		if party == "" {
			party = s.PartyOf(w.Person)
		}
		if party != "" && !slices.Contains(d.By, party) {
			d.By = append(d.By, party)
		}
	}
	slices.SortFunc(d.By, s.Compare)
	for _, p := range m.Points {
		d.Points = append(d.Points, numberIn(s, p))
	}
	return d
}

// byDate are the deadlines and pens of a room that have a date.
func byDate(s *room.State, find func(ident.Room) *room.State) (out []Dated) {
	add := func(r room.Reckoned, d Dated, who []event.Participant, points []ident.Point) {
		if r.Until == 0 {
			return
		}
		if d.On = (event.Date{From: r.Until, Offset: r.Offset}); r.Precision != 0 {
			d.On = endOfDay(r.Until, r.Offset)
		}
		d.Kind, d.Room = DatedDeadline, s.Name
		for i := range who {
			party := who[i].Party
			if party == "" {
				party = s.PartyOf(who[i].Person)
			}
			if party != "" && !slices.Contains(d.By, party) {
				d.By = append(d.By, party)
			}
		}
		slices.SortFunc(d.By, s.Compare)
		for _, p := range points {
			d.Points = append(d.Points, numberIn(s, p))
		}
		out = append(out, d)
	}
	for _, x := range s.Deadlines {
		if x.Ended == nil {
			add(s.Reckon(&x.Due, find), Dated{What: x.Title, Label: x.Label}, x.Who, x.DeadlineSet.Points)
		}
	}
	for _, x := range s.Pens {
		if x.Back == nil && x.Due != (event.Due{}) {
			add(s.Reckon(&x.Due, find), Dated{What: "the draft of " + penOn(s, x), Label: x.Label}, []event.Participant{x.Holder}, x.Points)
		}
	}
	return out
}

// lapses are the authorities that end on a date.
func lapses(s *room.State) (out []Dated) {
	for _, p := range s.PeopleInOrder() {
		for _, a := range slices.Backward(p.Authority) {
			if a.Shown == nil || a.Withdrawn {
				continue
			}
			if a.Shown.To != 0 {
				out = append(out, Dated{Kind: DatedAuthority, On: endOfDay(a.Shown.To, a.When.Offset), What: "the authority of " + orText(p.Name, string(p.Person)) + " lapses",
					By: partyOf(p), Room: s.Name})
			}
			break
		}
	}
	return out
}

// endOfDay is a moment, by a clock so many minutes ahead of UTC: as a day, where it is the
// last moment of one there or by UTC.
func endOfDay(at int64, offset int) event.Date {
	for _, o := range []int{offset, 0} {
		if (at+1+int64(o)*60_000_000)%day == 0 {
			return event.Date{From: at + 1 - day, Offset: o, Precision: event.ToDay}
		}
	}
	return event.Date{From: at, Offset: offset}
}

func partyOf(p *room.Person) []ident.Code {
	if p.Party == "" {
		return nil
	}
	return []ident.Code{p.Party}
}

// releases are the dates before which something may not be used.
func releases(s *room.State) (out []Dated) {
	for _, it := range s.Items {
		if it.Now.NotBefore == 0 || it.Now.Release == event.ReleaseMediator || !it.Live() {
			continue
		}
		d := Dated{Kind: DatedRelease, On: event.Date{From: it.Now.NotBefore, Offset: it.When.Offset}, Room: s.Name, Label: it.Label, By: it.Sponsors(),
			What: "it may be used as the mediator's own idea from then on"}
		if it.Now.Release == event.ReleaseAttributed {
			d.What = "it may be attributed from then on"
		}
		for _, p := range PointsOf(it) {
			if p != "" {
				d.Points = append(d.Points, numberIn(s, p))
			}
		}
		out = append(out, d)
	}
	return out
}

// confirmations are promised of what was agreed ad referendum, by a party's date.
func confirmations(s *room.State, points []PointStatus) (out []Dated) {
	type promise struct {
		by    ident.Code
		until int64
	}
	at := map[promise]int{}
	for i := range points {
		for _, p := range points[i].Owed {
			if p.Agreed.Until == 0 {
				continue
			}
			k, is := at[promise{p.Party, p.Agreed.Until}]
			if !is {
				k = len(out)
				at[promise{p.Party, p.Agreed.Until}] = k
				out = append(out, Dated{Kind: DatedConfirmation, On: event.Date{From: p.Agreed.Until, Offset: p.Agreed.When.Offset}, What: "confirms what was agreed ad referendum",
					By: []ident.Code{p.Party}, Room: s.Name})
			}
			out[k].Points = append(out[k].Points, points[i].Number)
		}
	}
	return out
}

// Waits is who is waited for in the rooms of one viewer, ourselves first: as the drafting
// room has it, where the viewer reads that, and meetings of which any room waits to hear
// whether they took place. points and pending are those of the rooms.
func Waits(rooms []*room.State, points map[ident.Room][]PointStatus, pending map[ident.Room][]*room.Item, now int64) (out []Owed) {
	drafting := slices.ContainsFunc(rooms, func(s *room.State) bool { return s.Kind == event.RoomDrafting })
	for _, s := range rooms {
		if s.Kind == event.RoomDrafting || !drafting {
			out = append(out, Waiting(s, points[s.ID], pending[s.ID], now)...)
			continue
		}
		for _, o := range runs(s, now) {
			if o.By == "" {
				out = append(out, o)
			}
		}
	}
	if len(rooms) == 0 {
		return out
	}
	in := rooms[0]
	for _, s := range rooms {
		if s.Kind == event.RoomDrafting {
			in = s
		}
	}
	return WaitingByDate(in, out, rooms)
}

// Between keeps what comes after a moment and not after another (Unix µs); of what is
// meant as a day or a month, what is not over at the first.
func Between(dues []Dated, after, until int64) (out []Dated) {
	for _, d := range dues {
		if !Over(&d.On, after) && d.On.From <= until {
			out = append(out, d)
		}
	}
	return out
}

// NextMeeting is the first meeting that is to come at a moment (Unix µs).
func NextMeeting(dues []Dated, now int64) (Dated, bool) {
	for _, d := range dues {
		if d.Kind == DatedMeeting && !Over(&d.On, now) {
			return d, true
		}
	}
	return Dated{}, false
}

// Horizon is the date towards which a process goes: the last meeting or deadline that is
// to come at a moment (Unix µs).
func Horizon(dues []Dated, now int64) (Dated, bool) {
	for _, d := range slices.Backward(dues) {
		if (d.Kind == DatedMeeting || d.Kind == DatedDeadline) && !Over(&d.On, now) {
			return d, true
		}
	}
	return Dated{}, false
}

// numberIn is how a room prints a point.
func numberIn(s *room.State, p ident.Point) string {
	if n := s.NumberOf(p); n != "" {
		return n
	}
	return string(p)
}

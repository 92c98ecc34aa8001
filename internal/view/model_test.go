package view_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

var (
	sides  = []ident.Code{"ALD", "BOR", "CAD"}
	points = []ident.Point{"p1", "p2", "p3"}
	said   = []string{"a standstill of thirty days", "two crossing points", "eighty monitors by day", ""}
)

// history is a drafting room in which words were conveyed at drawn times, not in
// the order in which they were entered.
type history struct {
	t     *rapid.T
	state *room.State
	given []event.Conveyed
	when  []int64
	now   []event.Point
}

func (h *history) take(when int64, f event.Fact) {
	h.state.Evolve(&event.Entry{Seq: h.state.Entries, Time: int64(h.state.Entries), Body: event.Body{Actor: "m.rhee", Entered: "m.rhee", When: event.When{From: when}, Fact: f}})
}

func (h *history) words() []event.Point {
	var out []event.Point
	for _, id := range points {
		p := event.Point{ID: id, Kind: "point", Number: string(id[1:]), Body: rapid.SampledFrom(said).Draw(h.t, "words")}
		p.Deleted = p.Body == ""
		out = append(out, p)
	}
	return out
}

func drawHistory(t *rapid.T) *history {
	h := &history{t: t, state: room.New(ident.Room{})}
	h.take(1, &event.RoomOpened{Name: "drafting", Kind: event.RoomDrafting})
	for _, c := range sides {
		h.take(1, &event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}})
	}
	h.take(1, &event.PartyIntroduced{Code: "MED", Name: "MED", Roles: []event.Role{event.RoleMediator}})
	h.take(1, &event.InstrumentOpened{Instrument: "text", Title: "Text"})
	for i := range rapid.IntRange(0, 12).Draw(t, "conveyances") {
		c := event.Conveyed{Room: ident.Room{1}, RoomName: "north", Label: ident.Label(fmt.Sprintf("Text %d", i+1)), Instrument: "text",
			Mode: rapid.SampledFrom([]event.Mode{event.ModeBriefed, event.ModeShown, event.ModeHandedOver, event.ModeSent}).Draw(t, "mode"),
			Gist: rapid.SampledFrom(said).Draw(t, "gist"), Whole: rapid.Bool().Draw(t, "whole")}
		for _, p := range h.words() {
			if c.Whole && !p.Deleted || !c.Whole && rapid.Bool().Draw(t, "point") {
				c.Points = append(c.Points, p)
			}
		}
		if len(c.Points) == 0 && c.Mode != event.ModeBriefed {
			c.Mode = event.ModeBriefed // as room refuses to convey no words
		}
		for range rapid.IntRange(1, 3).Draw(t, "copies") {
			k := event.Copy{Party: rapid.SampledFrom(sides).Draw(t, "to")}
			if k.Own = rapid.IntRange(0, 3).Draw(t, "own") == 0; k.Own {
				k.Person = ident.Person(strings.ToLower(string(k.Party)) + ".adviser")
			}
			c.Copies = append(c.Copies, k)
		}
		when := rapid.Int64Range(2, 9).Draw(t, "when")
		h.given, h.when = append(h.given, c), append(h.when, when)
		h.take(when, &c)
	}
	h.now = h.words()
	h.take(9, &event.TextImported{Instrument: "text", Points: h.now})
	return h
}

// to are the conveyances to a party as such, by when they happened.
func (h *history) to(party ident.Code, words bool) (out []int) {
	for when := int64(0); when < 10; when++ {
		for i, c := range h.given {
			told := slices.ContainsFunc(c.Copies, func(k event.Copy) bool { return k.Party == party && !k.Own })
			if h.when[i] == when && told && (!words || c.Mode != event.ModeBriefed) {
				out = append(out, i)
			}
		}
	}
	return out
}

func reads(c event.Conveyed, id ident.Point) (event.Point, bool) {
	for _, p := range c.Points {
		if p.ID == id {
			return p, true
		}
	}
	return event.Point{}, false
}

func TestGivenAllAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		by := rapid.Int64Range(0, 10).Draw(t, "by")
		phrase := rapid.SampledFrom(said[:3]).Draw(t, "phrase")
		needs := []func(event.Conveyed) bool{func(c event.Conveyed) bool {
			return strings.Contains(c.Gist, phrase) || c.Mode != event.ModeBriefed && slices.ContainsFunc(c.Points, func(p event.Point) bool { return strings.Contains(p.Body, phrase) })
		}}
		for _, want := range h.now {
			needs = append(needs, func(c event.Conveyed) bool {
				p, has := reads(c, want.ID)
				return c.Mode != event.ModeBriefed && has && p.Body == want.Body
			})
		}
		got := view.GivenAll(h.state, h.now, []string{phrase}, by)
		if len(got) != len(sides) {
			t.Fatalf("%d parties", len(got))
		}
		for i, party := range sides {
			all, since, missing := true, int64(0), 0
			for _, need := range needs {
				at := slices.IndexFunc(h.to(party, false), func(i int) bool { return (by == 0 || h.when[i] <= by) && need(h.given[i]) })
				if at < 0 {
					all = false
					missing++
				} else {
					since = max(since, h.when[h.to(party, false)[at]])
				}
			}
			if g := got[i]; g.Party != party || g.All != all || len(g.Missing) != missing || all && g.Since.From != since {
				t.Fatalf("%+v; want %s: all %v since %d, %d missing", g, party, all, since, missing)
			}
		}
	})
}

func TestLastGivenAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		for _, party := range sides {
			want, labels := map[ident.Point]string{}, map[ident.Point]ident.Label{}
			var last ident.Label
			for _, i := range h.to(party, true) {
				c := h.given[i]
				if c.Whole {
					clear(want)
					clear(labels)
				}
				for _, p := range c.Points {
					want[p.ID], labels[p.ID] = p.Body, c.Label
				}
				last = c.Label
			}
			got := view.LastGiven(h.state, party, "text")
			have := map[ident.Point]string{}
			for _, p := range got.Points {
				have[p.ID] = p.Body
			}
			if len(have) != len(got.Points) || !maps.Equal(have, want) || !maps.Equal(got.Labels, labels) || got.Label != last {
				t.Fatalf("%s: %+v; want %v %v %s", party, got, want, labels, last)
			}
		}
	})
}

func TestWhoKnowsAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		in := h.state.Instrument("text")
		p := in.Point(rapid.SampledFrom(points).Draw(t, "of"))
		got := view.WhoKnows(h.state, nil, in, p)
		if slices.Contains(got.Order, "MED") {
			t.Fatal("the mediator is among those who are told")
		}
		as, told := map[ident.Code]view.Holds{}, map[ident.Code]bool{}
		for _, party := range sides {
			for _, i := range h.to(party, false) {
				c := h.given[i]
				q, has := reads(c, p.ID)
				has = has && !q.Deleted
				told[party] = told[party] || has || len(c.Points) == 0 && c.Whole
				if has && c.Mode != event.ModeBriefed {
					as[party] = view.Holds{Party: party, Label: c.Label, Same: q.Body == p.Body}
				}
			}
			if told[party] == slices.Contains(got.None, party) {
				t.Fatalf("%s: told %v, nothing on record: %v", party, told[party], got.None)
			}
		}
		have := map[ident.Code]view.Holds{}
		for _, x := range got.As {
			have[x.Party] = x
		}
		if !maps.Equal(have, as) {
			t.Fatalf("%v; want %v", have, as)
		}
		for i := range got.Lines { // the most that was done for each knower is among the lines
			for _, c := range view.Ledger(h.state, nil) {
				l := &got.Lines[i]
				q, has := reads(event.Conveyed{Points: c.Points}, p.ID)
				if has && !q.Deleted && c.Party == l.Party && c.Person == l.Person && !slices.ContainsFunc(got.Lines, func(m view.Line) bool {
					return m.Party == c.Party && m.Person == c.Person && slices.Index(event.Levels(), m.Level) >= slices.Index(event.Levels(), c.Level)
				}) {
					t.Fatalf("%s %s was %s, and no line says so much", c.Party, c.Person, c.Mode)
				}
			}
		}
	})
}

// The sheet says who has been given the same words before, and who has not, of
// all who are not told now.
func TestSheetAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		tie := event.Conveyed{Room: ident.Room{1}, RoomName: "north", Label: "P 1", Instrument: "text", Mode: event.ModeHandedOver, Points: h.now}
		k := event.Copy{Party: rapid.SampledFrom(sides).Draw(t, "to")}
		if k.Own = rapid.Bool().Draw(t, "own"); k.Own {
			k.Person = "x.adviser"
		}
		tie.Copies = []event.Copy{k}
		s := view.NewSheet(h.state, nil, &tie, nil, nil)
		for _, party := range sides {
			had := true
			for _, want := range h.now {
				had = had && (want.Deleted || slices.ContainsFunc(h.to(party, true), func(i int) bool {
					p, has := reads(h.given[i], want.ID)
					return has && p.Body == want.Body
				}))
			}
			told := party == k.Party && !k.Own // told in their own capacity is not telling the party
			if slices.Contains(s.Ahead, party) != (!told && !had && anyWords(h.now)) && anyWords(h.now) || slices.Contains(s.Order, party) && (told || !had) {
				t.Fatalf("%s told now: %v, had: %v; ahead of %v, shown before to %v", party, told, had, s.Ahead, s.Order)
			}
		}
	})
}

func anyWords(list []event.Point) bool {
	return slices.ContainsFunc(list, func(p event.Point) bool { return !p.Deleted })
}

// Of who gave a copy back it is said so; a correction reaches a party
// in whatever room it is given, and not by talking of it.
func TestHolders(t *testing.T) {
	north, south := ident.Room{1}, ident.Room{2}
	drafting, seat := room.New(ident.Room{}), room.New(north)
	h, r := &history{state: drafting}, &history{state: seat}
	words := []event.Point{{ID: "p1", Kind: "point", Number: "1", Body: said[0]}}
	h.take(1, &event.TextCirculated{Instrument: "text", Label: "Text 1", Points: words})
	copies := []event.Copy{{Party: "ALD", Number: 1}, {Party: "BOR", Number: 2}, {Party: "CAD", Number: 3}}
	h.take(2, &event.Conveyed{Room: north, From: "Text 1", Label: "Text 1", Mode: event.ModeHandedOver, Whole: true, Points: words, Copies: copies})
	r.take(2, &event.Given{Label: "Text 1", Mode: event.ModeHandedOver, Whole: true, Points: words, Copies: copies})
	r.take(3, &event.CopyReturned{Label: "Text 1", Copy: 2})
	h.take(4, &event.TextCirculated{Instrument: "text", Label: "Text 2", Corrects: "Text 1", Points: words})
	h.take(5, &event.Conveyed{Room: south, From: "Text 2", Label: "Text 2", Mode: event.ModeSent, Whole: true, Points: words, Copies: []event.Copy{{Party: "ALD", Number: 1}}})
	h.take(5, &event.Conveyed{Room: north, From: "Text 2", Label: "Briefing 1", Mode: event.ModeBriefed, Gist: "there is a mistake in it", Points: words, Copies: []event.Copy{{Party: "CAD"}}})
	var got []string
	for _, x := range view.Holders(drafting, []*room.State{seat}, "Text 1") {
		got = append(got, fmt.Sprint(x.Party, " ", x.Reached, " ", x.Returned != nil))
	}
	if want := []string{"ALD true false", "BOR false true", "CAD false false"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

// A point that moved to another instrument lives on there, whatever is done with
// the text that it left.
func TestBlameFollowsAMovedPoint(t *testing.T) {
	b := view.Blame{Point: "p1"}
	slot := event.Point{ID: "p1", Kind: "point", Number: "1", Deleted: true, Into: []ident.Point{"p1"}}
	for i, f := range []event.Fact{
		&event.TextImported{Instrument: "text", Points: []event.Point{{ID: "p1", Kind: "point", Number: "1", Body: said[0]}}},
		&event.PointTransferred{From: "text", To: "fund", Point: "p1", Number: "1"},
		&event.TextImported{Instrument: "text", Points: []event.Point{slot, {ID: "p2", Kind: "point", Number: "2", Body: said[1]}}},
	} {
		b.Take(&event.Entry{Seq: uint64(i), Body: event.Body{Fact: f}})
	}
	if c, stands := b.Phrase(said[0]); !stands || c.Seq != 0 {
		t.Errorf("the words of the point are lost: %+v", b.Changes)
	}
}

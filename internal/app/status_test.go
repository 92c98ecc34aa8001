package app_test

import (
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
	"nonpaper/internal/view"
	"nonpaper/internal/words"
)

// No status survives a change of its words, brackets disappear by an act on them and
// by nothing else, and what is counted agrees: in any history of proposing,
// settling, agreeing and rewording.
func TestStatuses(t *testing.T) {
	rounds := 1
	if *soak {
		rounds = 100
	}
	for range rounds {
		rapid.Check(t, statusHistory)
	}
}

// said is what the model knows of a party's word on a point, written down apart from
// the program: the words that it was bound to, and what else they depended on.
type said struct {
	words   string
	linked  map[string]string // number -> its words then
	adref   bool              // to be confirmed
	over    bool              // reopened
	binding bool
	unseen  bool // to be confirmed since no authority was seen
}

type statusModel struct {
	t     *rapid.T
	p     *app.Process
	at    time.Time
	said  map[string]map[ident.Code]*said // by point
	codes []ident.Code
}

func (m *statusModel) now() event.When { return event.When{From: m.at.UnixMicro()} }

func (m *statusModel) fail(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// words is how the points of the working text read, by number; a slot is left out.
func (m *statusModel) words() map[string]string {
	s, err := m.p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
	m.fail(err)
	out := map[string]string{}
	for _, q := range s.Instruments[0].Points {
		if !q.Deleted {
			out[q.Number] = q.Heading + "\n" + q.Body
		}
	}
	return out
}

// brackets are the brackets of the compiled text, by point: the variants of each and
// who is printed at them.
func brackets(text *bracket.Text) map[ident.Point][]string {
	out := map[ident.Point][]string{}
	for i := range text.Points {
		q := &text.Points[i]
		add := func(b *bracket.Bracket) bool {
			var list []string
			for _, v := range b.Variants {
				list = append(list, fmt.Sprint(v.By, notation.Write(v.Wording, notation.Conference, nil)))
			}
			slices.Sort(list)
			out[q.ID] = append(out[q.ID], strings.Join(list, "|"))
			return true
		}
		q.Heading.Brackets(add)
		q.Wording.Brackets(add)
	}
	return out
}

var vocabulary = []string{"thirty", "sixty", "ninety"}

func drawnBody(t *rapid.T, number string) string {
	pick := func(name string) string { return rapid.SampledFrom(vocabulary).Draw(t, name) }
	return fmt.Sprintf("Point %s opens for %s days, and after %s days it is closed for %s days.", number, pick("a"), pick("b"), pick("c"))
}

func statusHistory(t *rapid.T) {
	m := newStatusModel(t)
	for range rapid.IntRange(1, 25).Draw(t, "acts") {
		m.act()
	}
}

// newStatusModel is a process of three parties with a text of three points, given in the plenary.
func newStatusModel(t *rapid.T) *statusModel {
	r, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m := &statusModel{t: t, at: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC), said: map[string]map[ident.Code]*said{}, codes: []ident.Code{"ALD", "BOR", "CAD"}}
	m.p, err = app.Create(ctx, app.Config{Log: eventlog.NewMemory(), Ring: r, Clock: func() time.Time { return m.at }},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	m.fail(err)
	var heads []ident.Person
	for _, c := range m.codes {
		head := ident.Person(strings.ToLower(string(c)) + ".head")
		m.fail(m.p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}}, false))
		m.fail(m.p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: head, Party: c}, false))
		heads = append(heads, head)
	}
	_, err = m.p.OpenRoom(ctx, keeper, event.When{}, app.NewRoom{Name: "plenary", Kind: event.RoomPlenary, With: heads})
	m.fail(err)
	_, err = m.p.Record(ctx, keeper, event.When{}, app.In("plenary"), room.ShowAuthority{AuthorityShown: event.AuthorityShown{Person: "ald.head", Binding: event.BindFullPowers}})
	m.fail(err)
	text := plan.Text{}
	for i := range 3 {
		n := fmt.Sprint(i + 1)
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: n, Heading: "Heading " + n, Body: drawnBody(t, n)})
		m.said[n] = map[ident.Code]*said{}
	}
	_, err = m.p.Record(ctx, keeper, event.When{}, app.Drafting, room.Import{Text: text})
	m.fail(err)
	_, err = m.p.Convey(ctx, keeper, event.When{}, app.Conveyance{Rooms: []string{"plenary"}, Mode: event.ModeCirculated, Label: "Text 1"})
	m.fail(err)
	return m
}

// act draws one act, carries it out, and checks what must hold after it.
func (m *statusModel) act() {
	t := m.t
	m.at = m.at.Add(time.Hour)
	before, err := m.p.Compiled(ctx, keeper, "", app.AsOf{})
	m.fail(err)
	was, worded := brackets(&before.Text), m.words()
	point := fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "point"))
	id := ident.Point("p" + point)
	if _, there := worded[point]; !there {
		return
	}
	code := rapid.SampledFrom(m.codes).Draw(t, "party")
	var settled *app.Settled
	readings := map[ident.Code]string{}
	switch act := rapid.IntRange(0, 8).Draw(t, "act"); act {
	case 0, 1:
		f := &event.Proposed{Common: event.Common{Parties: []ident.Code{code}}, Body: drawnBody(t, point)}
		if rapid.IntRange(0, 9).Draw(t, "deletes") == 0 {
			f.Act, f.Body = string(plan.ActDelete), ""
		}
		_, _ = m.p.Give(ctx, keeper, m.now(), "plenary", app.Gift{Proposal: f, Points: []string{point}})
	case 2:
		s, err := m.p.Seat(ctx, keeper, app.In("plenary"), app.AsOf{})
		m.fail(err)
		for _, it := range s.Items {
			if it.Proposal != nil && it.Live() && it.Proposal.Point == id {
				_, err = m.p.OnItem(ctx, keeper, m.now(), "plenary", it.Label, func(l ident.Label, src event.Source) room.Command {
					return room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: event.Withdrawn, Source: src}}
				})
				m.fail(err)
				break
			}
		}
	case 3, 4: // a bracket is settled
		q := before.Text.Point(id)
		var all []*bracket.Bracket
		if q != nil {
			q.Heading.Brackets(func(b *bracket.Bracket) bool { all = append(all, b); return true })
			q.Wording.Brackets(func(b *bracket.Bracket) bool { all = append(all, b); return true })
		}
		if len(all) == 0 {
			return
		}
		b := rapid.SampledFrom(all).Draw(t, "bracket")
		c := app.Settlement{Bracket: b.Number, How: rapid.SampledFrom(event.Settlings()).Draw(t, "how"), Reason: "so"}
		switch c.How {
		case event.Chosen:
			v := rapid.SampledFrom(b.Variants).Draw(t, "variant")
			c.Choose = v.Holders[0]
		case event.Bridged:
			c.Bridge = "bridge words"
		}
		settled, err = m.p.Settle(ctx, keeper, m.now(), c)
		m.fail(err)
		for _, x := range q.Speaks {
			readings[x] = readingAfter(q, b, c, x)
		}
	case 5:
		_, _ = m.p.Record(ctx, keeper, m.now(), app.Drafting, room.Word{Point: point, Heading: "Heading " + point, Body: drawnBody(t, point)})
	case 6, 7:
		m.agree(point, code)
	case 8:
		_, err := m.p.ConfirmAgreement(ctx, keeper, m.now(), "plenary", point, event.AgreementConfirmed{Party: code})
		if x := m.said[point][code]; err == nil {
			if x == nil || x.over || !x.binding {
				t.Fatalf("%s confirmed point %s, to which it had not agreed", code, point)
			}
			x.adref = false
		}
	}
	m.check(was, id, settled, readings)
}

// readingAfter is how a point is to read for a holder once a bracket is settled.
func readingAfter(q *bracket.Point, b *bracket.Bracket, c app.Settlement, who ident.Code) string {
	read := func(who ident.Code) (string, string) {
		p := *q
		resolve := func(b *bracket.Bracket) {
			for _, v := range b.Variants {
				if !slices.Contains(v.Holders, c.Choose) {
					continue
				}
				as := c.Choose
				if slices.Contains(v.Holders, who) {
					as = who
				}
				p = p.Resolve(b.Number, bracket.Wording{{Words: v.Wording.Reading(as)}})
			}
		}
		switch c.How {
		case event.Chosen:
			resolve(b)
			whole := len(q.Heading) == 1 && q.Heading[0].Bracket != nil && len(q.Wording) == 1 && q.Wording[0].Bracket != nil
			if whole && (q.Heading[0].Bracket == b || q.Wording[0].Bracket == b) {
				h, w := q.Heading[0].Bracket, q.Wording[0].Bracket
				if len(h.Variants) == len(w.Variants) {
					resolve(h)
					resolve(w)
				}
			}
		case event.Bridged:
			by := c.Bridge
			if strings.HasPrefix(b.Variants[0].Wording.Reading(b.Variants[0].Holders[0]), " ") {
				by = " " + by
			}
			p = p.Resolve(b.Number, bracket.Wording{{Words: by}})
		}
		return words.Normalise(p.Heading.Reading(who)), words.Normalise(p.Wording.Reading(who))
	}
	h, body := read(who)
	baseHeading, baseBody := read(ident.Base)
	switch {
	case baseBody == "": // a point without a body is gone
		return "\n"
	case h == "" && body != "": // whoever struck a point that stays leaves its heading
		h = baseHeading
	}
	return h + "\n" + body
}

func (m *statusModel) agree(point string, code ident.Code) {
	g := app.Agreement{Points: []string{point}, Parties: []ident.Code{code}, Agreement: rapid.SampledFrom(event.Agreements()).Draw(m.t, "agreement"), ReadOut: true}
	if rapid.Bool().Draw(m.t, "spoke") {
		g.By = []ident.Person{ident.Person(strings.ToLower(string(code)) + ".head")}
	}
	x := &said{words: m.words()[point], linked: map[string]string{}}
	if other := fmt.Sprint(rapid.IntRange(1, 3).Draw(m.t, "linked")); other != point && m.words()[other] != "" {
		g.Linked, x.linked[other] = []string{other}, m.words()[other]
	}
	if _, err := m.p.Agree(ctx, keeper, m.now(), "plenary", g); err != nil {
		return
	}
	x.binding = g.Agreement == event.Provisionally || g.Agreement == event.AdRef
	x.adref = g.Agreement == event.AdRef || g.Agreement == event.Provisionally && (len(g.By) == 0 || code != "ALD")
	m.said[point][code] = x
}

// check holds what must hold after an act on one point.
func (m *statusModel) check(was map[ident.Point][]string, id ident.Point, settled *app.Settled, readings map[ident.Code]string) {
	t := m.t
	after, err := m.p.Compiled(ctx, keeper, "", app.AsOf{})
	m.fail(err)
	is := brackets(&after.Text)
	for _, q := range slices.Sorted(maps.Keys(was)) {
		if q != id && !slices.Equal(was[q], is[q]) {
			t.Fatalf("an act on %s changed the brackets of %s: %q, then %q", id, q, was[q], is[q])
		}
	}
	if settled != nil {
		q := after.Text.Point(id)
		for c, reading := range readings {
			got := "\n"
			if q != nil {
				got = q.Heading.Reading(c) + "\n" + q.Wording.Reading(c)
				if !slices.Contains(q.Speaks, c) {
					got = q.Heading.Reading(ident.Base) + "\n" + q.Wording.Reading(ident.Base)
				}
			}
			if got != reading {
				t.Fatalf("%s reads %q after the settlement, and was to read %q", c, got, reading)
			}
		}
	}
	x, err := m.p.Standing(ctx, keeper, app.Drafting, "", app.AsOf{})
	m.fail(err)
	if len(x.Points) != 3 {
		t.Fatalf("%d points have a status", len(x.Points))
	}
	words := m.words()
	for i := range x.Points {
		st := &x.Points[i]
		if n := len(is[st.ID]); st.Brackets != n && st.Status != view.StatusDeleted {
			t.Fatalf("%d brackets are counted in point %s, and it has %d", st.Brackets, st.Number, n)
		}
		m.checkPoint(st, words)
	}
}

func (m *statusModel) checkPoint(st *view.PointStatus, words map[string]string) {
	if st.Status == view.StatusDeleted {
		return
	}
	all, owed := true, 0
	for _, c := range m.codes {
		x := m.said[st.Number][c]
		holds := x != nil && x.binding && !x.over && x.words == words[st.Number]
		if x != nil {
			for n, w := range x.linked {
				holds = holds && words[n] == w
			}
		}
		if holds && x.adref {
			owed++
		}
		all = all && holds
		i := slices.IndexFunc(st.Parties, func(p view.PartyStatus) bool { return p.Party == c })
		shown := i >= 0 && slices.Contains([]room.Standing{room.StandsAgreed, room.StandsAdRef, room.StandsUnseen}, st.Parties[i].Stands)
		if shown != holds {
			m.t.Fatalf("point %s, %s: the status says agreed %t, and it is %t", st.Number, c, shown, holds)
		}
		if shown && (st.Parties[i].Stands != room.StandsAgreed) != x.adref {
			m.t.Fatalf("point %s, %s: %s, and to be confirmed is %t", st.Number, c, st.Parties[i].Stands, x.adref)
		}
	}
	want := st.Status
	switch {
	case st.Brackets > 0:
		if want != view.StatusBrackets && want != view.StatusParked {
			m.t.Fatalf("point %s has %d brackets and is %s", st.Number, st.Brackets, want)
		}
	case all && owed > 0:
		want = view.StatusAdRef
	case all:
		want = view.StatusProvisionally
	case want == view.StatusAdRef || want == view.StatusProvisionally:
		m.t.Fatalf("point %s is %s, and not everybody agreed to these words", st.Number, want)
	}
	if st.Status != want {
		m.t.Fatalf("point %s is %s, and should be %s", st.Number, st.Status, want)
	}
}

package app_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
	"nonpaper/internal/view"
)

// Nothing is agreed until everything is agreed: in any history the closing state is what
// a slow model says that was written from the words of the design alone, and an
// instrument closes if and only if nothing is missing.
func TestClosing(t *testing.T) {
	rounds := 3
	if *soak {
		rounds = 100
	}
	closed := 0
	for range rounds {
		rapid.Check(t, func(t *rapid.T) { closingHistory(t, &closed) })
	}
	if closed == 0 {
		t.Error("no history came to a closing")
	}
}

// closingModel is what was done, written down apart from the program.
type closingModel struct {
	statusModel
	authority  map[ident.Code]bool
	given      map[ident.Label]*gaveModel
	links      map[ident.Label]*linkModel
	reserved   map[ident.Label]ident.Code
	understood map[ident.Label]map[ident.Code]bool // who confirmed the words that it has
}

type gaveModel struct {
	party ident.Code
	point string // of a proposal; "" of a concern
	fate  bool
	gone  bool
	base  string        // of a proposal: the words that it was made on
	after []ident.Label // its party's later proposals on the point
}

type linkModel struct {
	party        ident.Code
	target, on   string
	test, wanted string // stays: the words then
}

func closingHistory(t *rapid.T, closed *int) {
	r, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m := &closingModel{authority: map[ident.Code]bool{}, given: map[ident.Label]*gaveModel{}, links: map[ident.Label]*linkModel{}, reserved: map[ident.Label]ident.Code{}, understood: map[ident.Label]map[ident.Code]bool{}}
	m.statusModel = statusModel{t: t, at: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC), said: map[string]map[ident.Code]*said{}, codes: []ident.Code{"ALD", "BOR"}}
	m.p, err = app.Create(ctx, app.Config{Log: eventlog.NewMemory(), Ring: r, Clock: func() time.Time { return m.at }},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	m.fail(err)
	var heads []ident.Person
	for _, c := range m.codes {
		m.fail(m.p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}}, false))
		m.fail(m.p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: headOf(c), Party: c}, false))
		heads = append(heads, headOf(c))
	}
	_, err = m.p.OpenRoom(ctx, keeper, event.When{}, app.NewRoom{Name: "plenary", Kind: event.RoomPlenary, With: heads})
	m.fail(err)
	text := plan.Text{}
	for _, n := range []string{"1", "2"} {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: n, Heading: "Heading " + n, Body: drawnBody(t, n)})
		m.said[n] = map[ident.Code]*said{}
	}
	_, err = m.p.Record(ctx, keeper, event.When{}, app.Drafting, room.Import{Text: text})
	m.fail(err)
	_, err = m.p.Convey(ctx, keeper, event.When{}, app.Conveyance{Rooms: []string{"plenary"}, Mode: event.ModeCirculated, Label: "Text 1"})
	m.fail(err)
	for range rapid.IntRange(1, 12).Draw(t, "acts") {
		m.at = m.at.Add(time.Hour)
		m.one()
		m.same()
	}
	if rapid.Bool().Draw(t, "comes to an end") {
		m.finish()
		m.same()
	}
	missing := m.missing()
	_, err = m.p.CloseInstruments(ctx, keeper, m.now(), app.ToClose{})
	if _, refused := errors.AsType[*app.NotReady](err); refused != (len(missing) > 0) || err != nil && !refused {
		t.Fatalf("closing says %v, and missing is %q", err, missing)
	}
	if err != nil {
		return
	}
	*closed++
	if _, err := m.p.Record(ctx, keeper, m.now(), app.Drafting, room.Word{Point: "1", Body: "Other words."}); err == nil {
		t.Fatal("the words of a closed instrument changed")
	}
}

// give gives something in the plenary, and says what it is called there; "" where it
// was refused.
func (m *closingModel) give(g app.Gift) ident.Label {
	if _, err := m.p.Give(ctx, keeper, m.now(), "plenary", g); err != nil {
		return ""
	}
	s, err := m.p.Seat(ctx, keeper, app.In("plenary"), app.AsOf{})
	m.fail(err)
	return s.Items[len(s.Items)-1].Label
}

// one draws one act.
func (m *closingModel) one() {
	t := m.t
	point := rapid.SampledFrom([]string{"1", "2"}).Draw(t, "point")
	other := map[string]string{"1": "2", "2": "1"}[point]
	code := rapid.SampledFrom(m.codes).Draw(t, "party")
	by := event.Common{Parties: []ident.Code{code}}
	switch rapid.IntRange(0, 11).Draw(t, "act") {
	case 0:
		p, err := m.p.Seat(ctx, keeper, app.In("plenary"), app.AsOf{})
		m.fail(err)
		q, _ := p.LastGiven(ident.Point("p" + point)) // what it has before it
		body := drawnBody(t, point)
		if l := m.give(app.Gift{Proposal: &event.Proposed{Common: by, Body: body}, Points: []string{point}}); l != "" {
			for _, g := range m.given { // of two on one point the later counts
				if g.party == code && g.point == point && !g.gone {
					g.after = append(g.after, l)
				}
			}
			m.given[l] = &gaveModel{party: code, point: point, base: q.Heading + "\n" + q.Body}
		}
	case 1:
		if l := m.give(app.Gift{Concern: &event.ConcernRaised{Common: by, Words: "too long"}, Points: []string{point}}); l != "" {
			m.given[l] = &gaveModel{party: code}
		}
	case 2:
		for _, l := range m.labels() {
			m.fate(l)
			break
		}
	case 3:
		for _, l := range m.labels() {
			m.withdraw(l)
			m.given[l].gone = true
			break
		}
	case 4:
		_, err := m.p.Record(ctx, keeper, m.now(), app.In("plenary"), room.ShowAuthority{AuthorityShown: event.AuthorityShown{Person: headOf(code), Binding: event.BindFullPowers}})
		m.fail(err)
		m.authority[code] = true
	case 5:
		l := &linkModel{party: code, target: point, on: other, test: rapid.SampledFrom([]string{"stays", "is agreed", `contains "sixty"`}).Draw(t, "test"), wanted: m.words()[other]}
		if label := m.give(app.Gift{Linkage: &event.LinkageGiven{Common: by, Condition: point + " if " + other + " " + l.test}}); label != "" {
			m.links[label] = l
			s, err := m.p.Seat(ctx, keeper, app.In("plenary"), app.AsOf{})
			m.fail(err)
			q, _ := s.LastGiven(ident.Point("p" + other))
			l.wanted = q.Heading + "\n" + q.Body
		}
	case 6:
		if l := m.give(app.Gift{Position: &event.PositionTaken{Common: by, Stance: event.CanLiveWith, Reservation: "scrutiny"}, Points: []string{point}}); l != "" {
			m.reserved[l] = code
		}
	case 7:
		label := ident.Label("")
		if len(m.understood) > 0 {
			label = "U 1"
		}
		f := event.UnderstandingReached{Label: label, Title: "Aside", Words: fmt.Sprint("Words of ", m.at.Unix()), Parties: m.codes}
		_, err := m.p.Reach(ctx, keeper, m.now(), "plenary", f, []string{point})
		m.fail(err)
		m.understood["U 1"] = map[ident.Code]bool{}
	case 8:
		if m.understood["U 1"] != nil {
			_, err := m.p.ConfirmUnderstanding(ctx, keeper, m.now(), "plenary", event.UnderstandingConfirmed{Label: "U 1", Party: code})
			if (err == nil) == m.understood["U 1"][code] {
				m.t.Fatalf("%s confirms: %v", code, err)
			}
			m.understood["U 1"][code] = true
		}
	case 9:
		_, _ = m.p.Record(ctx, keeper, m.now(), app.Drafting, room.Word{Point: point, Heading: "Heading " + point, Body: drawnBody(t, point)})
	default:
		m.agree(point, code)
	}
}

// agree is statusModel's, with authority as it was shown here.
func (m *closingModel) agree(point string, code ident.Code) {
	g := app.Agreement{Points: []string{point}, Parties: []ident.Code{code}, Agreement: rapid.SampledFrom([]event.Agreement{event.AdRef, event.Provisionally, event.Provisionally, event.Objected}).Draw(m.t, "agreement"),
		ReadOut: true, By: []ident.Person{headOf(code)}}
	words := m.words()[point]
	if _, err := m.p.Agree(ctx, keeper, m.now(), "plenary", g); err != nil {
		return
	}
	m.said[point][code] = &said{words: words, binding: g.Agreement != event.Objected, adref: g.Agreement == event.AdRef || !m.authority[code], unseen: g.Agreement == event.Provisionally}
}

func (m *closingModel) labels() []ident.Label {
	var out []ident.Label
	for l, g := range m.given {
		if !g.gone && !g.fate {
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out
}

// counts reports whether something that was given still stands: not withdrawn, and no
// later proposal in its place that stands.
func (m *closingModel) counts(g *gaveModel) bool {
	return !g.gone && !slices.ContainsFunc(g.after, func(l ident.Label) bool { return !m.given[l].gone })
}

func (m *closingModel) fate(l ident.Label) {
	m.onItem(l, func(l ident.Label, src event.Source) room.Command {
		return room.TellFate{ItemFate: event.ItemFate{Label: l, Fate: event.Considered, Source: src}}
	})
	m.given[l].fate = true
}

func (m *closingModel) withdraw(l ident.Label) {
	m.onItem(l, func(l ident.Label, src event.Source) room.Command {
		return room.EndItem{ItemEnded: event.ItemEnded{Label: l, End: event.Withdrawn, Source: src}}
	})
}

func (m *closingModel) onItem(l ident.Label, make func(ident.Label, event.Source) room.Command) {
	_, err := m.p.OnItem(ctx, keeper, m.now(), "plenary", l, make)
	m.fail(err)
}

// finish does what is missing, as a secretariat would; some of it, by chance.
func (m *closingModel) finish() {
	skip := rapid.IntRange(0, 9).Draw(m.t, "left out")
	for _, l := range m.labels() {
		if skip != 1 {
			m.withdraw(l)
			m.given[l].gone = true
		}
	}
	for l, g := range m.given {
		if g.point != "" && !g.gone { // one that has a fate may stand in brackets still
			m.withdraw(l)
			g.gone = true
		}
	}
	for l := range m.reserved {
		if skip != 2 {
			m.withdraw(l)
			delete(m.reserved, l)
		}
	}
	for l := range m.links {
		if skip != 3 {
			m.withdraw(l)
			delete(m.links, l)
		}
	}
	for _, c := range m.codes {
		if skip != 4 {
			_, err := m.p.Record(ctx, keeper, m.now(), app.In("plenary"), room.ShowAuthority{AuthorityShown: event.AuthorityShown{Person: headOf(c), Binding: event.BindFullPowers}})
			m.fail(err)
			m.authority[c] = true
		}
		for _, n := range []string{"1", "2"} {
			if skip == 5 && c == "BOR" && n == "2" {
				continue
			}
			if _, err := m.p.Agree(ctx, keeper, m.now(), "plenary", app.Agreement{Points: []string{n}, Parties: []ident.Code{c}, Agreement: event.Provisionally, ReadOut: true, By: []ident.Person{headOf(c)}}); err == nil {
				m.said[n][c] = &said{words: m.words()[n], binding: true, adref: !m.authority[c], unseen: true}
			}
		}
		if u := m.understood["U 1"]; u != nil && !u[c] && skip != 6 {
			_, err := m.p.ConfirmUnderstanding(ctx, keeper, m.now(), "plenary", event.UnderstandingConfirmed{Label: "U 1", Party: c})
			m.fail(err)
			u[c] = true
		}
	}
}

// allReadings are all ways to read a wording.
func allReadings(w bracket.Wording) []string {
	out := []string{""}
	for _, it := range w {
		ways := []string{it.Words}
		if it.Bracket != nil {
			ways = nil
			for _, v := range it.Bracket.Variants {
				ways = append(ways, allReadings(v.Wording)...)
			}
		}
		var next []string
		for _, r := range out {
			for _, x := range ways {
				next = append(next, r+x)
			}
		}
		out = next
	}
	return out
}

// same holds the closing state against the model.
func (m *closingModel) same() {
	x, err := m.p.Closing(ctx, keeper, app.AsOf{})
	m.fail(err)
	var got []string
	for _, l := range x.Instruments[0].Missing {
		if l.Lack == view.LacksAgain { // what no longer stands is missing as not agreed
			continue
		}
		got = append(got, fmt.Sprint(l.Lack, " ", l.On, " ", l.By))
	}
	slices.Sort(got)
	if want := m.missing(); !slices.Equal(got, want) {
		m.t.Fatalf("missing is\n%s\nand should be\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if x.Instruments[0].Ready != (len(got) == 0) {
		m.t.Fatalf("ready is %t, and missing %q", x.Instruments[0].Ready, got)
	}
}

// missing is what the model says is missing.
func (m *closingModel) missing() (out []string) {
	add := func(l view.Lack, on string, by ...ident.Code) { out = append(out, fmt.Sprint(l, " ", on, " ", by)) }
	compiled, err := m.p.Compiled(ctx, keeper, "", app.AsOf{})
	m.fail(err)
	bracketed := map[string][]ident.Code{}
	for i := range compiled.Text.Points {
		q := &compiled.Text.Points[i]
		if len(brackets(&compiled.Text)[q.ID]) > 0 {
			q.Wording.Brackets(func(b *bracket.Bracket) bool {
				for _, v := range b.Variants {
					bracketed[q.Number] = append(bracketed[q.Number], v.By...)
				}
				return true
			})
			by := slices.DeleteFunc(bracketed[q.Number], func(c ident.Code) bool { return c == ident.Base })
			slices.Sort(by)
			bracketed[q.Number] = slices.Compact(by)
		}
	}
	words := m.words()
	agreed := map[string]bool{}
	for _, n := range []string{"1", "2"} {
		if by, open := bracketed[n]; open {
			add(view.LacksSettling, "point "+n, by...)
			continue
		}
		var not, adref, unseen []ident.Code
		for _, c := range m.codes {
			switch x := m.said[n][c]; {
			case x == nil || !x.binding || x.words != words[n]:
				not = append(not, c)
			case x.adref && x.unseen:
				unseen = append(unseen, c)
			case x.adref:
				adref = append(adref, c)
			}
		}
		if len(not) > 0 {
			add(view.LacksAgreement, "point "+n, not...)
		}
		for _, list := range [][]ident.Code{adref, unseen} {
			if len(list) > 0 {
				add(view.LacksConfirmation, "point "+n, list...)
			}
		}
		agreed[n] = len(not)+len(adref)+len(unseen) == 0
	}
	for l, g := range m.given {
		if m.counts(g) && !g.fate {
			add(view.LacksFate, string(g.party)+" "+string(l))
		}
		if m.counts(g) && g.point != "" && g.base != words[g.point] { // also where they say what it wanted: that it is met is recorded by carrying it over
			add(view.LacksCarrying, string(g.party)+" "+string(l))
		}
	}
	for l, c := range m.reserved {
		add(view.LacksReservation, string(c)+" "+string(l), c)
	}
	for l, k := range m.links {
		_, open := bracketed[k.on]
		holds := agreed[k.on]
		switch {
		case k.test == "stays":
			holds = !open && words[k.on] == k.wanted
		case k.test != "is agreed": // in every reading
			q := compiled.Text.Point(ident.Point("p" + k.on))
			holds = !slices.ContainsFunc(allReadings(q.Wording), func(r string) bool { return !strings.Contains(r, "sixty") })
		}
		if !holds {
			add(view.LacksLinkage, string(k.party)+" "+string(l), k.party)
		}
	}
	if u := m.understood["U 1"]; u != nil {
		var by []ident.Code
		for _, c := range m.codes {
			if !u[c] {
				by = append(by, c)
			}
		}
		if len(by) > 0 {
			add(view.LacksUnderstanding, "plenary U 1", by...)
		}
	}
	for _, c := range m.codes {
		if !m.authority[c] {
			add(view.LacksAuthority, "", c)
		}
	}
	slices.Sort(out)
	return out
}

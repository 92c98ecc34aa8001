package app_test

import (
	"crypto/rand"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
)

var soak = flag.Bool("soak", false, "run the long tests")

// gift is what the model of the terms knows of a proposal: its words, who gave it,
// and on what terms it is now. The model is written down apart from the program.
type gift struct {
	words   []string // in a row, and nowhere else
	parties []ident.Code
	left    []ident.Code // sponsors that left it
	room    string
	label   ident.Label
	on      map[ident.Code]on // on what terms each of them has it; "" for those who said nothing since
	dead    bool              // withdrawn, lapsed or undone
	denied  bool              // disowned

	floated bool                // the mediator wrote the words into the text
	short   bool                // and they are so few that in the text they are nobody's
	had     map[ident.Code]bool // who was given the words while that was allowed
	named   map[ident.Code]bool // who was told whose they are
}

// on is on what terms one party has something.
type on struct {
	release event.Release
	before  int64 // not before, 0 for no date
	with    *gift // only together with
}

// each are the terms of those who give it still.
func (g *gift) each() (all []on) {
	for _, c := range g.parties {
		if slices.Contains(g.left, c) {
			continue
		}
		x, said := g.on[c]
		if !said {
			x = g.on[""]
		}
		all = append(all, x)
	}
	return all
}

// only reports whether all who give it have it on terms of which that is true.
func (g *gift) only(is func(on) bool) bool {
	return !slices.ContainsFunc(g.each(), func(x on) bool { return !is(x) })
}

// public stands for everybody among those to whom words are given.
const public ident.Code = ""

// gave reports whether a party gave it: itself, or as one of a group.
func (g *gift) gave(c ident.Code) bool {
	return slices.Contains(g.parties, c) || slices.Contains(g.parties, "TRI") && (c == "ALD" || c == "BOR")
}

func (g *gift) live() bool {
	return !g.dead && !g.denied && slices.ContainsFunc(g.parties, func(c ident.Code) bool { return !slices.Contains(g.left, c) })
}

// released reports whether the terms let the words go, to anybody.
func (g *gift) released(at int64, along []*gift) bool {
	return g.only(func(x on) bool {
		return x.release != event.ReleaseMediator && at >= x.before && (x.with == nil || x.with.live() && slices.Contains(along, x.with))
	})
}

// flatWords are the words of a text, however they are set.
func flatWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func (g *gift) standsIn(s string) bool {
	w := flatWords(s)
	for i := range w {
		if i+len(g.words) <= len(w) && slices.Equal(w[i:i+len(g.words)], g.words) {
			return true
		}
	}
	return false
}

// model is a process and what the terms say of all that was given in it.
type model struct {
	t       *rapid.T
	p       *app.Process
	at      time.Time
	rooms   map[string][]ident.Code // its parties, who read all that stands in it
	gifts   []*gift
	given   map[string]int // how much of what was given in a room was looked at
	done    map[string]int
	circles int
	texts   []ident.Label
}

// termsActs are the acts that are drawn. A further act is one more entry: it does
// something to the process, tells the model what it means for the terms, and
// counts itself with m.did.
var termsActs = map[string]func(m *model){
	"give": (*model).give, "give again": (*model).give, "lift": (*model).lift, "answer": (*model).answer, "end": (*model).end,
	"float": (*model).float, "support": (*model).support, "settle": (*model).settle, "succeed": (*model).succeed,
	"convey": (*model).convey, "convey more": (*model).convey, "convey once more": (*model).convey, "circulate": (*model).circulate,
}

// Nothing is conveyed beyond its terms: in any history of giving, lifting, ending,
// writing into the text, circulating and conveying, words that a party gave stand in
// another's room only where the terms allowed it when they were conveyed, and with
// the party's name only where that was allowed.
func TestNothingBeyondItsTerms(t *testing.T) {
	acts, done, began := 0, map[string]int{}, time.Now()
	for round := 0; round == 0 || *soak && acts < 100_000; round++ {
		rapid.Check(t, func(t *rapid.T) {
			m := newModel(t)
			for range rapid.IntRange(1, 40).Draw(t, "acts") {
				m.at = m.at.Add(time.Duration(rapid.IntRange(1, 1500).Draw(t, "minutes")) * time.Minute)
				termsActs[rapid.SampledFrom(slices.Sorted(keysOf(termsActs))).Draw(t, "act")](m)
				acts++
			}
			for k, n := range m.done {
				done[k] += n
			}
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("%d acts in %s; done: %v", acts, time.Since(began).Round(time.Second), done)
	for _, must := range []string{"give", "lift", "disown", "leave", "undo", "float", "convey", "convey compiled", "together", "attributed", "own idea", "before its date", "refused", "succeed"} {
		if *soak && done[must] == 0 {
			t.Errorf("%q was never done", must)
		}
	}
}

func keysOf[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func newModel(t *rapid.T) *model {
	r, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m := &model{t: t, at: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC), rooms: map[string][]ident.Code{}, given: map[string]int{}, done: map[string]int{}}
	m.p, err = app.Create(ctx, app.Config{Log: eventlog.NewMemory(), Ring: r, Clock: func() time.Time { return m.at }},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	m.must(err)
	for _, c := range []ident.Code{"ALD", "BOR", "CAD"} {
		m.must(m.p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}}, false))
		m.must(m.p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: headOf(c), Party: c}, false))
	}
	m.must(m.p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: "TRI", Name: "The Two", Roles: []event.Role{event.RoleSide}, Members: []ident.Code{"ALD", "BOR"}}, false))
	for name, kind := range map[string]event.RoomKind{"ald": event.RoomConsultation, "bor": event.RoomConsultation, "cad": event.RoomConsultation, "ald-bor": event.RoomConsultation, "ald-bor-cad": event.RoomPlenary} {
		n := app.NewRoom{Name: name, Kind: kind}
		for _, c := range strings.Split(name, "-") {
			n.With = append(n.With, headOf(ident.Code(strings.ToUpper(c))))
			m.rooms[name] = append(m.rooms[name], ident.Code(strings.ToUpper(c)))
		}
		if name == "ald-bor" {
			n.Parties = []ident.Code{"ALD", "BOR", "TRI"}
		}
		_, err := m.p.OpenRoom(ctx, keeper, event.When{}, n)
		m.must(err)
	}
	text := plan.Text{}
	for i := range 3 {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(i + 1), Heading: fmt.Sprintf("Heading number %d", i+1), Body: fmt.Sprintf("Base words number %d stand here.", i+1)})
	}
	_, err = m.p.Record(ctx, keeper, event.When{}, app.Drafting, room.Import{Text: text})
	m.must(err)
	_, err = m.p.Convey(ctx, keeper, event.When{}, app.Conveyance{Rooms: m.names(), Mode: event.ModeCirculated, Label: "Text 1"})
	m.must(err)
	m.look(nil, m.at.UnixMicro())
	return m
}

func headOf(c ident.Code) ident.Person { return ident.Person(strings.ToLower(string(c)) + ".head") }

func (m *model) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// did counts what was done, and reports whether it was.
func (m *model) did(what string, err error) bool {
	if err == nil {
		m.done[what]++
	} else {
		m.done["refused"]++
	}
	return err == nil
}

func (m *model) names() []string { return slices.Sorted(keysOf(m.rooms)) }

func (m *model) now() event.When { return event.When{From: m.at.UnixMicro()} }

// one draws something that was given, nil where nothing was.
func (m *model) one(what string) *gift {
	if len(m.gifts) == 0 {
		return nil
	}
	return rapid.SampledFrom(m.gifts).Draw(m.t, what)
}

func (m *model) bool(what string) bool { return rapid.Bool().Draw(m.t, what) }

func (m *model) point() string { return fmt.Sprint(rapid.IntRange(1, 3).Draw(m.t, "point")) }

// terms draws release terms, as the program has them and as the model does.
func (m *model) terms(in string) (event.Terms, *gift) {
	terms := event.Terms{Release: rapid.SampledFrom(event.Releases()).Draw(m.t, "release")}
	if rapid.IntRange(0, 3).Draw(m.t, "dated") == 0 {
		terms.NotBefore = m.at.Add(time.Duration(rapid.IntRange(-500, 6000).Draw(m.t, "later")) * time.Minute).UnixMicro()
	}
	if with := m.one("with"); with != nil && with.room == in && rapid.IntRange(0, 2).Draw(m.t, "together") == 0 {
		terms.With = with.label
		return terms, with
	}
	return terms, nil
}

// look looks at all that was given in rooms since the last look, and made public,
// and holds it against the terms.
func (m *model) look(made []app.Conveyed, moment int64) {
	for _, c := range made {
		if c.Given == nil {
			m.check("the public", []ident.Code{public}, c.Tie.Points, "", c.Tie.Rendering, moment)
		}
	}
	for _, name := range m.names() {
		s, err := m.p.Seat(ctx, keeper, app.In(name), app.AsOf{})
		m.must(err)
		for _, g := range s.Given[m.given[name]:] {
			m.check(name, m.rooms[name], g.Points, g.Gist, g.Rendering, moment)
		}
		m.given[name] = len(s.Given)
	}
}

func (m *model) check(in string, to []ident.Code, points []event.Point, gist string, rendering event.Rendering, moment int64) {
	all := gist
	for _, q := range points {
		all += "\n" + q.Heading + "\n" + q.Body
	}
	var along []*gift
	for _, g := range m.gifts {
		if !g.short && g.standsIn(all) {
			along = append(along, g)
		}
	}
	for _, g := range along {
		free := g.released(moment, m.before(along, to))
		attributed := rendering != event.Unattributed && !g.floated && gist == ""
		for _, c := range to {
			switch {
			case g.gave(c):
			case !free && !g.had[c]:
				m.t.Fatalf("%s, where %s reads, was given words of %v (%s, %+v, moment %d): %s", in, c, g.parties, g.label, g.each(), moment, all)
			case attributed && !g.only(func(x on) bool { return x.release == event.ReleaseAttributed }) && !g.named[c]:
				m.t.Fatalf("%s, where %s reads, was told that words are of %v (%s, %+v): %s", in, c, g.parties, g.label, g.each(), all)
			case attributed:
				m.done["attributed"]++
				g.named[c] = true
			case !g.only(func(x on) bool { return x.release != event.ReleaseIdea }):
				m.done["own idea"]++
			}
			if free && !g.only(func(x on) bool { return x.with == nil }) {
				m.done["together"]++
			}
			if free {
				g.had[c] = true
			}
		}
	}
	for _, g := range m.gifts {
		if !g.only(func(x on) bool { return x.before <= moment || x.release == event.ReleaseMediator }) {
			m.done["before its date"]++
		}
	}
}

// before are those that go along, and those whose words all of the receivers had.
func (m *model) before(along []*gift, to []ident.Code) []*gift {
	out := slices.Clone(along)
	for _, g := range m.gifts {
		if !slices.ContainsFunc(to, func(c ident.Code) bool { return !g.had[c] && !g.gave(c) }) {
			out = append(out, g)
		}
	}
	return out
}

package app_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/vault"
	"nonpaper/internal/view"
)

// Nobody's proposal changes without a record, no word of one is lost, and a party's
// room learns nothing of words that it was not given: in any history of proposing,
// rewording, carrying over by the rule and by hand, merging and conveying.
func TestCarryingOver(t *testing.T) {
	rounds := 1
	if *soak {
		rounds = 100
	}
	for range rounds {
		rapid.Check(t, carryHistory)
	}
}

// carrying is a history, and what the model knows of it, apart from the program.
type carrying struct {
	t     *rapid.T
	p     *app.Process
	at    time.Time
	n     int
	given map[string]event.Proposed // by label in the drafting room: as it was given
	marks map[string]string         // by label there: the word that it put in, which stands nowhere else
}

func (h *carrying) fail(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *carrying) now() event.When { return event.When{From: h.at.UnixMicro()} }

// mark is a word that stands nowhere yet.
func (h *carrying) mark(who string) string {
	h.n++
	return fmt.Sprintf("%sword%dx", who, h.n)
}

// peoples is a process with three parties in a room each, that were given a text.
func peoples(fail func(error), clock func() time.Time, codes []ident.Code, text plan.Text) *app.Process {
	r, err := vault.NewRing(rand.Reader)
	fail(err)
	p, err := app.Create(ctx, app.Config{Log: eventlog.NewMemory(), Ring: r, Clock: clock},
		app.Founding{ProcessOpened: event.ProcessOpened{Name: "Lakes"}, Keepers: []event.PersonIntroduced{{Person: "m.rhee"}}})
	fail(err)
	var rooms []string
	for _, c := range codes {
		name := strings.ToLower(string(c))
		head := ident.Person(name + ".head")
		fail(p.AddParty(ctx, keeper, event.When{}, event.PartyIntroduced{Code: c, Name: string(c), Roles: []event.Role{event.RoleSide}}, false))
		fail(p.AddPerson(ctx, keeper, event.When{}, event.PersonIntroduced{Person: head, Party: c}, false))
		_, err := p.OpenRoom(ctx, keeper, event.When{}, app.NewRoom{Name: name, Kind: event.RoomConsultation, With: []ident.Person{head}})
		fail(err)
		rooms = append(rooms, name)
	}
	_, err = p.Record(ctx, keeper, event.When{}, app.Drafting, room.Import{Text: text})
	fail(err)
	_, err = p.Convey(ctx, keeper, event.When{}, app.Conveyance{Rooms: rooms, Mode: event.ModeCirculated, Label: "Text 1"})
	fail(err)
	return p
}

// sentencesOf is a point of a few sentences, of which each can be found again.
func sentencesOf(point int) string {
	var out []string
	for k := range 4 {
		out = append(out, fmt.Sprintf("Clause %d of article %d binds both sides from the day of signature.", k+1, point))
	}
	return strings.Join(out, " ")
}

func carryHistory(t *rapid.T) {
	h := &carrying{t: t, at: time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC), given: map[string]event.Proposed{}, marks: map[string]string{}}
	codes := []ident.Code{"ALD", "BOR", "CAD"}
	text := plan.Text{}
	for i := range 3 {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(i + 1), Body: sentencesOf(i + 1)})
	}
	h.p = peoples(h.fail, func() time.Time { return h.at }, codes, text)
	for range rapid.IntRange(1, 25).Draw(t, "acts") {
		h.at = h.at.Add(time.Hour)
		point := fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "point"))
		code := rapid.SampledFrom(codes).Draw(t, "party")
		in := strings.ToLower(string(code))
		clause := rapid.IntRange(1, 4).Draw(t, "clause")
		switch rapid.IntRange(0, 8).Draw(t, "act") {
		case 0, 1, 2:
			h.propose(code, in, point, clause)
		case 3, 4:
			h.reword(point, clause)
		case 5:
			_, err := h.p.MergeConsensual(ctx, keeper, h.now(), "", nil)
			h.fail(err)
		case 6:
			x, err := h.p.Conflicts(ctx, keeper, "", "", app.AsOf{})
			h.fail(err)
			if list := x.Asked(); len(list) > 0 {
				one := list[0]
				words := h.mark("hand")
				_, err = h.p.CarryByHand(ctx, keeper, h.now(), "", app.ByHand{Label: one.Item.Label, Words: one.Now.Body + " The " + words + " stands."})
				if err == nil {
					h.marks[string(one.Item.Label)] = words
				}
			}
		case 7:
			_, err := h.p.Convey(ctx, keeper, h.now(), app.Conveyance{Rooms: []string{in}, Mode: event.ModeHandedOver})
			if err == nil {
				_, err = h.p.CarryOver(ctx, keeper, h.now(), in, "")
				h.fail(err)
			}
		default:
			h.carryOver()
		}
		h.check(codes)
	}
}

func (h *carrying) propose(code ident.Code, in, point string, clause int) {
	s, err := h.p.Seat(ctx, keeper, app.In(in), app.AsOf{})
	h.fail(err)
	q, _ := s.LastGiven(ident.Point("p" + point))
	word := h.mark(strings.ToLower(string(code)))
	body := strings.Replace(q.Body, fmt.Sprintf("Clause %d of article", clause), fmt.Sprintf("Clause %d of the %s article", clause, word), 1)
	if body == q.Body {
		return
	}
	out, err := h.p.Give(ctx, keeper, h.now(), in, app.Gift{Proposal: &event.Proposed{Common: event.Common{Parties: []ident.Code{code}}, Body: body}, Points: []string{point}})
	h.fail(err)
	f := out.Taken.Entries[0].Body.Fact.(*event.Proposed)
	h.given[string(f.Label)], h.marks[string(f.Label)] = *f, word
}

// reword lets the mediator word a clause otherwise, take up what a party wants there,
// or take it out.
func (h *carrying) reword(point string, clause int) {
	s, err := h.p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
	h.fail(err)
	q, err := s.Instruments[0].FindPoint(point)
	h.fail(err)
	body := q.Body
	switch rapid.IntRange(0, 2).Draw(h.t, "how") {
	case 0:
		body = strings.Replace(body, fmt.Sprintf("article %s binds both sides", point), fmt.Sprintf("article %s binds both %s sides", point, h.mark("med")), clause)
	case 1:
		for _, it := range s.Items {
			if it.Live() && it.Wants().Point == q.ID && it.Wants().BaseBody == q.Body {
				body = it.Wants().Body
			}
		}
	default:
		if i := strings.Index(body, fmt.Sprintf("Clause %d of", clause)); i > 0 {
			end := strings.Index(body[i:], ".") + i + 1
			body = strings.TrimSpace(body[:i] + strings.TrimSpace(body[end:]))
		}
	}
	if body != q.Body {
		_, err = h.p.Record(ctx, keeper, h.now(), app.Drafting, room.Word{Point: point, Body: body})
		h.fail(err)
	}
}

// carryOver carries over, and checks that what was carried over stands in the text
// again, with its party's words, and that the others are those left out.
func (h *carrying) carryOver() {
	x, err := h.p.CarryOver(ctx, keeper, h.now(), "", "")
	h.fail(err)
	c, err := h.p.Compiled(ctx, keeper, "", app.AsOf{})
	h.fail(err)
	pending := map[ident.Label]bool{}
	for _, it := range c.Pending {
		pending[it.Label] = true
	}
	for _, k := range x.List {
		if k.Fact == nil {
			if !pending[k.Item.Label] {
				h.t.Fatalf("%s is asked about, and stands in the text", k.Item.Label)
			}
			delete(pending, k.Item.Label)
			continue
		}
		q := c.Text.Point(k.Fact.Point)
		if q == nil {
			h.t.Fatalf("%s was carried over to point %s, which is not there", k.Fact.Label, k.Fact.Point)
		}
		for _, code := range k.Item.Sponsors() {
			if got := q.Wording.Reading(code); got != k.Fact.Body {
				h.t.Fatalf("%s, carried over, reads\n%s\nin the text, want\n%s", k.Fact.Label, got, k.Fact.Body)
			}
		}
		if word := h.marks[string(k.Fact.Label)]; !strings.Contains(k.Fact.Body, word) {
			h.t.Fatalf("%s was carried over without %q:\n%s", k.Fact.Label, word, k.Fact.Body)
		}
		for _, w := range strings.Fields(k.Now.Body) {
			if strings.HasPrefix(w, "medword") && !strings.Contains(k.Fact.Body, w) {
				h.t.Fatalf("%s was carried over without the text's %q:\n%s", k.Fact.Label, w, k.Fact.Body)
			}
		}
	}
	if len(pending) > 0 {
		h.t.Fatalf("left out of the text, and not asked about: %v", pending)
	}
	if again, err := h.p.CarryOver(ctx, keeper, h.now(), "", ""); err != nil || again.Recorded != nil {
		h.t.Fatalf("carried over twice: %v %v", again, err)
	}
}

// check checks that what was given stays as it was given, and that no room has words
// that were not given or conveyed there.
func (h *carrying) check(codes []ident.Code) {
	s, err := h.p.Seat(ctx, keeper, app.Drafting, app.AsOf{})
	h.fail(err)
	for label, f := range h.given {
		it := s.Item(ident.Label(label))
		if it == nil || it.Proposal.Body != f.Body || it.Proposal.BaseBody != f.BaseBody {
			h.t.Fatalf("%s is no longer what was given: %+v", label, it)
		}
		if w := it.Wants(); w.Body != f.Body && len(it.Carries) == 0 {
			h.t.Fatalf("%s became\n%s\nwithout a record", label, w.Body)
		}
	}
	for _, code := range codes {
		in := strings.ToLower(string(code))
		given := ""
		var carried []string
		for e, err := range h.p.Entries(ctx, keeper, app.In(in)) {
			h.fail(err)
			words := strings.Join(view.WordsOf(e.Body.Fact), "\n")
			switch e.Body.Fact.(type) {
			case *event.Given, *event.Proposed:
				given += words
			default:
				carried = append(carried, words)
			}
		}
		for _, words := range carried {
			for _, w := range strings.Fields(words) {
				if strings.Contains(w, "word") && strings.HasSuffix(w, "x") && !strings.Contains(given, w) && !strings.HasPrefix(w, "handword") {
					h.t.Fatalf("the room of %s has %q, which was neither given there nor by %s:\n%s", code, w, code, words)
				}
			}
		}
	}
}

// movedText is a process of 400 points and 30 parties that have 3,000 live proposals, 100
// each; the text then moves at every point.
func movedText(tb testing.TB, overlap bool) *app.Process {
	fail := func(err error) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	text := plan.Text{}
	for i := range 400 {
		text.Points = append(text.Points, plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(i + 1), Heading: fmt.Sprintf("Matter %d", i+1), Body: sentencesOf(i + 1)})
	}
	var codes []ident.Code
	for i := range 30 {
		codes = append(codes, ident.Code(fmt.Sprintf("P%c%c", 'A'+i/26, 'A'+i%26)))
	}
	at := time.Date(2025, 11, 1, 9, 0, 0, 0, time.UTC)
	p := peoples(fail, func() time.Time { return at }, codes, text)
	for i, c := range codes {
		for k := range 100 {
			n := (i*13+k*4)%400 + 1
			body := strings.Replace(sentencesOf(n), "Clause 2 of", fmt.Sprintf("Clause 2, as %s sees it, of", c), 1)
			if k%3 == 0 {
				body = strings.Replace(body, "Clause 4 of", fmt.Sprintf("Clause 4 and annex %d of", i+1), 1)
			}
			_, err := p.Give(ctx, keeper, event.When{}, strings.ToLower(string(c)), app.Gift{Proposal: &event.Proposed{Common: event.Common{Parties: []ident.Code{c}}, Body: body}, Points: []string{fmt.Sprint(n)}})
			fail(err)
		}
	}
	for n := range 400 {
		clause := 1
		if overlap && n%4 == 0 {
			clause = 2
		}
		old := fmt.Sprintf("Clause %d of article", clause)
		_, err := p.Record(ctx, keeper, event.When{}, app.Drafting, room.Word{Point: fmt.Sprint(n + 1), Heading: fmt.Sprintf("Matter %d", n+1), Body: strings.Replace(sentencesOf(n+1), old, fmt.Sprintf("Clause %d with annex of article", clause), 1)})
		fail(err)
	}
	return p
}

func BenchmarkCarryOver(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		p := movedText(b, true)
		b.StartTimer()
		x, err := p.CarryOver(ctx, keeper, event.When{}, "", "")
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(x.List)), "proposals")
		b.ReportMetric(float64(len(x.Asked())), "asked")
	}
}

func BenchmarkConflicts(b *testing.B) {
	p := movedText(b, true)
	for b.Loop() {
		if _, err := p.Conflicts(ctx, keeper, "", "", app.AsOf{}); err != nil {
			b.Fatal(err)
		}
	}
}

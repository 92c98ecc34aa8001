package app_test

import (
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
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// What is counted in the overview, the waiting lists and the progress agrees with the text,
// with a slow model, and with how the points stood: in any history, also one in which things
// are recorded late.
func TestCountsAgree(t *testing.T) {
	rounds := 1
	if *soak {
		rounds = 100
	}
	for range rounds {
		rapid.Check(t, countsHistory)
	}
}

func countsHistory(t *rapid.T) {
	m := newStatusModel(t)
	for range rapid.IntRange(1, 20).Draw(t, "acts") {
		m.at = m.at.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "hours")) * time.Hour)
		switch rapid.IntRange(0, 9).Draw(t, "what") {
		case 0:
			m.position(m.now())
		case 1: // recorded late
			m.position(event.When{From: m.at.AddDate(0, 0, -rapid.IntRange(1, 20).Draw(t, "days late")).UnixMicro()})
		case 2:
			label := ident.Label(fmt.Sprint("Text of ", m.at.Unix()))
			if _, err := m.p.Circulate(ctx, keeper, m.now(), app.Circulation{Circulate: room.Circulate{Label: label}, Proposals: app.ReleasedProposals}); err == nil {
				_, err = m.p.Convey(ctx, keeper, m.now(), app.Conveyance{Rooms: []string{"plenary"}, Mode: event.ModeCirculated, From: label})
				m.fail(err)
			}
		case 3: // looked at between two acts, so that what is kept is used and must be dropped
			m.checkProgress()
		default:
			m.act()
		}
	}
	m.checkOverview()
	m.checkPlenary()
	m.checkWaiting()
	m.checkProgress()
}

// position lets a party take a position in the plenary.
func (m *statusModel) position(when event.When) {
	code := rapid.SampledFrom(m.codes).Draw(m.t, "whose")
	f := &event.PositionTaken{Common: event.Common{Parties: []ident.Code{code}}, Stance: rapid.SampledFrom(event.Stances()).Draw(m.t, "stance")}
	_, _ = m.p.Give(ctx, keeper, when, "plenary", app.Gift{Position: f, Points: []string{fmt.Sprint(rapid.IntRange(1, 3).Draw(m.t, "on"))}})
}

func (m *statusModel) checkOverview() {
	t := m.t
	o, err := m.p.Overview(ctx, keeper, app.Drafting, "", app.AsOf{})
	m.fail(err)
	c, err := m.p.Compiled(ctx, keeper, "", app.AsOf{})
	m.fail(err)
	live, sum := 0, 0
	for _, q := range c.Drafting.Instruments[0].Points {
		if !q.Deleted {
			live++
		}
	}
	for _, n := range o.Counts {
		sum += n
	}
	if live != sum || live != o.Total {
		t.Fatalf("%d points, %d counted, %d in all", live, sum, o.Total)
	}
	brackets := 0
	for i := range c.Text.Points {
		brackets += c.Text.Points[i].Heading.Count() + c.Text.Points[i].Wording.Count()
	}
	if got, _ := o.Brackets(); got != brackets {
		t.Fatalf("%d brackets, and the text has %d", got, brackets)
	}
	if !slices.Equal(o.Parties, m.codes) {
		t.Fatalf("parties %v", o.Parties)
	}
	for i := range o.Points {
		for k, code := range o.Parties {
			m.checkCell(&o.Points[i], code, &o.Points[i].Cells[k], c)
		}
	}
}

// checkCell holds a cell against what the compiled text reads for the party, and what the
// party said of the point.
func (m *statusModel) checkCell(p *view.OverviewPoint, code ident.Code, x *view.Cell, c *app.Compiled) {
	if p.Status == view.StatusDeleted {
		return
	}
	q := c.Text.Point(p.ID)
	differs := false
	if q != nil && slices.Contains(q.Speaks, code) {
		differs = q.Heading.Reading(code)+"\n"+q.Wording.Reading(code) != q.Heading.Reading(ident.Base)+"\n"+q.Wording.Reading(ident.Base)
	}
	stances := map[event.Stance]bool{}
	for _, mind := range x.Minds {
		stances[mind.Stance] = true
	}
	if differs && !stances[event.NeedsChange] && !stances[event.Opposes] {
		m.t.Fatalf("%s reads otherwise at %s, and its cell says %s", code, p.Number, view.SayCell(x))
	}
	// what it said of the point as a whole last, by when it was said
	said, at := event.NotStated, int64(0)
	for _, it := range c.Drafting.Items {
		if it.Position != nil && it.Live() && it.Position.Point == p.ID && slices.Contains(it.Parties, code) && it.When.From >= at {
			said, at = it.Position.Stance, it.When.From
		}
	}
	for _, w := range p.PointStatus.Parties {
		if w.Party == code && w.Agreed.When.From >= at {
			switch w.Stands {
			case room.StandsAgreed:
				said = event.Supports
			case room.StandsAdRef, room.StandsUnseen:
				said = event.AdReferendum
			}
		}
	}
	if said != event.NotStated && !stances[said] {
		m.t.Fatalf("%s %s at %s, and its cell says %s", code, said, p.Number, view.SayCell(x))
	}
	if !differs && said == event.NotStated && len(x.Minds) > 0 {
		m.t.Fatalf("%s said nothing at %s, and its cell says %s", code, p.Number, view.SayCell(x))
	}
	favour := func(s event.Stance) int { return slices.Index(event.Stances(), s) }
	for s := range stances {
		if favour(s) < favour(x.Best) || favour(s) > favour(x.Worst) {
			m.t.Fatalf("%s is neither most nor least favourable: %s", s, view.SayCell(x))
		}
	}
	if len(stances) == 0 && (x.Best != event.NotStated || x.Worst != event.NotStated) {
		m.t.Fatalf("nothing stated, and the cell says %s", view.SayCell(x))
	}
}

// checkPlenary holds the plenary's own overview against the last whole text given there.
func (m *statusModel) checkPlenary() {
	o, err := m.p.Overview(ctx, keeper, app.In("plenary"), "", app.AsOf{})
	m.fail(err)
	if o.Copies != nil || o.Hardest != nil || !o.Shared {
		m.t.Fatal("the plenary has a ledger or hardest points")
	}
	s, err := m.p.Seat(ctx, keeper, app.In("plenary"), app.AsOf{})
	m.fail(err)
	points, brackets, sum, whole := 0, 0, 0, ident.Label("")
	seen := map[ident.Point]bool{}
	for _, g := range slices.Backward(s.Given) {
		for _, q := range g.Points {
			if !seen[q.ID] && !q.Deleted {
				points++
				brackets += strings.Count(q.Heading+q.Body, "[")
			}
			seen[q.ID] = true
		}
		if g.Whole {
			whole = g.Label
			break
		}
	}
	for _, n := range o.Counts {
		sum += n
	}
	if got, _ := o.Brackets(); o.Total != points || sum != points || got != brackets || o.Text.Label != whole {
		m.t.Fatalf("%s: %d points and %d brackets; counted are %d, %d and %d of %s", whole, points, brackets, o.Total, sum, got, o.Text.Label)
	}
}

// checkWaiting recomputes the acts that are missing from the words of the design alone.
func (m *statusModel) checkWaiting() {
	o, err := m.p.Overview(ctx, keeper, app.Drafting, "", app.AsOf{})
	m.fail(err)
	around, err := m.p.Around(ctx, keeper, app.Place{}, app.AsOf{})
	m.fail(err)
	c, err := m.p.Compiled(ctx, keeper, "", app.AsOf{})
	m.fail(err)
	want := map[string]int{}
	later := func(it *room.Item) bool { // a later proposal of all who gave it is on the same point
		for _, code := range it.Sponsors() {
			if !slices.ContainsFunc(c.Drafting.Items, func(o *room.Item) bool {
				return o.Proposal != nil && o.Live() && o.Seq > it.Seq && o.Wants().Point == it.Wants().Point && slices.Contains(o.Sponsors(), code)
			}) {
				return false
			}
		}
		return true
	}
	for _, it := range c.Drafting.Items {
		if !it.Live() || it.Proposal != nil && later(it) {
			continue
		}
		if it.Proposal != nil && len(it.Fates) == 0 {
			want["/say what became of it/"+string(it.Label)]++
		}
		if len(it.Answers) == 0 { // all is recorded by the keeper, on the parties' behalf
			for _, code := range it.Sponsors() {
				want[string(code)+"/confirm or disown what was recorded on its behalf/"+string(it.Label)]++
			}
		}
	}
	for _, it := range c.Pending {
		want["/carry over: made on words that have changed since/"+string(it.Label)]++
	}
	open := map[ident.Point]bool{}
	for i := range c.Text.Points {
		q := &c.Text.Points[i]
		open[q.ID] = q.Heading.Count()+q.Wording.Count() > 0
	}
	words := m.words()
	for number, by := range m.said {
		for code, x := range by {
			holds := x.binding && !x.over && words[number] != "" && x.words == words[number] && !open[ident.Point("p"+number)]
			for other, then := range x.linked {
				holds = holds && words[other] == then
			}
			if holds && x.adref {
				want[string(code)+"/confirm/point "+number]++
			}
		}
	}
	for name, list := range map[string][]view.Owed{"overview": o.Waiting, "around": around.Waiting} {
		got := map[string]int{}
		for i, w := range list {
			what := w.What
			if strings.HasPrefix(what, "confirm what") || strings.HasPrefix(what, "show authority") {
				what = "confirm"
			}
			got[string(w.By)+"/"+what+"/"+w.On]++
			if i > 0 && w.By == "" && list[i-1].By != "" {
				m.t.Fatal("we do not come first")
			}
		}
		if !maps.Equal(got, want) {
			m.t.Fatalf("%s: waited for is\n%v\nand missing is\n%v", name, got, want)
		}
	}
}

// checkProgress holds the weeks against how the points stood, looked up by themselves.
func (m *statusModel) checkProgress() {
	for _, at := range []app.Place{app.Drafting, app.In("plenary")} {
		x, err := m.p.Progress(ctx, keeper, at, "", 120, app.AsOf{})
		m.fail(err)
		for i, w := range x.Weeks {
			asOf := app.AsOf{Happened: w.End}
			if i == len(x.Weeks)-1 {
				asOf = app.AsOf{}
			} else if end := time.UnixMicro(w.End).UTC().Add(2*time.Hour + time.Microsecond); end.Weekday() != time.Monday || end.Hour() != 0 {
				m.t.Fatalf("a week ends on %s", end)
			}
			then, err := m.p.Standing(ctx, keeper, at, "", asOf)
			if err != nil { // there was no text yet
				if len(w.Counts) > 0 {
					m.t.Fatalf("%v, and counted is %v", err, w.Counts)
				}
				continue
			}
			if want := view.Counted(then.Points); !maps.Equal(w.Counts, want) {
				m.t.Fatalf("%s, the week to %s: counted is %v, and they stood %v", at, time.UnixMicro(w.End).UTC(), w.Counts, want)
			}
		}
		for _, g := range x.Texts {
			if g.Points > 3 || g.Open > g.Points || g.Open > g.Brackets {
				m.t.Fatalf("%+v", g)
			}
		}
		if at != app.Drafting {
			continue
		}
		last := x.Texts[len(x.Texts)-1]
		c, err := m.p.Compiled(ctx, keeper, "", app.AsOf{})
		m.fail(err)
		brackets := 0
		for i := range c.Text.Points {
			c.Text.Points[i].Heading.Brackets(func(*bracket.Bracket) bool { brackets++; return true })
			c.Text.Points[i].Wording.Brackets(func(*bracket.Bracket) bool { brackets++; return true })
		}
		if last.Brackets != brackets {
			m.t.Fatalf("%d brackets in the working text, and it has %d", last.Brackets, brackets)
		}
	}
}

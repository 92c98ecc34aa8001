package app_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// give lets a party, or several, or a group, give a proposal.
func (m *model) give() {
	in := rapid.SampledFrom(m.names()).Draw(m.t, "in")
	n := len(m.gifts)
	g := &gift{room: in, words: []string{fmt.Sprintf("zork%dx", n), fmt.Sprintf("frob%dx", n), fmt.Sprintf("quux%dx", n)}, had: map[ident.Code]bool{}, named: map[ident.Code]bool{}}
	g.parties = m.rooms[in][:1]
	switch rapid.IntRange(0, 3).Draw(m.t, "who") {
	case 0:
		g.parties = m.rooms[in]
	case 1:
		g.parties = m.rooms[in][len(m.rooms[in])-1:]
	case 2:
		if in == "ald-bor" {
			g.parties = []ident.Code{"TRI"}
		}
	}
	terms, with := m.terms(in)
	g.on = map[ident.Code]on{"": {terms.Release, terms.NotBefore, with}}
	if rapid.IntRange(0, 3).Draw(m.t, "short") == 0 {
		g.words = g.words[:1] // so short that it is known for somebody's only where it is compiled
	}
	point, said := m.point(), strings.Join(g.words, " ")
	f := &event.Proposed{Common: event.Common{Parties: g.parties, Terms: terms}, Body: "Base words number " + point + " stand " + said + " here."}
	gift := app.Gift{Proposal: f, Points: []string{point}}
	switch rapid.IntRange(0, 5).Draw(m.t, "form") {
	case 0:
		f.Heading, f.Body = "Heading "+said+" number "+point, "Base words number "+point+" stand here."
	case 1:
		f.Number, f.Heading, f.Body, gift.Points = fmt.Sprint(10+n), "", "Quite new words: "+said+".", nil
	}
	a := keeper
	if len(g.parties) == 1 && g.parties[0] != "TRI" && m.bool("for it") {
		a.Person = headOf(g.parties[0])
	}
	out, err := m.p.Give(ctx, a, m.now(), in, gift)
	if !m.did("give", err) {
		return
	}
	g.label = out.Given.Entries[0].Body.Fact.(*event.Proposed).Label
	m.gifts = append(m.gifts, g)
}

// lift gives something other terms, looser or stricter: by word of somebody of a
// party that gives it, entered by the keeper or by themselves.
func (m *model) lift() {
	g := m.one("gift")
	if g == nil {
		return
	}
	terms, with := m.terms(g.room)
	by := rapid.SampledFrom(m.rooms[g.room]).Draw(m.t, "by")
	a := keeper
	if m.bool("by itself") {
		a.Person, a.Entered = headOf(by), headOf(by)
	}
	_, err := m.p.OnItem(ctx, a, m.now(), g.room, g.label, func(l ident.Label, src event.Source) room.Command {
		return room.LiftTerms{TermsLifted: event.TermsLifted{Label: l, Terms: terms, By: headOf(by), Source: src}}
	})
	if !m.did("lift", err) {
		return
	}
	if !slices.Contains(g.parties, by) || slices.Contains(g.left, by) {
		m.t.Fatalf("%s lifted the terms of what %v gave", by, g.parties)
	}
	g.on[by] = on{terms.Release, terms.NotBefore, with}
}

// answer lets a party stand by something, or say that it never said so.
func (m *model) answer() {
	g := m.one("gift")
	if g == nil {
		return
	}
	says := rapid.SampledFrom([]event.Answer{event.Confirmed, event.Disowned}).Draw(m.t, "answer")
	_, err := m.p.OnItem(ctx, keeper, m.now(), g.room, g.label, func(l ident.Label, src event.Source) room.Command {
		return room.AnswerItem{ItemAnswered: event.ItemAnswered{Label: l, Answer: says, Source: src}}
	})
	if m.did(map[event.Answer]string{event.Confirmed: "confirm", event.Disowned: "disown"}[says], err) {
		g.denied = says == event.Disowned
	}
}

// end lets something be withdrawn, lapse, be undone, or lose a sponsor.
func (m *model) end() {
	g := m.one("gift")
	if g == nil {
		return
	}
	f := event.ItemEnded{End: rapid.SampledFrom([]event.End{event.Withdrawn, event.Lapsed, event.Undone}).Draw(m.t, "end")}
	what := map[event.End]string{event.Withdrawn: "withdraw", event.Lapsed: "lapse", event.Undone: "undo"}[f.End]
	if len(g.parties) > 1 && m.bool("one leaves") {
		f.End, f.Party, what = event.Withdrawn, rapid.SampledFrom(g.parties).Draw(m.t, "leaves"), "leave"
	}
	_, err := m.p.OnItem(ctx, keeper, m.now(), g.room, g.label, func(l ident.Label, src event.Source) room.Command {
		f.Label, f.Source = l, src
		return room.EndItem{ItemEnded: f}
	})
	if !m.did(what, err) {
		return
	}
	if f.Party != "" {
		g.left = append(g.left, f.Party)
	} else {
		g.dead = true
	}
}

// float lets the mediator write somebody's words into the text, as they are, set
// otherwise, or reworded so that they are nobody's any more.
func (m *model) float() {
	g := m.one("gift")
	if g == nil || len(g.words) < 3 {
		return
	}
	w := strings.Join(g.words, " ")
	switch rapid.IntRange(0, 3).Draw(m.t, "how") {
	case 0:
		w = strings.ToUpper(g.words[0]) + ", " + g.words[1] + "; " + g.words[2]
	case 1:
		w = g.words[2] + "ing and " + g.words[0] + "ed " + g.words[1] + "s" // reworded
	}
	c := room.Word{Point: m.point(), Body: "The mediator writes that " + w + " and more."}
	if m.bool("in the heading") {
		c.Heading, c.Body = "On "+w, "The mediator writes."
	}
	if _, err := m.p.Record(ctx, keeper, m.now(), app.Drafting, c); m.did("float", err) {
		g.floated = true
	}
}

// support lets a party support what another gave in a room that both are in.
func (m *model) support() {
	g := m.one("gift")
	if g == nil {
		return
	}
	by := rapid.SampledFrom(m.rooms[g.room]).Draw(m.t, "by")
	terms, _ := m.terms(g.room)
	_, err := m.p.Give(ctx, keeper, m.now(), g.room, app.Gift{Position: &event.PositionTaken{Common: event.Common{Parties: []ident.Code{by}, Terms: terms}, On: g.label, Stance: event.Supports}})
	m.did("support", err)
}

// settle chooses a variant in a bracket: its words become the text's own.
func (m *model) settle() {
	_, err := m.p.Settle(ctx, keeper, m.now(), app.Settlement{Bracket: ident.Bracket(m.point() + "a"), How: event.Chosen, Reason: "so settled",
		Choose: rapid.SampledFrom([]ident.Code{"ALD", "BOR", "CAD", "TRI", ident.Base}).Draw(m.t, "choose")})
	if m.did("settle", err) {
		for _, g := range m.gifts { // any of them may stand in the text now
			g.floated = true
			g.short = len(g.words) < 3
		}
	}
}

// succeed lets a room go on in another, with a newcomer, and all that was given.
func (m *model) succeed() {
	in := rapid.SampledFrom(m.names()).Draw(m.t, "in")
	new := rapid.SampledFrom([]ident.Code{"ALD", "BOR", "CAD"}).Draw(m.t, "new")
	if m.circles > 2 || slices.Contains(m.rooms[in], new) {
		return
	}
	s, err := m.p.Seat(ctx, keeper, app.In(in), app.AsOf{})
	m.must(err)
	c := app.Succession{Old: in, Name: fmt.Sprintf("next-%d", m.circles), With: []ident.Person{headOf(new)}}
	for _, g := range s.Given {
		if m.bool("carried") {
			c.Entries = append(c.Entries, g.Seq)
		}
	}
	if _, err := m.p.Succeed(ctx, keeper, m.now(), c); m.did("succeed", err) {
		m.rooms[c.Name] = append(slices.Clone(m.rooms[in]), new)
		m.circles++
		m.look(nil, m.at.UnixMicro())
	}
}

// when draws when something is said to have happened, and the moment that counts.
func (m *model) when() (event.When, int64) {
	w := m.now()
	switch rapid.IntRange(0, 5).Draw(m.t, "when") {
	case 0: // dated ahead
		w.From += int64(rapid.IntRange(0, 9000).Draw(m.t, "ahead")) * 60e6
	case 1: // entered late
		w.From -= int64(rapid.IntRange(0, 3000).Draw(m.t, "ago")) * 60e6
	}
	return w, min(w.From, m.now().From)
}

func (m *model) proposals() app.Proposals {
	return rapid.SampledFrom([]app.Proposals{app.NoProposals, app.ReleasedProposals, app.AllProposals}).Draw(m.t, "proposals")
}

// circulate fixes the text, perhaps with proposals, and perhaps gives it to rooms.
func (m *model) circulate() {
	c := app.Circulation{Proposals: m.proposals()}
	c.Rendering = rapid.SampledFrom([]event.Rendering{event.Attributed, event.Unattributed}).Draw(m.t, "rendering")
	if m.bool("given") {
		c.Rooms = []string{rapid.SampledFrom(m.names()).Draw(m.t, "to")}
	}
	when, moment := m.when()
	out, err := m.p.Circulate(ctx, keeper, when, c)
	if m.did("circulate", err) {
		m.texts = append(m.texts, out.Text.Label)
		m.look(out.Conveyed, moment)
	}
}

// convey conveys the working text, or one that was circulated.
func (m *model) convey() {
	c := app.Conveyance{Rooms: []string{rapid.SampledFrom(m.names()).Draw(m.t, "to")}}
	c.Mode = rapid.SampledFrom([]event.Mode{event.ModeHandedOver, event.ModeShown, event.ModeReadOut, event.ModeBriefed}).Draw(m.t, "mode")
	c.Rendering = rapid.SampledFrom([]event.Rendering{event.Attributed, event.Unattributed, event.OwnOnly}).Draw(m.t, "rendering")
	if m.bool("another room") {
		c.Rooms = append(c.Rooms, rapid.SampledFrom(m.names()).Draw(m.t, "and to"))
		c.Rooms = slices.Compact(c.Rooms)
	}
	if m.bool("some") {
		c.Points = []string{m.point()}
	} else if m.bool("without one") {
		c.Without = []string{m.point()}
	}
	if len(m.texts) > 0 && rapid.IntRange(0, 3).Draw(m.t, "of a text") == 0 {
		c.From = rapid.SampledFrom(m.texts).Draw(m.t, "text")
	} else {
		c.Proposals = m.proposals()
	}
	if c.Mode == event.ModeBriefed {
		c.Gist = "what it is about"
		if g := m.one("gist"); g != nil && len(g.words) == 3 {
			c.Gist = "that " + strings.Join(g.words, " ")
		}
	}
	if len(c.Rooms) == 1 && rapid.IntRange(0, 3).Draw(m.t, "to one") == 0 {
		c.To = []event.Copy{{Party: rapid.SampledFrom(m.rooms[c.Rooms[0]]).Draw(m.t, "recipient")}}
	}
	if rapid.IntRange(0, 9).Draw(m.t, "public") == 0 && c.From == "" {
		c = app.Conveyance{Public: true, Mode: event.ModePublic, Points: c.Points}
	}
	when, moment := m.when()
	out, err := m.p.Convey(ctx, keeper, when, c)
	if !m.did("convey", err) {
		return
	}
	if c.Proposals != app.NoProposals {
		m.done["convey compiled"]++
	}
	m.look(out, moment)
}

package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/format/html"
	"nonpaper/internal/ident"
	"nonpaper/internal/view"
)

type overviewCmd struct{ howPoints }

// Help is what overview --help says beside its flags.
func (overviewCmd) Help() string {
	return "Of the drafting room: the working text with what the parties gave, on whatever terms. Of another room: the text that was given there last, with what was stated there. --as is text, markdown, html or json."
}

func (c *overviewCmd) Run(p *program) error {
	return p.lookLeaf(&c.reads, func(s *session, at app.AsOf) (leafed, error) {
		x, err := c.overview(s, at)
		return leafed{func() (*html.Leaf, error) { return overviewLeaf(s, x), nil }, func() any { return overviewJSON(x) }}, err
	})
}

func (c *howPoints) overview(s *session, at app.AsOf) (*app.Overview, error) {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return nil, err
	}
	place, err := c.place(s, at)
	if err != nil {
		return nil, err
	}
	return s.Overview(s.ctx, s.actor, place, id, at)
}

// overviewLeaf is the overview as a page.
func overviewLeaf(s *session, x *app.Overview) *html.Leaf {
	r := x.Room
	l := &html.Leaf{Title: orWords(x.Text.Title, s.About().Name, r.Name), Wide: true}
	for _, q := range r.InOrder() {
		l.Parties = append(l.Parties, q.Code)
	}
	l.Lines = []string{sayText(x) + " " + sayAsOf(x.Now, horizonOffset(x))}
	l.Private, l.Who = whoSees(x)
	l.Facts = overviewFacts(x)
	l.Grid = overviewGrid(x)
	l.Sections = append(l.Sections, nextMeeting(x)...)
	if !x.Shared {
		l.Sections = append(l.Sections, lastCopies(x))
	}
	l.Sections = append(l.Sections, waitingFor(x)...)
	if !x.Shared && len(x.Hardest) > 0 {
		l.Sections = append(l.Sections, hardest(x))
	}
	if len(x.Whole) > 0 {
		w := html.LeafSection{Title: "On the text as a whole", Span: 3}
		for _, m := range x.Whole {
			w.Rows = append(w.Rows, []html.Cell{codeCell(m.Party), wordCell(view.SayStance(m.Stance)), wordCell(string(m.Label))})
		}
		l.Sections = append(l.Sections, w)
	}
	if days := roadDays(x.Now, view.Between(x.Dates, x.Now, 1<<62), mostDays); len(days) > 0 {
		l.Sections = append(l.Sections, html.LeafSection{Title: "Road", Note: "what has a date, by the clocks of where it is", Road: days})
	}
	return l
}

// sayText says of which text the overview speaks.
func sayText(x *app.Overview) string {
	t := x.Text
	what := strings.Join(nonEmptyOf([]string{string(t.Label), t.Nature}), ", ")
	if x.Shared {
		if t.Label == "" {
			return "No text was given in the room yet."
		}
		how := "given"
		if t.Mode == event.ModeCirculated {
			how = "circulated"
		}
		return fmt.Sprintf("%s, %s in the room %s on %s.", what, how, x.Room.Name, sayWhen(t.When))
	}
	switch {
	case t.Label == "":
		return fmt.Sprintf("The working text of %s; nothing was circulated yet.", x.Instrument.Instrument)
	case x.Since:
		return fmt.Sprintf("The working text since %s, %s.", what, sayWhen(t.When))
	}
	return fmt.Sprintf("%s, %s; nothing changed since.", what, sayWhen(t.When))
}

func sayAsOf(now int64, offset int) string {
	return "As of " + sayWhen(event.When{From: now, Offset: offset}) + "."
}

// horizonOffset is the clock by which what is to come is said, minutes against UTC.
func horizonOffset(x *app.Overview) int {
	if d, is := view.Horizon(x.Dates, x.Now); is {
		return d.On.Offset
	}
	return x.Text.When.Offset
}

// whoSees says who can see the page: what is private, and what is shared.
func whoSees(x *app.Overview) (private, shared string) {
	r := x.Room
	switch r.Kind {
	case event.RoomDrafting:
		who := "Secretariat only"
		for _, q := range r.MembersInOrder() {
			if p := r.Parties[q.Party]; p != nil && !slices.Contains(p.Roles, event.RoleMediator) {
				who = "Members of the drafting room only"
			}
		}
		private = who + ". What parties gave, on whatever terms: nothing for a delegation to see"
		if x.Plenary != "" {
			private += "; the plenary has its own (nonpaper overview --room " + quoted(x.Plenary) + ")"
		}
		return private + ".", ""
	case event.RoomPlenary:
		return "", "Plenary room. Everybody in the room " + r.Name + " may see this page. Positions are those stated there. Wording outside brackets is not thereby agreed."
	}
	return "", "The room " + r.Name + ". Its members may see this page. Positions are those stated there. Wording outside brackets is not thereby agreed."
}

func overviewFacts(x *app.Overview) (out []html.Fact) {
	agreed, what := view.StatusProvisionally, "provisionally agreed"
	if x.Counts[view.StatusHere] > 0 {
		agreed, what = view.StatusHere, "agreed here"
	}
	out = append(out, html.Fact{Figure: itoa(x.Counts[agreed]), Of: "of " + itoa(x.Total), What: what}, html.Fact{Figure: itoa(x.Counts[view.StatusAdRef]), What: "agreed ad referendum"})
	brackets, points := x.Brackets()
	out = append(out, html.Fact{Figure: itoa(brackets), What: strings.TrimPrefix(plural(brackets, "bracket"), itoa(brackets)+" ") + " in " + plural(points, "point")})
	if n := x.Counts[view.StatusParked]; n > 0 {
		out = append(out, html.Fact{Figure: itoa(n), What: "parked for principals"})
	}
	if x.Stale > 0 {
		out = append(out, html.Fact{Figure: itoa(x.Stale), What: "no longer stand as they were agreed"})
	}
	if d, is := view.Horizon(x.Dates, x.Now); is {
		out = append(out, daysFact(&d, x.Now))
	}
	return out
}

// daysFact says how far a date is, in days of its own clock.
func daysFact(d *view.Dated, now int64) html.Fact {
	n := daysTo(&d.On, now)
	f := html.Fact{Figure: plural(n, "day"), What: "to " + view.SayDate(&d.On) + ": " + inShort(d.What, 50)}
	if n <= 0 {
		f.Figure = "today"
		f.What = strings.TrimPrefix(f.What, "to ")
	}
	return f
}

func daysTo(d *event.Date, now int64) int {
	zone := time.FixedZone("", d.Offset*60)
	day := func(at int64) time.Time {
		y, m, n := time.UnixMicro(at).In(zone).Date()
		return time.Date(y, m, n, 0, 0, 0, 0, time.UTC)
	}
	return int(day(d.From).Sub(day(now)) / (24 * time.Hour))
}

func overviewGrid(x *app.Overview) *html.Grid {
	if len(x.Points) == 0 {
		return nil
	}
	g := &html.Grid{Title: "Where the parties stand", Note: "on the text's own words, latest position given", Parties: x.Parties}
	if x.Shared {
		g.Note = "on the words given here, latest position stated here"
	}
	for _, c := range x.Parties {
		name := ""
		if q := x.Room.Parties[c]; q != nil {
			name = q.Name
		}
		g.Names = append(g.Names, name)
	}
	byPart := map[string]int{}
	for i := range x.Points {
		p := &x.Points[i]
		k, is := byPart[p.Part]
		if !is {
			k = len(g.Parts)
			byPart[p.Part] = k
			g.Parts = append(g.Parts, html.GridPart{Title: p.Part})
		}
		q := html.GridPoint{Number: p.Number, Heading: p.Heading, Status: sayStatus(&p.PointStatus), Brackets: p.Brackets, State: stateOf(p.Status)}
		if p.Proposed {
			q.Status = "proposed, " + q.Status
		}
		if len(p.Reopened) > 0 {
			q.Status += "; open again: " + strings.Join(p.Reopened, "; ")
		}
		for k := range p.Cells {
			c := &p.Cells[k]
			q.Cells = append(q.Cells, html.GridCell{Best: slices.Index(event.Stances(), c.Best), Worst: slices.Index(event.Stances(), c.Worst), Said: view.SayCell(c), Apart: c.Apart, Earlier: c.Earlier})
			g.Apart, g.Earlier = g.Apart || c.Apart, g.Earlier || c.Earlier
		}
		g.Parts[k].Points = append(g.Parts[k].Points, q)
	}
	return g
}

func stateOf(s view.Status) html.State {
	switch s {
	case view.StatusProvisionally, view.StatusHere:
		return html.StateAgreed
	case view.StatusAdRef:
		return html.StateAdRef
	case view.StatusBrackets:
		return ""
	case view.StatusParked:
		return html.StateParked
	case view.StatusDeleted:
		return html.StateDeleted
	case view.StatusNotAddressed, view.StatusNotDiscussed:
		return html.StateNone
	}
	return html.StateSome
}

func nextMeeting(x *app.Overview) []html.LeafSection {
	d, is := view.NextMeeting(x.Dates, x.Now)
	if !is {
		return []html.LeafSection{{Title: "Next meeting", Span: 2, Words: []string{"No meeting has a date. To plan one: nonpaper meeting plan"}}}
	}
	s := html.LeafSection{Title: "Next meeting", Span: 2}
	when := view.SayDate(&d.On)
	if d.Zone != "" {
		when += " (" + d.Zone + ")"
	}
	s.Words = append(s.Words, strings.Join(nonEmptyOf([]string{d.What, d.Place}), ", ")+". "+when)
	if m := x.Room.Meeting(d.Label); m != nil && d.Room == x.Room.Name {
		var local []string
		for _, t := range localTimes(x.Room, m, nil) {
			local = append(local, t.Party+" "+t.Time)
		}
		if len(local) > 0 {
			s.Words = append(s.Words, "By the parties' clocks: "+strings.Join(local, ", ")+".")
		}
	}
	if len(d.By) > 0 {
		s.Rows = append(s.Rows, []html.Cell{wordCell("with"), codeCell(d.By...)})
	}
	for _, n := range d.Points {
		heading := ""
		for i := range x.Points {
			if x.Points[i].Number == n {
				heading = x.Points[i].Heading
			}
		}
		s.Rows = append(s.Rows, []html.Cell{wordCell(n), wordCell(heading)})
	}
	return []html.LeafSection{s}
}

func lastCopies(x *app.Overview) html.LeafSection {
	s := html.LeafSection{Title: "Since each party's last copy", Span: 4, Head: []string{"Party", "Given", "Receipt acknowledged", "New since"}}
	for _, c := range x.Copies {
		if c.Line == nil {
			s.Rows = append(s.Rows, []html.Cell{codeCell(c.Party), wordCell("no words yet"), {}, {}})
			continue
		}
		given := string(c.Last.Label)
		if c.Line.Copy > 0 {
			given += ", copy " + itoa(c.Line.Copy)
		}
		receipt := "not yet"
		if c.Line.Receipt != nil {
			receipt = sayWhen(c.Line.Receipt.When)
		}
		fresh := "nothing"
		if n := len(c.Changed); n > 0 {
			fresh = plural(n, "point") + ": " + someOf(c.Changed, 12)
		}
		s.Rows = append(s.Rows, []html.Cell{codeCell(c.Party), wordCell(given + ", " + sayWhen(c.Last.When)), wordCell(receipt), wordCell(fresh)})
	}
	return s
}

// someOf lists the first of many, and how many more there are.
func someOf(list []string, most int) string {
	if len(list) <= most+1 {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

func hardest(x *app.Overview) html.LeafSection {
	s := html.LeafSection{Title: "Hardest points", Note: "most brackets, longest open", Head: []string{"Point", "Brackets", "Open for", "At different variants", "Next"}}
	for _, h := range x.Hardest {
		open := ""
		if h.Since.From != 0 {
			open = plural(max(0, int((x.Now-h.Since.From)/(24*3600*1_000_000))), "day")
		}
		next := ""
		if h.Next != nil {
			next = h.Next.What + ", " + view.SayDate(&h.Next.On)
		}
		s.Rows = append(s.Rows, []html.Cell{wordCell(strings.TrimSpace(h.Number + " " + inShort(h.Heading, 40))), wordCell(itoa(h.Brackets)), wordCell(open), {Codes: h.Apart}, wordCell(next)})
	}
	return s
}

// waitingFor says who is waited for, ourselves first; in a room of several delegations
// what is asked of every one of them.
func waitingFor(x *app.Overview) []html.LeafSection {
	sides := 0
	for _, c := range x.Parties {
		if q := x.Room.Parties[c]; q != nil && view.HasToAgree(q) {
			sides++
		}
	}
	if x.Shared && sides > 1 {
		return askedOfAll(x)
	}
	s := html.LeafSection{Title: "Waiting for", Head: []string{"Who", "What", "On", "By"}}
	for _, g := range gathered(x.Waiting) {
		s.Rows = append(s.Rows, g.row(6))
	}
	if len(s.Rows) == 0 {
		s.Head, s.Words = nil, []string{"Nobody is waited for."}
	}
	return []html.LeafSection{s}
}

// owedTogether is what one is waited for with, several things of one kind in one line.
type owedTogether struct {
	view.Owed
	on []string
}

// gathered puts what is alike into one line, where it stood first.
func gathered(list []view.Owed) (out []owedTogether) {
	type key struct {
		by    ident.Code
		what  string
		until int64
	}
	at := map[key]int{}
	for _, o := range list {
		k := key{o.By, o.What, o.Until}
		i, is := at[k]
		if !is {
			i = len(out)
			at[k] = i
			out = append(out, owedTogether{Owed: o})
		}
		if o.Since.From < out[i].Since.From {
			out[i].Since = o.Since
		}
		out[i].on = append(out[i].on, o.On)
	}
	return out
}

func (g *owedTogether) row(most int) []html.Cell {
	who := html.Cell{Words: "secretariat"}
	if g.By != "" {
		who = codeCell(g.By)
	}
	on := pointsOr(g.on, most)
	return []html.Cell{who, wordCell(g.What), wordCell(on), {Words: g.date(), Due: true}}
}

func (g *owedTogether) date() string {
	switch {
	case g.Until == 0:
		return ""
	case g.Due != nil:
		return strings.TrimPrefix(view.SayReckoned(g.Due), "by ")
	}
	return sayWhen(event.When{From: g.Until, Offset: g.Since.Offset})
}

// pointsOr lists things, points by their numbers together.
func pointsOr(on []string, most int) string {
	points := !slices.ContainsFunc(on, func(s string) bool { return !strings.HasPrefix(s, "point ") })
	if points && len(on) > 1 {
		var numbers []string
		for _, s := range on {
			numbers = append(numbers, strings.TrimPrefix(s, "point "))
		}
		return "points " + someOf(numbers, 2*most)
	}
	return someOf(on, most)
}

// askedOfAll is what a room asks of every delegation, without names.
func askedOfAll(x *app.Overview) []html.LeafSection {
	all := html.LeafSection{Title: "Asked of every delegation", Span: 4}
	ask := func(what, by string) {
		all.Rows = append(all.Rows, []html.Cell{wordCell(what), {Words: by, Due: true}})
	}
	for _, y := range x.Room.Silences {
		if y.Until > x.Now && !y.Broken() {
			ask("Objections, if any, under "+string(y.Label), sayWhen(event.When{From: y.Until, Offset: y.Offset}))
		}
	}
	var capitals, fresh []string
	until := event.When{}
	for i := range x.Points {
		p := &x.Points[i]
		switch {
		case len(p.Owed) > 0:
			capitals = append(capitals, p.Number)
			for _, o := range p.Owed {
				if o.Agreed.Until != 0 && (until.From == 0 || o.Agreed.Until < until.From) {
					until = event.When{From: o.Agreed.Until, Offset: o.Agreed.When.Offset}
				}
			}
		case p.Status == view.StatusNotAddressed:
			fresh = append(fresh, p.Number)
		}
	}
	if len(capitals) > 0 {
		by := ""
		if until.From != 0 {
			by = sayWhen(until)
		}
		ask("Word from capitals on what was agreed ad referendum: "+someOf(capitals, 20), by)
	}
	if len(fresh) > 0 {
		ask("First views on points not yet addressed: "+someOf(fresh, 20), "")
	}
	open := 0
	for _, o := range x.Waiting {
		if x.Room.Item(ident.Label(o.On)) != nil && o.By != "" {
			open++
		}
	}
	if open > 0 {
		ask("Whether what was recorded here on behalf of delegations stands ("+itoa(open)+" not yet confirmed)", "")
	}
	if len(all.Rows) == 0 {
		all.Words = []string{"Nothing is asked at the moment."}
	}
	out := []html.LeafSection{all}
	ours := html.LeafSection{Title: "From the mediator", Span: 3}
	for _, g := range gathered(slices.DeleteFunc(slices.Clone(x.Waiting), func(o view.Owed) bool { return o.By != "" })) {
		ours.Rows = append(ours.Rows, []html.Cell{wordCell(g.What), wordCell(pointsOr(g.on, 8)), {Words: g.date(), Due: true}})
	}
	if len(ours.Rows) > 0 {
		out = append(out, ours)
	}
	return out
}

// mostDays is how many days of a road stand side by side.
const mostDays = 12

// roadDays are the days on which something comes, today first; so many at most.
func roadDays(now int64, dues []view.Dated, most int) (out []html.Day) {
	if len(dues) == 0 {
		return nil
	}
	dayOf := func(at int64, offset int) string {
		return time.UnixMicro(at).In(time.FixedZone("", offset*60)).Format("Mon 2 Jan 2006")
	}
	today := dayOf(now, dues[0].On.Offset)
	out = append(out, html.Day{Name: today + ", today", Today: true})
	for _, d := range dues {
		name := dayOf(max(d.On.From, now), d.On.Offset)
		if d.On.Precision == event.ToMonth {
			name = view.SayDate(&d.On)
		}
		if last := &out[len(out)-1]; last.Name == name || last.Today && name == today {
			last.Items = append(last.Items, stopOf(&d))
			continue
		}
		if len(out) == most {
			out[most-1].Items = append(out[most-1].Items, html.Stop{What: "and more after that: nonpaper road"})
			break
		}
		out = append(out, html.Day{Name: name, Items: []html.Stop{stopOf(&d)}})
	}
	return out
}

func stopOf(d *view.Dated) html.Stop {
	x := html.Stop{Meeting: d.Kind == view.DatedMeeting, What: inShort(d.What, 90)}
	var small []string
	if d.On.Precision == event.ToMinute {
		small = append(small, time.UnixMicro(d.On.From).In(time.FixedZone("", d.On.Offset*60)).Format("15:04"))
	}
	if x.Meeting {
		if d.Place != "" {
			small = append(small, d.Place)
		}
	} else {
		if d.Kind != view.DatedDeadline {
			x.Codes = d.By
		}
		if d.Label != "" && d.Kind != view.DatedDeadline {
			small = append(small, string(d.Label))
		}
	}
	if len(d.Points) > 0 {
		small = append(small, pointsOr(prefixed("point ", d.Points), 8))
	}
	x.Small = strings.Join(small, ", ")
	return x
}

func prefixed(with string, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = with + s
	}
	return out
}

package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/paper"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// withoutPrejudice stands on every paper that is handed over.
const withoutPrejudice = "Without prejudice to the position of any party. Wording outside brackets is not thereby agreed. Nothing is agreed until everything is agreed."

// byNumber says which numbers points have: in a room that keeps texts those that they
// have now, in another those under which they were given last.
type byNumber map[*room.State]map[ident.Point]string

func (n byNumber) of(s *room.State, id ident.Point) string {
	if id == "" {
		return ""
	}
	at, done := n[s]
	if !done {
		at = map[ident.Point]string{}
		for _, g := range s.Given {
			for i := range g.Points {
				at[g.Points[i].ID] = g.Points[i].Number
			}
		}
		for _, in := range s.Instruments {
			for _, q := range in.Points {
				at[q.ID] = q.Number
			}
		}
		n[s] = at
	}
	return orWords(at[id], string(id))
}

func (n byNumber) all(s *room.State, ids []ident.Point) (out []string) {
	for _, id := range ids {
		if id != "" {
			out = append(out, n.of(s, id))
		}
	}
	return out
}

// briefer writes the papers of packs.
type briefer struct {
	numbers byNumber
	packs   *app.Packs
	made    string
	notice  string
	wanted  map[*room.Item]string // what a proposal changes, worked out once
}

// theirs is the part of a pack that the party may have.
func (b *briefer) theirs(x *view.Theirs) *paper.Paper {
	out := &paper.Paper{Title: "For " + partyName(x.Name, x.Party), Legend: withoutPrejudice, Notice: b.notice}
	if m := x.Meeting; m != nil {
		out.Lines = append(out.Lines, strings.Join(nonEmpty(string(m.Label), sayTitle(m.Meeting), view.SayDate(&m.On), m.Place), ", "))
	}
	out.Lines = append(out.Lines, b.made)
	b.meeting(out, x)
	out.Add(paper.Section{ID: "asked", Title: "Asked of you", None: "Nothing is asked of you on record.", Rows: b.questions(x),
		Columns: []paper.Column{{ID: "on", Title: "On"}, {ID: "what", Title: "What is asked"}, {ID: "since", Title: "Since", Point: true}, {ID: "by", Title: "By", Point: true}}})
	for i := range x.Texts {
		if t := &x.Texts[i]; t.Changed != nil {
			before, after := copyCalled(t.Before), copyCalled(t)
			s := paper.Section{ID: "changes", Title: "What changed from " + before + " to " + after, Compared: t.Changed}
			if !t.Changed.Differs() {
				s.Compared, s.None = nil, "Nothing changed in wording."
			}
			out.Add(s)
		}
	}
	out.Add(paper.Section{ID: "fates", Title: "What became of what you proposed", None: "No proposal or concern of yours is on record.", Rows: b.fates(x.Fates),
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "points", Title: "Point", Point: true}, {ID: "what", Title: "What you asked for"}, {ID: "when", Title: "Given", Point: true}, {ID: "in", Title: "In"}, {ID: "became", Title: "What became of it"}}})
	out.Add(paper.Section{ID: "positions", Title: "Your positions as they are recorded", None: "No position of yours is on record.", Rows: b.positions(x.Positions),
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "point", Title: "Point", Point: true}, {ID: "position", Title: "Position"}, {ID: "when", Title: "Stated", Point: true}, {ID: "in", Title: "In"}, {ID: "by", Title: "By"}}})
	var links []paper.Row
	for _, l := range x.Linkages {
		links = append(links, paper.Row{paper.Say(string(l.Item.Label)), paper.Say(l.Item.Linkage.Condition), atTime(l.Item.When), paper.Say(onOneLine(l.Item.Reason))})
	}
	out.Add(paper.Section{ID: "linkages", Title: "Linkages that you gave", Rows: links,
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "linkage", Title: "Linkage"}, {ID: "when", Title: "Given", Point: true}, {ID: "reason", Title: "Reason"}}})
	var told []paper.Row
	for i := range x.Told {
		c := &x.Told[i]
		what := ""
		if len(c.Given.Points) > 0 {
			what = numbersOf(c.Given.Points)
		}
		told = append(told, paper.Row{paper.Say(string(c.Given.Label)), paper.Say(what), paper.Say(done[c.Given.Mode]), atTime(c.When), paper.Say(onOneLine(c.Given.Gist))})
	}
	out.Add(paper.Section{ID: "told", Title: "What you were told or shown since, and hold no copy of", Rows: told,
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "points", Title: "What"}, {ID: "how", Title: "How"}, {ID: "when", Title: "When", Point: true}, {ID: "gist", Title: "In short"}}})
	for i := range x.Papers {
		out.Add(paper.Section{ID: "paper", Title: copyCalled(&x.Papers[i]) + ", given since", Text: copyText(&x.Papers[i])})
	}
	for i := range x.Texts {
		out.Add(paper.Section{ID: "text", Title: copyCalled(&x.Texts[i]) + ", as you hold it", Text: copyText(&x.Texts[i]), Break: true})
	}
	if len(x.Texts) == 0 {
		out.Add(paper.Section{ID: "text", Title: "The text", None: "No copy of a text is with you on record."})
	}
	return out
}

func partyName(name string, code ident.Code) string {
	if name == "" || name == string(code) {
		return string(code)
	}
	return name + " (" + string(code) + ")"
}

// copyCalled is how a copy is called.
func copyCalled(c *view.HeldCopy) string { return string(c.Given.Label) }

// copyText is a copy as a text of a paper, with what stands on every sheet of it.
func copyText(c *view.HeldCopy) *paper.Text {
	g := c.Given
	number := "not numbered"
	if c.Number > 0 {
		number = "copy " + itoa(c.Number)
	}
	head := append(nonEmpty(g.RunningHead, string(g.Label), g.Nature), sayWhen(c.When), number)
	if g.Bracketed {
		head = append(head, renderings[g.Rendering])
	}
	if g.Superseded != "" {
		head = append(head, "superseded by "+string(g.Superseded))
	}
	return &paper.Text{Label: string(g.Label), Head: strings.Join(nonEmptyOf(head), " · "), Title: g.Title, Legend: g.Legend, Sources: g.Sources, When: c.When, Points: g.Points}
}

// renderings say how brackets in a text are to be read.
var renderings = map[event.Rendering]string{
	event.Attributed: "brackets say who proposes what", event.Unattributed: "brackets name nobody", event.OwnOnly: "of the proposals yours only",
}

// meeting says when and where, by which clocks, on what and with whom.
func (b *briefer) meeting(out *paper.Paper, x *view.Theirs) {
	m := x.Meeting
	if m == nil {
		return
	}
	var rows []paper.Row
	add := func(name, words string) {
		if words != "" {
			rows = append(rows, paper.Row{paper.Say(name), paper.Say(words)})
		}
	}
	when := view.SayDate(&m.On)
	if m.Zone != "" && m.On.From != 0 {
		when += " (" + m.Zone + ")"
	}
	add("When", when)
	if zone := zone(x.Rooms, x.Party); zone != nil && m.On.From != 0 && m.On.Precision == event.ToMinute {
		add("By your clock", time.UnixMicro(m.On.From).In(zone).Format("2 Jan 2006 15:04")+" ("+zone.String()+")")
	}
	add("Where", m.Place)
	add("Points", strings.Join(b.numbers.all(m.Room, m.Points), ", "))
	var with []string
	for i := range m.With {
		with = append(with, onOneLine(view.SayParticipant(&m.With[i])))
	}
	add("With", strings.Join(with, "; "))
	if was := earlierDates(m.Meeting); was != "" {
		add("Earlier", was)
	}
	out.Add(paper.Section{ID: "meeting", Title: "The meeting", Rows: rows, Columns: []paper.Column{{ID: "name", Point: true}, {ID: "words"}}})
}

// zone are a party's clocks as its rooms know them, nil where they do not.
func zone(rooms []*room.State, party ident.Code) *time.Location {
	for _, s := range rooms {
		if name := s.ZoneOf(party); name != "" {
			if zone, err := time.LoadLocation(name); err == nil {
				return zone
			}
		}
	}
	return nil
}

// questions are what is asked, what is asked of several things in one line.
func (b *briefer) questions(x *view.Theirs) (rows []paper.Row) {
	at := map[string]int{}
	var on [][]string
	for _, q := range x.Questions {
		key := q.What
		i, there := at[key]
		if !there || q.Until.From != 0 {
			i = len(rows)
			if q.Until.From == 0 {
				at[key] = i
			}
			rows, on = append(rows, paper.Row{paper.Cell{}, paper.Say(strings.ReplaceAll(q.What, "on its behalf", "on your behalf")), atTime(q.Since), atTime(q.Until)}), append(on, nil)
		}
		on[i] = append(on[i], b.asked(x, q))
	}
	for i := range rows {
		rows[i][0] = paper.Items(on[i], ", ")
	}
	return rows
}

// asked is on what something is asked, with the room where it is called the same in two.
func (b *briefer) asked(x *view.Theirs, q view.Question) string {
	for _, o := range x.Questions {
		if o.On == q.On && o.Room != q.Room {
			return q.On + " (" + q.Room.Name + ")"
		}
	}
	return q.On
}

// fates are proposals and concerns with what the party was told became of them.
func (b *briefer) fates(list []view.InRoom) (rows []paper.Row) {
	revised := map[*room.State]map[*room.Item]*room.Item{}
	for _, x := range list {
		it := x.Item
		became := sayFate(it)
		if revised[x.Room] == nil {
			revised[x.Room] = x.Room.Revised()
		}
		if by := revised[x.Room][it]; by != nil && len(it.Fates) == 0 {
			became = "you put " + string(by.Label) + " in its place"
		}
		rows = append(rows, paper.Row{paper.Say(string(it.Label)), paper.Items(b.points(x.Room, it), ", "), paper.Say(b.want(it)), atTime(it.When), paper.Say(x.Room.Name), paper.Say(became)})
	}
	return rows
}

// points are the printed numbers of the points that an item is about.
func (b *briefer) points(s *room.State, it *room.Item) []string {
	if it.Proposal != nil && it.Proposal.Point == "" {
		return []string{strings.TrimSpace("new " + it.Proposal.Number)}
	}
	return b.numbers.all(s, it.Points())
}

// want is what a proposal or concern asks for, in short.
func (b *briefer) want(it *room.Item) string {
	if s, done := b.wanted[it]; done {
		return s
	}
	var s string
	switch {
	case it.Proposal != nil && it.Proposal.Act != "":
		s = it.Proposal.Act
	case it.Proposal != nil:
		s = sayWanted(it.Proposal)
	case it.Concern != nil:
		s = onOneLine(it.Concern.Words)
	}
	if it.Proposal != nil && it.Proposal.Conditions != "" {
		s += "; on condition: " + onOneLine(it.Proposal.Conditions)
	}
	b.wanted[it] = s
	return s
}

func (b *briefer) positions(list []view.InRoom) (rows []paper.Row) {
	for _, x := range list {
		rows = append(rows, slices.Insert(b.position(x.Room, x.Item), 4, paper.Say(x.Room.Name)))
	}
	return rows
}

// position is a position: what, on which point, when, who said it.
func (b *briefer) position(s *room.State, it *room.Item) paper.Row {
	f := it.Position
	words := strings.ReplaceAll(string(f.Stance), "-", " ")
	if f.Reservation != "" {
		words += ", " + f.Reservation + " reservation"
	}
	if f.On != "" {
		words += " (on " + string(f.On) + ")"
	}
	if words += positionMore(f); it.Reason != "" {
		words += "; " + onOneLine(it.Reason)
	}
	point := b.numbers.of(s, f.Point)
	if f.Whole {
		point = "the whole"
	}
	return paper.Row{paper.Say(string(it.Label)), paper.Say(point), paper.Say(words), atTime(it.When), paper.Say(howSaid(it))}
}

// kept is the secretariat's own part.
func (b *briefer) kept(x *app.Pack) *paper.Paper {
	k, s := &x.Kept, b.packs.Drafting
	out := &paper.Paper{Title: "On " + partyName(s.Parties[k.Party].Name, k.Party) + ", for the secretariat", Notice: b.notice}
	readers := "Kept by the secretariat, not handed over. It may be read by " + names(k.Readers) + "."
	if len(x.Drafts) > 0 {
		readers = "Kept, not handed over. It has untabled drafts of its author, and may be read by " + string(b.readerOf(x)) + " alone."
	}
	out.Private = readers
	if m := b.packs.Meeting; m != nil {
		out.Lines = append(out.Lines, strings.Join(nonEmpty(string(m.Label), sayTitle(m.Meeting), view.SayDate(&m.On), m.Place), ", "))
	}
	out.Lines = append(out.Lines, b.made)
	b.withheld(out, k)
	b.notTold(out, k)
	b.moved(out, x)
	var stated []paper.Row
	for _, it := range k.Positions {
		row := slices.Insert(b.position(s, it), 4, paper.Say(it.Source.RoomName))
		stated = append(stated, append(row, paper.Say(sayTerms(it.Now, it.When.Offset))))
	}
	out.Add(paper.Section{ID: "positions", Title: "Their last positions", None: "No position of theirs is on record. That is not agreement.", Rows: stated,
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "point", Title: "Point", Point: true}, {ID: "position", Title: "Position"}, {ID: "when", Title: "Stated", Point: true}, {ID: "in", Title: "In"}, {ID: "by", Title: "By"}, {ID: "terms", Title: "Terms"}}})
	var expected []paper.Row
	for _, e := range k.Expected {
		point := orWords(b.numbers.of(s, e.Point), "the whole")
		expected = append(expected, paper.Row{paper.Say(string(e.Label)), paper.Say(point), paper.Say(strings.Join(nonEmpty(strings.ReplaceAll(string(e.Stance), "-", " "), onOneLine(e.Statement)), ": ")),
			paper.Say(orWords(string(e.PositionExpected.Person), e.SaidBy)), paper.Say(strings.Join(nonEmpty(onOneLine(e.Source), e.Certainty, e.Hedge), "; ")), atTime(e.When)})
	}
	out.Add(paper.Section{ID: "expected", Title: "Expected, and no position", Rows: expected,
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "point", Title: "Point", Point: true}, {ID: "expected", Title: "What is expected"}, {ID: "by", Title: "By whom"}, {ID: "source", Title: "Why"}, {ID: "when", Title: "When", Point: true}}})
	var printed []paper.Row
	for _, p := range k.Printed {
		with := strings.Join(nonEmpty(map[bool]string{true: "the text's own"}[p.Base], names(p.With)), ", ")
		printed = append(printed, paper.Row{paper.Say(string(p.Bracket)), paper.Say(orWords(onOneLine(p.Words), "(no words)")), paper.Say(with)})
	}
	out.Add(paper.Section{ID: "brackets", Title: "Brackets at which they stand", Rows: printed,
		Columns: []paper.Column{{ID: "bracket", Title: "", Point: true}, {ID: "words", Title: "Words"}, {ID: "with", Title: "With"}}})
	b.linkages(out, k)
	b.fallback(out, x)
	b.authority(out, k)
	b.others(out, k)
	return out
}

// readerOf is who may read a pack that has untabled drafts: their author.
func (b *briefer) readerOf(x *app.Pack) ident.Person {
	return x.Drafts[0].Actor
}

// withheld says what must not be said.
func (b *briefer) withheld(out *paper.Paper, k *view.Kept) {
	var rows []paper.Row
	for _, w := range k.Withheld {
		why := sayTerms(w.Item.Now, w.Item.When.Offset)
		if w.Idea {
			why += "; never whose it is"
		}
		if !w.Item.Live() {
			why += " (no longer stands)"
		}
		rows = append(rows, paper.Row{paper.Say(string(w.Item.Label)), paper.Say(w.Point), paper.Say(short(w.Words)), paper.Items(strs(w.Item.Parties), ", "), paper.Say(why)})
	}
	words := []string(nil)
	if len(rows) > 0 {
		words = []string{"Given by others on terms that keep it from them. Neither the words nor that somebody gave them."}
	}
	out.Add(paper.Section{ID: "not-to-be-said", Title: "Not to be said", None: "No terms keep anything from them.", Words: words, Rows: rows,
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "point", Title: "Point", Point: true}, {ID: "words", Title: "In short"}, {ID: "of", Title: "Of", Point: true}, {ID: "terms", Title: "Terms"}}})
}

// notTold says what others were given and they were not.
func (b *briefer) notTold(out *paper.Paper, k *view.Kept) {
	var rows []paper.Row
	for _, u := range k.NotTold {
		who := string(u.Party)
		if u.Person != "" {
			who = string(u.Person) + " (" + who + "), in their own capacity"
		}
		what := "whole"
		if len(u.Points) > 0 {
			what = view.Numbers(u.Points)
		}
		rows = append(rows, paper.Row{paper.Say(string(u.Label) + ", " + who), paper.Say(what), atTime(u.When)})
	}
	s := paper.Section{ID: "not-told", Title: "What others were given and they were not", None: "Nothing that is on record.", Rows: rows,
		Columns: []paper.Column{{ID: "what", Title: "What, to whom"}, {ID: "points", Title: "In it"}, {ID: "when", Title: "When", Point: true}}}
	if len(k.Known) > 0 {
		s.Words = append(s.Words, "Never given to them: "+view.Ranges(k.Known)+".")
	}
	if len(k.Apart) > 0 {
		var list []string
		for _, r := range k.Apart {
			list = append(list, r.Name)
		}
		s.Words = append(s.Words, "Left out of their own part, since others of the parties are in it: "+strings.Join(list, ", ")+".")
	}
	out.Add(s)
}

// moved says how the texts have moved since they were given them.
func (b *briefer) moved(out *paper.Paper, x *app.Pack) {
	for i := range x.Moved {
		m := &x.Moved[i]
		title := "What has changed since, and they were not given"
		if len(x.Moved) > 1 {
			title = string(m.Instrument.Instrument) + ": what has changed since, and they were not given"
		}
		s := paper.Section{ID: "moved", Title: title}
		switch {
		case len(m.Last.Points) == 0:
			s.None = "They were given no words of it on record."
		case m.Changed == nil || !slices.ContainsFunc(m.Changed.Points, func(p compare.Point) bool { return p.Change != compare.Same }):
			s.None = "They hold it as it stands (" + string(m.Last.Label) + ", " + sayWhen(m.Last.When) + ")."
		default:
			s.Words = []string{"From " + string(m.Last.Label) + " (" + sayWhen(m.Last.When) + ") to how it would be given to them now."}
			s.Compared = m.Changed
		}
		out.Add(s)
	}
}

// linkages are those of others that touch what they care about.
func (b *briefer) linkages(out *paper.Paper, k *view.Kept) {
	var rows []paper.Row
	for i := range k.Linkages {
		l := &k.Linkages[i]
		of := orWords(names(l.Item.Sponsors()), "our own")
		rows = append(rows, paper.Row{paper.Say(string(l.Item.Label)), paper.Say(of), paper.Say(l.Reads.String()), paper.Say(sayHolds(l.Result.Truth)), paper.Say(sayTerms(l.Item.Now, l.Item.When.Offset))})
	}
	out.Add(paper.Section{ID: "linkages", Title: "Linkages of others that touch them", None: "None that is on record.", Rows: rows,
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "of", Title: "Of", Point: true}, {ID: "linkage", Title: "Linkage"}, {ID: "holds", Title: "Holds"}, {ID: "terms", Title: "Terms"}}})
}

func sayHolds(t linkage.Truth) string {
	switch t {
	case linkage.True:
		return "yes"
	case linkage.False:
		return "no"
	}
	return "not decidable yet"
}

// fallback are wordings to fall back on: what the mediator put to parties, and the
// author's own untabled drafts.
func (b *briefer) fallback(out *paper.Paper, x *app.Pack) {
	s := b.packs.Drafting
	var rows []paper.Row
	for _, d := range x.Drafts {
		rows = append(rows, paper.Row{paper.Say("draft " + d.Name), paper.Say(b.numbers.of(s, d.Point)), paper.Say(onOneLine(strings.TrimSpace(d.Heading + " " + d.Body))), paper.Say("nobody; untabled"), atTime(d.When), paper.Say("")})
	}
	for _, i := range x.Kept.Ideas {
		var said []string
		for _, it := range i.Said {
			what := ""
			switch {
			case it.Reply != nil:
				what = string(it.Reply.Response)
			case it.Position != nil:
				what = strings.ReplaceAll(string(it.Position.Stance), "-", " ")
			}
			said = append(said, names(it.Sponsors())+" "+what)
		}
		rows = append(rows, paper.Row{paper.Say(string(i.Label)), paper.Say(view.Ranges(i.Points)), paper.Say(short(i.Words)), paper.Say(names(i.To)), atTime(i.When), paper.Say(strings.Join(said, "; "))})
	}
	out.Add(paper.Section{ID: "fallback", Title: "Wordings to fall back on", None: "No draft of ours, and nothing that was put to parties.", Rows: rows,
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "points", Title: "Point", Point: true}, {ID: "words", Title: "Words"}, {ID: "to", Title: "Put to"}, {ID: "when", Title: "When", Point: true}, {ID: "said", Title: "What they said"}}})
}

// authority says who of them may bind what, till when.
func (b *briefer) authority(out *paper.Paper, k *view.Kept) {
	var rows []paper.Row
	for _, r := range k.Authority {
		words, till := "none shown on record", ""
		switch {
		case r.Shown != nil:
			a := r.Shown
			words = strings.Join(nonEmpty(strings.ReplaceAll(string(a.Binding), "-", " "), onOneLine(a.Limits), strings.Join(a.Acts, ", "), onOneLine(a.Document)), ", ")
			till = "no end stated"
			if a.To != 0 {
				till = sayWhen(event.When{From: a.To, Offset: r.When.Offset, Precision: event.ToMinute})
				if a.To < b.packs.Moment {
					till += ", over"
				}
			}
		case r.Room != nil:
			words = strings.Join(nonEmpty("not seen", onOneLine(r.Said)), ": ")
		}
		where := ""
		if r.Room != nil {
			where = r.Room.Name + ", " + sayWhen(r.When)
		}
		p := r.Person
		who := strings.Join(nonEmpty(p.Capacity, map[bool]string{true: "principal"}[p.Principal]), ", ")
		rows = append(rows, paper.Row{paper.Say(string(p.Person)), paper.Say(strings.Join(nonEmpty(p.Name, who), ", ")), paper.Say(words), paper.Say(till), paper.Say(where)})
	}
	out.Add(paper.Section{ID: "authority", Title: "Who may bind them, till when", None: "Nobody of theirs is known.", Rows: rows,
		Columns: []paper.Column{{ID: "person", Title: "", Point: true}, {ID: "name", Title: "Who"}, {ID: "authority", Title: "Authority"}, {ID: "till", Title: "Till"}, {ID: "where", Title: "Shown in"}}})
}

// others says what the other parties hold, and what is reported of anybody's knowledge.
func (b *briefer) others(out *paper.Paper, k *view.Kept) {
	var rows []paper.Row
	for _, o := range k.Others {
		rows = append(rows, paper.Row{paper.Say(string(o.Party)), paper.Say(orWords(string(o.Label), "no whole text")), atTime(o.When), paper.Say(names(o.Since)), paper.Say(fmt.Sprintf("%d of %d", o.Same, o.Of))})
	}
	out.Add(paper.Section{ID: "others", Title: "What the others were given", Rows: rows,
		Columns: []paper.Column{{ID: "party", Title: "", Point: true}, {ID: "text", Title: "Last whole text"}, {ID: "when", Title: "When", Point: true}, {ID: "since", Title: "Since then"}, {ID: "same", Title: "Points given as they stand", Point: true}}})
	var reports []paper.Row
	for i := range k.Reports {
		l := &k.Reports[i]
		row := ledgerRow(l, false)
		if len(l.About) > 0 && l.Label == "" {
			row[1] = view.Numbers(b.numbers.all(b.packs.Drafting, l.About))
		}
		reports = append(reports, append(paper.Row{paper.Say(knower(l))}, sayCells(row)...))
	}
	out.Add(paper.Section{ID: "reports", Title: "What is reported of who knows what", Rows: reports,
		Columns: []paper.Column{{ID: "who", Title: ""}, {ID: "level", Title: "Level", Point: true}, {ID: "what", Title: "Of what"}, {ID: "when", Title: "When", Point: true}, {ID: "how", Title: "How it is known"}}})
}

func sayCells(words []string) (out paper.Row) {
	for _, w := range words {
		out = append(out, paper.Say(w))
	}
	return out
}

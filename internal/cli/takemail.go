package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/mail"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/intake"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// message takes in a mail or a message of a delegation: it shows what it
// understood, asks, and files all of it in one act or nothing.
func (c *takeCmd) message(p *program) error {
	if c.Note {
		return fault.Invalidf("a note that is handed across needs a name; nothing was recorded").WithHint("Add --label \"ALD note of 20 November\"; without --note the file is read as a mail or message.")
	}
	src, err := p.readSome(c.File, maxFile)
	if err != nil {
		return err
	}
	m, err := mail.Read(src)
	if err != nil {
		return named(c.File, err)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		g := gives{From: []string{c.From}, Room: c.Room, Speaker: c.Speaker, Form: c.Form, Terms: c.Terms, With: c.With, NotBefore: c.NotBefore}
		if g.Form == "" {
			g.Form = string(event.FormMessaged)
			if m.From != "" || m.Subject != "" {
				g.Form = string(event.FormWritten)
			}
		}
		common, in, err := g.common(p, s)
		if err != nil {
			return "", nil, err
		}
		r, err := s.Seat(s.ctx, s.actor, app.In(in), app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		base, err := s.textBefore(r, common.Parties, c.Against)
		if err != nil {
			return "", nil, err
		}
		var list []intake.Paragraph
		for _, x := range m.Paragraphs {
			list = append(list, intake.Paragraph{Line: x.Line, Text: x.Text})
		}
		u := intake.Message(base.wanted, list)
		t := taking{message: m, base: base, understood: u, in: r, from: names(common.Parties)}
		said, err := t.say(p.width(""))
		if err != nil {
			return "", nil, err
		}
		out := t.json()
		gifts := t.gifts(common, c.Against)
		switch {
		case u.Blocks() && !c.OnlyUnderstood, len(gifts) == 0:
			p.exit = WrongUse
			why := "\nNothing was recorded: what looks like an amendment is not understood. Correct it in the message, or file the rest: --only-understood\n"
			if len(gifts) == 0 && !u.Blocks() {
				why = "\nNothing was recorded: nothing in the message is understood as an amendment, a position or a concern. Try: nonpaper propose, nonpaper position, nonpaper concern\n"
			}
			return said + why, out, nil
		case c.DryRun:
			return said + "\nNothing was recorded.\n", out, nil
		}
		if !c.Yes {
			fmt.Fprint(p.stderr, said)
		}
		if err := p.confirm(c.Yes, fmt.Sprintf("%s will be filed in the room %q as given by %s, %s.", things(len(gifts)), r.Name, names(common.Parties), sayTerms(termsOr(common.Terms), when.Offset))); err != nil {
			return "", nil, err
		}
		done, err := s.GiveAll(s.ctx, s.actor, when, in, gifts)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(done)
		out["recorded"] = v
		if c.Yes {
			text = said + "\n" + text
		}
		return text, out, nil
	})
}

func termsOr(t event.Terms) event.Terms {
	if t.Release == "" {
		t.Release = event.ReleaseMediator
	}
	return t
}

func things(n int) string {
	if n == 1 {
		return "1 thing"
	}
	return itoa(n) + " things"
}

// before is the text that a message speaks of: as it was given, and as its party
// wants it now.
type before struct {
	given, wanted plan.Text
	labels        map[ident.Point]ident.Label // under which a point was given
	on            map[ident.Point]ident.Label // the party's own proposal that stands
}

// textBefore puts together what a room was given last, point by point; of what was
// not given yet, the working text, where the actor reads it. A text that is named
// is taken alone, and as it was given.
func (s *session) textBefore(r *room.State, parties []ident.Code, against string) (before, error) {
	b := before{labels: map[ident.Point]ident.Label{}, on: map[ident.Point]ident.Label{}}
	d, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{})
	if err != nil {
		d = nil // whoever does not read it speaks of what was given
	}
	add := func(x event.Point, label ident.Label) {
		if x.Deleted || strings.TrimSpace(x.Heading+x.Body) == "" || slices.ContainsFunc(b.given.Points, func(o plan.Point) bool { return o.ID == x.ID || x.Number != "" && o.Number == x.Number }) {
			return
		}
		b.given.Points, b.labels[x.ID] = append(b.given.Points, room.ToPlan(x)), label
	}
	found := against == ""
	for _, g := range slices.Backward(r.Given) {
		if against != "" && !strings.EqualFold(string(g.Label), against) {
			continue
		}
		found = true
		for _, x := range g.Points {
			if g.Bracketed && d != nil { // the words behind the brackets
				if q := d.BaseGiven(r.ID, g.Label, d.Behind(r.ID, x.ID)); q != nil {
					x.Heading, x.Body = q.Heading, q.Body
				}
			}
			add(x, g.Label)
		}
	}
	if !found {
		return b, fault.NotFoundf("no text %q was given in the room %q; nothing was recorded", against, r.Name).WithHint("Try: nonpaper ledger --room %s", r.Name)
	}
	if d != nil && against == "" {
		for _, in := range d.Instruments {
			for _, q := range in.Points {
				x := q.Point
				x.ID = ident.Point("p" + strings.ReplaceAll(q.Number, " ", ""))
				if q.Number != "" {
					add(x, "")
				}
			}
		}
	}
	if len(b.given.Points) == 0 {
		return b, fault.Invalidf("no text was given in the room %q that a message could speak of; nothing was recorded", r.Name).WithHint("Give one first: nonpaper text circulate --to %s", r.Name)
	}
	b.wanted.Points = slices.Clone(b.given.Points)
	for i := range b.wanted.Points {
		q := &b.wanted.Points[i]
		if against != "" {
			break
		}
		now, err := s.partysWords(r.ID.String(), string(q.ID), parties)
		if err != nil { // with brackets, whose words are not known: none can be spoken of
			q.Body = ""
			continue
		}
		if now.Body != q.Body {
			q.Body, b.on[q.ID] = now.Body, "its earlier proposal"
			for _, it := range r.Items {
				if it.Proposal != nil && it.Live() && it.Proposal.Point == q.ID && it.Proposal.Body == now.Body {
					b.on[q.ID] = it.Label
				}
			}
		}
	}
	return b, nil
}

// taking is what was understood of a message, on its way into a room.
type taking struct {
	message    *mail.Message
	base       before
	understood intake.Understanding
	in         *room.State
	from       string
}

// gifts are what is filed, in the order of the message.
func (t *taking) gifts(common event.Common, against string) []app.Gift {
	var out []app.Gift
	for i := range t.understood.Wishes {
		w := &t.understood.Wishes[i]
		m := common
		m.Reason = w.Reason
		g := app.Gift{Against: against}
		for _, k := range w.Points {
			g.Points = append(g.Points, string(t.base.given.Points[k].ID))
		}
		switch w.What {
		case intake.Position:
			g.Position = &event.PositionTaken{Common: m, Stance: event.Stance(w.Stance), Reservation: w.Reservation}
		case intake.Concern:
			g.Concern = &event.ConcernRaised{Common: m, Words: w.Words}
		case intake.New:
			g.Proposal = &event.Proposed{Common: m, Number: w.Number, Body: w.Body}
			if w.After >= 0 {
				g.After = string(t.base.given.Points[w.After].ID)
			}
		case intake.Delete:
			g.Proposal = &event.Proposed{Common: m, Act: string(plan.ActDelete)}
		default:
			given := t.base.given.Points[w.Points[0]]
			if w.What == intake.Keep || w.Body == given.Body { // back to the words that were given
				g.Proposal = &event.Proposed{Common: m, Act: string(plan.ActKeep)}
				break
			}
			g.Proposal = &event.Proposed{Common: m, Heading: given.Heading, Body: w.Body}
		}
		out = append(out, g)
	}
	return out
}

// say shows what was understood: per point a redline, positions, concerns, and
// every line that was not.
func (t *taking) say(width int) (string, error) {
	var b strings.Builder
	what := "Message"
	if t.message.Subject != "" {
		what = "Mail “" + short(t.message.Subject) + "”"
	}
	if t.message.From != "" {
		what += " of " + short(t.message.From)
	}
	if t.message.Date != "" {
		what += ", " + short(t.message.Date)
	}
	fmt.Fprintf(&b, "%s, taken for %s in the room %s\n", what, t.from, t.in.Name)
	for i := range t.understood.Wishes {
		w := &t.understood.Wishes[i]
		text, err := t.sayWish(w, width)
		if err != nil {
			return "", err
		}
		b.WriteString("\n" + text)
		if w.Reason != "" {
			b.WriteString("    because: " + short(w.Reason) + "\n")
		}
	}
	for _, x := range []struct {
		fate intake.Fate
		head string
	}{{intake.Blocked, "Not understood, and looks like an amendment"}, {intake.NotUnderstood, "Not understood, not filed"}, {intake.Courtesy, "Courtesy"}} {
		var rows [][]string
		for _, l := range t.understood.Lines {
			if l.Fate == x.fate {
				row := []string{"  line " + itoa(l.Line), "“" + short(l.Text) + "”"}
				if l.Why != "" {
					row = append(row, shortWhy(l.Why))
				}
				rows = append(rows, row)
			}
		}
		if len(rows) > 0 {
			b.WriteString("\n" + x.head + "\n" + columns(rows))
		}
	}
	var rows [][]string
	for _, l := range t.message.Left {
		lines := "  line " + itoa(l.Line)
		if l.Lines > 1 {
			lines = "  lines " + itoa(l.Line) + " to " + itoa(l.Line+l.Lines-1)
		}
		rows = append(rows, []string{lines, l.Why})
	}
	if t.message.HTML {
		rows = append(rows, []string{"  the mail", "has no plain text; its words are taken from HTML"})
	}
	for _, a := range t.message.Attachments {
		rows = append(rows, []string{"  attached", a.Name + ", " + a.Type + ", " + sayBytes(a.Size) + ", not read"})
	}
	if len(rows) > 0 {
		b.WriteString("\nLeft out\n" + columns(rows))
	}
	return b.String(), nil
}

// shortWhy is a reason without the words that stand beside it already.
func shortWhy(s string) string { return strings.Join(strings.Fields(s), " ") }

func sayBytes(n int) string {
	if n < 1024 {
		return itoa(n) + " bytes"
	}
	return itoa((n+512)/1024) + " KB"
}

func (t *taking) sayWish(w *intake.Wish, width int) (string, error) {
	points := t.numbers(w.Points)
	how := ""
	if w.How != "" && w.How != "by its number" {
		how = " (found " + w.How + ")"
	}
	switch w.What {
	case intake.Position:
		s := "Position on " + points + ": " + strings.ReplaceAll(w.Stance, "-", " ")
		if w.Reservation != "" {
			s += ", " + w.Reservation + " reservation"
		}
		return s + quote(w.Said), nil
	case intake.Concern:
		s := "Concern"
		if len(w.Points) > 0 {
			s += " on " + points
		}
		return s + ": " + short(w.Words) + "\n", nil
	case intake.New:
		s := "New point"
		if w.Number != "" {
			s += " " + w.Number
		}
		if w.After >= 0 {
			s += " after " + t.numbers([]int{w.After})
		}
		return s + "\n    " + strings.ReplaceAll(w.Body, "\n", "\n    ") + "\n", nil
	case intake.Delete:
		return "Proposal on " + points + ": delete" + how + quote(w.Said), nil
	case intake.Keep:
		return "Proposal on " + points + ": keep as it is" + how + quote(w.Said), nil
	}
	given := t.base.given.Points[w.Points[0]]
	head := "Proposal on " + points + how
	if l := t.base.labels[given.ID]; l != "" {
		head += ", against " + string(l)
	}
	if on := t.base.on[given.ID]; on != "" {
		head += "; it changes " + string(on) + ", which it replaces"
	}
	if w.Body == given.Body {
		return head + ": keep as it is\n", nil
	}
	one := func(body string) plan.Text {
		return plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Number: given.Number, Heading: given.Heading, Body: body}}}
	}
	result, _, err := compare.Texts(one(given.Body), one(w.Body), collate.Phrase)
	if err != nil {
		return "", err
	}
	_, said, _ := strings.Cut(notation.Comparison(result, width), "\n") // the first line counts points
	return head + "\n" + strings.Trim(said, "\n") + "\n", nil
}

func quote(said []string) string { return "\n    “" + short(strings.Join(said, " ")) + "”\n" }

func (t *taking) numbers(points []int) string {
	var out []string
	for _, k := range points {
		q := t.base.given.Points[k]
		out = append(out, orWords(q.Number, string(q.ID)))
	}
	if len(out) == 1 {
		return "point " + out[0]
	}
	return "points " + strings.Join(out, ", ")
}

type wishJSON struct {
	What        string   `json:"what"`
	Points      []string `json:"points"`
	After       string   `json:"after,omitempty"`
	Number      string   `json:"number,omitempty"`
	Against     string   `json:"against,omitempty"`
	Before      string   `json:"before,omitempty"`
	Words       string   `json:"words,omitempty"`
	Stance      string   `json:"stance,omitempty"`
	Reservation string   `json:"reservation,omitempty"`
	Reason      string   `json:"reason,omitempty"`
	Said        []string `json:"said"`
	Found       string   `json:"found,omitempty"`
}

type lineJSON struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Fate string `json:"fate"`
	Why  string `json:"why,omitempty"`
}

type attachedJSON struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"bytes"`
}

func (t *taking) json() map[string]any {
	wishes, lines, attached := []wishJSON{}, []lineJSON{}, []attachedJSON{}
	for _, w := range t.understood.Wishes {
		x := wishJSON{What: w.What, Points: []string{}, Number: w.Number, Words: orWords(w.Body, w.Words), Stance: w.Stance, Reservation: w.Reservation, Reason: w.Reason, Said: w.Said, Found: w.How}
		for _, k := range w.Points {
			x.Points = append(x.Points, t.base.given.Points[k].Number)
		}
		if w.After >= 0 && w.What == intake.New {
			x.After = t.base.given.Points[w.After].Number
		}
		if w.What == intake.Wording {
			x.Before, x.Against = t.base.given.Points[w.Points[0]].Body, string(t.base.labels[t.base.given.Points[w.Points[0]].ID])
		}
		wishes = append(wishes, x)
	}
	for _, l := range t.understood.Lines {
		lines = append(lines, lineJSON{l.Line, l.Text, string(l.Fate), l.Why})
	}
	for _, l := range t.message.Left {
		for i := range l.Lines {
			lines = append(lines, lineJSON{Line: l.Line + i, Fate: "left out", Why: l.Why})
		}
	}
	slices.SortStableFunc(lines, func(a, b lineJSON) int { return a.Line - b.Line })
	for _, a := range t.message.Attachments {
		attached = append(attached, attachedJSON(a))
	}
	return map[string]any{
		"from": t.message.From, "subject": t.message.Subject, "date": t.message.Date, "room": t.in.Name, "party": t.from,
		"understood": wishes, "lines": lines, "attachments": attached,
	}
}

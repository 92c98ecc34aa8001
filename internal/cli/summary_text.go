package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/format/html"
	"nonpaper/internal/format/notation"
)

// sections are the summary in the order in which it is read. The whole of it is for a
// page; on paper, long words are cut, and what is cut stands on the page.
func (out *summaryOut) sections(whole bool) []html.Section {
	var list []html.Section
	add := func(title string, words []string, rows [][]string) {
		if len(words)+len(rows) > 0 {
			list = append(list, html.Section{Title: title, Words: words, Rows: rows})
		}
	}
	if whole { // on paper they stand under the title
		add("Texts", nil, out.textRows())
	}
	add("The points by parts", out.sayParts(whole), nil)
	if len(out.shown) > 0 {
		x := html.Section{Title: "Who wants what", Compiled: onlyPoints(out.compiled, out.shown)}
		if !whole {
			x.Compiled = cutShort(x.Compiled)
		}
		list = append(list, x)
	}
	if said := out.saySaid(whole); whole {
		add("What was said of these points", said, nil)
	} else {
		add("", said, nil) // of the points above
	}
	add("Issues, by how they stand", out.sayIssues(whole), nil)
	add("Who was said to know of the text", out.sayKnown(whole), nil)
	add("Meetings that did not take place, and the accounts of why", out.sayNotHeld(whole), nil)
	add("What the press had", out.sayPress(whole), nil)
	if whole {
		var claims [][]string
		for _, c := range out.Claims {
			claims = append(claims, []string{c.ID, c.Kind, c.Claim, c.Speaker + " (" + c.SourceType + "; " + c.Hedge + ")", c.Record})
		}
		add("What was claimed, claim by claim", nil, claims)
	}
	var next [][]string
	for _, n := range out.Next {
		next = append(next, []string{n.Command, n.Shows})
	}
	add("What to try next", nil, next)
	return list
}

// name is how a text is called, with the code under which it is compiled.
func (t *textLine) name() string {
	if t.Code != "" && t.Code != t.Label {
		return t.Label + " (" + t.Code + ")"
	}
	return t.Label
}

func (out *summaryOut) textRows() (rows [][]string) {
	for i := range out.Texts {
		t := &out.Texts[i]
		what := t.Nature
		if len(t.Parts) > 0 {
			what += "; " + strings.Join(t.Parts, "; ")
		}
		rows = append(rows, []string{t.name(), sayWhen(t.when), plural(t.Points, "point"), what})
	}
	return rows
}

// sayTexts has one paragraph for the texts on file and one for those known by report.
func (out *summaryOut) sayTexts() []string {
	var onFile, reported []string
	for i := range out.Texts {
		t := &out.Texts[i]
		s := fmt.Sprintf("%s, %s (%s)", t.name(), plural(t.Points, "point"), sayWhen(t.when))
		if n := len(t.Parts); n > 0 {
			s = fmt.Sprintf("%s, in %d parts (%s)", t.name(), n, sayWhen(t.when))
		}
		if t.Reported {
			reported = append(reported, s)
		} else {
			onFile = append(onFile, s)
		}
	}
	var words []string
	if len(onFile) > 0 {
		words = append(words, "On file: "+strings.Join(onFile, "; "))
	}
	if len(reported) > 0 {
		words = append(words, "Known by report: "+strings.Join(reported, "; "))
	}
	return words
}

// sayParts has one paragraph for each part: the points with how many brackets each
// has, and their status where they have not all the same.
func (out *summaryOut) sayParts(whole bool) (words []string) {
	statuses := map[string]bool{}
	var with, without []string
	for _, part := range out.Parts {
		for _, q := range part.Points {
			statuses[q.Status] = true
			if q.Brackets > 0 {
				with = append(with, q.Number)
			} else {
				without = append(without, q.Number)
			}
		}
	}
	for _, part := range out.Parts {
		var points []string
		for _, q := range part.Points {
			s := q.Number + " " + q.Heading
			if q.Brackets > 0 && whole {
				s += fmt.Sprintf(" [%d]", q.Brackets)
			}
			if len(statuses) > 1 {
				s += ", " + q.Status
			}
			points = append(points, s)
		}
		words = append(words, strings.TrimPrefix(part.Title+": ", ": ")+strings.Join(points, "; "))
	}
	var legend []string
	switch {
	case len(with) == 0:
	case whole:
		legend = append(legend, "A figure in square brackets says how many brackets a point has.")
	case len(without) == 0:
		legend = append(legend, "All points have brackets.")
	case len(without) < len(with):
		legend = append(legend, "All points have brackets but "+strings.Join(without, ", ")+".")
	default:
		legend = append(legend, "Brackets: "+strings.Join(with, ", ")+".")
	}
	for s := range statuses {
		if len(statuses) == 1 {
			legend = append(legend, "At the table, every point is: "+s+".")
		}
	}
	if len(legend) > 0 {
		words = append(words, strings.Join(legend, " "))
	}
	return words
}

// cutShort cuts the long variants of a compiled text, and leaves out the parts in which
// its points stand.
func cutShort(t bracket.Text) bracket.Text {
	t.Points = slices.Clone(t.Points)
	for i := range t.Points {
		q := &t.Points[i]
		q.PartLabel, q.Part = "", ""
		q.Wording = cutWording(q.Wording)
	}
	return t
}

// cutWording is a wording whose variants of nothing but many words are cut.
func cutWording(w bracket.Wording) bracket.Wording {
	const most, kept = 25, 12 // words
	w = slices.Clone(w)
	for i, item := range w {
		if item.Bracket == nil {
			continue
		}
		b := *item.Bracket
		b.Variants = slices.Clone(b.Variants)
		for k := range b.Variants {
			v := &b.Variants[k]
			if len(v.Wording) != 1 || v.Wording[0].Bracket != nil {
				v.Wording = cutWording(v.Wording)
				continue
			}
			if words := strings.Fields(v.Wording[0].Words); len(words) > most {
				v.Wording = bracket.Wording{{Words: strings.Join(words[:kept], " ") + " …"}}
			}
		}
		w[i] = bracket.Item{Bracket: &b}
	}
	return w
}

// sayIssues has one paragraph for each way in which issues stand; on paper, those that
// stand in a way of their own share one.
func (out *summaryOut) sayIssues(whole bool) (words []string) {
	var order []string
	of := map[string][]string{}
	for _, i := range out.Issues {
		state := i.State
		switch {
		case state != "":
		case i.Text != "":
			state = "how the text deals with it: " + strings.Join(nonEmpty(i.Text, i.By), "; ")
		default:
			state = "how they stand is not said"
		}
		if of[state] == nil {
			order = append(order, state)
		}
		s := i.Label + " " + i.Title
		if len(i.About) > 0 && whole {
			s += " (" + strings.Join(i.About, ", ") + ")"
		}
		of[state] = append(of[state], s)
	}
	var single []string
	for _, state := range order {
		if len(of[state]) == 1 && !whole {
			single = append(single, of[state][0]+": "+state)
			continue
		}
		words = append(words, clipped(state)+": "+strings.Join(of[state], "; "))
	}
	if len(single) > 0 {
		words = append([]string{strings.Join(single, ". ")}, words...)
	}
	for _, c := range out.Claims {
		if strings.HasPrefix(c.Kind, "issue") && (whole || len(out.Issues) == 0) {
			words = append(words, fmt.Sprintf("%s: %s (%s, %s)", c.ID, c.Claim, c.Speaker, c.Hedge))
		}
	}
	return words
}

// saySaid has one line for each point that is shown: what parties were said to think; of
// a summary on paper the latest of each, in the order of the record.
func (out *summaryOut) saySaid(whole bool) (words []string) {
	var order []string
	of := map[string][]string{}
	latest := map[string]int{}
	for i, x := range out.Said {
		latest[x.Point+" "+x.Party] = i
	}
	for i, x := range out.Said {
		if !whole && latest[x.Point+" "+x.Party] != i {
			continue
		}
		if of[x.Point] == nil {
			order = append(order, x.Point)
		}
		s := x.Party + " " + x.Stance
		if x.Version != "" && (whole || x.Version != out.base) {
			s += " (" + x.Version + ")"
		}
		if !slices.Contains(of[x.Point], s) {
			of[x.Point] = append(of[x.Point], s)
		}
	}
	for _, point := range order {
		words = append(words, "Said of point "+point+": "+strings.Join(of[point], "; "))
	}
	return words
}

// sayKnown says who was said to know of the text, and how that is known.
func (out *summaryOut) sayKnown(whole bool) (words []string) {
	for _, k := range out.Known {
		who := k.Who
		if k.Party != "" && k.Party != k.Who {
			who += " (" + k.Party + ")"
		}
		told := ""
		if k.ToldBy != "" {
			told = "told by " + k.ToldBy
		}
		says := []string{k.Level + ", " + k.Way, k.Gist, k.Said, told, k.How, k.Sure, k.Source}
		if !whole && k.Sure != "" {
			says = []string{orWords(k.Said, k.Level), k.Gist, orWords(told, k.How), k.Sure}
		}
		words = append(words, who+": "+strings.Join(nonEmptyOf(says), "; "))
	}
	return words
}

// sayNotHeld says what did not take place, with the accounts of why side by side. The
// record's own account is left out where somebody gives one.
func (out *summaryOut) sayNotHeld(whole bool) (words []string) {
	for _, m := range out.NotHeld {
		named := func(a accountOut) string { return orWords(a.SaidBy, a.Person, a.Party) }
		somebody := slices.ContainsFunc(m.Accounts, func(a accountOut) bool { return named(a) != "" && a.Words != "" })
		head := fmt.Sprintf("%s  %s, %s", m.Label, m.Title, m.on)
		if whole {
			head += ", " + orWords(m.Place, "place not said")
		}
		words = append(words, head)
		if !somebody && !whole {
			for _, a := range m.Accounts {
				words[len(words)-1] += strings.TrimRight(": "+a.Words, ": ")
			}
			continue
		}
		for _, a := range m.Accounts {
			if a.Words == "" || somebody && named(a) == "" {
				continue
			}
			who := strings.Join(nonEmpty(named(a), a.Hedge), ", ")
			words = append(words, "— "+strings.TrimSuffix(a.Words+" ("+orWords(who, a.Certainty)+")", " ()"))
		}
	}
	return words
}

// sayPress counts what the press had, by outlet and by how it named its sources, and
// shows the first items.
func (out *summaryOut) sayPress(whole bool) (words []string) {
	if len(out.Press) == 0 {
		return nil
	}
	var outlets []string
	by, sources := map[string]int{}, map[string]int{}
	for _, x := range out.Press {
		if by[x.Outlet] == 0 {
			outlets = append(outlets, x.Outlet)
		}
		by[x.Outlet]++
		sources[x.SourceType]++
	}
	slices.SortStableFunc(outlets, func(a, b string) int { return by[b] - by[a] })
	most, shown := 3, 1
	if whole {
		most, shown = 6, 4
	}
	var counted []string
	for i, o := range outlets {
		if i == most {
			counted = append(counted, plural(len(outlets)-most, "other outlet"))
			break
		}
		counted = append(counted, fmt.Sprintf("%s %d", o, by[o]))
	}
	var named []string
	for _, t := range event.SourceTypes() {
		if n := sources[string(t)]; n > 0 {
			named = append(named, fmt.Sprintf("%s %d", t, n))
		}
	}
	said := fmt.Sprintf("%s: %s. Sources: %s.", plural(len(out.Press), "item"), strings.Join(counted, ", "), strings.Join(named, ", "))
	if n := len(out.Claims); n > 0 {
		said += fmt.Sprintf(" The first report: %s, the records %s to %s.", plural(n, "claim"), out.Claims[0].Record, out.Claims[n-1].Record)
	}
	words = append(words, said)
	for _, x := range out.Press[:min(len(out.Press), shown)] {
		words = append(words, fmt.Sprintf("— %s, %s: %s (%s)", x.Label, x.Outlet, x.Claim, strings.Join(nonEmpty(x.Speaker, x.SourceType, x.Hedge), "; ")))
	}
	return words
}

// text writes the summary as plain text.
func (out *summaryOut) text(width int) string {
	if width == 0 {
		width = 100
	}
	var b strings.Builder
	b.WriteString(out.Title + "\n")
	for _, l := range append(out.lines(), out.sayTexts()...) {
		b.WriteString(wrapped(l, width, 0, 2))
	}
	for _, s := range out.sections(false) {
		if s.Title != "" {
			b.WriteString("\n" + s.Title + "\n")
		}
		for _, w := range s.Words {
			b.WriteString(wrapped(w, width, 2, 4))
		}
		b.WriteString(table(s.Rows, width))
		if len(s.Compiled.Points) > 0 {
			text := notation.Text(s.Compiled, notation.Page{Style: notation.Conference, Width: width})
			b.WriteString(strings.TrimLeft(strings.ReplaceAll(text, "\n\n", "\n"), "\n"))
		}
	}
	return b.String()
}

// lines stand under the title.
func (out *summaryOut) lines() (lines []string) {
	if out.Notice != "" {
		lines = append(lines, out.Notice)
	}
	var counted []string
	for _, k := range []string{"parties", "texts", "principles", "told", "events", "positions", "issues", "press", "claims"} {
		if n := out.Records[k]; n > 0 {
			counted = append(counted, fmt.Sprintf("%s %d", k, n))
		}
	}
	lines = append(lines, "On record: "+strings.Join(counted, ", "))
	if out.AsOf != nil {
		lines = append(lines, "As it stood on "+out.AsOf.From[:len("2006-01-02")])
	}
	return lines
}

// page writes the summary as a page.
func (out *summaryOut) page() ([]byte, error) {
	var b bytes.Buffer
	lines := out.lines()
	if out.Notice != "" {
		lines = lines[1:] // the page has a place for it
	}
	err := html.Summary(&b, html.Digest{Title: out.Title, Lines: lines, Notice: out.Notice, Sections: out.sections(true)})
	return b.Bytes(), err
}

// table sets rows in columns; what stands in the last one goes on below itself.
func table(rows [][]string, width int) string {
	var b strings.Builder
	var widths []int
	for _, r := range rows {
		for i, c := range r[:max(len(r)-1, 0)] {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	for _, r := range rows {
		line, at := "  ", 2
		for i, c := range r {
			line += c
			if i < len(r)-1 {
				line += strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c)+2)
				at += widths[i] + 2
			}
		}
		b.WriteString(wrapped(strings.TrimLeft(line, " "), width, 2, min(at, width/2)))
	}
	return b.String()
}

// wrapped breaks a line between words: the first is set in by so much, those that
// follow by more. Blanks within it stay.
func wrapped(s string, width, first, more int) string {
	var b strings.Builder
	line := strings.Repeat(" ", first)
	empty := true
	for s != "" {
		blanks := len(s) - len(strings.TrimLeft(s, " "))
		end := strings.IndexByte(s[blanks:], ' ')
		if end < 0 {
			end = len(s) - blanks
		}
		word := s[:blanks+end]
		s = s[blanks+end:]
		if !empty && utf8.RuneCountInString(line)+utf8.RuneCountInString(word) > width {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line, word = strings.Repeat(" ", more), word[blanks:]
		}
		line += word
		empty = false
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
	return b.String()
}

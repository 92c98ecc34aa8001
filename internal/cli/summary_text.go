package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/event"
	"nonpaper/internal/format/html"
	"nonpaper/internal/format/notation"
)

// sections are the summary in the order in which it is read; whole has all claims
// too, which would make a page of paper two.
func (out *summaryOut) sections(whole bool) []html.Section {
	var list []html.Section
	add := func(title string, words []string, rows [][]string) {
		if len(words)+len(rows) > 0 {
			list = append(list, html.Section{Title: title, Words: words, Rows: rows})
		}
	}
	var texts [][]string
	for _, t := range out.Texts {
		label := t.Label
		if t.Code != "" && t.Code != t.Label {
			label += " (" + t.Code + ")"
		}
		what := t.Nature
		if len(t.Parts) > 0 {
			what += "; " + strings.Join(t.Parts, "; ")
		}
		texts = append(texts, []string{label, sayWhen(t.when), plural(t.Points, "point"), what})
	}
	add("Texts", nil, texts)
	add("The points by parts", out.sayParts(), nil)
	if len(out.shown) > 0 {
		list = append(list, html.Section{Title: "Who wants what", Compiled: onlyPoints(out.compiled, out.shown)})
	}
	add("What was said of these points", out.saySaid(), nil)
	add("Issues by how they stand, with the points that they touch", out.sayIssues(), nil)
	var known []string
	for _, k := range out.Known {
		who := k.Who
		if k.Party != "" && k.Party != k.Who {
			who += " (" + k.Party + ")"
		}
		known = append(known, who+": "+strings.Join(nonEmpty(k.Level+", "+k.Way, k.Gist, k.Source), "; "))
	}
	add("Who was said to know of the text", known, nil)
	var missed []string
	for _, m := range out.NotHeld {
		missed = append(missed, fmt.Sprintf("%s  %s, %s, %s", m.Label, m.Title, m.on, orWords(m.Place, "place not said")))
		for _, a := range m.Accounts {
			if who := strings.Join(nonEmpty(orWords(a.SaidBy, a.Person, a.Party), a.Hedge), ", "); a.Words != "" {
				missed = append(missed, "— "+strings.TrimSuffix(a.Words+" ("+orWords(who, a.Certainty)+")", " ()"))
			}
		}
	}
	add("Meetings that did not take place, and the accounts of why", missed, nil)
	add("What the press had", out.sayPress(), nil)
	if n := len(out.Claims); whole {
		var claims [][]string
		for _, c := range out.Claims {
			claims = append(claims, []string{c.ID, c.Kind, c.Claim, c.Speaker + " (" + c.SourceType + "; " + c.Hedge + ")", c.Record})
		}
		add("What was claimed, claim by claim", nil, claims)
	} else if n > 0 {
		add("What was claimed", []string{fmt.Sprintf("%s, the records %s to %s; --json and --html have each with its speaker and hedge.", plural(n, "claim"), out.Claims[0].Record, out.Claims[n-1].Record)}, nil)
	}
	var next [][]string
	for _, n := range out.Next {
		next = append(next, []string{n.Shows, n.Command})
	}
	add("What to try next", nil, next)
	return list
}

// sayParts has one paragraph for each part: the points with how many brackets each
// has, and their status where they have not all the same.
func (out *summaryOut) sayParts() (words []string) {
	statuses := map[string]int{}
	for _, part := range out.Parts {
		for _, q := range part.Points {
			statuses[q.Status]++
		}
	}
	for _, part := range out.Parts {
		var points []string
		for _, q := range part.Points {
			s := q.Number + " " + q.Heading
			if q.Brackets > 0 {
				s += fmt.Sprintf(" [%d]", q.Brackets)
			}
			if len(statuses) > 1 {
				s += ", " + q.Status
			}
			points = append(points, s)
		}
		words = append(words, strings.TrimPrefix(part.Title+": ", ": ")+strings.Join(points, "; "))
	}
	if len(words) > 0 {
		legend := "A figure in square brackets says how many brackets a point has."
		for s := range statuses {
			if len(statuses) == 1 {
				legend += " At the table, every point is: " + s + "."
			}
		}
		words = append(words, legend)
	}
	return words
}

// sayIssues has one paragraph for each way in which issues stand.
func (out *summaryOut) sayIssues() (words []string) {
	var order []string
	of := map[string][]string{}
	for _, i := range out.Issues {
		state := orWords(i.State, "how it stands is not said")
		if of[state] == nil {
			order = append(order, state)
		}
		s := i.Label + " " + i.Title
		if len(i.About) > 0 {
			s += " (" + strings.Join(i.About, ", ") + ")"
		}
		of[state] = append(of[state], s)
	}
	for _, state := range order {
		words = append(words, clipped(state)+": "+strings.Join(of[state], "; "))
	}
	for _, c := range out.Claims {
		if strings.HasPrefix(c.Kind, "issue") {
			words = append(words, fmt.Sprintf("%s: %s (%s, %s)", c.ID, c.Claim, c.Speaker, c.Hedge))
		}
	}
	return words
}

// saySaid has one line for each point that is shown: what parties were said to think.
func (out *summaryOut) saySaid() (words []string) {
	var order []string
	of := map[string][]string{}
	for _, x := range out.Said {
		if of[x.Point] == nil {
			order = append(order, x.Point)
		}
		s := x.Party + " " + x.Stance
		if x.Version != "" {
			s += " (" + x.Version + ")"
		}
		if !slices.Contains(of[x.Point], s) {
			of[x.Point] = append(of[x.Point], s)
		}
	}
	for _, point := range order {
		words = append(words, "Point "+point+": "+strings.Join(of[point], "; "))
	}
	return words
}

// sayPress counts what the press had, by outlet and by how it named its sources, and
// shows the first items.
func (out *summaryOut) sayPress() (words []string) {
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
	const most = 6
	var counted []string
	for i, o := range outlets {
		if i == most {
			counted = append(counted, fmt.Sprintf("%d others", len(outlets)-most))
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
	words = append(words, fmt.Sprintf("%s: %s. Sources: %s.", plural(len(out.Press), "item"), strings.Join(counted, ", "), strings.Join(named, ", ")))
	const shown = 4
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
	for _, l := range out.lines() {
		b.WriteString(l + "\n")
	}
	for _, s := range out.sections(false) {
		b.WriteString("\n" + s.Title + "\n")
		for _, w := range s.Words {
			b.WriteString(wrapped(w, width, 2, 4))
		}
		b.WriteString(table(s.Rows, width))
		if len(s.Compiled.Points) > 0 {
			b.WriteString(notation.Text(s.Compiled, notation.Page{Style: notation.Conference, Width: width}))
		}
	}
	if out.Notice != "" {
		b.WriteString("\n" + out.Notice + "\n")
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

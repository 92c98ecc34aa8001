package notation

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
)

// Page says how a whole text is laid out as plain text.
type Page struct {
	Style Style
	Width int // of a line, in characters; 0 does not wrap
	Only  []ident.Point
	Apart bool // not every party is named: see styles.Only
}

// margin is the width of the margin, where the numbers of points and brackets
// stand.
const margin = 6

// Text lays the compiled text out: numbers of points and brackets in the
// margin, so that anybody can say "ten b", and the words beside them.
func Text(t bracket.Text, page Page) string {
	var b strings.Builder
	if page.Style == styles.Columns {
		if len(page.Only) > 0 {
			t.Points = slices.DeleteFunc(slices.Clone(t.Points), func(p bracket.Point) bool { return !slices.Contains(page.Only, p.ID) })
		}
		cells(t, page.Apart, func(s string) string { return escape(s, false) }).text(&b, page.Width)
		return b.String()
	}
	var proposals [][]styles.Proposal
	if page.Style == styles.ITU {
		proposals = styles.Proposals(t)
	}
	part := ""
	for i := range t.Points {
		p := &t.Points[i]
		if len(page.Only) > 0 && !slices.Contains(page.Only, p.ID) {
			continue
		}
		if title := PartTitle(p.PartLabel, p.Part); title != part {
			part = title
			if title != "" {
				fmt.Fprintf(&b, "%*s%s\n", margin, "", title)
			}
		}
		var of []styles.Proposal
		if proposals != nil {
			of = proposals[i]
		}
		page.point(&b, p, of)
	}
	return b.String()
}

// PartTitle is how a part is printed: "Part II. Security and monitoring".
func PartTitle(label, title string) string {
	switch {
	case label == "":
		return title
	case title == "":
		return label
	}
	return label + ". " + title
}

// point prints one point.
func (page Page) point(b *strings.Builder, p *bracket.Point, proposals []styles.Proposal) {
	number := p.Number
	switch p.Kind {
	case plan.KindPreamble:
		number = ""
	case plan.KindFootnote:
		number = "[" + p.Number + "]"
	default:
		if p.Label != "" {
			number = strings.TrimSpace(p.Label + " " + p.Number)
		}
	}
	if page.Style == styles.Colour {
		number = strings.TrimSpace(number + " " + styles.LevelOf(p, !page.Apart).String())
	}
	heading := page.lines(p.Heading, true)
	body := page.lines(p.Wording, false)
	switch {
	case len(heading) == 0 && p.Kind == plan.KindPreamble:
		heading = []sideLine{{text: "Preamble"}}
	case len(heading) == 0 && len(body) == 0 && len(p.Heading)+len(p.Wording) == 0:
		heading = []sideLine{{text: "[deleted]"}}
	}
	all := append(heading, body...)
	for _, s := range page.below(p, proposals) {
		all = append(all, sideLine{text: s})
	}
	first := number
	for _, l := range all {
		page.line(b, first, l)
		first = ""
	}
	if len(all) == 0 {
		page.line(b, first, sideLine{})
	}
	b.WriteByte('\n')
}

// below is what stands below the words of a point: proposals, notes.
func (page Page) below(p *bracket.Point, proposals []styles.Proposal) (out []string) {
	add := func(s string) {
		for l := range strings.SplitSeq(s, "\n") {
			if l != "" {
				out = append(out, l)
			}
		}
	}
	switch page.Style {
	case styles.Colour:
		return notes(p)
	case styles.ITU:
		for _, x := range proposals {
			out = append(out, proposalTitle(x))
			add(changed(x.Heading))
			add(changed(x.Wording))
		}
		if page.Apart && p.Heading.Count()+p.Wording.Count() > 0 { // the others' proposals would say which wordings belong together
			out = append(out, apartTitle)
			add(Write(p.Heading, Unattributed, nil))
			add(Write(p.Wording, Unattributed, nil))
		}
	}
	return out
}

// apartTitle stands above all wordings of a point where not every party is named.
const apartTitle = "All wordings, without names:"

// sideLine is a line of the text and where in it brackets begin.
type sideLine struct {
	text  string
	marks []mark
}

// lines writes a wording and divides it at its line ends.
func (page Page) lines(w bracket.Wording, heading bool) []sideLine {
	if len(w) == 0 {
		return nil
	}
	text, marks := namedMarks(func(m Mark) string { return spelled(w, page.Style, heading, m) })
	var out []sideLine
	for text != "" {
		line, rest, more := strings.Cut(text, "\n")
		m := sideLine{text: line}
		for len(marks) > 0 && (marks[0].at <= len(line) || !more) {
			m.marks = append(m.marks, marks[0])
			marks = marks[1:]
		}
		for i := range marks {
			marks[i].at -= len(line) + 1
		}
		out = append(out, m)
		text = rest
	}
	return out
}

// line prints one line of the text, wrapped where the page is; first stands in
// the margin of its first line.
func (page Page) line(b *strings.Builder, first string, l sideLine) {
	text, at := l.text, 0
	for text != "" || at == 0 {
		n := len(text)
		if page.Width > 0 {
			n = fit(text, page.Width-margin)
		}
		now := strings.TrimRight(text[:n], " ")
		var numbers []ident.Bracket
		for len(l.marks) > 0 && (l.marks[0].at < at+n || n == len(text)) {
			numbers = append(numbers, l.marks[0].number)
			l.marks = l.marks[1:]
		}
		side := first
		if first == "" {
			side = span(numbers)
		} else if s := span(numbers); strings.HasPrefix(s, first+" ") { // 9 bis a says it all
			side = s
		} else if s != "" {
			side = first + " " + s
		}
		pad := margin - utf8.RuneCountInString(side)
		if side != "" && pad < 1 {
			pad = 1
		}
		b.WriteString(strings.TrimRight(side+strings.Repeat(" ", max(pad, 0))+now, " "))
		b.WriteByte('\n')
		first = ""
		rest := strings.TrimLeft(text[n:], " ")
		at += len(text) - len(rest)
		text = rest
		if text == "" {
			return
		}
	}
}

// span names the brackets that begin on a line: 10a, 10a-c.
func span(numbers []ident.Bracket) string {
	switch len(numbers) {
	case 0:
		return ""
	case 1:
		return string(numbers[0])
	}
	last := string(numbers[len(numbers)-1])
	cut := strings.LastIndexFunc(last, func(r rune) bool { return r < 'a' || r > 'z' })
	return string(numbers[0]) + "-" + last[cut+1:]
}

// fit returns how many bytes of s go on a line of that many characters.
func fit(s string, width int) int {
	n, last := 0, 0
	for i, r := range s {
		if r == ' ' {
			last = i
		}
		if n == width {
			if last > 0 {
				return last + 1
			}
			return i
		}
		n++
	}
	return len(s)
}

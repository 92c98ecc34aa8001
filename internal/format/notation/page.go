package notation

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Page says how a whole text is laid out as plain text.
type Page struct {
	Style Style
	Width int // of a line, in characters; 0 does not wrap
	Only  []ident.Point
}

// margin is the width of the margin, where the numbers of points and brackets
// stand.
const margin = 6

// Text lays the compiled text out: numbers of points and brackets in the
// margin, so that anybody can say "ten b", and the words beside them.
func Text(t bracket.Text, page Page) string {
	var b strings.Builder
	part := ""
	for i := range t.Points {
		p := &t.Points[i]
		if len(page.Only) > 0 && !containsPoint(page.Only, p.ID) {
			continue
		}
		if title := PartTitle(p.PartLabel, p.Part); title != part {
			part = title
			if title != "" {
				fmt.Fprintf(&b, "%*s%s\n", margin, "", title)
			}
		}
		page.point(&b, p)
	}
	return b.String()
}

func containsPoint(ids []ident.Point, id ident.Point) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
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

func (page Page) point(b *strings.Builder, p *bracket.Point) {
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
	heading := page.lines(p.Heading)
	body := page.lines(p.Wording)
	switch {
	case len(heading) == 0 && p.Kind == plan.KindPreamble:
		heading = []marked{{text: "Preamble"}}
	case len(heading) == 0 && len(body) == 0:
		heading = []marked{{text: "[deleted]"}}
	}
	first := number
	for _, l := range append(heading, body...) {
		page.line(b, first, l)
		first = ""
	}
	b.WriteByte('\n')
}

// marked is a line of the text and where in it brackets begin.
type marked struct {
	text  string
	marks []mark
}

type mark struct {
	number ident.Bracket
	at     int
}

// lines writes a wording and divides it at its line ends.
func (page Page) lines(w bracket.Wording) []marked {
	if len(w) == 0 {
		return nil
	}
	var marks []mark
	text := Write(w, page.Style, func(n ident.Bracket, at int) { marks = append(marks, mark{n, at}) })
	var out []marked
	for text != "" {
		line, rest, more := strings.Cut(text, "\n")
		m := marked{text: line}
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
func (page Page) line(b *strings.Builder, first string, l marked) {
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

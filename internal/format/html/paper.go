package html

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/paper"
)

//go:embed paper.css
var paperStyle string

// Paper writes a paper as a page that prints on A4. At the foot of every sheet stands that
// it is without prejudice, or who may read it: what is kept stands in a dashed box.
func Paper(w io.Writer, p *paper.Paper) error {
	f := frame{Title: p.Title, Lines: p.Lines, Notice: p.Notice, Class: "paper", Extra: paperStyle, Contents: []contentsPart{{}}}
	if p.Legend != "" {
		f.Key = append(f.Key, template.HTML(esc(p.Legend)))
	}
	for i := range p.Sections {
		if p.Sections[i].Compared != nil {
			f.Key = append(f.Key, "<ins>Double underline</ins> is new wording, <del>strike-through</del> is wording removed.")
			break
		}
	}
	if p.Private != "" { // else the foot of every sheet says that it is without prejudice
		f.Extra += "@media print{@page{@bottom-left{content:" + cssWords(p.Private) + "}}}\n"
	}
	var b strings.Builder
	if p.Private != "" {
		fmt.Fprintf(&b, "<div class=\"kept\">\n<p class=\"who\">%s%s</p>\n", lock, esc(p.Private))
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		at := "s-" + strconv.Itoa(i+1)
		if !s.Within {
			f.Contents[0].Points = append(f.Contents[0].Points, contentsPoint{Anchor: at, Title: s.Title, Mark: howMany(s), Said: saidMany(s)})
		}
		onPaper(&b, s, at)
	}
	if p.Private != "" {
		b.WriteString("</div>\n")
	}
	f.Body = template.HTML(b.String())
	return f.write(w, nil)
}

// lock says that what follows is kept; the words beside it say from whom.
const lock = `<svg class="lock" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><rect x="2.5" y="7" width="11" height="7.5" rx="1.5"/><path d="M5 7V4.8a3 3 0 0 1 6 0V7"/></svg>`

// howMany is how many lines a section has, as the contents show it.
func howMany(s *paper.Section) string {
	if len(s.Rows) == 0 {
		return ""
	}
	return strconv.Itoa(len(s.Rows))
}

func saidMany(s *paper.Section) string {
	if len(s.Rows) == 0 {
		return ""
	}
	return ", " + count(len(s.Rows), "line")
}

// cssWords are words as a style sheet quotes them.
func cssWords(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\' || r == '<' || r < ' ':
			fmt.Fprintf(&b, "\\%x ", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func onPaper(b *strings.Builder, s *paper.Section, at string) {
	class, h := "sheet", "h2"
	if s.Break {
		class += " begins"
	}
	if s.Within {
		class, h = class+" within", "h3"
	}
	fmt.Fprintf(b, "<section class=\"%s\" aria-labelledby=\"%s\">\n<%s id=\"%s\" dir=\"auto\">%s</%s>\n", class, at, h, at, esc(s.Title), h)
	for _, w := range s.Words {
		fmt.Fprintf(b, "<p class=\"sp\" dir=\"auto\">%s</p>\n", lines(w))
	}
	if s.Picture != "" {
		fmt.Fprintf(b, "<div class=\"draw scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">%s</div>\n", esc("Picture: "+s.Title), s.Picture)
	}
	switch {
	case len(s.Rows) > 0:
		tableOf(b, s)
	case s.None != "" && s.Text == nil && s.Compared == nil:
		fmt.Fprintf(b, "<p class=\"sp none\">%s</p>\n", esc(s.None))
	}
	inner := "h3"
	if s.Within {
		inner = "h4"
	}
	if s.Compared != nil {
		comparedOnPaper(b, s.Compared, at, inner)
	}
	if s.Text != nil {
		textOnPaper(b, s.Text, at, inner)
	}
	b.WriteString("</section>\n")
}

// tableOf writes the rows of a section; the first column names its lines.
func tableOf(b *strings.Builder, s *paper.Section) {
	fmt.Fprintf(b, "<table class=\"rows\" aria-label=\"%s\">", esc(s.Title))
	headed := false
	for _, c := range s.Columns {
		headed = headed || c.Title != ""
	}
	if headed {
		b.WriteString("<thead><tr>")
		for i, c := range s.Columns {
			class := ""
			if i < len(s.Rows[0]) && s.Rows[0][i].Is == paper.Count {
				class = " class=\"num\""
			}
			if c.Title == "" {
				b.WriteString("<td></td>")
				continue
			}
			fmt.Fprintf(b, "<th scope=\"col\"%s>%s</th>", class, esc(c.Title))
		}
		b.WriteString("</tr></thead>\n")
	}
	b.WriteString("<tbody>\n")
	for _, r := range s.Rows {
		b.WriteString("<tr>")
		for i, cell := range r {
			class, label := "", ""
			if i < len(s.Columns) {
				if s.Columns[i].Point {
					class = " class=\"short\""
				}
				label = s.Columns[i].Title
			}
			if cell.Is == paper.Count {
				class = " class=\"num\""
			}
			words := lines(cell.Words)
			if label != "" && i > 0 { // a phone shows the cells one below the other
				words = "<span class=\"cn\" aria-hidden=\"true\">" + esc(label) + "</span>" + "<span>" + words + "</span>"
			}
			if i == 0 {
				fmt.Fprintf(b, "<th scope=\"row\"%s dir=\"auto\">%s</th>", class, words)
				continue
			}
			if cell.Words == "" {
				class = " class=\"empty\""
			}
			fmt.Fprintf(b, "<td%s dir=\"auto\">%s</td>", class, words)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table>\n")
}

// comparedOnPaper writes the points that read otherwise, as a redline; of those that do
// not, how many there are.
func comparedOnPaper(b *strings.Builder, c *compare.Comparison, at, h string) {
	same := 0
	for i, p := range c.Points {
		if p.Change == compare.Same && !p.Moved && !p.Renumbered() {
			same++
			continue
		}
		id := fmt.Sprintf("%s-c%d", at, i+1)
		fmt.Fprintf(b, "<div class=\"pt\">\n<span class=\"no\">%s</span>\n<%s id=\"%s\"><span dir=\"auto\">", esc(numberOf(p)), h, id)
		if len(p.Heading) > 0 {
			redline(b, p.Heading)
		} else {
			fmt.Fprintf(b, "<span class=\"vh\">Point %s</span>", esc(numberOf(p)))
		}
		fmt.Fprintf(b, "</span> <span class=\"tag\">%s</span></%s>\n", esc(what(p)), h)
		if p.Change != compare.Same {
			b.WriteString("<div class=\"para\"><p class=\"tx\" dir=\"auto\">")
			redline(b, p.Wording)
			b.WriteString("</p></div>\n")
		}
		b.WriteString("</div>\n")
	}
	if same > 0 {
		fmt.Fprintf(b, "<p class=\"sp none\">%s</p>\n", esc("The same: "+count(same, "point")+"."))
	}
}

// textOnPaper writes a text as it was given.
func textOnPaper(b *strings.Builder, t *paper.Text, at, h string) {
	if t.Title != "" {
		fmt.Fprintf(b, "<p class=\"of\" dir=\"auto\">%s</p>\n", esc(t.Title))
	}
	if t.Head != "" {
		fmt.Fprintf(b, "<p class=\"sp head\" dir=\"auto\">%s</p>\n", esc(t.Head))
	}
	if t.Legend != "" {
		fmt.Fprintf(b, "<p class=\"sp\" dir=\"auto\"><b>%s</b></p>\n", esc(t.Legend))
	}
	part := ""
	for i := range t.Points {
		q := &t.Points[i]
		if now := partTitle(q.PartLabel, q.Part); now != part && !q.Deleted {
			part = now
			if now != "" {
				fmt.Fprintf(b, "<p class=\"part\" dir=\"auto\">%s</p>\n", esc(now))
			}
		}
		pointOnPaper(b, q, fmt.Sprintf("%s-p%d", at, i+1), h)
	}
	if t.Sources != "" {
		fmt.Fprintf(b, "<pre class=\"sources\" dir=\"auto\">%s</pre>\n", esc(t.Sources))
	}
}

func pointOnPaper(b *strings.Builder, q *event.Point, id, h string) {
	number := strings.TrimSpace(q.Label + " " + q.Number)
	if strings.Contains(q.Label, "%") {
		number = strings.Replace(q.Label, "%", q.Number, 1)
	}
	fmt.Fprintf(b, "<div class=\"pt\">\n<span class=\"no\">%s</span>\n<%s id=\"%s\">", esc(number), h, id)
	switch {
	case q.Deleted:
		fmt.Fprintf(b, "<span class=\"vh\">Point %s</span> <span class=\"tag\">deleted</span>", esc(number))
	case q.Heading != "":
		fmt.Fprintf(b, "<span dir=\"auto\">%s</span>", lines(q.Heading))
	default:
		fmt.Fprintf(b, "<span class=\"vh\">Point %s</span>", esc(number))
	}
	fmt.Fprintf(b, "</%s>\n", h)
	if !q.Deleted {
		for para := range strings.SplitSeq(q.Body, "\n") {
			if strings.TrimSpace(para) != "" {
				fmt.Fprintf(b, "<div class=\"para\"><p class=\"tx\" dir=\"auto\">%s</p></div>\n", esc(para))
			}
		}
	}
	b.WriteString("</div>\n")
}

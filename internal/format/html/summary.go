package html

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/styles"
)

// Digest is what a process holds, on one page.
type Digest struct {
	Title    string
	Lines    []string // under the title
	Notice   string   // stands at both ends of the page
	Sections []Section
}

// Section is a part of a digest: paragraphs, lines of a table, points of a compiled
// text.
type Section struct {
	Title    string
	Words    []string
	Rows     [][]string
	Compiled bracket.Text
}

// Summary writes a digest as a page.
func Summary(w io.Writer, d Digest) error {
	f := frame{Title: d.Title, Lines: d.Lines, Notice: d.Notice, Contents: []contentsPart{{}}}
	p := printer{heading: "h3", style: styles.Conference}
	for i, s := range d.Sections {
		at := fmt.Sprintf("sec-%d", i+1)
		f.Contents[0].Points = append(f.Contents[0].Points, contentsPoint{Anchor: at, Title: s.Title})
		fmt.Fprintf(&p.b, "<section class=\"digest\" aria-labelledby=\"%s\">\n<h2 class=\"part\" id=\"%s\" dir=\"auto\">%s</h2>\n", at, at, esc(s.Title))
		for _, words := range s.Words {
			fmt.Fprintf(&p.b, "<p dir=\"auto\">%s</p>\n", esc(words))
		}
		if len(s.Rows) > 0 {
			p.rows(s.Title, s.Rows)
		}
		if len(s.Compiled.Points) > 0 {
			p.parties = s.Compiled.Parties
			f.Key = key(s.Compiled, Options{Style: styles.Conference})
			for j := range s.Compiled.Points {
				p.point(j, &s.Compiled)
			}
		}
		p.b.WriteString("</section>\n")
	}
	f.Body = template.HTML(p.b.String())
	return f.write(w, p.parties)
}

// rows writes a table whose first column names its lines.
func (p *printer) rows(title string, rows [][]string) {
	p.b.WriteString("<table class=\"att\" aria-label=\"" + esc(title) + "\"><tbody>\n")
	most := len(slices.MaxFunc(rows, func(a, b []string) int { return len(a) - len(b) }))
	for _, r := range rows {
		var line strings.Builder
		for i := range most {
			cell := ""
			if i < len(r) {
				cell = esc(r[i])
			}
			switch {
			case i == 0:
				line.WriteString("<th scope=\"row\" dir=\"auto\">" + cell + "</th>")
			case i < len(r) && utf8.RuneCountInString(r[i]) <= 24: // a date, a number: read at a glance
				line.WriteString("<td class=\"short\" dir=\"auto\">" + cell + "</td>")
			default:
				line.WriteString("<td dir=\"auto\">" + cell + "</td>")
			}
		}
		p.b.WriteString("<tr>" + line.String() + "</tr>\n")
	}
	p.b.WriteString("</tbody></table>\n")
}

package html

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/chart"
	"nonpaper/internal/ident"
)

// Leaf is a view of a process as one page: facts on top, then sections of words, tables
// and pictures. Every picture brings its own table.
type Leaf struct {
	Title    string
	Lines    []string // under the title
	Notice   string   // stands at both ends of the page
	Private  string   // who can see it, where that is not everybody in the room: the page is boxed
	Who      string   // who can see it, where everybody in the room can
	Facts    []Fact
	Parties  []ident.Code // in printed order, for their hues
	Grid     *Grid        // before the sections
	Sections []LeafSection
	Left     []string // what was left out
	OnePage  bool     // it is to print on one A4 page
	Wide     bool     // it prints in landscape
	Charts   bool     // sections have charts of package chart
}

// Fact is a figure with what it counts.
type Fact struct{ Figure, Of, What string }

// LeafSection is a part of a leaf.
type LeafSection struct {
	Title, Note string
	Words       []string
	Head        []string // of the table; none: its lines have no columns with names
	Rows        [][]Cell
	SVG         template.HTML // a picture, made by this program
	Road        []Day         // days side by side
	Span        int           // how much of a row of three it takes beside others; 0 for all of it
}

// Cell is a cell of a table: words, with codes of parties before them.
type Cell struct {
	Codes []ident.Code
	Words string
	Due   bool // a date by which something is to be done
}

// Day is a day of a road.
type Day struct {
	Name  string
	Today bool
	Items []Stop
}

// Stop is what a day brings: a meeting, or something that is due.
type Stop struct {
	Meeting bool
	What    string
	Codes   []ident.Code
	Small   string
}

//go:embed leaf.css
var leafStyle string

// symbols are the marks of positions and states, told apart by shape and fill.
const symbols = `<svg class="vh" aria-hidden="true" focusable="false"><defs>
<symbol id="ok" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="currentColor" stroke="none"/><path d="M4.6 8.3l2.3 2.3 4.5-4.8" class="cut"/></symbol>
<symbol id="adref" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" stroke-width="1.5"/><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" stroke="none"/></symbol>
<symbol id="none" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" stroke-width="1.3" stroke-dasharray="2 2.2"/></symbol>
<symbol id="some" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" stroke-width="1.5"/></symbol>
<symbol id="park" viewBox="0 0 16 16"><path d="M5.5 3v10M10.5 3v10" stroke-width="2.2"/></symbol>
<symbol id="yes" viewBox="0 0 16 16"><path d="M3 8.5l3.4 3.4L13 4.8"/></symbol>
<symbol id="live" viewBox="0 0 16 16"><path d="M2.5 6.5c2-2.4 4-2 5.5-.6s3.5 1.6 5.5-.9M2.5 11c2-2.4 4-2 5.5-.6s3.5 1.6 5.5-.9" stroke-width="1.7"/></symbol>
<symbol id="chg" viewBox="0 0 16 16"><path d="M8 3l5.5 10h-11z" stroke-width="1.7"/></symbol>
<symbol id="no" viewBox="0 0 16 16"><path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/></symbol>
<symbol id="dash" viewBox="0 0 16 16"><path d="M4 8h8"/></symbol>
<symbol id="lock" viewBox="0 0 16 16"><rect x="3.5" y="7" width="9" height="6.5" rx="1" stroke-width="1.5"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" stroke-width="1.5"/></symbol>
<symbol id="meet" viewBox="0 0 10 10"><rect width="10" height="10" fill="currentColor" stroke="none"/></symbol>
<symbol id="due" viewBox="0 0 10 10"><path d="M5 1l4 4-4 4-4-4z" stroke-width="1.6"/></symbol>
</defs></svg>
`

// marks are the marks as they stand in a page.
var marks = func() map[string]string {
	out := map[string]string{}
	for _, id := range []string{"ok", "adref", "none", "some", "park", "yes", "live", "chg", "no", "dash", "lock", "meet", "due"} {
		out[id] = `<svg class="i" aria-hidden="true"><use href="#` + id + `"/></svg>`
	}
	return out
}()

func mark(id string) string { return marks[id] }

// leafWriter writes a leaf.
type leafWriter struct {
	b       strings.Builder
	parties []ident.Code
}

// WriteLeaf writes a leaf as a page.
func WriteLeaf(w io.Writer, l Leaf) error {
	f := frame{Title: l.Title, Lines: l.Lines, Notice: l.Notice, Class: "leaf", Extra: leafStyle}
	switch {
	case l.OnePage:
		f.Class, f.Extra = "leaf one", leafStyle+"@media print{@page{size:A4;margin:11mm 12mm 12mm}}\n"
	case l.Wide:
		f.Extra = leafStyle + "@media print{@page{size:A4 landscape;margin:11mm 12mm 14mm}}\n"
	}
	if l.Charts {
		f.Extra += chart.Style
	}
	p := leafWriter{parties: l.Parties}
	p.b.WriteString(symbols)
	p.facts(l.Facts)
	class, who := "shared", l.Who
	if l.Private != "" {
		class, who = "private", l.Private
	}
	fmt.Fprintf(&p.b, "<div class=\"%s\">", class)
	if who != "" {
		p.b.WriteString(`<p class="who">`)
		if l.Private != "" {
			p.b.WriteString(mark("lock"))
		}
		lead, rest, both := strings.Cut(who, ". ")
		if both {
			fmt.Fprintf(&p.b, "<span><b>%s.</b> %s</span>", esc(lead), esc(rest))
		} else {
			fmt.Fprintf(&p.b, "<span>%s</span>", esc(who))
		}
		p.b.WriteString("</p>\n")
	}
	if l.Grid != nil {
		p.grid(l.Grid)
	}
	p.b.WriteString("<div class=\"cards\">\n")
	for i := range l.Sections {
		p.section(i, &l.Sections[i])
	}
	p.b.WriteString("</div></div>\n")
	if len(l.Left) > 0 {
		p.b.WriteString("<div class=\"left\"><b>Left out.</b> " + esc(strings.Join(l.Left, " ")) + "</div>\n")
	}
	f.Body = template.HTML(p.b.String())
	return f.write(w, l.Parties)
}

func (p *leafWriter) facts(facts []Fact) {
	if len(facts) == 0 {
		return
	}
	p.b.WriteString(`<dl class="facts">`)
	for _, f := range facts {
		of := ""
		if f.Of != "" {
			of = " <small>" + esc(f.Of) + "</small>"
		}
		fmt.Fprintf(&p.b, `<div class="fact"><dt>%s</dt><dd><b>%s%s</b></dd></div>`, esc(f.What), esc(f.Figure), of)
	}
	p.b.WriteString("</dl>\n")
}

func (p *leafWriter) section(i int, s *LeafSection) {
	at := fmt.Sprintf("s-%d", i+1)
	span := ""
	if s.Span > 0 {
		span = fmt.Sprintf(" w%d", s.Span)
	}
	note := ""
	if s.Note != "" {
		note = " <small>" + esc(s.Note) + "</small>"
	}
	fmt.Fprintf(&p.b, "<section class=\"card%s\" aria-labelledby=\"%s\">\n<h2 id=\"%s\" dir=\"auto\">%s%s</h2>\n", span, at, at, esc(s.Title), note)
	if s.SVG != "" {
		p.b.WriteString("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + esc(s.Title) + ", the picture\"><div class=\"plot\">" + string(s.SVG) + "</div></div>\n")
	}
	for _, words := range s.Words {
		fmt.Fprintf(&p.b, "<p dir=\"auto\">%s</p>\n", esc(words))
	}
	if len(s.Road) > 0 {
		p.road(s.Road)
	}
	if len(s.Rows) > 0 {
		p.rows(s)
	}
	p.b.WriteString("</section>\n")
}

// rows writes a table whose first column names its lines.
func (p *leafWriter) rows(s *LeafSection) {
	p.b.WriteString("<table class=\"tbl\" aria-label=\"" + esc(s.Title) + "\">")
	if len(s.Head) > 0 {
		p.b.WriteString("<thead><tr>")
		for _, h := range s.Head {
			if h == "" {
				p.b.WriteString("<td></td>")
			} else {
				fmt.Fprintf(&p.b, `<th scope="col">%s</th>`, esc(h))
			}
		}
		p.b.WriteString("</tr></thead>")
	}
	p.b.WriteString("<tbody>\n")
	most := max(len(s.Head), len(slices.MaxFunc(s.Rows, func(a, b []Cell) int { return len(a) - len(b) })))
	for _, r := range s.Rows {
		p.b.WriteString("<tr>")
		for i := range most {
			var c Cell
			if i < len(r) {
				c = r[i]
			}
			open, shut := `<td dir="auto">`, "</td>"
			switch {
			case i == 0 && utf8.RuneCountInString(c.Words) <= 12: // a number, a name
				open, shut = `<th scope="row" class="short" dir="auto">`, "</th>"
			case i == 0:
				open, shut = `<th scope="row" dir="auto">`, "</th>"
			case c.Due:
				open = `<td class="due">`
			case c.Words != "" && utf8.RuneCountInString(c.Words) <= 16: // a room, a date: read at a glance
				open = `<td class="short" dir="auto">`
			}
			label := ""
			if i > 0 && i < len(s.Head) && s.Head[i] != "" && (c.Words != "" || len(c.Codes) > 0) {
				label = `<span class="cn" aria-hidden="true">` + esc(s.Head[i]) + `</span>`
			}
			p.b.WriteString(open + label)
			p.codes(c.Codes)
			p.b.WriteString(esc(c.Words) + shut)
		}
		p.b.WriteString("</tr>\n")
	}
	p.b.WriteString("</tbody></table>\n")
}

func (p *leafWriter) codes(codes []ident.Code) {
	for _, c := range codes {
		i := slices.Index(p.parties, c)
		if i < 0 {
			fmt.Fprintf(&p.b, `<b class="p px">%s</b> `, esc(string(c)))
			continue
		}
		fmt.Fprintf(&p.b, `<b class="p p%d">%s</b> `, i, esc(string(c)))
	}
}

func (p *leafWriter) road(days []Day) {
	p.b.WriteString("<ol class=\"road\">\n")
	for _, d := range days {
		class := ""
		if d.Today {
			class = ` class="today"`
		}
		fmt.Fprintf(&p.b, "<li%s><b>%s</b>", class, esc(d.Name))
		for _, x := range d.Items {
			if x.Meeting {
				fmt.Fprintf(&p.b, `<p>%s<span dir="auto"><span class="vh">meeting: </span><b>%s</b></span>`, mark("meet"), esc(x.What))
			} else {
				fmt.Fprintf(&p.b, `<p class="due">%s<span dir="auto"><span class="vh">due: </span>`, mark("due"))
				p.codes(x.Codes)
				p.b.WriteString(esc(x.What) + "</span>")
			}
			if x.Small != "" {
				fmt.Fprintf(&p.b, "<small>%s</small>", esc(x.Small))
			}
			p.b.WriteString("</p>")
		}
		p.b.WriteString("</li>\n")
	}
	p.b.WriteString("</ol>\n<p class=\"legend\"><span>" + mark("meet") + "meeting</span><span>" + mark("due") + "due</span></p>\n")
}

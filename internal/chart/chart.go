// Package chart draws charts as SVG: stacked columns, one for each version of a
// text, week or meeting.
//
// It promises that a chart stands by itself (a title, a description for those
// who do not see it, its figures as a table below the picture and as rows for
// whoever prints them elsewhere), that it can be read in grey and in print, since
// each series has a pattern of its own beside its colour, and that it follows
// the reader's choice of a light or a dark page. It has no scripts, no links and
// no style attributes. It refuses to draw what is negative or no number.
package chart

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/fault"
)

// Columns is a chart of stacked columns.
type Columns struct {
	Title  string
	Desc   string   // what it shows, in a sentence
	Labels []string // of the columns
	Series []Series // from the bottom of the columns to their top
	Extra  []Extra  // rows of the table that are not drawn
	ID     string   // what its names in the document begin with, where several stand on one page; else "chart"
}

// Series is one kind of thing that is counted: a value for each column.
type Series struct {
	Name   string
	Values []float64
	Beside bool // drawn in a column beside, not in the stack
}

// Extra is a row of the table that is not drawn.
type Extra struct {
	Name  string
	Cells []string
}

// Rows are the figures of the chart as a table; the first row is its head.
func (c Columns) Rows() [][]string {
	rows := [][]string{append([]string{""}, c.Labels...)}
	for _, s := range c.Series {
		row := []string{s.Name}
		for _, v := range s.Values {
			row = append(row, number(v))
		}
		rows = append(rows, row)
	}
	for _, x := range c.Extra {
		rows = append(rows, append([]string{x.Name}, x.Cells...))
	}
	return rows
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// maxColumns bounds a chart that can be read.
const maxColumns = 60

func (c Columns) check() error {
	switch {
	case len(c.Labels) == 0 || len(c.Series) == 0:
		return fault.Invalidf("there is nothing to draw")
	case len(c.Labels) > maxColumns:
		return fault.Invalidf("%d columns are more than can be read in one chart, %d at most", len(c.Labels), maxColumns).WithHint("Draw fewer versions at once.")
	case len(c.Series) > len(patterns):
		return fault.Invalidf("%d series are more than can be told apart, %d at most", len(c.Series), len(patterns))
	}
	for _, s := range c.Series {
		if len(s.Values) != len(c.Labels) {
			return fault.Invalidf("the series %q has %d values for %d columns", s.Name, len(s.Values), len(c.Labels))
		}
		for _, v := range s.Values {
			if v < 0 || math.IsNaN(v) || math.IsInf(v, 0) {
				return fault.Invalidf("the series %q has the value %v, which cannot be drawn", s.Name, v)
			}
		}
	}
	for _, x := range c.Extra {
		if len(x.Cells) != len(c.Labels) {
			return fault.Invalidf("the row %q has %d cells for %d columns", x.Name, len(x.Cells), len(c.Labels))
		}
	}
	return nil
}

// patterns are the fills of series, from dark to light so that they differ in
// grey: the class of the fill, and what is drawn over it.
var patterns = []string{
	``,
	`<path class="over" d="M0 8 8 0M-2 2 2-2M6 10 10 6"/>`,
	`<circle class="dot" cx="4" cy="4" r="1.3"/>`,
	`<path class="over" d="M0 4H8"/>`,
	`<path class="over" d="M4 0V8"/>`,
}

// mostLines is how many lines of the grid are drawn at most.
const mostLines = 6

// sizes of the drawing, in pixels.
const (
	right     = 24
	height    = 260
	band      = 150 // of one column of the chart and of the table
	least     = 460
	rowHeight = 24
	nameWidth = 190
)

// style is that of the screens: the ink of the page, one blue, and greys.
const style = `
svg{color-scheme:light dark;--paper:light-dark(#fff,#20252a);--ink:light-dark(#181c20,#e8eaec);--ink2:light-dark(#434b54,#bcc3ca);--rule:light-dark(#d6dade,#343b42);--s0:light-dark(#134f8c,#8fbdf0);--s1:light-dark(#8fb4dc,#41638a);--s2:light-dark(#e6eef7,#223346);--s3:light-dark(#b9c1c9,#66717c);--s4:light-dark(#e7eaed,#353c44);--over:light-dark(#134f8c,#cfe2f8)}
.paper{fill:var(--paper)}text{font:400 13px Inter,"Segoe UI",system-ui,"Noto Sans",sans-serif;fill:var(--ink);font-feature-settings:"tnum"}
.title{font-size:16px;font-weight:650}.desc,.axis{fill:var(--ink2);font-size:12px}.head{font-weight:600}.end{text-anchor:end}.mid{text-anchor:middle}
.grid{stroke:var(--rule);stroke-width:1}.base{stroke:var(--ink);stroke-width:1}.bar{stroke:var(--ink);stroke-width:1}
.s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)}.over{stroke:var(--over);stroke-width:1.2;fill:none}.dot{fill:var(--over)}
@media print{svg{color-scheme:light}}
`

// SVG draws the chart.
func (c Columns) SVG() (string, error) { return c.draw("<style>" + style + "</style>\n") }

func (c Columns) draw(style string) (string, error) {
	if err := c.check(); err != nil {
		return "", err
	}
	if c.ID == "" {
		c.ID = "chart"
	}
	plot := max(least, band*len(c.Labels))
	width := nameWidth + plot + right
	desc := wrap(c.Desc, (width-2*right)/6)
	top := 64 + 17*(len(desc)-1)
	legend := top + height + 26
	rows := c.Rows()
	total := legend + rowHeight*len(rows)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-labelledby="%s-title">`, width, total, width, total, c.ID)
	fmt.Fprintf(&b, "\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s %s</desc>\n%s<defs>", c.ID, escape(c.Title), c.ID, escape(c.Desc), escape(c.spoken()), style)
	for i := range c.Series {
		fmt.Fprintf(&b, `<pattern id="%s-p%d" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="s%d" width="8" height="8"/>%s</pattern>`, c.ID, i, i, patterns[i])
	}
	fmt.Fprintf(&b, "</defs>\n<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", width, total)
	fmt.Fprintf(&b, `<g role="img" aria-labelledby="%s-title %s-desc">`, c.ID, c.ID)
	text(&b, right, 30, "title", c.Title)
	for i, l := range desc {
		text(&b, right, 50+17*i, "desc", l)
	}
	c.plot(&b, plot, top)
	b.WriteString("</g>\n")
	c.table(&b, rows, plot, legend)
	b.WriteString("</svg>\n")
	return b.String(), nil
}

// plot draws the grid, the columns and their labels.
func (c Columns) plot(b *strings.Builder, plot, top int) {
	step, most := scale(c.highest())
	y := func(v float64) float64 { return float64(top) + float64(height)*(1-v/most) }
	for v := 0.0; v <= most+step/2; v += step {
		class := "grid"
		if v == 0 {
			class = "base"
		}
		fmt.Fprintf(b, `<line class="%s" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>`, class, nameWidth, nameWidth+plot, y(v), y(v))
		text(b, nameWidth-8, int(y(v))+4, "axis end", number(v))
	}
	b.WriteByte('\n')
	slot := float64(plot) / float64(len(c.Labels))
	for i, label := range c.Labels {
		mid := float64(nameWidth) + slot*(float64(i)+0.5)
		bar := min(56, slot*0.36)
		sum := 0.0
		beside := 0.0
		for k, s := range c.Series {
			v := s.Values[i]
			from, x := sum, mid-bar-2
			if s.Beside {
				from, x = beside, mid+2
				beside += v
			} else {
				sum += v
			}
			if v > 0 {
				fmt.Fprintf(b, `<rect class="bar" fill="url(#%s-p%d)" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s</title></rect>`,
					c.ID, k, x, y(from+v), bar, y(from)-y(from+v), escape(fmt.Sprintf("%s, %s: %s", label, s.Name, number(v))))
			}
		}
		text(b, int(mid-bar/2-2), int(y(sum))-6, "mid head", number(sum))
		if beside > 0 {
			text(b, int(mid+bar/2+2), int(y(beside))-6, "mid", number(beside))
		}
		b.WriteByte('\n')
	}
}

// table writes the figures below the picture, in the columns of the picture;
// the names of the series are its legend.
func (c Columns) table(b *strings.Builder, rows [][]string, plot, at int) {
	slot := float64(plot) / float64(len(c.Labels))
	b.WriteString(`<g role="table" aria-label="The figures of the chart">`)
	for r, row := range rows {
		y := at + rowHeight*r
		b.WriteString(`<g role="row">`)
		fmt.Fprintf(b, `<line class="grid" x1="%d" x2="%d" y1="%d" y2="%d"/>`, right, nameWidth+plot, y+8, y+8)
		if r > 0 && r <= len(c.Series) {
			fmt.Fprintf(b, `<rect class="bar" fill="url(#%s-p%d)" x="%d" y="%d" width="14" height="12"/>`, c.ID, r-1, right, y-10)
		}
		role, class := "cell", "mid"
		if r == 0 {
			role, class = "columnheader", "mid head"
		}
		for k, cell := range row {
			switch {
			case k > 0:
				roled(b, role, float64(nameWidth)+slot*(float64(k)-0.5), y, class, clip(cell, int(slot/7)))
			case r > 0:
				roled(b, "rowheader", right+22, y, "", clip(cell, (nameWidth-right-22)/7))
			}
		}
		b.WriteString("</g>\n")
	}
	b.WriteString("</g>\n")
}

// spoken are the figures in words, for those who hear the chart.
func (c Columns) spoken() string {
	var out []string
	for i, label := range c.Labels {
		var parts []string
		for _, s := range c.Series {
			parts = append(parts, number(s.Values[i])+" "+s.Name)
		}
		out = append(out, label+": "+strings.Join(parts, ", "))
	}
	return strings.Join(out, "; ") + "."
}

func (c Columns) highest() float64 {
	most := 0.0
	for i := range c.Labels {
		sum, beside := 0.0, 0.0
		for _, s := range c.Series {
			if s.Beside {
				beside += s.Values[i]
			} else {
				sum += s.Values[i]
			}
		}
		most = max(most, sum, beside)
	}
	return most
}

// scale gives round steps for an axis up to a value, and where it ends.
func scale(most float64) (step, end float64) {
	if most <= 0 {
		return 1, 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(most))-1)
	for _, part := range []float64{1, 2, 5, 10, 20} {
		if step = ten * part; most/step <= mostLines {
			break
		}
	}
	step = max(step, 1)
	return step, math.Ceil(most/step*1.0001) * step
}

func text(b *strings.Builder, x, y int, class, words string) {
	fmt.Fprintf(b, `<text class="%s" x="%d" y="%d">%s</text>`, class, x, y, escape(words))
}

func roled(b *strings.Builder, role string, x float64, y int, class, words string) {
	fmt.Fprintf(b, `<text role="%s" class="%s" x="%.1f" y="%d">%s</text>`, role, class, x, y, escape(words))
}

// escape makes words safe in XML; what XML cannot hold becomes a replacement sign.
func escape(s string) string {
	var b strings.Builder
	if xml.EscapeText(&b, []byte(s)) != nil {
		return ""
	}
	return b.String()
}

// clip shortens words to a number of characters.
func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most || most < 2 {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// wrap divides words into lines of at most so many characters.
func wrap(s string, most int) []string {
	var out []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > most {
			out = append(out, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(out, line)
}

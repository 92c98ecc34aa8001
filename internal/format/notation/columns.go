package notation

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/styles"
)

// Widths of the table of open places.
const (
	landscape = 150 // where nothing bounds the page: a sheet across, in small type
	leastCell = 14  // below it a column cannot be read, and the table becomes a list
	gap       = 2
)

// table is the table of open places as cells.
type table struct {
	head []string
	rows [][]string
	ends []bool // a point ends with the row
}

// cells makes the table. Up to styles.Wide parties have a column each; where there
// are more, one column holds the wordings with those who want them.
func cells(t bracket.Text, unnamed bool, words func(string) string) table {
	each := styles.Spread(t, !unnamed)
	out := table{head: []string{"Point", "Base"}}
	switch {
	case unnamed:
		out.head = append(out.head, "Other wordings")
	case each:
		for _, c := range t.Parties {
			out.head = append(out.head, string(c))
		}
	default:
		out.head = append(out.head, "Wordings of the parties")
	}
	out.head = append(out.head, "Status")
	rows := styles.Rows(t, !unnamed)
	said := ""
	for i, r := range rows {
		line := []string{rowName(r, said != string(r.Point.ID), words), baseCell(r, words)}
		said = string(r.Point.ID)
		switch {
		case r.Bracket == "" && each:
			line = append(line, make([]string, len(t.Parties))...)
		case r.Bracket == "":
			line = append(line, "")
		case each:
			for _, c := range r.Parties {
				line = append(line, cellText(c, words))
			}
		default:
			line = append(line, holdings(t, r, words))
		}
		out.rows = append(out.rows, append(line, r.Status))
		out.ends = append(out.ends, i+1 == len(rows) || rows[i+1].Point != r.Point)
	}
	return out
}

// rowName is what the row is called: the bracket's number, and at a point's first
// row its heading.
func rowName(r styles.Row, first bool, words func(string) string) string {
	name := string(r.Bracket)
	if name == "" {
		name = strings.TrimSpace(r.Point.Label + " " + r.Point.Number)
		if name == "" {
			name = r.Point.Spoken()
		}
	}
	if heading := styles.Reading(r.Point.Heading, "base"); first && !r.Heading && heading != "" {
		name += "\n" + words(heading)
	}
	if r.Heading {
		name += "\n(heading)"
	}
	return name
}

func baseCell(r styles.Row, words func(string) string) string {
	if r.Bracket == "" {
		return words(r.Base.Words)
	}
	inner := ""
	switch r.Base.Said {
	case "":
		inner = words(r.Base.Words)
	case styles.SaidPassed: // the base does not come this far
		return words(r.Before) + "[–]" + words(r.After)
	}
	return words(r.Before) + "[" + inner + "]" + words(r.After)
}

func cellText(c styles.Cell, words func(string) string) string {
	if c.Said != "" {
		return c.Said
	}
	return words(c.Words)
}

// holdings lists the wordings of a row with those who want them.
func holdings(t bracket.Text, r styles.Row, words func(string) string) string {
	var out []string
	for _, h := range r.Wordings(t) {
		s := cellText(h.Cell, words)
		if len(h.By) > 0 {
			s = styles.Codes(h.By, ", ") + ": " + s
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

// text lays the table out in characters; where the page is too narrow for its
// columns, as a list.
func (tb table) text(b *strings.Builder, width int) {
	if width <= 0 {
		width = landscape
	}
	n := len(tb.head)
	const first, last = 10, 16
	cell := (width - first - last - (n-1)*gap) / (n - 2)
	if cell < leastCell {
		tb.list(b, width)
		return
	}
	widths := make([]int, n)
	for i := range widths {
		widths[i] = cell
	}
	widths[0], widths[n-1] = first, last
	line := func(row []string) {
		var columns [][]string
		most := 0
		for i, c := range row {
			var lines []string
			for l := range strings.SplitSeq(c, "\n") {
				lines = append(lines, Wrap(l, widths[i])...)
			}
			columns = append(columns, lines)
			most = max(most, len(lines))
		}
		for k := range most {
			var s strings.Builder
			for i, c := range columns {
				now := ""
				if k < len(c) {
					now = c[k]
				}
				s.WriteString(now)
				if i+1 < n {
					s.WriteString(strings.Repeat(" ", max(widths[i]-utf8.RuneCountInString(now), 0)+gap))
				}
			}
			b.WriteString(strings.TrimRight(s.String(), " ") + "\n")
		}
	}
	line(tb.head)
	rule := make([]string, n)
	for i := range rule {
		rule[i] = strings.Repeat("-", widths[i])
	}
	line(rule)
	for i, r := range tb.rows {
		line(r)
		if tb.ends[i] {
			b.WriteByte('\n')
		}
	}
}

// list lays the table out with a line for each cell that holds something.
func (tb table) list(b *strings.Builder, width int) {
	most := 0
	for _, h := range tb.head[1:] {
		most = max(most, utf8.RuneCountInString(h))
	}
	for i, r := range tb.rows {
		b.WriteString(strings.ReplaceAll(r[0], "\n", "  ") + "\n")
		for k, c := range r[1:] {
			side := tb.head[k+1]
			for l := range strings.SplitSeq(c, "\n") {
				for _, part := range Wrap(l, width-most-2*gap) {
					fmt.Fprintf(b, "%*s%s%*s%s\n", gap, "", side, most-utf8.RuneCountInString(side)+gap, "", part)
					side = ""
				}
			}
		}
		if tb.ends[i] {
			b.WriteByte('\n')
		}
	}
}

// markdown writes the table as Markdown.
func (tb table) markdown(b *strings.Builder) {
	line := func(row []string) {
		for _, c := range row {
			b.WriteString("| " + strings.ReplaceAll(strings.ReplaceAll(c, "|", `\|`), "\n", "<br>") + " ")
		}
		b.WriteString("|\n")
	}
	b.WriteByte('\n')
	line(tb.head)
	b.WriteString(strings.Repeat("|---", len(tb.head)) + "|\n")
	for _, r := range tb.rows {
		line(r)
	}
}

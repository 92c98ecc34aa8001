package cli

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/paper"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// writePaper writes a paper in a format: text, markdown, html, json. A width of 0 breaks
// no lines.
func writePaper(x *paper.Paper, as string, width int) ([]byte, error) {
	switch as {
	case "html":
		var b bytes.Buffer
		err := html.Paper(&b, x)
		return b.Bytes(), err
	case "markdown":
		return []byte(paperMarkdown(x)), nil
	case "json":
		return toJSON(paperJSON(x))
	case "text", "":
		return []byte(paperText(x, width)), nil
	}
	return nil, fault.Invalidf("this paper is written as text, markdown, html or json, not %s", as)
}

// atTime is a cell of a time.
func atTime(w event.When) paper.Cell {
	if w.From == 0 {
		return paper.Cell{Is: paper.Time}
	}
	return paper.Cell{Words: sayWhen(w), When: w, Is: paper.Time}
}

// until is a cell of a moment, Unix µs, by a clock so many minutes ahead of UTC.
func until(at int64, offset int) paper.Cell {
	return atTime(event.When{From: at, Offset: offset, Precision: event.ToMinute})
}

func paperText(x *paper.Paper, width int) string {
	var b strings.Builder
	say := func(s string) {
		for _, l := range notation.Wrap(s, width) {
			b.WriteString(l + "\n")
		}
	}
	say(x.Title)
	for _, l := range x.Lines {
		say(l)
	}
	for _, l := range nonEmpty(x.Private, x.Legend, x.Notice) {
		say(l)
	}
	for i := range x.Sections {
		s := &x.Sections[i]
		title := s.Title
		if !s.Within {
			title = strings.ToUpper(title)
		}
		b.WriteString("\n")
		say(title)
		for _, w := range s.Words {
			say(w)
		}
		switch {
		case len(s.Rows) > 0:
			b.WriteString(textRows(s, width))
		case s.None != "" && s.Text == nil && s.Compared == nil:
			say(s.None)
		}
		if s.Compared != nil {
			b.WriteString(notation.Comparison(*s.Compared, width))
		}
		if t := s.Text; t != nil {
			for _, l := range nonEmpty(t.Title, t.Head, t.Legend) {
				say(l)
			}
			b.WriteString("\n" + markdown.WritePlain(textPlan(t)))
			if t.Sources != "" {
				b.WriteString("\n" + t.Sources + "\n")
			}
		}
	}
	return b.String()
}

// textPlan is a text of a paper as a plan; on paper points have numbers.
func textPlan(t *paper.Text) plan.Text {
	out := plan.Text{}
	for _, q := range t.Points {
		p := room.ToPlan(q)
		p.ID = ""
		out.Points = append(out.Points, p)
	}
	return out
}

// longCell is how many signs of a cell stand in a column; of the last column more do, on
// several lines, where the columns before leave room for it.
const (
	longCell  = 44
	leastCell = 34
)

// textRows sets the rows of a section in columns. What is long stands beneath its line,
// with the name of its column.
func textRows(s *paper.Section, width int) string {
	if width <= 0 {
		width = 1 << 20
	}
	n := len(s.Columns)
	long, widths := make([]bool, n), make([]int, n)
	for i, c := range s.Columns {
		widths[i] = utf8.RuneCountInString(c.Title)
	}
	for _, r := range s.Rows {
		for i := range min(len(r), n) {
			w := utf8.RuneCountInString(onOneLine(r[i].Words))
			long[i] = long[i] || i > 0 && w > longCell
			widths[i] = max(widths[i], w)
		}
	}
	before := 2
	for i := range n - 1 {
		if !long[i] {
			before += widths[i] + 2
		}
	}
	if width-before >= leastCell {
		long[n-1] = false // it is broken where it stands
	}
	var b strings.Builder
	line := func(words []string) {
		var out strings.Builder
		out.WriteString("  ")
		at := 2
		for i, w := range words {
			switch {
			case long[i]:
			case i == n-1:
				for k, l := range notation.Wrap(w, width-at) {
					if k > 0 {
						out.WriteString("\n" + strings.Repeat(" ", at))
					}
					out.WriteString(l)
				}
			default:
				out.WriteString(w + strings.Repeat(" ", widths[i]+2-utf8.RuneCountInString(w)))
				at += widths[i] + 2
			}
		}
		b.WriteString(strings.TrimRight(out.String(), " ") + "\n")
	}
	titles, headed := make([]string, n), false
	for i, c := range s.Columns {
		titles[i] = c.Title
		headed = headed || c.Title != "" && !long[i]
	}
	if headed {
		line(titles)
	}
	for _, r := range s.Rows {
		words := make([]string, n)
		for i := range min(len(r), n) {
			words[i] = onOneLine(r[i].Words)
		}
		line(words)
		for i, w := range words {
			if !long[i] || w == "" {
				continue
			}
			if titles[i] != "" {
				w = titles[i] + ": " + w
			}
			for _, l := range notation.Wrap(w, width-6) {
				b.WriteString("      " + l + "\n")
			}
		}
	}
	return b.String()
}

func paperMarkdown(x *paper.Paper) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", mdWords(x.Title))
	for _, l := range x.Lines {
		b.WriteString("\n" + mdWords(l) + "\n")
	}
	for _, l := range nonEmpty(x.Private, x.Legend, x.Notice) {
		b.WriteString("\n**" + mdWords(l) + "**\n")
	}
	for i := range x.Sections {
		s := &x.Sections[i]
		level := "##"
		if s.Within {
			level = "###"
		}
		fmt.Fprintf(&b, "\n%s %s\n", level, mdWords(s.Title))
		for _, w := range s.Words {
			b.WriteString("\n" + mdWords(w) + "\n")
		}
		switch {
		case len(s.Rows) > 0:
			b.WriteString("\n" + mdRows(s))
		case s.None != "" && s.Text == nil && s.Compared == nil:
			b.WriteString("\n" + mdWords(s.None) + "\n")
		}
		if s.Compared != nil {
			b.WriteString("\n" + mdCompared(s.Compared))
		}
		if t := s.Text; t != nil {
			if t.Title != "" {
				b.WriteString("\n**" + mdWords(t.Title) + "**\n")
			}
			for _, l := range nonEmpty(t.Head, t.Legend) {
				b.WriteString("\n" + mdWords(l) + "\n")
			}
			b.WriteString("\n" + markdown.Write(textPlan(t)))
			if t.Sources != "" {
				b.WriteString("\n```\n" + strings.ReplaceAll(t.Sources, "```", "'''") + "\n```\n")
			}
		}
	}
	return b.String()
}

func mdRows(s *paper.Section) string {
	var b strings.Builder
	b.WriteString("|")
	for _, c := range s.Columns {
		b.WriteString(" " + mdWords(c.Title) + " |")
	}
	b.WriteString("\n|" + strings.Repeat("---|", len(s.Columns)) + "\n")
	for _, r := range s.Rows {
		b.WriteString("|")
		for _, c := range r {
			b.WriteString(" " + mdWords(c.Words) + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// mdCompared is a redline: ~~words taken out~~ and **words put in**.
func mdCompared(c *compare.Comparison) string {
	var b strings.Builder
	for _, p := range c.Points {
		if p.Change == compare.Same && !p.Moved && !p.Renumbered() {
			continue
		}
		q := p.New
		if q == nil {
			q = p.Old
		}
		fmt.Fprintf(&b, "%s (%s): ", mdWords(strings.TrimSpace(q.Label+" "+q.Number)), p.Change)
		for _, runs := range [][]compare.Run{p.Heading, p.Wording} {
			for _, r := range runs {
				for _, x := range []struct{ words, mark string }{{r.Same, ""}, {r.Old, "~~"}, {r.New, "**"}} {
					trimmed := strings.TrimSpace(x.words)
					if trimmed == "" {
						continue
					}
					b.WriteString(x.mark + mdWords(trimmed) + x.mark + " ")
				}
			}
		}
		b.WriteString("\n\n")
	}
	if b.Len() == 0 {
		return "No difference in wording.\n"
	}
	return b.String()
}

type paperOut struct {
	Title    string       `json:"title"`
	Lines    []string     `json:"lines"`
	Private  string       `json:"mayBeReadBy,omitempty"`
	Legend   string       `json:"legend,omitempty"`
	Notice   string       `json:"notice,omitempty"`
	Sections []sectionOut `json:"sections"`
}

type sectionOut struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Words    []string         `json:"words,omitempty"`
	Rows     []map[string]any `json:"rows"`
	Text     *textOut         `json:"text,omitempty"`
	Compared any              `json:"comparison,omitempty"`
}

// paperJSON is a paper as an object; each row by the names of its columns.
func paperJSON(x *paper.Paper) paperOut {
	out := paperOut{Title: x.Title, Lines: append([]string{}, x.Lines...), Private: x.Private, Legend: x.Legend, Notice: x.Notice, Sections: []sectionOut{}}
	for i := range x.Sections {
		s := &x.Sections[i]
		o := sectionOut{ID: s.ID, Title: s.Title, Words: s.Words, Rows: []map[string]any{}}
		for _, r := range s.Rows {
			row := map[string]any{}
			for k, c := range r {
				if k < len(s.Columns) {
					row[s.Columns[k].ID] = cellJSON(c)
				}
			}
			o.Rows = append(o.Rows, row)
		}
		if t := s.Text; t != nil {
			o.Text = &textOut{Label: t.Label, Nature: t.Head, Title: t.Title, Legend: t.Legend, When: jsonWhen(t.When), Points: pointsJSON(t.Points)}
		}
		if s.Compared != nil {
			o.Compared = rawJSON(jsontext.WriteComparison(*s.Compared))
		}
		out.Sections = append(out.Sections, o)
	}
	return out
}

func cellJSON(c paper.Cell) any {
	switch c.Is {
	case paper.Time:
		if w := jsonWhen(c.When); w != nil {
			return w
		}
		return nil
	case paper.List:
		return append([]string{}, c.List...)
	case paper.Count:
		return c.Count
	}
	return c.Words
}

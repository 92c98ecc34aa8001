package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/app"
	"nonpaper/internal/format/html"
	"nonpaper/internal/ident"
)

// lookLeaf opens the process, lets f draw up a view, and writes it as text, Markdown, a
// page or JSON.
func (p *program) lookLeaf(r *reads, f func(*session, app.AsOf) (leafed, error)) error {
	as, err := outputFormat(r.As, r.JSON, r.Output)
	if err != nil {
		return err
	}
	at, err := r.asOf(p)
	if err != nil {
		return err
	}
	s, err := r.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	drawn, err := f(s, at)
	if err != nil {
		return err
	}
	if as == "json" {
		out, err := toJSON(noticed(s, drawn.data()))
		if err != nil {
			return err
		}
		return p.write(r.Output, out)
	}
	leaf, err := drawn.leaf()
	if err != nil {
		return err
	}
	if n := s.About(); n.PublicRecord {
		leaf.Notice = n.Notice
	}
	out, err := leafAs(as, leaf)
	if err != nil {
		return err
	}
	return p.write(r.Output, out)
}

// leafed is a view that is written as a page, or as data.
type leafed struct {
	leaf func() (*html.Leaf, error)
	data func() any
}

func leafAs(as string, leaf *html.Leaf) ([]byte, error) {
	switch as {
	case "html":
		var b bytes.Buffer
		err := html.WriteLeaf(&b, *leaf)
		return b.Bytes(), err
	case "markdown":
		return []byte(leafMarkdown(leaf)), nil
	}
	return []byte(leafText(leaf)), nil
}

// leafText is a leaf as plain text.
func leafText(l *html.Leaf) string {
	var b strings.Builder
	b.WriteString(l.Title + "\n")
	for _, line := range l.Lines {
		b.WriteString(line + "\n")
	}
	for _, line := range nonEmptyOf([]string{l.Private, l.Who}) {
		b.WriteString(line + "\n")
	}
	if len(l.Facts) > 0 {
		b.WriteByte('\n')
		for _, f := range l.Facts {
			b.WriteString("  " + sayFact(f) + "\n")
		}
	}
	if l.Grid != nil {
		gridText(&b, l.Grid)
	}
	for i := range l.Sections {
		s := &l.Sections[i]
		b.WriteString("\n" + s.Title)
		if s.Note != "" {
			b.WriteString(" (" + s.Note + ")")
		}
		b.WriteByte('\n')
		for _, w := range s.Words {
			b.WriteString("  " + onOneLine(w) + "\n")
		}
		for _, d := range s.Road {
			b.WriteString("  " + d.Name + "\n")
			for _, x := range d.Items {
				b.WriteString("    " + sayStop(x) + "\n")
			}
		}
		var rows [][]string
		if len(s.Head) > 0 && len(s.Rows) > 0 {
			rows = append(rows, indentFirst(s.Head))
		}
		for _, r := range s.Rows {
			rows = append(rows, indentFirst(plainCells(r)))
		}
		b.WriteString(columns(rows))
	}
	if len(l.Left) > 0 {
		b.WriteString("\nLeft out: " + strings.Join(l.Left, " ") + "\n")
	}
	if l.Notice != "" {
		b.WriteString("\n" + l.Notice + "\n")
	}
	return b.String()
}

func indentFirst(row []string) []string {
	out := slices.Clone(row)
	if len(out) > 0 {
		out[0] = "  " + out[0]
	}
	return out
}

func sayFact(f html.Fact) string {
	return strings.Join(nonEmptyOf([]string{f.Figure, f.Of, f.What}), " ")
}

func sayStop(x html.Stop) string {
	kind := "due"
	if x.Meeting {
		kind = "meeting"
	}
	s := kind + ": " + strings.TrimSpace(names(x.Codes)+" "+onOneLine(x.What))
	if x.Small != "" {
		s += " (" + x.Small + ")"
	}
	return s
}

func plainCells(row []html.Cell) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = strings.TrimSpace(names(c.Codes) + " " + onOneLine(c.Words))
	}
	return out
}

// gridMarks are the six positions where there are no pictures.
var gridMarks = [...]string{"✓", "◐", "≈", "△", "✕", "–"}

const gridKey = "✓ supports  ◐ accepts ad referendum  ≈ can live with it  △ needs change  ✕ opposes  – no position stated  ✓/✕ mixed: most and least favourable"

// gridRow are the marks of a point.
func gridRow(q *html.GridPoint) (out []string) {
	for i := range q.Cells {
		x := &q.Cells[i]
		m := gridMarks[x.Best]
		if x.Best != x.Worst {
			m += "/" + gridMarks[x.Worst]
		}
		if x.Apart {
			m += "'"
		}
		if x.Earlier {
			m += "*"
		}
		out = append(out, m)
	}
	return out
}

func gridLegend(g *html.Grid) string {
	s := gridKey
	if g.Apart {
		s += "  ' not stated in plenary"
	}
	if g.Earlier {
		s += "  * last position taken on earlier words"
	}
	return s
}

// mostMarked is how many parties stand side by side in text.
const mostMarked = 15

func gridText(b *strings.Builder, g *html.Grid) {
	fmt.Fprintf(b, "\n%s (%s)\n", g.Title, g.Note)
	for from := 0; from == 0 || from < len(g.Parties); from += mostMarked {
		to := min(from+mostMarked, len(g.Parties))
		rows := [][]string{append([]string{"", "", ""}, strs(g.Parties[from:to])...)}
		var titles []int // lines that are titles of parts
		for _, part := range g.Parts {
			if part.Title != "" {
				titles = append(titles, len(rows))
				rows = append(rows, []string{"  " + part.Title})
			}
			for i := range part.Points {
				q := &part.Points[i]
				rows = append(rows, append([]string{"  " + q.Number, clipTo(onOneLine(q.Heading), 30), q.Status}, gridRow(q)[from:to]...))
			}
		}
		lines := strings.SplitAfter(columnsBeside(rows, titles), "\n")
		b.WriteString(strings.Join(lines, ""))
		if from > 0 || to < len(g.Parties) {
			b.WriteByte('\n')
		}
	}
	b.WriteString("  " + gridLegend(g) + "\n")
}

// columnsBeside is columns with some lines that run across them.
func columnsBeside(rows [][]string, across []int) string {
	var rest [][]string
	for i, r := range rows {
		if !slices.Contains(across, i) {
			rest = append(rest, r)
		}
	}
	lines := strings.SplitAfter(columns(rest), "\n")
	var b strings.Builder
	for i, r := range rows {
		if slices.Contains(across, i) {
			b.WriteString(r[0] + "\n")
			continue
		}
		b.WriteString(lines[0])
		lines = lines[1:]
	}
	return b.String()
}

// leafMarkdown is a leaf as Markdown.
func leafMarkdown(l *html.Leaf) string {
	var b strings.Builder
	para := func(s string) { b.WriteString(mdWords(s) + "\n\n") }
	b.WriteString("# " + mdWords(l.Title) + "\n\n")
	for _, line := range l.Lines {
		para(line)
	}
	for _, line := range nonEmptyOf([]string{l.Private, l.Who}) {
		b.WriteString("> " + mdWords(line) + "\n\n")
	}
	for _, f := range l.Facts {
		b.WriteString("- **" + mdWords(f.Figure) + "** " + mdWords(strings.TrimSpace(f.Of+" "+f.What)) + "\n")
	}
	if len(l.Facts) > 0 {
		b.WriteByte('\n')
	}
	if g := l.Grid; g != nil {
		b.WriteString("## " + mdWords(g.Title) + "\n\n")
		para(g.Note)
		rows := [][]string{append([]string{"Point", "", "Status"}, strs(g.Parties)...)}
		for _, part := range g.Parts {
			for i := range part.Points {
				q := &part.Points[i]
				rows = append(rows, append([]string{q.Number, q.Heading, q.Status}, gridRow(q)...))
			}
		}
		mdTable(&b, rows)
		para(gridLegend(g))
	}
	for i := range l.Sections {
		s := &l.Sections[i]
		b.WriteString("## " + mdWords(s.Title) + "\n\n")
		if s.Note != "" {
			para(s.Note)
		}
		for _, w := range s.Words {
			para(w)
		}
		for _, d := range s.Road {
			b.WriteString("- **" + mdWords(d.Name) + "**\n")
			for _, x := range d.Items {
				b.WriteString("  - " + mdWords(sayStop(x)) + "\n")
			}
		}
		if len(s.Road) > 0 {
			b.WriteByte('\n')
		}
		if len(s.Rows) == 0 {
			continue
		}
		most := len(s.Head)
		for _, r := range s.Rows {
			most = max(most, len(r))
		}
		rows := [][]string{append(slices.Clone(s.Head), make([]string, most-len(s.Head))...)}
		for _, r := range s.Rows {
			rows = append(rows, append(plainCells(r), make([]string, most-len(r))...))
		}
		mdTable(&b, rows)
	}
	if len(l.Left) > 0 {
		para("Left out: " + strings.Join(l.Left, " "))
	}
	if l.Notice != "" {
		para(l.Notice)
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func mdTable(b *strings.Builder, rows [][]string) {
	for i, r := range rows {
		for _, c := range r {
			b.WriteString("| " + mdWords(c) + " ")
		}
		b.WriteString("|\n")
		if i == 0 {
			b.WriteString(strings.Repeat("| --- ", len(r)) + "|\n")
		}
	}
	b.WriteByte('\n')
}

// mdSigns are signs that mean something in Markdown, and not in what people wrote.
var mdSigns = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", "&lt;", "|", `\|`, "[", `\[`, "]", `\]`, "~", `\~`, "#", `\#`)

// mdWords makes words mean themselves in Markdown.
func mdWords(s string) string {
	s = mdSigns.Replace(onOneLine(s))
	if s != "" && strings.ContainsRune("-+>=", rune(s[0])) {
		s = `\` + s
	}
	return s
}

// inShort shortens words for a line, and says so by three dots.
func inShort(s string, most int) string {
	s = onOneLine(s)
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
}

func codeCell(codes ...ident.Code) html.Cell { return html.Cell{Codes: codes} }

func wordCell(words string) html.Cell { return html.Cell{Words: words} }

package notation

import (
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Markdown writes the compiled text as Markdown: brackets in the style, each
// point under a heading with its identifier. notice stands at the beginning
// where it is not empty.
func Markdown(t bracket.Text, s Style, notice string) string {
	var b strings.Builder
	title := t.Texts[ident.Base].Title
	if title == "" {
		title = "Compiled text"
	}
	b.WriteString("# " + escape(title, false) + "\n\nWording outside brackets is not thereby agreed.\n")
	if notice != "" {
		b.WriteString("\n" + notice + "\n")
	}
	part := ""
	for i := range t.Points {
		p := &t.Points[i]
		if now := PartTitle(p.PartLabel, p.Part); now != part {
			part = now
			if now != "" {
				b.WriteString("\n## " + escape(now, false) + "\n")
			}
		}
		b.WriteString("\n### " + headingLine(p, s) + " {#" + string(p.ID) + "}\n")
		for line := range strings.SplitSeq(Write(p.Wording, s, nil), "\n") {
			if line != "" {
				b.WriteString("\n" + protect(line) + "\n")
			}
		}
	}
	return b.String()
}

// headingLine is the number and the heading of a point.
func headingLine(p *bracket.Point, s Style) string {
	number := strings.TrimSpace(p.Label + " " + p.Number)
	heading := strings.ReplaceAll(Write(p.Heading, s, nil), "\n", " ")
	switch {
	case p.Kind == plan.KindPreamble && heading == "":
		return "Preamble"
	case number == "":
		return heading
	case heading == "":
		return number + "."
	}
	return number + ". " + heading
}

// protect keeps a line of words from being read as a heading, a quotation or a
// line across the page.
func protect(l string) string {
	if strings.IndexByte("#>", l[0]) >= 0 || strings.Trim(l, "-*_ ") == "" {
		return `\` + l
	}
	return l
}

package notation

import (
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
)

// Markdown writes the compiled text as Markdown: brackets in the style, each
// point under a heading with its identifier. The front matter names a style that
// is read back. apart says that not every party is named (styles.Only); notice stands at the beginning where it is not empty.
func Markdown(t bracket.Text, s Style, apart bool, notice string) string {
	var b strings.Builder
	title := t.Texts[ident.Base].Title
	if title == "" {
		title = "Compiled text"
	}
	if s == Conference || s == Trade || s == Options { // so that every mark is read as one
		b.WriteString("---\nstyle: " + string(s) + "\n")
		if notice != "" {
			b.WriteString("notice: " + strings.ReplaceAll(notice, "\n", " ") + "\n")
		}
		b.WriteString("---\n\n")
	}
	b.WriteString("# " + escape(title, false) + "\n\nWording outside brackets is not thereby agreed.\n")
	if notice != "" {
		b.WriteString("\n" + notice + "\n")
	}
	if s != Conference && s != Unattributed || apart && s == Conference {
		for _, l := range styles.Legend(s, !apart) {
			b.WriteString("\n" + l + "\n")
		}
	}
	if s == styles.Columns {
		cells(t, apart, tableWords).markdown(&b)
		return b.String()
	}
	page := Page{Style: s, Apart: apart}
	proposals := styles.Proposals(t)
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
		if level := styles.LevelOf(p, !apart); s == styles.Colour && level != styles.Untouched {
			b.WriteString("\n" + level.String() + " " + level.Said() + "\n")
		}
		for line := range strings.SplitSeq(spelled(p.Wording, s, false, nil), "\n") {
			if line != "" {
				b.WriteString("\n" + protect(line) + "\n")
			}
		}
		for _, line := range page.below(p, proposals[i]) {
			b.WriteString("\n" + protect(line) + "\n")
		}
	}
	return b.String()
}

// spelled writes a heading or a wording as a text in the style has it. A heading is
// one line, so that its options stand in brackets.
func spelled(w bracket.Wording, s Style, heading bool, mark Mark) string {
	switch {
	case s == styles.Colour:
		return clean(w, mark)
	case s == styles.ITU:
		return escape(styles.Reading(w, ident.Base), false)
	case heading && s == Options:
		s = Conference
	}
	return Write(w, s, mark)
}

// tableWords writes words so that they stand in a Markdown table as they are.
func tableWords(s string) string {
	return strings.NewReplacer("<", `\<`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`").Replace(escape(s, false))
}

// headingLine is the number and the heading of a point.
func headingLine(p *bracket.Point, s Style) string {
	number := strings.TrimSpace(p.Label + " " + p.Number)
	heading := strings.ReplaceAll(spelled(p.Heading, s, true, nil), "\n", " ")
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

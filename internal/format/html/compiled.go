package html

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
)

// Compiled writes a bracketed text as a page.
func Compiled(w io.Writer, t bracket.Text, o Options) error {
	title := t.Texts[ident.Base].Title
	if title == "" {
		title = "Compiled text"
	}
	if o.Style == "" {
		o.Style = styles.Conference
	}
	if o.Style == styles.Unattributed { // whatever the text holds
		t, o.Apart = styles.Only(t, ""), true
	}
	f := frame{Title: title, Notice: o.Notice, Key: key(t, o)}
	if o.Made != "" && o.Read {
		f.Lines = append(f.Lines, "Read from "+o.Made+".")
	} else if o.Made != "" {
		f.Lines = append(f.Lines, "Compiled from "+o.Made+".")
	}
	f.Lines = append(f.Lines, "Without prejudice to the position of any party. Nothing is agreed until everything is agreed.")
	p := printer{parties: t.Parties, style: o.Style, apart: o.Apart, heading: "h2"}
	f.Contents = p.contents(&t)
	if o.Style == styles.Columns {
		f.Class = "wide"
		p.columns(&t)
	} else {
		p.points(&t)
	}
	f.Body = template.HTML(p.b.String())
	if (o.Style == styles.Conference || o.Style == styles.Trade) && !o.Apart {
		f.Table = template.HTML(table(&t))
	}
	return f.write(w, t.Parties)
}

// points writes the points, part by part.
func (p *printer) points(t *bracket.Text) {
	if slices.ContainsFunc(t.Points, func(pt bracket.Point) bool { return pt.Part != "" || pt.PartLabel != "" }) {
		p.heading = "h3" // below the parts'
	}
	if p.style == styles.ITU {
		p.proposals = styles.Proposals(*t)
	}
	part := ""
	for i := range t.Points {
		pt := &t.Points[i]
		if now := partTitle(pt.PartLabel, pt.Part); now != part {
			part = now
			if now != "" {
				fmt.Fprintf(&p.b, "<h2 class=\"part\" dir=\"auto\">%s</h2>\n", esc(now))
			}
		}
		p.point(i, t)
	}
}

// contents lists the points, part by part.
func (p *printer) contents(t *bracket.Text) (out []contentsPart) {
	part := "\x00"
	for i := range t.Points {
		pt := &t.Points[i]
		if now := partTitle(pt.PartLabel, pt.Part); now != part {
			part = now
			out = append(out, contentsPart{Title: now})
		}
		last := &out[len(out)-1]
		c := contentsOf(pt)
		if level := styles.LevelOf(pt, !p.apart); p.style == styles.Colour {
			c.Mark, c.Said = level.String(), ", "+level.Short(!p.apart)
		}
		last.Points = append(last.Points, c)
	}
	return out
}

func partTitle(label, title string) string {
	if label != "" && title != "" {
		return label + ". " + title
	}
	return label + title
}

// key says how to read the paper.
func key(t bracket.Text, o Options) []template.HTML {
	var out []template.HTML
	switch o.Style {
	case styles.Conference, styles.Trade, styles.Unattributed, styles.OwnNamed:
		out = append(out, "Square brackets hold wording that is not agreed; each has a number that can be spoken.")
	}
	if o.Style == styles.Conference && !o.Apart {
		out = append(out, "Strokes divide the variants. Behind a variant stands who proposes it, or who retains or would delete it; "+
			"a variant without a code is that of the base. A party that did not address a bracket is not printed at it.")
	} else {
		for _, l := range styles.Legend(o.Style, !o.Apart) {
			l = strings.NewReplacer("~~struck~~", "<del>struck</del>", "__added__", "<ins>added</ins>").Replace(esc(l))
			out = append(out, template.HTML(l))
		}
	}
	var names []string
	for i, c := range t.Parties {
		s := fmt.Sprintf("<b class=\"p p%d\">%s</b>", i, esc(string(c)))
		if n := o.Names[c]; n != "" {
			s += " " + esc(n)
		} else if title := t.Texts[c].Title; title != "" && title != t.Texts[ident.Base].Title {
			s += " " + esc(title)
		}
		names = append(names, "<span>"+s+"</span>")
	}
	if len(names) > 0 {
		out = append(out, template.HTML("<span class=\"codes\">"+strings.Join(names, " ")+"</span>"))
	}
	return append(out, "<b>Wording outside brackets is not thereby agreed.</b>")
}

func contentsOf(pt *bracket.Point) contentsPoint {
	n := pt.Heading.Count() + pt.Wording.Count()
	c := contentsPoint{Anchor: anchor(pt), Number: pt.Number, Title: pt.Heading.Reading(ident.Base)}
	if c.Title == "" && !slices.Contains(pt.Speaks, ident.Base) {
		for _, h := range pt.Speaks {
			if c.Title = pt.Heading.Reading(h); c.Title != "" {
				break
			}
		}
	}
	if c.Title == "" {
		c.Title = called(pt)
	}
	if n > 0 {
		c.Mark, c.Said = fmt.Sprintf("[%d]", n), ", "+count(n, "bracket")
	}
	return c
}

// called is what a point without a heading is listed as.
func called(pt *bracket.Point) string {
	if pt.Kind == plan.KindPoint || pt.Kind == plan.KindDefinition {
		words := strings.Fields(pt.Wording.Reading(ident.Base))
		return strings.Join(words[:min(len(words), 6)], " ")
	}
	s := pt.Spoken()
	return strings.ToUpper(s[:1]) + s[1:]
}

func anchor(pt *bracket.Point) string { return "pt-" + string(pt.ID) }

// point writes one point.
func (p *printer) point(i int, t *bracket.Text) {
	pt := &t.Points[i]
	n := pt.Heading.Count() + pt.Wording.Count()
	level := styles.LevelOf(pt, !p.apart)
	mark := ""
	if p.style == styles.Colour && level != styles.Untouched {
		mark = fmt.Sprintf("<span class=\"lm m%d\" aria-hidden=\"true\">%s</span> ", level, level)
	}
	fmt.Fprintf(&p.b, "<section class=\"pt\" aria-labelledby=\"%s\">\n<span class=\"no\">%s%s</span>\n<%s id=\"%s\"><span dir=\"auto\">",
		esc(anchor(pt)), mark, esc(number(pt)), p.heading, esc(anchor(pt)))
	switch {
	case len(pt.Heading) > 0:
		p.wording(pt.Heading)
	default:
		p.b.WriteString("<span class=\"vh\">" + esc("Point "+pt.Spoken()) + "</span>")
	}
	p.b.WriteString("</span>")
	said := tag(pt, n, p.apart)
	if p.style == styles.Colour && level != styles.Untouched {
		said = esc(level.Said())
	}
	if said != "" {
		p.b.WriteString(" <span class=\"tag\">" + said + "</span>")
	}
	p.b.WriteString("</" + p.heading + ">\n")
	switch p.style {
	case styles.Options:
		p.options(pt.Wording)
	case styles.ITU:
		p.paragraphs(bracket.Wording{{Words: styles.Reading(pt.Wording, ident.Base)}}, nil)
		p.proposed(p.proposals[i], pt)
	case styles.Colour:
		p.paragraphs(pt.Wording, nil)
		p.notes(pt)
	case styles.Conference:
		var notes []note
		if !p.apart {
			notes = notesOf(pt.Heading)
		}
		p.paragraphs(pt.Wording, notes)
	default:
		p.paragraphs(pt.Wording, nil)
	}
	if !p.apart {
		p.silent(pt, t)
	}
	p.b.WriteString("</section>\n")
}

// paragraphs writes a wording line by line; in the conference style the margin has
// the base's words, beside the first line those of the notes.
func (p *printer) paragraphs(w bracket.Wording, notes []note) {
	for i, para := range paragraphs(w) {
		fmt.Fprintf(&p.b, "<div class=\"para lv%d\"><p class=\"tx\" dir=\"auto\">", para.level)
		p.wording(para.wording)
		p.b.WriteString("</p>")
		if p.style == styles.Conference && !p.apart {
			if i > 0 {
				notes = nil
			}
			p.margin(append(notes, notesOf(para.wording)...))
		}
		p.b.WriteString("</div>\n")
	}
}

// number is what stands beside the point.
func number(pt *bracket.Point) string {
	if pt.Kind == plan.KindFootnote {
		return pt.Number
	}
	if strings.Contains(pt.Label, "%") {
		return strings.Replace(pt.Label, "%", pt.Number, 1)
	}
	return strings.TrimSpace(pt.Label + " " + pt.Number)
}

func tag(pt *bracket.Point, n int, apart bool) string {
	var parts []string
	if n > 0 {
		parts = append(parts, fmt.Sprintf("<b aria-hidden=\"true\">[%d]</b> %s", n, count(n, "bracket")))
	}
	if !slices.Contains(pt.Speaks, ident.Base) && !apart {
		parts = append(parts, "not in the base")
	}
	return strings.Join(parts, ", ")
}

var small = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	if n < len(small) {
		return small[n] + " " + noun
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// silent says which parties gave no text on the point.
func (p *printer) silent(pt *bracket.Point, t *bracket.Text) {
	var codes []string
	for _, c := range t.Parties {
		if !slices.Contains(pt.Speaks, c) {
			codes = append(codes, esc(string(c)))
		}
	}
	if len(codes) > 0 && len(codes) < len(t.Parties) {
		fmt.Fprintf(&p.b, "<p class=\"silent\">No text on this point from %s</p>\n", strings.Join(codes, ", "))
	}
}

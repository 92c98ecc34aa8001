package html

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/styles"
)

// options writes the distinct readings of a wording one below the other.
func (p *printer) options(w bracket.Wording) {
	list := styles.ListOptions(w)
	if len(list) == 1 {
		p.paragraphs(bracket.Wording{{Words: list[0].Words}}, nil)
		return
	}
	p.b.WriteString("<ol class=\"opts\">\n")
	for i, o := range list {
		fmt.Fprintf(&p.b, "<li><p class=\"ol\"><b>Option %d</b>", i+1)
		if len(o.By) > 0 {
			p.b.WriteString("<span class=\"by\"><i> (</i>")
			p.codes(o.By, ", ")
			p.b.WriteString("<i>)</i></span>")
		}
		p.b.WriteString("<i>: </i></p>\n")
		if o.Words == "" {
			p.b.WriteString("<p class=\"tx no-words\">No text</p>\n")
		}
		p.paragraphs(bracket.Wording{{Words: o.Words}}, nil)
		p.b.WriteString("</li>\n")
	}
	p.b.WriteString("</ol>\n")
}

// proposed writes the proposals on a point, with what is struck and added.
func (p *printer) proposed(list []styles.Proposal, pt *bracket.Point) {
	for _, x := range list {
		fmt.Fprintf(&p.b, "<div class=\"prop\"><p class=\"ol\">")
		p.codes([]ident.Code{x.Party}, "")
		fmt.Fprintf(&p.b, "<span class=\"ref\">%s</span> <b>%s %s</b>", esc(strings.TrimPrefix(x.Ref, string(x.Party))), x.Act, esc(x.Number))
		if x.After != "" {
			fmt.Fprintf(&p.b, " <span class=\"ref\">to stand after %s</span>", esc(string(x.After)))
		}
		p.b.WriteString("</p>\n")
		p.changed(x.Heading, "tx th")
		p.changed(x.Wording, "tx")
		p.b.WriteString("</div>\n")
	}
	if p.apart && pt.Heading.Count()+pt.Wording.Count() > 0 { // the others' proposals would say which wordings belong together
		p.b.WriteString("<div class=\"prop\"><p class=\"ol\"><b>All wordings, without names</b></p>\n")
		q := printer{style: styles.Unattributed, apart: true}
		if pt.Heading.Count() > 0 {
			q.b.WriteString("<p class=\"tx th\" dir=\"auto\">")
			q.wording(pt.Heading)
			q.b.WriteString("</p>\n")
		}
		if pt.Wording.Count() > 0 {
			q.paragraphs(pt.Wording, nil)
		}
		p.b.WriteString(q.b.String() + "</div>\n")
	}
}

// changed writes a redline.
func (p *printer) changed(runs []styles.Run, class string) {
	if len(runs) == 0 {
		return
	}
	p.b.WriteString("<p class=\"" + class + "\" dir=\"auto\">")
	for _, r := range runs {
		p.b.WriteString(lines(r.Same))
		if r.Struck != "" {
			p.b.WriteString("<del>" + lines(r.Struck) + "</del>")
		}
		if r.Struck != "" && r.Added != "" {
			p.b.WriteByte(' ')
		}
		if r.Added != "" {
			p.b.WriteString("<ins>" + lines(r.Added) + "</ins>")
		}
	}
	p.b.WriteString("</p>\n")
}

// open writes the base's words of a bracket as clean words that are open, with the
// number that leads to the note.
func (p *printer) open(b *bracket.Bracket) {
	words := styles.Reading(bracket.Wording{{Bracket: b}}, ident.Base)
	core := strings.TrimRight(words, " \n")
	lead := core[:len(core)-len(strings.TrimLeft(core, " \n"))]
	fmt.Fprintf(&p.b, "%s<span class=\"open\">%s<a class=\"id\" href=\"#n-%s\" aria-label=\"note %s\">%s</a></span>%s",
		lines(lead), lines(core[len(lead):]), slug(b.Number), esc(string(b.Number)), esc(string(b.Number)), lines(words[len(core):]))
}

// notes says below a point what else is wanted at its open places.
func (p *printer) notes(pt *bracket.Point) {
	var list []styles.Note
	for _, w := range []bracket.Wording{pt.Heading, pt.Wording} {
		for _, it := range w {
			if it.Bracket != nil {
				list = append(list, styles.NoteOf(it.Bracket))
			}
		}
	}
	if len(list) == 0 {
		return
	}
	said := func(o styles.Option) string {
		if o.Words == "" {
			return "<i class=\"said\">without these words</i>"
		}
		return "<q dir=\"auto\">" + lines(o.Words) + "</q>"
	}
	p.b.WriteString("<ul class=\"notes\">\n")
	for _, n := range list {
		fmt.Fprintf(&p.b, "<li id=\"n-%s\"><b>%s</b> ", slug(n.Bracket), esc(string(n.Bracket)))
		if n.Here.Words == "" {
			p.b.WriteString("nothing stands here")
		} else {
			p.b.WriteString("here " + said(n.Here))
		}
		if len(n.Here.By) > 0 && n.Here.Words == "" {
			p.b.WriteString(", which is what ")
			p.codes(n.Here.By, ", ")
			p.b.WriteString(" would have")
		} else if len(n.Here.By) > 0 {
			p.b.WriteString(", retained by ")
			p.codes(n.Here.By, ", ")
		}
		for _, o := range n.Others {
			p.b.WriteString("; " + said(o))
			if len(o.By) > 0 {
				p.b.WriteByte(' ')
				p.codes(o.By, ", ")
			}
		}
		if n.Range != "" {
			p.b.WriteString("; range " + esc(n.Range))
		}
		p.b.WriteString("</li>\n")
	}
	p.b.WriteString("</ul>\n")
}

// columns writes the table of open places: a column for the base and for each
// party, or where a line of paper has no room for so many, one for all of their
// wordings.
func (p *printer) columns(t *bracket.Text) {
	each := styles.Spread(*t, !p.apart)
	head := []string{"Base"}
	marks := []string{"Base"}
	switch {
	case p.apart:
		head, marks = append(head, "Other wordings"), append(marks, "Other wordings")
	case each:
		for i, c := range t.Parties {
			head = append(head, string(c))
			marks = append(marks, fmt.Sprintf("<b class=\"p p%d\">%s</b>", i, esc(string(c))))
		}
	default:
		head, marks = append(head, "Wordings of the parties"), append(marks, "Wordings of the parties")
	}
	head, marks = append(head, "Status"), append(marks, "Status")
	fmt.Fprintf(&p.b, "<table class=\"cols n%d\"><caption class=\"vh\">Open places, one a row</caption>\n<thead><tr><th scope=\"col\">Point</th>", min(len(head), styles.Wide+2))
	for _, m := range marks {
		p.b.WriteString("<th scope=\"col\">" + m + "</th>")
	}
	p.b.WriteString("</tr></thead>\n")
	part := ""
	var at *bracket.Point
	for _, r := range styles.Rows(*t, !p.apart) {
		if now := partTitle(r.Point.PartLabel, r.Point.Part); now != part {
			part = now
			if now != "" {
				p.closeBody(&at)
				fmt.Fprintf(&p.b, "<tbody><tr class=\"pp\"><th scope=\"rowgroup\" colspan=\"%d\" dir=\"auto\">%s</th></tr></tbody>\n", len(head)+1, esc(now))
			}
		}
		if r.Point != at {
			p.closeBody(&at)
			at = r.Point
			title := esc(number(r.Point))
			if h := styles.Reading(r.Point.Heading, ident.Base); h != "" {
				title += " <span dir=\"auto\">" + lines(h) + "</span>"
			} else if title == "" {
				title = esc(called(r.Point))
			}
			fmt.Fprintf(&p.b, "<tbody><tr class=\"ph\"><th scope=\"rowgroup\" colspan=\"%d\" id=\"%s\">%s</th></tr>\n", len(head)+1, esc(anchor(r.Point)), title)
		}
		p.row(t, r, head, each)
	}
	p.closeBody(&at)
	p.b.WriteString("</table>\n")
}

// closeBody ends the rows of a point.
func (p *printer) closeBody(at **bracket.Point) {
	if *at != nil {
		p.b.WriteString("</tbody>\n")
		*at = nil
	}
}

// row writes one row. Each cell has its column's name for a narrow screen, where
// the cells stand one below the other.
func (p *printer) row(t *bracket.Text, r styles.Row, head []string, each bool) {
	if r.Bracket == "" {
		fmt.Fprintf(&p.b, "<tr class=\"whole\"><th scope=\"row\"><span class=\"vh\">whole</span></th><td colspan=\"%d\" class=\"tc\" dir=\"auto\">%s</td><td>%s</td></tr>\n",
			len(head)-1, lines(r.Base.Words), esc(r.Status))
		return
	}
	name := esc(string(r.Bracket))
	if r.Heading {
		name += " <small>heading</small>"
	}
	fmt.Fprintf(&p.b, "<tr><th scope=\"row\">%s</th>", name)
	cell := func(i int, class, body string) {
		fmt.Fprintf(&p.b, "<td class=\"%s\" dir=\"auto\"><span class=\"cn\" aria-hidden=\"true\">%s</span><div>%s</div></td>", class, esc(head[i]), body)
	}
	if r.Base.Said == styles.SaidNone { // nothing stands between the marks
		r.Base.Said = ""
	}
	base := "<span class=\"ctx\">" + lines(r.Before) + "</span><b class=\"k\">[</b>" + cellHTML(r.Base, "") + "<b class=\"k\">]</b><span class=\"ctx\">" + lines(r.After) + "</span>"
	cell(0, "tc", base)
	if each {
		for i, c := range r.Parties {
			class := "tc"
			if c.Said != "" && c.Said != styles.SaidRetain && c.Said != styles.SaidNone {
				class += " idle"
			}
			cell(i+1, class, cellHTML(c, fmt.Sprintf("alt p%d", i)))
		}
	} else {
		var list strings.Builder
		list.WriteString("<ul>")
		for _, h := range r.Wordings(*t) {
			q := printer{parties: p.parties}
			if len(h.By) > 0 {
				q.codes(h.By, ", ")
				q.b.WriteByte(' ')
			}
			list.WriteString("<li>" + q.b.String() + cellHTML(h.Cell, "") + "</li>")
		}
		list.WriteString("</ul>")
		if !slices.ContainsFunc(r.Parties, func(c styles.Cell) bool { return c.Said != styles.SaidPassed && c.Said != styles.SaidSilent }) && len(r.Others) == 0 {
			list.Reset()
		}
		cell(1, "tc", list.String())
	}
	fmt.Fprintf(&p.b, "<td><span class=\"cn\" aria-hidden=\"true\">Status</span><div>%s</div></td></tr>\n", esc(r.Status))
}

// cellHTML is what stands in a cell.
func cellHTML(c styles.Cell, class string) string {
	switch {
	case c.Said == styles.SaidPassed:
		return "<i class=\"said\" aria-label=\"did not address it\" role=\"img\">–</i>"
	case c.Said != "":
		return "<i class=\"said\">" + esc(c.Said) + "</i>"
	case class == "":
		return lines(c.Words)
	}
	return "<span class=\"" + class + "\">" + lines(c.Words) + "</span>"
}

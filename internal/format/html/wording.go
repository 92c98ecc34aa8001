package html

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
)

func esc(s string) string { return html.EscapeString(s) }

// lines are words with their line ends.
func lines(s string) string { return strings.ReplaceAll(esc(s), "\n", "<br>") }

// printer writes points.
type printer struct {
	b         strings.Builder
	parties   []ident.Code
	style     styles.Style
	apart     bool   // not every party is named
	heading   string // the element of points' headings
	proposals [][]styles.Proposal
}

// wording writes a wording in the style.
func (p *printer) wording(w bracket.Wording) {
	for _, it := range w {
		switch {
		case it.Bracket == nil:
			p.b.WriteString(lines(it.Words))
		case p.style == styles.Unattributed, p.style == styles.OwnNamed:
			p.plain(it.Bracket)
		case p.style == styles.Trade:
			p.trade(it.Bracket)
		case p.style == styles.Colour:
			p.open(it.Bracket)
		case p.style == styles.ITU:
			p.b.WriteString(lines(styles.Reading(bracket.Wording{it}, ident.Base)))
		default:
			p.bracket(it.Bracket)
		}
	}
}

// group opens a bracket, and writes its number into its first mark.
func (p *printer) group(b *bracket.Bracket) {
	fmt.Fprintf(&p.b, "<span class=\"br\" role=\"group\" aria-label=\"Bracket %s, %s\">", esc(string(b.Number)), count(len(b.Variants), "variant"))
}

// id is the bracket's number, which leads to who holds what.
func (p *printer) id(b *bracket.Bracket) {
	if p.apart || p.style == styles.Options {
		fmt.Fprintf(&p.b, "<span class=\"id\">%s</span>", esc(string(b.Number)))
		return
	}
	fmt.Fprintf(&p.b, "<a class=\"id\" href=\"#h-%s\">%s</a>", slug(b.Number), esc(string(b.Number)))
}

// plain writes a bracket without names: [15][25][40]; or, where one party is named
// alone, with its own: [15][25][40 - SEL].
func (p *printer) plain(b *bracket.Bracket) {
	fmt.Fprintf(&p.b, "<span class=\"br\" role=\"group\" aria-label=\"Bracket %s\">", esc(string(b.Number)))
	stances := styles.Stances(b)
	first := true
	for i, v := range b.Variants {
		if len(v.Wording) == 0 {
			continue
		}
		p.b.WriteString("<b class=\"k\">[</b>")
		if first {
			p.id(b)
			first = false
		}
		p.alt(v)
		p.stances(stances[i])
		p.b.WriteString("<b class=\"k\">]</b>")
	}
	p.b.WriteString("</span>")
}

// bracket writes a bracket with who is printed at each variant.
func (p *printer) bracket(b *bracket.Bracket) {
	p.group(b)
	p.b.WriteString("<b class=\"k\">[</b>")
	p.id(b)
	stances := styles.Stances(b)
	first := true
	for i, v := range b.Variants {
		if len(v.Wording) == 0 {
			continue
		}
		if !first {
			p.b.WriteString(" <span class=\"or\">/</span> ")
		}
		first = false
		lead, tail := blanks(v.Wording)
		if lead {
			p.b.WriteByte(' ')
		}
		p.alt(v)
		p.stances(stances[i])
		if v.MovedFrom != "" || v.MovedTo != "" {
			p.b.WriteString(" <small class=\"mv\">" + moved(v) + "</small>")
		}
		if tail {
			p.b.WriteByte(' ')
		}
	}
	p.b.WriteString("<b class=\"k\">]</b></span>")
}

// trade writes a bracket as [HAR propose: 15] [UNI retain: 25].
func (p *printer) trade(b *bracket.Bracket) {
	p.group(b)
	stances := styles.Stances(b)
	first := true
	for i, v := range b.Variants {
		if len(v.Wording) == 0 {
			continue
		}
		if !first {
			p.b.WriteByte(' ')
		}
		p.b.WriteString("<b class=\"k\">[</b>")
		if first {
			p.id(b)
		}
		first = false
		if len(stances[i]) > 0 {
			p.b.WriteString("<span class=\"by tr\">")
			for k, st := range stances[i] {
				if k > 0 {
					p.b.WriteString("; ")
				}
				p.codes(st.Parties, "/")
				p.b.WriteString(" <small>" + styles.TradeVerb(st.Verb) + "</small>")
			}
			p.b.WriteString(":</span> ")
		}
		p.alt(v)
		p.b.WriteString("<b class=\"k\">]</b>")
	}
	p.b.WriteString("</span>")
}

// alt writes the words of a variant, with the line of the party that wants them
// alone.
func (p *printer) alt(v bracket.Variant) {
	class := "alt"
	if own := proposers(v); len(own) == 1 && slices.Contains(p.parties, own[0]) {
		class += fmt.Sprintf(" p%d", slices.Index(p.parties, own[0]))
	}
	p.b.WriteString("<span class=\"" + class + "\">")
	p.wording(v.Wording)
	p.b.WriteString("</span>")
}

// codes writes the marks of parties.
func (p *printer) codes(codes []ident.Code, between string) {
	for i, c := range codes {
		if i > 0 {
			p.b.WriteString("<i>" + between + "</i>")
		}
		fmt.Fprintf(&p.b, "<b class=\"p p%d\">%s</b>", slices.Index(p.parties, c), esc(string(c)))
	}
}

// stances writes who stands at a variant.
func (p *printer) stances(list []styles.Stance) {
	if len(list) == 0 {
		return
	}
	p.b.WriteString("<span class=\"by\"><i> - </i>")
	for i, st := range list {
		if i > 0 {
			p.b.WriteString("<i>; </i> ")
		}
		p.codes(st.Parties, ", ")
		if st.Verb != "" {
			p.b.WriteString(" <small>" + st.Verb + "</small>")
		}
	}
	p.b.WriteString("</span>")
}

func moved(v bracket.Variant) string {
	if v.MovedFrom != "" {
		return "moved from " + esc(string(v.MovedFrom))
	}
	return "moved to " + esc(string(v.MovedTo))
}

// blanks reports whether a wording begins and ends with a blank.
func blanks(w bracket.Wording) (lead, tail bool) {
	return strings.HasPrefix(w[0].Words, " "), strings.HasSuffix(w[len(w)-1].Words, " ")
}

// proposers are the parties printed at a variant that is not the base's.
func proposers(v bracket.Variant) []ident.Code {
	if slices.Contains(v.Holders, ident.Base) {
		return nil
	}
	return v.By
}

func retainers(v bracket.Variant) []ident.Code {
	if !slices.Contains(v.Holders, ident.Base) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.By), func(c ident.Code) bool { return c == ident.Base })
}

// paragraph is a line of a wording with the brackets in it.
type paragraph struct {
	wording bracket.Wording
	level   int // how deep its item stands
}

// paragraphs divides a wording at the line ends in its agreed words.
func paragraphs(w bracket.Wording) []paragraph {
	out := []paragraph{{}}
	for _, it := range w {
		if it.Bracket != nil {
			last := &out[len(out)-1]
			last.wording = append(last.wording, it)
			continue
		}
		for k, s := range strings.Split(it.Words, "\n") {
			if k > 0 {
				out = append(out, paragraph{})
			}
			if s != "" {
				last := &out[len(out)-1]
				last.wording = append(last.wording, bracket.Item{Words: s})
			}
		}
	}
	out = slices.DeleteFunc(out, func(p paragraph) bool { return len(p.wording) == 0 })
	var firsts []string
	for _, p := range out {
		firsts = append(firsts, opening(p.wording))
	}
	for i, l := range plan.Lines(strings.Join(firsts, "\n")) {
		out[i].level = l.Level
	}
	return out
}

// opening is the first line of a paragraph, for its label.
func opening(w bracket.Wording) string {
	s, _, _ := strings.Cut(strings.TrimSpace(w.Reading(ident.Base)), "\n")
	if s == "" {
		return "x"
	}
	for i := range s {
		if i > 40 {
			return s[:i]
		}
	}
	return s
}

// note is what stands in the margin about a bracket.
type note struct {
	number ident.Bracket
	base   string
	none   bool // the base has no words there
}

// notesOf makes the margin's notes on the brackets of a wording.
func notesOf(w bracket.Wording) []note {
	var out []note
	w.Brackets(func(b *bracket.Bracket) bool {
		n := note{number: b.Number}
		held := false
		for _, v := range b.Variants {
			if slices.Contains(v.Holders, ident.Base) {
				n.base, held = strings.TrimSpace(v.Wording.Reading(ident.Base)), true
			}
		}
		n.none = n.base == ""
		if held {
			out = append(out, n)
		}
		return true
	})
	return out
}

func (p *printer) margin(notes []note) {
	if len(notes) == 0 {
		return
	}
	p.b.WriteString("<ul class=\"mn\">")
	for _, n := range notes {
		what := "base without it"
		if !n.none {
			what = "base <q dir=\"auto\">" + esc(shorten(n.base, 60)) + "</q>"
		}
		fmt.Fprintf(&p.b, "<li><b>%s</b> %s</li>", esc(string(n.number)), what)
	}
	p.b.WriteString("</ul>")
}

// shorten cuts words to about so many characters.
func shorten(s string, most int) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	runes := []rune(s)[:most]
	cut := strings.LastIndexByte(string(runes), ' ')
	if cut < most/2 {
		return string(runes) + "…"
	}
	return string(runes)[:cut] + " …"
}

// slug makes a bracket's number fit for an address within the page.
func slug(n ident.Bracket) string { return esc(strings.ReplaceAll(string(n), " ", "-")) }

// table lists who holds which variant.
func table(t *bracket.Text) string {
	var b strings.Builder
	rows := 0
	each := func(br *bracket.Bracket) bool {
		rows++
		for i, v := range br.Variants {
			b.WriteString("<tr>")
			if i == 0 {
				fmt.Fprintf(&b, "<th scope=\"rowgroup\" rowspan=\"%d\" id=\"h-%s\">%s</th>", len(br.Variants), slug(br.Number), esc(string(br.Number)))
			}
			words := "<i>without these words</i>"
			if len(v.Wording) > 0 {
				words = outline(v.Wording)
			}
			fmt.Fprintf(&b, "<td dir=\"auto\">%s</td><td>%s</td></tr>\n", words, held(v))
		}
		return true
	}
	for i := range t.Points {
		t.Points[i].Heading.Brackets(each)
		t.Points[i].Wording.Brackets(each)
	}
	if rows == 0 {
		return ""
	}
	return "<table class=\"att\"><caption>Who holds which variant</caption><thead><tr><th scope=\"col\">Bracket</th><th scope=\"col\">Variant</th><th scope=\"col\">Held by</th></tr></thead><tbody>\n" +
		b.String() + "</tbody></table>"
}

// outline is a variant with the numbers of the brackets inside it.
func outline(w bracket.Wording) string {
	var b strings.Builder
	for _, it := range w {
		if it.Bracket != nil {
			b.WriteString("<b>[" + esc(string(it.Bracket.Number)) + "]</b>")
			continue
		}
		b.WriteString(lines(it.Words))
	}
	return strings.TrimSpace(b.String())
}

// held says who is printed at a variant, in words.
func held(v bracket.Variant) string {
	join := func(codes []ident.Code) string {
		s := make([]string, len(codes))
		for i, c := range codes {
			s[i] = esc(string(c))
		}
		return strings.Join(s, ", ")
	}
	var parts []string
	if slices.Contains(v.Holders, ident.Base) {
		parts = append(parts, "base")
		if r := retainers(v); len(r) > 0 {
			parts = append(parts, "retained by "+join(r))
		}
	} else {
		parts = append(parts, "proposed by "+join(v.By))
	}
	if v.MovedFrom != "" || v.MovedTo != "" {
		parts = append(parts, moved(v))
	}
	return strings.Join(parts, "; ")
}

package markdown

import (
	"strings"

	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

var (
	closing  = pattern(`[ \t]+#+[ \t]*$`)
	escaped  = pattern("\\\\([!-/:-@\\[-`{-~])")
	tableRow = pattern(`^\s*\|.*\|\s*$`)
)

// heading is a heading line of Markdown taken apart.
type heading struct {
	level int
	words string // unescaped
	raw   head   // of the words, or of the attributes where they give it
	attrs attributes
	has   bool // it has attributes
}

func (r *reader) heading(l string) (heading, bool) {
	if len(l) > longest || !strings.HasPrefix(strings.TrimLeft(l, " "), "#") {
		return heading{}, false
	}
	m := hashes().FindStringSubmatch(l)
	if m == nil {
		return heading{}, false
	}
	h := heading{level: len(m[1])}
	text, attrs, has := splitAttributes(strings.TrimSpace(closing().ReplaceAllString(" "+m[2], "")), true)
	h.attrs, h.has = attrs, has
	h.raw = r.parseHead(oneLine(text))
	h.raw.label, h.raw.number, h.raw.heading = r.unescape(h.raw.label), r.unescape(h.raw.number), r.unescape(h.raw.heading)
	h.words = r.unescape(oneLine(text))
	if attrs.number != nil || attrs.label != nil || attrs.heading != nil || attrs.kind != "" && attrs.kind != h.raw.kind {
		h.raw = given(attrs, h.words, h.raw)
	}
	return h, true
}

// given is the head that attributes give expressly.
func given(a attributes, text string, found head) head {
	if a.number == nil && a.label == nil && a.heading == nil {
		found.kind = a.kind
		return found
	}
	h := head{kind: plan.KindPoint, heading: text, numbered: true}
	if a.kind != "" {
		h.kind = a.kind
	}
	if a.number != nil {
		h.number = *a.number
	}
	if a.label != nil {
		h.label = *a.label
	}
	if a.heading != nil {
		h.heading = *a.heading
	}
	return h
}

// unescape takes the backslash from before ASCII punctuation.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return escaped().ReplaceAllString(s, "$1")
}

// pointLevel is the level of the headings that are points: the one where most
// numbered or marked headings stand, else the deepest.
func (r *reader) pointLevel(first int) int {
	var marked, all [7]int
	for _, l := range r.lines[first:] {
		h, ok := r.heading(l)
		if !ok {
			continue
		}
		_, _, part := parsePart(h.words)
		switch {
		case h.attrs.part || h.attrs.title:
			continue
		case h.has || h.raw.numbered && h.raw.kind != plan.KindAnnex && !part:
			marked[h.level]++
		case !part:
			all[h.level]++
		}
	}
	best := 0
	for level := 1; level <= 6; level++ {
		if marked[level] > 0 && marked[level] >= marked[best] {
			best = level
		}
	}
	for level := 6; level > 1 && best == 0; level-- {
		if all[level] > 0 {
			best = level
		}
	}
	return best
}

func (r *reader) readMarkdown(first int) {
	level := r.pointLevel(first)
	titled, tables := false, false
	for i := first; i < len(r.lines); i++ {
		l := r.lines[i]
		if h, ok := r.heading(l); ok {
			r.endLine()
			titled = r.markdownHeading(h, level, titled, i+1)
			continue
		}
		if len(l) <= longest {
			// What cannot match is told apart before the expressions, which take longer.
			if strings.Trim(l, "-*_ \t") == "" && rule().MatchString(l) {
				r.endLine()
				r.note(i+1, "a line across the page was left out")
				continue
			}
			if m := footnoteOf(l); m != nil {
				r.startPoint(head{kind: plan.KindFootnote, number: m[1]}, attributes{}, i+1)
				l = m[2]
			}
			if !tables && strings.Contains(l, "|") && tableRow().MatchString(l) {
				tables = true
				r.note(i+1, "a table was taken as words, line by line")
			}
		}
		if head := l[:runeCut(l, 64)]; strings.Contains(head, ">") {
			if at := quote().FindStringIndex(head); at != nil {
				l = l[at[1]:]
				r.quoted = true
			}
		}
		l = words.Normalise(l)
		if l == "" {
			r.endLine()
			continue
		}
		r.text(r.unescape(l), !tables || !tableRow().MatchString(l), i+1)
	}
}

// footnoteOf is the label and the words of a line that is a footnote.
func footnoteOf(l string) []string {
	if !strings.HasPrefix(l, "[^") {
		return nil
	}
	return footnote().FindStringSubmatch(l)
}

// markdownHeading places a heading and says whether the text has its title now.
func (r *reader) markdownHeading(h heading, level int, titled bool, line int) bool {
	label, title, part := parsePart(h.words)
	atStart := r.open == nil && len(r.t.Points) == 0 && r.part == "" && r.partLabel == ""
	switch {
	case h.words == "" && !h.has: // nothing stands in it
	case h.attrs.title:
		r.t.Title = oneLine(given(h.attrs, h.words, h.raw).heading)
		r.starting(line, "")
		return true
	case h.attrs.part:
		g := head{}
		if h.attrs.label != nil {
			g.label = *h.attrs.label
		}
		if h.attrs.heading != nil {
			g.heading = *h.attrs.heading
		} else {
			g.heading = h.words
		}
		r.startPart(g.label, g.heading, line)
	case h.has:
		r.startPoint(h.raw, h.attrs, line)
	case part && h.level <= max(level, 2):
		r.startPart(label, title, line)
	case h.level == 1 && atStart && !titled && !h.raw.numbered && h.raw.kind == plan.KindPoint:
		r.t.Title = h.words
		r.starting(line, "")
		return true
	case h.raw.kind == plan.KindPreamble || h.raw.kind == plan.KindAnnex:
		r.startPoint(h.raw, h.attrs, line)
	case h.level > level && level > 0:
		r.note(line, "a heading below the points was taken as words of its point")
		r.text(h.words, false, line)
		r.endLine()
	case h.level == level || h.raw.numbered:
		r.startPoint(h.raw, h.attrs, line)
	case r.part != "" && r.open == nil && h.level > 1:
		// a heading directly below a part's is a part within it
		r.part += " / " + h.words
		r.note(line, "a part within a part was joined to its name")
	default:
		r.startPart("", h.words, line)
	}
	return titled
}

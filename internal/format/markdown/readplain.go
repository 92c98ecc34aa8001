package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// plainReader is what the reading of plain text has to remember.
type plainReader struct {
	*reader
	width     int  // the width at which lines are wrapped, 0 where they are not
	labelled  bool // points are labelled ("Article 3"); bare numbers are items
	last      int  // the number of the last point
	inner     int  // the number of the last numbered item in it
	indent    int  // how far the first point is indented
	fresh     bool // a blank line, or nothing, stands before
	length    int  // of the line before
	title     bool // the title is still to come
	bareStart bool // the point before has a number only; its heading may follow
	partStart bool // the part before has a label only; its title may follow
}

// pageNumber is a line that was copied with the words of a page.
var pageNumber = pattern(`^(?:[-–—]\s?\p{Nd}{1,4}\s?[-–—]|(?i:page|seite|сторінка|страница|стор\.|стр\.)\s\p{Nd}{1,4}(?:\s?(?:of|/|von|de|sur|з|из)\s?\p{Nd}{1,4})?)$`)

func (r *reader) readPlain(first int) {
	p := &plainReader{reader: r, width: r.wrapped(first), fresh: true, title: true, indent: -1}
	p.labelled = r.countLabelled(first) >= 2
	for i := first; i < len(r.lines); i++ {
		l := r.lines[i]
		if at := quote().FindStringIndex(l[:runeCut(l, 64)]); at != nil {
			l = l[at[1]:]
			r.quoted = true
		}
		indent, bullet := indentOf(l), strings.HasPrefix(strings.TrimLeft(l, " \t"), "o\t") // Word's second bullet
		if p.hashLine(l, i) {
			continue
		}
		l = words.Normalise(l)
		if l == "" {
			r.endLine()
			p.fresh, p.length = true, 0
			continue
		}
		if pageNumber().MatchString(l) {
			r.note(i+1, "the page number %q was left out", l)
			continue
		}
		if words, ok := strings.CutPrefix(l, `\`); ok && words != "" && !r.markdown {
			r.text(words, false, i+1)
			r.endLine()
			p.fresh, p.title, p.bareStart = false, false, false
			p.length = 0
			continue
		}
		if len(l) <= longest && p.structure(l, i, indent) {
			p.fresh, p.title = false, false
			if r.line.Len() == 0 { // no words that the next line may go on with
				p.length = 0
			}
			continue
		}
		p.bareStart, p.partStart = false, false
		p.title = false
		if r.markdown {
			l = r.unescape(l)
		}
		length := utf8.RuneCountInString(l)
		joins := !p.fresh && !bullet && p.width > 0 && p.length > 0 && (p.length*10 >= p.width*6 || !endsSentence(r.tail))
		r.text(l, joins, i+1)
		p.fresh, p.length = false, length
	}
}

// wrapped finds the width at which the lines of the text are wrapped, 0 where
// every line is a paragraph.
func (r *reader) wrapped(first int) int {
	var lengths []int
	for _, l := range r.lines[first:] {
		if n := utf8.RuneCountInString(strings.TrimSpace(l)); n > 0 {
			lengths = append(lengths, n)
		}
	}
	if len(lengths) == 0 {
		return 0
	}
	slices.Sort(lengths)
	width := lengths[(len(lengths)-1)*95/100]
	if width > 110 || lengths[len(lengths)-1] > 160 {
		return 0
	}
	return width
}

func (r *reader) countLabelled(first int) int {
	n := 0
	for _, l := range r.lines[first:] {
		if len(l) > longest {
			continue
		}
		if h := r.parseHead(words.Normalise(l)); h.kind == plan.KindPoint && h.label != "" {
			n++
		}
	}
	return n
}

func indentOf(l string) int {
	n := 0
	for _, r := range l {
		switch {
		case r == '\t':
			n += 4
		case words.IsBlank(r):
			n++
		default:
			return n
		}
	}
	return n
}

func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.In(r, unicode.Po, unicode.Pe, unicode.Pf)
}

// structure places a line that is more than words; it is false for words.
func (p *plainReader) structure(l string, i, indent int) bool {
	text, attrs, has := splitAttributes(l, false)
	switch {
	case has && attrs.title:
		p.endLine()
		p.t.Title = oneLine(given(attrs, text, head{}).heading)
		p.starting(i+1, "")
		return true
	case has && attrs.part:
		g := head{heading: text}
		if attrs.heading != nil {
			g.heading = *attrs.heading
		}
		if attrs.label != nil {
			g.label = *attrs.label
		}
		p.startPart(g.label, g.heading, i+1)
		return true
	case has:
		h := p.parseHead(text)
		if attrs.number != nil || attrs.label != nil || attrs.heading != nil || attrs.kind != "" && attrs.kind != h.kind {
			h = given(attrs, text, h)
		}
		p.point(h, attrs, i, indent)
		return true
	}
	if m := footnote().FindStringSubmatch(l); m != nil {
		p.startPoint(head{kind: plan.KindFootnote, number: m[1]}, attributes{}, i+1)
		if m[2] != "" {
			p.text(m[2], false, i+1)
			p.length = utf8.RuneCountInString(l)
		}
		return true
	}
	if p.marked && !p.fresh && strings.HasSuffix(p.tail, "/") {
		return false // between two variants
	}
	// A line of structure begins where a paragraph may begin.
	if !p.fresh && p.width > 0 && p.length*10 >= p.width*6 && !endsSentence(p.tail) {
		return false
	}
	if label, title, ok := parsePart(l); ok && p.isPart(title, i) {
		p.startPart(label, title, i+1)
		p.partStart = title == ""
		return true
	}
	if p.partStart && p.open == nil && p.short(l) && p.beforeHead(i) && !p.parseHead(l).numbered {
		p.part, p.partStart = oneLine(l), false
		return true
	}
	h := p.parseHead(l)
	switch {
	case h.kind == plan.KindPreamble, h.kind == plan.KindAnnex && (p.short(h.heading) || h.heading == ""):
		p.point(h, attributes{}, i, indent)
		return true
	case h.numbered && h.kind != plan.KindAnnex && p.isPoint(h, i, indent):
		if h.heading != "" && !p.isHeading(h.heading, i) {
			body := h.heading
			if h.heading = ""; h.kind == plan.KindDefinition {
				h.kind = plan.KindPoint
			}
			p.point(h, attributes{}, i, indent)
			if deleted().MatchString(body) {
				p.open.Act = plan.ActDelete
				return true
			}
			p.bareStart = false
			p.text(body, false, i+1)
			p.length = utf8.RuneCountInString(l)
			p.openLine()
			return true
		}
		p.point(h, attributes{}, i, indent)
		return true
	case p.bareStart && p.open != nil && !p.fresh && p.isHeading(l, i):
		if deleted().MatchString(l) {
			p.open.Act = plan.ActDelete
		} else {
			p.open.Heading, p.origin.headLine = l, i+1
		}
		p.bareStart = false
		return true
	case p.title && p.isTitle(l, i):
		p.t.Title = l
		p.starting(i+1, "")
		return true
	}
	return false
}

// openLine leaves the line open for what is wrapped into it.
func (p *plainReader) openLine() {
	if p.width == 0 {
		p.endLine()
	}
}

func (p *plainReader) point(h head, a attributes, i, indent int) {
	p.startPoint(h, a, i+1)
	p.inner = 0
	if n := leading(h.number); n > 0 {
		p.last = n
	}
	if p.indent < 0 {
		p.indent = indent
	}
	p.bareStart = h.label != "" && h.heading == ""
}

// leading is the number before "bis", 0 for none.
func leading(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 99999 {
			break
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// isPoint decides whether a numbered line begins a point or an item in one.
func (p *plainReader) isPoint(h head, i, indent int) bool {
	if lettered().MatchString(h.number + ". ") { // 3a behind 3 only
		return h.label != "" || leading(h.number) == p.last
	}
	if h.label != "" || strings.ContainsFunc(h.number, unicode.IsLetter) {
		return true
	}
	if p.labelled {
		return false
	}
	n := leading(h.number)
	if p.open == nil || p.last == 0 {
		return true
	}
	if p.indent >= 0 && indent > p.indent+1 {
		return false
	}
	switch {
	case n == 1, n == p.inner+1 && n != p.last+1:
		p.inner = n
		return false
	case n == p.inner+1 && p.inner > 0:
		// the next point, or the next item of a list that has come as far
		if !p.isHeading(h.heading, i) && !strings.HasSuffix(p.tail, ".") {
			p.note(i+1, "%s. may be the next point or an item of point %d; it was taken as an item", h.number, p.last)
			p.inner = n
			return false
		}
	}
	return true
}

// noteMarks are the marks of footnotes behind the last word.
var noteMarks = pattern(`(?:\[\^[\p{L}\p{Nd}]{1,16}\])+$`)

// short reports whether words are short enough to be a heading and do not end
// as a sentence does.
func (p *plainReader) short(s string) bool {
	s = noteMarks().ReplaceAllString(s, "")
	last, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && utf8.RuneCountInString(s) <= 90 && !strings.ContainsRune(".;:,!?…。；：，、！？؛،؟", last)
}

// isHeading reports whether words behind a number are a heading: short, and
// with words of the point after them.
func (p *plainReader) isHeading(s string, i int) bool {
	if !p.short(s) || p.goesOn(s, i) {
		return false
	}
	next, ok := p.next(i)
	if !ok || footnote().MatchString(next) {
		return false
	}
	if _, attrs, has := splitAttributes(next, false); has && (attrs.part || attrs.id != "" || attrs.kind != "") {
		return false
	}
	if _, _, part := parsePart(next); part && p.short(next) {
		return false
	}
	h := p.parseHead(next)
	if h.kind == plan.KindAnnex && p.short(next) {
		return false
	}
	if h.numbered && h.label == "" && !p.labelled && leading(h.number) == p.lastOr(leading(p.parseHead(p.normal(i)).number))+1 {
		return false // the next point follows at once
	}
	return !(h.numbered && h.label != "")
}

// goesOn reports whether a line of words is wrapped into the next line: that
// begins with a small letter, or this one is full or ends with a word that no
// heading ends with.
func (p *plainReader) goesOn(s string, i int) bool {
	if i+1 >= len(p.lines) || len(p.lines[i+1]) > longest {
		return false
	}
	next := p.normal(i + 1)
	first, _ := utf8.DecodeRuneInString(next)
	if next == "" || item().MatchString(next[:runeCut(next, 24)]) && !unicode.IsDigit(first) {
		return false
	}
	tokens := words.Tokens(s)
	return unicode.IsLower(first) || tokens[len(tokens)-1].Class == words.Stop ||
		p.width > 0 && utf8.RuneCountInString(p.normal(i))*10 >= p.width*8 && p.width > shortWidth
}

// shortWidth is a width below which the longest line is no sign of wrapping.
const shortWidth = 50

// beforeHead reports whether a point or another part comes next.
func (p *plainReader) beforeHead(i int) bool {
	next, ok := p.next(i)
	if !ok {
		return false
	}
	_, _, part := parsePart(next)
	return part || p.parseHead(next).numbered
}

// hashLine places a heading of Markdown in a text whose points are a numbered
// list: the title, or a part.
func (p *plainReader) hashLine(l string, i int) bool {
	if !p.markdown {
		return false
	}
	h, ok := p.heading(l)
	if !ok {
		return false
	}
	p.endLine()
	p.fresh, p.length = true, 0
	label, title, part := parsePart(h.words)
	switch {
	case h.words == "":
	case p.title && !part && h.level == 1:
		p.t.Title = h.words
		p.starting(i+1, "")
	case h.raw.kind == plan.KindPreamble || h.raw.kind == plan.KindAnnex:
		p.startPoint(h.raw, h.attrs, i+1)
	case part:
		p.startPart(label, title, i+1)
	default:
		p.startPart("", h.words, i+1)
	}
	p.title = false
	return true
}

// listed reports whether the points of a Markdown text are the entries of one
// numbered list that goes through it, and its headings are title and parts.
func (r *reader) listed(first int) bool {
	headings, last, entries := 0, 0, 0
	for _, l := range r.lines[first:] {
		if len(l) > longest {
			continue
		}
		if h, ok := r.heading(l); ok {
			if h.has || h.raw.numbered && h.raw.kind != plan.KindAnnex {
				if _, _, part := parsePart(h.words); !part {
					return false
				}
			}
			headings++
			continue
		}
		if m := bareNumber().FindStringSubmatch(l); m != nil {
			if leading(m[1]) != last+1 {
				return false
			}
			last, entries = last+1, entries+1
		}
	}
	return entries > max(headings, 1)
}

func (p *plainReader) lastOr(n int) int {
	if n > 0 {
		return n
	}
	return p.last
}

func (p *plainReader) normal(i int) string { return words.Normalise(p.lines[i]) }

// next is the next line with words on it.
func (p *plainReader) next(i int) (string, bool) {
	for k := i + 1; k < len(p.lines); k++ {
		if len(p.lines[k]) > 4*longest {
			return p.lines[k][:runeCut(p.lines[k], longest)], true
		}
		if l := p.normal(k); l != "" {
			return l, true
		}
	}
	return "", false
}

// isPart reports whether a line that begins like a part is one, and not a
// sentence that speaks of one.
func (p *plainReader) isPart(title string, i int) bool {
	_, more := p.next(i)
	return more && (title == "" || p.short(title))
}

// isTitle reports whether the first words of a text are its title.
func (p *plainReader) isTitle(l string, i int) bool {
	if p.open != nil || len(p.t.Points) > 0 || p.partLabel != "" || p.part != "" || !p.short(l) || item().MatchString(l[:runeCut(l, 24)]) {
		return false
	}
	if _, more := p.next(i); !more {
		return false
	}
	// a title stands apart, or before a line that is structure itself
	return i+1 < len(p.lines) && (strings.TrimSpace(p.lines[i+1]) == "" || p.parseHead(p.normal(i+1)).numbered || p.width == 0)
}

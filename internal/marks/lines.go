package marks

import (
	"strings"
	"unicode/utf8"

	"nonpaper/internal/ident"
	"nonpaper/internal/words"
)

// line is a line of the source.
type line struct {
	from, to int // without its end
	indent   int // blanks before it; a tabulator counts four
	at       int // where its words begin: behind blanks, > and #
	heading  bool
	hidden   bool
	starts   bool // a point, a part or a footnote begins here
}

// paragraph is a run of lines; items and headings are paragraphs of their own.
type paragraph struct {
	from, to int // of its first and last line
	at       int // where its words begin, behind the label of an item
	indent   int
	item     label // of the item, none where it is none
	block    int   // paragraphs of one block have no empty line between them
	point    int   // counts the starts before it
	first    bool  // it is the first of its point
	under    int   // the first paragraph behind it that is not below it
}

// reader is the state of reading one text.
type reader struct {
	src    string
	set    Setting
	known  map[ident.Code]bool
	lines  []line
	paras  []paragraph
	tokens []token
	refs   map[string]bool // the names of links that are defined
	left   []int           // tokens that have no mate in their paragraph
	out    Read

	commentAt int // where the next comment ends, once it was looked for
}

// endAt says where the line that begins at from ends, and where the next
// begins. Line ends are those at which the reader of points divides.
func endAt(s string, from int) (to, next int) {
	for i := from; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
			return i, i + 2
		case c == '\n', c == '\r', c == '\v', c == '\f', c >= 0x1c && c <= 0x1e:
			return i, i + 1
		case c == 0xc2 && i+1 < len(s) && s[i+1] == 0x85:
			return i, i + 2
		case c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0xa8 || s[i+2] == 0xa9):
			return i, i + 3
		}
	}
	return len(s), len(s)
}

// Lines says where each line of a source begins, and where the last one ends.
func Lines(src string) []int {
	out := []int{0}
	for at := 0; at < len(src); {
		_, at = endAt(src, at)
		if at < len(src) {
			out = append(out, at)
		}
	}
	return append(out, len(src))
}

// divide divides the source into lines and paragraphs.
func (r *reader) divide() {
	starts := r.set.Starts
	for at := 0; at < len(r.src); {
		to, next := endAt(r.src, at)
		l := line{from: at, to: to}
		l.at, l.indent = skipBlanks(r.src[:to], at)
		for l.at < to && r.src[l.at] == '>' {
			l.at, _ = skipBlanks(r.src[:to], l.at+1)
		}
		if n := hashes(r.src[l.at:to]); n > 0 {
			l.heading = true
			l.at, _ = skipBlanks(r.src[:to], l.at+n)
		}
		r.lines = append(r.lines, l)
		for len(starts) > 0 && starts[0] <= len(r.lines) {
			r.lines[len(r.lines)-1].starts = r.lines[len(r.lines)-1].starts || starts[0] == len(r.lines)
			starts = starts[1:]
		}
		at = next
	}
	r.frontMatter()
	block, point := 0, 0
	fresh, first := true, true
	for i := range r.lines {
		l := &r.lines[i]
		if l.starts || l.heading {
			point++
			first = true
		}
		if l.hidden || l.at == l.to {
			block++
			fresh = true
			continue
		}
		it := itemAt(r.src[:l.to], l.at)
		if fresh || l.starts || l.heading || it.size > 0 || r.leads(l.at+it.size, l.to) || r.noteAt(l.at, l.to, true) > 0 {
			r.paras = append(r.paras, paragraph{
				from: l.from, at: l.at + it.size, indent: l.indent, item: it, block: block, point: point, first: first,
			})
			first = false
		}
		fresh = l.heading
		r.paras[len(r.paras)-1].to = l.to
	}
	r.below()
}

// below finds for every paragraph the first behind it that is neither indented
// deeper nor an item of it.
func (r *reader) below() {
	var open []int
	for i := range r.paras {
		p := &r.paras[i]
		for len(open) > 0 {
			o := &r.paras[open[len(open)-1]]
			if p.point == o.point && (p.indent > o.indent || p.item.size > 0 && o.item.size == 0) {
				break
			}
			o.under = i
			open = open[:len(open)-1]
		}
		open = append(open, i)
	}
	for _, i := range open {
		r.paras[i].under = len(r.paras)
	}
}

// frontMatter marks the fields between two lines of three dashes at the
// beginning.
func (r *reader) frontMatter() {
	bare := func(i int) string { return strings.TrimRight(r.src[r.lines[i].from:r.lines[i].to], " \t") }
	first := 0
	for first < len(r.lines) && r.lines[first].at == r.lines[first].to {
		first++
	}
	if first+1 >= len(r.lines) || strings.TrimPrefix(bare(first), "\ufeff") != "---" || !strings.Contains(bare(first+1), ":") {
		return
	}
	for end := first + 2; end < len(r.lines); end++ {
		if bare(end) == "---" {
			for i := first; i <= end; i++ {
				r.lines[i].hidden = true
			}
			return
		}
	}
}

// skipBlanks goes over blanks from at, and says how wide they are.
func skipBlanks(s string, at int) (to, width int) {
	for at < len(s) {
		c, n := utf8.DecodeRuneInString(s[at:])
		switch {
		case c == '\t':
			width += 4
		case words.IsBlank(c), c == '\ufeff':
			width++
		default:
			return at, width
		}
		at += n
	}
	return at, width
}

// hashes is the length of the signs that make a line a heading of Markdown.
func hashes(s string) int {
	n := len(s) - len(strings.TrimLeft(s, "#"))
	if n == 0 || n > 6 || n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

// label is the label of an item at the beginning of a line.
type label struct {
	size  int  // with the blanks behind it, 0 for none
	style byte // '.', ')', '(' or '-'
	sort  byte // '1', 'a', 'i', 'A', 'I', or 0 for a mark
	value int
}

// itemAt reads "1. ", "(a) ", "iv) ", "3.3bis ", "- " and the like.
func itemAt(s string, at int) label {
	rest := s[at:]
	if rest == "" {
		return label{}
	}
	mark, n := utf8.DecodeRuneInString(rest)
	switch mark {
	case '-', '*', '+', '•', '–', '—', '·', '▪', '◦':
		if to, _ := skipBlanks(s, at+n); to > at+n && to < len(s) {
			return label{size: to - at, style: '-'}
		}
		return label{}
	}
	open := 0
	if rest[0] == '(' {
		open = 1
	}
	sort, value, n := numeral(rest[open:])
	if n == 0 {
		return label{}
	}
	end := open + n
	end += suffix(rest[end:])
	l := label{sort: sort, value: value}
	switch {
	case end < len(rest) && rest[end] == ')':
		l.style = ')'
		if open > 0 {
			l.style = '('
		}
		end++
	case open > 0:
		return label{}
	case end < len(rest) && (rest[end] == '.' || rest[end] == ':' && sort == '1'):
		l.style = '.'
		end++
	case sort == '1' && (strings.Contains(rest[:end], ".") || end > n):
		l.style = '.' // 3.3bis, 2.1
	default:
		return label{}
	}
	to, _ := skipBlanks(s, at+end)
	if to == at+end && to < len(s) {
		return label{}
	}
	l.size = to - at
	return l
}

// numeral reads the figures or letters of a label: 12, 3.3, a, iv, B, IV. Of
// 3.3 the value is that of the last figure.
func numeral(s string) (sort byte, value, size int) {
	i := 0
	for i < len(s) && i < 16 && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' && i > 0 && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9') {
		if s[i] == '.' {
			value = 0
		} else {
			value = min(value*10+int(s[i]-'0'), 1_000_000)
		}
		i++
	}
	if i > 0 {
		return '1', value, i
	}
	for i < len(s) && i < 9 && (s[i]|0x20) >= 'a' && (s[i]|0x20) <= 'z' {
		i++
	}
	if i == 0 {
		return 0, 0, 0
	}
	word, upper := strings.ToLower(s[:i]), s[0] < 'a'
	if v := roman(word); v > 0 {
		if upper {
			return 'I', v, i
		}
		return 'i', v, i
	}
	if i > 1 {
		return 0, 0, 0
	}
	if upper {
		return 'A', int(word[0]-'a') + 1, i
	}
	return 'a', int(word[0]-'a') + 1, i
}

// roman is the value of a Roman numeral in small letters up to xxxix; 0 where
// it is none. The letters c, d, l and m alone are letters.
func roman(s string) int {
	v, tens := 0, len(s)-len(strings.TrimLeft(s, "x"))
	if tens > 3 {
		return 0
	}
	v = tens * 10
	switch rest := s[tens:]; rest {
	case "":
	case "i", "ii", "iii":
		v += len(rest)
	case "iv":
		v += 4
	case "v", "vi", "vii", "viii":
		v += 4 + len(rest)
	case "ix":
		v += 9
	default:
		return 0
	}
	return v
}

// suffix is the length of bis, ter, alt and the like behind a number.
func suffix(s string) int {
	n := 0
	for range 3 {
		at := n
		if at < len(s) && (s[at] == ' ' || s[at] == '.') {
			at++
		}
		word := len(s)
		for i := at; i < len(s); i++ {
			if c := s[i] | 0x20; c < 'a' || c > 'z' {
				word = i
				break
			}
		}
		switch strings.ToLower(s[min(at, len(s)):word]) {
		case "bis", "ter", "quat", "quater", "quinquies", "sexies", "septies", "octies", "alt":
			n = word
			continue
		}
		break
	}
	return n
}

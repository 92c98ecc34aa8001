package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sign is what a token is.
type sign uint8

const (
	opens sign = iota
	closes
	braceOpens
	braceCloses
	escaped
	hidden
	note
	linkOpens
	linkCloses // with what follows: the address or the name
	stray      // a bracket or a brace that is words
	deep       // a bracket deeper than MaxDepth, which is words
	inBraces   // a bracket in an instruction, which is no mark of the text
)

// token is a stretch of the source that may be a mark. mate is the index of
// the token that closes or opens it, -1 for none.
type token struct {
	sign     sign
	from, to int
	para     int
	mate     int
	apart    bool // its mate stands in another paragraph
	link     bool // of hidden: it is the definition of a link
}

// scan finds the tokens.
func (r *reader) scan() {
	r.definitions()
	para := 0
	for i, l := range r.lines {
		next := len(r.src)
		if i+1 < len(r.lines) {
			next = r.lines[i+1].from
		}
		for para+1 < len(r.paras) && r.paras[para+1].from <= l.from {
			para++
		}
		from := l.from
		if n := len(r.tokens); n > 0 && r.tokens[n-1].to > from { // a comment goes on
			from = min(r.tokens[n-1].to, next)
		}
		switch {
		case l.hidden:
			r.add(token{sign: hidden, from: from, to: next, para: para})
		case r.definition(l) != "":
			r.add(token{sign: hidden, from: from, to: next, para: para, link: true})
		default:
			r.scanLine(from, l, para)
		}
	}
}

func (r *reader) add(t token) {
	t.mate = -1
	r.tokens = append(r.tokens, t)
}

// scanLine finds the tokens of a line.
func (r *reader) scanLine(from int, l line, para int) {
	written := r.set.Dialect != Any
	for at := from; at < l.to; {
		i := strings.IndexAny(r.src[at:l.to], `[]\{}<`)
		if i < 0 {
			return
		}
		at += i
		t := token{from: at, to: at + 1, para: para}
		switch c := r.src[at]; {
		case c == '\\':
			if !r.set.Dialect.escapes(r.src, at) {
				at++
				continue
			}
			t.sign, t.to = escaped, at+2
		case c == '[' && !written && r.noteAt(at, l.to, at == l.at) > 0:
			t.sign, t.to = note, at+r.noteAt(at, l.to, at == l.at)
		case c == '[':
			t.sign = opens
		case c == ']':
			t.sign = closes
		case written:
			at++
			continue
		case c == '<':
			end := r.commentEnd(at)
			if end < 0 {
				at++
				continue
			}
			t.sign, t.to = hidden, end
		case c == '{':
			t.sign = braceOpens
			if n := attributes(r.src[at:l.to]); n > 0 {
				t.sign, t.to = hidden, at+n
			}
		default:
			t.sign = braceCloses
		}
		r.add(t)
		at = t.to
	}
}

// escapes reports whether the backslash at that place makes the sign behind it
// a word.
func (d Dialect) escapes(s string, at int) bool {
	signs := `[]{}\/-: `
	if d != Any {
		signs = `[]\/-`
	}
	return at+1 < len(s) && strings.IndexByte(signs, s[at+1]) >= 0
}

// Plain gives words as they are meant: without the backslashes before signs
// that could be marks.
func (d Dialect) Plain(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && d.escapes(s, i) {
			i++
		} else if s[i] == '\\' && d == Any && optionWord(s[i+1:]) > 0 {
			continue
		} else if s[i] == '\\' && d == InOptions && leadsLine(s[:i]) && optionWord(strings.TrimLeft(s[i:], `\`)) > 0 {
			continue // one is added to those that are words
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// leadsLine reports whether what comes next would be the label of an option: only
// blanks and braces stand before it in its line.
func leadsLine(before string) bool {
	return strings.Trim(before[strings.LastIndexByte(before, '\n')+1:], " \t{") == ""
}

// noteAt is the length of the mark of a footnote, with the colon where it is
// the footnote itself.
func (r *reader) noteAt(at, to int, start bool) int {
	s := r.src[at:to]
	if !strings.HasPrefix(s, "[^") {
		return 0
	}
	n := 2
	for i, c := range s[2:] {
		if c == ']' {
			if i == 0 || utf8.RuneCountInString(s[2:2+i]) > 16 {
				return 0
			}
			n = 2 + i + 1
			if start && n < len(s) && s[n] == ':' {
				n++
			}
			return n
		}
		if i > 64 || !unicode.In(c, unicode.L, unicode.Nd) {
			return 0
		}
	}
	return 0
}

// longestComment bounds how far the end of a comment is searched, as the
// reader of points does.
const longestComment = 200 * 80

// commentEnd is where an HTML comment that begins there ends, -1 where none does.
func (r *reader) commentEnd(at int) int {
	if !strings.HasPrefix(r.src[at:], "<!--") {
		return -1
	}
	if r.commentAt < at+4 { // the next end, looked for once
		r.commentAt = len(r.src) + 1
		if end := strings.Index(r.src[at+4:], "-->"); end >= 0 {
			r.commentAt = at + 4 + end
		}
	}
	if r.commentAt > len(r.src) || r.commentAt > at+longestComment {
		return -1
	}
	return r.commentAt + 3
}

// attributes is the length of {#p6 …}, {:.no_toc} and other attributes, 0
// where the brace holds words.
func attributes(s string) int {
	end := strings.IndexByte(s[:min(len(s), 600)], '}')
	if end < 0 {
		return 0
	}
	inner := strings.TrimSpace(s[1:end])
	if inner == "part" || inner == "title" || strings.HasPrefix(inner, "#") || strings.HasPrefix(inner, ":") || strings.HasPrefix(inner, ".") {
		return end + 1
	}
	for _, key := range []string{"act=", "after=", "kind=", "number=", "label=", "heading=", "part ", "title "} {
		if strings.HasPrefix(inner, key) && strings.Contains(inner, "=") {
			return end + 1
		}
	}
	return 0
}

// definitions collects the names that the text defines as links.
func (r *reader) definitions() {
	r.refs = map[string]bool{}
	if r.set.Dialect != Any {
		return
	}
	for _, l := range r.lines {
		if name := r.definition(l); name != "" {
			r.refs[strings.ToLower(name)] = true
		}
	}
}

// definition is the name of a link that the line defines, [name]: address.
func (r *reader) definition(l line) string {
	if r.set.Dialect != Any || l.indent > 3 || l.hidden {
		return ""
	}
	s := r.src[l.at:l.to]
	if len(s) < 5 || s[0] != '[' || s[1] == '^' {
		return ""
	}
	end := strings.IndexAny(s[1:min(len(s), longestName)], "[]") + 1
	if end <= 1 || s[end] != ']' || end+1 >= len(s) || s[end+1] != ':' {
		return ""
	}
	address, _, _ := strings.Cut(strings.TrimSpace(s[end+2:]), " ")
	if !isAddress(address) {
		return ""
	}
	return s[1:end]
}

// isAddress reports whether words without blanks are an address and not what
// stands in round brackets behind words, such as "(a)".
func isAddress(s string) bool {
	s = strings.Trim(s, "<>")
	switch {
	case s == "" || strings.ContainsAny(s, " \t"):
		return false
	case strings.HasPrefix(s, "#"), strings.HasPrefix(s, "/"), strings.HasPrefix(s, "./"), strings.HasPrefix(s, "mailto:"), strings.HasPrefix(s, "www."):
		return true
	case strings.Contains(s, "://"):
		return true
	}
	for _, end := range []string{".md", ".html", ".htm", ".pdf", ".docx", ".doc", ".txt", ".png", ".jpg", ".svg"} {
		if strings.HasSuffix(strings.ToLower(s), end) {
			return true
		}
	}
	return false
}

// pair finds the mates of brackets and braces within each paragraph. Brackets
// in braces are the instruction's own.
func (r *reader) pair() {
	r.pairBraces()
	var open []int
	para, brace := -1, -1
	flush := func() {
		r.left = append(r.left, open...)
		open = open[:0]
	}
	skip := 0
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.from < skip { // within the address of a link
			t.sign, t.mate = hidden, -2
			continue
		}
		if t.para != para {
			flush()
			para = t.para
		}
		switch t.sign {
		case braceOpens:
			brace = t.mate
		case braceCloses:
			brace = -1
		case opens, closes:
			n := len(open)
			switch {
			case brace >= 0:
				t.sign = inBraces
			case t.sign == opens:
				open = append(open, i)
			case n == 0:
				r.left = append(r.left, i)
			default:
				o := open[n-1]
				open = open[:n-1]
				r.tokens[o].mate, t.mate = i, o
				if end := r.linkEnd(o, i); end > 0 {
					r.tokens[o].sign, t.sign, t.to = linkOpens, linkCloses, end
					skip = end
				}
			}
		}
	}
	flush()
	r.dropSkipped()
}

// dropSkipped takes out the tokens within addresses, and keeps mates right.
func (r *reader) dropSkipped() {
	to := make([]int, len(r.tokens))
	n := 0
	for i, t := range r.tokens {
		to[i] = n
		if t.mate != -2 {
			r.tokens[n] = t
			n++
		}
	}
	r.tokens = r.tokens[:n]
	for i := range r.tokens {
		if m := r.tokens[i].mate; m >= 0 {
			r.tokens[i].mate = to[m]
		}
	}
	for i := range r.left {
		r.left[i] = to[r.left[i]]
	}
}

// pairBraces finds braces that stand in one paragraph with no brace between
// them; others are words.
func (r *reader) pairBraces() {
	open := -1
	for i := range r.tokens {
		t := &r.tokens[i]
		switch t.sign {
		case braceOpens:
			if open >= 0 {
				r.strayBrace(open)
			}
			open = i
		case braceCloses:
			if open < 0 || r.tokens[open].para != t.para {
				r.strayBrace(i)
				continue
			}
			r.tokens[open].mate, t.mate = i, open
			open = -1
		}
	}
	if open >= 0 {
		r.strayBrace(open)
	}
}

func (r *reader) strayBrace(i int) {
	t := &r.tokens[i]
	t.sign = stray
	r.problem(StrayBrace, t.from, t.to, "this brace has no other that belongs to it in the paragraph; it is read as words")
}

// The longest name of a link, and the longest address with its title, in bytes.
const (
	longestName    = 120
	longestAddress = 512
)

// linkEnd is where the link ends whose words stand between two brackets, 0
// where they are no link.
func (r *reader) linkEnd(o, c int) int {
	if r.set.Dialect != Any {
		return 0
	}
	open, shut := r.tokens[o], r.tokens[c]
	_, end := 0, r.paras[shut.para].to
	rest := r.src[shut.to:max(end, shut.to)]
	inner := "" // of a name; addresses stand behind words of any length
	if shut.from-open.to <= longestName {
		inner = strings.ToLower(r.src[open.to:shut.from])
	}
	switch {
	case strings.HasPrefix(rest, "("):
		n := strings.IndexByte(rest[:min(len(rest), longestAddress)], ')')
		if n < 0 || strings.Contains(rest[:n], "\n") {
			return 0
		}
		address, title, _ := strings.Cut(strings.TrimSpace(rest[1:n]), " ")
		if isAddress(address) && (title == "" || strings.HasPrefix(strings.TrimSpace(title), `"`)) {
			return shut.to + n + 1
		}
		if len(address) > 4 && title == "" && inner != "" && !strings.ContainsAny(inner, "[]/") && lastDash(Any, inner) < 0 { // not (a), (bis)
			r.problem(UnclearLink, open.from, shut.to, "round brackets follow directly, which some programs show as a link; it is read as words")
		}
	case strings.HasPrefix(rest, "["):
		n := strings.IndexByte(rest[:min(len(rest), longestName)], ']')
		if n == 1 && r.refs[inner] || n > 1 && r.refs[strings.ToLower(rest[1:n])] {
			return shut.to + n + 1
		}
	case r.refs[inner]:
		r.problem(UnclearLink, open.from, shut.to, "the text defines this name as a link, so it is read as one")
		return shut.to
	}
	return 0
}

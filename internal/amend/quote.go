package amend

import (
	"strings"
	"unicode/utf8"

	"nonpaper/internal/pattern"
)

var colon = pattern.New(`^[ ]*:?\s*`)

// quoted reads words between quotation marks.
func (p *parser) quoted() (string, bool) {
	q := *p
	q.eat(colon)
	at := q.at[q.pos]
	rest := q.src[at:]
	open, n := utf8.DecodeRuneInString(rest)
	var closing string
	switch open {
	case '«':
		closing = "»"
	case '“', '„':
		closing = "”“"
	case '"':
		closing = `"`
	case '\'', '‘':
		if !q.single {
			return "", false
		}
		closing = "'’"
	default:
		return "", false
	}
	depth := 1
	prev := open
	for i, r := range rest[n:] {
		next, _ := utf8.DecodeRuneInString(rest[n+i+utf8.RuneLen(r):])
		switch {
		case prev == '\n' && (r == open || r == '"'): // every paragraph of a quotation begins with its mark
		case r == open && open == '«':
			depth++
		case strings.ContainsRune(closing, r) && !(q.single && (r == '\'' || r == '’') && inWord(next)):
			if depth--; depth > 0 {
				break
			}
			end := at + n + i + utf8.RuneLen(r)
			for q.at[q.pos] < end {
				q.pos++
			}
			p.pos = q.pos
			return unquote(rest[n:n+i], open), true
		}
		prev = r
	}
	return "", false
}

// unquote takes the marks away that begin the paragraphs of a quotation.
func unquote(s string, open rune) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if i > 0 {
			l = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(l, string(open)), `"`))
		}
		lines[i] = l
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// words reads words: between quotation marks, else up to what ends them: until,
// the end of the line, or where they begin on a line of their own, the next.
func (p *parser) words(until *pattern.Pattern) (string, bool) {
	if s, ok := p.quoted(); ok {
		return s, s != ""
	}
	from := p.pos
	p.eat(colon)
	inline := !strings.Contains(p.s[from:p.pos], "\n")
	start := p.pos
	if start >= len(p.s) {
		p.pos = from
		return "", false
	}
	end := len(p.s)
	if k := strings.IndexByte(p.s[start:], '\n'); k >= 0 {
		end = start + k
	}
	if inline {
		for i := start + 1; i < end; i++ {
			if until != nil && (p.s[i-1] == ' ' || p.s[i-1] == ',') && until.MatchString(p.s[i:]) {
				end = i
				break
			}
			if sentenceEnds(p.s[start:end], i-start) {
				end = i
				break
			}
		}
	}
	p.pos = end
	s := strings.TrimSpace(p.src[p.at[start]:p.at[end]])
	if inline {
		s = strings.TrimSpace(strings.TrimRight(s, ".;,?!"))
	}
	return s, s != ""
}

// sentenceEnds reports whether a sentence of the instruction ends before i.
func sentenceEnds(s string, i int) bool {
	if i < 2 || s[i] != ' ' {
		return false
	}
	return s[i-1] == ';' || s[i-1] == '.' && !abbreviated(s[:i-1]) && i+1 < len(s)
}

// partly is what says that a text gives a part only of what is to stand there.
var partly = pattern.New(`(?:le )?reste sans changement|rest (?:remains )?unchanged|(?:^|\n)\s*(?:\[?\.\.\.\]?)\s*(?:\n|$)`)

// block reads what a place is to read: quoted paragraphs, else paragraphs up to the
// next instruction.
func (p *parser) block() (string, bool) {
	s, ok := p.paragraphs()
	if ok && partly.MatchString(foldKeys(s).s) {
		return "", p.fail("it gives a part only of what is to stand there")
	}
	return s, ok
}

func (p *parser) paragraphs() (string, bool) {
	if s, ok := p.quoted(); ok {
		out := []string{s}
		for { // each paragraph between marks of its own
			q := *p
			q.eat(pattern.New(`^[ ;.,]*\n`))
			if !q.lineStart() {
				break
			}
			more, ok := q.quoted()
			if !ok {
				break
			}
			out = append(out, more)
			*p = q
		}
		return strings.Join(out, "\n"), s != ""
	}
	from := p.pos
	p.eat(colon)
	start := p.pos
	end := len(p.s)
	for i := start; i < len(p.s); i++ {
		if i > start && p.s[i-1] == '\n' && p.endsBlock(i) {
			end = i
			break
		}
	}
	s := strings.TrimSpace(p.src[p.at[start]:p.at[end]])
	if s == "" {
		p.pos = from
		return "", false
	}
	p.pos = end
	if r, n := utf8.DecodeRuneInString(s); r == '«' || r == '“' || r == '"' { // a quotation that nobody closed
		if strings.Count(s, string(r))%2 == 1 || r != '"' {
			s = unquote(s[n:], r)
		}
	}
	return s, s != ""
}

// endsBlock reports whether a line begins an instruction that cannot be part of
// the words that stand before it.
func (p *parser) endsBlock(at int) bool {
	rest := p.s[at:]
	if p.lone.MatchString(rest) || len(rest) > 0 && p.reason.MatchString(rest) {
		return true
	}
	for i, re := range markers[:4] {
		depth := i + 1
		if i == 3 {
			depth = 1
		}
		if m := re.FindStringSubmatch(rest); m != nil && p.series[depth] > 0 && depth <= p.depth && ordinalOf(i, m[1]) == p.series[depth]+1 && p.begins(at+len(m[0])) {
			return true
		}
	}
	return p.depth == 0 && p.single && p.stop.MatchString(rest) // English: instructions are not numbered
}

package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// brokenWord reports whether a word was broken at the line end: "co-" and
// "operation".
func brokenWord(tail, l string) bool {
	before, ok := strings.CutSuffix(tail, "-")
	if !ok || before == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(l)
	return unicode.IsLetter(last) && unicode.IsLower(first)
}

// joinBroken reports whether the hyphen at a line end is the word's own. It is
// where the text has the word with it elsewhere, and is not where it has the
// word without; otherwise it stays, and the reader says so.
func (r *reader) joinBroken(tail, l string, line int) (hyphen bool) {
	notWord := func(c rune) bool { return !unicode.IsLetter(c) && c != '-' }
	before := strings.TrimSuffix(tail, "-")
	before = before[strings.LastIndexFunc(before, notWord)+1:]
	if at := strings.LastIndexFunc(before, notWord); at >= 0 {
		_, size := utf8.DecodeRuneInString(before[at:])
		before = before[at+size:]
	}
	after := l
	if at := strings.IndexFunc(l, notWord); at >= 0 {
		after = l[:at]
	}
	if r.vocabulary == nil {
		r.vocabulary = map[string]bool{}
		for _, l := range r.lines {
			for w := range strings.FieldsFuncSeq(l, notWord) {
				r.vocabulary[strings.ToLower(w)] = true
			}
		}
	}
	switch {
	case r.vocabulary[strings.ToLower(before+"-"+after)]:
		return true
	case r.vocabulary[strings.ToLower(before+after)]:
		return false
	}
	r.note(line, "%s-%s was broken at the line end; its hyphen was kept", before, after)
	return true
}

// setSolid reports whether a line goes on with the one before without a blank,
// as in scripts that have none.
func setSolid(tail, l string) bool {
	last, _ := utf8.DecodeLastRuneInString(tail)
	first, _ := utf8.DecodeRuneInString(l)
	return solid(last) && solid(first)
}

func solid(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3001 && r <= 0x303f || r >= 0xff01 && r <= 0xff60
}

package collate

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/words"
)

// slide moves brackets that could as well stand a few words earlier or later
// to where a reader would put them: at the beginning of a sentence or a line,
// at a comma, before a small word. In "at once. [The Council shall meet. ]The"
// and "at once[. The Council shall meet]. The" the same is put in; the cost is
// the same and every reading stays.
//
// A bracket can slide where all its variants with words begin with the words
// that follow it, or end with those before it: the words go round. It
// slides towards another bracket only while words enough part the two. Brackets
// side by side slide together.
func slide(pieces []Piece) []Piece {
	out := make([]Piece, 0, 2*len(pieces)+1) // every bracket with words on both sides, which may be empty
	for i, p := range pieces {
		for k := range p.Variants {
			v := &p.Variants[k]
			v.Pieces = slide(v.Pieces)
		}
		if p.Variants != nil && (i == 0 || pieces[i-1].Variants != nil) {
			out = append(out, Piece{})
		}
		out = append(out, p)
	}
	if n := len(out); n > 0 && out[n-1].Variants != nil {
		out = append(out, Piece{})
	}
	for i := 1; i < len(out); {
		chain, end := []Piece{out[i]}, i+2
		for comesAndGoes(out[i]) && end < len(out) && out[end-1].Words == "" && comesAndGoes(out[end]) {
			chain = append(chain, out[end])
			end += 2
		}
		slideChain(&out[i-1].Words, chain, &out[end-1].Words, i > 1, end < len(out))
		i = end
	}
	return compact(out)
}

// compact drops words that are empty and joins what stands side by side, in place.
func compact(pieces []Piece) []Piece {
	n := 0 // out stands in the place of the pieces
	for _, p := range pieces {
		switch {
		case p.Variants == nil && p.Words == "":
		case n > 0 && p.Variants == nil && pieces[n-1].Variants == nil:
			pieces[n-1].Words += p.Words
		default:
			pieces[n] = p
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return pieces[:n]
}

// maxSlide bounds how many tokens a bracket slides.
const maxSlide = 60

// comesAndGoes reports whether some have words in a bracket and others none;
// only what is put in or left out slides.
func comesAndGoes(b Piece) bool {
	empty := 0
	for _, v := range b.Variants {
		if len(v.Pieces) == 0 {
			empty++
		}
	}
	return 0 < empty && empty < len(b.Variants)
}

// slideChain looks for the best place of brackets that stand side by side
// between the words before and after them. first and last say that those end at
// another bracket.
func slideChain(before *string, chain []Piece, after *string, first, last bool) {
	if !comesAndGoes(chain[0]) {
		return
	}
	var full []*[]Piece // the variants with words
	for _, b := range chain {
		for k := range b.Variants {
			if v := &b.Variants[k]; len(v.Pieces) > 0 {
				full = append(full, &v.Pieces)
			}
		}
	}
	left, right := *before, *after
	var words string
	for _, v := range chain[0].Variants {
		if len(v.Pieces) > 0 {
			words = reading(v.Pieces, v.Texts[0])
			break
		}
	}
	best, move := quality(left, words, right), 0   // in bytes, to the right where positive
	if !(first && strings.TrimSpace(left) == "") { // words would come between brackets that touch
		at := 0
		for _, n := range sizes(right, maxSlide, false) {
			at += n
			if !goRound(full, right[:at], true) || last && !enough(right[at:]) {
				break
			}
			if q := quality(left+right[:at], (words + right[:at])[at:], right[at:]); q > best {
				best, move = q, at
			}
		}
	}
	if !(last && strings.TrimSpace(right) == "") {
		at := len(left)
		for _, n := range sizes(left, maxSlide, true) {
			at -= n
			if !goRound(full, left[at:], false) || first && !enough(left[:at]) {
				break
			}
			if q := quality(left[:at], (left[at:] + words)[:len(words)], left[at:]+right); q > best {
				best, move = q, at-len(left)
			}
		}
	}
	for _, ps := range full {
		switch {
		case move > 0:
			*ps = compact(append(*ps, Piece{Words: right[:move]}))
			(*ps)[0].Words = (*ps)[0].Words[move:]
		case move < 0:
			*ps = compact(append([]Piece{{Words: left[len(left)+move:]}}, *ps...))
			end := &(*ps)[len(*ps)-1]
			end.Words = end.Words[:len(end.Words)+move]
		}
		*ps = compact(*ps)
	}
	if move > 0 {
		*before, *after = left+right[:move], right[move:]
	} else {
		*before, *after = left[:len(left)+move], left[len(left)+move:]+right
	}
}

// enough reports whether words part two brackets so that nobody trips: three
// words, one of which carries meaning.
func enough(s string) bool {
	const far = 200 // bytes that hold three words
	if len(s) > far {
		return true
	}
	said, solid := 0, false
	for _, t := range words.Tokens(strings.TrimSpace(s)) {
		if t.Class == words.Content || t.Class == words.Stop {
			said++
		}
		solid = solid || t.Class == words.Content
	}
	return said >= 3 && solid
}

// opening has the parenthesis that each closing one closes.
var opening = map[rune]rune{')': '(', ']': '[', '）': '（', '»': '«', '”': '“'}

// balanced reports whether every parenthesis in s is opened and closed in it.
func balanced(s string) bool {
	if !strings.ContainsAny(s, "()[]（）«»“”") {
		return true
	}
	var open []rune
	for _, r := range s {
		o, closes := opening[r]
		switch {
		case closes && (len(open) == 0 || open[len(open)-1] != o):
			return false
		case closes:
			open = open[:len(open)-1]
		case strings.ContainsRune("([（«“", r):
			open = append(open, r)
		}
	}
	return len(open) == 0
}

// goRound reports whether every variant, with the words put on its far end,
// begins (or ends) with those words. Where a variant holds brackets, the words
// have to lie before the first of them (or behind the last).
func goRound(full []*[]Piece, words string, begins bool) bool {
	for _, ps := range full {
		near := (*ps)[0]
		if !begins {
			near = (*ps)[len(*ps)-1]
		}
		switch {
		case near.Variants != nil:
			return false
		case len(*ps) > 1:
			if begins && !strings.HasPrefix(near.Words, words) || !begins && !strings.HasSuffix(near.Words, words) || len(near.Words) == len(words) {
				return false
			}
		case begins && !strings.HasPrefix(near.Words+words, words) || !begins && !strings.HasSuffix(words+near.Words, words):
			return false
		}
	}
	return true
}

// sizes are the lengths in bytes of the first tokens of s, each with the blank
// before it, or of the last ones from the end.
func sizes(s string, most int, fromEnd bool) []int {
	const enough = 16 // bytes a token takes at most, or nearly always
	if n := most * enough; len(s) > n {
		cut := n
		if fromEnd {
			cut = len(s) - n
		}
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		// the word that is cut here is not looked at
		if fromEnd {
			s = s[cut:]
		} else {
			s = s[:cut]
		}
	}
	tokens := words.Tokens(s)
	out := make([]int, len(tokens))
	for i, t := range tokens {
		out[i] = len(t.Text)
		if t.Blank {
			out[i]++
		}
	}
	if strings.HasSuffix(s, " ") && len(out) > 0 { // a blank that belongs to what follows
		out = append(out, 1)
	}
	if fromEnd {
		slices.Reverse(out)
	}
	return out[:min(len(out), most)]
}

// quality says how well a bracket stands: what goes before it, its words, and
// what follows.
func quality(left, in, right string) int {
	q := 0
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(in, " "))
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(left, " "))
	switch {
	case in == "":
		return -10
	case in[0] == '\n', left == "" || strings.HasSuffix(left, "\n"):
		q = 10
	case strings.ContainsRune(".!?…。！？؟", end) && in[0] == ' ':
		q = 8
	case strings.ContainsRune(",;:،؛", next):
		q = 6
	case strings.ContainsRune(",;:،؛", end):
		q = 4
	}
	if !balanced(in) {
		q -= 5
	}
	tokens := words.Tokens(strings.TrimSpace(in))
	if len(tokens) > 0 {
		if tokens[0].Class == words.Stop {
			q++
		}
		if tokens[len(tokens)-1].Class == words.Stop {
			q--
		}
	}
	return q
}

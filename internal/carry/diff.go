package carry

import (
	"nonpaper/internal/collate"
	"nonpaper/internal/words"
)

// Diff is what a text has otherwise than the one it was made of.
type Diff struct {
	text         string // normalised
	base, tokens []words.Token
	baseAt, at   []int // where the tokens begin, in bytes; one more for the end
	edits        []edit
}

// edit is a stretch of the base that reads otherwise.
type edit struct {
	from, to int           // tokens of the base
	words    []words.Token // instead
	of       int           // where those begin among the text's tokens
	after    bool          // whether a blank then stands before the base's next token
	// An insertion or deletion may be made at several places alike: from the
	// first, lo, to the end of the last, hi.
	lo, hi int
	key    []words.Token // what is put in or taken out, as it reads at the first place
}

// Between finds what a text has otherwise than its base.
func Between(base, other string) *Diff {
	base, other = words.Normalise(base), words.Normalise(other)
	d := &Diff{text: other, base: tokens(base), tokens: tokens(other)}
	d.baseAt, d.at = starts(d.base), starts(d.tokens)
	if base == other {
		return d
	}
	i, j := 0, 0 // tokens of the two that are done
	for i < len(d.base) && j < len(d.tokens) && same(&d.base[i], &d.tokens[j]) {
		i, j = i+1, j+1
	}
	endBase, endOther := len(d.base), len(d.tokens)
	for endBase > i && endOther > j && same(&d.base[endBase-1], &d.tokens[endOther-1]) {
		endBase, endOther = endBase-1, endOther-1
	}
	if i == endBase || j == endOther {
		d.add(i, endBase, j, endOther)
		d.slide(0)
		return d
	}
	fromBase, fromOther := d.baseAt[i], d.at[j] // bytes
	between := []string{base[fromBase:end(d.baseAt, d.base, endBase)], other[fromOther:end(d.at, d.tokens, endOther)]}
	for _, p := range collate.Texts(between, collate.Word) {
		a, b := len(p.Words), len(p.Words)
		if p.Variants != nil {
			a, b = size(p, 0), size(p, 1)
		}
		fromBase, fromOther = fromBase+a, fromOther+b
		i2, j2 := upTo(d.baseAt, i, fromBase), upTo(d.at, j, fromOther)
		if p.Variants != nil || i2-i != j2-j { // or the two are cut into tokens otherwise here
			d.add(i, i2, j, j2)
		} else {
			for k := range i2 - i { // a sign may stand otherwise to its neighbours
				d.add(i+k, i+k+1, j+k, j+k+1)
			}
		}
		i, j = i2, j2
	}
	for k := range d.edits {
		d.slide(k)
	}
	return d
}

func tokens(s string) []words.Token {
	if s == "" {
		return nil
	}
	return words.Tokens(s)
}

// starts says at which byte the tokens begin, and where the text ends.
func starts(list []words.Token) []int {
	out := make([]int, 0, len(list)+1)
	at := 0
	for i := range list {
		if list[i].Blank {
			at++
		}
		out = append(out, at)
		at += len(list[i].Text)
	}
	return append(out, at)
}

// end is where the token before one ends, in bytes.
func end(at []int, list []words.Token, before int) int {
	return at[before-1] + len(list[before-1].Text)
}

// size is how many bytes one of the two has in a bracket.
func size(p collate.Piece, text int) int {
	if p.Variants == nil {
		return len(p.Words)
	}
	n := 0
	for _, v := range p.Variants {
		for _, t := range v.Texts {
			if t != text {
				continue
			}
			for _, q := range v.Pieces {
				n += size(q, text)
			}
		}
	}
	return n
}

// upTo is the first token, from one on, that begins at a byte or behind it.
func upTo(at []int, from, end int) int {
	for from < len(at)-1 && at[from] < end {
		from++
	}
	return from
}

// add takes an edit in; one that follows another without a token between is part
// of it.
func (d *Diff) add(from, to, of, end int) {
	for from < to && of < end && same(&d.base[from], &d.tokens[of]) {
		from, of = from+1, of+1
	}
	for from < to && of < end && same(&d.base[to-1], &d.tokens[end-1]) {
		to, end = to-1, end-1
	}
	if from == to && of == end {
		return
	}
	if n := len(d.edits); n > 0 && d.edits[n-1].to == from {
		last := &d.edits[n-1]
		from, of = last.from, last.of
		d.edits = d.edits[:n-1]
	}
	e := edit{from: from, to: to, words: d.tokens[of:end], of: of, lo: from, hi: to}
	if end < len(d.tokens) {
		e.after = d.tokens[end].Blank
	}
	d.edits = append(d.edits, e)
}

// same reports whether two tokens are the same word or sign.
func same(a, b *words.Token) bool {
	return a.Text == b.Text && a.Left == b.Left && a.Right == b.Right
}

// slide finds where else an insertion or deletion could be made with the same
// result.
func (d *Diff) slide(k int) {
	e := &d.edits[k]
	first, last := 0, len(d.base)
	if k > 0 {
		first = d.edits[k-1].to
	}
	if k+1 < len(d.edits) {
		last = d.edits[k+1].from
	}
	switch {
	case e.from == e.to:
		e.key = e.words
		for e.lo > first && same(&d.base[e.lo-1], &e.key[len(e.key)-1]) {
			e.key = append([]words.Token{e.key[len(e.key)-1]}, e.key[:len(e.key)-1]...)
			e.lo--
		}
		for n := 0; e.hi < last && same(&d.base[e.hi], &e.words[n%len(e.words)]); n++ {
			e.hi++
		}
	case len(e.words) == 0:
		size := e.to - e.from
		for e.lo > first && same(&d.base[e.lo-1], &d.base[e.lo+size-1]) {
			e.lo--
		}
		for e.hi < last && same(&d.base[e.hi], &d.base[e.hi-size]) {
			e.hi++
		}
	}
}

// same reports whether two edits of one base do the same.
func (e *edit) same(o *edit) bool {
	if e.to-e.from != o.to-o.from || len(e.words) != len(o.words) || e.lo != o.lo {
		return false
	}
	mine, theirs := e.words, o.words
	if e.key != nil && o.key != nil {
		mine, theirs = e.key, o.key
	}
	for i := range mine {
		if !same(&mine[i], &theirs[i]) {
			return false
		}
	}
	return true
}

package collate

import (
	"slices"
	"strings"
)

// emit turns the settled blocks into pieces and gives every blank its owner.
//
// A blank stands before a token, and whether it does depends on the token
// before. Where the versions come from different variants, their blanks may
// differ; then the blank belongs to the bracket to the left. A blank that all
// variants of a bracket begin with stands outside of it. So a bracket owns the
// blank and the comma that come and go with it.
func (c *collation) emit(s *settler, blocks []block) []Piece {
	var out []Piece
	for i := range blocks {
		e := emitter{c: c, s: s, b: &blocks[i]}
		e.where()
		out = appendPieces(out, e.emit())
	}
	return out
}

// emitter writes one block.
type emitter struct {
	c     *collation
	s     *settler
	b     *block
	owner []int32 // per content: a version that has it
	texts [][]int // per content: the versions that have it
}

func (e *emitter) where() {
	n := len(e.b.contents)
	e.owner, e.texts = make([]int32, n), make([][]int, n)
	all := make([]int, 0, len(e.b.of))
	for u := range e.texts {
		at := len(all)
		for i, v := range e.b.of {
			if int(v) == u {
				all = append(all, i)
			}
		}
		e.texts[u], e.owner[u] = all[at:len(all):len(all)], int32(all[at])
	}
}

// emit writes the block. Where a blank finds no owner, brackets are joined.
func (e *emitter) emit() []Piece {
	set := make([]int32, len(e.b.contents))
	for u := range set {
		set[u] = int32(u)
	}
	w := writer{emitter: e, place: e.places()}
	if pieces, ok := w.block(e.b.nodes, set); ok {
		return pieces
	}
	for _, way := range w.mended(e.b.nodes, -1, set) {
		if pieces, ok := w.block(way, set); ok {
			return pieces
		}
	}
	if pieces, ok := w.block([]node{w.s.plain(0, len(e.b.cols.ids), set)}, set); ok {
		return pieces
	}
	return e.listed()
}

// listed is the block with every content written out, blanks and all.
func (e *emitter) listed() []Piece {
	var p Piece
	for u, ids := range e.b.contents {
		v := Variant{Texts: e.texts[u]}
		var b strings.Builder
		at := e.b.spans[e.owner[u]].from
		for k, id := range ids {
			if e.c.versions[e.owner[u]].blank[at+k] {
				b.WriteByte(' ')
			}
			b.WriteString(e.c.lex.token[id].Text)
		}
		if b.Len() > 0 {
			v.Pieces = []Piece{{Words: b.String()}}
		}
		p.Variants = append(p.Variants, v)
	}
	return []Piece{p}
}

// places says for each content where in its version the token of each column
// stands, by counting.
func (e *emitter) places() [][]int32 {
	n := len(e.b.contents)
	next := make([]int32, n)
	for u := range next {
		next[u] = int32(e.b.spans[e.owner[u]].from)
	}
	k := &e.b.cols
	place := make([][]int32, len(k.ids))
	all := e.c.places.take(n * len(k.ids))
	for c := range place {
		place[c] = all[c*n : (c+1)*n]
		for u := range place[c] {
			if k.has(c, int32(u)) {
				place[c][u] = next[u]
				next[u]++
			}
		}
	}
	return place
}

// writer writes node sequences from their end to their beginning.
type writer struct {
	*emitter
	place [][]int32
	laid  bool // the settler has the block's columns
}

// block writes all of the block.
func (w *writer) block(nodes []node, set []int32) ([]Piece, bool) {
	pieces, lead, ok := w.sequence(nodes, set, make([]bool, len(set)))
	if !ok || !uniform(lead, set) {
		return nil, false
	}
	if lead[0] {
		pieces = appendPieces([]Piece{{Words: " "}}, pieces)
	}
	return pieces, true
}

// blankBefore reports whether content u has a blank before its token in column c.
func (w *writer) blankBefore(c int, u int32) bool {
	return w.c.versions[w.owner[u]].blank[w.place[c][u]]
}

// sequence writes the nodes for the contents of the set. tail says for which
// contents a blank has to follow at the end; lead, likewise, for which one has
// to stand before the beginning, which is left to the caller. Where a blank finds
// no owner, the nodes are changed at that place, in the cheapest way that helps;
// ok is false where none does.
func (w *writer) sequence(nodes []node, set []int32, tail []bool) (pieces []Piece, lead []bool, ok bool) {
	pieces, lead, failed := w.attempt(nodes, set, tail)
	for failed >= 0 {
		before := failed
		for _, way := range w.mended(nodes, failed, set) {
			if pieces, lead, failed = w.attempt(way, set, tail); failed < before {
				nodes = way
				break
			}
		}
		if failed >= before {
			return nil, nil, false
		}
	}
	return pieces, lead, true
}

// attempt writes the nodes as they are. failed is the node at which a blank
// finds no owner, -1 for none.
func (w *writer) attempt(nodes []node, set []int32, tail []bool) (pieces []Piece, lead []bool, failed int) {
	tail = slices.Clone(tail)
	reversed := make([][]Piece, 0, 2*len(nodes))
	for i := len(nodes) - 1; i >= 0; i-- {
		var now []Piece
		var ok bool
		if nodes[i].groups == nil {
			now, ok = w.agreed(nodes[i], set, tail)
		} else {
			now, ok = w.bracket(nodes[i], set, tail)
		}
		if !ok {
			return nil, nil, i
		}
		reversed = append(reversed, now)
		if i > 0 && uniform(tail, set) && tail[set[0]] {
			reversed = append(reversed, []Piece{{Words: " "}})
			for _, u := range set {
				tail[u] = false
			}
		}
	}
	n := 0
	for _, p := range reversed {
		n += len(p)
	}
	pieces = make([]Piece, 0, n)
	for _, p := range slices.Backward(reversed) {
		pieces = appendPieces(pieces, p)
	}
	return pieces, tail, -1
}

// agreed writes words on which the set agrees; tail becomes the lead.
func (w *writer) agreed(nd node, set []int32, tail []bool) ([]Piece, bool) {
	u := set[0]
	var b strings.Builder
	n := 1
	for c := nd.from; c < nd.to; c++ {
		if w.b.cols.has(c, u) {
			n += 1 + len(w.c.lex.token[w.b.cols.ids[c]].Text)
		}
	}
	b.Grow(n)
	first := -1
	for c := nd.from; c < nd.to; c++ {
		if !w.b.cols.has(c, u) {
			continue
		}
		if first < 0 {
			first = c
		} else if w.blankBefore(c, u) {
			b.WriteByte(' ')
		}
		b.WriteString(w.c.lex.token[w.b.cols.ids[c]].Text)
	}
	if first < 0 {
		return nil, true
	}
	if !uniform(tail, set) {
		return nil, false
	}
	if tail[u] {
		b.WriteByte(' ')
	}
	for _, x := range set {
		c := nd.from // the same words may lie in other columns
		for !w.b.cols.has(c, x) {
			c++
		}
		tail[x] = w.blankBefore(c, x)
	}
	return []Piece{{Words: b.String()}}, true
}

// bracket writes a bracket; tail becomes the lead.
func (w *writer) bracket(nd node, set []int32, tail []bool) ([]Piece, bool) {
	variants := make([][]Piece, len(nd.groups))
	lead := make([]bool, len(tail))
	inside := true // every variant begins alike for all who hold it
	for k, g := range nd.groups {
		nodes := g.nodes
		if nodes == nil {
			nodes = []node{{from: nd.from, to: nd.to}}
		}
		pieces, first, ok := w.sequence(nodes, g.set, tail)
		if !ok {
			return nil, false
		}
		variants[k] = pieces
		inside = inside && uniform(first, g.set)
		for _, u := range g.set {
			lead[u] = first[u]
		}
	}
	if inside && !uniform(lead, set) {
		for k, g := range nd.groups {
			if lead[g.set[0]] {
				variants[k] = appendPieces([]Piece{{Words: " "}}, variants[k])
			}
		}
		for _, u := range set {
			lead[u] = false
		}
	}
	for _, u := range set {
		tail[u] = lead[u]
	}
	p := Piece{Variants: make([]Variant, 0, len(nd.groups))}
	for k, g := range nd.groups {
		n := 0
		for _, u := range g.set {
			n += len(w.texts[u])
		}
		v := Variant{Pieces: variants[k], Texts: make([]int, 0, n)}
		for _, u := range g.set {
			v.Texts = append(v.Texts, w.texts[u]...)
		}
		p.Variants = append(p.Variants, v)
	}
	return []Piece{p}, true
}

// uniform reports whether the flags of all in the set are the same.
func uniform(flags []bool, set []int32) bool {
	for _, u := range set[1:] {
		if flags[u] != flags[set[0]] {
			return false
		}
	}
	return true
}

// appendPieces appends b to a; words side by side become one piece.
func appendPieces(a, b []Piece) []Piece {
	for _, p := range b {
		if n := len(a); n > 0 && p.Variants == nil && a[n-1].Variants == nil {
			a[n-1].Words += p.Words
			continue
		}
		a = append(a, p)
	}
	return a
}

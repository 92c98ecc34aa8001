package collate

import "nonpaper/internal/words"

// maxArea bounds the table of one alignment, in cells. A stretch that is
// larger, and in which no word occurs once on both sides, is left unmatched:
// that is honest, only longer.
const maxArea = 1 << 22

// smallArea is the table below which anchors are not worth looking for.
const smallArea = 1 << 12

// pairwise aligns one version with the base, on anchors and with the aligner's
// table between them.
type pairwise struct {
	c      *collation
	al     aligner
	a, b   []int32 // the base, the version
	match  []int32 // per token of b
	countA []int32 // per token number, how often in the range at hand
	countB []int32
	lastA  []int32
}

// alignAll aligns every version with the base.
func (p *pairwise) alignAll(c *collation) {
	p.c, p.a = c, c.versions[0].ids
	p.al.use(c, openPairwise)
	n := len(c.lex.token)
	p.countA, p.countB, p.lastA = resize(p.countA, n), resize(p.countB, n), resize(p.lastA, n)
	clear(p.countA)
	clear(p.countB)
	for i := range c.versions {
		v := &c.versions[i]
		v.base = resize(v.base, len(v.ids))
		if i == 0 {
			for k := range v.base {
				v.base[k] = int32(k)
			}
			continue
		}
		for k := range v.base {
			v.base[k] = -1
		}
		p.b, p.match = v.ids, v.base
		p.align(0, len(p.a), 0, len(p.b), 0)
	}
}

func (p *pairwise) align(a0, a1, b0, b1, depth int) {
	for a0 < a1 && b0 < b1 && p.a[a0] == p.b[b0] {
		p.match[b0] = int32(a0)
		a0, b0 = a0+1, b0+1
	}
	for a0 < a1 && b0 < b1 && p.a[a1-1] == p.b[b1-1] {
		a1, b1 = a1-1, b1-1
		p.match[b1] = int32(a1)
	}
	if a0 == a1 || b0 == b1 {
		return
	}
	area := (a1 - a0) * (b1 - b0)
	if area > smallArea && depth < 40 {
		if chain := p.anchors(a0, a1, b0, b1); len(chain) > 0 {
			for _, m := range chain {
				if m.a < a0 || m.b < b0 { // swallowed by the run before
					continue
				}
				i, j := m.a, m.b
				for i > a0 && j > b0 && p.a[i-1] == p.b[j-1] {
					i, j = i-1, j-1
				}
				p.align(a0, i, b0, j, depth+1)
				for i < a1 && j < b1 && p.a[i] == p.b[j] {
					p.match[j] = int32(i)
					i, j = i+1, j+1
				}
				a0, b0 = i, j
			}
			p.align(a0, a1, b0, b1, depth+1)
			return
		}
	}
	if area > maxArea {
		return
	}
	p.al.reset()
	for i := a0; i < a1; i++ {
		p.al.column(p.a[i])
	}
	for j, i := range p.al.align(p.b[b0:b1]) {
		if i >= 0 {
			p.match[b0+j] = int32(a0) + i
		}
	}
}

type anchor struct{ a, b int }

// anchors finds content words that occur once on both sides and keeps the
// longest chain of them that runs the same way on both, preferring those that
// stand in a common run.
func (p *pairwise) anchors(a0, a1, b0, b1 int) []anchor {
	for i := a0; i < a1; i++ {
		p.countA[p.a[i]]++
		p.lastA[p.a[i]] = int32(i)
	}
	for j := b0; j < b1; j++ {
		p.countB[p.b[j]]++
	}
	var found []anchor
	for j := b0; j < b1; j++ {
		id := p.b[j]
		if p.countA[id] != 1 || p.countB[id] != 1 || p.c.lex.token[id].Class != words.Content {
			continue
		}
		i := int(p.lastA[id])
		// A word alone says little in a long text; with its neighbour it does.
		if i > a0 && j > b0 && p.a[i-1] == p.b[j-1] || i+1 < a1 && j+1 < b1 && p.a[i+1] == p.b[j+1] {
			found = append(found, anchor{i, j})
		}
	}
	for i := a0; i < a1; i++ {
		p.countA[p.a[i]] = 0
	}
	for j := b0; j < b1; j++ {
		p.countB[p.b[j]] = 0
	}
	return rising(found)
}

// rising is the longest subsequence whose places in the base rise (found is in
// the order of the version), by patience sorting.
func rising(found []anchor) []anchor {
	var tails []int
	before := make([]int, len(found))
	for k, m := range found {
		lo, hi := 0, len(tails)
		for lo < hi {
			mid := (lo + hi) / 2
			if found[tails[mid]].a < m.a {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		before[k] = -1
		if lo > 0 {
			before[k] = tails[lo-1]
		}
		if lo == len(tails) {
			tails = append(tails, k)
		} else {
			tails[lo] = k
		}
	}
	if len(tails) == 0 {
		return nil
	}
	out := make([]anchor, len(tails))
	for k, at := len(tails)-1, tails[len(tails)-1]; k >= 0; k, at = k-1, before[at] {
		out[k] = found[at]
	}
	return out
}

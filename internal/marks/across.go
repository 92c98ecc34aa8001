package marks

import "strings"

// pairAcross finds the mates of brackets that open in one paragraph and close
// in another. A missing bracket is more likely than most such pairs, so a pair
// is taken where the layout speaks for it:
//
//   - every bracket of the point has a mate, or
//   - no empty line stands between its paragraphs, or
//   - within a point, it closes in a paragraph that lies below the one where it
//     opened (deeper, or an item of it), or it opens before the first word of a
//     paragraph and closes behind the last of another;
//   - from point to point, it opens before the first word of a point and closes
//     behind the last word of another.
//
// All other brackets without a mate stay words.
func (r *reader) pairAcross() {
	const deep = 64 // opening brackets that are tried for a closing one
	edges := make(map[int][2]int)
	edge := func(para int) [2]int {
		e, ok := edges[para]
		if !ok {
			e = [2]int{r.firstWord(&r.paras[para]), r.lastWord(&r.paras[para])}
			edges[para] = e
		}
		return e
	}
	r.pairBalanced()
	var open []int
	for _, i := range r.left {
		t := &r.tokens[i]
		if t.mate >= 0 {
			continue
		}
		if t.sign == opens {
			open = append(open, i)
			continue
		}
		for k := len(open) - 1; k >= 0 && k >= len(open)-deep; k-- {
			o := &r.tokens[open[k]]
			if !r.spans(o, t, edge) {
				continue
			}
			o.mate, t.mate, o.apart, t.apart = i, open[k], true, true
			open = open[:k]
			break
		}
	}
}

// pairBalanced takes the pairs of points in which every bracket has a mate.
func (r *reader) pairBalanced() {
	for from := 0; from < len(r.left); {
		point := r.paras[r.tokens[r.left[from]].para].point
		to := from
		var open []int
		pairs := make(map[int]int)
		good := true
		for ; to < len(r.left) && r.paras[r.tokens[r.left[to]].para].point == point; to++ {
			i := r.left[to]
			if r.tokens[i].sign == opens {
				open = append(open, i)
			} else if n := len(open); n > 0 {
				pairs[open[n-1]] = i
				open = open[:n-1]
			} else {
				good = false
			}
		}
		if good && len(open) == 0 {
			for o, c := range pairs {
				r.tokens[o].mate, r.tokens[c].mate = c, o
				r.tokens[o].apart, r.tokens[c].apart = true, true
			}
		}
		from = to
	}
}

func (r *reader) spans(o, c *token, edge func(int) [2]int) bool {
	p, q := &r.paras[o.para], &r.paras[c.para]
	atStart, atEnd := o.from < edge(o.para)[0], c.from >= edge(c.para)[1]
	switch {
	case p.point != q.point:
		last := c.para+1 == len(r.paras) || r.paras[c.para+1].point != q.point
		return p.first && atStart && last && atEnd
	case p.block == q.block:
		return true
	}
	return c.para < p.under || atStart && atEnd
}

// firstWord is where the first word of a paragraph begins, behind brackets,
// marks of emphasis and the label of an option.
func (r *reader) firstWord(p *paragraph) int {
	at := p.at
	for at < p.to {
		if l, ok := r.optionAt(at, p.to, true); ok {
			at = l.to
		} else if strings.IndexByte("[*_{ \t", r.src[at]) >= 0 {
			at++
		} else {
			break
		}
	}
	return at
}

// lastWord is where the last word of a paragraph ends, before brackets, marks
// of emphasis, punctuation, footnote marks and instructions.
func (r *reader) lastWord(p *paragraph) int {
	const longestNote = 70
	at := p.to
	if shut := strings.LastIndexByte(r.src[max(p.at, at-200):at], ']') + 1; shut > 0 {
		if shut += max(p.at, at-200); r.behind(shut, p.to).to == p.to {
			at = shut
		}
	}
	for at > p.at {
		switch c := r.src[at-1]; {
		case c == '}':
			open := strings.LastIndexByte(r.src[p.at:at], '{')
			if open < 0 {
				return at
			}
			at = p.at + open
		case c == ']':
			from := max(p.at, at-longestNote)
			open := strings.LastIndexByte(r.src[from:at], '[')
			if open >= 0 && r.noteAt(from+open, at, false) == at-from-open {
				at = from + open
				continue
			}
			at--
		case strings.IndexByte("*_.,;:!?)>\\ \t\"", c) >= 0:
			at--
		default:
			return at
		}
	}
	return at
}

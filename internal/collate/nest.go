package collate

import "slices"

const (
	maxDepth   = 3       // brackets within brackets
	maxWork    = 1 << 18 // table cells for nesting, in one block
	maxWindows = 20
	maxArcs    = 200 // from one column
	maxNear    = 4   // how many others a variant is tried with
)

// best cuts the columns into agreed words and brackets, with brackets inside
// variants where that is shorter. different are those of the set that stand in
// the columns in different ways: the others need not be looked at.
func (s *settler) best(i, j int, set, different []int32, depth int) (int32, []node) {
	cost, nodes := s.segment(i, j, set, different, nil)
	return s.better(i, j, set, different, depth, cost, nodes)
}

// better is best where the cut without brackets inside variants is known.
func (s *settler) better(i, j int, set, different []int32, depth int, cost int32, nodes []node) (int32, []node) {
	if depth >= maxDepth || len(different) < 3 || s.edges != nil {
		return cost, nodes
	}
	arcs, looked := map[int][]arc{}, map[span]bool{}
	for range 2 {
		if !s.nest(i, j, set, different, nodes, depth, arcs, looked) {
			break
		}
		again, better := s.segment(i, j, set, different, arcs)
		if again >= cost {
			break
		}
		cost, nodes = again, better
	}
	return cost, nodes
}

// nest finds the brackets with brackets inside that are shorter than what there
// is, on the stretches where one may be, and adds them to arcs. It is false
// where it found none.
func (s *settler) nest(i, j int, set, different []int32, nodes []node, depth int, arcs map[int][]arc, looked map[span]bool) bool {
	found := false
	prefix := s.prefixCosts(i, j, nodes)
	s.looked[depth] = s.windows(s.looked[depth][:0], i, j, different, nodes)
	for _, w := range s.looked[depth] {
		if s.work > maxWork {
			break
		}
		now := prefix[w.to-i] - prefix[w.from-i]
		shown, before := s.grid.shown(w, different), s.leastBefore(w.from, nodes, different)
		if looked[w] || shown+before+s.leastNested(3) >= now {
			continue
		}
		looked[w] = true
		kept := s.kept()
		flat := s.flatGroups(w.from, w.to, set)
		if len(flat) >= 3 && max(shown, s.apart(w.from, w.to, flat))+before+s.leastNested(len(flat)) < now {
			if a, ok := s.group(w.from, w.to, flat, now, depth); ok && len(arcs[w.from]) < maxArcs {
				arcs[w.from] = append(arcs[w.from], a)
				found = true
				continue
			}
		}
		s.release(kept)
	}
	return found
}

// prefixCosts gives for every column from i to j what the nodes before it cost.
// A bracket's cost falls due at its end, so that the part of one that a window
// begins inside of counts in full: the measure is never too low.
func (s *settler) prefixCosts(i, j int, nodes []node) []int32 {
	out := make([]int32, j-i+1)
	var sum int32
	for _, nd := range nodes {
		for c := nd.from + 1; c < nd.to; c++ {
			out[c-i] = sum
		}
		sum += nd.cost
		out[nd.to-i] = sum
	}
	return out
}

// leastBefore is a bound below which the words of a bracket before a window that
// begins inside of it cannot cost: they are left over, and have to be shown.
func (s *settler) leastBefore(at int, nodes []node, set []int32) int32 {
	k := slices.IndexFunc(nodes, func(nd node) bool { return nd.from < at && at < nd.to })
	if k < 0 {
		return 0
	}
	words, agreed := s.grid.once(nodes[k].from, at, set)
	if agreed {
		return words
	}
	return words + s.open + variantCost
}

// leastMarks are bounds below which marks cannot cost that tell n wordings apart.
type leastMarks struct {
	told     int32 // by brackets, one behind or inside of the other
	variants int32 // by variants of one bracket, without the bracket's own
	nested   int32 // by a bracket that holds brackets
}

// leastNested is a bound below which the marks of a bracket that holds brackets
// cannot cost where it tells n wordings apart: it has at least two variants, one
// of them perhaps without words, and fewer than n, so that some hold brackets.
func (s *settler) leastNested(n int) int32 { return s.leastMarks(n).nested }

// leastMarks are the bounds for n wordings.
func (s *settler) leastMarks(n int) leastMarks {
	for k := len(s.least); k <= n; k++ {
		m := leastMarks{told: inf, variants: inf, nested: inf}
		if k < 2 {
			m.told = 0
		} else {
			m.told = s.open + s.least[k-1].variants
		}
		for x := 2; x < k; x++ {
			m.told = min(m.told, s.least[x].told+s.least[(k+x-1)/x].told)
			m.nested = min(m.nested, s.open+variantCost+s.least[x].told+s.least[k-1-x].variants)
		}
		m.variants = variantCost + m.told
		for x := 1; x < k; x++ {
			m.variants = min(m.variants, variantCost+s.least[x].told+s.least[k-x].variants)
		}
		if k == 0 {
			m.variants = 0
		}
		s.least = append(s.least, m)
	}
	return s.least[n]
}

// windows are the stretches where nesting may pay: from one bracket to the
// same or a later one, and where some contents have no words at all. They are
// appended to out.
func (s *settler) windows(out []span, i, j int, set []int32, nodes []node) []span {
	add := func(w span) {
		if w.to-w.from >= 3 && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	g := &s.grid
	first, end := g.span(i, j)
	in := bits(nil, g.wide, set)
	empty := func(r int) bool {
		none, _ := within(in, g.whoOf(r))
		return none
	}
	for _, u := range set {
		for r := first; r < end; {
			if has(g.whoOf(r), u) {
				r++
				continue
			}
			from := r
			for r < end && !has(g.whoOf(r), u) {
				r++
			}
			for from < r && empty(from) {
				from++
			}
			if from < r {
				add(span{g.rows[from].from, g.rows[r-1].to})
			}
		}
	}
	var brackets []node
	for _, nd := range nodes {
		if nd.groups != nil {
			brackets = append(brackets, nd)
		}
	}
	for width := 0; width < min(len(brackets), 12); width++ {
		for p := 0; p+width < len(brackets) && len(out) < maxWindows; p++ {
			add(span{brackets[p].from, brackets[p+width].to})
		}
	}
	return out
}

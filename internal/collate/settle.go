package collate

import "slices"

// nestTries is how many of the cheapest plain results are looked at for
// brackets inside brackets.
const nestTries = 3

// nestMargin is how much dearer than the cheapest a result may be to be looked
// at so.
const nestMargin = 4 * unit

// settle brings a block into its shortest form: aligned in every manner, cut,
// and the cheapest kept. Where all versions of a block but for one wording are
// the same, one manner is enough.
func (s *settler) settle(b *block) {
	s.n = len(b.contents)
	s.work = 0
	s.sheet = s.sheet[:0]
	if s.n == 1 {
		if len(b.contents[0]) > 0 {
			b.cells = s.copied(s.profile(b, manners[0]))
			b.nodes = []node{{from: 0, to: len(b.cells)}}
		}
		return
	}
	set := make([]int32, s.n)
	for u := range set {
		set[u] = int32(u)
	}
	tries := manners
	if s.n == 2 {
		tries = manners[:1]
	}
	type result struct {
		cost  int32
		order []int32
	}
	var results []result
	for _, m := range tries {
		r := result{order: s.profile(b, m)}
		if slices.ContainsFunc(results, func(x result) bool { return s.sameColumns(x.order, r.order) }) {
			continue
		}
		s.use(b, r.order)
		r.cost = s.segmentCost(0, len(s.cells), set)
		results = append(results, r)
	}
	slices.SortStableFunc(results, func(a, b result) int { return int(a.cost - b.cost) })
	least := inf
	var chosen []int32
	for k, r := range results {
		if k >= nestTries || r.cost > results[0].cost+nestMargin {
			break
		}
		s.use(b, r.order)
		cost, nodes := s.best(0, len(s.cells), set, set, 0)
		if s.c.grain == Phrase {
			s.work = max(s.work-maxWork/2, 0) // what is joined may hold brackets too
			nodes = s.phrase(nodes, set)
			cost = s.nodesCost(nodes, set)
		}
		if cost < least {
			least = cost
			chosen, b.nodes = r.order, nodes
		}
	}
	b.cells = s.copied(chosen)
}

// sameColumns reports whether two alignments are the same.
func (s *settler) sameColumns(a, b []int32) bool {
	return slices.EqualFunc(a, b, func(x, y int32) bool { return slices.Equal(s.column(x), s.column(y)) })
}

// copied takes columns out of the sheet, which the next block uses again.
func (s *settler) copied(order []int32) [][]int32 {
	cells, arena := make([][]int32, len(order)), make([]int32, 0, len(order)*s.n)
	for c, k := range order {
		at := len(arena)
		arena = append(arena, s.column(k)...)
		cells[c] = arena[at:len(arena):len(arena)]
	}
	return cells
}

// nodesCost is what nodes cost for a set.
func (s *settler) nodesCost(nodes []node, set []int32) int32 {
	var cost int32
	for _, nd := range nodes {
		if nd.groups == nil {
			for _, cell := range s.cells[nd.from:nd.to] {
				if id := cell[set[0]]; id >= 0 {
					cost += s.wordCost(id)
				}
			}
			continue
		}
		cost += s.open
		for _, g := range nd.groups {
			if g.nodes == nil {
				cost += s.grid.plainCost(nd.from, nd.to, g.set[0])
			} else {
				cost += variantCost + s.nodesCost(g.nodes, g.set)
			}
		}
	}
	return cost
}

func (s *settler) wordCost(id int32) int32 { return s.c.units[id] }

// use makes the columns those that are worked on.
func (s *settler) use(b *block, order []int32) {
	s.cells, s.edges = s.cells[:0], nil
	for _, k := range order {
		s.cells = append(s.cells, s.column(k))
	}
	if s.c.grain != Sentence {
		s.grid.lay(s.c, s.cells, s.n, nil)
		return
	}
	s.edges = make([]bool, len(s.cells)+1)
	for k := range s.edges {
		s.edges[k] = true
	}
	for u := range b.contents {
		owner := slices.Index(b.of, int32(u))
		at := b.spans[owner].from
		starts := s.c.versions[owner].starts
		for k := range s.edges {
			s.edges[k] = s.edges[k] && starts[at]
			if k < len(s.cells) && s.cells[k][u] >= 0 {
				at++
			}
		}
	}
	s.grid.lay(s.c, s.cells, s.n, s.edges)
}

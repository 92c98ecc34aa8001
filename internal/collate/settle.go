package collate

import "slices"

// nestTries is how many of the cheapest plain results are looked at for
// brackets inside brackets.
const nestTries = 2

// nestMargin is how much dearer than the cheapest a result may be to be looked
// at so.
const nestMargin = 4 * unit

// settle brings a block into its shortest form: aligned in every manner, cut,
// and the cheapest kept. Where all versions of a block but for one wording are
// the same, one manner is enough.
func (s *settler) settle(b *block) {
	s.n = len(b.contents)
	s.work = 0
	s.sheet.reset(s.n)
	if s.n == 1 {
		if len(b.contents[0]) > 0 {
			b.cols.pick(&s.sheet, s.profile(b, manners[0]))
			b.nodes = []node{{from: 0, to: len(b.cols.ids)}}
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
		order []int32
		cost  int32
		nodes []node
	}
	var results []result
	for _, m := range tries {
		r := result{order: s.profile(b, m)}
		if slices.ContainsFunc(results, func(x result) bool { return s.sameColumns(x.order, r.order) }) {
			continue
		}
		s.use(b, r.order)
		r.cost, r.nodes = s.segment(0, len(s.cols.ids), set, set, nil)
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
		cost, nodes := s.better(0, len(s.cols.ids), set, set, 0, r.cost, r.nodes)
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
	b.cols = columns{}
	b.cols.pick(&s.sheet, chosen)
}

// sameColumns reports whether two alignments are the same.
func (s *settler) sameColumns(a, b []int32) bool {
	k := &s.sheet
	return slices.EqualFunc(a, b, func(x, y int32) bool {
		return k.ids[x] == k.ids[y] && slices.Equal(k.whoOf(int(x)), k.whoOf(int(y)))
	})
}

// nodesCost is what nodes cost for a set.
func (s *settler) nodesCost(nodes []node, set []int32) int32 {
	var cost int32
	for _, nd := range nodes {
		if nd.groups == nil {
			for c := nd.from; c < nd.to; c++ {
				if s.cols.has(c, set[0]) {
					cost += s.c.units[s.cols.ids[c]]
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

// use makes the columns those that are worked on.
func (s *settler) use(b *block, order []int32) {
	s.edges = nil
	s.cols.pick(&s.sheet, order)
	if s.c.grain != Sentence {
		s.grid.lay(s.c, &s.cols, nil)
		return
	}
	s.edges = make([]bool, len(s.cols.ids)+1)
	for k := range s.edges {
		s.edges[k] = true
	}
	for u := range b.contents {
		owner := slices.Index(b.of, int32(u))
		at := b.spans[owner].from
		starts := s.c.versions[owner].starts
		for k := range s.edges {
			s.edges[k] = s.edges[k] && starts[at]
			if k < len(s.cols.ids) && s.cols.has(k, int32(u)) {
				at++
			}
		}
	}
	s.grid.lay(s.c, &s.cols, s.edges)
}

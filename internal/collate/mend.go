package collate

import "slices"

// mended gives the ways to change nodes that cannot be written, since a blank
// finds no owner, at node i or beside it, the cheapest first: a bracket with
// brackets inside is made plain, or changed inside, or two brackets side by side
// become one.
func (w *writer) mended(nodes []node, i int, set []int32) [][]node {
	s := w.s
	if !w.laid {
		s.cols, w.laid = w.b.cols, true
		s.grid.lay(w.c, &s.cols, nil)
	}
	var out [][]node
	for k := max(i-1, 0); k < min(i+2, len(nodes)); k++ {
		for _, nd := range s.simpler(nodes[k], set) {
			out = append(out, slices.Concat(nodes[:k], []node{nd}, nodes[k+1:]))
		}
		if joined, ok := s.joined(nodes, k, set); ok {
			out = append(out, joined)
		}
	}
	slices.SortStableFunc(out, func(a, b []node) int { return int(s.nodesCost(a, set) - s.nodesCost(b, set)) })
	return out
}

// simpler gives the ways to write a bracket with one bracket less inside it.
func (s *settler) simpler(nd node, set []int32) []node {
	var out []node
	for k, g := range nd.groups {
		if g.nodes == nil {
			continue
		}
		if out == nil {
			out = append(out, s.plain(nd.from, nd.to, set))
		}
		for x := range g.nodes {
			for _, inner := range s.simpler(g.nodes[x], g.set) {
				out = append(out, withGroup(nd, k, slices.Concat(g.nodes[:x], []node{inner}, g.nodes[x+1:])))
			}
			if joined, ok := s.joined(g.nodes, x, g.set); ok {
				out = append(out, withGroup(nd, k, joined))
			}
		}
	}
	return out
}

// joined makes one plain bracket of node k and the next, if both are brackets.
func (s *settler) joined(nodes []node, k int, set []int32) ([]node, bool) {
	if k+1 >= len(nodes) || nodes[k].groups == nil || nodes[k+1].groups == nil {
		return nil, false
	}
	one := s.plain(nodes[k].from, nodes[k+1].to, set)
	return slices.Concat(nodes[:k], []node{one}, nodes[k+2:]), true
}

// withGroup is a bracket with other nodes in one of its variants.
func withGroup(nd node, k int, nodes []node) node {
	nd.groups = slices.Clone(nd.groups)
	nd.groups[k].nodes = nodes
	return nd
}

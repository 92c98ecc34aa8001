package collate

import (
	"slices"

	"nonpaper/internal/words"
)

// phrase joins what a reader would trip over: two neighbouring brackets that
// divide the contents in the same way with fewer than three words between them,
// or with an agreed run of stop words and signs alone. The end of a sentence, a
// paragraph or an item is a place to rest, and nothing is joined across it.
func (s *settler) phrase(nodes []node, set []int32) []node {
	nodes = slices.Clone(nodes)
	for i := 0; i < len(nodes); i++ {
		if nodes[i].groups == nil {
			continue
		}
		next := i + 1
		for next < len(nodes) && nodes[next].groups == nil {
			next++
		}
		if next == len(nodes) {
			break
		}
		if s.trips(nodes[i], nodes[next], set) {
			joined := s.join(nodes[i].from, nodes[next].to, set)
			nodes = slices.Replace(nodes, i, next+1, joined)
			i = max(i-3, -1) // the joined one may trip over the one before
		}
	}
	for i := range nodes {
		groups := slices.Clone(nodes[i].groups)
		for k, g := range groups {
			if g.nodes != nil {
				groups[k].nodes = s.phrase(g.nodes, g.set)
			}
		}
		nodes[i].groups = groups
	}
	return nodes
}

// trips reports whether a reader would trip between two brackets.
func (s *settler) trips(a, b node, set []int32) bool {
	said, tokens, solid := 0, 0, false
	for c := a.to; c < b.from; c++ {
		if !s.cols.has(c, set[0]) {
			continue
		}
		tokens++
		switch s.c.class(s.cols.ids[c]) {
		case words.LineEnd, words.Sentence:
			return false
		case words.Content:
			solid = true
			said++
		case words.Stop:
			said++
		}
	}
	return tokens > 0 && !solid || said < 3 && sameDivision(a.groups, b.groups)
}

// sameDivision reports whether two brackets divide the contents in the same way.
func sameDivision(a, b []group) bool {
	if len(a) != len(b) {
		return false
	}
	for _, g := range a {
		if !slices.ContainsFunc(b, func(h group) bool { return slices.Equal(g.set, h.set) }) {
			return false
		}
	}
	return true
}

// join makes one bracket of the columns, plain or with brackets inside,
// whichever is shorter.
func (s *settler) join(from, to int, set []int32) node {
	nd := s.plain(from, to, set)
	if s.work > maxWork {
		return nd
	}
	plain := s.open
	for _, g := range nd.groups {
		plain += s.grid.plainCost(from, to, g.set[0])
	}
	if len(nd.groups) < 3 {
		return nd
	}
	if a, ok := s.group(from, to, nd.groups, plain, 1); ok {
		nd.groups = a.groups
	}
	return nd
}

package collate

// twoCost is what segmentCost gives for two contents, but for words that both
// have in different columns, which count twice. For two, a bracket costs the
// words of both, and whether both have words in it is all that has to be known
// of it while it is open, so that one walk along the rows will do.
func (s *settler) twoCost(from, to int, u, v int32) int32 {
	// while a bracket is open: the first has words in it, the second, both
	const first, second, both = 0, 1, 2
	plain, after, tripped := int32(0), inf, inf
	open := [3]int32{inf, inf, inf}
	g := &s.grid
	lo, hi := g.span(from, to)
	for r := lo; r < hi; r++ {
		a, b := &g.strands[r*g.n+int(u)], &g.strands[r*g.n+int(v)]
		if !a.any && !b.any {
			continue
		}
		// a bracket may begin here, or go on
		begin := min(plain, after, tripped+s.chaff) + s.open
		words := a.cost + b.cost
		agreed := g.labels[r*g.n+int(u)] == g.labels[r*g.n+int(v)]
		switch {
		case a.any && b.any:
			open[both] = min(open[first], open[second], open[both], begin) + words
			open[first], open[second] = inf, inf
		case a.any:
			open[both] = min(open[both], open[second]) + words
			open[first] = min(open[first], begin) + words
			open[second] = inf
		default:
			open[both] = min(open[both], open[first]) + words
			open[second] = min(open[second], begin) + words
			open[first] = inf
		}
		switch {
		case !agreed:
			plain, after, tripped = inf, inf, inf
		case a.solid:
			plain, after, tripped = min(plain, after, tripped)+a.cost, inf, inf
		default:
			plain, after, tripped = plain+a.cost, inf, min(after, tripped)+a.cost
		}
		after = min(after, open[both]+2*variantCost, min(open[first], open[second])+variantCost+emptyCost)
	}
	return min(plain, after, tripped)
}

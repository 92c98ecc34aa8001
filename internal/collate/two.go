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
		who := g.whoOf(r)
		a, b := has(who, u), has(who, v)
		if !a && !b {
			continue
		}
		words := &g.strands[r]
		// a bracket may begin here, or go on
		begin := min(plain, after, tripped+s.chaff) + s.open
		switch {
		case a && b:
			open[both] = min(open[first], open[second], open[both], begin) + 2*words.cost
			open[first], open[second] = inf, inf
		case a:
			open[both] = min(open[both], open[second]) + words.cost
			open[first] = min(open[first], begin) + words.cost
			open[second] = inf
		default:
			open[both] = min(open[both], open[first]) + words.cost
			open[second] = min(open[second], begin) + words.cost
			open[first] = inf
		}
		switch {
		case a != b:
			plain, after, tripped = inf, inf, inf
		case words.solid:
			plain, after, tripped = min(plain, after, tripped)+words.cost, inf, inf
		default:
			plain, after, tripped = plain+words.cost, inf, min(after, tripped)+words.cost
		}
		after = min(after, open[both]+2*variantCost, min(open[first], open[second])+variantCost+emptyCost)
	}
	return min(plain, after, tripped)
}
